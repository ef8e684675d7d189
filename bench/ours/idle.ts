/** The real loop on real time: what it costs while nothing is due, and how long a message that falls due waits. SQLite only. */
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/engine/clock.ts';
import { work } from '../../src/engine/loop.ts';
import type { Clock } from '../../src/engine/ports.ts';
import { runEngine } from '../../src/engine/serve/run.ts';
import type { Measured } from '../runs/measure.ts';
import { openInstance, START } from './instance.ts';

/** The first look at everything is not idling. */
const BEGIN_MS = 2_000;
const HOUR_MS = 3_600_000;
/** Ten in the morning in New York. */
const MORNING = START + 15 * HOUR_MS;
const NEVER = START + 9_000 * HOUR_MS;
const FIRST_MS = 2_000;
const BETWEEN_MS = 50;
const PATIENCE_MS = 60_000;

/** Lets the loop run for `seconds` with nothing due; its share of one core, percent. */
export async function idleFor(db: string, seconds: number): Promise<Measured> {
  const { engine } = await openInstance(db, { clock: systemClock });
  const stop = new AbortController();
  const loop = runEngine(engine, stop.signal);
  await sleep(BEGIN_MS);
  const before = process.cpuUsage();
  const start = performance.now();
  await sleep(seconds * 1_000);
  const { user, system } = process.cpuUsage(before);
  const ms = performance.now() - start;
  stop.abort();
  await loop;
  await engine.close();
  return { items: 1, ms, corePercent: (user + system) / 10 / ms };
}

/** Lets `count` steps fall due one after the other; from due to sent, ms: the hundredth part that waits longest, and the median. */
export async function lagOf(db: string, count: number): Promise<Measured> {
  const began = performance.now();
  // Goes as the machine's does, on a morning on which everybody's window is open.
  const clock: Clock = { now: () => MORNING + performance.now() - began };
  const { engine } = await openInstance(db, { clock: { now: () => Math.floor(clock.now()) } });
  makeDue(db, count, MORNING + FIRST_MS);
  const stop = new AbortController();
  const loop = work(engine, stop.signal);
  const until = performance.now() + FIRST_MS + count * BETWEEN_MS + PATIENCE_MS;
  while (lags(db).length < count && performance.now() < until) await sleep(500);
  stop.abort();
  await loop;
  const found = lags(db).sort((a, b) => a - b);
  await engine.close();
  if (found.length < count) throw new Error(`${found.length} of ${count} messages left`);
  const p99Ms = found[Math.floor(count * 0.99)] as number;
  return { items: count, ms: performance.now() - began, p99Ms, medianMs: found[count >> 1] as number };
}

/** All but `count` leads of one zone wait for ever; of those one falls due each twentieth of a second. When is kept beside. */
function makeDue(path: string, count: number, from: number): void {
  const db = new DatabaseSync(path);
  db.exec(`
    UPDATE enrollment SET due_at = ${NEVER} WHERE due_at IS NOT NULL;
    CREATE TABLE bench_due AS SELECT id, ${from} + ${BETWEEN_MS} * (row_number() OVER (ORDER BY id) - 1) AS due_at FROM enrollment
      WHERE zone = 'America/New_York' AND state = 'due' LIMIT ${count};
    UPDATE enrollment SET due_at = (SELECT due_at FROM bench_due b WHERE b.id = enrollment.id)
      WHERE id IN (SELECT id FROM bench_due);`);
  db.close();
}

function lags(path: string): number[] {
  const db = new DatabaseSync(path);
  const rows = db
    .prepare(
      'SELECT m.sent_at - b.due_at AS lag FROM message m JOIN bench_due b ON b.id = m.enrollment_id WHERE m.sent_at IS NOT NULL',
    )
    .all();
  db.close();
  return rows.map(({ lag }) => lag as number);
}
