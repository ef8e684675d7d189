/**
 * Backups of a database file: taken while others write, looked through before they count, and put back as a copy that sends nothing until a
 * person claims it. Owns the files; that a copy is fenced is `domain/instance/fence`.
 */
import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import type { Backups, Restored, Saved } from '../../engine/store-port.ts';
import { StoreError } from '../errors.ts';
import { claimMark } from '../instance/mark.ts';
import { openSqliteDatabase } from '../open.ts';
import { TABLES } from '../transfer/tables.ts';
import { APPLICATION_ID } from './database.ts';
import { faultOf } from './faults.ts';

/** Pages of 8 KiB that are copied at once: whoever writes beside has their turn in between. */
const PAGES_AT_ONCE = 1_000;
/** What the file is called until it is whole. */
const PARTIAL = '.partial';
/** Faults that a file is told to have at most. */
const FAULTS_TOLD = 5;

/** Backups of this database file. */
export function sqliteBackups(database: string): Backups {
  return { save: (path, watch) => saveTo(database, path, watch), restore: restoreTo };
}

async function saveTo(database: string, path: string, watch: (share: number) => void): Promise<Saved> {
  refuseTaken(path);
  const partial = `${path}${PARTIAL}`;
  rmSync(partial, { force: true });
  const source = opened(database, true);
  try {
    await backup(source, partial, {
      rate: PAGES_AT_ONCE,
      progress: ({ totalPages, remainingPages }) => watch(1 - remainingPages / Math.max(1, totalPages)),
    });
    const rows = lookedThrough(partial);
    settle(partial, path);
    return { bytes: statSync(path).size, rows };
  } catch (error) {
    rmSync(partial, { force: true });
    throw damageOf(error);
  } finally {
    source.close();
  }
}

async function restoreTo(
  from: string,
  to: string,
  of: { readonly token: string; readonly now: number },
): Promise<Restored> {
  if (!existsSync(from)) throw new StoreError('file-not-found', `there is no file ${from}`);
  refuseTaken(to);
  const partial = `${to}${PARTIAL}`;
  rmSync(partial, { force: true });
  try {
    copyFileSync(from, partial);
    const rows = lookedThrough(partial);
    const database = await openSqliteDatabase({ path: partial });
    try {
      // Whatever is noted beside it, of whomever: no note fits, until a person claims it.
      await database.write(() => claimMark(of.token, 'restore', of.now));
    } finally {
      await database.close();
    }
    lookedThrough(partial);
    settle(partial, to);
    return { bytes: statSync(to).size, rows };
  } catch (error) {
    throw damageOf(error);
  } finally {
    for (const end of ['', '-wal', '-shm', '-turn']) rmSync(`${partial}${end}`, { force: true });
  }
}

/** Damage that was met while reading is told as such. */
function damageOf(error: unknown): unknown {
  const fault = faultOf(error);
  if ((fault as { code?: unknown }).code !== 'database-corrupt') return fault;
  return new StoreError('backup-damaged', 'the file is damaged; take another backup', { cause: error });
}

/** Nothing is written over: neither a file nor what is left of its log. */
function refuseTaken(path: string): void {
  for (const end of ['', '-wal']) {
    if (existsSync(`${path}${end}`)) {
      throw new StoreError('file-exists', `there is a file ${path}${end} already; name another one, or move it away`);
    }
  }
}

function opened(path: string, readOnly: boolean): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly });
  } catch (error) {
    throw faultOf(error);
  }
}

/** Reads the whole file, makes it one without a log beside it, and counts the rows by table. Errors: `not-a-database`, `backup-damaged`. */
function lookedThrough(path: string): Readonly<Record<string, number>> {
  const database = opened(path, false);
  try {
    const { application_id: id } = database.prepare('PRAGMA application_id').get() as { application_id: number };
    if (id !== APPLICATION_ID) throw new StoreError('not-a-database', 'the file is no database of Rekindle');
    const found = database.prepare(`PRAGMA integrity_check(${FAULTS_TOLD})`).all() as { integrity_check: string }[];
    const faults = found.map((row) => row.integrity_check).filter((text) => text !== 'ok');
    if (faults.length > 0) throw new StoreError('backup-damaged', `the file is damaged: ${faults.join('; ')}`);
    database.exec('PRAGMA journal_mode = DELETE');
    return Object.fromEntries(TABLES.flatMap(({ name }) => countOf(database, name)));
  } finally {
    database.close();
  }
}

/** A backup of an older Rekindle may lack a table. */
function countOf(database: DatabaseSync, table: string): [string, number][] {
  const known = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table);
  if (!known) return [];
  const { n } = database.prepare(`SELECT COUNT(*) AS n FROM ${table}`).get() as { n: number };
  return n === 0 ? [] : [[table, n]];
}

/** On disk, under its name. */
function settle(partial: string, path: string): void {
  const file = openSync(partial, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(partial, path);
}
