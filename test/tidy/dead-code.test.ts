/**
 * The hunt for dead code truly finds it: knip, with the repository's own knip.json, is run on a small tree with one dead
 * thing of each kind. Without this a wrong entry pattern would make everything look alive.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './tree.ts';

const PACKAGE = {
  name: 'planted',
  type: 'module',
  dependencies: { zod: '1', 'dead-dependency': '1' },
};

const TREE: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify(PACKAGE),
  'knip.json': readFileSync(join(ROOT, 'knip.json'), 'utf8'),
  'src/main.ts': "import { z } from 'zod';\nimport { used } from './domain/used.ts';\nused(z);\n",
  'src/domain/used.ts':
    'export interface Shape { a: 1 }\nexport const used = (_: unknown): Shape => ({ a: 1 });\nexport const deadExport = 1;\n',
  'src/domain/dead-file.ts': 'export const a = 1;\n',
  'src/domain/dead-type.ts': 'export type DeadType = 1;\nexport const alive = 2;\n',
  'src/engine-worker.ts': "import { alive } from './domain/dead-type.ts';\nalive;\n",
  'directives/rule.case.ts': 'export const run = 1;\n',
  'bench/bench.ts': 'export {};\n',
};

interface KnipIssue {
  readonly file: string;
  readonly [kind: string]: unknown;
}

function runKnip(): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-knip-'));
  try {
    for (const [path, text] of Object.entries(TREE)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const args = [join(ROOT, 'node_modules', '.bin', 'knip'), '--reporter=json', '--no-progress', '--no-config-hints'];
    const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    if (!run.stdout.startsWith('{')) throw new Error(`knip gave no report: ${run.stderr}`);
    const { issues } = JSON.parse(run.stdout) as { issues: readonly KnipIssue[] };
    return issues.flatMap(named).sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `exports src/domain/used.ts deadExport` for each finding of a file. */
function named({ file, ...kinds }: KnipIssue): readonly string[] {
  return Object.entries(kinds).flatMap(([kind, found]) =>
    Array.isArray(found) ? found.map(({ name }: { name: string }) => `${kind} ${file} ${name}`) : [],
  );
}

test('a dead file, export, type and dependency are found, and nothing that is alive', () => {
  expect(runKnip()).toEqual([
    'dependencies package.json dead-dependency',
    'exports src/domain/used.ts deadExport',
    'files src/domain/dead-file.ts src/domain/dead-file.ts',
    'types src/domain/dead-type.ts DeadType',
  ]);
});
