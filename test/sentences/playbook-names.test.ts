/** What comes with Rekindle is told in words, in both languages: playbooks with their settings, parts of scores, sequences, steps and templates. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NAMES } from '../../app/src/words/en/names.ts';
import { PLAYBOOK_SETTINGS } from '../../app/src/words/en/playbook-settings.ts';
import { GIVEN } from '../../app/src/words/es/given.ts';
import type { Playbook, Sequence, Step } from '../../src/domain/playbook/playbook.ts';
import { STEPS } from '../../src/domain/qualification/buyer/steps.ts';
import { STANDARD_SIGNALS } from '../../src/domain/signal/rule.ts';
import { playbookReader } from '../../src/playbooks/folder.ts';
import { templateInspector } from '../../src/render/inspect.ts';
import { ROOT } from '../tidy/tree.ts';

const FOLDER = join(ROOT, 'playbooks');
const reader = playbookReader(templateInspector, (name) => join(FOLDER, name));
const folders = readdirSync(FOLDER, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));

const playbooks = folders.map((name): Playbook => {
  const { playbook } = reader.readPlaybook(name, {});
  if (!playbook) throw new Error(`${name} does not read`);
  return playbook;
});
const sequences = playbooks.flatMap((one): [string, Sequence][] => Object.entries(one.sequences));
const steps: readonly Step[] = sequences.flatMap(([, one]) => one.steps);

/** Ids that a rule makes words of: by kind and day. */
const BY_DAY = /^(?:email|sms|voice|task|wait|branch|hand-off|day)-\d+$/;

/** What a lead bot says: a template of its own for each language and channel. */
const OF_BOT = /^bot-(?:seller|buyer)-(.+)-(?:en|es)-(?:sms|email)$/;
const templates = playbooks.flatMap((one) => Object.keys(one.templates));

/** What of a playbook a reader may see by its name. */
const SEEN: Readonly<Record<string, readonly string[]>> = {
  playbook: playbooks.map(({ name }) => name),
  part: playbooks.flatMap(({ rubric }) => rubric.parts.map(({ name }) => name)),
  rule: playbooks.flatMap(({ qualification }) => qualification.rules.map(({ name }) => name)),
  variant: playbooks.flatMap(({ routing }) => routing.variants.map(({ name }) => name)),
  signal: [...playbooks.flatMap(({ signals }) => signals.map(({ name }) => name)), ...Object.keys(STANDARD_SIGNALS)],
  sequence: sequences.map(([name]) => name),
  // Also the steps on a buyer's way to a home, which a conversation names.
  step: [...steps.map(({ id }) => id).filter((id) => !BY_DAY.test(id)), ...STEPS],
  template: templates.filter((name) => !OF_BOT.test(name)),
  say: templates.flatMap((name) => OF_BOT.exec(name)?.[1] ?? []),
};

const unique = (names: readonly string[]) => [...new Set(names)].sort();

test.each(Object.entries(SEEN))('each %s has its words, and none is kept of another', (kind, names) => {
  const kept = Object.keys(NAMES).flatMap((word) => (word.startsWith(`${kind}.`) ? [word.slice(kind.length + 1)] : []));
  expect(unique(kept)).toEqual(unique(names));
});

test('so have settings and attributes', () => {
  const settings = playbooks.flatMap((one) => Object.keys(one.settings));
  expect(unique(Object.keys(PLAYBOOK_SETTINGS))).toEqual(unique(settings.map((name) => `setting.${name}`)));
  const attributes = playbooks.flatMap((one) => Object.keys(one.attributes));
  const words = new Set(Object.keys(NAMES));
  expect(unique(attributes).filter((name) => !words.has(`attribute.${name}`))).toEqual([]);
});

test('titles are those of the playbooks, and each text that is told of one has its Spanish', () => {
  const titles = Object.fromEntries([
    ...playbooks.map(({ name, title }) => [`playbook.${name}`, title]),
    ...sequences.map(([name, { title }]) => [`sequence.${name}`, title]),
  ]);
  expect(NAMES).toMatchObject(titles);
  const texts = [...playbooks.map(({ description }) => description.trim()), ...Object.values<string>(titles)];
  expect(unique(Object.keys(GIVEN))).toEqual(unique(texts));
});

test('settings are called what their playbooks call them', () => {
  const labels = folders.flatMap((name) => {
    const text = reader.playbookFiles(name)['playbook.yaml'] ?? '';
    return [...text.matchAll(/^ {2}(\w+):\n {4}label: (.*)$/gm)].map(([, of = '', label = '']) => [
      `setting.${of}`,
      label,
    ]);
  });
  expect(Object.fromEntries(labels)).toEqual(PLAYBOOK_SETTINGS);
});
