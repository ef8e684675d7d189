/**
 * The domain runs where there is no clock, no chance and no environment: a decision can be replayed years later.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PurityReport } from './pure-process.ts';
import { ROOT } from './tree.ts';

function runPure(...args: readonly string[]): PurityReport {
  const file = join(import.meta.dirname, 'pure-process.ts');
  const run = spawnSync(process.execPath, ['--no-warnings', file, ...args], { cwd: ROOT, encoding: 'utf8' });
  if (!run.stdout.startsWith('{')) throw new Error(`no report: ${run.stderr}`);
  return JSON.parse(run.stdout) as PurityReport;
}

describe('a domain without clock, chance and environment', () => {
  test('every module loads and every row of its directives holds', () => {
    const report = runPure();
    expect(report.faults).toEqual([]);
    expect(report.modules).toBeGreaterThan(0);
    expect(report.rows).toBeGreaterThan(0);
  });

  test('only these directives are run through another room, with its reason', () => {
    // Its rule is about what a rendered template lacks; the renderer bounds its work by the clock.
    expect(runPure().outside).toEqual(['directives/missing-variable.md']);
  });

  test('the stubs throw: each planted read is refused', () => {
    const faults = runPure('--plant').faults.filter((fault) => fault.startsWith('planted: '));
    expect(faults).toEqual([
      'planted: the clock (Date.now) was read',
      'planted: the clock (new Date()) was read',
      'planted: the clock (Date()) was read',
      'planted: chance (Math.random) was read',
      'planted: the clock (performance) was read',
      'planted: chance (crypto) was read',
      'planted: the clock (Temporal.Now) was read',
      'planted: the environment (process) was read',
    ]);
  });
});
