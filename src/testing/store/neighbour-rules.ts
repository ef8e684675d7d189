/**
 * What every store leaves alone: in a crowd of two workspaces with the same ids, two campaigns and three leads of each,
 * whatever is done to one lead, campaign or import changes that one, and nothing beside it.
 */
import assert from 'node:assert/strict';
import type { ClaimedMessage, MessageUpdate, SendGate, Store, TaskRecord } from '../../engine/store-port.ts';
import {
  addLeads,
  campaign,
  decision,
  ended,
  enrollment,
  event,
  lead,
  MAIN,
  member,
  message,
  NOW,
  OPEN_GATE,
  openCampaign,
  refusal,
  stored,
  suppressionKeys,
  update,
} from './samples.ts';

const WORKSPACES = [MAIN, 'other'] as const;
const LEADS = ['ann', 'bob', 'zed'] as const;
/** Who is in which campaign: the numbers tell one from the other. */
const AUDIENCES: Readonly<Record<string, readonly string[]>> = { cmp_1: ['ann', 'bob', 'zed'], cmp_2: ['ann', 'bob'] };
/** Steps after the first are due from here on. */
const LATER = NOW + 1_000;

const passageOf = (leadId: string, campaignId: string) => `enr_${leadId}_${campaignId}`;

/** Everything about ann in cmp_1 of the main workspace comes first; all else in some order after it. */
function rank(workspaceId: string, campaignId: string, leadId: string): number {
  const lead = LEADS.indexOf(leadId as (typeof LEADS)[number]);
  return (workspaceId === MAIN ? 0 : 100) + (campaignId === 'cmp_1' ? 0 : 10) + lead;
}

async function populate(store: Store, workspaceId: string): Promise<void> {
  await openCampaign(store, { workspaceId });
  await store.campaigns.add(campaign({ workspaceId, id: 'cmp_2', name: 'Autumn' }));
  await addLeads(
    store,
    LEADS.map((id) => lead(id, {}, workspaceId)),
  );
  for (const importId of ['imp_1', 'imp_2']) await importOnce(store, workspaceId, importId);
  for (const [campaignId, audience] of Object.entries(AUDIENCES)) {
    const part = (leadId: string) => ({ workspaceId, campaignId, decisionId: `dec_${leadId}_${campaignId}` });
    await store.campaigns.assess({
      workspaceId,
      campaignId,
      now: NOW,
      limit: 10,
      suppressionKeys,
      decide: () => ({
        decisions: audience.map((id) => decision(id, { workspaceId, campaignId, id: `dec_${id}_${campaignId}` })),
        members: audience.map((id) =>
          member(id, { ...part(id), reassessAt: LATER + rank(workspaceId, campaignId, id) }),
        ),
        enrollments: audience.map((id) => enrollment(id, { ...part(id), id: passageOf(id, campaignId) })),
      }),
    });
  }
}

/** An import that changes ann (the first) or bob (the second) and brings one lead. */
async function importOnce(store: Store, workspaceId: string, id: string): Promise<void> {
  const file = { source: 'csv', fileName: 'f', fileHash: id, optionsHash: 'o', options: {}, startedAt: NOW };
  await store.imports.begin(
    { workspaceId, id, ...file },
    { owner: 'me', until: NOW + 1, now: NOW, isGone: () => false },
  );
  const whom = id === 'imp_1' ? 'ann' : 'bob';
  await store.leads.capture({
    workspaceId,
    now: NOW,
    rows: [
      { line: 1, keys: [`e:${whom}@example.com`], person: null, content: null },
      { line: 2, keys: [], person: null, content: 'r:1' },
    ],
    progress: { id, position: 2, rejectsBytes: 0, rejected: 0, owner: 'me', leaseUntil: NOW + 1 },
    decide(known) {
      const before = known.lead(whom);
      const after = { ...before, values: { ...before.values, title: `from ${id}` } };
      const change = { before, after, newKeys: [`x:${id}`] };
      return {
        created: [{ lead: { ...lead(`new_${id}`, {}, workspaceId), importId: id }, keys: [`e:new_${id}`] }],
        changed: [{ lead: after, newKeys: [`x:${id}`] }],
        traces: [{ line: 1, leadId: whom, outcome: 'merged', change }],
        suppressions: [],
        reviews: [],
      };
    },
  });
}

const task = (workspaceId: string, leadId: string, campaignId: string): TaskRecord => ({
  workspaceId,
  id: `task_${leadId}_${campaignId}`,
  intentKey: `task:${leadId}:${campaignId}`,
  campaignId,
  enrollmentId: passageOf(leadId, campaignId),
  leadId,
  kind: leadId === 'ann' ? 'hand-off' : 'task',
  title: 'Call',
  outcomes: [],
  state: 'open',
  outcome: null,
  dueAt: NOW,
  doneBy: null,
  doneAt: null,
});

/** A message and a task of everybody's passage, an event and a refusal of everybody, and pairs of all. */
async function crowd(store: Store): Promise<void> {
  for (const workspaceId of WORKSPACES) await populate(store, workspaceId);
  await store.work.advance({
    now: NOW,
    limit: 100,
    suppressionKeys,
    needsFacts: () => false,
    decide: (subjects) => ({
      messages: subjects.map(({ enrollment: { workspaceId, campaignId, leadId, id, decisionId } }) => {
        const own = { id: `msg_${leadId}_${campaignId}`, intentKey: id, enrollmentId: id, decisionId };
        return message(leadId, { workspaceId, campaignId, ...own, dueAt: NOW + rank(workspaceId, campaignId, leadId) });
      }),
      tasks: subjects.map(({ enrollment: of }) => task(of.workspaceId, of.leadId, of.campaignId)),
      enrollments: subjects.map(({ enrollment: of }) => {
        return { ...of, step: 'two', dueAt: LATER + rank(of.workspaceId, of.campaignId, of.leadId) };
      }),
    }),
  });
  for (const workspaceId of WORKSPACES) {
    const told = LEADS.map((id) =>
      event(id, 'note', { workspaceId, messageId: null, at: NOW - (id === 'ann' ? 9 : 0) }),
    );
    await store.work.record({
      events: told,
      decide: () => ({ enrollments: [], suppressions: [], messageState: null }),
    });
    await store.leads.suppress(
      workspaceId,
      LEADS.map((leadId) => ({ leadId, suppression: refusal(leadId, { channel: 'sms' }) })),
    );
    const pair = (leadId: string, otherId: string) => ({ leadId, otherId, score: 500, reasons: [] });
    await store.leads.capture({
      workspaceId,
      now: NOW,
      rows: [],
      progress: null,
      decide: () => ({
        created: [],
        changed: [],
        traces: [],
        suppressions: [],
        reviews: [pair('ann', 'bob'), pair('ann', 'zed'), pair('bob', 'zed')],
      }),
    });
  }
}

/** All that nobody has touched: bob everywhere, everybody in the other workspace, the second campaign and import. */
async function untouched(store: Store): Promise<unknown> {
  const bob = await store.leads.story(MAIN, 'bob', suppressionKeys);
  // Bob is in the campaign that is acted on; what he sees of the campaign itself may change.
  const memberships = bob?.memberships.map(({ campaign: of, member: his }) => [of.id, his]);
  const told: unknown[] = [{ ...bob, memberships }];
  for (const id of LEADS) told.push(await store.leads.story('other', id, suppressionKeys));
  for (const id of ['new_imp_2', 'bob'])
    told.push(await store.leads.find(MAIN, '', [`e:${id}`, `e:${id}@example.com`]));
  told.push(
    await store.leads.find(MAIN, '', ['x:imp_2']),
    await store.leads.find('other', '', ['x:imp_1', 'e:new_imp_1']),
  );
  told.push(await store.imports.get(MAIN, 'imp_2'), await store.imports.list('other', 9));
  told.push(
    await store.campaigns.get(MAIN, 'cmp_2'),
    await store.campaigns.list('other', 9),
    await store.workspaces.get('other'),
  );
  told.push(
    (await store.leads.openPairs(MAIN, 9)).filter(({ leadId }) => leadId === 'bob'),
    await store.leads.openPairs('other', 9),
  );
  for (const id of Object.keys(AUDIENCES)) {
    told.push(await store.campaigns.count('other', id), await store.campaigns.reasons('other', id));
    told.push(await store.messages.count('other', id), await store.campaigns.openEnrollments('other', id));
  }
  return told;
}

const ofAnn = (store: Store) => store.leads.story(MAIN, 'ann', suppressionKeys);
const KEY = { workspaceId: MAIN, campaignId: 'cmp_1', leadId: 'ann' };

async function sendFirst(store: Store, then?: (sent: ClaimedMessage) => MessageUpdate, gate: SendGate = OPEN_GATE) {
  const claimed = await store.work.claim(NOW, { owner: 'me', until: NOW + 5, limit: 1 });
  const { sending } = await store.work.deliverTurn([], claimed, gate);
  assert.ok(claimed.every(({ message: of }) => of.workspaceId === MAIN && of.leadId === 'ann'));
  if (then) await store.work.deliverTurn(sending.map(then), [], gate);
}

async function tellOfAnn(store: Store, kind: 'delivered' | 'bounced'): Promise<void> {
  const told = event('ann', kind, { campaignId: 'cmp_1', messageId: 'msg_ann_cmp_1' });
  const decide: Parameters<Store['work']['record']>[0]['decide'] = (_event, _lead, open) => {
    assert.deepEqual(
      open.map(({ id }) => id),
      [passageOf('ann', 'cmp_1'), passageOf('ann', 'cmp_2')],
    );
    const [first] = open;
    return {
      enrollments: first ? [ended(first, kind)] : [],
      suppressions: [{ leadId: 'ann', suppression: refusal('ann') }],
      messageState: kind,
    };
  };
  await store.work.record({ events: [told], decide });
}

async function mergeAnn(store: Store): Promise<void> {
  const [survivor, other] = [await stored(store, 'zed'), await stored(store, 'ann')];
  assert.ok(survivor && other);
  await store.leads.merge({ workspaceId: MAIN, survivor, other, merged: { ...survivor, values: other.values } }, NOW);
}

async function advanceFirst(store: Store, part: { state: 'ended' | 'waiting' }): Promise<void> {
  const reason = { code: 'campaign-paused' };
  const { taken } = await store.work.advance({
    now: LATER,
    limit: 1,
    suppressionKeys,
    needsFacts: () => false,
    decide: ([subject]) => {
      const of = subject?.enrollment;
      const parked = of && { ...of, ...part, state: 'waiting' as const, dueAt: null, reason };
      const next = of && (part.state === 'ended' ? ended(of, 'done') : parked);
      return { messages: [], tasks: [], enrollments: next ? [next] : [] };
    },
  });
  assert.equal(taken, 1);
}

const recover = (store: Store, isRepeatable: boolean) =>
  store.work.recoverLeases({ leaseNow: NOW + 5, limit: 9, isGone: () => false, isRepeatable: () => isRepeatable });

/** What is done to ann, her passage, message, campaign or import. */
const ACTS: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  'ending a passage': (store) => advanceFirst(store, { state: 'ended' }),
  'parking and waking a passage': async (store) => {
    await advanceFirst(store, { state: 'waiting' });
    assert.equal(await store.campaigns.wake(MAIN, 'cmp_2', NOW, 9), 0);
    assert.equal(await store.campaigns.wake(MAIN, 'cmp_1', NOW + 7, 9), 1);
  },
  'sending a message': (store) => sendFirst(store, (sent) => update(sent, 'sending', 'sent')),
  'holding a message and claiming it again': async (store) => {
    await sendFirst(store, undefined, {
      ...OPEN_GATE,
      decide: (claimed) => ({ kind: 'stay', update: update(claimed, 'claimed', 'held', { dueAt: NOW - 1 }) }),
    });
    const [again] = await store.work.claim(NOW - 1, { owner: 'me', until: NOW, limit: 9 });
    assert.equal(again?.message.id, 'msg_ann_cmp_1');
  },
  'recovering a claim': async (store) => {
    await store.work.claim(NOW, { owner: 'me', until: NOW + 5, limit: 1 });
    assert.deepEqual(await recover(store, false), { requeued: 1, unconfirmed: 0 });
    assert.equal((await store.messages.get(MAIN, 'msg_ann_cmp_1'))?.fence, 2);
  },
  'recovering a dead sending': async (store) => {
    await sendFirst(store);
    assert.deepEqual(await recover(store, false), { requeued: 0, unconfirmed: 1 });
  },
  'hearing of a message that was sent': async (store) => {
    await sendFirst(store, (sent) => update(sent, 'sending', 'sent'));
    await tellOfAnn(store, 'delivered');
  },
  'hearing of a message that is leaving': async (store) => {
    await sendFirst(store);
    await tellOfAnn(store, 'bounced');
  },
  'answering a review': (store) => store.campaigns.answerReview(KEY, 'rejected', 'me', NOW),
  'refusing, and refusing earlier': async (store) => {
    const refuse = (at: number) => store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann', { at }) }]);
    assert.deepEqual([await refuse(NOW), await refuse(NOW - 1)], [1, 0]);
  },
  'looking again at its time': async (store) => {
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
    for (let pages = 0; pages < 9 && (await look(100, NOW)).assessed > 0; pages++) looked.length = 0;
    looked.length = 0;
    await look(9, LATER);
    assert.deepEqual(looked, ['ann']);
  },
  'settling a pair': async (store) => {
    await store.leads.settlePair(MAIN, ['zed', 'ann'], 'distinct');
    const open = (await store.leads.openPairs(MAIN, 9)).map(({ leadId, otherId }) => `${leadId} ${otherId}`);
    assert.deepEqual(open, ['bob zed', 'ann bob']);
    await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann') }]);
  },
  'merging, and taking it back': async (store) => {
    await mergeAnn(store);
    assert.equal(await ofAnn(store), null);
    assert.equal(await store.leads.unmerge(MAIN, 'ann', NOW), true);
  },
  merging: mergeAnn,
  'taking an import back': async (store) => {
    const undone = await store.imports.undo(MAIN, 'imp_1', NOW);
    assert.deepEqual(undone, { restored: 1, removed: 1, kept: 0 });
  },
  'finishing an import': async (store) => {
    await store.imports.finish(MAIN, 'imp_1', 'me', NOW);
    await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann') }]);
  },
  'saving a campaign and a workspace': async (store) => {
    const first = await store.campaigns.get(MAIN, 'cmp_1');
    const home = await store.workspaces.get(MAIN);
    assert.ok(first && home);
    await store.campaigns.save({ ...first, name: 'Winter', state: 'paused' }, 'live');
    await store.workspaces.save({ ...home, mode: 'live', settings: { a: 1 } });
    assert.equal((await store.campaigns.get(MAIN, 'Winter'))?.id, 'cmp_1');
  },
  'forgetting what is old': async (store) => {
    const { events } = await store.purge(MAIN, { event: NOW - 1, decision: NOW + 1, audit: NOW, other: 0 });
    assert.equal(events, 1);
  },
};

async function leavesTheRest(store: Store, act: (store: Store) => Promise<unknown>): Promise<void> {
  await crowd(store);
  const before = [await ofAnn(store), await untouched(store)];
  await act(store);
  assert.deepEqual(await untouched(store), before[1]);
  assert.notDeepEqual(await ofAnn(store), before[0]);
}

/** Counting one campaign among others. */
async function countsItsOwn(store: Store): Promise<void> {
  await crowd(store);
  for (const [campaignId, audience] of Object.entries(AUDIENCES)) {
    const n = audience.length;
    const { stages, tiers } = await store.campaigns.count(MAIN, campaignId);
    assert.deepEqual([stages.enrolled, tiers.warm], [n, n]);
    assert.equal(await store.campaigns.openEnrollments(MAIN, campaignId), n);
    assert.deepEqual((await store.messages.count(MAIN, campaignId)).states, { queued: n });
    assert.deepEqual(await store.campaigns.reasons(MAIN, campaignId), { refused: {}, ends: {}, handoffs: 1 });
    assert.equal(
      (await store.messages.list({ workspaceId: MAIN, campaignId, state: 'queued', after: null, limit: 9 })).length,
      n,
    );
    assert.deepEqual(await store.campaigns.inReview(MAIN, campaignId, 9), []);
  }
  await sendFirst(store, (sent) => update(sent, 'sending', 'sent'));
  assert.deepEqual((await store.messages.count(MAIN, 'cmp_1')).states, { queued: 2, sent: 1 });
  assert.deepEqual((await store.messages.count(MAIN, 'cmp_2')).states, { queued: 2 });
  const sent = { workspaceId: MAIN, campaignId: 'cmp_2', state: 'sent', after: null, limit: 9 } as const;
  assert.deepEqual(await store.messages.list(sent), []);
}

/** In a crowd, each act leaves the rest alone. */
export const NEIGHBOUR_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  ...Object.fromEntries(
    Object.entries(ACTS).map(([act, run]) => [
      `${act} leaves the rest alone`,
      (store: Store) => leavesTheRest(store, run),
    ]),
  ),
  'a campaign counts and lists its own': countsItsOwn,
};
