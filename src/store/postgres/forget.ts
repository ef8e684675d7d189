/**
 * Forgetting months: a month of which nothing need be kept any more is dropped, and one of which little is kept is written anew without
 * the rest, which leaves no dead rows behind. Owns which of the two; what need be kept is told by whoever asks.
 */
import type { PoolClient } from 'pg';
import { idHead } from '../../domain/id-time.ts';
import { ALL_IDS, type Forgetting, type Forgotten, type Span } from '../program.ts';
import { change, givingWay, joined, type Month, type Piled, piledTables, spanCheck } from './months.ts';

/** A month is written anew where at least one in so many of its rows goes; else they are removed one by one. */
const WRITTEN_ANEW_FROM = 2;
/** How long who forgets waits for somebody else who changes months, ms: workspaces do so at the same hour. */
const WAIT_MS = 60_000;

const NOTE = "SELECT obj_description(to_regclass($1), 'pg_class') AS note";

/** Forgets what whole months hold, and tells where the rest may lie. */
export async function forgetMonths(client: PoolClient, wish: Forgetting): Promise<Forgotten> {
  const piled = (await piledTables(client)).find(({ name }) => name === wish.table);
  if (!piled) return { removed: 0, left: [ALL_IDS] };
  const done: Month[] = [];
  let removed = 0;
  for (const month of piled.months) {
    // Rows are made at the time that their id tells: nothing of a month to come is old, and some of one that is not over.
    const went =
      month.start >= wish.before ? 0 : month.end > wish.before ? null : await forgetMonth(client, piled, month, wish);
    if (went === null) continue;
    removed += went;
    done.push(month);
  }
  return { removed, left: spansBeside(piled.prefix, done) };
}

/** Ids outside these months, which are in order. */
function spansBeside(prefix: string, months: readonly Month[]): Span[] {
  const spans: Span[] = [];
  let [from, end] = ALL_IDS;
  for (const month of months) {
    const until = idHead(prefix, month.start);
    if (from < until) spans.push([from, until]);
    from = idHead(prefix, month.end);
  }
  spans.push([from, end]);
  return spans;
}

/** Rows of the month that went; null = look through it row by row. */
async function forgetMonth(client: PoolClient, piled: Piled, month: Month, wish: Forgetting): Promise<number | null> {
  const looked = `forgotten before ${wish.before}`;
  const noted = await client.query<{ note: string | null }>(NOTE, [month.name]);
  if (wish.everyone && noted.rows[0]?.note === looked) return 0;
  const note = wish.everyone ? `COMMENT ON TABLE ${month.name} IS '${looked}'` : null;
  return givingWay(client, () => forgetIn(client, piled, month, { goes: goesOf(client, wish), note }), WAIT_MS);
}

interface Parting {
  /** Condition of the rows that go, as `r`. */
  readonly goes: string;
  /** Says of a month that it was looked through, so that what is kept of it is not looked at every night. */
  readonly note: string | null;
}

async function forgetIn(client: PoolClient, piled: Piled, month: Month, parting: Parting): Promise<number | null> {
  const { name } = month;
  let counts = await countsOf(client, name, parting.goes);
  if (isWorth(counts)) {
    // Counted again while nobody can add to it or take away: what goes is what was seen.
    await client.query(`LOCK TABLE ${name} IN SHARE MODE`);
    counts = await countsOf(client, name, parting.goes);
  }
  const { going, seen } = counts;
  if (going > 0 && !isWorth(counts)) return null;
  if (going === seen) return (await change(client, [`DROP TABLE ${name}`])) ? going : null;
  if (going > 0 && !(await writeAnew(client, piled, month, parting.goes))) return null;
  if (parting.note) await client.query(parting.note);
  return going;
}

interface Counts {
  readonly going: number;
  /** All rows, counted no further than tells whether it is worth it. */
  readonly seen: number;
}

function isWorth({ going, seen }: Counts): boolean {
  return going * WRITTEN_ANEW_FROM >= seen;
}

async function countsOf(client: PoolClient, month: string, goes: string): Promise<Counts> {
  const { rows: gone } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${month} r WHERE ${goes}`);
  const going = gone[0]?.n ?? 0;
  const { rows: all } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (SELECT 1 FROM ${month} LIMIT ${going * WRITTEN_ANEW_FROM + 1}) seen`,
  );
  return { going, seen: all[0]?.n ?? 0 };
}

/** The condition of rows that go. */
function goesOf(client: PoolClient, { workspaceId, before, age, stands, everyone }: Forgetting): string {
  const whose = everyone ? [] : [`r.workspace_id = ${client.escapeLiteral(workspaceId)}`];
  const kept = stands === null ? [] : [`NOT (${stands})`];
  return [...whose, `r.${age} < ${before}`, ...kept].join(' AND ');
}

/** Puts a table with what is kept of a month in its place. */
async function writeAnew(client: PoolClient, { name, prefix }: Piled, month: Month, goes: string): Promise<boolean> {
  const anew = `${month.name}_anew`;
  await client.query(`CREATE TABLE ${anew} (LIKE ${month.name} INCLUDING ALL)`);
  await client.query(spanCheck(anew, prefix, month));
  await client.query(`INSERT INTO ${anew} SELECT * FROM ${month.name} r WHERE NOT (${goes})`);
  return change(client, [
    `DROP TABLE ${month.name}`,
    `ALTER TABLE ${anew} RENAME TO ${month.name}`,
    ...joined(name, prefix, month),
  ]);
}
