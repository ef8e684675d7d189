/** Opens SQLite databases: pragmas in the right order, foreign files refused, copies in memory. */
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import type { Database } from '../program.ts';
import { FOR_REAL } from '../transfer/tables.ts';
import { APPLICATION_ID, type SqliteConnection, SqliteDatabase } from './database.ts';
import { faultOf } from './faults.ts';
import { loadStatistics, writeStatistics } from './statistics.ts';
import { Turns } from './turns.ts';

/** How a SQLite database is opened. */
export interface SqliteOptions {
  /** File path, or `:memory:`. */
  readonly path: string;
  readonly readOnly?: boolean;
  /** `full` survives power loss; `normal` may lose the last commits then, never the file. Imports use `normal`. */
  readonly durability?: 'full' | 'normal' | 'none';
  /** How long a statement waits for another process's transaction, ms. */
  readonly busyTimeoutMs?: number;
  /** The clock that leases are measured by, epoch ms; the machine's where none is given. */
  readonly now?: () => number;
  /** Pages of 8 KiB that the file may grow to; beyond them it is `disk-full`. */
  readonly mostPages?: number;
}

const MEMORY = ':memory:';
const BUSY_TIMEOUT_MS = 10_000;
const CACHE_KIB = 64 * 1024;
/**
 * The beginning of the file that is read where it lies in memory: whoever reads beside somebody who writes would fetch its pages anew after
 * each commit. Asking for single leads over HTTP gains half; batches neither gain nor lose (measured), so imports, which touch all of a large
 * file, leave that memory alone.
 */
const MAPPED_BYTES = 256 * 1024 * 1024;
/**
 * Bytes of a page, told to a file before its first table. Twice SQLite's own default: decisions of a kilobyte leave less room
 * unused, and every commit writes half as many pages. Assessing and due steps gain a tenth, importing loses nothing (measured).
 */
const PAGE_BYTES = 8_192;
/**
 * Pages of the write-ahead log after which it is brought into the file, 16 MB: batches that touch the same pages pay for them
 * once. A quarter of it makes each commit of the due loop half as slow again; four times as much gains nothing (measured).
 */
const CHECKPOINT_PAGES = 2_048;
/** While importing 128 MB: each batch touches most pages of the identities, and every checkpoint would write them all again. */
const IMPORT_CHECKPOINT_PAGES = 16_384;

/** A write-ahead log that grew in an import is cut back to this. */
const LOG_BYTES = 64 * 1024 * 1024;
const SYNCHRONOUS = { full: 'FULL', normal: 'NORMAL', none: 'OFF' } as const;

/**
 * Opens a SQLite database; the schema is the migrator's.
 * Errors: `database-cannot-open`, `not-a-database` (another program's file too), `database-busy` as `StoreError`.
 */
export function openSqlite(options: SqliteOptions): Database {
  return databaseOn(connect(options));
}

function databaseOn(opened: SqliteConnection): Database {
  return new SqliteDatabase(opened, (now) => databaseOn({ ...copied(opened), now }));
}

function connect(options: SqliteOptions): SqliteConnection {
  const { path, readOnly = false } = options;
  const inMemory = path === MEMORY;
  let connection: DatabaseSync | null = null;
  try {
    connection = new DatabaseSync(path, { readOnly });
    // The time-out comes before WAL: opening itself fails under a writer otherwise.
    connection.exec(`PRAGMA busy_timeout = ${options.busyTimeoutMs ?? BUSY_TIMEOUT_MS}`);
    refuseForeign(connection);
    connection.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
    if (!inMemory && !readOnly) connection.exec('PRAGMA journal_mode = WAL');
    connection.exec(`PRAGMA synchronous = ${SYNCHRONOUS[inMemory ? 'none' : (options.durability ?? 'full')]}`);
    connection.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
    const imports = options.durability === 'normal';
    connection.exec(`PRAGMA mmap_size = ${imports ? 0 : MAPPED_BYTES}`);
    connection.exec(`PRAGMA wal_autocheckpoint = ${imports ? IMPORT_CHECKPOINT_PAGES : CHECKPOINT_PAGES}`);
    connection.exec(`PRAGMA journal_size_limit = ${LOG_BYTES}`);
    connection.exec('PRAGMA foreign_keys = ON');
    connection.exec('PRAGMA temp_store = MEMORY');
    if (options.mostPages !== undefined) connection.exec(`PRAGMA max_page_count = ${options.mostPages}`);
    const shared = !inMemory && !readOnly;
    return { connection, path, shared, turns: shared ? Turns.beside(path) : null, now: options.now ?? Date.now };
  } catch (error) {
    connection?.close();
    throw faultOf(error);
  }
}

/** A file with tables of somebody else must not get ours beside them. */
function refuseForeign(connection: DatabaseSync): void {
  const { application_id: id } = connection.prepare('PRAGMA application_id').get() as { application_id: number };
  const { n } = connection.prepare('SELECT COUNT(*) AS n FROM sqlite_schema').get() as { n: number };
  if (id === APPLICATION_ID || (id === 0 && n === 0)) return;
  throw new StoreError(
    'not-a-database',
    'the file is a database of another program; check the path given by --db or REKINDLE_DB',
  );
}

/** The same content in memory. Of a file, read by its path on one snapshot; what is in memory is copied as bytes. */
function copied({ connection, path }: SqliteConnection): SqliteConnection {
  const target = connect({ path: MEMORY });
  try {
    if (path === MEMORY) copyMemory(connection, target.connection);
    else copyFile(path, target.connection);
    return target;
  } catch (error) {
    target.connection.close();
    throw faultOf(error);
  }
}

function copyMemory(from: DatabaseSync, target: DatabaseSync): void {
  target.deserialize(from.serialize());
  for (const table of FOR_REAL) target.exec(`DELETE FROM ${table}`);
}

function copyFile(path: string, target: DatabaseSync): void {
  target.prepare('ATTACH DATABASE ? AS source').run(path);
  target.exec('PRAGMA foreign_keys = OFF');
  target.exec('BEGIN');
  const parts = target
    .prepare(
      "SELECT type, name, sql FROM source.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY type = 'index', name",
    )
    .all() as { type: string; name: string; sql: string }[];
  for (const { type, name, sql } of parts) {
    target.exec(sql);
    // Rows come in the order of their key, and tables come before indexes, so that both are written front to back.
    if (type === 'table' && !FOR_REAL.has(name))
      target.exec(`INSERT INTO main."${name}" SELECT * FROM source."${name}"`);
  }
  const { user_version: version } = target.prepare('PRAGMA source.user_version').get() as { user_version: number };
  writeStatistics(target);
  target.exec(`PRAGMA main.user_version = ${version}`);
  target.exec(`PRAGMA main.application_id = ${APPLICATION_ID}`);
  target.exec('COMMIT');
  target.exec('DETACH DATABASE source');
  target.exec('PRAGMA foreign_keys = ON');
  loadStatistics(target);
}
