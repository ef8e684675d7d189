/**
 * Whole sequences made, copied, called otherwise and taken out, as edits of all files that speak of them. Pure: files in, edits out. What
 * names a sequence never names one that is not there after it.
 */
import type { Edit } from './history.ts';
import { type Fields, newStep, type PlaybookView, viewOf } from './model.ts';
import { editOfTexts, MAIN, STORY } from './places.ts';
import type { Files } from './splice.ts';
import { withCopy, withEntry, withName, withoutEntry } from './yaml/entries.ts';
import { type Path, put, read } from './yaml/put.ts';
import type { Value } from './yaml/write.ts';

/** How a sequence may be called, as the schema says it. */
export const SEQUENCE_NAME = /^[a-z0-9][a-z0-9-]*$/;
/** Where the playbook names a sequence. The schema marks these places, and a test walks it. */
export const NAMED_IN_PLAYBOOK: readonly Path[] = ['hot', 'warm', 'cool', 'cold'].map((tier) => ['route', tier]);
/** Where a story does, below each of what it expects. */
export const NAMED_IN_STORY = ['then', 'sequence'] as const;

/** Something that names a sequence. */
export type SequenceUse =
  | { readonly kind: 'tier'; readonly file: string; readonly path: Path; readonly tier: string }
  /** A setting that stands in the place of a name. */
  | { readonly kind: 'setting'; readonly file: string; readonly path: Path; readonly setting: string }
  | { readonly kind: 'story'; readonly file: string; readonly path: Path };

const recordOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const at = (data: unknown, path: Path) => path.reduce<unknown>((one, key) => recordOf(one)[key], data);
const dataOf = (files: Files, file: string): unknown => read(files[file] ?? '').toJS();

/** Why it cannot be called so; null = it can. */
export function sequenceFault({ sequences }: Pick<PlaybookView, 'sequences'>, name: string): 'form' | 'taken' | null {
  if (!SEQUENCE_NAME.test(name)) return 'form';
  return sequences.some((one) => one.name === name) ? 'taken' : null;
}

/** Everything that names it. Throws where a file is no YAML. */
export function usesOfSequence(files: Files, name: string): readonly SequenceUse[] {
  const data = dataOf(files, MAIN);
  const file = MAIN;
  const tiers = NAMED_IN_PLAYBOOK.filter((path) => at(data, path) === name).map(
    (path): SequenceUse => ({ kind: 'tier', file, path, tier: String(path.at(-1)) }),
  );
  const settings = settingsThatName(data);
  const declared = settings.flatMap((setting) => placesOf(data, setting, name));
  const stories = Object.keys(files).filter((path) => STORY.test(path));
  return [...tiers, ...declared, ...stories.flatMap((story) => usesOfStory(files, story, { settings, name }))];
}

/** Settings whose value is the name of a sequence. */
function settingsThatName(data: unknown): readonly string[] {
  const names = NAMED_IN_PLAYBOOK.map((path) => recordOf(at(data, path)).setting);
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}

function placesOf(data: unknown, setting: string, name: string): readonly SequenceUse[] {
  const path = ['settings', setting];
  const declared = recordOf(at(data, path));
  const choices = listOf(declared.choices).flatMap((one, n) => (one === name ? [[...path, 'choices', n]] : []));
  const all = declared.default === name ? [[...path, 'default'], ...choices] : choices;
  return all.map((one) => ({ kind: 'setting', file: MAIN, path: one, setting }));
}

interface Sought {
  readonly settings: readonly string[];
  readonly name: string;
}

function usesOfStory(files: Files, file: string, { settings, name }: Sought): readonly SequenceUse[] {
  const data = dataOf(files, file);
  const [list, key] = NAMED_IN_STORY;
  const expected = listOf(recordOf(data)[list]).flatMap((one, n) =>
    recordOf(one)[key] === name ? [[list, n, key]] : [],
  );
  const given = settings.map((one) => ['given', 'settings', one]).filter((path) => at(data, path) === name);
  return [...expected, ...given].map((path) => ({ kind: 'story', file, path }));
}

/** A sequence to begin with: one step, to be filled in. Throws where it cannot be called so. */
export function sequenceAdded(files: Files, name: string, title: string): Edit {
  const view = viewOf(files);
  refuseName(view, name);
  const empty = { name, title, goal: '', steps: [], fields: {} };
  const begun = { title: title || name, steps: [newStep('email', 0, view, empty)] };
  const text = files[MAIN] ?? '';
  const isFirst = view.sequences.length === 0;
  // A map without a part is written as none, or as an empty one in a line.
  const made = isFirst ? put(text, ['sequences'], { [name]: begun }) : withEntry(text, ['sequences'], name, begun);
  return editOfTexts(files, [[MAIN, made]]);
}

/** The same sequence once more, under a name and a title of its own; nothing leads to it yet. Throws where it cannot be called so. */
export function sequenceCopied(files: Files, name: string, to: string, title: string): Edit {
  const view = viewOf(files);
  refuseMissing(view, name);
  refuseName(view, to);
  const copied = withCopy(files[MAIN] ?? '', ['sequences', name], to);
  return editOfTexts(files, [[MAIN, put(copied, ['sequences', to, 'title'], title || to)]]);
}

/** The same sequence under another name, here and wherever it is named. Throws where it cannot be called so. */
export function sequenceRenamed(files: Files, name: string, to: string): Edit {
  const view = viewOf(files);
  refuseMissing(view, name);
  refuseName(view, to);
  const texts = renamedUses(files, usesOfSequence(files, name), to);
  const main = texts.get(MAIN) ?? files[MAIN] ?? '';
  return editOfTexts(files, [...texts, [MAIN, withName(main, ['sequences', name], to)]]);
}

/**
 * The sequence gone. What named it names `instead` from now on: another one; null = none. Throws where it is the only one, where something
 * names it and nothing is said instead, and where a setting, whose value is a name, would have none.
 */
export function sequenceRemoved(files: Files, name: string, instead?: string | null): Edit {
  const view = viewOf(files);
  refuseMissing(view, name);
  if (view.sequences.length < 2) throw new Error(`${name} is the only sequence`);
  const uses = usesOfSequence(files, name);
  const [use] = uses;
  if (use && instead === undefined) throw new Error(`${name} is named by ${use.path.join('.')} of ${use.file}`);
  if (typeof instead === 'string') refuseMissing(without(view, name), instead);
  const setting = uses.find(({ kind, path }) => kind === 'setting' || path[1] === 'settings');
  if (setting && instead === null) throw new Error(`${setting.path.join('.')} of ${setting.file} must name a sequence`);
  const texts = renamedUses(files, uses, instead ?? null);
  const main = texts.get(MAIN) ?? files[MAIN] ?? '';
  return editOfTexts(files, [...texts, [MAIN, withoutEntry(main, ['sequences', name])]]);
}

function renamedUses(files: Files, uses: readonly SequenceUse[], to: Value): Map<string, string> {
  const texts = new Map<string, string>();
  // From the last one on: where a choice is left out, those before it keep their places.
  for (const { file, path } of uses.toReversed()) {
    const text = texts.get(file) ?? files[file] ?? '';
    const isDouble = path.at(-2) === 'choices' && choicesOf(text, path).includes(to);
    texts.set(file, put(text, path, isDouble ? undefined : to));
  }
  return texts;
}

function choicesOf(text: string, path: Path): readonly unknown[] {
  return listOf(at(read(text).toJS(), path.slice(0, -1)));
}

const without = ({ sequences }: PlaybookView, name: string) => ({
  sequences: sequences.filter((one) => one.name !== name),
});

function refuseMissing({ sequences }: Pick<PlaybookView, 'sequences'>, name: string): void {
  if (!sequences.some((one) => one.name === name)) throw new Error(`there is no sequence ${name}`);
}

function refuseName(view: PlaybookView, name: string): void {
  const fault = sequenceFault(view, name);
  if (fault === 'form') throw new Error(`${name} is no name for a sequence: small letters, digits and hyphens`);
  if (fault === 'taken') throw new Error(`there is a sequence ${name} already`);
}
