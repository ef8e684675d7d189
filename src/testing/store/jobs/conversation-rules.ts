/** What every store does with conversations: what was written is read in order, and an answer is written with its event, once. */
import assert from 'node:assert/strict';
import type { LeadEvent } from '../../../domain/event.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { QueuedMessage } from '../../../domain/message.ts';
import type { Sale } from '../../../domain/valuation/comparables.ts';
import type { EventBatch, Store, WrittenLine } from '../../../engine/store-port.ts';
import {
  addLeads,
  claim,
  enroll,
  event,
  lead,
  MAIN,
  message,
  NOTHING_FOLLOWS,
  NOW,
  queueMessages,
  suppressionKeys,
} from '../samples.ts';

const line = (id: string, part: Partial<LeadEvent> = {}) =>
  event('ann', 'replied', { id, originId: id, text: `Line ${id}`, channel: 'email', ...part });
const THREAD = { messageId: '<1@x.co>', references: ['<0@us.co>'], subject: 'Re: a', from: 'ann@x.co' };

/** What is read of the writing as each event is decided on. */
async function told(store: Store, events: readonly LeadEvent[], part: Partial<EventBatch> = {}) {
  const seen: (readonly WrittenLine[] | undefined)[] = [];
  const isNew = await store.work.record({
    events,
    asksWritten: () => true,
    decide(_, { written }) {
      seen.push(written);
      return NOTHING_FOLLOWS;
    },
    ...part,
  });
  return { isNew, seen: seen.map((lines) => lines?.map(({ id }) => id)) };
}

function answer(id: string): QueuedMessage {
  return { ...message('ann', { id: `msg_${id}`, intentKey: `reply:${id}:0`, lane: 0, template: 'ask' }) };
}

/** What the lead wrote, as its due passage is given it. */
async function atStep(store: Store, part: { asksWritten?: () => boolean }) {
  const seen: (readonly WrittenLine[] | undefined)[] = [];
  await store.work.advance({
    ...{ now: NOW, limit: 9, suppressionKeys, needsFacts: () => false },
    decide(due) {
      seen.push(...due.map(({ written }) => written?.map((one) => ({ ...one }))));
      return { messages: [], enrollments: [], tasks: [] };
    },
    ...part,
  });
  return seen;
}

const SALE: Sale = {
  ...{ address: '1 Oak Street', price: 400_000, soldAt: NOW - 9, squareFeet: 2_000, beds: 3, baths: 2.5 },
  ...{ yearBuilt: null, condition: 'good' },
};

/** Homes that were sold. */
export const SALE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a sale is kept once, and read by its place, the latest first, as far as it was known': async (store) => {
    const later = { ...SALE, soldAt: NOW - 1, squareFeet: null };
    const sales = [SALE, later, { ...SALE, address: 'b' }].map((sale) => ({ place: '10001', sale }));
    const times = { now: NOW, before: NOW - 100 };
    assert.equal(await store.sales.add(MAIN, [...sales, { place: 'austin', sale: SALE }], times), 4);
    assert.equal(await store.sales.add(MAIN, sales, { ...times, now: NOW + 5 }), 0);
    assert.equal(await store.sales.add('other', sales.slice(1, 2), { ...times, now: NOW + 5 }), 1);
    const asked = { workspaceId: MAIN, place: '10001', soldFrom: NOW - 9, knownAt: NOW };
    assert.deepEqual(await store.sales.of(asked), [later, { ...SALE, address: 'b' }, SALE]);
    assert.deepEqual(await store.sales.of({ ...asked, soldFrom: NOW - 8 }), [later]);
    assert.deepEqual(await store.sales.of({ ...asked, knownAt: NOW - 1 }), []);
    assert.deepEqual(await store.sales.of({ ...asked, workspaceId: 'other' }), []);
  },

  'what is older is forgotten where new ones of its place come in': async (store) => {
    const old = { ...SALE, soldAt: 5 };
    const times = { now: NOW, before: 0 };
    await store.sales.add(
      MAIN,
      ['10001', 'austin'].map((place) => ({ place, sale: old })),
      times,
    );
    await store.sales.add(MAIN, [{ place: '10001', sale: SALE }], { now: NOW, before: 6 });
    const of = (place: string) => store.sales.of({ workspaceId: MAIN, place, soldFrom: 0, knownAt: NOW });
    assert.deepEqual([await of('10001'), await of('austin')], [[SALE], [old]]);
  },
};

/** Rules of conversations. */
export const CONVERSATION_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'what a lead wrote is read as it was written, with the event that is decided on, without machines and others': async (
    store,
  ) => {
    await queueMessages(store, ['ann', 'bob']);
    const late = line('evt_3', { at: NOW + 1 });
    const events = [line('evt_2', { at: NOW + 9 }), line('evt_1', { at: NOW + 9 }), late];
    await told(store, [
      line('evt_4', { leadId: 'bob', messageId: null }),
      line('evt_5', { verdict: 'machine' }),
      line('evt_6', { text: null }),
      event('ann', 'clicked', { text: 'a' }),
    ]);
    const { seen } = await told(store, events);
    assert.deepEqual(seen, [['evt_2'], ['evt_1', 'evt_2'], ['evt_3', 'evt_1', 'evt_2']]);
  },

  'nothing of it is read for whom nobody asks': async (store) => {
    await queueMessages(store, ['ann']);
    const asked: string[] = [];
    const asksWritten = ({ id }: LeadEvent) => {
      asked.push(id);
      return false;
    };
    assert.deepEqual((await told(store, [line('evt_1')], { asksWritten })).seen, [[]]);
    assert.deepEqual(asked, ['evt_1']);
  },

  'no more of it is read than a conversation takes': async (store) => {
    await queueMessages(store, ['ann']);
    const ids = Array.from({ length: LIMITS.conversationAnswers + 1 }, (_, i) => `evt_${String(i).padStart(3, '0')}`);
    const { seen } = await told(
      store,
      ids.map((id) => line(id)),
    );
    assert.deepEqual(seen.at(-1), ids.slice(0, LIMITS.conversationAnswers));
  },

  'an answer is written with its event, and told twice it is one': async (store) => {
    await queueMessages(store, ['ann']);
    const decide = ({ id }: LeadEvent) => ({ ...NOTHING_FOLLOWS, messages: [answer(id)] });
    const again = { ...line('evt_1'), id: 'evt_9' };
    assert.deepEqual((await told(store, [line('evt_1'), again], { decide })).isNew, [true, false]);
    assert.deepEqual((await told(store, [again], { decide })).isNew, [false]);
    assert.equal((await store.messages.get(MAIN, 'msg_evt_1'))?.intentKey, 'reply:evt_1:0');
    assert.equal(await store.messages.get(MAIN, 'msg_evt_9'), null);
  },

  'an answer by e-mail is claimed with the thread that it stands in': async (store) => {
    await queueMessages(store, ['ann']);
    const decide = ({ id }: LeadEvent) => ({ ...NOTHING_FOLLOWS, messages: [answer(id)] });
    await told(store, [line('evt_1', { thread: THREAD }), line('evt_2', { messageId: null })], { decide });
    const claimed = new Map((await claim(store)).map((one) => [one.message.id, one.answered]));
    assert.deepEqual([claimed.get('msg_ann'), claimed.get('msg_evt_2')], [undefined, null]);
    const { thread, before } = claimed.get('msg_evt_1') ?? {};
    assert.deepEqual([thread, before?.id], [THREAD, 'msg_ann']);
  },

  'a due step is given what its lead wrote, where it asks': async (store) => {
    await enroll(store, ['ann']);
    await addLeads(store, [lead('bob')]);
    await told(store, [line('evt_1', { messageId: null }), line('evt_2', { leadId: 'bob', messageId: null })]);
    assert.deepEqual(await atStep(store, { asksWritten: () => true }), [
      [{ id: 'evt_1', at: NOW, text: 'Line evt_1' }],
    ]);
    assert.deepEqual(await atStep(store, {}), [[]]);
  },
};
