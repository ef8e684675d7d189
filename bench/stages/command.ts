/** The command as it is started: how long it takes, and the most memory that it held. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { belowFinding, type Finding } from '../findings.ts';
import { median } from '../rounds.ts';
import type { StageInput } from './prepared.ts';

const CLI = join(import.meta.dirname, '../../bin/rekindle.mjs');
const CLI_RUNS = 9;
const START_MS = 300;
/** Says at the end what the process held at most, KiB. */
const TELL = `data:text/javascript,process.on('exit',()=>console.error('held',process.resourceUsage().maxRSS))`;

/** Milliseconds that a command takes. Errors: it failed. */
function msOf(args: readonly string[]): number {
  const start = performance.now();
  run([CLI, ...args]);
  return performance.now() - start;
}

/** How long a command takes, and the most that it held, MB. Errors: it failed. */
export function ranCommand(args: readonly string[]): { readonly ms: number; readonly rssMb: number } {
  const start = performance.now();
  const [, kib = 'NaN'] = /held (\d+)/.exec(run(['--import', TELL, CLI, ...args])) ?? [];
  return { ms: performance.now() - start, rssMb: (Number(kib) * 1024) / 1e6 };
}

/** What a command said beside its answer. */
function run(args: readonly string[]): string {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not there`);
  const { status, stderr } = spawnSync(process.execPath, [...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return stderr;
}

/** How long a command takes to start. */
export async function cliStage({ bench }: StageInput): Promise<Finding[]> {
  const db = bench.path('cli.db');
  const runs = (args: readonly string[]) => median(Array.from({ length: CLI_RUNS }, () => msOf(args)));
  return [
    belowFinding('rekindle --version', 'ms', runs(['--version']), START_MS),
    belowFinding('rekindle --help', 'ms', runs(['--help']), START_MS),
    belowFinding('rekindle lead list --json', 'ms', runs(['lead', 'list', '--json', '--db', db]), START_MS),
  ];
}
