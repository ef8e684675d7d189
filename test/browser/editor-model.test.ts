/** The editor’s model without a browser: every edit is what was meant, leaves what it is not about, and can be taken back to the byte. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { begin, done, type History, redone, undone } from '../../app/src/editor/history.ts';
import { type Change, copyOf, editOf, newStep, viewOf, withBody, withSubject } from '../../app/src/editor/model.ts';
import { fileOf, MAIN } from '../../app/src/editor/places.ts';
import type { Files } from '../../app/src/editor/splice.ts';
import { nameFault, stepsUsing } from '../../app/src/editor/template-files.ts';
import type { Value } from '../../app/src/editor/yaml/write.ts';
import { RELEASE } from '../thorough.ts';
import { ROOT } from '../tidy/tree.ts';

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

type Data = { sequences: Record<string, Record<string, unknown> & { steps: Record<string, unknown>[] }> };
const data = (files: Files) => parse(files[MAIN] ?? '') as Data;

/** What a change means, told apart from how it is done. */
function meant(before: Data, wish: Change): Data {
  const after = structuredClone(before);
  if (wish.kind === 'insert')
    after.sequences[wish.sequence]?.steps.splice(wish.at, 0, wish.step as Record<string, unknown>);
  if (wish.kind === 'remove') after.sequences[wish.sequence]?.steps.splice(wish.at, 1);
  if (wish.kind === 'move') {
    const { steps } = after.sequences[wish.sequence] ?? { steps: [] };
    steps.splice(wish.to, 0, ...steps.splice(wish.from, 1));
  }
  if (wish.kind === 'set') {
    setIn(after, wish.path, wish.value);
  }
  if (wish.kind === 'list') {
    const list = [...((at(after, wish.path) as unknown[] | undefined) ?? [])];
    const { change } = wish;
    if (change.kind === 'insert') list.splice(change.at, 0, change.item);
    if (change.kind === 'remove') list.splice(change.at, 1);
    if (change.kind === 'move') list.splice(change.to, 0, ...list.splice(change.from, 1));
    setIn(after, wish.path, list as Value);
  }
  if (wish.kind === 'template-rename')
    for (const { steps } of Object.values(after.sequences)) for (const step of steps) renamed(step, wish);
  return after;
}

function setIn(whole: unknown, path: readonly (string | number)[], value: Value | undefined): void {
  let place = whole as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) {
    if (place[key] === undefined && value === undefined) return;
    place[key] ??= {};
    place = place[key] as typeof place;
  }
  const last = path.at(-1) ?? '';
  if (value === undefined) delete place[last];
  else place[last] = value;
}

function renamed(step: Record<string, unknown>, { name, to }: { readonly name: string; readonly to: string }): void {
  const spots = [step, ...(Array.isArray(step.variants) ? (step.variants as unknown[]) : [])];
  for (const spot of spots) {
    const one = spot as Record<string, unknown> | null;
    if (typeof one === 'object' && one !== null && one.template === name) one.template = to;
  }
}

const texts = fc.constantFrom(
  'plain',
  'with: colon',
  '# no comment',
  '"quoted"',
  "it's",
  'yes',
  '1.5',
  'two\nlines',
  'ä ö',
  '{ }',
  '- x',
  '',
);
const scalars: fc.Arbitrary<Value> = fc.oneof(texts, fc.integer({ min: 0, max: 90 }), fc.boolean());
const values: fc.Arbitrary<Value | undefined> = fc.oneof(
  { weight: 6, arbitrary: scalars },
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.array(scalars, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ after: texts, then: texts }) },
);
/** A person’s wish before it is known what there is. */
const wishes = fc.record({
  what: fc.constantFrom(
    'insert',
    'copy',
    'remove',
    'move',
    'set',
    'set',
    'set',
    'sequence',
    'note',
    'subject',
    'body',
    'new',
    'rename',
    'drop',
    ...(['rule', 'rules', 'rules'] as const),
  ),
  ...{ which: fc.nat(), from: fc.nat(), to: fc.nat(), field: fc.nat(), value: values, words: texts },
  kind: fc.constantFrom('email', 'sms', 'voice', 'task', 'wait', 'branch', 'goal', 'hand-off'),
});
type Wish = typeof wishes extends fc.Arbitrary<infer One> ? One : never;

function changeOf(files: Files, wish: Wish): Change | null {
  const view = viewOf(files);
  const sequence = view.sequences[wish.which % view.sequences.length];
  if (!sequence) return null;
  const { name, steps } = sequence;
  const [from, to] = [wish.from % steps.length, wish.to % steps.length];
  const step = steps[from];
  if (!step) return null;
  const path = (key: string) => ['sequences', name, 'steps', from, key];
  const full = steps.length > 30 && (wish.what === 'insert' || wish.what === 'copy');
  switch (full ? 'remove' : wish.what) {
    case 'insert':
      return { kind: 'insert', sequence: name, at: to, step: newStep(wish.kind, from, view, sequence) };
    case 'copy':
      return { kind: 'insert', sequence: name, at: to, step: copyOf(step, sequence) };
    case 'remove':
      return steps.length < 2 ? null : { kind: 'remove', sequence: name, at: from };
    case 'move':
      return { kind: 'move', sequence: name, from, to };
    case 'set': {
      const keys = [...Object.keys(step.fields), 'id', 'when', 'late', 'otherwise'];
      return { kind: 'set', path: path(keys[wish.field % keys.length] ?? 'id'), value: wish.value };
    }
    case 'sequence': {
      const key = ['title', 'goal', 'window', 'late', 'minGap'][wish.field % 5] ?? 'goal';
      return { kind: 'set', path: ['sequences', name, key], value: wish.value };
    }
    case 'note':
      return { kind: 'note', sequence: name, at: from, note: wish.words };
    case 'rule':
    case 'rules':
      return ruleChangeOf(files, name, wish);
    case 'new':
    case 'rename':
    case 'drop':
      return templateChangeOf(files, wish);
    default: {
      const template = view.templates[wish.field % Math.max(1, view.templates.length)];
      if (!template) return null;
      const file = fileOf(template.name);
      const text = files[file] ?? '';
      return {
        kind: 'write',
        file,
        text: wish.what === 'body' ? withBody(text, wish.words) : withSubject(text, wish.words),
      };
    }
  }
}

/** Rules that may be there or not; what stands where a group should is left alone. */
function ruleChangeOf(files: Files, sequence: string, wish: Wish): Change | null {
  const ways = [
    ['route', 'hot'],
    ['score', 'tiers', 'warm'],
    ['limits', 'email', 'leadDay'],
    ['qualify', 'minScore'],
  ];
  const ofSequence = ['sequences', sequence];
  const all = [...ways, [...ofSequence, 'late', 'after'], [...ofSequence, 'exits']];
  const lists = [
    ['qualify', 'rules'],
    [...ofSequence, 'reactions'],
    ['route', 'variants'],
  ];
  const chosen = wish.what === 'rule' ? all : lists;
  const path = chosen[wish.field % chosen.length] ?? [];
  if (!groupsAbove(data(files), path)) return null;
  if (wish.what === 'rule') return { kind: 'set', path, value: wish.value };
  const now = at(data(files), path);
  if (now !== undefined && !Array.isArray(now)) return null;
  const length = now?.length ?? 0;
  const item = { on: 'clicked', when: wish.words, then: wish.kind };
  if (length === 0 || wish.which % 3 === 0)
    return { kind: 'list', path, change: { kind: 'insert', at: wish.to % (length + 1), item } };
  if (wish.which % 3 === 1) return { kind: 'list', path, change: { kind: 'remove', at: wish.from % length } };
  return { kind: 'list', path, change: { kind: 'move', from: wish.from % length, to: wish.to % length } };
}

const at = (whole: unknown, path: readonly (string | number)[]) =>
  path.reduce<unknown>((one, key) => (one as Record<string, unknown> | null | undefined)?.[key], whole);

function groupsAbove(whole: unknown, path: readonly string[]): boolean {
  return path.slice(0, -1).every((_, length) => {
    const above = at(whole, path.slice(0, length + 1));
    return above === undefined || (typeof above === 'object' && above !== null && !Array.isArray(above));
  });
}

/** Names that are free now. */
function templateChangeOf(files: Files, wish: Wish): Change | null {
  const { templates } = viewOf(files);
  const fresh = `t-${wish.words.replaceAll(/[^a-z0-9]/g, '')}-${String(wish.field % 50)}`;
  if (nameFault(files, fresh) !== null) return null;
  if (wish.what === 'new') return { kind: 'template-new', name: fresh, channel: wish.kind === 'sms' ? 'sms' : 'email' };
  const template = templates[wish.field % Math.max(1, templates.length)];
  if (!template) return null;
  if (wish.what === 'rename') return { kind: 'template-rename', name: template.name, to: fresh };
  const unused = templates.find(({ name }) => stepsUsing(files, name).length === 0);
  return unused ? { kind: 'template-remove', name: unused.name } : null;
}

/** Edits, each held against what it means; back to the beginning, and to the end again. */
function live(files: Files, all: readonly Wish[], hold: (at: number) => boolean): void {
  let history: History = begin(files);
  for (const [at, wish] of all.entries()) {
    const change = changeOf(history.files, wish);
    if (!change) continue;
    // What is typed key by key would be one step: here each counts.
    const edit = { ...editOf(history.files, change), of: null };
    const before = hold(at) ? data(history.files) : null;
    history = done(history, edit);
    if (before) expect(data(history.files)).toEqual(meant(before, change));
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
    const count = RELEASE ? 1_000 : name === 'by hand' ? 100 : 8;
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
  const made = edited(told, { kind: 'template-new', name: 'later', channel: 'sms' });
  expect(viewOf(made).templates.find(({ name }) => name === 'later')).toMatchObject({ channel: 'sms' });
  const named = edited(told, { kind: 'template-rename', name: 'hello', to: 'hi' });
  expect(Object.keys(named)).toContain(fileOf('hi'));
  expect(Object.keys(named)).not.toContain(fileOf('hello'));
  expect(named[fileOf('hi')]).toBe(BY_HAND[fileOf('hello')]);
  expect(named[MAIN]).toContain('- { kind: email, day: 0, template: hi }   # the first one');
  expect(named[MAIN]).toContain('- { template: hi, weight: 2 }');
  expect(named[story]).toBe('then:\n  - { day: 0, template: hi } # first\n');
  expect(() => edited(told, { kind: 'template-remove', name: 'hello' })).toThrow('hello is used by first / email-0');
  expect(() => edited(told, { kind: 'template-rename', name: 'hello', to: 'No Name' })).toThrow(/small letters/);
  expect(Object.keys(edited(made, { kind: 'template-remove', name: 'later' }))).toEqual(Object.keys(told));
});
