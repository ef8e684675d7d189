/**
 * SQLite behind the `Database` port, on `node:sqlite`. Owns the connection, its pragmas, transactions and manners:
 * a write transaction is one synchronous block, and between two of them others get their turn.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { StoreError } from './errors.ts';
import type { Command, CommandResult, Database, MigrationStep, Program } from './program.ts';
import { bind, type SqlRow, type Statement } from './statement.ts';

export interface SqliteOptions {
  /** File path, or `:memory:`. */
  readonly path: string;
  readonly readOnly?: boolean;
  /** `full` survives power loss; `normal` may lose the last commits then, never the file. Imports use `normal`. */
  readonly durability?: 'full' | 'normal' | 'none';
  /** How long a statement waits for another process's transaction, ms. */
  readonly busyTimeoutMs?: number;
}

/** A pause after work when somebody else wrote within this time, ms. */
const NEIGHBOUR_MEMORY_MS = 1_000;
/** Longest run of transactions without a pause, ms; SQLite's busy handler polls and is not fair. */
const UNBROKEN_WORK_MS = 100;
const PAUSE_MS = 5;
const CACHE_KIB = 64 * 1024;

class SqliteDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly #connection: DatabaseSync;
  readonly #prepared = new Map<Statement<unknown>, StatementSync>();
  readonly #shared: boolean;
  #dataVersion = 0;
  #neighbourSeenAt = Number.NEGATIVE_INFINITY;
  #lastPauseAt = performance.now();

  constructor(connection: DatabaseSync, shared: boolean) {
    this.#connection = connection;
    this.#shared = shared;
  }

  async write<T>(program: () => Program<T>): Promise<T> {
    const result = this.#transaction('BEGIN IMMEDIATE', program);
    if (this.#shared) await this.#giveWay();
    return result;
  }

  async read<T>(program: () => Program<T>): Promise<T> {
    return this.#transaction('BEGIN', program);
  }

  async migrate(steps: readonly MigrationStep[]): Promise<void> {
    for (const step of steps) this.#migrateOne(step);
  }

  async close(): Promise<void> {
    this.#prepared.clear();
    this.#connection.close();
  }

  #migrateOne(step: MigrationStep): void {
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      const row = this.#connection.prepare('PRAGMA user_version').get() as { user_version: number };
      if (row.user_version < step.version) {
        for (const text of step.statements) this.#connection.exec(text);
        this.#connection.exec(`PRAGMA user_version = ${step.version}`);
      }
      this.#connection.exec('COMMIT');
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw new StoreError('migration-failed', `migration ${step.version} (${step.name}) failed and changed nothing`, {
        cause: error,
      });
    }
  }

  #transaction<T>(begin: string, program: () => Program<T>): T {
    this.#exec(begin);
    try {
      const result = this.#drive(program());
      this.#exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw storeErrorOf(error);
    }
  }

  #exec(text: string): void {
    try {
      this.#connection.exec(text);
    } catch (error) {
      throw storeErrorOf(error);
    }
  }

  #drive<T>(program: Program<T>): T {
    let step = program.next();
    while (!step.done) step = program.next(this.#perform(step.value));
    return step.value;
  }

  #perform(command: Command): CommandResult {
    const statement = this.#prepare(command.statement);
    switch (command.kind) {
      case 'all':
        return statement.all(...bind(command.statement, command.parameters)) as SqlRow[];
      case 'run':
        return Number(statement.run(...bind(command.statement, command.parameters)).changes);
      case 'run-each': {
        let changes = 0;
        for (const row of command.rows) changes += Number(statement.run(...bind(command.statement, row)).changes);
        return changes;
      }
      case 'all-each':
        return command.rows.map((row) => statement.all(...bind(command.statement, row)) as SqlRow[]);
    }
  }

  #prepare(of: Statement<unknown>): StatementSync {
    let prepared = this.#prepared.get(of);
    if (!prepared) {
      prepared = this.#connection.prepare(of.text);
      this.#prepared.set(of, prepared);
    }
    return prepared;
  }

  /** Lets another process write: at once when one is there, else now and then, so that none starves. */
  async #giveWay(): Promise<void> {
    const now = performance.now();
    const { data_version: version } = this.#dataVersionStatement().get() as { data_version: number };
    if (version !== this.#dataVersion) {
      if (this.#dataVersion !== 0) this.#neighbourSeenAt = now;
      this.#dataVersion = version;
    }
    const neighbour = now - this.#neighbourSeenAt < NEIGHBOUR_MEMORY_MS;
    if (!neighbour && now - this.#lastPauseAt < UNBROKEN_WORK_MS) return;
    await pause(PAUSE_MS);
    this.#lastPauseAt = performance.now();
  }

  #dataVersionCache: StatementSync | null = null;
  #dataVersionStatement(): StatementSync {
    this.#dataVersionCache ??= this.#connection.prepare('PRAGMA data_version');
    return this.#dataVersionCache;
  }
}

/** Codes of SQLite that are the world's fault, with the remedy a person needs. */
const OUTSIDE: Readonly<Record<number, readonly [code: string, message: string]>> = {
  5: ['database-busy', 'another process kept the database locked; try again when its command has ended'],
  6: ['database-busy', 'another process kept the database locked; try again when its command has ended'],
  8: ['database-read-only', 'the database file cannot be written; check its permissions'],
  10: ['database-io', 'the disk failed while reading or writing the database; check the disk before going on'],
  11: ['database-corrupt', 'the database file is damaged; restore a backup'],
  13: ['disk-full', 'the disk is full; nothing of this step was written; free space and run the same command again'],
  14: ['database-cannot-open', 'the database file cannot be opened; check the path and that its folder exists'],
  26: ['not-a-database', 'the file is not a Rekindle database; check the path given by --db or REKINDLE_DB'],
};

function storeErrorOf(error: unknown): unknown {
  const errcode = (error as { errcode?: number }).errcode;
  const known = errcode === undefined ? undefined : OUTSIDE[errcode & 0xff];
  return known ? new StoreError(known[0], known[1], { cause: error }) : error;
}

/**
 * Opens a SQLite database. `busy_timeout` comes before WAL: opening itself fails under a writer otherwise.
 * Errors: `database-cannot-open`, `not-a-database`, `database-busy` as `StoreError`.
 */
export function openSqlite(options: SqliteOptions): Database {
  const inMemory = options.path === ':memory:';
  try {
    const connection = new DatabaseSync(options.path, { readOnly: options.readOnly ?? false });
    connection.exec(`PRAGMA busy_timeout = ${options.busyTimeoutMs ?? 10_000}`);
    if (!inMemory && !options.readOnly) connection.exec('PRAGMA journal_mode = WAL');
    const synchronous = { full: 'FULL', normal: 'NORMAL', none: 'OFF' }[
      inMemory ? 'none' : (options.durability ?? 'full')
    ];
    connection.exec(`PRAGMA synchronous = ${synchronous}`);
    connection.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
    connection.exec('PRAGMA foreign_keys = ON');
    connection.exec('PRAGMA temp_store = MEMORY');
    return new SqliteDatabase(connection, !inMemory && !options.readOnly);
  } catch (error) {
    throw storeErrorOf(error);
  }
}
