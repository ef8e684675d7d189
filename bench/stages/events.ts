/** Events: as many as a busy sender's providers bring, a third of them again; what is acknowledged must be stored. */
import { atLeastFinding, belowFinding, type Finding, skippedFinding } from '../findings.ts';
import { WITHOUT_POSTGRES } from '../postgres.ts';
import { type Place, runOnce } from '../rounds.ts';
import { assessed, assessedOnPostgres, type StageInput } from './prepared.ts';

const LEADS = 10_000;
const IN_BATCHES = 5_000;
const ONE_BY_ONE = 1_500;
const SECONDS = 10;
const LONG_SECONDS = 60;
const RSS_MB = 512;

/** On PostgreSQL skipped where there is no server. */
export async function eventsStage({ bench, long, postgres }: StageInput): Promise<Finding[]> {
  const seconds = long ? LONG_SECONDS : SECONDS;
  const file = bench.fresh((await assessed(bench, LEADS)).ours);
  await runOnce('delivery ours', { db: file });
  const sent = bench.keep('ours-sent.db');
  const findings = await eventsOn('SQLite', bench, sent, seconds);
  const server = await postgres();
  if (!server) return [...findings, skippedFinding('events, PostgreSQL', WITHOUT_POSTGRES)];
  const { ours } = await assessedOnPostgres(bench, server, LEADS);
  await server.prepare(`${ours}_sent`, ours, (db) => runOnce('delivery ours', { db }));
  return [...findings, ...(await eventsOn('PostgreSQL', server, `${ours}_sent`, seconds))];
}

async function eventsOn(where: string, place: Place, from: string, seconds: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [run, what, rate] of [
    ['events ours', 'in batches of 100', IN_BATCHES],
    ['single events ours', 'one by one', ONE_BY_ONE],
  ] as const) {
    const name = `events, ${where}, ${what}`;
    const { items, ms, acknowledged, stored, rssMb } = await runOnce(run, {
      db: await place.fresh(from),
      count: rate * seconds,
    });
    findings.push(
      atLeastFinding(`${name}, 30 % repeated`, 'events/s', (items * 1_000) / ms, rate),
      belowFinding(`${name}: acknowledged, not stored`, 'events', Math.abs(Number(acknowledged) - Number(stored)), 1),
      belowFinding(`${name}: memory`, 'MB', rssMb, RSS_MB),
    );
  }
  return findings;
}
