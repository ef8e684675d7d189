/**
 * Databases of a PostgreSQL for measuring, durable as in real use: the server that npm brings, or the one that REKINDLE_TEST_PG
 * names. Each run gets a fresh copy of a prepared database. Measures nothing.
 */
import { Client } from 'pg';
import { guardedFolder } from '../test/postgres/guard.ts';
import { NO_POSTGRES, serverAddress } from '../test/postgres/server.ts';
import type { Place } from './rounds.ts';

/** Why a stage is skipped where there is no server. */
export const WITHOUT_POSTGRES = 'npm brought no PostgreSQL for this machine and REKINDLE_TEST_PG names none';

/** Beside these as PostgreSQL comes: every commit is on disk before it is answered. */
const SETTINGS = ['shared_buffers=512MB', 'max_wal_size=8GB', 'checkpoint_timeout=30min', 'max_connections=100'];
const MEASURED = 'rekindle_bench_measured';

/** A server, and the databases that were prepared on it. */
export class PostgresBench implements Place {
  readonly #server: string;
  readonly #remove: () => Promise<void>;
  readonly #made = new Set<string>();

  private constructor(server: string, remove: () => Promise<void>) {
    this.#server = server;
    this.#remove = remove;
  }

  /** Starts the server, or finds it; null = there is none. */
  static async open(): Promise<PostgresBench | null> {
    if (NO_POSTGRES) return null;
    const { folder, remove } = guardedFolder();
    return new PostgresBench(await serverAddress(folder, SETTINGS), remove);
  }

  /** Prepares a database by `fill`, where it is not there yet: an empty one, or a copy of another prepared one. */
  async prepare(name: string, from: string | null, fill: (address: string) => Promise<unknown>): Promise<void> {
    if (this.#made.has(name)) return;
    await this.#make(name, from ?? 'template0');
    await fill(this.#addressOf(name));
  }

  /** A fresh copy of a prepared database, or an empty one. What was written while it was made is on disk by then. */
  async fresh(from: string | null): Promise<string> {
    await this.#make(MEASURED, from ?? 'template0');
    await this.#run('CHECKPOINT');
    return this.#addressOf(MEASURED);
  }

  async close(): Promise<void> {
    for (const name of this.#made) await this.#run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await this.#remove();
  }

  async #make(name: string, from: string): Promise<void> {
    this.#made.add(name);
    await this.#run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await this.#run(`CREATE DATABASE ${name} TEMPLATE ${from} STRATEGY file_copy`);
  }

  #addressOf(name: string): string {
    const address = new URL(this.#server);
    address.pathname = `/${name}`;
    return address.href;
  }

  async #run(text: string): Promise<void> {
    const client = new Client({ connectionString: this.#server });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }
}
