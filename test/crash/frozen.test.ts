/**
 * A worker that stands still (SIGSTOP) while its leases run out and another one takes over, and that then wakes up in the middle of what
 * it was doing: nothing leaves twice, and whatever it still writes is refused, since the fence of each message was raised meanwhile.
 */
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { isPostgresAddress } from '../../src/store/postgres/settings.ts';
import { freshDatabase, NO_POSTGRES } from '../postgres/server.ts';
import { THOROUGH } from '../thorough.ts';
import {
  allLeft,
  expectNoneTwiceNoneLost,
  type Field,
  openField,
  rowsIn,
  startWorker,
  until,
  type Worker,
} from './field.ts';

const MESSAGES = 80;
const SLOW_MS = 100;
const LONG_MS = 240_000;

const OVER = "UPDATE message SET lease_until = 1 WHERE state IN ('claimed','sending')";
const LEASED = "SELECT id, state, fence, intent_key FROM message WHERE state IN ('claimed','sending')";

let field: Field | null = null;
const workers: Worker[] = [];
afterEach(async () => {
  for (const { process: child } of workers.splice(0)) child.kill('SIGKILL');
  await field?.close();
  field = null;
});

function begin(of: Field): Worker {
  const worker = startWorker(of.place);
  workers.push(worker);
  return worker;
}

/** Whether somebody stands in the middle of writing to a file: nobody else gets on then, which is not what is looked at here. */
function isBeingWritten({ database }: Field): boolean {
  if (isPostgresAddress(database)) return false;
  const file = new DatabaseSync(database, { timeout: 50 });
  try {
    file.exec('BEGIN IMMEDIATE; ROLLBACK');
    return false;
  } catch {
    return true;
  } finally {
    file.close();
  }
}

/** Stops a worker where it is, with mails on their way; what it has leased. */
async function freezeInTheMiddle(of: Field, worker: Worker): Promise<Record<string, unknown>[]> {
  await until(() => of.sink.total >= 8);
  await until(() => {
    worker.process.kill('SIGSTOP');
    const stands = !isBeingWritten(of);
    if (!stands) worker.process.kill('SIGCONT');
    return stands;
  });
  // What it had written to the socket before is answered by then.
  await new Promise((resolve) => setTimeout(resolve, 2 * SLOW_MS));
  return rowsIn(of, LEASED);
}

async function live(database?: string): Promise<void> {
  field = await openField({ messages: MESSAGES, slowMs: SLOW_MS, ...(database ? { database } : {}) });
  const frozen = begin(field);
  const leased = await freezeInTheMiddle(field, frozen);
  const onTheirWay = leased.filter(({ state }) => state === 'sending').map(({ id }) => String(id));
  expect(onTheirWay.length, 'on their way').toBeGreaterThan(0);
  expect(leased.length - onTheirWay.length, 'claimed').toBeGreaterThan(0);
  // Five minutes pass, as far as the database is concerned.
  await rowsIn(field, OVER);
  const arrived = field.sink.total;
  begin(field);
  // Woken while the other one has in hand what it believes to have itself.
  await until(() => (field as Field).sink.total >= arrived + 4);
  frozen.process.kill('SIGCONT');
  await allLeft(field);
  expect(await frozen.stop(), 'it goes on and stops in good order').toBe(0);
  await expectNoneTwiceNoneLost(field);
  const inDoubt = await rowsIn(field, "SELECT id FROM message WHERE state = 'unconfirmed' ORDER BY id");
  expect(
    inDoubt.map(({ id }) => id),
    'what it had on its way; its late answers change nothing',
  ).toEqual(onTheirWay.sort());
}

describe('a worker that stood still longer than its lease', () => {
  test('on SQLite: takes nothing back, and sends nothing twice', { timeout: LONG_MS }, () => live());

  // Skipped in the short form of the tests, which is something to run between two edits.
  test.skipIf(NO_POSTGRES || !THOROUGH)(
    'on PostgreSQL: the same (only in the thorough tests, and where a server is named or installed)',
    { timeout: LONG_MS },
    async () => live(await freshDatabase(inject('postgresFolder'))),
  );
});
