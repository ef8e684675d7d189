/**
 * Collects where each conformance case is proven: its id begins the title of a test or a row of a directive. Reads the
 * files without running them; that a proof also passes is the test run's business.
 */
import type { Node } from 'acorn';
import { directivePaths, readDirective } from '../directives/load.ts';
import { filesUnder, parseSource, readText, type SourceFile, walk } from './tree.ts';

/** A title that begins with the id of a case. */
export interface Proof {
  /** Id as written: `PIPE-10.1`. */
  readonly id: string;
  readonly path: string;
  readonly title: string;
}

const ID = /(?:PIPE|CLASS|BOT|ABM)-\d+(?:\.[\w-]+)*/;
const LEADING_IDS = new RegExp(`^(?:${ID.source}(?:\\s*[,+&/:]\\s*|\\s+and\\s+|\\s+|$))+`);

/** The ids that a title begins with: `PIPE-4, PIPE-5: one lead` has two. */
export function leadingIds(title: string): readonly string[] {
  const [leading = ''] = LEADING_IDS.exec(title) ?? [];
  return leading.match(new RegExp(ID, 'g')) ?? [];
}

/** The case that an id belongs to: `PIPE-10.1` is a part of `PIPE-10`. */
export function caseOf(id: string): string {
  return id.split('.')[0] ?? id;
}

/** All proofs in the repository, sorted by case, file and title. */
export function proofs(): readonly Proof[] {
  const tests = ['src', 'test']
    .flatMap((folder) => filesUnder(folder, '.test.ts'))
    .filter((path) => !path.startsWith('test/tidy/'));
  const found = [
    ...tests.map((path) => parseSource(readText(path))).flatMap(proofsInTest),
    ...directivePaths().flatMap(proofsInDirective),
  ];
  return found.sort((a, b) => compareIds(a.id, b.id) || compare(a.path, b.path) || compare(a.title, b.title));
}

/** Titles in a test file, also those in the table of a `test.each`; what is skipped or planned proves nothing. */
export function proofsInTest({ path, program }: SourceFile): readonly Proof[] {
  const found: Proof[] = [];
  walk(program, (node, ancestors) => {
    const title = textOf(node);
    if (title === null || ancestors.some(isSilenced)) return;
    found.push(...leadingIds(title).map((id) => ({ id, path, title })));
  });
  return found;
}

function proofsInDirective(path: string): readonly Proof[] {
  const { rows, title } = readDirective(path);
  return rows.flatMap((row) => leadingIds(row.id).map((id) => ({ id, path, title })));
}

function textOf(node: Node): string | null {
  const { type, value } = node as Node & { value?: unknown };
  if (type === 'Literal') return typeof value === 'string' ? value : null;
  if (type !== 'TemplateLiteral') return null;
  return (node as Node & { quasis: { value: { raw: string } }[] }).quasis.map(({ value: part }) => part.raw).join('…');
}

/** `test.skip(…)`, `describe.todo(…)`, also with a table: `test.skip.each([…])(…)`. */
function isSilenced(node: Node): boolean {
  if (node.type !== 'CallExpression') return false;
  let callee = (node as Node & { callee: Node }).callee as Node & {
    callee?: Node;
    object?: Node;
    property?: { name?: string };
  };
  while (callee.callee ?? callee.object) {
    if (callee.property?.name === 'skip' || callee.property?.name === 'todo') return true;
    callee = (callee.callee ?? callee.object) as typeof callee;
  }
  return false;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** PIPE-2 before PIPE-10, PIPE-10.2 before PIPE-10.10. */
function compareIds(a: string, b: string): number {
  const parts = (id: string): string => id.replace(/\d+/g, (digits) => digits.padStart(6, '0'));
  return compare(parts(a), parts(b));
}

const HEAD = `# Conformance

Where each case of the specification is proven. Made by \`npm run conformance\` from the titles of tests and the rows of
directives; do not edit. A case is proven when its id begins the title of a test or of a row, and that test passes.

| Case | Proven by |
|---|---|
`;

/** The page docs/conformance.md. */
export function conformancePage(all: readonly Proof[]): string {
  const cases = [...new Set(all.map(({ id }) => caseOf(id)))];
  const rows = cases.map((name) => `| ${name} | ${places(all.filter(({ id }) => caseOf(id) === name))} |`);
  return `${HEAD}${rows.join('\n')}\n`;
}

function places(own: readonly Proof[]): string {
  const paths = [...new Set(own.map(({ path }) => path))];
  return paths
    .map((path) => {
      const there = own.filter((proof) => proof.path === path);
      const isDirective = path.endsWith('.md');
      const said = isDirective ? there.map(({ id }) => id) : there.map(({ title }) => `“${title}”`);
      const text = [...new Set(said)].join(', ').replaceAll('|', '\\|').replace(/\s+/g, ' ');
      return isDirective ? `[${path}](../${path}): ${text}` : `\`${path}\`: ${text}`;
    })
    .join('<br>');
}
