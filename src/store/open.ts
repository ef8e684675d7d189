/** Opening databases: which kind a name means, and bringing it to the newest schema. */
import { StoreError } from './errors.ts';
import { POSTGRES, SQLITE } from './migrations/dialect.ts';
import { migrations } from './migrations/migrations.ts';
import { isPostgresAddress } from './postgres/settings.ts';
import type { Database } from './program.ts';
import { openSqlite, type SqliteOptions } from './sqlite/open.ts';

/** How a database is opened. */
export interface DatabaseOptions {
  /** A file path, `:memory:`, or `postgres://…`. */
  readonly database: string;
  /** Of SQLite; a server has its own. */
  readonly durability?: SqliteOptions['durability'];
  /** Of PostgreSQL. */
  readonly connections?: number;
  /** Of PostgreSQL, ms. */
  readonly statementTimeoutMs?: number;
}

const DIALECTS = { sqlite: SQLITE, postgres: POSTGRES } as const;
/** Opens what a name means. Errors: see `openSqliteDatabase`; on PostgreSQL also `database-unreachable` and `database-refused`. */
export async function openDatabase({ database, durability, ...rest }: DatabaseOptions): Promise<Database> {
  if (!isPostgresAddress(database))
    return openSqliteDatabase({ path: database, ...(durability ? { durability } : {}) });
  // Loaded only where it is used: a command on a file need not wait for it.
  const { openPostgres } = await import('./postgres/open.ts');
  const { copyToMemory } = await import('./transfer/copy.ts');
  return upToDate(openPostgres({ url: database, copyInto: copyToMemory, ...rest }), false);
}

/**
 * Opens a SQLite database at the newest schema.
 * Errors: `StoreError` with code `newer-schema` where a newer Rekindle has written it, `older-schema` where it may
 * only be read and is not up to date, and those of `openSqlite`.
 */
export function openSqliteDatabase(options: SqliteOptions): Promise<Database> {
  return upToDate(openSqlite(options), options.readOnly ?? false);
}

async function upToDate(database: Database, readOnly: boolean): Promise<Database> {
  try {
    await bringUpToDate(database, readOnly);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function bringUpToDate(database: Database, readOnly: boolean): Promise<void> {
  const steps = migrations(DIALECTS[database.dialect]);
  const newest = steps.at(-1)?.version ?? 0;
  const version = await database.schemaVersion();
  if (version > newest) {
    throw new StoreError(
      'newer-schema',
      'this database was written by a newer Rekindle; update Rekindle, nothing was changed',
    );
  }
  if (version === newest) return;
  if (readOnly) {
    throw new StoreError('older-schema', 'this database is of an older Rekindle; open it for writing once');
  }
  await database.migrate(steps);
}
