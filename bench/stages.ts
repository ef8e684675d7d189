/** The stages that are measured, each with its promise. Owns sizes and targets; how a run is made is `one-run.ts`'s. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeLeads } from './data.ts';
import { atLeastFinding, belowFinding, type Finding, ratioFinding } from './findings.ts';
import { compare, median, runOnce, type Workbench } from './rounds.ts';
import { benchSmtp } from './smtp.ts';

/** What a stage is given: where to work, and whether to take the large sizes. */
export interface StageInput {
  readonly bench: Workbench;
  readonly long: boolean;
}

const ROUNDS = 3;
const IMPORT_ROWS = 100_000;
const LONG_IMPORT_ROWS = 1_000_000;
const ASSESS_LEADS = 200_000;
const WORK_LEADS = 50_000;
const SIMULATED_LEADS = 10_000;
const SIMULATED_DAYS = 30;
const WAITING = 100_000;
const LONG_WAITING = 1_000_000;
const CLI_RUNS = 9;
const CLI = join(import.meta.dirname, '../bin/rekindle.mjs');

export const STAGES: Readonly<Record<string, (input: StageInput) => Promise<Finding[]>>> = {
  import: importStage,
  assess: assessStage,
  steps: stepsStage,
  smtp: smtpStage,
  due: dueStage,
  simulate: simulateStage,
  cli: cliStage,
};

async function importStage({ bench, long }: StageInput): Promise<Finding[]> {
  const csv = bench.path('import.csv');
  writeLeads(csv, IMPORT_ROWS);
  const compared = await compare(bench, bothSides('import', null, null), ROUNDS, { csv });
  const findings = [ratioFinding('import', 'rows/s', compared, 0.6)];
  if (!long)
    return [...findings, belowFinding('import: memory, 100,000 rows', 'MB', compared.oursRuns[0]?.rssMb ?? 0, 300)];
  writeLeads(csv, LONG_IMPORT_ROWS);
  const { rssMb, items, ms } = await runOnce('import ours', { csv, db: bench.fresh(null) });
  return [
    ...findings,
    belowFinding('import: memory, 1,000,000 rows', 'MB', rssMb, 300),
    told('import: 1,000,000 rows', 'rows/s', (items * 1_000) / ms),
  ];
}

async function assessStage({ bench }: StageInput): Promise<Finding[]> {
  const files = await imported(bench, ASSESS_LEADS);
  return [
    ratioFinding('assess', 'leads/s', await compare(bench, bothSides('assess', files.floor, files.ours), ROUNDS), 0.6),
  ];
}

async function stepsStage({ bench }: StageInput): Promise<Finding[]> {
  const { floor, ours } = await assessed(bench);
  const bare = await compare(bench, bothSides('steps', floor, ours), ROUNDS);
  const words = await compare(bench, bothSides('words', floor, ours), ROUNDS);
  const delivered = await runOnce('delivery ours', { db: bench.fresh(ours) });
  return [
    ratioFinding('due steps, without bodies', 'steps/s', bare, 0.5),
    ratioFinding('due steps, bodies rendered and hashed', 'steps/s', words, 0.6),
    told('due steps, delivered to the channel', 'steps/s', (delivered.items * 1_000) / delivered.ms),
  ];
}

async function smtpStage(): Promise<Finding[]> {
  return [ratioFinding('SMTP, 4 connections', 'mails/s', await benchSmtp(), 0.9)];
}

async function dueStage({ bench, long }: StageInput): Promise<Finding[]> {
  const count = long ? LONG_WAITING : WAITING;
  const floor = bench.path('waiting-floor.db');
  const ours = bench.path('waiting-ours.db');
  await runOnce('waiting floor', { db: floor, count });
  await runOnce('waiting ours', { db: ours, count });
  const bare = await runOnce('due floor', { db: floor });
  const real = await runOnce('due ours', { db: ours });
  const of = `of ${count.toLocaleString('en')} waiting`;
  return [
    belowFinding(`due query, 200 ${of}`, 'ms', real.ms, 2, bare.ms),
    belowFinding(`due query, none ${of}`, 'ms', real.noneDueMs as number, 2),
  ];
}

async function simulateStage({ bench }: StageInput): Promise<Finding[]> {
  const { ours } = await imported(bench, SIMULATED_LEADS);
  const { items, ms, firstDayMs } = await runOnce('simulate ours', { db: bench.fresh(ours), days: SIMULATED_DAYS });
  return [
    atLeastFinding('simulation', 'messages/s', (items * 1_000) / ms, 2_000),
    belowFinding('simulation: 10,000 leads, 30 days', 's', ms / 1_000, 30),
    belowFinding('simulation: first day shown after', 's', (firstDayMs as number) / 1_000, 5),
  ];
}

async function cliStage({ bench }: StageInput): Promise<Finding[]> {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not there`);
  const db = bench.path('cli.db');
  const took = (args: readonly string[]) => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`rekindle ${args.join(' ')}: ${stderr}`);
    return performance.now() - start;
  };
  const runs = (args: readonly string[]) => median(Array.from({ length: CLI_RUNS }, () => took(args)));
  return [
    belowFinding('rekindle --version', 'ms', runs(['--version']), 300),
    belowFinding('rekindle lead list --json', 'ms', runs(['lead', 'list', '--json', '--db', db]), 300),
  ];
}

function told(stage: string, unit: string, ours: number): Finding {
  return { stage, unit, floor: null, ours, ratio: null, target: '', met: null };
}

function bothSides(run: string, floor: string | null, ours: string | null) {
  return { floor: { run: `${run} floor`, from: floor }, ours: { run: `${run} ours`, from: ours } };
}

/** Both sides' files with leads imported, ours with a live campaign; made once. */
async function imported(bench: Workbench, leads: number): Promise<{ floor: string; ours: string }> {
  const files = { floor: bench.path(`floor-${leads}.db`), ours: bench.path(`ours-${leads}.db`) };
  if (existsSync(files.ours)) return files;
  const csv = bench.path('leads.csv');
  writeLeads(csv, leads);
  await runOnce('import floor', { csv, db: files.floor });
  await runOnce('import ours', { csv, db: files.ours });
  await runOnce('campaign ours', { db: files.ours });
  return files;
}

/** Both sides' files with every lead enrolled. */
async function assessed(bench: Workbench): Promise<{ floor: string; ours: string }> {
  const from = await imported(bench, WORK_LEADS);
  const files = { floor: bench.path('floor-assessed.db'), ours: bench.path('ours-assessed.db') };
  for (const side of ['floor', 'ours'] as const) {
    copyFileSync(from[side], files[side]);
    await runOnce(`assess ${side}`, { db: files[side] });
  }
  return files;
}
