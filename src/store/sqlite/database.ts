/**
 * SQLite behind the `Database` port, on `node:sqlite`. Owns the connection, transactions and manners: a write
 * transaction is one synchronous block, and between two of them others get their turn.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { StoreError } from '../errors.ts';
import {
  ALL_IDS,
  type Command,
  type CommandResult,
  type Database,
  type Forgotten,
  type MigrationStep,
  type Perform,
  type Program,
  type SessionMode,
} from '../program.ts';
import { bind, type SqlRow, type Statement } from '../statement.ts';
import { faultOf } from './faults.ts';
import { loadStatistics, writeStatistics } from './statistics.ts';
import type { Turns } from './turns.ts';

/** What a connection is: a file that others may write too, or one that nobody else sees. */
export interface SqliteConnection {
  readonly connection: DatabaseSync;
  readonly path: string;
  /** Others may write beside us, so we give way. */
  readonly shared: boolean;
  /** Where who waits says so; absent = nobody can. */
  readonly turns?: Turns | null;
  /** The clock that leases are measured by, epoch ms: all who share a file share a machine. */
  readonly now: () => number;
}

/** Marks a file as Rekindle's: the letters RKDL. Source: https://sqlite.org/pragma.html#pragma_application_id */
export const APPLICATION_ID = 0x524b444c;

/** A pause between two transactions when somebody else wrote within this time, ms. */
const NEIGHBOUR_MEMORY_MS = 1_000;
/** Longest run of transactions without a pause, ms, where others can say that they wait: another program cannot. */
const UNBROKEN_WORK_MS = 1_000;
/** The same where nobody can say so. */
const UNBROKEN_UNASKED_MS = 100;
const PAUSE_MS = 5;
/** Whoever waits looks ever more rarely, every 25 ms by then: pauses grow with it until it is through. */
const LONGEST_PAUSE_MS = 40;
/** SQLite plans a statement anew each time its limit is bound, which takes longer than most of them do; a sum it leaves alone. */
const BOUND_LIMIT = /\bLIMIT \?/g;
/** A mark that stands this long, ms, was left by somebody who is no more: none waits longer. */
const MARK_LASTS_MS = 10_000;

/** How long whoever erases waits for readers before the log is cut, ms. */
const WIPE_WAIT_MS = 500;

/** The port over one connection. `copyOf` makes another database with the same content. */
export class SqliteDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly #connection: DatabaseSync;
  readonly #prepared = new Map<Statement<unknown>, StatementSync>();
  readonly #shared: boolean;
  readonly #turns: Turns | null;
  readonly #dataVersionStatement: StatementSync;
  /** A read is so short that compiling its frame would be a tenth of it. */
  readonly #frame: Readonly<Record<'BEGIN' | 'BEGIN IMMEDIATE' | 'COMMIT', StatementSync>>;
  readonly #now: () => number;
  readonly #copyOf: (now: () => number) => Database;
  #dataVersion = 0;
  #neighbourSeenAt = Number.NEGATIVE_INFINITY;
  /** When the last transaction that wrote ended. */
  #wroteAt = Number.NEGATIVE_INFINITY;
  #freeAt = performance.now();
  /** Who waits, since when, and how long the next pause for it is. */
  #waiter = { mark: '', since: 0, pauseMs: PAUSE_MS };

  constructor({ connection, shared, turns, now }: SqliteConnection, copyOf: (now: () => number) => Database) {
    this.#connection = connection;
    this.#shared = shared;
    this.#turns = turns ?? null;
    this.#now = now;
    this.#copyOf = copyOf;
    this.#dataVersionStatement = connection.prepare('PRAGMA data_version');
    const of = (text: string) => connection.prepare(text);
    this.#frame = { BEGIN: of('BEGIN'), 'BEGIN IMMEDIATE': of('BEGIN IMMEDIATE'), COMMIT: of('COMMIT') };
  }

  async write<T>(program: () => Program<T>, { wipe }: { readonly wipe: boolean } = { wipe: false }): Promise<T> {
    if (this.#shared) {
      const pauseMs = this.#pauseDue();
      if (pauseMs > 0) await this.#giveWay(pauseMs);
    }
    const result = wipe ? this.#wiping(program) : this.#transaction('BEGIN IMMEDIATE', program);
    this.#wroteAt = performance.now();
    return result;
  }

  async read<T>(program: () => Program<T>): Promise<T> {
    return this.#transaction('BEGIN', program);
  }

  async schemaVersion(): Promise<number> {
    return this.#userVersion();
  }

  async migrate(steps: readonly MigrationStep[]): Promise<void> {
    for (const step of steps) this.#migrateOne(step);
    loadStatistics(this.#connection);
  }

  pool(): null {
    return null;
  }

  async place(): Promise<null> {
    return null;
  }

  async bytes(): Promise<number> {
    const of = (pragma: string) => Number(Object.values(this.#connection.prepare(pragma).get() ?? {})[0]);
    return of('PRAGMA page_count') * of('PRAGMA page_size');
  }

  async now(): Promise<number> {
    return this.#now();
  }

  /** Others' writes are looked for by whoever wakes: a look costs less than being told would. */
  async waitForNews(mostMs: number, signal: AbortSignal): Promise<void> {
    await pause(mostMs, undefined, { signal }).catch(ignoreAbort);
  }

  async session<T>(mode: SessionMode, body: (perform: Perform) => Promise<T>): Promise<T> {
    this.#exec(mode === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN');
    try {
      const result = await body(async (command) => this.#perform(command));
      this.#exec('COMMIT');
      return result;
    } catch (error) {
      throw faultOf(this.#rolledBack(error));
    }
  }

  /** One file grows as it must. */
  async makeRoom(): Promise<void> {
    // Nothing is kept apart.
  }

  async forget(): Promise<Forgotten> {
    return { removed: 0, left: [ALL_IDS] };
  }

  async copy(now: () => number): Promise<Database> {
    return this.#copyOf(now);
  }

  async close(): Promise<void> {
    this.#prepared.clear();
    this.#connection.close();
    this.#turns?.close();
  }

  #userVersion(): number {
    return (this.#connection.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  }

  #migrateOne(step: MigrationStep): void {
    this.#exec('BEGIN IMMEDIATE');
    try {
      // Asked again under the lock: another process may have migrated while we waited for it.
      if (this.#userVersion() < step.version) {
        for (const text of step.statements) this.#connection.exec(text);
        writeStatistics(this.#connection);
        this.#connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
        this.#connection.exec(`PRAGMA user_version = ${step.version}`);
      }
      this.#connection.exec('COMMIT');
    } catch (error) {
      const cause = faultOf(this.#rolledBack(error));
      if (cause instanceof StoreError) throw cause;
      const message = `migration ${step.version} (${step.name}) failed and changed nothing`;
      throw new StoreError('migration-failed', message, { cause });
    }
  }

  /** What is deleted leaves no bytes behind: neither in pages of the file nor, unless somebody reads there for long, in its log. */
  #wiping<T>(program: () => Program<T>): T {
    const { timeout } = this.#connection.prepare('PRAGMA busy_timeout').get() as { timeout: number };
    this.#exec('PRAGMA secure_delete = ON');
    try {
      return this.#transaction('BEGIN IMMEDIATE', program);
    } finally {
      this.#exec(`PRAGMA secure_delete = OFF; PRAGMA busy_timeout = ${WIPE_WAIT_MS}`);
      // Tells in its row, and not by an error, that readers kept it from the end of the log.
      this.#connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
      this.#exec(`PRAGMA busy_timeout = ${timeout}`);
    }
  }

  #transaction<T>(begin: 'BEGIN' | 'BEGIN IMMEDIATE', program: () => Program<T>): T {
    this.#begin(begin);
    try {
      const result = this.#drive(program());
      this.#frame.COMMIT.run();
      return result;
    } catch (error) {
      throw faultOf(this.#rolledBack(error));
    }
  }

  /** Whoever writes now and then says so while it waits; whoever writes batch after batch has its turn. */
  #begin(begin: 'BEGIN' | 'BEGIN IMMEDIATE'): void {
    const asks = begin === 'BEGIN IMMEDIATE' && performance.now() - this.#wroteAt >= PAUSE_MS;
    if (asks) this.#turns?.ask();
    try {
      this.#frame[begin].run();
    } catch (error) {
      throw faultOf(error);
    } finally {
      if (asks) this.#turns?.done();
    }
  }

  /** Ends the transaction that `error` broke. SQLite has ended it by itself after a full disk. */
  #rolledBack(error: unknown): unknown {
    try {
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      return error;
    } catch (second) {
      return new AggregateError([error, second], 'a failed transaction could not be rolled back');
    }
  }

  #exec(text: string): void {
    try {
      this.#connection.exec(text);
    } catch (error) {
      throw faultOf(error);
    }
  }

  #drive<T>(program: Program<T>): T {
    let step = program.next();
    while (!step.done) step = program.next(this.#perform(step.value));
    return step.value;
  }

  #perform(command: Command): CommandResult {
    // Whoever writes is alone already.
    if (command.kind === 'lock') return 0;
    if (command.kind === 'together') return { each: command.commands.map((one) => this.#perform(one)) };
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
      prepared = this.#connection.prepare(of.text.replaceAll(BOUND_LIMIT, 'LIMIT ? + 0'));
      prepared.setReturnArrays(of.lists);
      if (!of.passing) this.#prepared.set(of, prepared);
    }
    return prepared;
  }

  /**
   * How long to stand aside before the next transaction, ms: while somebody waits, or wrote just now, or had no chance for long.
   * While our own process was busy with something else, as reading the next rows of a file, others had theirs.
   */
  #pauseDue(): number {
    const now = performance.now();
    if (now - this.#wroteAt >= PAUSE_MS) {
      this.#freeAt = now;
      return 0;
    }
    const asked = this.#pauseAskedFor(now);
    if (asked > 0) return asked;
    const unbroken = now - this.#freeAt >= (this.#turns ? UNBROKEN_WORK_MS : UNBROKEN_UNASKED_MS);
    return unbroken || this.#hasNeighbour(now) ? PAUSE_MS : 0;
  }

  #pauseAskedFor(now: number): number {
    const mark = this.#turns?.waiting() ?? null;
    if (mark === null) return 0;
    if (mark !== this.#waiter.mark) this.#waiter = { mark, since: now, pauseMs: PAUSE_MS };
    if (now - this.#waiter.since > MARK_LASTS_MS) return 0;
    const { pauseMs } = this.#waiter;
    this.#waiter.pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    return pauseMs;
  }

  /** Whether somebody else committed within the last second: one who writes often gets in between each two of ours. */
  #hasNeighbour(now: number): boolean {
    const { data_version: version } = this.#dataVersionStatement.get() as { data_version: number };
    if (version !== this.#dataVersion) {
      if (this.#dataVersion !== 0) this.#neighbourSeenAt = now;
      this.#dataVersion = version;
    }
    return now - this.#neighbourSeenAt < NEIGHBOUR_MEMORY_MS;
  }

  async #giveWay(pauseMs: number): Promise<void> {
    await pause(pauseMs);
    this.#freeAt = performance.now();
  }
}

function ignoreAbort(error: unknown): void {
  if ((error as Error).name !== 'AbortError') throw error;
}
