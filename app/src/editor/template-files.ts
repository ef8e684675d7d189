/** Templates made, called otherwise and taken out, as edits of all files that speak of them. Pure: files in, edits out. */
import type { Edit } from './history.ts';
import { editOfTexts, fileOf, htmlOf, MAIN, STORY } from './places.ts';
import type { Files } from './splice.ts';
import { type Path, put, read } from './yaml/put.ts';

/** How a template may be called. */
const NAME = /^[a-z0-9][a-z0-9-]{0,79}$/;

/** Where a template is used: in which file, and where in it. */
export interface TemplateUse {
  readonly file: string;
  readonly path: Path;
  /** Sequence and step, or the file where it is no step. */
  readonly says: string;
}

/** Why it cannot be called so; null = it can. */
export function nameFault(files: Files, name: string): 'form' | 'taken' | null {
  if (!NAME.test(name)) return 'form';
  return Object.hasOwn(files, fileOf(name)) || Object.hasOwn(files, htmlOf(name)) ? 'taken' : null;
}

/** A template with words to begin with. Throws where it cannot be called so. */
export function templateAdded(files: Files, name: string, channel: string): Edit {
  refuseName(files, name);
  return editOfTexts(files, [[fileOf(name), begun(channel)]]);
}

function begun(channel: string): string {
  const hello = 'Hello {{ lead.firstName | default: "there" }},\n';
  if (channel === 'email') return `---\nsubject: …\n---\n${hello}\n…\n`;
  return `---\nchannel: ${channel}\n---\n${channel === 'voice' ? 'task: …\n' : hello}`;
}

/** The same template under another name, in its files and wherever it is used. Throws where it cannot be called so. */
export function templateRenamed(files: Files, from: string, to: string): Edit {
  refuseName(files, to);
  const moved = [
    [fileOf(from), fileOf(to)],
    [htmlOf(from), htmlOf(to)],
  ].flatMap(([old = '', next = '']) => {
    const text = files[old];
    return text === undefined
      ? []
      : ([
          [old, null],
          [next, text],
        ] as const);
  });
  const texts = new Map<string, string>();
  for (const { file, path } of usesOf(files, from))
    texts.set(file, put(texts.get(file) ?? files[file] ?? '', path, to));
  return editOfTexts(files, [...moved, ...texts]);
}

/** The template gone. Throws where something uses it. */
export function templateRemoved(files: Files, name: string): Edit {
  const [use] = stepsUsing(files, name);
  if (use) throw new Error(`${name} is used by ${use.says}`);
  return editOfTexts(files, [
    [fileOf(name), null],
    [htmlOf(name), null],
  ]);
}

/** The steps that use it; stories that expect it are none of them. */
export function stepsUsing(files: Files, name: string): readonly TemplateUse[] {
  return usesOf(files, name).filter(({ file }) => file === MAIN);
}

/** Everything that names it: steps of the playbook, and what its stories expect. */
function usesOf(files: Files, name: string): readonly TemplateUse[] {
  const spoken = Object.keys(files).filter((file) => file === MAIN || STORY.test(file));
  return spoken.flatMap((file) => {
    const data: unknown = read(files[file] ?? '').toJS();
    return pathsOf(data, name, []).map((path) => ({ file, path, says: file === MAIN ? placeOf(data, path) : file }));
  });
}

function pathsOf(data: unknown, name: string, at: Path): readonly Path[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data as Readonly<Record<string, unknown>>).flatMap(([key, value]) => {
    const path = [...at, Array.isArray(data) ? Number(key) : key];
    return key === 'template' && value === name ? [path] : pathsOf(value, name, path);
  });
}

/** `hot / email-3`. */
function placeOf(data: unknown, [, sequence = '', , at = 0]: Path): string {
  const { sequences } = data as { readonly sequences?: Readonly<Record<string, { readonly steps?: readonly Step[] }>> };
  const step = sequences?.[String(sequence)]?.steps?.[Number(at)];
  return `${sequence} / ${step?.id ?? `${step?.kind ?? ''}-${String(step?.day ?? '')}`}`;
}

interface Step {
  readonly id?: string;
  readonly kind?: string;
  readonly day?: number;
}

function refuseName(files: Files, name: string): void {
  const fault = nameFault(files, name);
  if (fault === 'form') throw new Error(`${name} is no name for a template: small letters, digits and hyphens`);
  if (fault === 'taken') throw new Error(`there is a template ${name} already`);
}
