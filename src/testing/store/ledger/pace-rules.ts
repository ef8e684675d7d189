/** What every store counts of messages that leave, and how the last gate is told of it. */
import assert from 'node:assert/strict';
import type { EventKind } from '../../../domain/event.ts';
import type { MessageState } from '../../../domain/message.ts';
import type { ClaimedMessage, Counted, SendGate, SendVerdict, Store, Suppression } from '../../../engine/store-port.ts';
import { react } from '../event-rules.ts';
import {
  addLeads,
  assess,
  claim,
  decision,
  enroll,
  enrollment,
  event,
  lead,
  MAIN,
  member,
  message,
  NOW,
  OPEN_GATE,
  queueMessages,
  stored,
  suppressionKeys,
  update,
} from '../samples.ts';

const DAY_MS = 86_400_000;
const ASKED = { touches: true, account: true, canary: true, follows: { sender: 30, campaign: 30 } };
const LEAVE = { kind: 'leave', subject: 's', bodyHash: 'h' } as const;

/** Has everything due leave at `now`, or do what `verdict` says; what each was told, by its lead. */
async function depart(
  store: Store,
  now = NOW,
  verdict: (claimed: ClaimedMessage, counted: Counted) => SendVerdict = () => LEAVE,
): Promise<{ readonly told: ReadonlyMap<string, Counted>; readonly sending: readonly ClaimedMessage[] }> {
  const told = new Map<string, Counted>();
  const gate: SendGate = {
    ...OPEN_GATE,
    now,
    asks: () => ASKED,
    decide(claimed, { counted }) {
      told.set(claimed.message.leadId, counted);
      return verdict(claimed, counted);
    },
  };
  const { sending } = await store.work.deliverTurn([], await claim(store, { now }), gate);
  return { told, sending };
}

/** Another message of each lead, due at `now`. */
async function queueMore(
  store: Store,
  ids: readonly string[],
  now: number,
  part: { sender?: string } = {},
): Promise<void> {
  const messages = ids.map((id) =>
    message(id, { id: `msg_${id}_${now}`, intentKey: `enr:enr_${id}:at:${now}`, dueAt: now, createdAt: now, ...part }),
  );
  await store.work.advance({
    now: Number.MAX_SAFE_INTEGER,
    limit: 1,
    suppressionKeys,
    needsFacts: () => false,
    decide: () => ({ messages, enrollments: [], tasks: [] }),
  });
}

const land = (store: Store, sending: readonly ClaimedMessage[], to: MessageState) =>
  store.work.deliverTurn(
    sending.map((of) => update(of, 'sending', to)),
    [],
    OPEN_GATE,
  );

const used = (n: number) => ({ campaign: n, sender: n, 'sending-domain': n, 'recipient-domain': n });

const happen = (store: Store, id: string, kind: EventKind, part: Partial<ReturnType<typeof event>> = {}) =>
  store.work.record({ events: [event(id, kind, part)], decide: react });

/** What is counted. */
export const PACE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'each candidate sees what those before it used, of this turn and of the day': async (store) => {
    await queueMessages(store, ['ann', 'bob', 'cid']);
    const stay = (claimed: ClaimedMessage): SendVerdict =>
      claimed.message.leadId === 'bob'
        ? { kind: 'stay', update: update(claimed, 'claimed', 'held', { dueAt: NOW + DAY_MS }) }
        : LEAVE;
    const { told } = await depart(store, NOW, stay);
    assert.deepEqual(
      [...told.values()].map(({ counters }) => counters),
      [used(0), used(1), used(1)],
    );
    await queueMore(store, ['ann'], NOW + 1);
    assert.deepEqual((await depart(store, NOW + 1)).told.get('ann')?.counters, used(2));
    assert.deepEqual((await depart(store, NOW + DAY_MS)).told.get('bob')?.counters, used(0));
  },

  'a try that did not leave gives back what it had counted, on its day and to the same turn': async (store) => {
    await queueMessages(store, ['ann', 'bob', 'cid', 'dan', 'eve', 'fay', 'gus']);
    const ends = ['queued', 'held', 'refused', 'failed', 'sent', 'unconfirmed', 'queued'] as const;
    const { sending } = await depart(store);
    await happen(store, 'gus', 'delivered', { messageId: 'msg_gus' });
    const moves = sending.map((one, i) => update(one, 'sending', ends[i] as MessageState, { dueAt: NOW + 9 * DAY_MS }));
    await queueMore(store, ['ann'], NOW);
    const decide: SendGate['decide'] = (_, { counted }) => {
      assert.deepEqual(counted.counters, used(3));
      return LEAVE;
    };
    await store.work.deliverTurn(moves, await claim(store), { ...OPEN_GATE, decide });
    const late = NOW + DAY_MS;
    await store.work.deliverTurn(moves, [], { ...OPEN_GATE, now: late });
    const days = (await store.senders.days(MAIN, 2, late)).map(({ sent }) => sent.email);
    assert.deepEqual(days, [4, 0]);
  },

  'a mailbox counts once however it is spelt, for its domain with the others of it': async (store) => {
    await queueMessages(store, ['ann']);
    await depart(store);
    const from = async (sender: string, at: number) => {
      await queueMore(store, ['ann'], at, { sender });
      const counters = (await depart(store, at)).told.get('ann')?.counters;
      return counters && [counters.campaign, counters.sender, counters['sending-domain'], counters['recipient-domain']];
    };
    assert.deepEqual(await from('bob@mail.ACME.example', NOW + 1), [1, 0, 1, 1]);
    assert.deepEqual(await from('Ann+news@acme.example', NOW + 2), [2, 1, 2, 2]);
    assert.deepEqual(await from('ann@other.example', NOW + 3), [3, 0, 0, 0]);
  },

  'a sender is as warm as the days among the thirty before today on which it sent': async (store) => {
    await queueMessages(store, ['ann']);
    await depart(store);
    const warmAfter = async (days: number) => {
      const now = NOW + days * DAY_MS;
      await queueMore(store, ['ann'], now);
      return (await depart(store, now)).told.get('ann')?.sender.warmDays;
    };
    assert.deepEqual([await warmAfter(0), await warmAfter(1), await warmAfter(30), await warmAfter(31)], [0, 1, 2, 2]);
  },

  'a message that waits for its sender has a moment of its own, and takes no second place of the day': async (
    store,
  ) => {
    await queueMessages(store, ['ann', 'bob', 'cid']);
    const wait = (claimed: ClaimedMessage, { sender }: Counted): SendVerdict => {
      const { lastSlotAt } = sender;
      if (lastSlotAt === null) return LEAVE;
      const slotAt = lastSlotAt + 100;
      return { kind: 'stay', slotAt, update: update(claimed, 'claimed', 'held', { dueAt: slotAt }) };
    };
    const first = await depart(store, NOW, wait);
    assert.deepEqual(
      [...first.told.values()].map(({ sender, counters }) => [sender.lastSentAt, sender.lastSlotAt, counters.sender]),
      [
        [null, null, 0],
        [NOW, NOW, 1],
        [NOW, NOW + 100, 2],
      ],
    );
    const second = await depart(store, NOW + 100);
    const bob = second.told.get('bob');
    assert.deepEqual([bob?.slotAt, bob?.sender.lastSlotAt, bob?.counters.sender], [NOW + 100, NOW + 200, 1]);
    await queueMore(store, ['ann'], NOW + 150);
    const ann = (await depart(store, NOW + 150, (one) => ({ kind: 'stay', update: update(one, 'claimed', 'refused') })))
      .told;
    assert.deepEqual([ann.get('ann')?.slotAt, ann.get('ann')?.counters.sender], [null, 3]);
    const held = (one: ClaimedMessage) => update(one, 'claimed', 'held', { dueAt: NOW + 300 });
    await depart(store, NOW + 200, (one) => ({ kind: 'stay', update: held(one) }));
    const cid = (await depart(store, NOW + 300)).told.get('cid');
    assert.deepEqual([cid?.slotAt, cid?.counters.sender, cid?.sender.lastSentAt], [null, 2, NOW + 100]);
    await land(store, second.sending, 'queued');
    assert.equal((await depart(store, NOW + 400)).told.get('bob')?.slotAt, null);
  },

  'a message touches its lead from sending on, unless it turns out that it never left; a try before is no touch':
    async (store) => {
      const at = async (now: number) => {
        await queueMore(store, ['ann'], now);
        const { told, sending } = await depart(store, now);
        return { touches: told.get('ann')?.touches.map((touch) => touch.at), sending };
      };
      await queueMessages(store, ['ann']);
      const first = await depart(store);
      assert.deepEqual(first.told.get('ann')?.touches, []);
      const second = await at(NOW + 1);
      assert.deepEqual(second.touches, [NOW]);
      await land(store, first.sending, 'unconfirmed');
      await land(store, second.sending, 'failed');
      assert.deepEqual((await at(NOW + 2)).touches, [NOW]);
      const tried = await at(NOW + 3);
      await land(store, tried.sending, 'queued');
      const again = await depart(store, NOW + 4);
      assert.deepEqual(
        again.told.get('ann')?.touches.map((touch) => touch.at),
        [NOW + 2, NOW],
      );
      assert.deepEqual((await at(NOW + 30 * DAY_MS + 2)).touches, [NOW + 4]);
    },

  'a touch by others is one however long ago, an answer is none; a clock that goes ahead is not believed': async (
    store,
  ) => {
    await queueMessages(store, ['ann']);
    const part = (n: number) => ({ id: `evt_${n}`, originId: `${n}`, messageId: null });
    await happen(store, 'ann', 'human-touch', { ...part(1), at: NOW - 5 });
    await happen(store, 'ann', 'tool-touch', { ...part(2), at: NOW + DAY_MS, recordedAt: NOW - 4 });
    await happen(store, 'ann', 'call-completed', { ...part(3), at: NOW - 3 });
    await happen(store, 'ann', 'opened', { ...part(4), at: NOW - 2 });
    await happen(store, 'ann', 'human-touch', { ...part(5), at: NOW - 31 * DAY_MS });
    const { told } = await depart(store);
    assert.deepEqual(
      told.get('ann')?.touches.toSorted((a, b) => a.at - b.at),
      [
        { messageId: null, at: NOW - 31 * DAY_MS, channel: 'other', by: 'person' },
        { messageId: null, at: NOW - 5, channel: 'other', by: 'person' },
        { messageId: null, at: NOW - 4, channel: 'other', by: 'tool' },
        { messageId: null, at: NOW - 3, channel: 'voice', by: 'person' },
      ],
    );
  },

  'what was done to a lead that was merged into another counts for the one lead, and once for its account': async (
    store,
  ) => {
    await enroll(store, []);
    await addLeads(store, [lead('ann', { domain: 'acme.co' }), lead('bob', { domain: 'acme.co' })]);
    await assess(store, (id) => ({ decision: decision(id), member: member(id), enrollment: enrollment(id) }));
    await queueMore(store, ['bob'], NOW);
    await depart(store);
    await happen(store, 'bob', 'human-touch', { messageId: null, at: NOW - 5 });
    const [survivor, other] = [await stored(store, 'ann'), await stored(store, 'bob')];
    assert.ok(survivor && other);
    await store.leads.merge({ workspaceId: MAIN, survivor, other, merged: survivor }, NOW + 1);
    await queueMore(store, ['ann'], NOW + 2);
    const { touches, accountTouches } = (await depart(store, NOW + 2)).told.get('ann') as Counted;
    for (const told of [touches, accountTouches])
      assert.deepEqual(
        told.map(({ at, by }) => [at, by]),
        [
          [NOW, 'us'],
          [NOW - 5, 'person'],
        ],
      );
  },

  'an account is touched by messages to anybody of it, a lead without one by its own alone': async (store) => {
    await enroll(store, []);
    const domains: Readonly<Record<string, string | null>> = {
      ann: 'acme.co',
      bob: 'acme.co',
      cid: 'other.co',
      dan: null,
    };
    const ids = Object.keys(domains);
    await addLeads(
      store,
      ids.map((id) => lead(id, { domain: domains[id] ?? null })),
    );
    await assess(store, (id) => ({ decision: decision(id), member: member(id), enrollment: enrollment(id) }));
    await queueMore(store, ids, NOW);
    const { told, sending } = await depart(store);
    const before = (id: string, from = told) => from.get(id)?.accountTouches.length;
    assert.deepEqual(
      ids.map((id) => before(id)),
      [0, 1, 0, 0],
    );
    await land(
      store,
      sending.filter(({ message: of }) => of.leadId === 'bob'),
      'failed',
    );
    await queueMore(store, ids, NOW + 5);
    const later = await depart(store, NOW + 5, (one) => ({ kind: 'stay', update: update(one, 'claimed', 'refused') }));
    assert.deepEqual(
      ids.map((id) => before(id, later.told)),
      [1, 1, 1, 1],
    );
    await queueMore(store, ['bob'], NOW + 2 * DAY_MS);
    assert.equal(before('bob', (await depart(store, NOW + 2 * DAY_MS)).told), 0);
  },

  'a canary knows its first messages, what became of them, and a person’s word': async (store) => {
    const ids = ['ann', 'bob', 'cid', 'dan'];
    await queueMessages(store, ids);
    await happen(store, 'bob', 'complained', { id: 'evt_0', originId: '0', recordedAt: NOW - 1 });
    const first = await depart(store, NOW, (_, { canary }) => ({ ...LEAVE, isCanary: (canary?.left ?? 9) < 2 }));
    const told = ids.map((id) => first.told.get(id)?.canary);
    const count = (left: number, part: object = {}) => ({
      left,
      lastAt: left === 0 ? null : NOW,
      bounced: 0,
      complained: 0,
      ...part,
    });
    assert.deepEqual(told, [count(0), count(1), count(2), count(2)]);
    await land(store, first.sending, 'sent');
    for (const id of ['bob', 'cid']) await happen(store, id, 'bounced');
    await happen(store, 'ann', 'complained', { messageId: null });
    await happen(store, 'cid', 'complained');
    const canaryAt = async (now: number) => {
      await queueMore(store, ['dan'], now);
      return (await depart(store, now)).told.get('dan')?.canary;
    };
    assert.deepEqual(await canaryAt(NOW + 1), count(2, { bounced: 1, complained: 1 }));
    const release = { workspaceId: MAIN, campaignId: 'cmp_1', at: NOW, by: 'ann' };
    assert.deepEqual([await store.campaigns.release(release), await store.campaigns.release(release)], [true, false]);
    assert.equal(await canaryAt(NOW + 2), null);
  },

  'one of the first that was refused for good has left and come back where that was told of it, else it has not':
    async (store) => {
      await queueMessages(store, ['ann', 'bob', 'cid']);
      const first = await depart(store, NOW, () => ({ ...LEAVE, isCanary: true }));
      await land(store, first.sending, 'refused');
      await happen(store, 'ann', 'bounced');
      await queueMore(store, ['cid'], NOW + 1);
      const { told } = await depart(store, NOW + 1);
      assert.deepEqual(told.get('cid')?.canary, { left: 1, lastAt: NOW, bounced: 1, complained: 0 });
      assert.equal((await store.messages.get(MAIN, 'msg_ann'))?.state, 'refused');
    },

  'one of the first that came back to the queue has not left': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    const first = await depart(store, NOW, () => ({ ...LEAVE, isCanary: true }));
    await land(store, first.sending, 'queued');
    assert.deepEqual((await depart(store, NOW + 1)).told.get('ann')?.canary, {
      left: 0,
      lastAt: null,
      bounced: 0,
      complained: 0,
    });
  },

  'touches are watched from the start of the passage, or from a person’s word; what they held is due then': async (
    store,
  ) => {
    await queueMessages(store, ['ann', 'bob']);
    const hold = (one: ClaimedMessage): SendVerdict => ({
      kind: 'stay',
      update: update(one, 'claimed', 'held', { dueAt: NOW + DAY_MS, reason: { code: 'touched-by-others' } }),
    });
    assert.equal((await depart(store, NOW, hold)).told.get('ann')?.watchedFrom, NOW);
    const go = { workspaceId: MAIN, leadId: 'ann', campaignId: null, now: NOW + 7 };
    assert.equal(await store.work.letGoOn({ ...go, campaignId: 'cmp_2' }), 0);
    assert.equal(await store.work.letGoOn(go), 1);
    const { told } = await depart(store, NOW + 7);
    assert.deepEqual([[...told.keys()], told.get('ann')?.watchedFrom], [['ann'], NOW + 7]);
  },

  'a person’s word ends what is on record, also what a clock that was ahead has put later': async (store) => {
    await queueMessages(store, ['ann']);
    await happen(store, 'ann', 'human-touch', { messageId: null, at: NOW + DAY_MS, recordedAt: NOW + DAY_MS / 24 });
    await store.work.letGoOn({ workspaceId: MAIN, leadId: 'ann', campaignId: null, now: NOW + 7 });
    assert.equal((await depart(store, NOW + 7)).told.get('ann')?.watchedFrom, NOW + DAY_MS / 24 + 1);
  },

  'what nobody asks for is not told': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    await depart(store);
    await queueMore(store, ['ann'], NOW + 1);
    let counted: Counted | null = null;
    const gate: SendGate = {
      ...OPEN_GATE,
      decide(_, facts) {
        counted = facts.counted;
        return LEAVE;
      },
    };
    await store.work.deliverTurn([], await claim(store, { now: NOW + 1 }), gate);
    const { touches, accountTouches, canary } = counted as unknown as Counted;
    assert.deepEqual([touches, accountTouches, canary], [[], [], null]);
  },

  'a refusal on the list of all workspaces counts in each, and says whose it is': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    const refused = (kind: Suppression['kind'], value: string): Suppression => {
      const told = { reason: 'manual', origin: 'test', at: NOW } as const;
      return { keyHash: `${kind}:${value}`, channel: 'email', kind, value, ...told };
    };
    const everywhere = refused('address', 'ann@example.com');
    assert.equal(await store.leads.suppress('', [{ leadId: '', suppression: everywhere }]), 1);
    for (const kind of ['account', 'channel'] as const) {
      await store.leads.suppress(MAIN, [{ leadId: '', suppression: refused(kind, 'x') }]);
    }
    const found = new Map<string, readonly Suppression[]>();
    const gate: SendGate = {
      ...OPEN_GATE,
      suppressionKeys: (recipient, kinds) => [...suppressionKeys(recipient), ...[...kinds].map((kind) => `${kind}:x`)],
      decide(claimed, { suppressions }) {
        found.set(claimed.message.leadId, suppressions);
        return LEAVE;
      },
    };
    await store.work.deliverTurn([], await claim(store), gate);
    const own = [refused('account', 'x'), refused('channel', 'x')];
    assert.deepEqual(found.get('ann'), [...own, { ...everywhere, list: 'instance' }]);
    assert.deepEqual(found.get('bob'), own);
  },
};
