/** Reads YAML into plain data that remembers its places. Owns the way from a path in the data to a line; knows no playbook. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { type Finding, type Problem, pathText } from '../domain/playbook/problem.ts';

/** Anchors may repeat a value this often before it counts as an attack (the `yaml` package's own default). */
const ALIASES_MAX = 100;

/** A YAML file as data. */
export interface YamlFile {
  /** Null where the file cannot be read at all. */
  readonly data: unknown;
  /** What is wrong with it as YAML. */
  readonly findings: readonly Finding[];
  /** The place a path points at: the value itself, or the key where the mistake is the key; the nearest thing above if it is missing. */
  place(at: readonly PropertyKey[], of: 'key' | 'value'): { readonly line: number; readonly column: number };
}

function offsetOf(node: unknown): number | null {
  return (node as Node | null | undefined)?.range?.[0] ?? null;
}

function pairOf(node: unknown, key: PropertyKey): { readonly key: unknown; readonly value: unknown } | null {
  if (isMap(node))
    return (
      node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key)) ?? null
    );
  if (isSeq(node)) return { key: node.items[Number(key)], value: node.items[Number(key)] };
  return null;
}

function offsetAt(document: Document, at: readonly PropertyKey[], of: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const [index, key] of at.entries()) {
    const pair = pairOf(node, key);
    if (pair === null) return offset;
    const last = index === at.length - 1;
    const keyOffset = offsetOf(pair.key) ?? offset;
    // A section is pointed at by its key: its value only begins on the next line.
    const inside = isMap(pair.value) || isSeq(pair.value) || (last && of === 'key');
    offset = inside ? keyOffset : (offsetOf(pair.value) ?? keyOffset);
    node = pair.value;
  }
  return offset;
}

/** Aliases (`*name`) whose anchor (`&name`) is not set before them. */
function danglingAliases(document: Document): readonly Alias[] {
  const dangling: Alias[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (isAlias(alias) && alias.resolve(document) === undefined) dangling.push(alias);
    },
  });
  return dangling;
}

/** The data, or what the `yaml` package says of aliases that would grow without end. */
function plainData(document: Document): { readonly data: unknown; readonly fault: string | null } {
  try {
    return { data: document.toJS({ maxAliasCount: ALIASES_MAX }), fault: null };
  } catch (error) {
    if (error instanceof ReferenceError) return { data: null, fault: error.message };
    throw error;
  }
}

/** Reads one file. Duplicate keys, bad indentation and the like are findings, all at once. */
export function readYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const position = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const remedy = 'Look at the indentation and quotes of this line; text with a colon or a brace in it needs quotes.';
  const faults = [
    ...document.errors.map((error) => ({ offset: error.pos[0], says: error.message, remedy })),
    ...danglingAliases(document).map((alias) => ({
      offset: offsetOf(alias) ?? 0,
      says: `there is no anchor &${alias.source} before this`,
      remedy: `Write &${alias.source} where the value first stands.`,
    })),
  ];
  const { data, fault } = faults.length > 0 ? { data: null, fault: null } : plainData(document);
  if (fault !== null)
    faults.push({ offset: 0, says: fault, remedy: 'Write the values out instead of repeating anchors.' });
  const findings = faults.map(({ offset, says, remedy: mend }) => ({
    file,
    ...position(offset),
    path: '',
    code: 'not-yaml',
    message: `the file cannot be read as YAML: ${says}`,
    remedy: mend,
  }));
  return { data, findings, place: (at, of) => position(offsetAt(document, at, of)) };
}

/** Codes whose mistake is the key rather than what stands behind it. */
const ABOUT_KEYS: ReadonlySet<string> = new Set(['unknown-key', 'missing']);

/** A problem in the data, with its line. */
export function placeProblem(file: string, yaml: YamlFile, problem: Problem): Finding {
  const place = yaml.place(problem.at, ABOUT_KEYS.has(problem.code) ? 'key' : 'value');
  const { code, message, remedy } = problem;
  return { file, ...place, path: pathText(problem.at), code, message, remedy };
}
