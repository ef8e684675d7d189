/**
 * Job titles that strangers classified, read by our rules. Data: rootstrap's title levels in the development data folder, found
 * by REKINDLE_DATA or beside the repository; skipped where it is absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTitle } from '../../src/domain/score/title.ts';
import type { TitleLevel } from '../../src/domain/score/title-lexicon.ts';

const FOLDER = process.env.REKINDLE_DATA ?? join(import.meta.dirname, '../../../shared/data');
const FILE = join(FOLDER, 'people/rootstrap_title_levels.tsv');

/** Our levels in their five classes. They count founders and boards to the C-suite, presidents and heads to directors, and have no class for owners and partners. */
const CLASS_OF: Readonly<Record<TitleLevel, string>> = {
  founder: 'C-Suite',
  'c-level': 'C-Suite',
  board: 'C-Suite',
  vp: 'VP',
  president: 'Director',
  head: 'Director',
  director: 'Director',
  manager: 'Manager',
  lead: 'Manager',
  owner: 'Other',
  partner: 'Other',
  senior: 'Other',
  other: 'Other',
};
const LEAST_AGREEMENT = 0.95;

// Skipped where the data folder is absent.
test.skipIf(!existsSync(FILE))('at least 95 % of the titles get the level that their classifiers gave them', () => {
  const rows = readFileSync(FILE, 'utf8').split(/\r?\n/).slice(1).filter(Boolean);
  const agreeing = rows.filter((row) => {
    const [title = '', level = ''] = row.split('\t');
    return CLASS_OF[readTitle(title).level] === level.trim();
  });
  expect(rows.length).toBeGreaterThan(0);
  expect(agreeing.length / rows.length).toBeGreaterThanOrEqual(LEAST_AGREEMENT);
});
