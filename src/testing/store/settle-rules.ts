/** What every store does with messages that a person moves. */
import assert from 'node:assert/strict';
import type { Settlement, Store } from '../../engine/store-port.ts';
import { CAMPAIGN, claim, MAIN, NOW, OPEN_GATE, queueMessages, update } from './samples.ts';

const LATER = NOW + 1_000;
const settlement = (part: Partial<Settlement>): Settlement => ({
  workspaceId: MAIN,
  campaignId: CAMPAIGN,
  id: null,
  code: null,
  from: 'failed',
  to: 'queued',
  reason: null,
  now: LATER,
  after: '',
  limit: 10,
  ...part,
});
const LEADS = ['ann', 'bob', 'cid'];

/** All three messages `sending`, then ended as told. */
async function ending(store: Store, ends: readonly ('failed' | 'unconfirmed' | 'sent')[]): Promise<void> {
  await queueMessages(store, LEADS);
  const { sending } = await store.work.deliverTurn([], await claim(store), OPEN_GATE);
  const moves = sending.map((one, i) =>
    update(one, 'sending', ends[i] ?? 'sent', ends[i] === 'failed' ? { reason: { code: `code-${i}` } } : {}),
  );
  await store.work.deliverTurn(moves, [], OPEN_GATE);
}

/** Settling. */
export const SETTLE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'dead letters of a campaign are queued anew, page by page, and only once': async (store) => {
    await ending(store, ['failed', 'failed', 'sent']);
    const first = await store.messages.settle(settlement({ limit: 1 }));
    assert.deepEqual(first, { moved: 1, last: 'msg_ann' });
    assert.deepEqual(await store.messages.settle(settlement({ limit: 1, after: 'msg_ann' })), {
      moved: 1,
      last: 'msg_bob',
    });
    assert.deepEqual(await store.messages.settle(settlement({ limit: 1, after: 'msg_bob' })), { moved: 0, last: null });
    const { state, reason, attempts, dueAt } = (await store.messages.get(MAIN, 'msg_ann'))!;
    assert.deepEqual({ state, reason, attempts, dueAt }, { state: 'queued', reason: null, attempts: 0, dueAt: LATER });
    assert.equal((await store.messages.get(MAIN, 'msg_cid'))?.state, 'sent');
  },
  'only those with the code that was named': async (store) => {
    await ending(store, ['failed', 'failed', 'sent']);
    assert.deepEqual(await store.messages.settle(settlement({ code: 'code-1' })), { moved: 1, last: null });
    assert.equal((await store.messages.get(MAIN, 'msg_ann'))?.state, 'failed');
    assert.equal((await store.messages.get(MAIN, 'msg_bob'))?.state, 'queued');
  },
  'one by its id; one in another state is left alone': async (store) => {
    await ending(store, ['failed', 'sent', 'sent']);
    assert.deepEqual(await store.messages.settle(settlement({ id: 'msg_bob' })), { moved: 0, last: null });
    assert.deepEqual(await store.messages.settle(settlement({ id: 'msg_ann' })), { moved: 1, last: null });
  },
  'what is settled as sent left when it was attempted': async (store) => {
    await ending(store, ['unconfirmed', 'unconfirmed', 'sent']);
    assert.deepEqual(await store.messages.settle(settlement({ from: 'unconfirmed', to: 'sent' })), {
      moved: 2,
      last: null,
    });
    assert.equal((await store.messages.get(MAIN, 'msg_ann'))?.sentAt, NOW);
  },
  'a worker that still held the message can write nothing': async (store) => {
    await queueMessages(store, ['ann']);
    const { sending } = await store.work.deliverTurn([], await claim(store), OPEN_GATE);
    const only = sending[0]!;
    await store.work.deliverTurn([update(only, 'sending', 'unconfirmed')], [], OPEN_GATE);
    await store.messages.settle(settlement({ from: 'unconfirmed', to: 'queued' }));
    assert.equal((await store.work.deliverTurn([update(only, 'sending', 'sent')], [], OPEN_GATE)).lost, 1);
    assert.equal((await store.messages.get(MAIN, 'msg_ann'))?.state, 'queued');
  },
  'no move that a message may not make': async (store) => {
    await ending(store, ['sent', 'sent', 'sent']);
    await assert.rejects(
      store.messages.settle(settlement({ from: 'sent', to: 'queued' })),
      /may not go from sent to queued/,
    );
  },
};
