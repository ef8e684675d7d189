/** What every store does with events, merges, copies, retention and the walls between workspaces. */
import assert from 'node:assert/strict';
import type { LeadEvent } from '../../domain/event.ts';
import type { MessageState } from '../../domain/message.ts';
import type { Reason } from '../../domain/reason.ts';
import type { EventOutcome, EventSubject, Store } from '../../engine/store-port.ts';
import {
  addLeads,
  assess,
  claim,
  decision,
  ended,
  enroll,
  event,
  lead,
  MAIN,
  NOTHING_FOLLOWS,
  NOW,
  OPEN_GATE,
  openCampaign,
  queueMessages,
  refusal,
  sendingMessage,
  stored,
  suppressionKeys,
  update,
} from './samples.ts';

/** What follows from an event in these tests: deliveries and bounces move the message, refusals and replies end passages. */
export function react({ kind, at }: LeadEvent, { lead: { id }, passages }: EventSubject): EventOutcome {
  const open = passages.filter(({ enrollment }) => enrollment.state !== 'ended');
  const messageState: MessageState | null = kind === 'delivered' || kind === 'bounced' ? kind : null;
  const refuses = kind === 'bounced' || kind === 'opted-out' || kind === 'complained';
  const suppression = refusal(id, { reason: kind, at });
  return {
    ...NOTHING_FOLLOWS,
    enrollments: refuses || kind === 'replied' ? open.map(({ enrollment }) => ended(enrollment, 'over')) : [],
    suppressions: refuses ? [{ leadId: id, suppression }] : [],
    messageState,
  };
}

/** Everything about a lead that events may change, in a form that can be compared. */
export async function stateAfter(store: Store, id: string): Promise<unknown> {
  const story = await store.leads.story(MAIN, id, suppressionKeys);
  return {
    message: story?.messages.map(({ state, sentAt }) => [state, sentAt]),
    enrollments: story?.enrollments,
    suppressions: story?.suppressions,
    events: story?.events.map(({ originId }) => originId),
    stage: story?.memberships.map(({ member }) => member.stage),
  };
}

/** Events of one message, as several origins may tell them: the same id twice is one event. */
export const TOLD: readonly LeadEvent[] = [
  event('ann', 'delivered', { at: NOW + 5 }),
  event('ann', 'bounced', { at: NOW + 9 }),
  event('ann', 'opened', { at: NOW + 7 }),
  event('ann', 'replied', { at: NOW + 8 }),
  event('ann', 'opted-out', { at: NOW + 6 }),
];

const record = (store: Store, events: readonly LeadEvent[]) => store.work.record({ events, decide: react });
const sent = async (store: Store) => {
  const sending = await sendingMessage(store);
  await store.work.deliverTurn([update(sending, 'sending', 'sent')], [], OPEN_GATE);
};
const stateOf = async (store: Store) => (await store.messages.get(MAIN, 'msg_ann'))?.state;

/** Events coming back. */
export const EVENT_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'an event is stored once by its origin’s id': async (store) => {
    await sent(store);
    const told = event('ann', 'opened');
    assert.deepEqual(await record(store, [told, { ...told, id: 'evt_2' }]), [true, false]);
    assert.deepEqual(await record(store, [{ ...told, id: 'evt_3' }]), [false]);
    assert.deepEqual(await record(store, [{ ...told, id: 'evt_4', origin: 'other' }]), [true]);
    assert.deepEqual(
      (await store.leads.story(MAIN, 'ann', suppressionKeys))?.events.map(({ id }) => id),
      ['evt_4', told.id],
    );
  },

  'what no database keeps as it is costs nobody their event': async (store) => {
    await sent(store);
    const why = [{ code: 'said', facts: { words: 'n\0o \ud83d', 'k\0ey': [1] } }] as unknown as Reason[];
    const told = event('ann', 'opted-out', { text: 'please\0 stop \ud83d', why });
    assert.deepEqual(await record(store, [told]), [true]);
    const [kept] = (await store.leads.story(MAIN, 'ann', suppressionKeys))?.events ?? [];
    // A file keeps the one, and no harm is done there.
    assert.equal(kept?.text?.replace('\0', ''), 'please stop \ufffd');
    assert.deepEqual(kept?.why, [{ code: 'said', facts: { words: 'no \ufffd', key: [1] } }]);
  },

  'what follows is written with the event': async (store) => {
    await sent(store);
    await record(store, [event('ann', 'bounced')]);
    const story = await store.leads.story(MAIN, 'ann', suppressionKeys);
    assert.deepEqual([story?.messages[0]?.state, story?.enrollments[0]?.state], ['bounced', 'ended']);
    assert.equal(story?.suppressions.length, 1);
    assert.equal(await store.campaigns.openEnrollments(MAIN, 'cmp_1'), 0);
  },

  'a bounce after a delivery stands, and a delivery after a bounce changes nothing': async (store) => {
    await sent(store);
    await record(store, [event('ann', 'delivered'), event('ann', 'bounced')]);
    assert.equal(await stateOf(store), 'bounced');
    await record(store, [event('ann', 'delivered', { id: 'evt_9', originId: '9' })]);
    assert.equal(await stateOf(store), 'bounced');
  },

  'what is heard while a message is still leaving is not lost': async (store) => {
    const sending = await sendingMessage(store);
    await record(store, [event('ann', 'bounced'), event('ann', 'delivered')]);
    assert.equal(await stateOf(store), 'sending');
    await store.work.deliverTurn([update(sending, 'sending', 'sent', { sentAt: NOW + 3 })], [], OPEN_GATE);
    const found = await store.messages.get(MAIN, 'msg_ann');
    assert.deepEqual([found?.state, found?.sentAt], ['bounced', NOW + 3]);
  },

  'a worker that died after the send is answered by the event': async (store) => {
    await sendingMessage(store);
    await record(store, [event('ann', 'delivered')]);
    await store.work.recoverLeases({
      leaseNow: NOW + 60_000,
      limit: 9,
      isGone: () => false,
      isRepeatable: () => false,
    });
    const found = await store.messages.get(MAIN, 'msg_ann');
    assert.deepEqual([found?.state, found?.sentAt], ['delivered', NOW]);
  },

  'an event about a lead that was merged away reaches the one it lives on in': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    await addLeads(store, [lead('aaa'), lead('aab')]);
    await merge(store, 'aab', 'aaa');
    const [ann, bob] = [await stored(store, 'ann'), await stored(store, 'bob')];
    assert.ok(ann && bob);
    await store.leads.merge({ workspaceId: MAIN, survivor: bob, other: ann, merged: bob }, NOW);
    await record(store, [event('ann', 'opted-out')]);
    const story = await store.leads.story(MAIN, 'bob', suppressionKeys);
    assert.deepEqual(story?.suppressions, [refusal('bob', { reason: 'opted-out' })]);
    assert.deepEqual(
      story?.events.map(({ leadId }) => leadId),
      ['ann'],
    );
  },
};

async function merge(store: Store, survivorId: string, otherId: string): Promise<void> {
  const [survivor, other] = [await stored(store, survivorId), await stored(store, otherId)];
  assert.ok(survivor && other);
  const merged = {
    ...survivor,
    values: { ...survivor.values, title: other.values.title, city: survivor.values.city ?? other.values.city },
  };
  await store.leads.merge({ workspaceId: MAIN, survivor, other, merged }, NOW + 1);
}

const known = (store: Store, id: string) => store.leads.find(MAIN, id, [`e:${id}@example.com`]);

/** Two leads made one, and two again. */
export const MERGE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'the survivor takes values, keys and id; the other’s passage ends and its story goes on': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    await merge(store, 'ann', 'bob');
    assert.deepEqual([await known(store, 'bob'), await stored(store, 'bob')], [['ann'], null]);
    const story = await store.leads.story(MAIN, 'ann', suppressionKeys);
    assert.deepEqual(story?.aliases, ['bob']);
    assert.deepEqual(
      story?.messages.map(({ id, state }) => [id, state]),
      [
        ['msg_ann', 'queued'],
        ['msg_bob', 'refused'],
      ],
    );
    assert.deepEqual(await store.campaigns.reasons(MAIN, 'cmp_1'), { refused: {}, ends: { merged: 1 }, handoffs: 0 });
    assert.equal(await store.campaigns.openEnrollments(MAIN, 'cmp_1'), 1);
    assert.equal((await store.campaigns.count(MAIN, 'cmp_1')).stages.left, 1);
  },

  'taken back, both are as they were, and campaigns look at both again': async (store) => {
    await openCampaign(store);
    await addLeads(store, [lead('ann', { title: 'CEO' }), lead('bob', { title: 'CTO', city: 'Rome' })]);
    const before = [await stored(store, 'ann'), await stored(store, 'bob')].map((one) => one?.values);
    await merge(store, 'ann', 'bob');
    await assess(store, () => ({}));
    assert.equal(await store.leads.unmerge(MAIN, 'bob', NOW + 2), true);
    assert.deepEqual(
      [await stored(store, 'ann'), await stored(store, 'bob')].map((one) => one?.values),
      before,
    );
    assert.deepEqual([await known(store, 'ann'), await known(store, 'bob')], [['ann'], ['bob']]);
    assert.equal((await assess(store, () => ({}))).assessed, 2);
    assert.equal(await store.leads.unmerge(MAIN, 'bob', NOW), false);
  },

  'what was changed since the merge stays when it is taken back': async (store) => {
    await addLeads(store, [
      lead('ann'),
      lead('bob', { title: 'CTO', city: 'Rome' }),
      lead('cid', { title: 'Founder' }),
    ]);
    await merge(store, 'ann', 'bob');
    await merge(store, 'ann', 'cid');
    await store.leads.unmerge(MAIN, 'bob', NOW);
    const { title, city } = (await stored(store, 'ann'))?.values ?? {};
    assert.deepEqual([title, city], ['Founder', null]);
    assert.deepEqual(await known(store, 'cid'), ['ann']);
  },

  'a chain of merges is known by every id, and taken back from its end': async (store) => {
    await addLeads(
      store,
      ['aaa', 'ann', 'bob', 'cid', 'zed'].map((id) => lead(id)),
    );
    await merge(store, 'zed', 'aaa');
    await merge(store, 'bob', 'ann');
    await merge(store, 'cid', 'bob');
    assert.deepEqual([await known(store, 'ann'), await known(store, 'bob')], [['cid'], ['cid']]);
    await assert.rejects(store.leads.unmerge(MAIN, 'ann', NOW), { code: 'merged-further' });
    assert.equal(await store.leads.unmerge(MAIN, 'bob', NOW), true);
    assert.deepEqual(
      [await known(store, 'ann'), await known(store, 'bob'), await known(store, 'cid')],
      [['bob'], ['bob'], ['cid']],
    );
    assert.equal(await store.leads.unmerge(MAIN, 'ann', NOW), true);
    assert.deepEqual([await known(store, 'ann'), await known(store, 'bob')], [['ann'], ['bob']]);
    assert.deepEqual([await known(store, 'aaa'), await known(store, 'zed')], [['zed'], ['zed']]);
  },

  'a merge of leads as they no longer are is refused': async (store) => {
    await addLeads(store, [lead('ann'), lead('bob')]);
    const [ann, bob] = [await stored(store, 'ann'), await stored(store, 'bob')];
    assert.ok(ann && bob);
    await store.leads.suppress(MAIN, [{ leadId: 'bob', suppression: refusal('bob') }]);
    const stale = store.leads.merge({ workspaceId: MAIN, survivor: ann, other: bob, merged: ann }, NOW);
    await assert.rejects(stale, { code: 'changed-meanwhile' });
    assert.equal((await stored(store, 'bob'))?.id, 'bob');
  },
};

/** Retention, copies, walls and transactions. */
export const KEEPING_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a purge removes only what is old and stands under nothing': async (store) => {
    await enroll(store, ['ann']);
    await addLeads(store, [lead('bob')]);
    const decisions = ['dec_1', 'dec_2'].map((id, i) => decision('bob', { id, at: NOW - 10 + 10 * i }));
    await store.campaigns.assess({
      workspaceId: MAIN,
      campaignId: 'cmp_1',
      now: NOW,
      limit: 9,
      suppressionKeys,
      decide: () => ({ decisions, members: [], enrollments: [] }),
    });
    const events = [event('ann', 'opened', { at: NOW - 1 }), event('ann', 'clicked', { at: NOW })];
    await record(store, events);
    const act = { workspaceId: MAIN, actor: 'me', operation: 'x', input: '{}' };
    await store.audit({ ...act, id: 'aud_1', at: NOW - 1 });
    await store.audit({ ...act, id: 'aud_2', at: NOW });
    const before = { event: NOW, decision: NOW + 1, other: NOW };
    await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann') }]);
    await assess(store, (id) => ({ decision: decision(id, { id: 'dec_0' }) }));
    assert.deepEqual(await store.purge(MAIN, before), { events: 1, decisions: 3, audits: 0, others: 0 });
    assert.deepEqual(await store.purge(MAIN, { ...before, audit: NOW }), {
      events: 0,
      decisions: 0,
      audits: 1,
      others: 0,
    });
    assert.equal((await store.purge(MAIN, { ...before, audit: NOW + 1 })).audits, 1);
    const story = await store.leads.story(MAIN, 'ann', suppressionKeys);
    assert.deepEqual([story?.events.length, story?.decisions.map(({ id }) => id)], [1, ['dec_ann']]);
  },

  'a purge forgets expired answers, past days and abandoned imports': async (store) => {
    await sendingMessage(store);
    await store.campaigns.putRoutes([{ domain: 'x.co', route: { kind: 'address' }, checkedAt: NOW, expiresAt: NOW }]);
    const wish = {
      workspaceId: MAIN,
      id: 'imp_1',
      source: 'csv',
      fileName: 'f',
      fileHash: 'f',
      optionsHash: 'o',
      options: {},
      startedAt: NOW,
    };
    await store.imports.begin(wish, { owner: 'one', until: NOW + 1, now: NOW, isGone: () => false });
    await store.leads.capture({
      workspaceId: MAIN,
      source: 'sample',
      now: NOW,
      rows: [{ line: 1, keys: [], content: 'r:1' }],
      progress: { id: 'imp_1', position: null, rejectsBytes: 0, rejected: 0, owner: 'one', leaseUntil: NOW + 1 },
      decide: () => ({ created: [], changed: [], traces: [], suppressions: [], reviews: [] }),
    });
    const nothingOld = { event: 0, decision: 0, other: NOW - 86_400_000 };
    assert.equal((await store.purge(MAIN, nothingOld)).others, 0);
    assert.equal((await store.purge(MAIN, { ...nothingOld, other: NOW + 86_400_000 })).others, 6);
  },

  'a copy has the same content, and a life of its own': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    await store.leads.suppress(MAIN, [{ leadId: 'bob', suppression: refusal('bob') }]);
    const copy = await store.copy(() => NOW);
    const told = async (of: Store) => [
      await of.leads.story(MAIN, 'ann', suppressionKeys),
      await of.leads.story(MAIN, 'bob', suppressionKeys),
      await of.campaigns.count(MAIN, 'cmp_1'),
      await of.messages.count(MAIN, 'cmp_1'),
    ];
    assert.deepEqual(await told(copy), await told(store));
    assert.equal((await claim(copy)).length, 2);
    await addLeads(copy, [lead('cid')]);
    assert.deepEqual(
      [(await stored(store, 'cid'))?.id, (await store.messages.get(MAIN, 'msg_ann'))?.state],
      [undefined, 'queued'],
    );
    await addLeads(store, [lead('dan')]);
    assert.equal(await stored(copy, 'dan'), null);
    await copy.close();
    assert.equal((await claim(store)).length, 2);
  },

  'two workspaces with the same keys never see each other': async (store) => {
    await queueMessages(store, ['ann']);
    await openCampaign(store, { workspaceId: 'other' });
    await addLeads(store, [lead('ann', { title: 'Other' }, 'other')]);
    assert.deepEqual(await store.leads.find('other', 'ann', ['e:ann@example.com']), ['ann']);
    assert.equal((await stored(store, 'ann'))?.values.title, null);
    const story = await store.leads.story('other', 'ann', suppressionKeys);
    assert.deepEqual([story?.lead.values.title, story?.messages, story?.memberships], ['Other', [], []]);
    await store.leads.suppress('other', [{ leadId: 'ann', suppression: refusal('ann') }]);
    assert.deepEqual((await store.leads.story(MAIN, 'ann', suppressionKeys))?.suppressions, []);
    assert.equal((await store.campaigns.count('other', 'cmp_1')).stages.enrolled, 0);
    assert.equal(await store.messages.get('other', 'msg_ann'), null);
    assert.deepEqual((await store.purge('other', { event: NOW * 2, decision: NOW * 2, other: 0 })).decisions, 0);
    assert.equal((await claim(store)).length, 1);
  },

  'a transaction whose decision throws leaves nothing behind': async (store) => {
    await enroll(store, ['ann']);
    const before = await store.leads.story(MAIN, 'ann', suppressionKeys);
    const boom = () => {
      throw new Error('planted');
    };
    const common = { source: 'sample', now: NOW, suppressionKeys };
    const progress = {
      workspaceId: MAIN,
      rows: [{ line: 1, keys: ['e:x@x.co'], content: 'r:1' }],
      progress: null,
    };
    await assert.rejects(store.leads.capture({ ...common, ...progress, decide: boom }), /planted/);
    await assert.rejects(store.work.advance({ ...common, limit: 9, needsFacts: () => false, decide: boom }), /planted/);
    await assert.rejects(store.work.record({ events: [event('ann', 'opened')], decide: boom }), /planted/);
    assert.deepEqual(await store.leads.story(MAIN, 'ann', suppressionKeys), before);
    assert.deepEqual(await record(store, [event('ann', 'opened')]), [true]);
  },

  'verbs that are called together run one after the other': async (store) => {
    await openCampaign(store);
    await Promise.all(Array.from({ length: 20 }, (_, i) => addLeads(store, [lead(`lead_${i}`), lead(`also_${i}`)])));
    const leads = await store.leads.list({ workspaceId: MAIN, after: null, limit: 99 });
    const revisions = leads.map(({ revision }) => revision).sort((a, b) => a - b);
    assert.deepEqual(
      revisions,
      Array.from({ length: 40 }, (_, i) => i + 1),
    );
    const taken = await Promise.all([0, 1, 2, 3].map(() => assess(store, () => ({}), { limit: 10 })));
    assert.equal(
      taken.reduce((sum, { assessed }) => sum + assessed, 0),
      40,
    );
  },

  'lists go on after the last id of the page before': async (store) => {
    await addLeads(
      store,
      ['c', 'a', 'b'].map((id) => lead(id)),
    );
    const page = async (after: string | null) =>
      (await store.leads.list({ workspaceId: MAIN, after, limit: 2 })).map(({ id }) => id);
    assert.deepEqual([await page(null), await page('b'), await page('c')], [['a', 'b'], ['c'], []]);
  },

  'a workspace is made dry, once, and keeps what is saved': async (store) => {
    const made = await store.workspaces.ensure(MAIN, NOW);
    assert.deepEqual(made, { id: MAIN, mode: 'dry', settings: {}, createdAt: NOW, liveAt: null, liveBy: null });
    const live = { ...made, mode: 'live', settings: { b: 1, a: [true] }, liveAt: NOW, liveBy: 'me' } as const;
    await store.workspaces.save(live);
    assert.deepEqual(await store.workspaces.ensure(MAIN, NOW + 1), live);
    assert.equal(await store.workspaces.get('nobody'), null);
  },
};
