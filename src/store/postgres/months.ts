/**
 * Months: what piles up lies in a partition for each month of its ids, made ahead of time. Owns which there are, and makes those that are
 * missing. A row of a month that has none yet lies among the others, and moves when its month is made: none is ever refused or lost.
 */
import type { PoolClient } from 'pg';
import { idHead, idTime } from '../../domain/id-time.ts';
import { LIMITS } from '../../domain/limits.ts';
import { monthStart } from '../../domain/retention.ts';
import { isBusy } from './faults.ts';
import { VERSIONS } from './migrate.ts';

/** A table that is kept by the month. */
export interface Piled {
  readonly name: string;
  /** Of its ids. */
  readonly prefix: string;
  /** Oldest first. */
  readonly months: readonly Month[];
}

/** The partition of a month; times in epoch ms. */
export interface Month {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Months after the one that runs which are there already: nobody need work for as long. */
const AHEAD = 2;
/** Nobody waits longer for a table that changes its months, ms: who changes them gives way after it, and tries again later. */
const GIVE_WAY_MS = 500;

/** The dialect of the migrations writes the comment. */
const PILED = `
  SELECT p.relname AS name, substr(obj_description(p.oid, 'pg_class'), length('by month: ') + 1) AS prefix,
    array_remove(array_agg(c.relname::text ORDER BY c.relname), NULL) AS parts
  FROM pg_class p JOIN pg_namespace s ON s.oid = p.relnamespace
  LEFT JOIN pg_inherits i ON i.inhparent = p.oid LEFT JOIN pg_class c ON c.oid = i.inhrelid
  WHERE s.nspname = current_schema() AND p.relkind = 'p' AND obj_description(p.oid, 'pg_class') LIKE 'by month: %'
  GROUP BY p.oid, p.relname ORDER BY p.relname`;
/** A month is best read from end to end, for as long as it takes, in which nobody is kept waiting. */
const MANNERS = [
  ['lock_timeout', String(GIVE_WAY_MS)],
  ['statement_timeout', '0'],
  ['enable_seqscan', 'on'],
] as const;
const SET_LOCALLY = 'SELECT set_config($1, $2, true)';
/** One process at a time changes months; the others leave it to that one. */
const ENTER_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('rekindle months', 0))";
/** Nobody who reads one moment for long does so while months change: of rows that have moved it would see none. */
const KEEP_READERS_OUT = `LOCK TABLE ${VERSIONS} IN EXCLUSIVE MODE`;
/** Asked by whoever reads one moment for long, before the moment is chosen. */
export const KEEP_MONTHS = `LOCK TABLE ${VERSIONS} IN ROW SHARE MODE`;

/** The tables that are kept by the month, as they are now. */
export async function piledTables(client: PoolClient): Promise<Piled[]> {
  const { rows } = await client.query<{ name: string; prefix: string; parts: string[] }>(PILED);
  return rows.map(({ name, prefix, parts }) => ({
    name,
    prefix,
    months: parts.flatMap((part) => monthsOf(name, part)),
  }));
}

/** `decision_2026_03` is the month of March; what has no month is left out. */
function monthsOf(table: string, part: string): Month[] {
  const [, year, month] = /^_(\d{4})_(\d{2})$/.exec(part.slice(table.length)) ?? [];
  return year === undefined || month === undefined ? [] : [monthOf(table, Date.UTC(Number(year), Number(month) - 1))];
}

function monthOf(table: string, at: number): Month {
  const start = monthStart(at);
  const [year, month] = new Date(start).toISOString().split('-');
  return { name: `${table}_${year}_${month}`, start, end: monthStart(at, 1) };
}

/** Makes the months from `from` to some after `until` (epoch ms), and those of rows that wait for theirs, as far as nobody is in the way. */
export async function makeMonths(client: PoolClient, from: number, until: number): Promise<void> {
  const end = monthStart(until, AHEAD + 1);
  const first = Math.max(monthStart(from), monthStart(end, -LIMITS.months));
  for (const piled of await piledTables(client)) {
    const there = new Set(piled.months.map(({ start }) => start));
    for (let at = first; at < end; at = monthStart(at, 1)) {
      if (!there.has(at) && !(await makeMonth(client, piled, monthOf(piled.name, at)))) return;
    }
    await sortOut(client, piled, end);
  }
}

/** Makes the months of rows that have none, the oldest first. What is of no time, or of one that is far ahead, stays where it is. */
async function sortOut(client: PoolClient, piled: Piled, end: number): Promise<void> {
  const oldest = `SELECT min(id) AS id FROM ${piled.name}_other WHERE id ~ $1 AND id < $2`;
  const timed = `^${piled.prefix}_[0-9a-hjkmnp-tv-z]{9}`;
  for (let made = 0; made < LIMITS.months; made++) {
    const { rows } = await client.query<{ id: string | null }>(oldest, [timed, idHead(piled.prefix, end)]);
    const at = idTime(rows[0]?.id ?? '');
    if (at === null || !(await makeMonth(client, piled, monthOf(piled.name, at)))) return;
  }
}

/** Makes one month, with the rows that waited for it. False = others were in the way. */
async function makeMonth(client: PoolClient, { name, prefix }: Piled, month: Month): Promise<boolean> {
  const made = await givingWay(client, async () => {
    const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
      month.name,
    ]);
    if (rows[0]?.there) return true;
    await client.query(`CREATE TABLE ${month.name} (LIKE ${name} INCLUDING ALL)`);
    await client.query(spanCheck(month.name, prefix, month));
    await client.query(`LOCK TABLE ${name}_other IN SHARE ROW EXCLUSIVE MODE`);
    await client.query(`WITH moved AS (DELETE FROM ${name}_other WHERE ${spanOf(prefix, month)} RETURNING *)
      INSERT INTO ${month.name} SELECT * FROM moved`);
    return (await change(client, joined(name, prefix, month))) ? true : null;
  });
  return made !== null;
}

function spanOf(prefix: string, { start, end }: Month): string {
  return `id >= '${idHead(prefix, start)}' AND id < '${idHead(prefix, end)}'`;
}

/** Holds a table that is to be joined as a month to its ids: it is then believed, and not read through while all wait. */
export function spanCheck(table: string, prefix: string, month: Month): string {
  return `ALTER TABLE ${table} ADD CONSTRAINT span CHECK (${spanOf(prefix, month)})`;
}

/** Joins a table that is held to a month's ids as that month. */
export function joined(table: string, prefix: string, { name, start, end }: Month): readonly string[] {
  return [
    `ALTER TABLE ${table} ATTACH PARTITION ${name}
      FOR VALUES FROM ('${idHead(prefix, start)}') TO ('${idHead(prefix, end)}')`,
    `ALTER TABLE ${name} DROP CONSTRAINT span`,
  ];
}

/**
 * A transaction in which months are changed, by one process at a time; null = others are in the way, or the body says so, and nothing was
 * done. `wait` (ms) is for whoever else changes months.
 */
export async function givingWay<T>(
  client: PoolClient,
  body: () => Promise<T | null>,
  wait = GIVE_WAY_MS,
): Promise<T | null> {
  await client.query('BEGIN');
  try {
    await client.query(SET_LOCALLY, ['lock_timeout', String(wait)]);
    await client.query(ENTER_ALONE);
    for (const setting of MANNERS) await client.query(SET_LOCALLY, [...setting]);
    const result = await body();
    await client.query(result === null ? 'ROLLBACK' : 'COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    if (isBusy(error)) return null;
    throw error;
  }
}

/** Does what locks a whole table, at once or not at all; false = others were in the way each time. */
export async function change(client: PoolClient, statements: readonly string[]): Promise<boolean> {
  for (let tried = 1; ; tried++) {
    await client.query('SAVEPOINT unchanged');
    try {
      for (const text of [KEEP_READERS_OUT, ...statements]) await client.query(text);
      return true;
    } catch (error) {
      if (!isBusy(error)) throw error;
      await client.query('ROLLBACK TO SAVEPOINT unchanged');
    }
    if (tried >= LIMITS.monthTries) return false;
  }
}
