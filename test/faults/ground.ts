/**
 * The database under a run: a real SQLite, filled from an image that is made once. Beside our tables it keeps a log of every
 * change, written by triggers, so that the audit sees each move inside each commit. In memory all share one connection; in a
 * file each actor has its own, which closes in the middle of whatever it did when the actor vanishes.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { SQLITE } from '../../src/store/migrations/dialect.ts';
import { migrations } from '../../src/store/migrations/migrations.ts';
import type { Database } from '../../src/store/program.ts';
import { SqliteDatabase } from '../../src/store/sqlite/database.ts';
import { loadStatistics } from '../../src/store/sqlite/statistics.ts';
import type { Actor } from './turns.ts';

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, string | number | null>>;

/** One change of a row: `f` and `t` are its state before and after, the rest by kind (see `LOG`). */
export interface Change {
  readonly seq: number;
  readonly kind:
    | ('message' | 'enrollment' | 'campaign' | 'suppression' | 'event' | 'halt' | 'lift')
    | ('rest' | 'release' | 'run' | 'alert' | 'alert-send');
  readonly id: string;
  readonly f: string | null;
  readonly t: string | null;
  readonly x: string | number | null;
  readonly y: string | number | null;
  readonly z: string | number | null;
  readonly v: string | number | null;
  readonly w: string | number | null;
}

function trigger(when: string, kind: Change['kind'], values: Partial<Record<keyof Change, string>>): string {
  const names = Object.keys(values);
  return `CREATE TRIGGER "sim ${kind} ${when}" AFTER ${when} BEGIN
    INSERT INTO sim_log (kind, ${names.join(', ')}) VALUES ('${kind}', ${Object.values(values).join(', ')}); END;`;
}

const REST = { id: 'NEW.connection', x: 'NEW.until' };
const ROUTINE = "NEW.workspace_id || '/' || NEW.routine";
const LOG = [
  `CREATE TABLE sim_log (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, f TEXT, t TEXT, x, y, z, v, w);`,
  trigger('INSERT ON message', 'message', { id: 'NEW.id', t: 'NEW.state' }),
  trigger('UPDATE ON message', 'message', {
    ...{ id: 'NEW.id', f: 'OLD.state', t: 'NEW.state', x: 'OLD.lease_owner', y: 'OLD.lease_until' },
    ...{ z: 'OLD.may_have_left', v: 'NEW.due_at', w: 'NEW.reason_code' },
  }),
  trigger('INSERT ON enrollment', 'enrollment', { id: 'NEW.id', t: 'NEW.state', x: 'NEW.lead_id' }),
  trigger('UPDATE ON enrollment', 'enrollment', {
    ...{ id: 'NEW.id', f: 'OLD.state', t: 'NEW.state', x: 'OLD.last_message_id', y: 'NEW.last_message_id' },
    ...{ z: 'NEW.reason_code', v: 'NEW.due_at', w: 'OLD.reason_code' },
  }),
  trigger('UPDATE OF state ON campaign', 'campaign', { id: 'NEW.id', f: 'OLD.state', t: 'NEW.state' }),
  trigger('INSERT ON suppression', 'suppression', { id: 'NEW.key_hash', t: 'NEW.channel', x: 'NEW.workspace_id' }),
  trigger('INSERT ON event', 'event', {
    ...{ id: 'NEW.origin_id', t: 'NEW.kind', x: 'NEW.message_id', y: 'NEW.lead_id' },
    ...{ z: 'MIN(NEW.at, NEW.recorded_at)', v: 'NEW.recorded_at' },
  }),
  trigger('INSERT ON halt', 'halt', { id: 'NEW.workspace_id', t: 'NEW.channel' }),
  trigger('DELETE ON halt', 'lift', { id: 'OLD.workspace_id', t: 'OLD.channel' }),
  trigger('INSERT ON connection_rest', 'rest', REST),
  trigger('UPDATE ON connection_rest', 'rest', REST),
  trigger('DELETE ON connection_rest', 'rest', { id: 'OLD.connection', x: 'NULL' }),
  trigger('INSERT ON canary_release', 'release', { id: 'NEW.campaign_id' }),
  trigger('INSERT ON routine_run', 'run', { id: ROUTINE, t: 'NEW.state', x: 'NEW.slot_at', v: 'NEW.missed' }),
  trigger('UPDATE ON routine_run', 'run', {
    ...{ id: ROUTINE, f: 'OLD.state', t: 'NEW.state', x: 'NEW.slot_at', y: 'OLD.lease_owner' },
    ...{ z: 'OLD.lease_until', w: 'NEW.lease_owner' },
  }),
  trigger('INSERT ON alert', 'alert', { id: "NEW.workspace_id || '/' || NEW.subject", f: 'NEW.was', t: 'NEW.status' }),
  trigger('UPDATE ON alert_send', 'alert-send', { id: 'NEW.alert_id', f: 'OLD.state', t: 'NEW.state' }),
].join('\n');

/** More pages than any run needs. */
const ROOM = 1_000_000;

/** An empty database with our schema and the log of changes, as bytes. */
export async function emptyImage(fill: (database: Database) => Promise<void>): Promise<Uint8Array> {
  const connection = new DatabaseSync(':memory:');
  const database = databaseOn(connection, ':memory:');
  await database.migrate(migrations(SQLITE));
  connection.exec(LOG);
  await fill(database);
  const image = connection.serialize();
  await database.close();
  return image;
}

function databaseOn(connection: DatabaseSync, path: string): SqliteDatabase {
  connection.exec('PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA synchronous = OFF');
  // Not shared: giving way to others takes real time, and here nobody else is there between two gates.
  return new SqliteDatabase({ connection, path, shared: false, now: noClock }, () => {
    throw new Error('a run makes no copies');
  });
}

/** Who works asks the run for the time: see `faultyDatabase`. */
function noClock(): number {
  throw new Error('the ground has no clock');
}

/** The database of one run. */
export interface Ground {
  /** The database as this actor has it. */
  databaseFor(actor: Actor): Database;
  /** The actor is gone, in the middle of a transaction it may be. */
  leave(actor: Actor): void;
  /** No page more than there are, until there is room again. */
  setFull(full: boolean): void;
  rows<T extends object = Row>(sql: string, ...values: readonly (string | number)[]): readonly T[];
  close(): void;
}

/** Lays a database in memory. */
export function groundInMemory(image: Uint8Array): Ground {
  const connection = new DatabaseSync(':memory:');
  connection.deserialize(image);
  loadStatistics(connection);
  const database = databaseOn(connection, ':memory:');
  return {
    databaseFor: () => database,
    leave: () => undefined,
    setFull: (full) => connection.exec(`PRAGMA max_page_count = ${full ? 1 : ROOM}`),
    ...reading(connection),
    close: () => connection.close(),
  };
}

/** Lays a database in a file of its own folder. */
export function groundInFile(image: Uint8Array): Ground {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-faults-'));
  const path = join(folder, 'rekindle.db');
  writeFileSync(path, image);
  const connections = new Map<Actor, DatabaseSync>();
  const observer = new DatabaseSync(path);
  observer.exec('PRAGMA journal_mode = WAL');
  let full = false;
  const limit = (connection: DatabaseSync) => connection.exec(`PRAGMA max_page_count = ${full ? 1 : ROOM}`);
  return {
    databaseFor(actor) {
      const connection = new DatabaseSync(path);
      connections.set(actor, connection);
      limit(connection);
      return databaseOn(connection, path);
    },
    leave(actor) {
      connections.get(actor)?.close();
      connections.delete(actor);
    },
    setFull(now) {
      full = now;
      for (const connection of connections.values()) limit(connection);
    },
    ...reading(observer),
    close() {
      for (const connection of [observer, ...connections.values()]) connection.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function reading(connection: DatabaseSync): Pick<Ground, 'rows'> {
  const prepared = new Map<string, StatementSync>();
  return {
    rows<T>(sql: string, ...values: readonly (string | number)[]) {
      let statement = prepared.get(sql);
      if (!statement) {
        statement = connection.prepare(sql);
        prepared.set(sql, statement);
      }
      return statement.all(...values) as T[];
    },
  };
}
