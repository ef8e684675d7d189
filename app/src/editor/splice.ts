/** Edits of files as data: what is cut out of which text, and what is put in its place. Each has its inverse, to the byte. */

/** Text by path; what is not named is not there. */
export type Files = Readonly<Record<string, string>>;

/** One edit of one file. */
export interface Splice {
  readonly file: string;
  readonly at: number;
  /** Null = the file was not there. */
  readonly cut: string | null;
  /** Null = the file is gone after it. */
  readonly put: string | null;
}

/** The shortest splice that makes one text the other; null = they are the same. */
export function spliceOf(file: string, before: string | null, after: string | null): Splice | null {
  if (before === after) return null;
  if (before === null || after === null) return { file, at: 0, cut: before, put: after };
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { file, at: head, cut: before.slice(head, before.length - tail), put: after.slice(head, after.length - tail) };
}

/** Does it. Throws where the file is not what it was made for: an edit must not land in another text. */
export function spliced(files: Files, { file, at, cut, put }: Splice): Files {
  const text = Object.hasOwn(files, file) ? (files[file] ?? null) : null;
  if (cut === null || put === null) {
    if (text !== cut) throw new Error(`${file} is not what this edit was made for`);
    return withFile(files, file, put);
  }
  if (text === null || text.slice(at, at + cut.length) !== cut) {
    throw new Error(`${file} is not what this edit was made for`);
  }
  return withFile(files, file, text.slice(0, at) + put + text.slice(at + cut.length));
}

/** What takes it back. */
export function inverseOf({ file, at, cut, put }: Splice): Splice {
  return { file, at, cut: put, put: cut };
}

function withFile(files: Files, file: string, text: string | null): Files {
  if (text !== null) return { ...files, [file]: text };
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== file));
}
