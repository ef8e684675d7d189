/**
 * A playbook as the editor sees it, and what can be done to it. Pure: files in, edits out. The files stay as they are written but for what an
 * edit is about, so comments survive, and every edit has its inverse to the byte (`history.ts`).
 */
import type { Edit } from './history.ts';
import { fileOf, htmlOf, MAIN } from './places.ts';
import { type Files, spliceOf } from './splice.ts';
import { change, type ListChange, notesOf, withNote } from './yaml/items.ts';
import { type Path, putDeep, read } from './yaml/put.ts';
import type { Value } from './yaml/write.ts';

/** Fields by name. */
export type Fields = Readonly<Record<string, Value | undefined>>;

/** A step as written. */
export interface StepView {
  /** As the engine calls it: its own id, or kind and day. */
  readonly id: string;
  readonly kind: string;
  readonly day: number;
  /** Names of the templates that it may send, in order. */
  readonly templates: readonly string[];
  readonly fields: Fields;
  /** Lines of comment above it. */
  readonly note: string;
}

/** A sequence as written. */
export interface SequenceView {
  readonly name: string;
  readonly title: string;
  readonly goal: string;
  readonly steps: readonly StepView[];
  readonly fields: Fields;
}

/** A template as written. */
export interface TemplateView {
  readonly name: string;
  readonly channel: string;
  readonly subject: string;
  /** Text below the front matter. */
  readonly body: string;
  readonly html: string | null;
}

/** A playbook as written. */
export interface PlaybookView {
  /** Why it cannot be read; null = it can. */
  readonly fault: string | null;
  readonly name: string;
  readonly title: string;
  readonly sequences: readonly SequenceView[];
  readonly templates: readonly TemplateView[];
  readonly settings: readonly string[];
  /** All that playbook.yaml says. */
  readonly data: Fields;
}

const recordOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads the files; what cannot be read is left out, and `fault` says why. */
export function viewOf(files: Files): PlaybookView {
  const text = files[MAIN] ?? '';
  const templates = templatesOf(files);
  try {
    const document = read(text);
    const data = recordOf(document.toJS());
    const sequences = Object.entries(recordOf(data.sequences)).map(([name, one]) =>
      sequenceOf(notesOf(text, document, stepsOf(name)), name, recordOf(one)),
    );
    const settings = Object.keys(recordOf(data.settings));
    return { fault: null, name: textOf(data.name), title: textOf(data.title), sequences, templates, settings, data };
  } catch (error) {
    return { fault: String(error), name: '', title: '', sequences: [], templates, settings: [], data: {} };
  }
}

function sequenceOf(notes: readonly string[], name: string, fields: Fields): SequenceView {
  const written = Array.isArray(fields.steps) ? (fields.steps as readonly Value[]) : [];
  const steps = written.map((one, at) => ({ ...stepOf(recordOf(one)), note: notes[at] ?? '' }));
  return { name, title: textOf(fields.title) || name, goal: textOf(fields.goal), steps, fields };
}

function stepOf(fields: Fields): Omit<StepView, 'note'> {
  const kind = textOf(fields.kind);
  const day = typeof fields.day === 'number' ? fields.day : 0;
  const variants = Array.isArray(fields.variants) ? fields.variants.map((one) => textOf(recordOf(one).template)) : [];
  const templates = typeof fields.template === 'string' ? [fields.template] : variants;
  return { id: textOf(fields.id) || `${kind}-${day}`, kind, day, templates, fields };
}

const TEMPLATE = /^templates\/(.+?)(\.html)?\.liquid$/;
const FENCED = /^---\n([\s\S]*?)\n---\n/;

function templatesOf(files: Files): readonly TemplateView[] {
  const names = Object.keys(files).flatMap((path) => {
    const [, name, html] = TEMPLATE.exec(path) ?? [];
    return name === undefined || html !== undefined ? [] : [name];
  });
  return names.toSorted().map((name) => templateOf(name, files[fileOf(name)] ?? '', files[htmlOf(name)] ?? null));
}

function templateOf(name: string, text: string, html: string | null): TemplateView {
  const [matter = '', lines = ''] = FENCED.exec(text) ?? [];
  const said = (key: string) => new RegExp(`^${key}:[ \\t]*(.*)$`, 'm').exec(lines)?.[1] ?? '';
  return { name, channel: said('channel') || 'email', subject: said('subject'), body: text.slice(matter.length), html };
}

/** Where the steps of a sequence stand. */
const stepsOf = (sequence: string): Path => ['sequences', sequence, 'steps'];

/** What a person does. */
export type Change =
  | { readonly kind: 'insert'; readonly sequence: string; readonly at: number; readonly step: Value }
  | { readonly kind: 'remove'; readonly sequence: string; readonly at: number }
  | { readonly kind: 'move'; readonly sequence: string; readonly from: number; readonly to: number }
  | { readonly kind: 'set'; readonly path: Path; readonly value: Value | undefined }
  /** Several values of one part, as one step. */
  | { readonly kind: 'set-all'; readonly path: Path; readonly values: Fields }
  | { readonly kind: 'list'; readonly path: Path; readonly change: ListChange }
  | { readonly kind: 'note'; readonly sequence: string; readonly at: number; readonly note: string }
  | { readonly kind: 'write'; readonly file: string; readonly text: string | null }
  /** Of several files, by whoever knows how: what is done seldom comes when it is asked for. */
  | { readonly kind: 'made'; make(files: Files): Edit };

/** The edit that a change comes to. Throws where the files cannot be changed so. */
export function editOf(files: Files, wish: Change): Edit {
  return wish.kind === 'made' ? wish.make(files) : editOfOne(files, wish);
}

type FileChange = Exclude<Change, { readonly kind: 'made' }>;

/** Of one file. */
function editOfOne(files: Files, wish: FileChange): Edit {
  const file = wish.kind === 'write' ? wish.file : MAIN;
  const before = Object.hasOwn(files, file) ? (files[file] ?? null) : null;
  const splice = spliceOf(file, before, after(before ?? '', wish));
  return { splices: splice ? [splice] : [], of: topicOf(wish) };
}

function after(text: string, wish: FileChange): string | null {
  switch (wish.kind) {
    case 'write':
      return wish.text;
    case 'set':
      return putDeep(text, wish.path, wish.value);
    case 'set-all':
      return Object.entries(wish.values).reduce(
        (written, [key, value]) => putDeep(written, [...wish.path, key], value),
        text,
      );
    case 'list':
      return withList(text, wish.path, wish.change);
    case 'note':
      return withNote(text, stepsOf(wish.sequence), wish.at, wish.note);
    default:
      return change(text, stepsOf(wish.sequence), listChange(wish));
  }
}

/** A list that is not there yet begins with what is put in. */
function withList(text: string, path: Path, wish: ListChange): string {
  const isThere = Array.isArray(path.reduce<unknown>((at, key) => (at as Fields | null)?.[key], read(text).toJS()));
  if (isThere) return change(text, path, wish);
  return wish.kind === 'insert' ? putDeep(text, path, [wish.item]) : text;
}

function listChange(
  wish: Extract<FileChange, { readonly sequence: string }> & { readonly kind: ListChange['kind'] },
): ListChange {
  if (wish.kind === 'insert') return { kind: wish.kind, at: wish.at, item: wish.step };
  return wish.kind === 'remove' ? { kind: wish.kind, at: wish.at } : { kind: wish.kind, from: wish.from, to: wish.to };
}

/** What is typed key by key is one step; what is done to the list is one each. */
function topicOf(wish: FileChange): string | null {
  if (wish.kind === 'set') return `set ${wish.path.join('.')}`;
  if (wish.kind === 'note') return `note ${wish.sequence} ${wish.at}`;
  return wish.kind === 'write' ? `write ${wish.file}` : null;
}

/** An id that no step of the sequence has. */
function freshId({ steps }: SequenceView, wished: string): string {
  const taken = new Set(steps.map(({ id }) => id));
  if (!taken.has(wished)) return wished;
  for (let n = 2; ; n++) if (!taken.has(`${wished}-${n}`)) return `${wished}-${n}`;
}

/** A step to begin with, by its kind; one with words has a template if there is one of its channel. */
export function newStep(kind: string, day: number, of: PlaybookView, sequence: SequenceView): Value {
  const id = freshId(sequence, `${kind}-${day}`);
  const base = { kind, ...(id === `${kind}-${day}` ? {} : { id }), day };
  const template = of.templates.find(({ channel, name }) => channel === kind && name !== 'footer')?.name ?? '';
  const next = sequence.steps.at(-1)?.id ?? id;
  const more: Readonly<Record<string, Fields>> = {
    email: { template },
    sms: { template },
    voice: { template, agent: 'agent' },
    task: { title: '…' },
    branch: { when: 'lead.country == "US"', then: next, otherwise: next },
    goal: { when: 'lead.country == "US"' },
    'hand-off': { to: 'sales' },
  };
  return { ...base, ...more[kind] } as Value;
}

/** The same step under an id of its own. */
export function copyOf(step: StepView, sequence: SequenceView): Value {
  const { kind: _kind, id: _own, ...fields } = step.fields;
  return { kind: step.kind, id: freshId(sequence, step.id), ...fields } as Value;
}

const OFF = 'false';
const OFF_BESIDE = /^false && \(([\s\S]*)\)$/;

/** Whether it is passed over by everybody, as `switched` writes it. */
export function isOff({ fields: { when } }: Pick<StepView, 'fields'>): boolean {
  return typeof when === 'string' && (when === OFF || OFF_BESIDE.test(when));
}

/** Whether it may be: a branch must lead somewhere, and no condition is asked for an account. */
export function mayBeOff({ kind }: Pick<StepView, 'kind'>, { fields }: Pick<SequenceView, 'fields'>): boolean {
  return kind !== 'branch' && fields.account === undefined;
}

/** The condition of a step that is switched off, or on again as it was; undefined = none. */
export function switched(step: Pick<StepView, 'fields'>): string | undefined {
  const when = textOf(step.fields.when);
  if (isOff(step)) return OFF_BESIDE.exec(when)?.[1];
  return when === '' ? OFF : `${OFF} && (${when})`;
}

/** A template with another subject. */
export function withSubject(text: string, subject: string): string {
  const line = `subject: ${subject.replaceAll(/\s*\n\s*/g, ' ')}`;
  const [matter, lines] = FENCED.exec(text) ?? [];
  if (matter === undefined || lines === undefined) return `---\n${line}\n---\n${text}`;
  const has = /^subject:.*$/m.test(lines);
  const next = has ? lines.replace(/^subject:.*$/m, () => line) : `${line}\n${lines}`;
  return `---\n${next}\n---\n${text.slice(matter.length)}`;
}

/** A template with other words below its front matter. */
export function withBody(text: string, body: string): string {
  const [matter = ''] = FENCED.exec(text) ?? [];
  return matter + body;
}
