/**
 * A PostgreSQL of one's own, to be broken: what is committed survives everything that happens to its processes, as it does on a
 * server in use. Never the one of the other tests.
 */
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { addressIn, answers, makeData, startServer } from './binaries.ts';
import { guardFolder } from './guard.ts';

/** A commit is on its way to disk when it is acknowledged; the disk itself is not what we break, so it is not waited for. */
const KEPT = ['fsync=off', 'synchronous_commit=on', 'max_connections=100'];

/** A server in the hands of one test. */
export interface OwnServer {
  readonly folder: string;
  /** Makes a database; its address. `as` = the words after CREATE DATABASE and the name. */
  createDatabase(name: string, as?: string): Promise<string>;
  /** Runs a statement on the server's own database, in no transaction. */
  query(text: string): Promise<Record<string, unknown>[]>;
  /** Ends every process of it at once, as `pg_ctl stop -m immediate` does: nothing is finished, nothing is said. */
  crash(): Promise<void>;
  /** Starts it again; resolves when it answers. */
  start(): Promise<void>;
  /** Kills one of the processes that serve connections with SIGKILL: the server then ends all of them, and recovers. */
  killBackend(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server with settings of its own beside those that tests need. */
export async function ownServer(settings: readonly string[] = []): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-own-'));
  const relieve = guardFolder(folder);
  makeData(folder);
  const begin = () => startServer(folder, [...KEPT, ...settings]);
  let server = begin();
  await answers(addressIn(folder));
  const query = (text: string) => queryOn(addressIn(folder), text);
  return {
    folder,
    query,
    async createDatabase(name, as = 'TEMPLATE template0 STRATEGY file_copy') {
      await query(`CREATE DATABASE ${name} ${as}`);
      return addressIn(folder, name);
    },
    async crash() {
      const ended = once(server, 'exit');
      server.kill('SIGQUIT');
      await ended;
    },
    async start() {
      server = begin();
      await answers(addressIn(folder));
    },
    async killBackend() {
      const [one] = await query("SELECT pid FROM pg_stat_activity WHERE application_name = 'rekindle' LIMIT 1");
      if (!one) throw new Error('no process of the server serves a worker');
      process.kill(Number(one.pid), 'SIGKILL');
      // All others end as well: until then it takes connections that are cut at once.
      await sleep(200);
      await answers(addressIn(folder));
    },
    stop: relieve,
  };
}

/** Rows of a statement, on a connection of its own. */
export async function queryOn(address: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: address });
  client.on('error', leaveToTheQuery);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

function leaveToTheQuery(): void {
  // A connection that breaks fails the query on it.
}
