/**
 * Steps decided and in the ledger, against job queues that move as many jobs which do nothing, each as fast as its manual says it can
 * be. The queues are no part of Rekindle and are installed by hand.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Finding, ratioFinding, skippedFinding, toldFinding } from '../findings.ts';
import type { PostgresBench } from '../postgres.ts';
import { Redis } from '../queues/redis.ts';
import { median, runOnce } from '../rounds.ts';
import type { Measured } from '../runs/measure.ts';
import { assessed, assessedOnPostgres, type StageInput } from './prepared.ts';

const execute = promisify(execFile);
const FOLDER = join(import.meta.dirname, '../queues');
const ROUNDS = 3;
/** Enough that neither side is warming up for most of its run. */
const JOBS = 100_000;
const AT_LEAST = 1;
/** Of the bare loop: as many as our own has batches under way. */
const BARE_CONNECTIONS = 2;

/** Gives items and time of one run. */
type Run = () => Promise<Measured>;

/** Skipped where the queues are not installed; each that has no server here is left out, saying so. */
export async function queuesStage({ bench, postgres }: StageInput): Promise<Finding[]> {
  if (!existsSync(join(FOLDER, 'node_modules'))) {
    return [skippedFinding('queues', 'not installed: npm install --no-package-lock --prefix bench/queues')];
  }
  const server = await postgres();
  const redis = await Redis.start(bench.path('redis'));
  try {
    const sqlite = (await assessed(bench, JOBS)).ours;
    const ours: Record<string, Run> = { SQLite: () => runOnce('steps ours', { db: bench.fresh(sqlite) }) };
    // What a loop reaches there that decides nothing: no more can be asked of ours.
    const bare: Record<string, Run> = {};
    if (server) {
      const enrolled = await assessedOnPostgres(bench, server, JOBS);
      ours.PostgreSQL = async () => runOnce('steps ours', { db: await server.fresh(enrolled.ours) });
      bare['bare steps on PostgreSQL, two connections'] = async () =>
        runOnce('postgres steps floor', { db: await server.fresh(enrolled.floor), connections: BARE_CONNECTIONS });
    }
    const missing = redis ? [] : [skippedFinding('BullMQ', 'there is no redis-server here (Debian: redis-server)')];
    return [...(await inTurns(ours, queuesOn(redis, server), bare)), ...missing];
  } finally {
    await redis?.stop();
  }
}

function queuesOn(redis: Redis | null, server: PostgresBench | null): Record<string, Run> {
  const queues: Record<string, Run> = {};
  if (redis) {
    queues.BullMQ = async () => {
      await redis.empty();
      return moveJobs('bullmq', String(redis.port));
    };
  }
  if (server) {
    queues['pg-boss'] = async () => moveJobs('pg-boss', await server.fresh(null));
    queues['graphile-worker'] = async () => moveJobs('graphile-worker', await server.fresh(null));
  }
  return queues;
}

async function moveJobs(queue: string, address: string): Promise<Measured> {
  const file = join(FOLDER, `${queue}.mjs`);
  const { stdout } = await execute(process.execPath, ['--no-warnings', file, address, String(JOBS)]);
  return JSON.parse(stdout) as Measured;
}

/** All run once a round; ours is compared with the best queue of its own round. */
async function inTurns(
  ours: Record<string, Run>,
  queues: Record<string, Run>,
  bare: Record<string, Run>,
): Promise<Finding[]> {
  const rates = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries({ ...queues, ...bare, ...ours })) {
      const { items, ms } = await run();
      rates.set(name, [...(rates.get(name) ?? []), (items * 1_000) / ms]);
    }
  }
  const ratesOf = (name: string) => rates.get(name) ?? [];
  const best = Array.from({ length: ROUNDS }, (_, round) =>
    Math.max(...Object.keys(queues).map((name) => ratesOf(name)[round] ?? 0)),
  );
  return [
    ...Object.keys(queues).map((name) => toldFinding(`no-op jobs by ${name}`, 'jobs/s', median(ratesOf(name)))),
    ...Object.keys(bare).map((name) => toldFinding(name, 'steps/s', median(ratesOf(name)))),
    ...Object.keys(ours).map((where) => {
      const ratio = median(ratesOf(where).map((rate, round) => rate / (best[round] as number)));
      const compared = { floor: median(best), ours: median(ratesOf(where)), ratio };
      return ratioFinding(`due steps on ${where}, against the best queue`, 'steps/s', compared, AT_LEAST);
    }),
  ];
}
