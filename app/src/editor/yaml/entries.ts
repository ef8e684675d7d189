/**
 * Named parts of a YAML map put in, copied, called otherwise and taken out, with the comments that stand above each. All else stays as it is
 * written. What comes out is read again and must be what was meant; a map that cannot be changed in place is written anew.
 */
import { type Document, isMap, isNode, isScalar, type Node, type Pair, visit, type YAMLMap } from 'yaml';
import { dataOf, dataWith, endOf, type Path, put, read, unshare } from './put.ts';
import { inline, same, type Value } from './write.ts';

/** Lines of one part; `from` with its comments, `head` where its own line begins. */
interface Chunk {
  readonly name: string;
  readonly pair: Pair;
  readonly from: number;
  readonly head: number;
  readonly to: number;
}

type Group = { readonly [name: string]: Value };

/** The text with one more part of the map at that path, below the others. Throws where the text is no YAML. */
export function withEntry(text: string, path: Path, name: string, value: Group): string {
  const last = chunksAt(text, path)?.at(-1);
  const made = last && `${head(text, last.to)}${written(name, value, indentOf(last)).join('')}${text.slice(last.to)}`;
  return kept(made, dataWith(read(text).toJS(), [...path, name], value)) ?? put(text, [...path, name], value);
}

/** The text with the part at that path once more under another name, right below it, with the comments in it. */
export function withCopy(text: string, path: Path, to: string): string {
  const name = String(path.at(-1));
  const above = path.slice(0, -1);
  const value = at(read(text).toJS(), path) as Value;
  const chunk = chunksAt(text, above)?.find((one) => one.name === name);
  const lines = chunk && copyOf(text, chunk, to);
  const made = chunk && `${head(text, chunk.to)}${lines ?? ''}${text.slice(chunk.to)}`;
  const wished = [...above, to];
  return kept(made, dataWith(read(text).toJS(), wished, value)) ?? put(text, wished, value);
}

/** The text with the part at that path under another name, where it stands. */
export function withName(text: string, path: Path, to: string): string {
  const document = read(text);
  const above = path.slice(0, -1);
  const group = at(document.toJS(), above) as Group;
  const renamed = Object.entries(group).map(([name, one]) => [name === String(path.at(-1)) ? to : name, one] as const);
  const wanted = dataWith(document.toJS(), above, Object.fromEntries(renamed));
  const key = pairAt(document, path)?.key;
  const [from, end] = (isScalar(key) && key.range) || [0, 0];
  const made = end > 0 ? text.slice(0, from) + inline(to) + text.slice(end) : undefined;
  return kept(made, wanted) ?? put(text, above, Object.fromEntries(renamed));
}

/** The text without the part at that path, and without the comments above it. */
export function withoutEntry(text: string, path: Path): string {
  const wanted = dataWith(read(text).toJS(), path, undefined);
  for (const base of [text, unshare(text, path)]) {
    const chunk = base === null ? undefined : chunkOf(base, path);
    const made = base !== null && chunk ? base.slice(0, chunk.from) + base.slice(chunk.to) : undefined;
    const found = kept(made, wanted);
    if (found !== null) return found;
  }
  return put(text, path, undefined);
}

const at = (data: unknown, path: Path) =>
  path.reduce<unknown>((one, key) => (one as Record<string, unknown> | null | undefined)?.[key], data);

/** The text that was made, where it says what was meant. */
function kept(made: string | undefined, wanted: unknown): string | null {
  return made !== undefined && same(dataOf(made), wanted) ? made : null;
}

/** A text up to there, its last line ended. */
function head(text: string, to: number): string {
  const before = text.slice(0, to);
  return before.endsWith('\n') ? before : `${before}\n`;
}

/** In lines: each value in one, but a list of groups with a line for each of them. */
function written(name: string, value: Group, indent: string): readonly string[] {
  const fields = Object.entries(value).flatMap(([key, one]) => {
    if (!Array.isArray(one) || !one.some((item) => typeof item === 'object'))
      return [`  ${inline(key)}: ${inline(one)}`];
    return [`  ${inline(key)}:`, ...one.map((item) => `    - ${inline(item as Value)}`)];
  });
  return [`${inline(name)}:`, ...fields].map((line) => `${indent}${line}\n`);
}

function indentOf({ pair, head: from }: Chunk): string {
  return ' '.repeat(((pair.key as Node).range?.[0] ?? from) - from);
}

/** Its lines under another name. What is called by an anchor in it is called so once: the first one stays the one that is meant. */
function copyOf(text: string, { pair, head: from, to }: Chunk, name: string): string {
  const cuts: { readonly from: number; readonly to: number; readonly put: string }[] = [];
  const [start, end] = (pair.key as Node).range ?? [from, from];
  cuts.push({ from: start, to: end, put: inline(name) });
  visit(pair.value as Node, {
    Node(_, { anchor, range }: { anchor?: string; range?: readonly number[] | null }) {
      if (anchor === undefined || !range) return;
      const mark = text.lastIndexOf(`&${anchor}`, range[0]);
      const past = mark + anchor.length + 1;
      if (mark >= from) cuts.push({ from: mark, to: text[past] === ' ' ? past + 1 : past, put: '' });
    },
  });
  let made = '';
  let done = from;
  for (const cut of cuts.toSorted((a, b) => a.from - b.from)) {
    made += text.slice(done, cut.from) + cut.put;
    done = cut.to;
  }
  const lines = made + text.slice(done, to);
  return lines.endsWith('\n') ? lines : `${lines}\n`;
}

function chunkOf(text: string, path: Path): Chunk | undefined {
  // The last one of its map is the map itself: without it there would be nothing, and not an empty one.
  const chunks = chunksAt(text, path.slice(0, -1)) ?? [];
  return chunks.length > 1 ? chunks.find(({ name }) => name === String(path.at(-1))) : undefined;
}

function pairAt(document: Document, path: Path): Pair | undefined {
  const group = document.getIn(path.slice(0, -1), true);
  if (!isMap(group)) return undefined;
  return (group.items as Pair[]).find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
}

/** Whole lines of each part of a map; null where they are not written in lines of their own. */
function chunksAt(text: string, path: Path): readonly Chunk[] | null {
  const group = read(text).getIn(path, true);
  if (!isMap(group) || group.flow) return null;
  const chunks: Chunk[] = [];
  for (const pair of group.items as Pair[]) {
    const { key, value } = pair;
    if (!isScalar(key) || !key.range || !isNode(value)) return null;
    const line = text.lastIndexOf('\n', key.range[0] - 1) + 1;
    if (text.slice(line, key.range[0]).trim() !== '') return null;
    const from = chunks.at(-1)?.to ?? firstLine(text, group as YAMLMap, line);
    const to = lineAfter(text, Math.max(endOf(text, value), endOf(text, key)));
    chunks.push({ name: String(key.value), pair, from, head: line, to });
  }
  return chunks;
}

/** Comments right above the first part, below the key of the map, are of that part. */
function firstLine(text: string, group: YAMLMap, line: number): number {
  const least = group.range?.[0] ?? 0;
  let from = line;
  while (from > 0) {
    const before = text.lastIndexOf('\n', from - 2) + 1;
    if (!/^\s*#.*\n$/.test(text.slice(before, from)) || before < Math.min(least, line) - MOST_COMMENT) return from;
    from = before;
  }
  return from;
}

/** Characters of comment above a part, at most. */
const MOST_COMMENT = 2_000;

function lineAfter(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}
