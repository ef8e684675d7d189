/** What every store does with the work in hand: due passages, messages on their way out, leases and fences. */
import assert from 'node:assert/strict';
import { MESSAGE_MOVES, type MessageState } from '../../domain/message.ts';
import type { AdvanceBatch, DueSubject, SendGate, Store } from '../../engine/store-port.ts';
import {
  addLeads,
  assess,
  claim,
  decision,
  ended,
  enroll,
  enrollment,
  lead,
  MAIN,
  member,
  message,
  NOW,
  OPEN_GATE,
  queueMessages,
  refusal,
  sendingMessage,
  suppressionKeys,
  update,
} from './samples.ts';

const batch = (part: Partial<AdvanceBatch>): AdvanceBatch => ({
  now: NOW,
  limit: 100,
  suppressionKeys,
  needsFacts: () => false,
  decide: () => ({ messages: [], enrollments: [], tasks: [] }),
  ...part,
});
const recover = (store: Store, leaseNow: number, isRepeatable = false) =>
  store.work.recoverLeases({ leaseNow, limit: 10, isGone: () => false, isRepeatable: () => isRepeatable });
const stateOf = async (store: Store, id: string) => (await store.messages.get(MAIN, id))?.state;
const IDS = ['ann', 'bob', 'cid'];

/** Due passages. */
export const ADVANCE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'what is due comes oldest first, equal times by id, and no more than asked for': async (store) => {
    await enroll(store, []);
    await addLeads(
      store,
      ['a', 'b', 'c', 'd'].map((id) => lead(id)),
    );
    const due: Record<string, number> = { a: NOW, b: NOW - 5, c: NOW, d: NOW + 1 };
    await assess(store, (id) => ({
      decision: decision(id),
      member: member(id),
      enrollment: enrollment(id, { dueAt: due[id] ?? 0 }),
    }));
    const seen: string[] = [];
    const look = (limit: number, now = NOW) =>
      store.work.advance(
        batch({
          limit,
          now,
          decide(subjects) {
            seen.push(...subjects.map(({ enrollment: of }) => of.leadId));
            return { messages: [], tasks: [], enrollments: subjects.map(({ enrollment: of }) => ended(of, 'test')) };
          },
        }),
      );
    assert.equal(await store.work.nextAt(), NOW - 5);
    assert.equal((await look(2)).taken, 2);
    assert.equal((await look(9)).taken, 1);
    assert.equal((await look(9)).taken, 0);
    assert.deepEqual(seen, ['b', 'a', 'c']);
    assert.equal(await store.work.nextAt(), NOW + 1);
  },

  'a subject comes with each value in its place': async (store) => {
    const known = { phone: '+12125550100', domain: 'acme.example', country: 'US', region: 'NY' };
    const counts = { generation: 2, visit: 3, startedAt: NOW - 4, lastTouchAt: NOW - 5, lastMessageId: 'msg_0' };
    const passage = enrollment('ann', { ...counts, state: 'waiting', reason: { code: 'a' }, zone: 'Asia/Tokyo' });
    await enroll(store, []);
    await addLeads(store, [lead('ann', { ...known, fullName: 'Ann A' })]);
    await assess(store, () => ({ decision: decision('ann'), member: member('ann'), enrollment: passage }));
    const seen: unknown[] = [];
    const see = ({ enrollment: of, recipient }: DueSubject) => {
      seen.push(of, recipient);
      return [];
    };
    await store.work.advance(batch({ decide: (all) => ({ messages: [], enrollments: [], tasks: all.flatMap(see) }) }));
    const granted = { basis: 'legitimate-interest', basisAt: NOW };
    assert.deepEqual(seen, [passage, { leadId: 'ann', email: 'ann@example.com', name: 'Ann A', ...known, ...granted }]);
  },

  'a subject brings what its decision needs, facts only where asked for': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    await store.leads.suppress(MAIN, [{ leadId: 'bob', suppression: refusal('bob') }]);
    let subjects: readonly DueSubject[] = [];
    await store.work.advance(
      batch({
        now: NOW + 86_400_000,
        needsFacts: ({ leadId }) => leadId === 'ann',
        decide(due) {
          subjects = due;
          return { messages: [], enrollments: [], tasks: [] };
        },
      }),
    );
    const [ann, bob] = subjects;
    assert.equal(ann?.recipient.email, 'ann@example.com');
    assert.deepEqual([ann?.lastMessage, ann?.campaign.name], [{ state: 'queued', dueAt: NOW, leftAt: null }, 'Spring']);
    assert.deepEqual([ann?.facts, bob?.facts], [decision('ann').facts, null]);
    assert.deepEqual([ann?.suppressions, bob?.suppressions], [[], [refusal('bob')]]);
  },

  'the last message says when it left': async (store) => {
    const sending = await sendingMessage(store);
    await store.work.deliverTurn([update(sending, 'sending', 'sent', { sentAt: NOW + 5 })], [], OPEN_GATE);
    let last: unknown;
    await store.work.advance(
      batch({
        now: NOW + 86_400_000,
        decide([ann]) {
          last = ann?.lastMessage;
          return { messages: [], enrollments: [], tasks: [] };
        },
      }),
    );
    assert.deepEqual(last, { state: 'sent', dueAt: NOW, leftAt: NOW + 5 });
  },

  'a second message of the same intent is never made, nor a second task': async (store) => {
    await enroll(store, ['ann']);
    const task = {
      workspaceId: MAIN,
      id: 'task_1',
      intentKey: 'enr:1:call:0',
      campaignId: 'cmp_1',
      enrollmentId: 'enr_ann',
      leadId: 'ann',
      kind: 'task',
      title: 'Call',
      outcomes: ['reached'],
      state: 'open',
      outcome: null,
      dueAt: NOW,
      doneBy: null,
      doneAt: null,
    } as const;
    const twice = (n: number) =>
      batch({
        decide: () => ({
          messages: [message('ann', { id: `msg_${n}` })],
          tasks: [{ ...task, id: `task_${n}` }],
          enrollments: [],
        }),
      });
    await store.work.advance(twice(1));
    await store.work.advance(twice(2));
    const story = await store.leads.story(MAIN, 'ann', suppressionKeys);
    assert.deepEqual(story?.messages, [message('ann', { id: 'msg_1' })]);
    assert.deepEqual(story?.tasks, [task]);
  },

  'a passage that is over stays over': async (store) => {
    await enroll(store, ['ann']);
    const over = ended(enrollment('ann'), 'replied');
    await store.work.advance(batch({ decide: () => ({ messages: [], tasks: [], enrollments: [over] }) }));
    await addLeads(store, [lead('bob')]);
    await assess(store, (id) => ({ decision: decision(id), member: member(id), enrollment: enrollment(id) }));
    const alive = enrollment('ann', { dueAt: NOW + 1 });
    await store.work.advance(batch({ decide: () => ({ messages: [], tasks: [], enrollments: [alive] }) }));
    const story = await store.leads.story(MAIN, 'ann', suppressionKeys);
    assert.deepEqual(story?.enrollments, [over]);
    assert.equal(story?.memberships[0]?.member.stage, 'ended');
  },
};

/** Messages on their way out. */
export const DELIVER_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a claim takes what is due once, with all that its words need': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    assert.deepEqual(await claim(store, { now: NOW - 1 }), []);
    const [first, ...rest] = await claim(store, { limit: 1 });
    assert.deepEqual(rest, []);
    const expected = message('ann', { state: 'claimed', fence: 1, leaseUntil: NOW + 60_000 });
    assert.deepEqual(first?.message, expected);
    assert.deepEqual(await store.messages.get(MAIN, 'msg_ann'), expected);
    assert.deepEqual([first?.zone, first?.facts, first?.campaign?.name], ['UTC', decision('ann').facts, 'Spring']);
    assert.deepEqual([first?.recipient.email, first?.workspace.mode], ['ann@example.com', 'dry']);
    assert.deepEqual(
      (await claim(store)).map(({ message: of }) => of.id),
      ['msg_bob'],
    );
    assert.deepEqual(await claim(store), []);
  },
  'sending is on record with subject and body hash, and counted on the sender’s day': async (store) => {
    await queueMessages(store, [...IDS, 'dan']);
    const used: number[] = [];
    const gate: SendGate = {
      ...OPEN_GATE,
      decide(claimed, { usedToday }) {
        used.push(usedToday);
        if (claimed.message.leadId !== 'bob')
          return { kind: 'leave', subject: `To ${claimed.message.leadId}`, bodyHash: 'h' };
        return { kind: 'stay', update: update(claimed, 'claimed', 'held', { dueAt: NOW + 9 }) };
      },
    };
    const { sending, lost } = await store.work.deliverTurn([], await claim(store), gate);
    assert.deepEqual(
      sending.map(({ message: of }) => of.id),
      ['msg_ann', 'msg_cid', 'msg_dan'],
    );
    assert.deepEqual([used, lost], [[0, 1, 1, 2], 0]);
    const ann = await store.messages.get(MAIN, 'msg_ann');
    assert.deepEqual([ann?.state, ann?.subject, ann?.bodyHash, ann?.attempts], ['sending', 'To ann', 'h', 1]);
    const bob = await store.messages.get(MAIN, 'msg_bob');
    assert.deepEqual([bob?.state, bob?.dueAt, bob?.attempts, bob?.leaseUntil], ['held', NOW + 9, 0, null]);
  },
  'the next day begins at nothing': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    await store.work.deliverTurn([], await claim(store, { limit: 1 }), OPEN_GATE);
    let used = -1;
    const tomorrow: SendGate = {
      ...OPEN_GATE,
      now: NOW + 86_400_000,
      decide(_, facts) {
        used = facts.usedToday;
        return { kind: 'leave', subject: '', bodyHash: '' };
      },
    };
    await store.work.deliverTurn([], await claim(store), tomorrow);
    assert.equal(used, 0);
  },
  'the last gate sees a refusal, an end and a pause that were committed meanwhile': async (store) => {
    await queueMessages(store, ['ann']);
    const claimed = await claim(store);
    await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann') }]);
    const nothing = { suppressions: [], messageState: null };
    await store.work.record({
      events: [
        {
          workspaceId: MAIN,
          id: 'evt_1',
          leadId: 'ann',
          campaignId: null,
          messageId: null,
          kind: 'replied',
          at: NOW,
          recordedAt: NOW,
          origin: 'o',
          originId: '1',
          verdict: 'human',
          text: null,
        },
      ],
      decide: (_event, _lead, open) => ({ ...nothing, enrollments: open.map((one) => ended(one, 'replied')) }),
    });
    const live = await store.campaigns.get(MAIN, 'cmp_1');
    assert.ok(live && (await store.campaigns.save({ ...live, state: 'paused' }, 'live')));
    let asked = 0;
    await store.work.deliverTurn([], claimed, {
      ...OPEN_GATE,
      decide(one, facts) {
        asked += 1;
        assert.deepEqual(facts.suppressions, [refusal('ann')]);
        assert.deepEqual([facts.ended, facts.campaignState], [{ code: 'replied' }, 'paused']);
        return { kind: 'stay', update: update(one, 'claimed', 'refused') };
      },
    });
    assert.deepEqual([asked, await stateOf(store, 'msg_ann')], [1, 'refused']);
  },
  'a result under an old fence writes nothing': async (store) => {
    const first = await sendingMessage(store);
    await recover(store, NOW + 60_000);
    const late = await store.work.deliverTurn([update(first, 'sending', 'sent')], [], OPEN_GATE);
    assert.deepEqual([late.lost, await stateOf(store, 'msg_ann')], [1, 'unconfirmed']);
  },
  'a result under an old fence is no result of the new sending': async (store) => {
    const first = await sendingMessage(store);
    await recover(store, NOW + 60_000, true);
    await store.work.deliverTurn([], await claim(store), OPEN_GATE);
    const late = await store.work.deliverTurn([update(first, 'sending', 'sent')], [], OPEN_GATE);
    assert.deepEqual([late.lost, await stateOf(store, 'msg_ann')], [1, 'sending']);
  },
  'each sender has a day of its own': async (store) => {
    await enroll(store, IDS);
    const made = IDS.map((id) => message(id, { sender: `${id}@acme.example` }));
    await store.work.advance(batch({ decide: () => ({ messages: made, enrollments: [], tasks: [] }) }));
    const used: number[] = [];
    const gate: SendGate = {
      ...OPEN_GATE,
      decide(_, { usedToday }) {
        used.push(usedToday);
        return { kind: 'leave', subject: 's', bodyHash: 'h' };
      },
    };
    await store.work.deliverTurn([], await claim(store), gate);
    assert.deepEqual(used, [0, 0, 0]);
  },
  'a candidate whose claim ran out cannot leave, and its sender’s day is not counted': async (store) => {
    await queueMessages(store, ['ann']);
    const stale = await claim(store);
    assert.deepEqual(await recover(store, NOW + 59_999), { requeued: 0, unconfirmed: 0 });
    assert.deepEqual(await recover(store, NOW + 60_000), { requeued: 1, unconfirmed: 0 });
    const again = await claim(store);
    assert.deepEqual((await store.work.deliverTurn([], stale, OPEN_GATE)).lost, 1);
    let used = -1;
    const gate: SendGate = {
      ...OPEN_GATE,
      decide(_, facts) {
        used = facts.usedToday;
        return { kind: 'leave', subject: 's', bodyHash: 'h' };
      },
    };
    assert.equal((await store.work.deliverTurn([], again, gate)).sending.length, 1);
    assert.equal(used, 0);
  },
  'a dead sending becomes unconfirmed, and goes back only where it can be repeated': async (store) => {
    await sendingMessage(store);
    assert.deepEqual(await recover(store, NOW + 60_000), { requeued: 0, unconfirmed: 1 });
    assert.deepEqual((await store.messages.get(MAIN, 'msg_ann'))?.reason, { code: 'outcome-unknown' });
    assert.deepEqual(await claim(store), []);
  },
  'a dead sending that can be repeated is queued': async (store) => {
    await sendingMessage(store);
    assert.deepEqual(await recover(store, NOW + 60_000, true), { requeued: 1, unconfirmed: 0 });
    assert.equal((await claim(store)).length, 1);
  },
  'the leases of an owner that is gone are over at once': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    await claim(store, { limit: 1, owner: 'dead' });
    await claim(store, { limit: 1, owner: 'alive' });
    const wish = { leaseNow: NOW, limit: 10, isGone: (owner: string) => owner === 'dead', isRepeatable: () => false };
    assert.deepEqual(await store.work.recoverLeases(wish), { requeued: 1, unconfirmed: 0 });
    assert.deepEqual([await stateOf(store, 'msg_ann'), await stateOf(store, 'msg_bob')], ['queued', 'claimed']);
  },
  'a hold comes back in its time': async (store) => {
    await queueMessages(store, ['ann']);
    const [claimed] = await claim(store);
    assert.ok(claimed);
    const held = update(claimed, 'claimed', 'held', { dueAt: NOW + 10 });
    await store.work.deliverTurn([], [claimed], { ...OPEN_GATE, decide: () => ({ kind: 'stay', update: held }) });
    assert.deepEqual(await claim(store, { now: NOW + 9 }), []);
    assert.equal(await stateOf(store, 'msg_ann'), 'held');
    assert.equal(await store.work.nextAt(), NOW + 10);
    const [again] = await claim(store, { now: NOW + 10 });
    assert.deepEqual([again?.message.state, again?.message.reason, again?.message.fence], ['claimed', null, 2]);
  },
  'every illegal move is refused, and changes nothing': async (store) => {
    const sending = await sendingMessage(store);
    const states = Object.keys(MESSAGE_MOVES) as MessageState[];
    const leases = new Set<MessageState>(['claimed', 'sending']);
    for (const from of states) {
      for (const to of states) {
        if (MESSAGE_MOVES[from].includes(to) && !leases.has(to)) continue;
        await assert.rejects(
          store.work.deliverTurn([update(sending, from, to)], [], OPEN_GATE),
          /may not go/,
          `${from} → ${to}`,
        );
      }
    }
    assert.equal(await stateOf(store, 'msg_ann'), 'sending');
  },
  'every lawful way out of sending is written with what it brings': async (store) => {
    const outcomes: [string, Parameters<typeof update>[3], MessageState][] = [
      ['a', { providerRef: 'ref', sentAt: NOW + 1 }, 'sent'],
      ['b', { dueAt: NOW + 5 }, 'queued'],
      ['c', {}, 'refused'],
      ['d', {}, 'failed'],
      ['e', {}, 'unconfirmed'],
      ['f', { dueAt: NOW + 7 }, 'held'],
    ];
    await queueMessages(
      store,
      outcomes.map(([id]) => id),
    );
    const { sending } = await store.work.deliverTurn([], await claim(store), OPEN_GATE);
    const results = sending.map((one, i) => update(one, 'sending', outcomes[i]?.[2] ?? 'sent', outcomes[i]?.[1]));
    assert.equal((await store.work.deliverTurn(results, [], OPEN_GATE)).lost, 0);
    for (const [id, part, to] of outcomes) {
      const found = await store.messages.get(MAIN, `msg_${id}`);
      assert.deepEqual({ ...found, ...part, state: to, leaseUntil: null, subject: 'Hello', bodyHash: 'hash' }, found);
    }
    const { states, reasons, byDay } = await store.messages.count(MAIN, 'cmp_1');
    assert.deepEqual(states, { sent: 1, queued: 1, refused: 1, failed: 1, unconfirmed: 1, held: 1 });
    assert.deepEqual([reasons, byDay], [{ test: 4 }, { '2026-03-02': 1 }]);
  },
  'messages are listed by id, by state and by campaign, page by page': async (store) => {
    await queueMessages(store, IDS);
    const [ann] = (await store.work.deliverTurn([], await claim(store, { limit: 1 }), OPEN_GATE)).sending;
    assert.ok(ann);
    await store.work.deliverTurn([update(ann, 'sending', 'sent')], [], OPEN_GATE);
    const list = async (campaignId: string | null, state: MessageState | null, after: string | null, limit = 9) =>
      (await store.messages.list({ workspaceId: MAIN, campaignId, state, after, limit })).map(({ leadId }) => leadId);
    assert.deepEqual(await list(null, null, null), IDS);
    assert.deepEqual(await list(null, null, 'msg_ann', 1), ['bob']);
    assert.deepEqual(await list('cmp_1', 'queued', null), ['bob', 'cid']);
    assert.deepEqual(await list('cmp_1', 'sent', null), ['ann']);
    assert.deepEqual(await list('cmp_1', 'sent', 'msg_ann'), []);
    assert.deepEqual(await list(null, 'sent', null), ['ann']);
    assert.deepEqual(await list('other', null, null), []);
  },
};
