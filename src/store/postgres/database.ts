/**
 * PostgreSQL behind the `Database` port, on `pg`. Owns the pool, transactions and their repetition: a program that another
 * transaction was in the way of is run again from its beginning, so that whatever it is given must bear being called twice.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { LIMITS } from '../../domain/limits.ts';
import type { PoolCounts } from '../../engine/store-port.ts';
import type { Database, Forgetting, Forgotten, MigrationStep, Perform, Program, SessionMode } from '../program.ts';
import { faultOf, isInTheWay, isLost, outcomeUnknown } from './faults.ts';
import { forgetMonths } from './forget.ts';
import { migrateOne, versionOf } from './migrate.ts';
import { KEEP_MONTHS, makeMonths } from './months.ts';
import type { News } from './news.ts';
import type { Tending } from './tending.ts';
import { bare, Transaction } from './transaction.ts';

/** What a database is made of. */
export interface PostgresParts {
  readonly pool: Pool;
  readonly news: News;
  readonly tending: Tending;
  /** Statements stay prepared on their connection; false behind a pooler that changes connections between transactions. */
  readonly named: boolean;
  /** Settings for each transaction, where a connection cannot keep them. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** A database in memory to copy into. */
  readonly copyInto: (from: Database, now: () => number) => Promise<Database>;
}

const BEGIN: Readonly<Record<SessionMode, string>> = {
  write: 'BEGIN',
  read: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
};
const SET = 'SELECT set_config($1, $2, true)';
const NOW = 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now';
/** The number is made with the server's data and stays with them, on a standby too. */
const PLACE = "SELECT system_identifier || ' ' || current_database() AS place FROM pg_control_system()";
const BYTES = 'SELECT pg_database_size(current_database()) AS bytes';
/** Longest pause before the second try, ms; each further one doubles it. */
const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 400;
/** Tables are moved for as long as it takes, and wait for the other side meanwhile. */
const UNBOUNDED = ['statement_timeout', 'idle_in_transaction_session_timeout'] as const;

/** The port over a pool of connections. */
export class PostgresDatabase implements Database {
  readonly dialect = 'postgres';
  readonly #parts: PostgresParts;

  constructor(parts: PostgresParts) {
    this.#parts = parts;
  }

  write<T>(program: () => Program<T>): Promise<T> {
    return this.#again(() => this.#transaction('write', drive(program)));
  }

  read<T>(program: () => Program<T>): Promise<T> {
    return this.#again(() => this.#transaction('read', drive(program)));
  }

  session<T>(mode: SessionMode, body: (perform: Perform) => Promise<T>): Promise<T> {
    return this.#transaction(mode, body, true).catch((error: unknown) => {
      throw faultOf(error);
    });
  }

  schemaVersion(): Promise<number> {
    return this.#onClient((client) => versionOf(client));
  }

  async migrate(steps: readonly MigrationStep[]): Promise<void> {
    for (const step of steps) await this.#onClient((client) => migrateOne(client, step));
    const now = await this.now();
    await this.makeRoom(now, now);
  }

  place(): Promise<string | null> {
    return this.#onClient(async (client) => (await client.query<{ place: string }>(PLACE)).rows[0]?.place ?? null);
  }

  pool(): PoolCounts {
    const { totalCount, idleCount, waitingCount } = this.#parts.pool;
    return { open: totalCount, idle: idleCount, waiting: waitingCount };
  }

  bytes(): Promise<number> {
    return this.#onClient(async (client) => Number((await client.query<{ bytes: string }>(BYTES)).rows[0]?.bytes));
  }

  now(): Promise<number> {
    return this.#onClient(async (client) => Number((await client.query<{ now: string }>(NOW)).rows[0]?.now));
  }

  waitForNews(mostMs: number, signal: AbortSignal): Promise<void> {
    return this.#parts.news.wait(mostMs, signal);
  }

  makeRoom(from: number, until: number): Promise<void> {
    return this.#onClient((client) => makeMonths(client, from, until));
  }

  forget(wish: Forgetting): Promise<Forgotten> {
    return this.#onClient((client) => forgetMonths(client, wish));
  }

  copy(now: () => number): Promise<Database> {
    return this.#parts.copyInto(this, now);
  }

  async close(): Promise<void> {
    await this.#parts.news.close();
    await this.#parts.tending.close();
    await this.#parts.pool.end();
  }

  /** Runs a transaction until nothing is in its way, a bounded number of times. */
  async #again<T>(once: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await once();
      } catch (error) {
        if (tried >= LIMITS.transactionTries || !(isInTheWay(error) || isLost(error))) throw faultOf(error);
      }
      // By chance, so that two that met do not meet again.
      await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tried));
    }
  }

  /** `whole` = whole tables are moved in it. */
  async #transaction<T>(mode: SessionMode, body: (perform: Perform) => Promise<T>, whole = false): Promise<T> {
    const { pool, named, settings } = this.#parts;
    const client = await pool.connect();
    const begin = [
      bare(BEGIN[mode]),
      ...(whole ? [bare(KEEP_MONTHS)] : []),
      ...settings.map(([name, value]) => bare(SET, name, value)),
      ...(whole ? UNBOUNDED.map((name) => bare(SET, name, '0')) : []),
    ];
    const transaction = new Transaction(client, named, begin);
    let ending = false;
    let result: T;
    try {
      result = await body((command) => transaction.perform(command));
      ending = true;
      await transaction.end('COMMIT');
    } catch (error) {
      await rollBack(client, transaction, error);
      throw ending && isLost(error) && mode === 'write' ? outcomeUnknown(error) : error;
    }
    client.release();
    this.#written(transaction.changed);
    return result;
  }

  #written(rows: number): void {
    if (rows === 0) return;
    this.#parts.news.tell();
    this.#parts.tending.changed(rows);
  }

  async #onClient<T>(body: (client: PoolClient) => Promise<T>): Promise<T> {
    try {
      const client = await this.#parts.pool.connect();
      try {
        return await body(client);
      } finally {
        client.release();
      }
    } catch (error) {
      throw faultOf(error);
    }
  }
}

/** Ends the transaction that `error` broke, and gives the connection back where it is still good. */
async function rollBack(client: PoolClient, transaction: Transaction, error: unknown): Promise<void> {
  const lost = isLost(error) || !transaction.sound;
  const ended = !lost && (await transaction.end('ROLLBACK').then(isDone, isNotDone));
  client.release(!ended);
}

function isDone(): boolean {
  return true;
}

/** A connection that cannot even roll back is thrown away: the server ends its transaction with it. */
function isNotDone(): boolean {
  return false;
}

/** Runs a program command by command. */
function drive<T>(program: () => Program<T>): (perform: Perform) => Promise<T> {
  return async (perform) => {
    const running = program();
    let step = running.next();
    while (!step.done) step = running.next(await perform(step.value));
    return step.value;
  };
}
