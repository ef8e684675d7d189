/** What every store keeps of a day for passages that have begun (directives/caps.md). */
import assert from 'node:assert/strict';
import type { ClaimedMessage, SendVerdict, Store } from '../../../engine/store-port.ts';
import { claim, enrollment, message, NOW, OPEN_GATE, queueMessages, suppressionKeys, update } from '../samples.ts';

const DAY_MS = 86_400_000;
/** Samples begin in the morning of a day of UTC. */
const TOMORROW = (Math.floor(NOW / DAY_MS) + 1) * DAY_MS;
const LEAVE: SendVerdict = { kind: 'leave', subject: 's', bodyHash: 'h' };

/** Has what is due leave, or do what `verdict` says; what is kept from each, by its lead. */
async function depart(
  store: Store,
  now: number,
  verdict: (claimed: ClaimedMessage) => SendVerdict = () => LEAVE,
): Promise<Record<string, unknown>> {
  const kept: Record<string, unknown> = {};
  await store.work.deliverTurn([], await claim(store, { now }), {
    ...OPEN_GATE,
    now,
    asks: () => ({ touches: false, account: false, canary: false, follows: { sender: 2, campaign: 2 } }),
    decide(claimed, { counted }) {
      kept[claimed.message.leadId] = counted.kept;
      return verdict(claimed);
    },
  });
  return kept;
}

/** The next message of these passages is made, and the one after it is due a day later. */
async function goOn(store: Store, ids: readonly string[], now: number, sender?: string): Promise<void> {
  const messages = ids.map((id) =>
    message(id, {
      id: `msg_${id}_2`,
      intentKey: `enr:enr_${id}:two:1`,
      dueAt: now,
      createdAt: now,
      ...(sender && { sender }),
    }),
  );
  const enrollments = ids.map((id) =>
    enrollment(id, { step: 'three', dueAt: now + DAY_MS, lastMessageId: `msg_${id}_2` }),
  );
  const decide = () => ({ messages, enrollments, tasks: [] });
  await store.work.advance({
    now: Number.MAX_SAFE_INTEGER,
    limit: 1,
    suppressionKeys,
    needsFacts: () => false,
    decide,
  });
}

const both = (n: number) => ({ sender: n, campaign: n });
const stay = (claimed: ClaimedMessage, dueAt: number, slotAt?: number): SendVerdict => ({
  ...{ kind: 'stay', update: update(claimed, 'claimed', 'held', { dueAt }) },
  ...(slotAt === undefined ? {} : { slotAt }),
});

/** What is kept. */
export const THREAD_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'nothing is kept before anybody was written to, nor on the day on which they were': async (store) => {
    await queueMessages(store, ['ann', 'bob', 'cid']);
    const first = await depart(store, NOW, (one) => (one.message.leadId === 'cid' ? stay(one, NOW + 1) : LEAVE));
    assert.deepEqual(first, { ann: both(0), bob: both(0), cid: both(0) });
    assert.deepEqual(await depart(store, NOW + 1), { cid: both(0) });
  },

  'whoever begins leaves places to those who go on, whether their message is made yet or not': async (store) => {
    await queueMessages(store, ['ann', 'bob', 'cid']);
    const held = (one: ClaimedMessage) => (one.message.leadId === 'cid' ? stay(one, TOMORROW) : LEAVE);
    await depart(store, NOW, held);
    const again = (one: ClaimedMessage) => stay(one, TOMORROW + 1);
    assert.deepEqual(await depart(store, TOMORROW, again), { cid: both(2) });
    await goOn(store, ['ann'], TOMORROW + 1);
    // Ann goes on, and nothing is kept from her; what was kept for her is taken.
    const turn = await depart(store, TOMORROW + 1, (one) =>
      one.message.leadId === 'cid' ? stay(one, TOMORROW + 2) : LEAVE,
    );
    assert.deepEqual(turn, { ann: {}, cid: both(1) });
    assert.deepEqual(await depart(store, TOMORROW + 2, again), { cid: both(1) });
  },

  'what waits for another day keeps no place of this one, what has its moment is counted by that': async (store) => {
    await queueMessages(store, ['ann', 'bob', 'cid']);
    await depart(store, NOW, (one) => (one.message.leadId === 'cid' ? stay(one, TOMORROW) : LEAVE));
    await goOn(store, ['ann', 'bob'], TOMORROW);
    await depart(store, TOMORROW, (one) => {
      if (one.message.leadId === 'ann') return stay(one, TOMORROW + 3 * DAY_MS);
      return one.message.leadId === 'bob' ? stay(one, TOMORROW + 60_000, TOMORROW + 60_000) : stay(one, TOMORROW + 1);
    });
    assert.deepEqual(await depart(store, TOMORROW + 1, (one) => stay(one, TOMORROW + 2)), { cid: both(0) });
  },

  'what another mailbox began takes no place of those that are kept for this one': async (store) => {
    await queueMessages(store, ['ann', 'bob', 'cid']);
    await depart(store, NOW, (one) => (one.message.leadId === 'cid' ? stay(one, TOMORROW + DAY_MS) : LEAVE));
    // Ann's passage goes on from the mailbox by which Cid's begins, and which has kept nothing.
    await goOn(store, ['ann', 'cid'], TOMORROW, 'other@mail.example');
    assert.deepEqual(await depart(store, TOMORROW), { ann: {}, cid: { sender: 0, campaign: 1 } });
  },

  'no more is counted than a limit can ask for, and nothing that is late for days': async (store) => {
    await queueMessages(store, ['ann', 'bob', 'cid', 'dan']);
    await depart(store, NOW, (one) => (one.message.leadId === 'dan' ? stay(one, TOMORROW) : LEAVE));
    assert.deepEqual(await depart(store, TOMORROW, (one) => stay(one, TOMORROW + 4 * DAY_MS)), { dan: both(2) });
    assert.deepEqual(await depart(store, TOMORROW + 4 * DAY_MS), { dan: both(0) });
  },
};
