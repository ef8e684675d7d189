/**
 * Opting out while hundreds of messages are in flight (`npm run test:crash`: a thousand), on PostgreSQL, with real workers and a real process that refuses: by the server's
 * own times of commit no message becomes `sending` after the refusal of its address was committed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { makeKeyring } from '../../src/engine/keyring.ts';
import { freshDatabase, NO_POSTGRES } from '../postgres/server.ts';
import {
  addressOf,
  type Field,
  openField,
  rowsIn,
  SECRET,
  startWorker,
  statesIn,
  until,
  type Worker,
} from './field.ts';
import { LONG } from './world.ts';

const MESSAGES = LONG ? 1_000 : 300;
const WORKERS = 2;
const LONG_MS = 240_000;
/** As many have arrived when the first one refuses. */
const BEFORE = 20;

/** Keeps whose message became `sending`, in the transaction in which it did. */
const WATCH = `
  CREATE TABLE departed (recipient text NOT NULL);
  CREATE FUNCTION note_departure() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO departed VALUES (NEW.recipient); RETURN NULL; END $$;
  CREATE TRIGGER note_departure AFTER UPDATE ON message FOR EACH ROW
    WHEN (NEW.state = 'sending' AND OLD.state <> 'sending') EXECUTE FUNCTION note_departure()`;
const COMMITTED = '(extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint AS at';

let field: Field | null = null;
const workers: Worker[] = [];
afterEach(async () => {
  for (const { process: child } of workers.splice(0)) child.kill('SIGKILL');
  await field?.close();
});

/** Refuses every address, the last one first; resolves when all are. */
async function refuseAll(database: string): Promise<void> {
  const addresses = Array.from({ length: MESSAGES }, (_, i) => addressOf(MESSAGES - 1 - i));
  const script = join(import.meta.dirname, '..', 'store', 'refusing-process.ts');
  const child = spawn(process.execPath, ['--no-warnings', script, database, SECRET, ...addresses], { stdio: 'ignore' });
  expect((await once(child, 'exit'))[0]).toBe(0);
}

function isDone(states: Readonly<Record<string, number>>): boolean {
  return !['queued', 'claimed', 'sending'].some((state) => state in states);
}

async function timesOf(of: Field, sql: string): Promise<Map<string, bigint>> {
  const rows = await rowsIn(of, sql);
  return new Map(rows.map(({ name, at }) => [String(name), BigInt(String(at))]));
}

describe.skipIf(NO_POSTGRES)('opting out on PostgreSQL (skipped where no server is named or installed)', () => {
  test('while many are in flight: none becomes sending after its refusal was committed', {
    timeout: LONG_MS,
  }, async (context) => {
    const database = await freshDatabase(inject('postgresFolder'));
    field = await openField({ database, messages: MESSAGES, slowMs: 120 });
    const of = field;
    const [kept] = await rowsIn(of, 'SHOW track_commit_timestamp');
    if (kept?.track_commit_timestamp !== 'on') context.skip('the server does not keep the times of commits');
    await rowsIn(of, WATCH);
    for (let i = 0; i < WORKERS; i++) workers.push(startWorker(of.place));
    await until(() => of.sink.total >= BEFORE, LONG_MS / 2);
    await refuseAll(database);
    await until(async () => isDone(await statesIn(of)), LONG_MS / 2);

    const departed = await timesOf(of, `SELECT recipient AS name, ${COMMITTED} FROM departed`);
    const refused = await timesOf(of, `SELECT key_hash AS name, ${COMMITTED} FROM suppression`);
    const keyring = makeKeyring(Buffer.from(SECRET));
    const refusedAt = (address: string) => refused.get(keyring.hash('address', address));
    expect(refused.size).toBe(MESSAGES);
    // Both happened, or nothing was shown.
    expect(departed.size).toBeGreaterThan(BEFORE);
    expect(departed.size).toBeLessThan(MESSAGES - BEFORE);
    expect([...departed].filter(([address, at]) => (refusedAt(address) ?? 0n) < at)).toEqual([]);
    const arrived = of.sink.received.flatMap(({ envelope }) => envelope.to);
    expect(arrived.sort()).toEqual([...departed.keys()].sort());
    console.log(
      `${departed.size} left, ${MESSAGES - departed.size} were refused before; states ${JSON.stringify(await statesIn(of))}`,
    );
  });
});
