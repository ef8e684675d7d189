/**
 * Runs every row of every table in directives/ against the code. A directive is the rule in words; this makes it law.
 */
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Directive, describeMismatch, type RunCase, runRow } from '../src/testing/directive.ts';
import { directivePaths, loadRun, readDirective } from './directives/load.ts';
import { ROOT } from './tidy/tree.ts';

type Loaded = { readonly directive: Directive; readonly run: RunCase } | { readonly error: Error };

async function load(path: string): Promise<Loaded> {
  try {
    return { directive: readDirective(path), run: await loadRun(path) };
  } catch (error) {
    return { error: error as Error };
  }
}

function rowTests({ path, rows }: Directive, run: RunCase): void {
  const name = basename(path, '.md');
  for (const row of rows) {
    test(`${row.id} ${name}: ${row.short}`, async () => {
      const mismatches = await runRow(row, run);
      expect(mismatches.map((mismatch) => `${path}:${row.line}: ${describeMismatch(mismatch)}`)).toEqual([]);
    });
  }
}

async function rulesExist({ path, rules }: Directive): Promise<void> {
  for (const { module, name } of rules) {
    const exports = (await import(pathToFileURL(join(ROOT, module)).href)) as Record<string, unknown>;
    expect(typeof exports[name], `${path}: ${module} exports no function ${name}`).toBe('function');
  }
}

for (const path of directivePaths()) {
  const loaded = await load(path);
  describe(path, () => {
    if ('error' in loaded) {
      test('can be read', () => {
        throw loaded.error;
      });
      return;
    }
    test('names rules that exist', () => rulesExist(loaded.directive));
    rowTests(loaded.directive, loaded.run);
  });
}

test('there are directives', () => {
  expect(directivePaths().length).toBeGreaterThan(0);
});
