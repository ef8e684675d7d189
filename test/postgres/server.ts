/**
 * A PostgreSQL for tests: the one that `REKINDLE_TEST_PG` names, else one of our own that the first test to ask starts and all tests
 * of the run share; each asks for a database of its own.
 */
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { Client } from 'pg';
import { TABLES } from '../../src/store/transfer/tables.ts';
import { addressIn, answers, hasBinaries, makeData, startServer } from './binaries.ts';

/** Whether there is no PostgreSQL here: REKINDLE_TEST_PG names none, npm has none for this machine, and Debian's is not installed. */
export const NO_POSTGRES: boolean = !process.env.REKINDLE_TEST_PG && !hasBinaries();

/** Tests lose their data gladly: nothing is flushed to disk. */
const MAY_BE_LOST = [
  'track_commit_timestamp=on',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
];

/**
 * The address of the server's own database. `folder` is the run's: see `guard.ts`; `settings` are those of a server that is not
 * started yet.
 */
export async function serverAddress(folder: string, settings: readonly string[] = MAY_BE_LOST): Promise<string> {
  if (process.env.REKINDLE_TEST_PG) return process.env.REKINDLE_TEST_PG;
  if (first(folder)) {
    makeData(folder);
    startServer(folder, settings);
  }
  await answers(addressIn(folder));
  return addressIn(folder);
}

/** Of all threads and processes of a run, one starts the server. */
function first(folder: string): boolean {
  try {
    mkdirSync(join(folder, 'starting'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

let count = 0;

/** What the names of a run's databases begin with. */
function prefixOf(folder: string): string {
  return `${basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '_')}_`;
}

/** Removes the run's databases from a server that lives on after it. */
export async function dropDatabases(folder: string): Promise<void> {
  if (!process.env.REKINDLE_TEST_PG) return;
  const client = new Client({ connectionString: process.env.REKINDLE_TEST_PG });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
      [prefixOf(folder)],
    );
    for (const { name } of rows) await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

/** A database of one's own, empty. Gives its address. */
export async function freshDatabase(folder: string): Promise<string> {
  const server = await serverAddress(folder);
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    const name = `${prefixOf(folder)}${process.pid}_${threadId}_${count++}`;
    await client.query(`CREATE DATABASE ${name} TEMPLATE template0 STRATEGY file_copy`);
    const address = new URL(server);
    address.pathname = `/${name}`;
    return address.href;
  } finally {
    await client.end();
  }
}

/** Empties a database again and again. */
export interface Emptier {
  /** Empties every table, as if the database had just been made. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** Emptying files would take longer, and so would asking tables that hold nothing. */
const EMPTY = TABLES.toReversed()
  .map(({ name }) => `IF EXISTS (SELECT FROM ${name}) THEN DELETE FROM ${name}; END IF;`)
  .join('\n');
const AT_ONCE = `
  CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    ${EMPTY}
  END $$`;

/** For a database that has its schema. */
export async function emptierOf(address: string): Promise<Emptier> {
  const client = new Client({ connectionString: address });
  await client.connect();
  await client.query(AT_ONCE);
  return {
    empty: async () => void (await client.query('SELECT pg_temp.empty()')),
    close: () => client.end(),
  };
}
