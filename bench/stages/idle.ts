/** The real loop on real time: what waiting costs, and how late a message leaves that falls due while nothing else does. */
import { belowFinding, type Finding, skippedFinding } from '../findings.ts';
import { runOnce } from '../rounds.ts';
import { assessed, type StageInput } from './prepared.ts';

const WAITING = 100_000;
const LONG_WAITING = 1_000_000;
const SECONDS = 20;
const CORE_PERCENT = 1;
const RSS_MB = 200;
const LAG_LEADS = 5_000;
const LAG_MESSAGES = 300;
const LAG_MS = 5_000;

/** With a million waiting only where the large sizes are asked for. */
export async function idleStage({ bench, long }: StageInput): Promise<Finding[]> {
  const count = long ? LONG_WAITING : WAITING;
  const db = bench.fresh(null);
  await runOnce('idle waiting ours', { db, count });
  const { corePercent, rssMb } = await runOnce('idle ours', { db, seconds: SECONDS });
  const name = `idle, ${count.toLocaleString('en')} waiting`;
  return [
    belowFinding(`${name}: of one core`, '%', Number(corePercent), CORE_PERCENT),
    belowFinding(`${name}: memory`, 'MB', rssMb, RSS_MB),
    ...(long ? [] : [skippedFinding('idle, 1,000,000 waiting', 'measured with --long')]),
  ];
}

/** A few hundred messages, each due by itself. */
export async function lagStage({ bench }: StageInput): Promise<Finding[]> {
  const { ours } = await assessed(bench, LAG_LEADS);
  const { p99Ms } = await runOnce('lag ours', { db: bench.fresh(ours), count: LAG_MESSAGES });
  return [belowFinding(`due to sent, p99 of ${LAG_MESSAGES}, each due by itself`, 'ms', Number(p99Ms), LAG_MS)];
}
