/**
 * `npm run check`: every gate in order, each under its heading with the time it took, and at the end one line that counts
 * them: `812 passed, 0 failed, 3 skipped`. A gate that is no test (types, lint, …) counts as one. A failing gate does not
 * stop the next: one run shows all that is wrong. Exit code 1 when anything failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { addCounts, type Counts, countTests, sayCounts } from './counts.ts';

const ROOT = join(import.meta.dirname, '..');
const BIN = join(ROOT, 'node_modules', '.bin');
const REPORTS = mkdtempSync(join(tmpdir(), 'rekindle-check-'));
const TEST_REPORT = join(REPORTS, 'tests.json');

interface Gate {
  readonly title: string;
  readonly command: readonly string[];
  readonly count: (exitCode: number) => Counts;
}

const GATES: readonly Gate[] = [
  { title: 'Types', command: ['tsc', '--noEmit'], count: countGate },
  { title: 'Types of the web app', command: ['tsc', '--noEmit', '-p', 'app'], count: countGate },
  { title: 'Lint, room walls, format', command: ['biome', 'check', '--error-on-warnings', '.'], count: countGate },
  { title: 'Dead code', command: ['knip', '--no-progress', '--no-config-hints'], count: countGate },
  {
    title: 'Tests',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${TEST_REPORT}`],
    count: countTestGate,
  },
  { title: 'Build', command: ['node', 'scripts/build.ts'], count: countGate },
  { title: 'Smoke of the built output', command: ['node', 'scripts/smoke.ts'], count: countGate },
];

function countGate(exitCode: number): Counts {
  return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
}

function countTestGate(exitCode: number): Counts {
  try {
    return countTests(JSON.parse(readFileSync(TEST_REPORT, 'utf8')), exitCode);
  } catch (error) {
    console.error(`The tests left no report: ${(error as Error).message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Runs a gate with its output shown as it comes; a gate that cannot be started has failed. */
function pass({ title, command: [program = '', ...args], count }: Gate): Counts {
  console.log(`\n━━ ${title} ━━`);
  const started = performance.now();
  const env = { TESTS: 'thorough', ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}` };
  const run = spawnSync(join(BIN, program), args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env });
  if (run.error) console.error(run.error.message);
  const counts = count(run.status ?? 1);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${counts.failed === 0 ? '✓' : '✗'} ${title}: ${sayCounts(counts)} (${seconds} s)`);
  return counts;
}

const total = GATES.map(pass).reduce(addCounts);
rmSync(REPORTS, { recursive: true, force: true });
console.log(`\n${sayCounts(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;
