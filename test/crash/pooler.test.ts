/** Real workers through a real PgBouncer that gives out its few connections by the transaction: nothing lost, nothing twice. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, inject, test } from 'vitest';
import { answers, OWNER } from '../postgres/binaries.ts';
import { freshDatabase, NO_POSTGRES } from '../postgres/server.ts';
import { allLeft, expectNoneTwiceNoneLost, type Field, openField, startWorker, type Worker } from './field.ts';

const MESSAGES = 100;
const WORKERS = 2;
/** Fewer than the workers would hold by themselves. */
const SERVER_CONNECTIONS = 2;
const LONG_MS = 240_000;

const PROGRAM = 'pgbouncer';
const NO_POOLER = spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' }).status !== 0;

let field: Field | null = null;
let pooler: ChildProcess | null = null;
let folder: string | null = null;
const workers: Worker[] = [];
afterEach(async () => {
  for (const { process: child } of workers.splice(0)) child.kill('SIGKILL');
  pooler?.kill('SIGKILL');
  await field?.close();
  if (folder) rmSync(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a pooler before the server of this address; the address through it. */
async function pooled(address: string): Promise<string> {
  const { hostname, pathname, username } = new URL(address);
  const port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'rekindle-pooler-'));
  chmodSync(folder, 0o777);
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(
    file,
    `[databases]
* = host=${decodeURIComponent(hostname)} user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${SERVER_CONNECTIONS}
max_client_conn = 100
`,
  );
  pooler = spawn(PROGRAM, [file], { ...OWNER, stdio: 'ignore' });
  const through = `postgres://${username}@127.0.0.1:${port}${pathname}`;
  await answers(through);
  return `${through}?pgbouncer=true`;
}

// Skipped where there is no pgbouncer, or no PostgreSQL of our own for it.
test.skipIf(NO_POSTGRES || NO_POOLER || process.env.REKINDLE_TEST_PG !== undefined)(
  'workers behind a PgBouncer in transaction mode (skipped where pgbouncer or PostgreSQL is not installed, or another server is used)',
  { timeout: LONG_MS },
  async () => {
    const database = await freshDatabase(inject('postgresFolder'));
    const through = await pooled(database);
    field = await openField({ database: through, messages: MESSAGES });
    for (let i = 0; i < WORKERS; i++) workers.push(startWorker(field.place));
    const direct = { ...field, database };
    await allLeft(direct, LONG_MS);
    for (const worker of workers.splice(0)) expect(await worker.stop(), worker.said()).toBe(0);
    expect(await expectNoneTwiceNoneLost(direct)).toMatchObject({ sent: MESSAGES });
  },
);
