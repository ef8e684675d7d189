/**
 * One value of a YAML text set, or taken out, with all else left as it is written: comments, anchors, order. What comes out is read again and
 * must be what was meant; where a text cannot be changed in place, the nearest part that can be written anew is.
 */
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';
import { inline, same, type Value } from './write.ts';

/** Keys and places that lead to a value. */
export type Path = readonly (string | number)[];

/** Data with the value set; undefined takes it out. What the path needs above it is made. */
export function dataWith(data: unknown, path: Path, value: Value | undefined): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(data)) {
    const list = [...(data as readonly unknown[])];
    if (rest.length === 0 && value === undefined) list.splice(Number(key), 1);
    else list[Number(key)] = dataWith(list[Number(key)], rest, value);
    return list;
  }
  const { [key]: old, ...others } = (data ?? {}) as Record<string, unknown>;
  if (rest.length === 0 && value === undefined) return others;
  // The key keeps its place.
  const kept = data !== null && typeof data === 'object' && Object.hasOwn(data, key);
  const next = dataWith(old, rest, value);
  if (!kept) return { ...others, [key]: next };
  return Object.fromEntries(Object.entries(data as object).map(([name, one]) => [name, name === key ? next : one]));
}

/** The text with the value set. Throws where the text is no YAML. */
export function put(text: string, path: Path, value: Value | undefined): string {
  const document = read(text);
  const wanted = dataWith(document.toJS(), path, value);
  for (const attempt of [inPlace, unshared, above]) {
    const made = attempt(text, document, path, value, wanted);
    if (made !== null && same(dataOf(made), wanted)) return made;
  }
  const whole = document.clone();
  if (value === undefined) whole.deleteIn(path);
  else whole.setIn(path, whole.createNode(value));
  const made = whole.toString({ lineWidth: 0 });
  if (!same(dataOf(made), wanted)) throw new Error(`${path.join('.')} cannot be changed in this file`);
  return made;
}

/** The same where parts of the way are missing: they are made with the value, so that nothing around them is written anew. */
export function putDeep(text: string, path: Path, value: Value | undefined): string {
  const data: unknown = read(text).toJS();
  for (let length = 1; length < path.length; length++) {
    const above = path
      .slice(0, length)
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], data);
    if (above !== undefined && above !== null) continue;
    if (value === undefined) return text;
    const whole = path.slice(length).reduceRight<Value>((inner, key) => ({ [key]: inner }), value);
    return put(text, path.slice(0, length), whole);
  }
  return put(text, path, value);
}

/** A text as a document. Throws where it is no YAML. */
export function read(text: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw error;
  return document;
}

/** What a text says; undefined = it cannot be read. */
export function dataOf(text: string): unknown {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS();
  } catch (error) {
    // An alias whose anchor is gone.
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

type Attempt = (
  text: string,
  document: Document,
  path: Path,
  value: Value | undefined,
  wanted: unknown,
) => string | null;

const inPlace: Attempt = (text, document, path, value) => {
  const parent = document.getIn(path.slice(0, -1), true);
  const key = path.at(-1) ?? '';
  if (isSeq(parent)) return value === undefined ? null : replaced(text, parent.items[Number(key)], value);
  if (!isMap(parent)) return null;
  const at = parent.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === key);
  const pair = parent.items[at];
  if (value === undefined) return pair ? withoutPair(text, parent.items as Pair[], at, parent.flow ?? false) : text;
  if (pair) return isNode(pair.value) ? replaced(text, pair.value, value) : null;
  return withPair(text, parent.items as Pair[], parent.flow ?? false, `${inline(key)}: ${inline(value)}`);
};

/** A value that others share by an anchor is written out for them first. */
const unshared: Attempt = (text, _document, path, value, wanted) => {
  const apart = unshare(text, path);
  if (apart === null) return null;
  const anew = read(apart);
  const made = inPlace(apart, anew, path, value, wanted);
  return made !== null && same(dataOf(made), wanted) ? made : above(apart, anew, path, value, wanted);
};

/** The text with each alias written out that shares what stands at the path, on the way to it, or in it; null = there is none. */
export function unshare(text: string, path: Path): string | null {
  const document = read(text);
  const names = anchorsAt(document, path);
  const spots: { readonly from: number; readonly to: number; readonly words: string }[] = [];
  visit(document, {
    Alias(_, alias) {
      const shared = alias.resolve(document);
      if (!names.has(alias.source) || !shared || !alias.range) return;
      const [from, to] = alias.range;
      spots.push({ from, to, words: inline(shared.toJS(document) as Value) });
    },
  });
  if (spots.length === 0) return null;
  const made = spots
    .toReversed()
    .reduce((all, { from, to, words }) => all.slice(0, from) + words + all.slice(to), text);
  return same(dataOf(made), document.toJS()) ? made : null;
}

function anchorsAt(document: Document, path: Path): ReadonlySet<string> {
  const names = new Set<string>();
  for (let length = 0; length <= path.length; length++) {
    const node = document.getIn(path.slice(0, length), true);
    if (isAlias(node)) names.add(node.source);
    else names.add(anchorOf(node));
    if (length === path.length && isNode(node)) visit(node, { Node: (_, one) => void names.add(anchorOf(one)) });
  }
  names.delete('');
  return names;
}

/** The part around it is written anew, in one line. */
const above: Attempt = (text, document, path, _value, wanted) => {
  for (let length = path.length - 1; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    const part = path
      .slice(0, length)
      .reduce<unknown>((data, key) => (data as Record<string, unknown> | undefined)?.[key], wanted);
    if (!isCollection(node) || part === undefined) continue;
    const made = replaced(text, node, part as Value);
    if (made !== null && same(dataOf(made), wanted)) return made;
  }
  return null;
};

function anchorOf(node: unknown): string {
  return (node as { readonly anchor?: string } | undefined)?.anchor ?? '';
}

/** Where what is written of a node ends: not the lines between it and the next one. */
export function endOf(text: string, node: Node): number {
  const [from, to] = node.range ?? [0, 0];
  let end = to;
  while (end > from && /\s/.test(text[end - 1] ?? '')) end -= 1;
  return end;
}

function replaced(text: string, node: unknown, value: Value): string | null {
  if (!isNode(node) || !node.range) return null;
  return text.slice(0, node.range[0]) + inline(value) + text.slice(endOf(text, node));
}

function startOf({ key }: Pair): number {
  return (key as Node).range?.[0] ?? 0;
}

function pairEnd(text: string, { key, value }: Pair): number {
  return isNode(value) ? Math.max(endOf(text, value), endOf(text, key as Node)) : endOf(text, key as Node) + 1;
}

function withoutPair(text: string, pairs: readonly Pair[], at: number, flow: boolean): string | null {
  const [pair, next, before] = [pairs[at], pairs[at + 1], pairs[at - 1]];
  if (!pair || (!next && !before)) return null;
  if (flow) {
    return next
      ? text.slice(0, startOf(pair)) + text.slice(startOf(next))
      : text.slice(0, pairEnd(text, before as Pair)) + text.slice(pairEnd(text, pair));
  }
  if (next) return text.slice(0, startOf(pair)) + text.slice(startOf(next));
  const lineEnd = text.indexOf('\n', pairEnd(text, pair));
  const from = text.lastIndexOf('\n', startOf(pair));
  return text.slice(0, from) + (lineEnd < 0 ? '' : text.slice(lineEnd));
}

function withPair(text: string, pairs: readonly Pair[], flow: boolean, words: string): string | null {
  const last = pairs.at(-1);
  if (!last) return null;
  const end = pairEnd(text, last);
  if (flow) return `${text.slice(0, end)}, ${words}${text.slice(end)}`;
  const lineStart = text.lastIndexOf('\n', startOf(last) - 1) + 1;
  const indent = ' '.repeat(startOf(last) - lineStart);
  const lineEnd = text.indexOf('\n', end);
  const cut = lineEnd < 0 ? text.length : lineEnd;
  return `${text.slice(0, cut)}\n${indent}${words}${text.slice(cut)}`;
}
