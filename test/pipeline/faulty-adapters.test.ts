/** An adapter of somebody else that breaks its promises costs its own messages, and never the worker. */
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { MailChannel, SendResult } from '../../src/engine/ports.ts';
import { runEngine } from '../../src/engine/serve/run.ts';
import { launchTo } from './one-mail.ts';
import { openStage, type Row, type Stage } from './stage.ts';

const DAY_MS = 86_400_000;
const LEADS = ['ann', 'bob', 'cid', 'dan'].map((name) => `${name}@acme.example`);
const SENT: SendResult = { kind: 'sent', providerRef: null, detail: '' };

let stage: Stage;
const unheard: unknown[] = [];
const hear = (error: unknown) => unheard.push(error);
afterEach(async () => {
  process.off('unhandledRejection', hear);
  await stage.close();
});

/** Lives until no message is queued or under way any more, but those that wait for a later time; what the messages are then. */
async function live(channel: Partial<MailChannel>): Promise<Row[]> {
  process.on('unhandledRejection', hear);
  const outbox: MailChannel = {
    ...{ name: 'own', concurrency: 10, recovery: 'held', send: async () => SENT, close: async () => undefined },
    ...channel,
  };
  stage = await openStage({ channels: { outbox, live: null }, patient: true });
  await launchTo(stage, LEADS);
  slowly(stage);
  const stop = new AbortController();
  const over = runEngine(stage.engine, stop.signal);
  const ends = () =>
    stage.count("SELECT COUNT(*) FROM message WHERE state NOT IN ('claimed', 'sending') AND attempts > 0");
  await Promise.race([over, expect.poll(ends, { timeout: 10_000 }).toBe(LEADS.length)]);
  stop.abort();
  await over;
  return stage.sql('SELECT recipient, state, due_at FROM message ORDER BY recipient');
}

/** As a database on a server: what leaves is told a while after it is decided, and mails are prepared meanwhile. */
function slowly({ engine: { store } }: Stage): void {
  const { deliverTurn } = store.work;
  store.work.deliverTurn = async (...asked) => {
    const turn = await deliverTurn.apply(store.work, asked);
    await setTimeout(5);
    return turn;
  };
}

const isBob = ({ to }: { readonly to: { readonly address: string } }) => to.address.startsWith('bob');
const statesOf = (rows: readonly Row[]) => rows.map(({ state }) => state);

test('a send that throws at once is in doubt; all others are sent', async () => {
  const send = (mail: Parameters<MailChannel['send']>[0]) => {
    if (isBob(mail)) throw new Error('at once');
    return Promise.resolve(SENT);
  };
  expect(statesOf(await live({ send }))).toEqual(['sent', 'unconfirmed', 'sent', 'sent']);
});

test('a preparation that throws is told to nobody, and the mail is sent', async () => {
  const prepare = () => {
    throw new Error('not so');
  };
  expect(statesOf(await live({ prepare }))).toEqual(['sent', 'sent', 'sent', 'sent']);
  expect(unheard).toEqual([]);
});

test.each([
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e14,
  -1e14,
  400_000.5,
])('a wait of %d is heeded for a day at most', async (afterMs) => {
  const later: SendResult = { kind: 'retry', afterMs, code: 'greylisted', detail: '' };
  const rows = await live({ send: async (mail) => (isBob(mail) ? later : SENT) });
  expect(statesOf(rows)).toEqual(['sent', 'queued', 'sent', 'sent']);
  const dueAt = Number(rows[1]?.due_at);
  expect(dueAt).toBeGreaterThan(stage.clock.now());
  expect(dueAt).toBeLessThanOrEqual(stage.clock.now() + DAY_MS);
});
