/** Opens PostgreSQL databases: the pool and its manners, time-outs, what poolers forbid, copies in memory. */
import { randomUUID } from 'node:crypto';
import { Client, type ClientConfig, Pool } from 'pg';
import type { Database } from '../program.ts';
import { PostgresDatabase } from './database.ts';
import { type Listener, News } from './news.ts';
import { Tending } from './tending.ts';

/** How a PostgreSQL database is opened. */
export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`; `?pgbouncer=true` says that a pooler in transaction mode stands before it. */
  readonly url: string;
  /** Connections that this process holds at most. */
  readonly connections?: number;
  /** Longest that one statement may take, ms. */
  readonly statementTimeoutMs?: number;
  /** Makes a copy in memory. */
  readonly copyInto: (from: Database, now: () => number) => Promise<Database>;
}

const CONNECTIONS = 5;
const CONNECT_MS = 10_000;
const STATEMENT_MS = 120_000;
/** As long as a statement waits for another process on SQLite. */
const LOCK_MS = 10_000;
/** A process that was stopped in the middle of a transaction keeps others waiting no longer than this. */
const STALLED_MS = 60_000;
/**
 * Every statement has an index, or says why not; a test reads the plans. So an index it is, also of a table that is still small when the
 * plan is made, row by row and not by a second reading of the whole table, and one plan for all values, as on SQLite.
 */
export const PLANNING = [
  ['enable_seqscan', 'off'],
  ['enable_hashjoin', 'off'],
  ['enable_mergejoin', 'off'],
  ['enable_material', 'off'],
  ['plan_cache_mode', 'force_generic_plan'],
] as const;
const CHANNEL = 'rekindle_news';
const TELL = 'SELECT pg_notify($1, $2)';

/** Opens a PostgreSQL database; nothing is asked of it yet, and the schema is the migrator's. */
export function openPostgres({ url, connections, statementTimeoutMs, copyInto }: PostgresOptions): Database {
  const { config, pooled } = connectionOf(url);
  const settings = [
    ['statement_timeout', String(statementTimeoutMs ?? STATEMENT_MS)],
    ['lock_timeout', String(LOCK_MS)],
    ['idle_in_transaction_session_timeout', String(STALLED_MS)],
    ...PLANNING,
  ] as const;
  const kept = settings.map(([name, value]) => `-c ${name}=${value}`).join(' ');
  const pool = new Pool({
    ...(pooled ? config : { ...config, options: `${config.options ?? ''} ${kept}`.trim() }),
    max: connections ?? CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
  });
  // A connection that breaks tells whoever waits on it; one that is idle is replaced when it is needed.
  pool.on('error', leaveToWhoeverAsks);
  pool.on('connect', (client) => client.on('error', leaveToWhoeverAsks));
  const self = randomUUID();
  const news = new News({
    send: () => pool.query(TELL, [CHANNEL, self]).then(nothing, leaveToWhoeverAsks),
    // Behind such a pooler nobody can listen: news is then as late as the wait.
    listen: async (heard, lost) => (pooled ? null : listen(config, self, heard, lost)),
  });
  const tending = new Tending({
    ask: async (text) => (await pool.query<{ name: string }>(text)).rows,
    makeMonths: async () => {
      const now = await database.now();
      await database.makeRoom(now, now);
    },
  });
  const database = new PostgresDatabase({
    pool,
    news,
    tending,
    named: !pooled,
    settings: pooled ? settings : [],
    copyInto,
  });
  return database;
}

const POOLED = 'pgbouncer';

/** What `pg` is told, and whether a pooler in transaction mode stands between: nothing then outlives a transaction. */
function connectionOf(url: string): { config: ClientConfig; pooled: boolean } {
  const parsed = new URL(url);
  const pooled = parsed.searchParams.get(POOLED) === 'true';
  const options = parsed.searchParams.get('options');
  // `pg` would let those of the address win over ours; they are joined instead.
  for (const name of [POOLED, 'options']) parsed.searchParams.delete(name);
  const config = { connectionString: parsed.href, application_name: 'rekindle', keepAlive: true };
  return { config: options === null ? config : { ...config, options }, pooled };
}

async function listen(
  config: ClientConfig,
  self: string,
  heard: () => void,
  lost: () => void,
): Promise<Listener | null> {
  const client = new Client({ ...config, connectionTimeoutMillis: CONNECT_MS });
  client.on('notification', ({ payload }) => {
    if (payload !== self) heard();
  });
  client.on('error', leaveToWhoeverAsks);
  client.once('end', lost);
  try {
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    return { close: () => client.end() };
  } catch {
    // Whoever works asks the database itself next, and is told there what is wrong with it.
    lost();
    return null;
  }
}

function nothing(): void {
  // Told; nobody waits for an answer.
}

function leaveToWhoeverAsks(): void {
  // The same fault reaches whoever asks the database next, as an error with a code.
}
