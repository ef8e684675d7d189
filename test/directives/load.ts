/**
 * Finds the directives of a folder and their adapters. Reads files and imports adapters; runs no case.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Directive, parseDirective, type RunCase } from '../../src/testing/directive.ts';
import { filesUnder, ROOT, readText } from '../tidy/tree.ts';

/** Paths of the directive files in `folder`, in order; its README is about directives and is none. */
export function directivePaths(folder = 'directives'): readonly string[] {
  return filesUnder(folder, '.md').filter((path) => !path.endsWith('/README.md'));
}

/** Reads one directive. Errors: see `parseDirective`, and one that says so where the rule's module is missing. */
export function readDirective(path: string): Directive {
  const directive = parseDirective(path, readText(path).text);
  const missing = directive.rules.find(({ module }) => !existsSync(join(ROOT, module)));
  if (missing !== undefined) throw new Error(`${path}: the rule's module ${missing.module} does not exist`);
  return directive;
}

/** Path of the adapter that runs a directive's rows. */
export function adapterPath(path: string): string {
  return path.replace(/\.md$/, '.case.ts');
}

/** Imports an adapter. `query` makes a fresh copy of the modules. Errors: one that names the file without `run`. */
export async function loadRun(path: string, query = ''): Promise<RunCase> {
  const file = join(ROOT, adapterPath(path));
  const loaded = (await import(`${pathToFileURL(file).href}${query}`)) as { run?: RunCase };
  if (typeof loaded.run !== 'function') throw new Error(`${adapterPath(path)} exports no function run(input)`);
  return loaded.run;
}
