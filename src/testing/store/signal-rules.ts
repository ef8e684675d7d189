/** What every store does with signals, with messages that are taken back, and with passages that a person moves. */
import assert from 'node:assert/strict';
import type { Evidence } from '../../domain/signal/evidence.ts';
import type { EventOutcome, SignalChange, SignalRecord, Store } from '../../engine/store-port.ts';
import {
  addLeads,
  CAMPAIGN,
  claim,
  enroll,
  event,
  lead,
  MAIN,
  NOTHING_FOLLOWS,
  NOW,
  OPEN_GATE,
  queueMessages,
  sendingMessage,
  suppressionKeys,
  update,
} from './samples.ts';

const PIECE: Evidence = { event: 'evt_1', kind: 'replied', at: NOW, points: 60 };

function signal(leadId: string, part: Partial<SignalRecord> = {}): SignalRecord {
  const key = { workspaceId: MAIN, leadId, campaignId: CAMPAIGN, name: 'hot', playbookHash: 'pb_1' };
  return { ...key, state: 'up', changedAt: NOW, fallsAt: NOW + 100, evidence: [PIECE], ...part };
}

function change(leadId: string, part: Partial<SignalChange> = {}): SignalChange {
  const key = { workspaceId: MAIN, leadId, id: `sig_${leadId}`, campaignId: CAMPAIGN, name: 'hot' };
  return { ...key, state: 'up', at: NOW, noticedAt: NOW, points: 60, evidence: [PIECE], ...part };
}

/** Something happened to the lead of which this follows. */
function follow(store: Store, leadId: string, part: Partial<EventOutcome>, id = '1') {
  const told = event(leadId, 'replied', { id: `evt_${leadId}_${id}`, originId: `${leadId}:${id}`, messageId: null });
  return store.work.record({ events: [told], decide: () => ({ ...NOTHING_FOLLOWS, ...part }) });
}

const up = async (store: Store, part: { campaignId?: string; name?: string; now?: number; limit?: number } = {}) => {
  const query = { workspaceId: MAIN, campaignId: null, name: null, now: NOW, limit: 9, ...part };
  return (await store.signals.list(query)).map(({ signal: of, recipient }) => `${of.name} ${recipient.email}`);
};
const storyOf = (store: Store, id: string) => store.leads.story(MAIN, id, suppressionKeys);

/** Signals. */
export const SIGNAL_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a signal is kept with its evidence, and given back with the next event that may feed it': async (store) => {
    await enroll(store, ['ann', 'bob']);
    await follow(store, 'ann', { signals: { records: [signal('ann')], changes: [change('ann')] } });
    const seen: (readonly SignalRecord[])[] = [];
    for (const [leadId, kind, verdict] of [
      ['ann', 'clicked', 'human'],
      ['ann', 'opened', 'machine'],
      ['bob', 'clicked', 'human'],
    ] as const) {
      await store.work.record({
        events: [event(leadId, kind, { verdict, messageId: null })],
        decide(_event, { signals }) {
          seen.push(signals);
          return NOTHING_FOLLOWS;
        },
      });
    }
    assert.deepEqual(seen, [[signal('ann')], [], []]);
    const story = await storyOf(store, 'ann');
    assert.deepEqual([story?.signals, story?.signalChanges], [[signal('ann')], [change('ann')]]);
    assert.deepEqual((await storyOf(store, 'bob'))?.signals, []);
  },

  'a signal is stored once for each lead, campaign and name; what came later stands': async (store) => {
    await enroll(store, ['ann']);
    const later = signal('ann', { state: 'down', changedAt: NOW + 5, fallsAt: null, evidence: [] });
    await follow(store, 'ann', { signals: { records: [signal('ann'), signal('ann', { name: 'warm' })], changes: [] } });
    await follow(store, 'ann', { signals: { records: [later], changes: [] } }, '2');
    assert.deepEqual((await storyOf(store, 'ann'))?.signals, [later, signal('ann', { name: 'warm' })]);
  },

  'those that are up are listed, the latest first, by name and campaign, without those that fell': async (store) => {
    await enroll(store, ['ann', 'bob', 'cid']);
    const records = [
      signal('ann', { changedAt: NOW + 1 }),
      signal('bob', { changedAt: NOW + 3, campaignId: 'cmp_2' }),
      signal('cid', { changedAt: NOW + 2, name: 'engaged', fallsAt: NOW + 10 }),
      signal('cid', { state: 'down', fallsAt: null }),
    ];
    await follow(store, 'ann', { signals: { records, changes: [] } });
    assert.deepEqual(await up(store), ['hot bob@example.com', 'engaged cid@example.com', 'hot ann@example.com']);
    assert.deepEqual(await up(store, { limit: 1 }), ['hot bob@example.com']);
    assert.deepEqual(await up(store, { name: 'hot' }), ['hot bob@example.com', 'hot ann@example.com']);
    assert.deepEqual(await up(store, { campaignId: 'cmp_2' }), ['hot bob@example.com']);
    assert.deepEqual(await up(store, { now: NOW + 10 }), ['hot bob@example.com', 'hot ann@example.com']);
    assert.deepEqual(await store.signals.list({ ...ELSEWHERE, now: NOW }), []);
  },

  'a fall is found by its time, the oldest first, and once': async (store) => {
    await enroll(store, ['ann', 'bob', 'cid']);
    const records = [
      signal('ann', { fallsAt: NOW + 2 }),
      signal('bob', { fallsAt: NOW + 1 }),
      signal('cid', { fallsAt: NOW + 4 }),
    ];
    await follow(store, 'ann', { signals: { records, changes: [] } });
    const seen: string[] = [];
    const decay = (now: number, limit = 9) =>
      store.signals.decay({
        now,
        limit,
        decide(due) {
          seen.push(...due.map(({ leadId }) => leadId));
          const fallen = due.map((one) => ({ ...one, state: 'down', changedAt: one.fallsAt, fallsAt: null }) as const);
          const changes = due.map(({ leadId, fallsAt }) =>
            change(leadId, { state: 'down', at: fallsAt ?? 0, points: 29 }),
          );
          return { records: fallen, changes };
        },
      });
    assert.deepEqual(
      [await decay(NOW), await decay(NOW + 3, 1), await decay(NOW + 3), await decay(NOW + 3)],
      [0, 1, 1, 0],
    );
    assert.deepEqual(seen, ['bob', 'ann']);
    const story = await storyOf(store, 'bob');
    assert.deepEqual(story?.signals, [signal('bob', { state: 'down', changedAt: NOW + 1, fallsAt: null })]);
    assert.deepEqual(story?.signalChanges, [change('bob', { state: 'down', at: NOW + 1, points: 29 })]);
    assert.deepEqual(await up(store, { now: NOW + 3 }), ['hot cid@example.com']);
  },

  'an event keeps its direction, channel and outcome': async (store) => {
    await addLeads(store, [lead('ann')]);
    const told = event('ann', 'call-completed', {
      ...{ messageId: null, campaignId: null },
      ...{ direction: 'out', channel: 'voice', outcome: 'no-answer' },
    });
    await store.work.record({ events: [told], decide: () => NOTHING_FOLLOWS });
    assert.deepEqual((await storyOf(store, 'ann'))?.events, [told]);
  },
};

const ELSEWHERE = { workspaceId: 'other', campaignId: null, name: null, limit: 9 };
const stateOf = async (store: Store, id: string) => (await store.messages.get(MAIN, id))?.state;

/** Messages that are taken back, tasks that follow from an event, passages that a person moves. */
export const MOVING_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'an event is told with the passages of its lead and the message that each made last': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    let seen: unknown;
    await store.work.record({
      events: [event('ann', 'replied')],
      decide(_event, { passages }) {
        seen = passages.map(({ enrollment, lastMessage }) => [enrollment.id, lastMessage]);
        return NOTHING_FOLLOWS;
      },
    });
    assert.deepEqual(seen, [['enr_ann', { id: 'msg_ann', intentKey: 'enr:enr_ann:one:0', state: 'queued' }]]);
  },

  'a message that is queued is taken back with its reason, and never claimed': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    await follow(store, 'ann', { takenBack: ['msg_ann'] });
    const found = await store.messages.get(MAIN, 'msg_ann');
    assert.deepEqual([found?.state, found?.reason], ['refused', { code: 'taken-back' }]);
    assert.deepEqual(
      (await claim(store)).map(({ message: of }) => of.id),
      ['msg_bob'],
    );
  },

  'a message that is claimed is taken back: its worker can do nothing with it any more': async (store) => {
    await queueMessages(store, ['ann']);
    const claimed = await claim(store);
    await follow(store, 'ann', { takenBack: ['msg_ann'] });
    assert.deepEqual((await store.work.deliverTurn([], claimed, OPEN_GATE)).sending, []);
    assert.equal(await stateOf(store, 'msg_ann'), 'refused');
  },

  'a message that is leaving is not taken back': async (store) => {
    const sending = await sendingMessage(store);
    await follow(store, 'ann', { takenBack: ['msg_ann'] });
    assert.equal(await stateOf(store, 'msg_ann'), 'sending');
    await store.work.deliverTurn([update(sending, 'sending', 'sent')], [], OPEN_GATE);
    assert.equal(await stateOf(store, 'msg_ann'), 'sent');
    await follow(store, 'ann', { takenBack: ['msg_ann'] }, '2');
    assert.equal(await stateOf(store, 'msg_ann'), 'sent');
  },

  'a person moves open passages of one lead, and no others': async (store) => {
    await enroll(store, ['ann', 'bob']);
    const move = (leadId: string) =>
      store.work.change({
        workspaceId: MAIN,
        leadId,
        decide: ({ passages }) => ({
          enrollments: passages.map(({ enrollment: one }) => ({ ...one, dueAt: NOW + 9 })),
          messages: [],
        }),
      });
    assert.deepEqual([await move('ann'), await move('nobody')], [1, 0]);
    const dueOf = async (id: string) => (await storyOf(store, id))?.enrollments.map(({ dueAt }) => dueAt);
    assert.deepEqual([await dueOf('ann'), await dueOf('bob')], [[NOW + 9], [NOW]]);
  },
};
