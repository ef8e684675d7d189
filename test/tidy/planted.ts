/**
 * Planting faults: writes files into a throw-away copy of the tree's shape and asks Biome, with the repository's own
 * biome.json, what it says about them. Never writes into the repository, so a killed test leaves nothing behind.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './tree.ts';

/** One complaint of the linter: where, and which rule. */
export interface Complaint {
  readonly file: string;
  readonly rule: string;
  readonly message: string;
}

interface BiomeReport {
  readonly diagnostics: readonly { category: string; message: string; severity: string; location: { path: string } }[];
}

/** Lints `files` (path → text) as if they stood in the repository. One run of Biome, whatever the number of files. */
export function lintPlanted(files: ReadonlyMap<string, string>): readonly Complaint[] {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-planted-'));
  try {
    copyFileSync(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return runBiome(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runBiome(folder: string): readonly Complaint[] {
  const biome = join(ROOT, 'node_modules', '.bin', 'biome');
  const args = ['lint', '--reporter=json', '--vcs-enabled=false', '--max-diagnostics=none', '.'];
  const run = spawnSync(biome, args, { cwd: folder, encoding: 'utf8' });
  if (!run.stdout.startsWith('{')) throw new Error(`biome gave no report: ${run.stderr}`);
  const report = JSON.parse(run.stdout) as BiomeReport;
  return report.diagnostics
    .filter((found) => found.severity === 'error')
    .map((found) => ({ file: found.location.path, rule: found.category, message: found.message }));
}
