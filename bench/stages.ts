/** The stages that are measured, each with its promise. Owns sizes and targets; how a run is made is `one-run.ts`'s. */
import { writeLeads } from './data.ts';
import { atLeastFinding, belowFinding, type Finding, ratioFinding, toldFinding } from './findings.ts';
import { compare, runOnce } from './rounds.ts';
import { benchSmtp } from './smtp.ts';
import { accountsStage } from './stages/accounts.ts';
import { cliStage, ranCommand } from './stages/command.ts';
import { deliveryStage } from './stages/delivery.ts';
import { eventsStage } from './stages/events.ts';
import { idleStage, lagStage } from './stages/idle.ts';
import { postgresStage } from './stages/postgres.ts';
import { assessed, bothSides, imported, type StageInput } from './stages/prepared.ts';
import { queuesStage } from './stages/queues.ts';
import { statusStage } from './stages/status.ts';

const ROUNDS = 3;
const IMPORT_ROWS = 100_000;
const LONG_IMPORT_ROWS = 1_000_000;
const ASSESS_LEADS = 200_000;
const WORK_LEADS = 50_000;
const SIMULATED_LEADS = 10_000;
const SIMULATED_DAYS = 30;
const WAITING = 100_000;
const LONG_WAITING = 1_000_000;

export const STAGES: Readonly<Record<string, (input: StageInput) => Promise<Finding[]>>> = {
  import: importStage,
  assess: assessStage,
  steps: stepsStage,
  smtp: smtpStage,
  due: dueStage,
  simulate: simulateStage,
  cli: cliStage,
  postgres: postgresStage,
  delivery: deliveryStage,
  events: eventsStage,
  lag: lagStage,
  accounts: accountsStage,
  idle: idleStage,
  status: statusStage,
  queues: queuesStage,
};

async function importStage({ bench, long }: StageInput): Promise<Finding[]> {
  const csv = bench.path('import.csv');
  writeLeads(csv, IMPORT_ROWS);
  const compared = await compare(bench, bothSides('import', { floor: null, ours: null }), ROUNDS, { csv });
  const findings = [ratioFinding('import', 'rows/s', compared, 0.6)];
  const rows = long ? LONG_IMPORT_ROWS : IMPORT_ROWS;
  if (long) writeLeads(csv, rows);
  const { rssMb, ms } = ranCommand(['import', csv, '--basis', 'consent', '--db', bench.fresh(null)]);
  const command = `rekindle import: ${rows.toLocaleString('en')} rows`;
  return [
    ...findings,
    belowFinding(`${command}, memory`, 'MB', rssMb, 300),
    toldFinding(command, 'rows/s', (rows * 1_000) / ms),
  ];
}

async function assessStage({ bench }: StageInput): Promise<Finding[]> {
  const files = await imported(bench, ASSESS_LEADS);
  return [ratioFinding('assess', 'leads/s', await compare(bench, bothSides('assess', files), ROUNDS), 0.6)];
}

async function stepsStage({ bench }: StageInput): Promise<Finding[]> {
  const files = await assessed(bench, WORK_LEADS);
  const bare = await compare(bench, bothSides('steps', files), ROUNDS);
  const words = await compare(bench, bothSides('words', files), ROUNDS);
  const delivered = await runOnce('delivery ours', { db: bench.fresh(files.ours) });
  return [
    ratioFinding('due steps, without bodies', 'steps/s', bare, 0.5),
    ratioFinding('due steps, bodies rendered and hashed', 'steps/s', words, 0.6),
    toldFinding('due steps, delivered to the channel', 'steps/s', (delivered.items * 1_000) / delivered.ms),
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
