/**
 * The repository's files as the tidy tests see them: found by folder, and TypeScript parsed without running it.
 * Knows no rule; a rule is a test beside this file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, sep } from 'node:path';
import { type Comment, type Node, type Program, parse } from 'acorn';

/** The repository's folder. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** A file and its text; `path` is relative to the repository with forward slashes. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A TypeScript file with its syntax tree. Offsets in the tree are offsets in `text`: stripping types keeps them. */
export interface SourceFile extends TextFile {
  readonly program: Program;
  readonly comments: readonly Comment[];
}

/** Every file under `folder` whose name ends in one of `endings`, sorted. A folder that is not there has none. */
export function filesUnder(folder: string, ...endings: readonly string[]): readonly string[] {
  let names: string[];
  try {
    names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .filter((name) => !name.includes('/node_modules/'))
    .sort();
}

/** The text of a file given by its path in the repository. */
export function readText(path: string): TextFile {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

/** Parses a TypeScript file. Errors: a syntax error is thrown with the file's name. */
export function parseSource(file: TextFile): SourceFile {
  const comments: Comment[] = [];
  try {
    const program = parse(stripTypeScriptTypes(file.text), {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
      onComment: comments,
    });
    return { ...file, program, comments };
  } catch (error) {
    throw new Error(`${file.path} does not parse: ${(error as Error).message}`, { cause: error });
  }
}

/** Whether a source file is a test, which the rules about shipped code leave out. */
function isTest(path: string): boolean {
  return path.endsWith('.test.ts');
}

/** Shipped sources: every `.ts` file under `src`, tests left out. */
export function shippedPaths(): readonly string[] {
  return filesUnder('src', '.ts').filter((path) => !isTest(path));
}

/** Calls `visit` for every node of a tree with its ancestors, nearest last. */
export function walk(root: Node, visit: (node: Node, ancestors: readonly Node[]) => void): void {
  const path: Node[] = [];
  const step = (node: Node): void => {
    visit(node, path);
    path.push(node);
    for (const child of childrenOf(node)) step(child);
    path.pop();
  };
  step(root);
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flat()
    .filter((value): value is Node => typeof value === 'object' && value !== null && typeof value.type === 'string');
}

/** The 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
