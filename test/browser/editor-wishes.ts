/** Edits of playbooks at random, and what each of them means, told apart from how it is done. */
import fc from 'fast-check';
import { parse } from 'yaml';
import type { Edit } from '../../app/src/editor/history.ts';
import { type Change, copyOf, newStep, viewOf, withBody, withSubject } from '../../app/src/editor/model.ts';
import { fileOf, MAIN } from '../../app/src/editor/places.ts';
import {
  sequenceAdded,
  sequenceCopied,
  sequenceFault,
  sequenceRemoved,
  sequenceRenamed,
} from '../../app/src/editor/sequences.ts';
import type { Files } from '../../app/src/editor/splice.ts';
import {
  nameFault,
  stepsUsing,
  templateAdded,
  templateRemoved,
  templateRenamed,
} from '../../app/src/editor/template-files.ts';
import type { Value } from '../../app/src/editor/yaml/write.ts';

/** A playbook as data. */
export interface Data {
  sequences: Record<string, Record<string, unknown> & { steps: Record<string, unknown>[] }>;
  route?: Record<string, unknown>;
  settings?: Record<string, { default: unknown; choices?: string[] }>;
}

/** What files say. What is shared by an anchor is written out: a change of one is none of the others. */
export const data = (files: Files) => JSON.parse(JSON.stringify(parse(files[MAIN] ?? ''))) as Data;

/** What a change means, told apart from how it is done. */
export function meant(before: Data, wish: Change): Data {
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

/** A change, with what it means where that is more than itself. */
export interface Wished {
  readonly change: Change;
  meant?(before: Data): Data;
}

/** What a change of several files means. */
function made(make: (files: Files) => Edit, mean: (after: Data) => void): Wished {
  const meantBy = (before: Data) => {
    const after = structuredClone(before);
    mean(after);
    return after;
  };
  return { change: { kind: 'made', make }, meant: meantBy };
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
export const wishes = fc.record({
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
    ...(['whole-new', 'whole-copy', 'whole-name', 'whole-name', 'whole-drop'] as const),
  ),
  ...{ which: fc.nat(), from: fc.nat(), to: fc.nat(), field: fc.nat(), value: values, words: texts },
  kind: fc.constantFrom('email', 'sms', 'voice', 'task', 'wait', 'branch', 'goal', 'hand-off'),
});
/** One of them. */
export type Wish = typeof wishes extends fc.Arbitrary<infer One> ? One : never;

/** The change that a wish comes to in these files; null = none. */
export function wishedOf(files: Files, wish: Wish): Wished | null {
  if (['new', 'rename', 'drop'].includes(wish.what)) return templateChangeOf(files, wish);
  if (wish.what.startsWith('whole-')) return wholeOf(files, wish);
  const change = changeOf(files, wish);
  return change && { change };
}

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
function templateChangeOf(files: Files, wish: Wish): Wished | null {
  const { templates } = viewOf(files);
  const fresh = `t-${wish.words.replaceAll(/[^a-z0-9]/g, '')}-${String(wish.field % 50)}`;
  if (nameFault(files, fresh) !== null) return null;
  const nothing = () => undefined;
  if (wish.what === 'new') {
    return made((all) => templateAdded(all, fresh, wish.kind === 'sms' ? 'sms' : 'email'), nothing);
  }
  const template = templates[wish.field % Math.max(1, templates.length)];
  if (!template) return null;
  const { name } = template;
  if (wish.what === 'rename') {
    return made(
      (all) => templateRenamed(all, name, fresh),
      ({ sequences }) => {
        for (const { steps } of Object.values(sequences)) for (const step of steps) renamed(step, { name, to: fresh });
      },
    );
  }
  const unused = templates.find((one) => stepsUsing(files, one.name).length === 0);
  return unused ? made((all) => templateRemoved(all, unused.name), nothing) : null;
}

/** Whole sequences, under names that are free now; at most eight of them. */
function wholeOf(files: Files, { what, which, from, field, words }: Wish): Wished | null {
  const view = viewOf(files);
  const { sequences } = view;
  const name = sequences[which % sequences.length]?.name ?? '';
  const fresh = ['true', '7', 'x', '1e5', 'a-b', 'null', 'constructor'][field % 7] ?? '';
  if (what === 'whole-drop') {
    const others = sequences.filter((one) => one.name !== name);
    const instead = others[from % Math.max(1, others.length)]?.name;
    if (instead === undefined) return null;
    return made(
      (all) => sequenceRemoved(all, name, instead),
      (after) => {
        delete after.sequences[name];
        renameUses(after, name, instead);
      },
    );
  }
  if (sequenceFault(view, fresh) !== null || (what !== 'whole-name' && sequences.length > 7)) return null;
  if (what === 'whole-new') {
    return made(
      (all) => sequenceAdded(all, fresh, words),
      (after) => {
        const steps = [newStep('email', 0, view, { name: fresh, title: '', goal: '', steps: [], fields: {} })];
        after.sequences[fresh] = { title: words || fresh, steps: steps as Record<string, unknown>[] };
      },
    );
  }
  if (what === 'whole-copy') {
    return made(
      (all) => sequenceCopied(all, name, fresh, words),
      (after) => {
        const copy = structuredClone(after.sequences[name] ?? { steps: [] });
        after.sequences[fresh] = { ...copy, title: words || fresh };
      },
    );
  }
  return made(
    (all) => sequenceRenamed(all, name, fresh),
    (after) => {
      after.sequences[fresh] = after.sequences[name] ?? { steps: [] };
      delete after.sequences[name];
      renameUses(after, name, fresh);
    },
  );
}

/** Tiers that lead to it, and the setting that does. */
function renameUses({ route = {}, settings = {} }: Data, name: string, to: string): void {
  const known: string[] = [];
  for (const tier of ['hot', 'warm', 'cool', 'cold']) {
    const one = route[tier];
    if (one === name) route[tier] = to;
    const { setting } = (one ?? {}) as { readonly setting?: string };
    if (setting !== undefined) known.push(setting);
  }
  for (const setting of known) {
    const declared = settings[setting];
    if (!declared) continue;
    if (declared.default === name) declared.default = to;
    const choices = declared.choices?.map((one) => (one === name ? to : one));
    if (choices) declared.choices = [...new Set(choices)];
  }
}
