/**
 * What a source file must say about itself and must not contain. Each function returns complaints as `path:line text`;
 * none means clean. Pure: takes files, reads none.
 */
import type { Node } from 'acorn';
import { lineAt, type SourceFile, type TextFile, walk } from './tree.ts';

/** The file opens with a docblock. */
export function withoutOpening({ path, text }: TextFile): readonly string[] {
  return /^(#!.*\n)?\/\*\*[\s*]*[^\s*/]/.test(text) ? [] : [`${path}:1 opens without a docblock`];
}

const EXPORT =
  /^export (?!\*|\{|type \{)(?:declare |abstract |async )*(?:type|interface|function\*?|const|let|class) (?<name>[\w$]+)/gm;

/**
 * Every export with a name of its own has a docstring. Overloads after the first need none; and where a file has one
 * export right under its opening, the opening speaks for both.
 */
export function withoutDocstring({ path, text }: TextFile): readonly string[] {
  const exported = [...text.matchAll(EXPORT)];
  const names = exported.map(({ groups }) => groups?.name ?? '');
  const sole = new Set(names).size === 1;
  return exported
    .filter((_, index) => names.indexOf(names[index] ?? '') === index)
    .filter(({ index }) => !isDocumented(text.slice(0, index).trimEnd(), sole))
    .map(({ index, groups }) => `${path}:${lineAt(text, index)} ${groups?.name}`);
}

function isDocumented(before: string, sole: boolean): boolean {
  if (!before.endsWith('*/')) return false;
  const start = before.lastIndexOf('/**');
  const isLastBlock = start > before.lastIndexOf('*/', before.length - 3);
  const isOpening = before.slice(0, start).replace(/^#!.*/, '').trim() === '';
  return isLastBlock && (sole || !isOpening);
}

const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b/;
const ISSUE = /(?<!UTS|UAX|UTR)(^|[\s(])#\d+\b|\bissues?\s+\d+\b/i;
const MACHINE_PATH = /(?<![\w.:/-])\/(home|Users|root|work|tmp|mnt|opt\/\w+)\/[\w.-]+|\b[A-Z]:\\\w+/;
const IGNORE = /@ts-(ignore|nocheck)|biome-ignore|eslint-disable/;

/** Words that must not be in a file of code, by line. */
export function withForbiddenWords({ path, text }: TextFile): readonly string[] {
  return text.split('\n').flatMap((line, index) =>
    [
      [UNFINISHED, 'is unfinished'],
      [ISSUE, 'names the number of an issue'],
      [MACHINE_PATH, 'names a path of one machine'],
      [IGNORE, 'silences a gate'],
    ]
      .filter(([pattern]) => (pattern as RegExp).test(line))
      .map(([, says]) => `${path}:${index + 1} ${says}: ${line.trim()}`),
  );
}

const SILENCED = /\b(?:test|it|describe)(?:\.\w+)*\.(?:only|skip|todo|skipIf|runIf)\b/;

/** A skipped test says why: in its title ("skipped where …"), or in a comment there or above. `only` is never lawful. */
export function withSilentSkip({ path, text }: TextFile): readonly string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (!SILENCED.test(line)) return [];
    const explained =
      /\/[/*]|\bskipped (where|when|unless|because|on)\b/.test(line) ||
      /^\s*(\/\/|\*|\/\*)/.test(lines[index - 1] ?? '');
    return explained && !/\.only\b/.test(line) ? [] : [`${path}:${index + 1} ${line.trim()}`];
  });
}

const SQL =
  /\b(SELECT\b[\s\S]*\bFROM\b|INSERT\s+(OR\s+\w+\s+)?INTO\b|UPDATE\s+\S+\s+SET\b|DELETE\s+FROM\b|CREATE\s+(TABLE|INDEX|UNIQUE)\b|PRAGMA\s+\w+)/;

/** Texts that are SQL statements. Only capitals count, as everywhere in the store: prose may say "delete from". */
export function withSql({ path, text, program }: SourceFile): readonly string[] {
  const found: string[] = [];
  walk(program, (node) => {
    const literal = textOf(node);
    if (literal !== null && SQL.test(literal))
      found.push(`${path}:${lineAt(text, node.start)} ${literal.slice(0, 60)}`);
  });
  return found;
}

function textOf(node: Node): string | null {
  if (node.type === 'Literal') {
    const { value } = node as Node & { value: unknown };
    return typeof value === 'string' ? value : null;
  }
  if (node.type !== 'TemplateLiteral') return null;
  return (node as Node & { quasis: { value: { raw: string } }[] }).quasis.map(({ value }) => value.raw).join('x');
}

type Member = Node & { object: Node & { name?: string }; property: Node & { name?: string; value?: unknown } };
type Declarator = Node & { id: Node; init: (Node & { name?: string }) | null };

/** Owners of time and chance, with what may not be read from them. `*` = nothing may. */
const IMPURE: Readonly<Record<string, readonly string[]>> = {
  Math: ['random'],
  Temporal: ['Now'],
  Date: ['now'],
  performance: ['now', 'timeOrigin'],
  globalThis: ['*'],
  process: ['*'],
  crypto: ['*'],
};

/** Reads of the clock, of chance and of the environment, also by brackets and by taking apart (`const { random } = Math`). */
export function withImpurity({ path, text, program }: SourceFile): readonly string[] {
  const found: string[] = [];
  const complain = (node: Node): number =>
    found.push(`${path}:${lineAt(text, node.start)} ${text.slice(node.start, node.end)}`);
  walk(program, (node) => {
    if (node.type === 'MemberExpression' && isImpureMember(node as Member)) complain(node);
    if (node.type === 'VariableDeclarator' && isTakenApart(node as Declarator)) complain(node);
    if (node.type === 'NewExpression' && isNow(node)) complain(node);
  });
  return found;
}

function isImpureMember({ object, property }: Member): boolean {
  const denied = IMPURE[object.name ?? ''];
  if (object.type !== 'Identifier' || denied === undefined) return false;
  return denied.includes('*') || denied.includes(property.name ?? String(property.value));
}

function isTakenApart({ id, init }: Declarator): boolean {
  return (
    init?.type === 'Identifier' &&
    (init.name ?? '') in IMPURE &&
    (id.type === 'ObjectPattern' || id.type === 'Identifier')
  );
}

function isNow(node: Node): boolean {
  const { callee, arguments: given } = node as Node & { callee: Node & { name?: string }; arguments: Node[] };
  return callee.name === 'Date' && given.length === 0;
}

/** Ways to name a module that the linter's room rules do not see: `import('x').T` as a type, and computed names. */
export function withHiddenImport({ path, text }: TextFile): readonly string[] {
  const HIDDEN =
    /(?<!await |[\w.])import\(\s*['"]|\bimport\(\s*[^'"\s]|\brequire\(|\bcreateRequire\b|\bfrom 'node:process'/g;
  return [...text.matchAll(HIDDEN)].map(
    ({ index }) => `${path}:${lineAt(text, index)} ${text.slice(index, index + 60).split('\n')[0]}`,
  );
}
