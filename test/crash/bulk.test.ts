/**
 * An act on some thousands of leads, its process killed with SIGKILL in the middle: another process that only runs goes on with it by itself,
 * each lead is acted on once, and the counts are those of an act that nobody killed. On PostgreSQL two processes come for it at once.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { isPostgresAddress } from '../../src/store/postgres/settings.ts';
import { queryOn } from '../postgres/own-server.ts';
import { freshDatabase, NO_POSTGRES } from '../postgres/server.ts';
import { THOROUGH } from '../thorough.ts';
import { ROOT } from '../tidy/tree.ts';
import { answerOf, type Place, rekindle } from './command.ts';
import { makePlace, removePlace, rowsOf, writeLeads } from './world.ts';

const ROWS = THOROUGH ? 20_000 : 3_000;
/** Kills one after the other, the first of the command, the others of those who went on. */
const KILLS = THOROUGH ? 4 : 1;
const LOOK_MS = 20;
const MOST_MS = 60_000;
const LEADS = 'SELECT COUNT(*) AS n FROM lead';
const ACT = 'SELECT state, changed_count AS changed, skipped_count AS skipped, lease_owner AS owner FROM bulk';

interface Act {
  readonly state: string;
  readonly changed: number;
  readonly skipped: number;
  readonly owner: string | null;
}

let place: Place | null = null;
const running = new Set<ChildProcess>();

afterEach(async () => {
  await Promise.all([...running].map((child) => end(child, 'SIGKILL')));
  if (place) removePlace(place);
  place = null;
});

function begin({ folder, environment }: Place, words: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'rekindle.mjs'), ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: 'ignore',
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function asked<Row>(at: Place, sql: string): Promise<Row[]> {
  const database = at.environment.REKINDLE_DB;
  const rows = database && isPostgresAddress(database) ? await queryOn(database, sql) : rowsOf(at, sql);
  return rows as Row[];
}

async function actOf(at: Place): Promise<Act | undefined> {
  const [row] = await asked<Act>(at, ACT);
  return row && { ...row, changed: Number(row.changed), skipped: Number(row.skipped) };
}

/** Looks until it holds. Errors: what it last saw, where that never comes. */
async function until(at: Place, holds: (act: Act) => boolean): Promise<Act> {
  for (const last = Date.now() + MOST_MS; Date.now() < last; await sleep(LOOK_MS)) {
    const act = await actOf(at);
    if (act && holds(act)) return act;
  }
  throw new Error(`it never came: ${JSON.stringify(await actOf(at))}`);
}

/** `others`: how many come for it at once. */
async function killed(at: Place, others: number): Promise<void> {
  writeLeads(at, 'leads.csv', ROWS);
  await answerOf(at, ['import', 'leads.csv', '--basis', 'legitimate-interest', '--quiet']);
  const leads = Number((await asked<{ n: number }>(at, LEADS))[0]?.n);
  let child = begin(at, ['bulk', 'start', 'tag', '--value', 'vip', '--everybody', '--quiet']);
  let before = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const seen = before;
    await until(at, ({ changed }) => changed > seen);
    await end(child, 'SIGKILL');
    const cut = (await actOf(at)) as Act;
    expect([cut.state, cut.owner === null], 'the kill came in the middle').toEqual(['running', false]);
    expect(cut.changed).toBeLessThan(leads);
    before = cut.changed;
    if (kill + 1 < KILLS) child = begin(at, ['worker', '--quiet']);
  }
  const workers = Array.from({ length: others }, () => begin(at, ['worker', '--quiet']));
  const over = await until(at, ({ state }) => state !== 'running');
  expect(over).toEqual({ state: 'done', changed: leads, skipped: 0, owner: null });
  await Promise.all(workers.map((one) => end(one, 'SIGTERM')));
  const tags = await asked<{ tags: string; n: number }>(at, 'SELECT tags, COUNT(*) AS n FROM lead GROUP BY tags');
  expect(tags.map(({ tags: kept, n }) => [kept, Number(n)])).toEqual([['["vip"]', leads]]);
  const rows = await asked<{ n: number; leads: number }>(
    at,
    'SELECT COUNT(*) AS n, COUNT(DISTINCT lead_id) AS leads FROM bulk_row WHERE code IS NULL',
  );
  expect(rows.map(({ n, leads: each }) => [Number(n), Number(each)])).toEqual([[leads, leads]]);
  expect((await rekindle(at, ['bulk', 'resume', 'blk_0'])).code).toBe(1);
}

describe('an act whose process was killed', () => {
  test('goes on in a process that runs, on SQLite', { timeout: 2 * MOST_MS }, async () => {
    place = makePlace();
    await killed(place, 1);
  });

  // Skipped where no server is named or installed.
  test.skipIf(NO_POSTGRES)('goes on in one of two, on PostgreSQL', { timeout: 2 * MOST_MS }, async () => {
    place = makePlace({ REKINDLE_DB: await freshDatabase(inject('postgresFolder')) });
    await killed(place, 2);
  });
});
