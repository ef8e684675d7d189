/**
 * A campaign of so many messages that are all due, on either database, made in this process; the real workers that send them by
 * real SMTP; and what ledger and mail server say at the end, compared message by message.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { openRekindle } from '../../src/index.ts';
import { isPostgresAddress } from '../../src/store/postgres/settings.ts';
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { queryOn } from '../postgres/own-server.ts';
import { ROOT } from '../tidy/tree.ts';
import type { Place } from './command.ts';
import { CONFIG, makePlace, removePlace, WITHOUT_LIMITS } from './world.ts';

/** Where a campaign is lived through. */
export interface Field {
  readonly place: Place;
  readonly sink: SmtpSink;
  readonly database: string;
  readonly messages: number;
  close(): Promise<void>;
}

/** How it is made. */
interface FieldOptions {
  /** Absent = a file. */
  readonly database?: string;
  readonly messages: number;
  /** How long the mail server takes for a mail, ms: so long each is on its way. */
  readonly slowMs?: number;
  /** What workers find beside PATH. */
  readonly environment?: Readonly<Record<string, string>>;
}

const SENDER = {
  ...{ name: 'spring', 'from-name': 'Ann Lee', 'from-address': 'ann@sender.example' },
  'postal-address': '1 Example Street',
};

/** The address of the lead of this number. */
export function addressOf(i: number): string {
  return `ann${i}@firm${i % 50}.example`;
}

/** The secret of every field. */
export const SECRET = 'a-secret-of-this-test-alone-0123456789';

/** Makes a place with a live campaign. Nothing has left yet, and no step is decided. */
export async function openField({ messages, slowMs = 0, environment = {}, ...rest }: FieldOptions): Promise<Field> {
  const sink = await startSmtpSink({ behaviours: slowMs > 0 ? [{ kind: 'slow', ms: slowMs }] : [] });
  const place = makePlace({ ...environment });
  const database = rest.database ?? join(place.folder, 'rekindle.db');
  Object.assign(place.environment, { REKINDLE_DB: database });
  writeFileSync(
    join(place.folder, 'rekindle.yaml'),
    `${CONFIG}publicUrl: https://sender.example
instanceFile: ${join(place.folder, 'rekindle.instance')}
smtp: { host: 127.0.0.1, port: ${sink.port}, secure: none, from: { address: ann@sender.example } }
`,
  );
  await prepare(place, database, messages);
  return {
    ...{ place, sink, database, messages },
    async close() {
      await sink.close();
      removePlace(place);
    },
  };
}

async function prepare({ folder }: Place, database: string, messages: number): Promise<void> {
  const rows = Array.from({ length: messages }, (_, i) => `Ann${i},${addressOf(i)},VP Sales,Firm ${i % 50},US,50`);
  const file = join(folder, 'leads.csv');
  writeFileSync(file, `First Name,Email,Title,Company,Country,Employees\n${rows.join('\n')}\n`);
  const rekindle = await openRekindle({ database, config: join(folder, 'rekindle.yaml') });
  try {
    await rekindle.run('import', { file, basis: 'legitimate-interest' });
    await rekindle.run('workspace go-live', { yes: true });
    await rekindle.run('workspace set-limits', { set: limits() });
    await rekindle.run('campaign create', {
      ...Object.fromEntries(Object.entries(SENDER).map(([name, value]) => [camelCase(name), value])),
      playbook: join(folder, 'always-open'),
      dailyCap: 100_000,
    });
    await rekindle.run('assess');
    await rekindle.run('campaign launch');
  } finally {
    await rekindle.close();
  }
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The words of the command as its input. */
function limits(): Record<string, string> {
  const pairs = WITHOUT_LIMITS.filter((word) => word.includes('='));
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));
}

/** A worker in a process of its own. */
export interface Worker {
  readonly process: ChildProcess;
  /** What it wrote on standard error so far. */
  said(): string;
  /** Tells it to stop in good order; its exit code. */
  stop(): Promise<number | null>;
}

/** Starts a worker of this place, or another command that runs until it is stopped. */
export function startWorker({ folder, environment }: Place, words: readonly string[] = ['worker']): Worker {
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'rekindle.mjs'), ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => {
    said += String(text);
  });
  const ended = once(child, 'exit');
  return {
    process: child,
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      return ((await ended) as [number | null])[0];
    },
  };
}

const LOOK_MS = 10;

/** Waits until something is so. Errors: it did not come to pass in time. */
export async function until(what: () => boolean | Promise<boolean>, mostMs = 30_000): Promise<void> {
  const from = performance.now();
  while (!(await what())) {
    if (performance.now() - from > mostMs) throw new Error(`it did not come to pass within ${mostMs} ms: ${what}`);
    await sleep(LOOK_MS);
  }
}

/** Rows of a query over the database, past all of our own code. */
export async function rowsIn({ database }: Pick<Field, 'database'>, sql: string): Promise<Record<string, unknown>[]> {
  if (isPostgresAddress(database)) return queryOn(database, sql);
  const file = new DatabaseSync(database, { timeout: 5_000 });
  try {
    return file
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    file.close();
  }
}

/** How many messages are in each state. */
export async function statesIn(field: Field): Promise<Record<string, number>> {
  const rows = await rowsIn(field, 'SELECT state, count(*) AS n FROM message GROUP BY state');
  return Object.fromEntries(rows.map(({ state, n }) => [String(state), Number(n)]));
}

/** Waits until every message has left or is in doubt. */
export function allLeft(field: Field, mostMs = 60_000): Promise<void> {
  return until(async () => {
    const { sent = 0, unconfirmed = 0 } = await statesIn(field);
    await sleep(100);
    return sent + unconfirmed === field.messages;
  }, mostMs);
}

/** What was found in doubt at the end. */
export interface Doubt {
  readonly sent: number;
  /** Those that the server has, and those that it never got. */
  readonly arrived: number;
  readonly notArrived: number;
}

/** That none came twice, none that the ledger calls sent is missing, and none arrived that it does not know of. */
export async function expectNoneTwiceNoneLost(field: Field): Promise<Doubt> {
  const rows = await rowsIn(field, 'SELECT intent_key, state FROM message');
  const keys = (state: string) => rows.filter((row) => row.state === state).map((row) => String(row.intent_key));
  const [sent, unconfirmed] = [keys('sent'), keys('unconfirmed')];
  const arrived = new Set(field.sink.received.map(({ headers }) => headers.get('x-rekindle-intent') ?? ''));
  const inDoubt = unconfirmed.filter((key) => arrived.has(key)).length;
  expect([...field.sink.duplicates()], 'came twice').toEqual([]);
  expect(new Set(rows.map((row) => row.intent_key)).size, 'one message for each').toBe(field.messages);
  expect(
    sent.filter((key) => !arrived.has(key)),
    'sent, says the ledger, but never arrived',
  ).toEqual([]);
  expect(field.sink.total, 'arrived, and the ledger knows').toBe(sent.length + inDoubt);
  expect(sent.length + unconfirmed.length).toBe(field.messages);
  return { sent: sent.length, arrived: inDoubt, notArrived: unconfirmed.length - inDoubt };
}
