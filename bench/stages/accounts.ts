/** Accounts of ten contacts, each at its twentieth touchpoint: the time of a step, and the room of a campaign. */
import { belowFinding, type Finding, toldFinding } from '../findings.ts';
import { runOnce } from '../rounds.ts';
import type { StageInput } from './prepared.ts';

const ACCOUNTS = 1_000;
const STEP_MS = 20;
const MB_PER_HUNDRED = 5;

/** A thousand of them on one SQLite file, durable. */
export async function accountsStage({ bench }: StageInput): Promise<Finding[]> {
  const db = bench.fresh(null);
  const lived = await runOnce('accounts ours', { db, count: ACCOUNTS });
  const { p99Ms, medianMs, cpuP99Ms } = await runOnce('account steps ours', { db, count: Number(lived.due) });
  const megabytes = (Number(lived.bytes) / 2 ** 20 / ACCOUNTS) * 100;
  return [
    belowFinding('account step, decided and committed, p99 of 1,000', 'ms', Number(p99Ms), STEP_MS),
    toldFinding('account step, decided and committed, median', 'ms', Number(medianMs)),
    toldFinding('account step, time of the cores, p99', 'ms', Number(cpuP99Ms)),
    belowFinding('100 account campaigns of 10 contacts and 20 touchpoints', 'MB', megabytes, MB_PER_HUNDRED),
  ];
}
