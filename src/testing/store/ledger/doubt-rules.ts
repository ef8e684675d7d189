/** What every store does with messages that may have left already (directives/may-have-left.md). */
import assert from 'node:assert/strict';
import { LIMITS } from '../../../domain/limits.ts';
import type { Message } from '../../../domain/message.ts';
import type { ClaimedMessage, SendGate, Store } from '../../../engine/store-port.ts';
import {
  CAMPAIGN,
  claim,
  enroll,
  event,
  MAIN,
  message,
  NOTHING_FOLLOWS,
  NOW,
  OPEN_GATE,
  queueMessages,
  suppressionKeys,
  update,
} from '../samples.ts';

const DAY_MS = 86_400_000;
const LATER = NOW + 60_000;
const SETTLEMENT = {
  workspaceId: MAIN,
  campaignId: CAMPAIGN,
  id: 'msg_ann',
  code: null,
  now: LATER,
  after: '',
  limit: 1,
};
const KEPT_BY = (because: string) => ({ code: 'outcome-unknown', facts: { because } });

/** A message whose worker died while it was `sending`, back in the queue. */
async function inDoubt(store: Store): Promise<void> {
  await queueMessages(store, ['ann']);
  await store.work.deliverTurn([], await claim(store), OPEN_GATE);
  await store.work.recoverLeases({ leaseNow: LATER, limit: 10, isGone: () => false, isRepeatable: () => true });
}

async function claimed(store: Store): Promise<ClaimedMessage> {
  const [one] = await claim(store, { now: LATER });
  assert.ok(one);
  return one;
}

async function standing(store: Store) {
  const { state, mayHaveLeft, reason } = (await store.messages.get(MAIN, 'msg_ann'))!;
  return { state, mayHaveLeft, reason };
}

function heard(store: Store, kind: 'delivered' | 'bounced', takenBack: readonly string[] = []) {
  return store.work.record({
    events: [event('ann', kind, { messageId: 'msg_ann' })],
    decide: () => ({ ...NOTHING_FOLLOWS, takenBack, messageState: kind }),
  });
}

/** Puts messages in the ledger. */
async function made(store: Store, messages: readonly Message[], now: number): Promise<void> {
  const decide = () => ({ messages, enrollments: [], tasks: [] });
  await store.work.advance({ now, limit: 10, suppressionKeys, needsFacts: () => false, decide });
}

/** Messages in doubt. */
export const DOUBT_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a dead sending that goes back in the queue says that it may have left': async (store) => {
    await inDoubt(store);
    assert.deepEqual(await standing(store), { state: 'queued', mayHaveLeft: true, reason: null });
    assert.equal((await claimed(store)).message.mayHaveLeft, true);
  },
  'one whose workers die of it again and again is unconfirmed in the end': async (store) => {
    await queueMessages(store, ['ann']);
    for (let tries = 0; tries < LIMITS.keyedTries; tries++) {
      const [mine, ...others] = await claim(store, { now: LATER });
      assert.ok(mine && others.length === 0);
      await store.work.deliverTurn([], [mine], OPEN_GATE);
      await store.work.recoverLeases({ leaseNow: LATER, limit: 10, isGone: () => true, isRepeatable: () => true });
    }
    assert.equal((await standing(store)).state, 'unconfirmed');
  },
  'one that may have left and is taken back is unconfirmed, in the queue and in somebody’s hands': async (store) => {
    await inDoubt(store);
    const mine = await claimed(store);
    const outcome = { ...NOTHING_FOLLOWS, takenBack: ['msg_ann'] };
    await store.work.record({ events: [event('ann', 'replied', { messageId: null })], decide: () => outcome });
    const { state, reason } = await standing(store);
    assert.deepEqual([state, reason], ['unconfirmed', KEPT_BY('taken-back')]);
    assert.deepEqual((await store.work.deliverTurn([], [mine], OPEN_GATE)).sending, []);
  },
  'one that may have left and is cancelled is unconfirmed': async (store) => {
    await inDoubt(store);
    await store.messages.settle({ ...SETTLEMENT, from: 'queued', to: 'refused', reason: { code: 'cancelled' } });
    const { state, reason } = await standing(store);
    assert.deepEqual([state, reason], ['unconfirmed', KEPT_BY('cancelled')]);
  },
  'what is heard of one that waits to be sent again settles it, whoever has claimed it': async (store) => {
    await inDoubt(store);
    const mine = await claimed(store);
    await heard(store, 'delivered');
    assert.deepEqual(await standing(store), { state: 'delivered', mayHaveLeft: false, reason: null });
    const late = await store.work.deliverTurn([], [mine], OPEN_GATE);
    assert.deepEqual([late.sending, late.lost, (await standing(store)).state], [[], 1, 'delivered']);
  },
  'a bounce takes it back, and settles it': async (store) => {
    await inDoubt(store);
    await heard(store, 'bounced', ['msg_ann']);
    assert.deepEqual(await standing(store), { state: 'bounced', mayHaveLeft: false, reason: null });
  },
  'nothing is heard of one that never left': async (store) => {
    await queueMessages(store, ['ann']);
    await heard(store, 'delivered');
    assert.deepEqual(await standing(store), { state: 'queued', mayHaveLeft: false, reason: null });
  },
  'a gate may make it unconfirmed, and no other message': async (store) => {
    await inDoubt(store);
    const mine = await claimed(store);
    const stay = update(mine, 'claimed', 'unconfirmed', { reason: KEPT_BY('suppressed') });
    await assert.rejects(
      store.work.deliverTurn([], [mine], { ...OPEN_GATE, decide: () => ({ kind: 'stay', update: stay }) }),
      /may not go/,
    );
    const known = { ...stay, mayHaveLeft: true };
    await store.work.deliverTurn([], [mine], { ...OPEN_GATE, decide: () => ({ kind: 'stay', update: known }) });
    const { state, reason } = await standing(store);
    assert.deepEqual([state, reason], ['unconfirmed', KEPT_BY('suppressed')]);
  },
  'a hold and a retry leave it in doubt, its sending settles it': async (store) => {
    await inDoubt(store);
    const mine = await claimed(store);
    const held = update(mine, 'claimed', 'held', { dueAt: LATER });
    await store.work.deliverTurn([], [mine], { ...OPEN_GATE, decide: () => ({ kind: 'stay', update: held }) });
    assert.equal((await standing(store)).mayHaveLeft, true);
    const again = await claimed(store);
    await store.work.deliverTurn([], [again], OPEN_GATE);
    await store.work.deliverTurn([update(again, 'sending', 'queued', { dueAt: LATER })], [], OPEN_GATE);
    assert.equal((await standing(store)).mayHaveLeft, true);
    const last = await claimed(store);
    await store.work.deliverTurn([], [last], OPEN_GATE);
    await store.work.deliverTurn([update(last, 'sending', 'sent', { sentAt: LATER })], [], OPEN_GATE);
    assert.deepEqual(await standing(store), { state: 'sent', mayHaveLeft: false, reason: null });
  },
  'what was heard while it was sent again says more than a refusal of the second time': async (store) => {
    await inDoubt(store);
    const mine = await claimed(store);
    await store.work.deliverTurn([], [mine], OPEN_GATE);
    await heard(store, 'delivered');
    await store.work.deliverTurn([update(mine, 'sending', 'refused')], [], OPEN_GATE);
    const { state, mayHaveLeft } = await standing(store);
    assert.deepEqual([state, mayHaveLeft], ['delivered', false]);
  },
  'an event hears of an earlier message that is tried again': async (store) => {
    await queueMessages(store, ['ann']);
    const earlier = message('ann', { id: 'msg_earlier', intentKey: 'enr:enr_ann:zero:0' });
    await made(store, [earlier], NOW + 86_400_000);
    const heardOf: unknown[] = [];
    await store.work.record({
      events: [event('ann', 'replied', { messageId: null })],
      decide: (_, { passages }) => {
        heardOf.push(...passages.map(({ lastMessage, older }) => [lastMessage?.id, older]));
        return { ...NOTHING_FOLLOWS, takenBack: passages.flatMap(({ older }) => older) };
      },
    });
    assert.deepEqual(heardOf, [['msg_ann', ['msg_earlier']]]);
    assert.equal((await store.messages.get(MAIN, 'msg_earlier'))?.state, 'refused');
  },
  'a reply to nobody does not let a campaign’s message pass the next reply': async (store) => {
    await enroll(store, ['ann', 'bob']);
    const messages = [
      message('gone', { lane: 0, dueAt: NOW - 1 }),
      message('ann', { lane: 0, intentKey: 'reply:1' }),
      message('bob'),
    ];
    await made(store, messages, NOW);
    const first = await claim(store, { limit: 1 });
    const second = await claim(store, { limit: 1 });
    assert.deepEqual([first, second.map(({ message: { id } }) => id)], [[], ['msg_ann']]);
  },
  'a person who says “again” does not know; a provider that was asked does': async (store) => {
    await queueMessages(store, ['ann']);
    await store.work.deliverTurn([], await claim(store), OPEN_GATE);
    await store.work.recoverLeases({ leaseNow: LATER, limit: 10, isGone: () => false, isRepeatable: () => false });
    const again = { ...SETTLEMENT, from: 'unconfirmed', to: 'queued', reason: null } as const;
    await store.messages.settle({ ...again, mayHaveLeft: true });
    assert.equal((await standing(store)).mayHaveLeft, true);
    await store.messages.settle({ ...SETTLEMENT, from: 'queued', to: 'refused', reason: { code: 'cancelled' } });
    await store.messages.settle(again);
    assert.deepEqual(await standing(store), { state: 'queued', mayHaveLeft: false, reason: null });
  },
  'one that may have left counts once, on the day of its last try, until it is known not to have': async (store) => {
    const sent = async () => (await store.senders.days(MAIN, 3, NOW + 2 * DAY_MS)).map((day) => day.sent.email);
    const wish = { leaseNow: LATER, limit: 10, isGone: () => true } as const;
    await inDoubt(store);
    assert.deepEqual(await sent(), [1, 0, 0]);
    const before: number[] = [];
    const leaveAgain = async () => {
      const decide: SendGate['decide'] = (_, { counted }) => {
        before.push(counted.counters.sender);
        return { kind: 'leave', subject: 'Hello', bodyHash: 'hash' };
      };
      const now = NOW + DAY_MS;
      await store.work.deliverTurn([], await claim(store, { now }), { ...OPEN_GATE, now, decide });
      await store.work.recoverLeases({ ...wish, isRepeatable: () => false });
    };
    await leaveAgain();
    assert.deepEqual(await sent(), [0, 1, 0]);
    const again = { ...SETTLEMENT, from: 'unconfirmed', to: 'queued', reason: null } as const;
    await store.messages.settle({ ...again, mayHaveLeft: true });
    assert.deepEqual(await sent(), [0, 1, 0]);
    await leaveAgain();
    assert.deepEqual(
      [await sent(), before],
      [
        [0, 1, 0],
        [0, 0],
      ],
    );
    await store.messages.settle({ ...again, to: 'failed', reason: { code: 'settled-not-sent' } });
    assert.deepEqual(await sent(), [0, 0, 0]);
  },
  'one that was looked up and never arrived gives back what it had counted': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    await store.work.deliverTurn([], await claim(store), OPEN_GATE);
    await store.work.recoverLeases({ leaseNow: LATER, limit: 10, isGone: () => false, isRepeatable: () => false });
    const never = { ...SETTLEMENT, campaignId: '', limit: 1, from: 'unconfirmed', to: 'queued', reason: null } as const;
    await store.messages.settle({ ...never, id: 'msg_ann' });
    await store.messages.settle({ ...never, id: 'msg_ann' });
    assert.equal((await store.senders.days(MAIN, 1, NOW))[0]?.sent.email, 1);
  },
};
