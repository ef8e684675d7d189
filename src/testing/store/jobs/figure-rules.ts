/** What every store tells of how messages leave, and of who works on it. */
import assert from 'node:assert/strict';
import type { Store } from '../../../engine/store-port.ts';
import { claim, MAIN, NOW, OPEN_GATE, queueMessages, update } from '../samples.ts';

const MINUTE_MS = 60_000;
const FIVE_MS = 5 * MINUTE_MS;
const DAY_MS = 86_400_000;
const IDLE = { queued: 0, claimed: 0, sending: 0, held: 0, unconfirmed: 0 };
const LEAVING = { ...OPEN_GATE, now: NOW };

const flow = (store: Store, now: number, part: { feed?: number; limit?: number; workspaceId?: string } = {}) =>
  store.senders.flow({ workspaceId: MAIN, now, overMs: FIVE_MS, feed: 99, limit: 99, ...part });

const queueFour = (store: Store) => queueMessages(store, ['ann', 'bob', 'cat', 'dan']);

/** Has so many of those that are queued become `state` at `now`; the feed is told. */
async function leave(store: Store, limit: number, state: 'sent' | 'failed', now: number): Promise<void> {
  const { sending } = await store.work.deliverTurn([], await claim(store, { limit }), LEAVING);
  const how = state === 'sent' ? { sentAt: now } : { reason: { code: 'retries-used-up' } };
  await store.work.deliverTurn(
    sending.map((of) => update(of, 'sending', state, how)),
    [],
    LEAVING,
  );
  await store.feed.place(now, 99);
}

/** Figures of the moment. */
export const FIGURE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'what left is counted for five minutes, of one workspace, and nothing else that happened is': async (store) => {
    assert.deepEqual(await flow(store, NOW), { sent: 0, overMs: FIVE_MS, queue: IDLE });
    await queueFour(store);
    await leave(store, 2, 'sent', NOW);
    await leave(store, 1, 'failed', NOW + MINUTE_MS);
    await leave(store, 1, 'sent', NOW + 2 * MINUTE_MS);
    const sent = async (now: number) => (await flow(store, now)).sent;
    assert.equal(await sent(NOW + 2 * MINUTE_MS), 3);
    assert.equal(await sent(NOW + FIVE_MS), 3);
    assert.equal(await sent(NOW + FIVE_MS + 1), 1);
    assert.equal(await sent(NOW + DAY_MS), 0);
    assert.equal((await flow(store, NOW, { workspaceId: 'other' })).sent, 0);
  },

  'where more happened than is looked at, the time is shorter and the rate holds': async (store) => {
    await queueFour(store);
    await leave(store, 2, 'sent', NOW);
    await leave(store, 2, 'sent', NOW + 2 * MINUTE_MS);
    const { sent, overMs } = await flow(store, NOW + 3 * MINUTE_MS, { feed: 2 });
    assert.deepEqual({ sent, overMs }, { sent: 2, overMs: MINUTE_MS });
  },

  'the queue is counted by state, of one workspace and no further than asked': async (store) => {
    await queueFour(store);
    assert.deepEqual((await flow(store, NOW)).queue, { ...IDLE, queued: 4 });
    assert.equal((await flow(store, NOW, { limit: 3 })).queue.queued, 3);
    const [first, second, third] = await claim(store, { now: NOW, limit: 3 });
    assert.ok(first && second && third);
    assert.deepEqual((await flow(store, NOW)).queue, { ...IDLE, queued: 1, claimed: 3 });
    const held = update(first, 'claimed', 'held', { dueAt: NOW + 9 });
    await store.work.deliverTurn([held], [second], LEAVING);
    assert.deepEqual((await flow(store, NOW)).queue, { queued: 1, claimed: 1, sending: 1, held: 1, unconfirmed: 0 });
    assert.deepEqual((await flow(store, NOW, { workspaceId: 'other' })).queue, IDLE);
  },

  'a failure is told on its day, by its channel': async (store) => {
    await queueFour(store);
    await leave(store, 2, 'failed', NOW);
    await leave(store, 1, 'failed', NOW + DAY_MS);
    const told = await store.senders.days(MAIN, 2, NOW + DAY_MS);
    assert.deepEqual(
      told.map(({ failed }) => failed),
      [
        { email: 2, sms: 0, voice: 0 },
        { email: 1, sms: 0, voice: 0 },
      ],
    );
    assert.deepEqual((await store.senders.days('other', 1, NOW))[0]?.failed, { email: 0, sms: 0, voice: 0 });
  },

  'who holds leases is told, with how many and until when': async (store) => {
    assert.deepEqual(await store.instance.workers(9), []);
    await queueMessages(store, ['ann', 'bob', 'cat']);
    const mine = await claim(store, { now: NOW, owner: 'me', until: NOW + 9, limit: 2 });
    await claim(store, { now: NOW, owner: 'you', until: NOW + 5, limit: 1 });
    await store.work.deliverTurn([], mine.slice(0, 1), LEAVING);
    assert.deepEqual(await store.instance.workers(9), [
      { owner: 'me', messages: 2, routines: 0, until: NOW + 9 },
      { owner: 'you', messages: 1, routines: 0, until: NOW + 5 },
    ]);
  },

  'the size of the database is told': async (store) => {
    assert.ok((await store.instance.bytes()) > 100_000);
  },
};
