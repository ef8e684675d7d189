/**
 * Items of a YAML list put in, taken out, moved, with the comments that stand above them: those are notes on the item. All else stays as
 * it is written. What comes out is read again and must be what was meant; a list that cannot be changed in place is written anew.
 */
import { type Document, isNode, isSeq, type Node, type YAMLSeq } from 'yaml';
import { dataOf, dataWith, endOf, type Path, put, read, unshare } from './put.ts';
import { inline, same, type Value } from './write.ts';

/** Lines of one item, with those of its comments; `head`: where its own line begins. */
interface Chunk {
  readonly from: number;
  readonly head: number;
  readonly to: number;
}

/** What is done to a list. */
export type ListChange =
  | { readonly kind: 'insert'; readonly at: number; readonly item: Value }
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'move'; readonly from: number; readonly to: number };

/** Data with the change done. */
function listWith(list: readonly Value[], change: ListChange): readonly Value[] {
  switch (change.kind) {
    case 'insert':
      return list.toSpliced(change.at, 0, change.item);
    case 'remove':
      return list.toSpliced(change.at, 1);
    case 'move': {
      const item = list[change.from];
      return item === undefined ? list : list.toSpliced(change.from, 1).toSpliced(change.to, 0, item);
    }
  }
}

/** The text with the change done in the list at that path. Throws where there is no such list. */
export function change(text: string, path: Path, wish: ListChange): string {
  const { list, document } = listAt(text, path);
  const data = document.toJS();
  const wanted = dataWith(data, path, listWith(list.toJS(document) as readonly Value[], wish));
  for (const base of [text, unshare(text, path)]) {
    if (base === null) continue;
    const { list: found } = listAt(base, path);
    const made = found.flow ? null : inLines(base, found, wish);
    if (made !== null && same(dataOf(made), wanted)) return made;
  }
  return put(text, path, listWith(list.toJS(document) as readonly Value[], wish));
}

/** The notes above the items of a list, in order; '' = there is none. */
export function notesOf(text: string, document: Document, path: Path): readonly string[] {
  const list = document.getIn(path, true);
  if (!isSeq(list) || list.flow) return [];
  return (chunksOf(text, list) ?? []).map(({ from, head }) => {
    const lines = text.slice(from, head).split('\n');
    return lines.flatMap((line) => (line.trim().startsWith('#') ? [line.trim().replace(/^#+ ?/, '')] : [])).join('\n');
  });
}

/** The text with another note above an item; '' = without one. */
export function withNote(text: string, path: Path, at: number, note: string): string {
  const chunk = chunkOf(text, path, at);
  if (!chunk) return text;
  const indent = /^ */.exec(text.slice(chunk.head))?.[0] ?? '';
  const lines = note.trim() === '' ? [] : note.trimEnd().split('\n');
  const words = lines.map((line) => `${indent}# ${line}\n`).join('');
  const made = text.slice(0, chunk.from) + words + text.slice(chunk.head);
  return same(read(made).toJS(), read(text).toJS()) ? made : text;
}

function listAt(text: string, path: Path): { readonly list: YAMLSeq; readonly document: Document } {
  const document = read(text);
  const list = document.getIn(path, true);
  if (!isSeq(list)) throw new Error(`there is no list at ${path.join('.')}`);
  return { list, document };
}

function chunkOf(text: string, path: Path, at: number): Chunk | undefined {
  const { list } = listAt(text, path);
  return list.flow ? undefined : chunksOf(text, list)?.[at];
}

/** Whole lines of each item; null where one does not begin a line with its dash. */
function chunksOf(text: string, list: YAMLSeq): readonly Chunk[] | null {
  const chunks: Chunk[] = [];
  for (const item of list.items) {
    if (!isNode(item) || !item.range) return null;
    const head = text.lastIndexOf('\n', item.range[0] - 1) + 1;
    if (!/^ *- +\S/.test(text.slice(head, lineAfter(text, head)))) return null;
    const from = chunks.at(-1)?.to ?? firstLine(text, list, head);
    chunks.push({ from, head, to: lineAfter(text, endOf(text, item as Node)) });
  }
  return chunks;
}

/** Comments below the key of the list and above its first item are of that item. */
function firstLine(text: string, list: YAMLSeq, head: number): number {
  let from = head;
  for (;;) {
    const before = text.lastIndexOf('\n', from - 2) + 1;
    if (from === 0 || !/^\s*(#.*)?\n$/.test(text.slice(before, from)) || before < (list.range?.[0] ?? 0) - 2_000)
      return from;
    from = before;
  }
}

function lineAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function inLines(text: string, list: YAMLSeq, wish: ListChange): string | null {
  const chunks = chunksOf(text, list);
  if (!chunks) return null;
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  const toOf = ({ to }: Chunk) => (to === text.length ? whole.length : to);
  const lines = (chunk: Chunk) => whole.slice(chunk.from, toOf(chunk));
  const parts = chunks.map(lines);
  const indent = ' '.repeat(Math.max(0, whole.slice(chunks[0]?.head).search(/-/)));
  const made = listOfParts(parts, wish, `${indent}- `);
  const [first, last] = [chunks[0], chunks.at(-1)];
  if (!first || !last) return null;
  return whole.slice(0, first.from) + made.join('') + whole.slice(toOf(last));
}

function listOfParts(parts: readonly string[], wish: ListChange, dash: string): readonly string[] {
  switch (wish.kind) {
    case 'insert':
      return parts.toSpliced(wish.at, 0, `${dash}${inline(wish.item)}\n`);
    case 'remove':
      return parts.toSpliced(wish.at, 1);
    case 'move': {
      const part = parts[wish.from];
      return part === undefined ? parts : parts.toSpliced(wish.from, 1).toSpliced(wish.to, 0, part);
    }
  }
}
