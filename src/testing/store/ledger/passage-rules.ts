/** What every store does when a person pauses, resumes and cancels what a lead goes through. */
import assert from 'node:assert/strict';
import { setTimeout as breathe } from 'node:timers/promises';
import { cancelled, paused, pauseOfLead, pauseReason } from '../../../domain/sequence/pause.ts';
import type {
  ClaimedMessage,
  LastFacts,
  PassageOutcome,
  PassagesOfLead,
  SendGate,
  Store,
} from '../../../engine/store-port.ts';
import {
  addLeads,
  assess,
  CAMPAIGN,
  campaign,
  claim,
  decision,
  enroll,
  event,
  lead,
  MAIN,
  member,
  message,
  NOTHING_FOLLOWS,
  NOW,
  OPEN_GATE,
  queueMessages,
  sendingMessage,
  stored,
  suppressionKeys,
  update,
  wake,
} from '../samples.ts';

const LATER = NOW + 1_000;
const PAUSE = { kind: 'person', by: 'Ann', at: NOW, why: 'on holiday' } as const;
const REASON = pauseReason({ code: 'paused', ...PAUSE });
const UNCHANGED: PassageOutcome = { enrollments: [], messages: [] };

const change = (store: Store, leadId: string, decide: (of: PassagesOfLead) => PassageOutcome) =>
  store.work.change({ workspaceId: MAIN, leadId, decide });
const storyOf = (store: Store, id: string) => store.leads.story(MAIN, id, suppressionKeys);
const stateOf = async (store: Store, id: string) => (await store.messages.get(MAIN, id))?.state;

/** Pauses the passages of a lead, and keeps back what has not left. */
const pausing = ({ passages, unsent }: PassagesOfLead): PassageOutcome => ({
  enrollments: passages.map(({ enrollment }) => paused(enrollment, { code: 'paused', ...PAUSE })),
  messages: unsent.map(({ id }) => ({ id, to: 'held', reason: REASON, dueAt: LATER })),
});

/** What the last gate is told of each candidate. */
async function toldAtGate(store: Store): Promise<(LastFacts['keptBack'] | undefined)[]> {
  const told: LastFacts['keptBack'][] = [];
  const gate: SendGate = {
    ...OPEN_GATE,
    decide: ({ message }, facts) => {
      told.push(facts.keptBack);
      const held = update({ message }, 'claimed', 'held', { reason: { code: 'test' }, dueAt: LATER });
      return { kind: 'stay', update: held };
    },
  };
  await store.work.deliverTurn([], await claim(store), gate);
  return told;
}

/** A person's acts on passages. */
export const PASSAGE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'an act is told of passages, of what has not left, of place and pause, and of no other lead’s': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    let seen: PassagesOfLead | null = null;
    await change(store, 'ann', (of) => {
      seen = of;
      return UNCHANGED;
    });
    const { passages, unsent, place, pause } = seen as unknown as PassagesOfLead;
    assert.deepEqual(
      passages.map(({ enrollment, lastMessage }) => [enrollment.id, lastMessage?.state]),
      [['enr_ann', 'queued']],
    );
    const intentKey = 'enr:enr_ann:one:0';
    const common = { state: 'queued', reason: null, createdAt: NOW } as const;
    assert.deepEqual(unsent, [{ id: 'msg_ann', enrollmentId: 'enr_ann', intentKey, ...common }]);
    const { country, region } = (await stored(store, 'ann'))!.values;
    assert.deepEqual([place, pause], [{ country, region }, null]);
  },

  'what is claimed is kept back: its worker can do nothing with it any more, and it comes again at its time': async (
    store,
  ) => {
    await queueMessages(store, ['ann', 'bob']);
    const taken = await claim(store);
    assert.equal(await change(store, 'ann', pausing), 1);
    const { sending, lost } = await store.work.deliverTurn([], taken, OPEN_GATE);
    assert.deepEqual([sending.map(({ message: of }) => of.id), lost], [['msg_bob'], 1]);
    const found = await store.messages.get(MAIN, 'msg_ann');
    assert.deepEqual([found?.state, found?.reason, found?.dueAt], ['held', REASON, LATER]);
    assert.deepEqual((await storyOf(store, 'ann'))?.enrollments[0]?.state, 'waiting');
    assert.deepEqual(
      (await claim(store, { now: LATER })).map(({ message: of }) => of.id),
      ['msg_ann'],
    );
  },

  'what is leaving stays as it is': async (store) => {
    const sending = await sendingMessage(store);
    await change(store, 'ann', (of) => {
      assert.deepEqual(of.unsent, []);
      return { enrollments: [], messages: [{ id: 'msg_ann', to: 'held', reason: REASON, dueAt: LATER }] };
    });
    assert.equal(await stateOf(store, 'msg_ann'), 'sending');
    assert.equal((await store.work.deliverTurn([update(sending, 'sending', 'sent')], [], OPEN_GATE)).lost, 0);
  },

  'an act that is refused changes nothing': async (store) => {
    await queueMessages(store, ['ann']);
    const refusing = change(store, 'ann', () => {
      throw new Error('no');
    });
    await assert.rejects(refusing, /no/);
    assert.equal(await stateOf(store, 'msg_ann'), 'queued');
  },

  'the last gate is told what keeps the passage back, or the lead': async (store) => {
    await queueMessages(store, ['ann', 'bob', 'cid']);
    await change(store, 'ann', (of) => pausing({ ...of, unsent: [] }));
    await change(store, 'bob', () => ({ ...UNCHANGED, pause: PAUSE }));
    const leadReason = pauseReason(pauseOfLead(PAUSE));
    assert.deepEqual(await toldAtGate(store), [
      { reason: REASON, until: null },
      { reason: leadReason, until: null },
      null,
    ]);
  },

  'a lead is paused once, looked at anew, and told as paused until it is lifted': async (store) => {
    await enroll(store, ['ann', 'bob']);
    const before = (await stored(store, 'ann'))!.revision;
    await change(store, 'ann', () => ({ ...UNCHANGED, pause: PAUSE }));
    await change(store, 'ann', (of) => ({
      ...UNCHANGED,
      pause: { ...PAUSE, by: of.pause?.by === 'Ann' ? 'Bob' : '?' },
    }));
    assert.deepEqual([(await storyOf(store, 'ann'))?.pause, (await storyOf(store, 'bob'))?.pause], [PAUSE, null]);
    assert.equal((await stored(store, 'ann'))!.revision > before, true);
    const asked: unknown[] = [];
    await store.campaigns.assess({
      ...{ workspaceId: MAIN, campaignId: CAMPAIGN, now: NOW, limit: 9, suppressionKeys },
      decide(subjects) {
        asked.push(...subjects.map(({ lead: { id }, pause }) => [id, pause]));
        return { decisions: [], members: [], enrollments: [] };
      },
    });
    assert.deepEqual(asked, [['ann', PAUSE]]);
    await change(store, 'ann', () => ({ ...UNCHANGED, pause: null }));
    assert.equal((await storyOf(store, 'ann'))?.pause, null);
  },

  'a lead’s own STOP takes the place of a person’s pause, and is listed; no pause takes its place': async (store) => {
    await addLeads(store, [lead('ann'), lead('bob')]);
    const stop = { kind: 'opt-out', by: 'sms', at: LATER, why: 'STOP by sms' } as const;
    await change(store, 'bob', () => ({ ...UNCHANGED, pause: PAUSE }));
    await store.work.record({
      events: [event('ann', 'opted-out')],
      decide: () => ({ ...NOTHING_FOLLOWS, pause: stop }),
    });
    await store.work.record({
      events: [event('bob', 'opted-out')],
      decide: () => ({ ...NOTHING_FOLLOWS, pause: stop }),
    });
    await change(store, 'ann', () => ({ ...UNCHANGED, pause: PAUSE }));
    const listed = async (after: string, limit = 9) =>
      (await store.leads.pauses(MAIN, 'opt-out', { after, limit })).map(({ recipient, pause }) => [
        recipient.leadId,
        pause,
      ]);
    assert.deepEqual(await listed(''), [
      ['ann', stop],
      ['bob', stop],
    ]);
    assert.deepEqual([await listed('', 1), await listed('ann')], [[['ann', stop]], [['bob', stop]]]);
    assert.deepEqual(await store.leads.pauses(MAIN, 'person', { after: '', limit: 9 }), []);
  },

  'a merged lead’s pause goes on': async (store) => {
    await addLeads(store, [lead('ann'), lead('bob')]);
    await change(store, 'ann', () => ({ ...UNCHANGED, pause: PAUSE }));
    const [ann, bob] = [(await stored(store, 'ann'))!, (await stored(store, 'bob'))!];
    await store.leads.merge({ workspaceId: MAIN, survivor: bob, other: ann, merged: bob }, NOW);
    assert.deepEqual((await storyOf(store, 'bob'))?.pause, PAUSE);
  },

  'what a campaign’s pause parked is due when it was, once it goes on': async (store) => {
    await enroll(store, ['ann', 'bob']);
    await change(store, 'ann', ({ passages }) => ({
      enrollments: passages.map(({ enrollment }) => {
        return {
          ...enrollment,
          state: 'waiting',
          dueAt: null,
          reason: { code: 'campaign-paused', facts: { due: NOW } },
        };
      }),
      messages: [],
    }));
    assert.equal(await wake(store, LATER, 9), 1);
    const [passage] = (await storyOf(store, 'ann'))?.enrollments ?? [];
    assert.deepEqual([passage?.state, passage?.dueAt, passage?.reason], ['due', NOW, null]);
  },

  'a campaign that is called off ends page by page, and its members with it': async (store) => {
    await enroll(store, ['ann', 'bob', 'cid']);
    await change(store, 'bob', ({ passages }) => ({
      enrollments: passages.map(({ enrollment }) => cancelled(enrollment, { code: 'enrollment-cancelled' }, NOW)),
      messages: [],
    }));
    const wish = {
      workspaceId: MAIN,
      campaignId: CAMPAIGN,
      reason: { code: 'campaign-cancelled' },
      now: LATER,
      limit: 1,
    };
    const pages = [
      await store.campaigns.endOpen({ ...wish, after: '' }),
      await store.campaigns.endOpen({ ...wish, after: 'ann' }),
    ];
    assert.deepEqual([...pages, await store.campaigns.endOpen({ ...wish, after: 'cid' })], ['ann', 'cid', null]);
    assert.equal(await store.campaigns.openEnrollments(MAIN, CAMPAIGN), 0);
    const codes = await Promise.all(
      ['ann', 'bob', 'cid'].map(async (id) => (await storyOf(store, id))?.enrollments[0]?.reason?.code),
    );
    assert.deepEqual(codes, ['campaign-cancelled', 'enrollment-cancelled', 'campaign-cancelled']);
  },

  'enrollments are found by id, by lead, by state and by reason, page by page': async (store) => {
    await enroll(store, ['ann', 'bob', 'cid']);
    await change(store, 'bob', pausing);
    const any = { workspaceId: MAIN, leadId: null, campaignId: null, state: null, code: null, after: null, limit: 9 };
    const idsOf = async (part: object) => (await store.work.enrollments({ ...any, ...part })).map(({ id }) => id);
    assert.deepEqual(await idsOf({ limit: 2 }), ['enr_ann', 'enr_bob']);
    assert.deepEqual(await idsOf({ after: 'enr_bob' }), ['enr_cid']);
    assert.deepEqual(await idsOf({ code: 'paused' }), ['enr_bob']);
    assert.deepEqual(await idsOf({ state: 'due', campaignId: CAMPAIGN }), ['enr_ann', 'enr_cid']);
    assert.deepEqual([await idsOf({ leadId: 'bob' }), await idsOf({ leadId: 'bob', state: 'due' })], [['enr_bob'], []]);
    assert.deepEqual([await idsOf({ workspaceId: 'other' }), await idsOf({ campaignId: 'cmp_9' })], [[], []]);
    assert.equal((await store.work.enrollment(MAIN, 'enr_bob'))?.leadId, 'bob');
    assert.equal(await store.work.enrollment('other', 'enr_bob'), null);
  },

  'a lead that is paused while its message departs: it has left before, or does not leave': async (store) => {
    await queueMessages(store, ['ann']);
    const taken = await claim(store);
    const gate: SendGate = {
      ...OPEN_GATE,
      decide: (claimed, facts) =>
        facts.keptBack
          ? {
              kind: 'stay',
              update: update(claimed, 'claimed', 'held', { reason: facts.keptBack.reason, dueAt: LATER }),
            }
          : OPEN_GATE.decide(claimed, facts),
    };
    const departing = store.work.deliverTurn([], taken, gate);
    await breathe(1);
    const [{ sending }] = await Promise.all([departing, change(store, 'ann', pausing)]);
    const found = await stateOf(store, 'msg_ann');
    assert.deepEqual([sending.length, found], sending.length === 1 ? [1, 'sending'] : [0, 'held']);
    const [passage] = (await storyOf(store, 'ann'))?.enrollments ?? [];
    assert.equal(passage?.reason?.code, 'paused');
  },

  'a step that is decided while its passage is paused: the pause stands, and its message is kept back': async (
    store,
  ) => {
    await enroll(store, ['ann']);
    const advancing = store.work.advance({
      ...{ now: NOW, limit: 9, suppressionKeys, needsFacts: () => false },
      decide: (subjects) => ({
        messages: subjects.map(({ enrollment: of }) => message(of.leadId)),
        enrollments: subjects.map(({ enrollment: of }) => ({ ...of, step: 'two', lastMessageId: 'msg_ann' })),
        tasks: [],
      }),
    });
    await Promise.all([advancing, change(store, 'ann', pausing)]);
    const [passage] = (await storyOf(store, 'ann'))?.enrollments ?? [];
    assert.equal(passage?.reason?.code, 'paused');
    assert.equal(['held', undefined].includes(await stateOf(store, 'msg_ann')), true);
  },
  'what waits for a basis is due once another one is stated, beneath a pause too, and nothing else is': async (
    store,
  ) => {
    await enroll(store, ['ann', 'bob', 'cid', 'dan']);
    const waits = (code: string) => ({ state: 'waiting', dueAt: null, reason: { code } }) as const;
    const holding = (id: string, code: string, isPaused = false) =>
      change(store, id, ({ passages }) => {
        const held = passages.map(({ enrollment }) => ({ ...enrollment, ...waits(code) }));
        const pause = { code: 'paused', ...PAUSE } as const;
        return { ...UNCHANGED, enrollments: isPaused ? held.map((one) => paused(one, pause)) : held };
      });
    await holding('ann', 'basis-not-stated');
    await holding('bob', 'basis-insufficient', true);
    await holding('cid', 'cap-reached');
    await holding('dan', 'basis-not-stated');
    await store.leads.capture({
      ...{ workspaceId: MAIN, source: 'csv', now: LATER, progress: null, rows: [] },
      decide: () => ({
        ...{ created: [], changed: [], traces: [], suppressions: [], reviews: [] },
        permitted: ['ann', 'bob', 'cid'],
      }),
    });
    const standing = async (id: string) => {
      const [one] = (await storyOf(store, id))?.enrollments ?? [];
      return [one?.state, one?.dueAt, one?.reason?.code ?? null, one?.reason?.facts?.due ?? null];
    };
    assert.deepEqual(await Promise.all(['ann', 'bob', 'cid', 'dan'].map(standing)), [
      ['due', LATER, null, null],
      ['waiting', null, 'paused', LATER],
      ['waiting', null, 'cap-reached', null],
      ['waiting', null, 'basis-not-stated', null],
    ]);
  },
  'messages held for a basis are due once another one is stated, or a yes is told, and nothing else is': async (
    store,
  ) => {
    const leads = ['ann', 'bob', 'cid', 'dan'];
    await queueMessages(store, leads);
    const code = (leadId: string) => (leadId === 'cid' ? 'cap-reached' : 'basis-not-stated');
    const held = (mine: ClaimedMessage) => {
      const reason = { code: code(mine.message.leadId) };
      return { kind: 'stay', update: update(mine, 'claimed', 'held', { reason, dueAt: LATER + 9_000 }) } as const;
    };
    await store.work.deliverTurn([], await claim(store), { ...OPEN_GATE, decide: held });
    await store.leads.capture({
      ...{ workspaceId: MAIN, source: 'csv', now: LATER, progress: null, rows: [] },
      decide: () => ({
        ...{ created: [], changed: [], traces: [], suppressions: [], reviews: [] },
        permitted: ['ann', 'cid'],
      }),
    });
    const told = event('bob', 'opted-in', { messageId: null, recordedAt: LATER });
    await store.work.record({ events: [told], decide: () => NOTHING_FOLLOWS });
    const standing = async (id: string) => {
      const is = await store.messages.get(MAIN, `msg_${id}`);
      return [is?.state, is?.dueAt, is?.reason?.code ?? null];
    };
    assert.deepEqual(await Promise.all(leads.map(standing)), [
      ['queued', LATER, null],
      ['queued', LATER, null],
      ['held', LATER + 9_000, 'cap-reached'],
      ['held', LATER + 9_000, 'basis-not-stated'],
    ]);
  },
  'whose passage ends is looked at now by the campaigns that go on and left the lead to it, and by no others': async (
    store,
  ) => {
    await enroll(store, ['ann', 'bob', 'cid', 'dan']);
    for (const [id, state] of [['cmp_2', 'live'] as const, ['cmp_3', 'cancelled'] as const]) {
      await store.campaigns.add(campaign({ id, name: id, state }));
      const away = { campaignId: id, stage: 'unrouted', reassessAt: NOW + 9_000 } as const;
      const judged = (leadId: string) => ({
        decision: decision(leadId, { id: `dec_${id}_${leadId}`, campaignId: id }),
        member: member(leadId, { ...away, decisionId: `dec_${id}_${leadId}` }),
      });
      await assess(store, judged, { campaignId: id });
    }
    for (const id of ['ann', 'bob', 'cid']) {
      const over = { code: 'replied' };
      await change(store, id, ({ passages }) => ({
        ...UNCHANGED,
        enrollments: passages.map(({ enrollment }) => cancelled(enrollment, over, LATER)),
      }));
    }
    const lookedAt = async (campaignId: string) => {
      const seen: string[] = [];
      const judged = (id: string) => {
        seen.push(id);
        return {};
      };
      await assess(store, judged, { campaignId, now: LATER });
      return seen.sort();
    };
    assert.deepEqual([await lookedAt('cmp_2'), await lookedAt('cmp_3')], [['ann', 'bob', 'cid'], []]);
  },
};
