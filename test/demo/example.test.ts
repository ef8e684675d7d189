/** The example is what its README says: small, nobody real in it, no leak; and its playbook keeps its stories. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const FILE = join(ROOT, 'examples', 'bank', 'customers.csv');
const MOST_BYTES = 2_000_000;

const [preamble = '', header = '', ...rows] = readFileSync(FILE, 'utf8').trim().split('\n');

it('is small, and says where it is from', () => {
  expect(statSync(FILE).size).toBeLessThan(MOST_BYTES);
  expect(preamble).toContain('CC BY 4.0');
  expect(readFileSync(join(ROOT, 'NOTICE'), 'utf8')).toContain('examples/bank/customers.csv');
});

it('marks what is made up, and has no column that gives the answer away', () => {
  const columns = header.replaceAll('"', '').split(';');
  expect(columns.filter((name) => name.startsWith('*'))).toHaveLength(7);
  expect(columns).toContain('y');
  expect(columns).not.toContain('duration');
});

it('has no address that reaches anybody', () => {
  const domains = new Set(rows.flatMap((row) => /@([a-z0-9.-]+)/i.exec(row)?.[1]?.toLowerCase() ?? []));
  const reaching = [...domains].filter(
    (domain) => !/(^|\.)example\.(com|org|net)$|^example\.\.com$|^mailinator\.com$/.test(domain),
  );
  expect(reaching).toEqual([]);
});

it('comes with a playbook whose stories are told, and telling them makes no database', () => {
  const empty = mkdtempSync(join(tmpdir(), 'rekindle-example-'));
  const words = [join(ROOT, 'bin', 'rekindle.mjs'), 'playbook', 'test', 'bank-term-deposit'];
  expect(execFileSync(process.execPath, words, { encoding: 'utf8', cwd: empty })).toContain('7 passed, 0 failed');
  expect(readdirSync(empty)).toEqual([]);
  rmSync(empty, { recursive: true });
});
