/** What every store does with meetings: one is in one hand at a time, goes on in one write, and is one by its calendar's id. */
import assert from 'node:assert/strict';
import type { Meeting } from '../../../domain/booking/meeting.ts';
import type { MeetingClaim, Store } from '../../../engine/store-port.ts';
import { addLeads, event, lead, MAIN, message, NOTHING_FOLLOWS, NOW } from '../samples.ts';

const TALK: NonNullable<Meeting['talk']> = {
  ...{ connection: 'crm', calendar: 'cal', minutes: 30, flow: 'seller', language: 'en', passed: [], offers: 0 },
  rules: { zone: 'UTC', noticeMinutes: 60, aheadDays: 7, days: [1], fromMinute: 540, toMinute: 1_020 },
  ...{ isAsked: false, turns: [], read: [], began: false, isAgain: false, otherwise: null },
  reply: { event: 'e', channel: 'sms', recipient: '+12125550101', sender: '', playbookHash: 'p', decisionId: 'd' },
};

function meeting(part: Partial<Meeting> = {}): Meeting {
  return {
    ...{ workspaceId: MAIN, id: 'mtg_1', leadId: lead('ann').id, campaignId: 'c', enrollmentId: 'e', state: 'wanted' },
    ...{ origin: '', ref: null, startsAt: null, toldAt: NOW, dueAt: NOW, attempts: 0, code: null, talk: TALK },
    ...part,
  };
}

const take = (store: Store, part: Partial<MeetingClaim> = {}) =>
  store.meetings.claim({ now: NOW, owner: 'a', leaseNow: 10, until: 20, limit: 5, isGone: () => false, ...part });
const ids = (found: readonly Meeting[]) => found.map(({ id }) => id);

/** Meetings. */
export const MEETING_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'what is due is taken up by one, until its lease is over or its owner is gone': async (store) => {
    await store.meetings.add(meeting());
    await store.meetings.add(meeting({ id: 'mtg_2', dueAt: NOW + 1 }));
    assert.deepEqual(await take(store), [meeting({ attempts: 1 })]);
    assert.deepEqual(await take(store, { owner: 'b' }), []);
    assert.deepEqual(ids(await take(store, { owner: 'b', isGone: (owner) => owner === 'a' })), ['mtg_1']);
    assert.deepEqual(ids(await take(store, { owner: 'c', leaseNow: 20 })), ['mtg_1']);
    assert.deepEqual(ids(await take(store, { now: NOW + 1 })), ['mtg_2']);
  },

  'only who has it in hand keeps and settles it, and what is said is queued with it': async (store) => {
    await addLeads(store, [lead('ann')]);
    await store.meetings.add(meeting());
    await take(store);
    const begun = meeting({ talk: { ...TALK, began: true } });
    assert.equal(await store.meetings.keep(begun, 'b'), false);
    assert.equal(await store.meetings.keep(begun, 'a'), true);
    assert.equal((await store.meetings.get(MAIN, 'mtg_1'))?.talk?.began, true);
    // What a person or a webhook wants meanwhile does not overtake it.
    assert.equal(await store.meetings.change({ workspaceId: MAIN, id: 'mtg_1', decide: (one) => one }), null);
    const words = message('ann', { id: 'msg_offer', intentKey: 'reply:e:0', template: 'offer' });
    const offered = meeting({ state: 'offered', dueAt: null });
    const settled = { meeting: offered, messages: [words], tasks: [] };
    assert.equal(await store.meetings.settle(settled, 'b'), false);
    assert.equal(await store.messages.get(MAIN, 'msg_offer'), null);
    assert.equal(await store.meetings.settle(settled, 'a'), true);
    assert.equal((await store.messages.get(MAIN, 'msg_offer'))?.state, 'queued');
    assert.deepEqual(await store.meetings.get(MAIN, 'mtg_1'), offered);
    assert.equal(await store.meetings.settle(settled, 'a'), false);
  },

  'a person changes one that nobody has in hand, and lists them, the newest first': async (store) => {
    const booked = { state: 'booked', dueAt: null, startsAt: NOW } as const;
    await store.meetings.add(meeting({ ...booked, origin: 'o', ref: 'r' }));
    await store.meetings.add(meeting({ id: 'mtg_2' }));
    await store.meetings.add(meeting({ id: 'mtg_3', workspaceId: 'other' }));
    const key = { workspaceId: MAIN, id: 'mtg_1' };
    const after = await store.meetings.change({ ...key, decide: (one) => ({ ...one, state: 'cancelled' }) });
    assert.deepEqual(after, await store.meetings.get(MAIN, 'mtg_1'));
    assert.equal(after?.state, 'cancelled');
    assert.equal(await store.meetings.change({ ...key, id: 'none', decide: (one) => one }), null);
    const of = { workspaceId: MAIN, state: null, limit: 5 };
    assert.deepEqual(ids(await store.meetings.list(of)), ['mtg_2', 'mtg_1']);
    assert.deepEqual(ids(await store.meetings.list({ ...of, limit: 1 })), ['mtg_2']);
    assert.deepEqual(ids(await store.meetings.list({ ...of, state: 'cancelled' })), ['mtg_1']);
    assert.deepEqual(ids(await store.meetings.ofLead(MAIN, lead('ann').id)), ['mtg_2', 'mtg_1']);
  },

  'a meeting that is told of is found under the lead that has it, also by the id that it had before': async (store) => {
    const theirs = meeting({ leadId: lead('bob').id, state: 'booked', dueAt: null, origin: 'o', ref: 'r' });
    await store.meetings.add(theirs);
    await store.meetings.add(meeting({ id: 'mtg_2' }));
    const told = { origin: 'o', ref: 's', before: 'r', state: 'booked', startsAt: NOW } as const;
    const around = async (part: object) =>
      ids(await store.meetings.around({ workspaceId: MAIN, meeting: { ...told, ...part } }, lead('ann').id));
    assert.deepEqual(await around({}), ['mtg_1', 'mtg_2']);
    assert.deepEqual(await around({ ref: 'r', before: null }), ['mtg_1', 'mtg_2']);
    assert.deepEqual(await around({ before: null }), ['mtg_2']);
    assert.deepEqual(await around({ origin: 'p' }), ['mtg_2']);
  },

  'an event is decided on the meetings of its lead and the one it tells of, and takes them on': async (store) => {
    await addLeads(store, [lead('ann'), lead('bob')]);
    const theirs = meeting({
      id: 'mtg_2',
      leadId: lead('bob').id,
      state: 'booked',
      dueAt: null,
      origin: 'o',
      ref: 'r',
    });
    await store.meetings.add(meeting());
    await store.meetings.add(theirs);
    const seen: string[][] = [];
    const told = { origin: 'o', ref: 'r', before: null, state: 'cancelled', startsAt: null } as const;
    await store.work.record({
      events: [
        event('ann', 'meeting-cancelled', { meeting: told }),
        event('ann', 'note', { id: 'e2', originId: 'e2' }),
      ],
      decide(_, { meetings }) {
        seen.push(ids(meetings ?? []));
        return meetings ? { ...NOTHING_FOLLOWS, meetings: [{ ...theirs, state: 'cancelled' }] } : NOTHING_FOLLOWS;
      },
    });
    assert.deepEqual(seen, [['mtg_2', 'mtg_1'], []]);
    assert.equal((await store.meetings.get(MAIN, 'mtg_2'))?.state, 'cancelled');
  },
};
