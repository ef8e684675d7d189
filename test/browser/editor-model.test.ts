/** The editor’s model without a browser: every edit is what was meant, leaves what it is not about, and can be taken back to the byte. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { begin, done, type History, redone, undone } from '../../app/src/editor/history.ts';
import { type Change, editOf, isOff, switched, viewOf } from '../../app/src/editor/model.ts';
import { fileOf, MAIN } from '../../app/src/editor/places.ts';
import type { Files } from '../../app/src/editor/splice.ts';
import { templateAdded, templateRemoved, templateRenamed } from '../../app/src/editor/template-files.ts';
import { RELEASE, THOROUGH } from '../thorough.ts';
import { ROOT } from '../tidy/tree.ts';
import { data, meant, type Wish, wishedOf, wishes } from './editor-wishes.ts';

const NAMES = readdirSync(join(ROOT, 'playbooks'), { withFileTypes: true }).flatMap((one) =>
  one.isDirectory() ? [one.name] : [],
);

function filesOf(name: string): Files {
  const folder = join(ROOT, 'playbooks', name);
  const templates = readdirSync(join(folder, 'templates')).slice(0, 4);
  const paths = [MAIN, ...templates.map((file) => `templates/${file}`)];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** Written by hand in every way that YAML has: notes, blocks, lists in a line, anchors, folded words. */
const BY_HAND: Files = {
  [MAIN]: `# Ours.
name: hand
title: "By hand"   # shown in lists
route: { hot: first, warm: { setting: main } }   # by tier
settings:
  main: { label: Main, type: choice, default: second, choices: [first, second] }
sequences:
  first:
    title: First
    window: &office { days: mon-fri, from: "09:00", to: "17:00" }   # shared
    steps:
      # Say hello.
      # Never on a Monday.
      - { kind: email, day: 0, template: hello }   # the first one
      - kind: task
        day: 3
        title: >
          Call them,
          and ask.
        outcomes: [email-9,
          wait-12]   # both are below

      # A rest.
      - { kind: wait,
          day: 5 }
      - kind: email
        day: 9
        variants:
          - { template: hello, weight: 2 }
          # the bold one
          - { template: bold }
      - { kind: wait, day: 12, late: &late { after: 24h, then: skip } }
  second:
    title: Second
    window: *office
    late: *late
    steps: [{ kind: wait, day: 1 }, { kind: goal, day: 2, when: "true" }]
# The end.
`,
  [fileOf('hello')]: '---\nsubject: Hi: there\n---\nHello {{ lead.firstName | default: "you" }}\n',
};

/** Edits, each held against what it means; back to the beginning, and to the end again. */
function live(files: Files, all: readonly Wish[], hold: (at: number) => boolean): void {
  let history: History = begin(files);
  for (const [at, wish] of all.entries()) {
    const wished = wishedOf(history.files, wish);
    if (!wished) continue;
    const { change } = wished;
    // What is typed key by key would be one step: here each counts.
    const edit = { ...editOf(history.files, change), of: null };
    const before = hold(at) ? data(history.files) : null;
    history = done(history, edit);
    if (before) expect(data(history.files)).toEqual(wished.meant?.(before) ?? meant(before, change));
  }
  const end = history.files;
  let back = history;
  while (back.past.length > 0) back = undone(back);
  expect(back.files).toEqual(files);
  while (back.future.length > 0) back = redone(back);
  expect(back.files).toEqual(end);
}

describe('edits at random, all taken back, are the beginning, byte for byte', () => {
  test.each(['by hand', ...NAMES])('%s', { timeout: 240_000 }, (name) => {
    const files = name === 'by hand' ? BY_HAND : filesOf(name);
    // A thousand of one written by hand in the gate, of each before a release.
    const count = RELEASE ? 1_000 : name !== 'by hand' ? 8 : THOROUGH ? 1_000 : 100;
    const many = fc.array(wishes, { minLength: count, maxLength: count });
    fc.assert(
      fc.property(many, (all) => live(files, all, (at) => at % 7 === 0)),
      { numRuns: 1, endOnFailure: true },
    );
  });
});

test('each edit is what was meant, whatever is written around it', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(wishes, { maxLength: 6 }), (all) => live(BY_HAND, all, () => true)),
    { numRuns: RELEASE ? 2_000 : 12, interruptAfterTimeLimit: 60_000 },
  );
});

function edited(files: Files, ...all: readonly Change[]): Files {
  return all.reduce((history, wish) => done(history, editOf(history.files, wish)), begin(files)).files;
}

test('comments, anchors and order survive what they are not about', () => {
  const steps = ['sequences', 'first', 'steps'];
  const files = edited(
    BY_HAND,
    { kind: 'set', path: [...steps, 0, 'day'], value: 1 },
    { kind: 'set', path: [...steps, 1, 'day'], value: 4 },
    { kind: 'set', path: [...steps, 0, 'when'], value: 'lead.country == "US"' },
  );
  const changed = (files[MAIN] ?? '').split('\n').filter((line) => !(BY_HAND[MAIN] ?? '').split('\n').includes(line));
  expect(changed).toEqual([
    '      - { kind: email, day: 1, template: hello, when: "lead.country == \\"US\\"" }   # the first one',
    '        day: 4',
  ]);
});

test('a step takes its note along; a window that is shared is changed for one', () => {
  const moved = edited(BY_HAND, { kind: 'move', sequence: 'first', from: 0, to: 2 });
  const [, , third] = viewOf(moved).sequences[0]?.steps ?? [];
  expect(third).toMatchObject({ id: 'email-0', note: 'Say hello.\nNever on a Monday.' });
  const own = edited(BY_HAND, { kind: 'set', path: ['sequences', 'first', 'window'], value: { days: 'mon-wed' } });
  expect(data(own).sequences.first?.window).toEqual({ days: 'mon-wed' });
  expect(data(own).sequences.second?.window).toEqual({ days: 'mon-fri', from: '09:00', to: '17:00' });
  expect(own[MAIN]).toContain('# The end.');
});

test('what is typed is one step; another thing is another', () => {
  const file = fileOf('hello');
  const type = (history: History, text: string) => done(history, editOf(history.files, { kind: 'write', file, text }));
  const typed = ['a', 'ab', 'abc'].reduce(type, begin(BY_HAND));
  expect(typed.past).toHaveLength(1);
  const more = done(typed, editOf(typed.files, { kind: 'write', file: fileOf('new'), text: 'x' }));
  expect(undone(more).files).toEqual({ ...BY_HAND, [file]: 'abc' });
  expect(undone(undone(more)).files).toEqual(BY_HAND);
});

test('an edit made for another text is refused, not done to the wrong place', () => {
  const edit = editOf(BY_HAND, { kind: 'set', path: ['title'], value: 'Other' });
  expect(() => done(begin({ ...BY_HAND, [MAIN]: 'name: x\n' }), edit)).toThrow(/not what this edit was made for/);
});

test('a template is made, called otherwise wherever it is used, and taken out once nothing uses it', () => {
  const story = 'scenarios/story.yaml';
  const told: Files = { ...BY_HAND, [story]: 'then:\n  - { day: 0, template: hello } # first\n' };
  const made = edited(told, { kind: 'made', make: (files) => templateAdded(files, 'later', 'sms') });
  expect(viewOf(made).templates.find(({ name }) => name === 'later')).toMatchObject({ channel: 'sms' });
  const named = edited(told, { kind: 'made', make: (files) => templateRenamed(files, 'hello', 'hi') });
  expect(Object.keys(named)).toContain(fileOf('hi'));
  expect(Object.keys(named)).not.toContain(fileOf('hello'));
  expect(named[fileOf('hi')]).toBe(BY_HAND[fileOf('hello')]);
  expect(named[MAIN]).toContain('- { kind: email, day: 0, template: hi }   # the first one');
  expect(named[MAIN]).toContain('- { template: hi, weight: 2 }');
  expect(named[story]).toBe('then:\n  - { day: 0, template: hi } # first\n');
  expect(() => templateRemoved(told, 'hello')).toThrow('hello is used by first / email-0');
  expect(() => templateRenamed(told, 'hello', 'No Name')).toThrow(/small letters/);
  expect(Object.keys(edited(made, { kind: 'made', make: (files) => templateRemoved(files, 'later') }))).toEqual(
    Object.keys(told),
  );
});

test('a step is switched off and on again as it was, whatever its condition', () => {
  const steps = (files: Files) => viewOf(files).sequences[0]?.steps ?? [];
  const path = ['sequences', 'first', 'steps', 0, 'when'];
  for (const when of [undefined, 'lead.country == "US"', 'a || (b && c)', 'false']) {
    const begun = edited(BY_HAND, { kind: 'set', path, value: when });
    const [step] = steps(begun);
    if (!step) throw new Error('there is no step');
    expect(isOff(step)).toBe(when === 'false');
    const off = edited(begun, { kind: 'set', path, value: switched(step) });
    const [other] = steps(off);
    if (!other) throw new Error('there is no step');
    expect(isOff(other)).toBe(when !== 'false');
    if (when !== 'false') expect(switched(other)).toBe(when);
  }
});
