/**
 * What every store leaves alone: in a crowd where everybody is in the same state, whatever is done to one lead, message,
 * campaign or import changes that one, and nothing beside it.
 */
import assert from 'node:assert/strict';
import type { ClaimedMessage, LastFacts, SendGate, Store } from '../../engine/store-port.ts';
import { AUDIENCES, crowd, factsOf, LATER, LEADS, passageOf, untouched } from './crowd.ts';
import {
  claim,
  ended,
  event,
  MAIN,
  NOTHING_FOLLOWS,
  NOW,
  OPEN_GATE,
  refusal,
  stored,
  suppressionKeys,
  update,
  wake,
} from './samples.ts';

/** Something done to ann, her passage in cmp_1, its message, or to the first import. */
interface Act {
  /** Brings the whole crowd, or those named, into the state from which the act starts. */
  prepare?(store: Store): Promise<readonly ClaimedMessage[] | undefined>;
  act(store: Store, claimed: readonly ClaimedMessage[]): Promise<unknown>;
  /** Whether ann's part in the other campaign stays as it is. */
  readonly elsewhere: boolean;
}

const ofAnn = (store: Store) => store.leads.story(MAIN, 'ann', suppressionKeys);
const KEY = { workspaceId: MAIN, campaignId: 'cmp_1', leadId: 'ann' };
const MESSAGE = 'msg_ann_cmp_1';

async function elsewhere(store: Store): Promise<unknown> {
  const story = await ofAnn(store);
  return [
    story?.memberships.flatMap(({ member }) => (member.campaignId === 'cmp_2' ? [member] : [])),
    story?.enrollments.filter(({ campaignId }) => campaignId === 'cmp_2'),
    story?.messages.filter(({ campaignId }) => campaignId === 'cmp_2'),
  ];
}

const claimAll = (store: Store) => claim(store, { now: LATER, owner: 'me', until: NOW + 99, limit: 99 });

async function sendAll(store: Store): Promise<readonly ClaimedMessage[]> {
  const { sending } = await store.work.deliverTurn([], await claimAll(store), OPEN_GATE);
  assert.equal(sending.length, 10);
  return sending;
}

async function moveAll(store: Store, to: 'sent' | 'unconfirmed' | 'held'): Promise<undefined> {
  const sending = await sendAll(store);
  const dueAt = (of: ClaimedMessage) => ({ dueAt: of.message.id === MESSAGE && isMain(of) ? NOW : LATER });
  await store.work.deliverTurn(
    sending.map((of) => update(of, 'sending', to, dueAt(of))),
    [],
    OPEN_GATE,
  );
}

const isMain = ({ message }: ClaimedMessage) => message.workspaceId === MAIN;

function annsOf(claimed: readonly ClaimedMessage[]): ClaimedMessage {
  const anns = claimed.find((one) => isMain(one) && one.message.id === MESSAGE);
  assert.ok(anns);
  return anns;
}

/** Claims or sends ann's message with a lease that runs out first. */
async function leaseAnns(store: Store, send: boolean): Promise<undefined> {
  const first = await claim(store, { now: LATER, owner: 'me', until: NOW + 5, limit: 1 });
  const rest = await claimAll(store);
  if (send) await store.work.deliverTurn([], [...first, ...rest], OPEN_GATE);
}

const recover = (store: Store) =>
  store.work.recoverLeases({ leaseNow: NOW + 5, limit: 9, isGone: () => false, isRepeatable: () => false });

async function tellOfAnn(store: Store, kind: 'delivered' | 'bounced'): Promise<void> {
  const told = event('ann', kind, { campaignId: 'cmp_1', messageId: MESSAGE });
  const decide: Parameters<Store['work']['record']>[0]['decide'] = (_event, { passages }) => {
    assert.deepEqual(
      passages.map(({ enrollment: { id } }) => id),
      [passageOf('ann', 'cmp_1'), passageOf('ann', 'cmp_2')],
    );
    const [first] = passages;
    const enrollments = first ? [ended(first.enrollment, kind)] : [];
    return { ...NOTHING_FOLLOWS, enrollments, messageState: kind };
  };
  await store.work.record({ events: [told], decide });
}

/** Moves ann's passage in cmp_1, the first that is due, on to its end or into a pause. */
async function advanceAnns(store: Store, to: 'ended' | 'parked'): Promise<void> {
  const { taken } = await store.work.advance({
    now: LATER,
    limit: 1,
    suppressionKeys,
    needsFacts: () => true,
    decide([subject]) {
      assert.equal(subject?.facts, factsOf('ann', 'cmp_1'));
      const of = subject.enrollment;
      const parked = { ...of, state: 'waiting', dueAt: null, reason: { code: 'campaign-paused' } } as const;
      return { messages: [], tasks: [], enrollments: [to === 'ended' ? ended(of, 'done') : parked] };
    },
  });
  assert.equal(taken, 1);
}

async function mergeAnn(store: Store): Promise<void> {
  const [survivor, other] = [await stored(store, 'zed'), await stored(store, 'ann')];
  assert.ok(survivor && other);
  await store.leads.merge({ workspaceId: MAIN, survivor, other, merged: { ...survivor, values: other.values } }, NOW);
}

/** Leads that come at their time, all changes having been looked at. */
async function lookAgain(store: Store): Promise<void> {
  const looked: string[] = [];
  const look = (limit: number, now: number) =>
    store.campaigns.assess({
      ...KEY,
      now,
      limit,
      suppressionKeys,
      decide(subjects) {
        looked.push(...subjects.map(({ lead: { id } }) => id));
        return { decisions: [], members: [], enrollments: [] };
      },
    });
  for (let pages = 0; pages < 9 && (await look(99, 0)).assessed > 0; pages++) looked.length = 0;
  await look(9, LATER);
  assert.deepEqual(looked, ['ann']);
}

const refuseAll = async (store: Store): Promise<undefined> => {
  for (const workspaceId of [MAIN, 'other']) {
    const list = LEADS.map((leadId) => ({ leadId, suppression: refusal(leadId) }));
    await store.leads.suppress(workspaceId, list);
  }
};

const ACTS: Readonly<Record<string, Act>> = {
  'ending a passage': { act: (store) => advanceAnns(store, 'ended'), elsewhere: true },
  'parking and waking a passage': {
    elsewhere: true,
    async act(store) {
      await advanceAnns(store, 'parked');
      assert.equal(await wake(store, NOW, 9, 'cmp_2'), 0);
      assert.equal(await wake(store, NOW + 7, 9, 'cmp_1'), 1);
    },
  },
  'claiming a message': {
    elsewhere: true,
    async act(store) {
      const [only, ...more] = await claim(store, { now: NOW, owner: 'me', until: NOW, limit: 9 });
      assert.deepEqual([only?.message.id, only?.facts, more], [MESSAGE, factsOf('ann', 'cmp_1'), []]);
    },
  },
  'letting a message leave': {
    prepare: claimAll,
    act: (store, claimed) => store.work.deliverTurn([], [annsOf(claimed)], OPEN_GATE),
    elsewhere: true,
  },
  'the result of a message': {
    prepare: sendAll,
    act: (store, sending) => store.work.deliverTurn([update(annsOf(sending), 'sending', 'failed')], [], OPEN_GATE),
    elsewhere: true,
  },
  'the end of a hold': {
    prepare: (store) => moveAll(store, 'held'),
    elsewhere: true,
    act: async (store) => assert.equal((await claim(store, { now: NOW, owner: 'me', until: NOW, limit: 9 })).length, 1),
  },
  'recovering a claim': {
    prepare: (store) => leaseAnns(store, false),
    act: async (store) => assert.deepEqual(await recover(store), { requeued: 1, unconfirmed: 0 }),
    elsewhere: true,
  },
  'recovering a dead sending': {
    prepare: (store) => leaseAnns(store, true),
    act: async (store) => assert.deepEqual(await recover(store), { requeued: 0, unconfirmed: 1 }),
    elsewhere: true,
  },
  'hearing of a message that was sent': {
    prepare: (store) => moveAll(store, 'sent'),
    act: (store) => tellOfAnn(store, 'delivered'),
    elsewhere: true,
  },
  'answering a review': {
    act: (store) => store.campaigns.answerReview(KEY, 'rejected', 'me', NOW),
    elsewhere: true,
  },
  'an earlier telling of a refusal': {
    prepare: refuseAll,
    elsewhere: true,
    act: (store) => store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann', { at: NOW - 1 }) }]),
  },
  'looking again at its time': { act: lookAgain, elsewhere: true },
  merging: { act: mergeAnn, elsewhere: false },
  'merging, and taking it back': {
    elsewhere: false,
    async act(store) {
      await mergeAnn(store);
      assert.equal(await store.leads.unmerge(MAIN, 'ann', NOW), true);
    },
  },
  'taking an import back': {
    elsewhere: true,
    async act(store) {
      assert.deepEqual(await store.imports.undo(MAIN, 'imp_1', NOW), { restored: 1, removed: 1, kept: 0 });
    },
  },
  'forgetting what is old': {
    elsewhere: true,
    async act(store) {
      const { events } = await store.purge(MAIN, { event: NOW - 1, decision: NOW + 1, audit: NOW, other: 0 });
      assert.equal(events, 1);
    },
  },
};

async function leavesTheRest(store: Store, { prepare, act, elsewhere: alsoElsewhere }: Act): Promise<void> {
  await crowd(store);
  const claimed = (await prepare?.(store)) ?? [];
  const look = async () => [await untouched(store), alsoElsewhere ? await elsewhere(store) : null];
  const before = await look();
  const annBefore = await ofAnn(store);
  await act(store, claimed);
  assert.deepEqual(await look(), before);
  assert.notDeepEqual(await ofAnn(store), annBefore);
}

/** What is not ann's own: a pair, an import, a campaign. */
async function settlesOne(store: Store): Promise<void> {
  await crowd(store);
  const before = await untouched(store);
  await store.leads.settlePair(MAIN, ['zed', 'ann'], 'distinct');
  const open = (await store.leads.openPairs(MAIN, 9)).map(({ leadId, otherId }) => `${leadId} ${otherId}`);
  assert.deepEqual(open, ['bob zed', 'ann bob']);
  await store.imports.finish(MAIN, 'imp_1', 'me', NOW);
  const first = await store.campaigns.get(MAIN, 'cmp_1');
  const home = await store.workspaces.get(MAIN);
  assert.ok(first && home);
  await store.campaigns.save({ ...first, name: 'Winter', state: 'paused' }, 'live');
  await store.workspaces.save({ ...home, mode: 'live', settings: { a: 1 } });
  assert.equal((await store.campaigns.get(MAIN, 'Winter'))?.id, 'cmp_1');
  assert.deepEqual(await untouched(store), before);
}

/** Counts, lists and last facts are of one campaign, one passage, one lead. */
async function countsItsOwn(store: Store): Promise<void> {
  await crowd(store);
  for (const [campaignId, { length }] of Object.entries(AUDIENCES)) {
    const { stages, tiers } = await store.campaigns.count(MAIN, campaignId);
    assert.deepEqual([stages.enrolled, tiers.warm], [length, length]);
    assert.equal(await store.campaigns.openEnrollments(MAIN, campaignId), length);
    assert.deepEqual((await store.messages.count(MAIN, campaignId)).states, { queued: length });
    assert.deepEqual(await store.campaigns.reasons(MAIN, campaignId), { refused: {}, ends: {}, handoffs: 1 });
    assert.deepEqual(await store.campaigns.inReview(MAIN, campaignId, 9), []);
    const queued = { workspaceId: MAIN, campaignId, state: 'queued', after: null, limit: 9 } as const;
    assert.equal((await store.messages.list(queued)).length, length);
    assert.deepEqual(await store.messages.list({ ...queued, state: 'sent' }), []);
  }
  await advanceAnns(store, 'ended');
  await listsItsOwn(store);
  assert.deepEqual((await store.campaigns.reasons(MAIN, 'cmp_2')).ends, {});
  assert.deepEqual((await store.campaigns.reasons(MAIN, 'cmp_1')).ends, { done: 1 });
  for (const id of LEADS) {
    const story = await store.leads.story(MAIN, id, suppressionKeys);
    const parts = [story?.decisions, story?.enrollments, story?.messages, story?.events, story?.tasks].flat();
    assert.deepEqual([...new Set(parts.map((part) => part?.leadId))], [id]);
    assert.deepEqual(
      story?.memberships.map(({ member }) => member.leadId),
      story?.memberships.map(() => id),
    );
  }
}

/** Ann's message of the first campaign failed, all others were sent. */
async function listsItsOwn(store: Store): Promise<void> {
  const sending = await sendAll(store);
  const result = (of: ClaimedMessage) => (of.message.id === MESSAGE ? 'failed' : 'sent');
  await store.work.deliverTurn(
    sending.map((of) => update(of, 'sending', result(of))),
    [],
    OPEN_GATE,
  );
  const list = async (campaignId: string, state: 'sent' | 'failed', after: string | null) =>
    (await store.messages.list({ workspaceId: MAIN, campaignId, state, after, limit: 9 })).map(({ leadId }) => leadId);
  assert.deepEqual(
    [await list('cmp_1', 'sent', null), await list('cmp_2', 'sent', null)],
    [
      ['bob', 'zed'],
      ['ann', 'bob'],
    ],
  );
  assert.deepEqual(
    [await list('cmp_1', 'failed', null), await list('cmp_1', 'sent', 'msg_bob_cmp_1')],
    [['ann'], ['zed']],
  );
}

async function seesItsOwn(store: Store): Promise<void> {
  await crowd(store);
  await advanceAnns(store, 'ended');
  const claimed = await claimAll(store);
  const second = await store.campaigns.get(MAIN, 'cmp_2');
  assert.ok(second && (await store.campaigns.save({ ...second, state: 'paused' }, 'live')));
  const seen: Record<string, LastFacts> = {};
  const gate: SendGate = {
    ...OPEN_GATE,
    decide(claimed, facts) {
      if (isMain(claimed)) seen[claimed.message.id] = facts;
      return { kind: 'stay', update: update(claimed, 'claimed', 'refused') };
    },
  };
  await store.work.deliverTurn([], claimed, gate);
  const told = Object.entries(seen).map(([id, { ended: over, campaignState }]) => [
    id,
    over?.code ?? null,
    campaignState,
  ]);
  assert.deepEqual(told.sort(), [
    ['msg_ann_cmp_1', 'done', 'live'],
    ['msg_ann_cmp_2', null, 'paused'],
    ['msg_bob_cmp_1', null, 'live'],
    ['msg_bob_cmp_2', null, 'paused'],
    ['msg_zed_cmp_1', null, 'live'],
  ]);
}

/** What is heard of one message that is leaving is that one's. */
async function hearsOfOne(store: Store): Promise<void> {
  await crowd(store);
  const sending = await sendAll(store);
  await tellOfAnn(store, 'bounced');
  await store.work.deliverTurn(
    sending.map((of) => update(of, 'sending', 'sent')),
    [],
    OPEN_GATE,
  );
  assert.deepEqual((await store.messages.count(MAIN, 'cmp_1')).states, { bounced: 1, sent: 2 });
  assert.deepEqual((await store.messages.count(MAIN, 'cmp_2')).states, { sent: 2 });
  assert.deepEqual((await store.messages.count('other', 'cmp_1')).states, { sent: 3 });
}

/** In a crowd, each act leaves the rest alone. */
export const NEIGHBOUR_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  ...Object.fromEntries(
    Object.entries(ACTS).map(([name, act]) => [`${name} leaves the rest alone`, (of: Store) => leavesTheRest(of, act)]),
  ),
  'settling, finishing and saving one leaves the rest alone': settlesOne,
  'hearing of one message that is leaving leaves the rest alone': hearsOfOne,
  'a campaign counts and lists its own': countsItsOwn,
  'the last gate sees its own campaign and passage': seesItsOwn,
};
