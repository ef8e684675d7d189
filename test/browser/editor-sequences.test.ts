/** Whole sequences in the editor’s model: what names one is what the schema says, and none of it names one that is not there. Without a browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { begin, done, type Edit, undone } from '../../app/src/editor/history.ts';
import { editOf, mayBeOff, switched, viewOf } from '../../app/src/editor/model.ts';
import { MAIN } from '../../app/src/editor/places.ts';
import { type Schema, schemaAt } from '../../app/src/editor/schema/shape.ts';
import {
  NAMED_IN_PLAYBOOK,
  NAMED_IN_STORY,
  SEQUENCE_NAME,
  sequenceAdded,
  sequenceCopied,
  sequenceFault,
  sequenceRemoved,
  sequenceRenamed,
  usesOfSequence,
} from '../../app/src/editor/sequences.ts';
import type { Files } from '../../app/src/editor/splice.ts';
import { scenarioSchema } from '../../src/domain/playbook/format/scenario.ts';
import { checkPlaybook } from '../../src/playbooks/check.ts';
import { readPlaybookFiles } from '../../src/playbooks/folder.ts';
import { templateInspector } from '../../src/render/inspect.ts';
import { ROOT } from '../tidy/tree.ts';

const WHOLE = JSON.parse(readFileSync(join(ROOT, 'playbooks/playbook.schema.json'), 'utf8')) as Schema;

/** Places of a schema that are marked as the name of a sequence: names of properties on the way, lists and cases left out. */
function marked(schema: unknown, path: readonly string[] = []): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((one) => marked(one, path));
  const { names, properties, ...rest } = schema as Record<string, unknown>;
  const inner = Object.entries((properties ?? {}) as object).flatMap(([name, one]) => marked(one, [...path, name]));
  const own = names === 'sequence' ? [path.join('.')] : [];
  return [...new Set([...own, ...inner, ...Object.values(rest).flatMap((one) => marked(one, path))])];
}

describe('what names a sequence', () => {
  test('is known of each place that the schema marks, in the playbook and in its stories', () => {
    expect(NAMED_IN_PLAYBOOK.map((path) => path.join('.')).toSorted()).toEqual(marked(WHOLE).toSorted());
    const story = z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' });
    expect(marked(story)).toEqual([NAMED_IN_STORY.join('.')]);
  });

  test('may be called as the schema says', () => {
    expect(WHOLE.properties?.sequences?.propertyNames?.pattern).toBe(SEQUENCE_NAME.source);
    expect(schemaAt(WHOLE, ['sequences', 'any'])).toBeDefined();
    const view = { sequences: [{ name: 'hot', title: '', goal: '', steps: [], fields: {} }] };
    expect(['hot', 'Hot', '-hot', 'a b', '', 'very-hot'].map((name) => sequenceFault(view, name))).toEqual([
      ...['taken', 'form', 'form', 'form', 'form', null],
    ]);
  });
});

const TEXT = `name: hand
route:
  hot: first   # at once
  warm: { setting: main }
  cool: null
settings:
  # Chosen by whoever runs it.
  main: { label: Main, type: choice, default: first, choices: [first, second] }
  other: { label: first, type: text, default: first }
sequences:
  # The first one.
  # It is short.
  first:
    title: First
    window: &office { days: mon-fri }   # shared
    steps:
      # Say hello.
      - { kind: email, day: 0, template: first }   # hello

  # The second one.
  second: # quiet
    title: Second
    window: *office
    steps: [{ kind: wait, day: 1 }]
# The end.
`;
const STORY = `then:
  - { sequence: first } # so
  - { day: 0, template: first }
given: { settings: { main: first, other: first } }
`;
const FILES: Files = { [MAIN]: TEXT, 'scenarios/story.yaml': STORY, 'templates/first.liquid': 'first\n' };
const edited = (files: Files, edit: Edit) => done(begin(files), edit).files;
const sequences = (files: Files) => (parse(files[MAIN] ?? '') as { sequences: Record<string, object> }).sequences;

/** Lines that one text has and the other has not. */
function changed(files: Files): readonly string[] {
  const before = new Set(TEXT.split('\n'));
  return (files[MAIN] ?? '').split('\n').filter((line) => !before.has(line));
}

test('renamed, it is called so wherever it is named, where it stands, and nowhere else', () => {
  expect(usesOfSequence(FILES, 'first').map(({ file, path }) => `${file} ${path.join('.')}`)).toEqual([
    'playbook.yaml route.hot',
    'playbook.yaml settings.main.default',
    'playbook.yaml settings.main.choices.0',
    'scenarios/story.yaml then.0.sequence',
    'scenarios/story.yaml given.settings.main',
  ]);
  const history = done(begin(FILES), sequenceRenamed(FILES, 'first', 'true'));
  expect(changed(history.files)).toEqual([
    '  hot: "true"   # at once',
    '  main: { label: Main, type: choice, default: "true", choices: ["true", second] }',
    '  "true":',
  ]);
  expect(history.files['scenarios/story.yaml']).toBe(
    STORY.replace('sequence: first', 'sequence: "true"').replace('main: first', 'main: "true"'),
  );
  expect(Object.keys(sequences(history.files))).toEqual(['true', 'second']);
  expect(history.past).toHaveLength(1);
  expect(undone(history).files).toEqual(FILES);
  expect(() => sequenceRenamed(FILES, 'first', 'second')).toThrow('there is a sequence second already');
  expect(() => sequenceRenamed(FILES, 'first', 'No Name')).toThrow(/small letters, digits and hyphens/);
  expect(() => sequenceRenamed(FILES, 'third', 'fourth')).toThrow('there is no sequence third');
});

test('new, it has a step in a line of its own, on which a note can stand', () => {
  const files = edited(FILES, sequenceAdded(FILES, 'third', 'The third: one'));
  expect(changed(files)).toEqual([
    '  third:',
    '    title: "The third: one"',
    '      - { kind: email, day: 0, template: first }',
  ]);
  expect(files[MAIN]?.endsWith('- { kind: email, day: 0, template: first }\n# The end.\n')).toBe(true);
  const [, , third] = viewOf(files).sequences;
  expect(third?.steps.map(({ id }) => id)).toEqual(['email-0']);
  const none = { [MAIN]: 'name: none\nsequences: {}\n' };
  expect(sequences(edited(none, sequenceAdded(none, 'one', '')))).toEqual({
    one: { title: 'one', steps: [{ kind: 'email', day: 0, template: '' }] },
  });
});

test('copied, it has the notes of its steps, and an anchor stays the first one’s', () => {
  const files = edited(FILES, sequenceCopied(FILES, 'first', 'again', 'Again'));
  expect(Object.keys(sequences(files))).toEqual(['first', 'again', 'second']);
  expect(files[MAIN]).toContain('  again:\n    title: Again\n    window: { days: mon-fri }   # shared\n');
  expect(files[MAIN]?.match(/&office/g)).toHaveLength(1);
  expect(files[MAIN]?.match(/The first one/g)).toHaveLength(1);
  const [, again] = viewOf(files).sequences;
  expect(again?.steps.map(({ note }) => note)).toEqual(['Say hello.']);
});

describe('removed', () => {
  test('it goes with its comments, and what it shared is written out', () => {
    const files = edited(FILES, sequenceRemoved(FILES, 'first', 'second'));
    expect(files[MAIN]).toContain('sequences:\n\n  # The second one.\n  second: # quiet\n');
    expect(sequences(files)).toEqual({
      second: { title: 'Second', window: { days: 'mon-fri' }, steps: [{ kind: 'wait', day: 1 }] },
    });
    expect(files[MAIN]).toContain('  hot: second   # at once');
    expect(files[MAIN]).toContain('default: second, choices: [second] }');
    expect(files['scenarios/story.yaml']).toContain('- { sequence: second } # so');
    expect(usesOfSequence(files, 'first')).toEqual([]);
  });

  test('it is refused while something names it, where a setting would name nothing, and where it is the only one', () => {
    expect(() => sequenceRemoved(FILES, 'first')).toThrow('first is named by route.hot of playbook.yaml');
    expect(() => sequenceRemoved(FILES, 'first', null)).toThrow(
      'settings.main.default of playbook.yaml must name a sequence',
    );
    expect(() => sequenceRemoved(FILES, 'first', 'first')).toThrow('there is no sequence first');
    const one = edited(FILES, sequenceRemoved(FILES, 'second', 'first'));
    expect(() => sequenceRemoved(one, 'first', null)).toThrow('first is the only sequence');
  });

  test('what named it may name none', () => {
    const plain = { ...FILES, [MAIN]: TEXT.replace('{ setting: main }', 'second') };
    const files = edited(plain, sequenceRemoved(plain, 'first', null));
    expect(files[MAIN]).toContain('  hot: null   # at once');
    expect(files['scenarios/story.yaml']).toContain('- { sequence: null } # so');
  });
});

test.each([
  'acquisition',
  'bank-term-deposit',
  'lead-bot-buyer',
  'account-based',
])('%s is sound whichever of its sequences is renamed, copied, or gives way to another, and whichever step is switched off', (name) => {
  const folder = readPlaybookFiles(join(ROOT, 'playbooks', name));
  const faults = (files: Files) => checkPlaybook({ ...folder, ...files }, { inspector: templateInspector }).findings;
  const { sequences: all } = viewOf(folder);
  for (const sequence of all) {
    const { name: one, steps } = sequence;
    for (const [at, step] of steps.entries()) {
      if (!mayBeOff(step, sequence)) continue;
      const path = ['sequences', one, 'steps', at, 'when'];
      const off = editOf(folder, { kind: 'set', path, value: switched(step) });
      expect(faults(edited(folder, off)), `${one} ${step.id}`).toEqual([]);
    }
    expect(faults(edited(folder, sequenceRenamed(folder, one, 'another')))).toEqual([]);
    expect(faults(edited(folder, sequenceCopied(folder, one, 'another', '')))).toEqual([]);
    const instead = all.find((other) => other.name !== one)?.name;
    if (instead) expect(faults(edited(folder, sequenceRemoved(folder, one, instead)))).toEqual([]);
  }
  expect(faults(edited(folder, sequenceAdded(folder, 'another', '')))).toEqual([]);
});
