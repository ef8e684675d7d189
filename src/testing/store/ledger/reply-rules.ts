/** What every store does with replies: in the inbox with their event, worked through by people, answered once a turn. */
import assert from 'node:assert/strict';
import type { LeadEvent } from '../../../domain/event.ts';
import type { MessageState } from '../../../domain/message.ts';
import type { AnswerDraft, AnswerSubject, HandSubject, InboxQuery, Store } from '../../../engine/store-port.ts';
import {
  addLeads,
  CAMPAIGN,
  claim,
  event,
  lead,
  MAIN,
  message,
  NOTHING_FOLLOWS,
  NOW,
  OPEN_GATE,
  queueMessages,
  sendingMessage,
  stored,
  update,
} from '../samples.ts';

const THREAD = { messageId: '<1@x.co>', references: ['<0@us.co>'], subject: 'Re: a', from: 'ann@x.co' };
const KEY = { workspaceId: MAIN, eventId: 'evt_1' };

const reply = (id: string, part: Partial<LeadEvent> = {}) =>
  event('ann', 'replied', { id, originId: id, outcome: 'question', text: 'How?', channel: 'email', ...part });

async function record(store: Store, ...events: readonly LeadEvent[]): Promise<void> {
  await store.work.record({ events, decide: () => NOTHING_FOLLOWS });
}

async function idsOf(store: Store, query: Partial<InboxQuery> = {}): Promise<string[]> {
  const all = { meaning: null, assignedTo: null, awakeAt: null, after: null, limit: 10 };
  const found = await store.replies.list({ workspaceId: MAIN, state: 'open', ...all, ...query });
  return found.map((one) => one.reply.eventId);
}

function draft(of: AnswerSubject, words = `Turn ${of.turn}.`): AnswerDraft {
  const id = `msg_answer_${of.turn}`;
  const own = { id, intentKey: `reply:evt_1:${of.turn}`, enrollmentId: null, lane: 0, template: '' } as const;
  const answer = {
    ...KEY,
    messageId: id,
    turn: of.turn,
    by: 'joe',
    at: NOW,
    subject: 'Re: a',
    references: ['<1@x.co>'],
    words,
    sequence: null,
    zone: null,
  };
  return { message: message('ann', own), answer, enrollments: [], takenBack: [] };
}

const HAND = { workspaceId: MAIN, leadId: 'ann', alike: 'hand:ab:' };

function handDraft({ earlier }: Pick<HandSubject, 'earlier'>, alike = HAND.alike): AnswerDraft {
  const turn = earlier.length + 1;
  const id = `msg_${alike.replaceAll(':', '_')}${turn}`;
  const own = { id, intentKey: `${alike}${turn}`, enrollmentId: null, lane: 0, template: '' } as const;
  const answer = {
    ...{ workspaceId: MAIN, messageId: id, eventId: null, turn, by: 'joe', at: NOW, subject: 'a', references: [] },
    ...{ words: `Turn ${turn}.`, sequence: 'hot', zone: 'Europe/Berlin' },
  };
  return { message: message('ann', own), answer, enrollments: [], takenBack: [] };
}

async function answered(store: Store): Promise<void> {
  await sendingMessage(store);
  await record(store, reply('evt_1', { thread: THREAD }));
  assert.equal(await store.replies.answer({ ...KEY, decide: (of) => draft(of) }), true);
}

/** Rules of replies. */
export const REPLY_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a reply comes into the inbox with its event, once, with the thread that it stands in': async (store) => {
    await queueMessages(store, ['ann']);
    await record(store, reply('evt_1', { thread: THREAD }), reply('evt_1'), event('ann', 'clicked'));
    await record(store, reply('evt_2', { originId: 'evt_1' }));
    const found = await store.replies.get(KEY);
    const { eventId, leadId, at, state, meaning, thread, corrections, closedBy } = found!.reply;
    assert.deepEqual(
      [eventId, leadId, at, state, meaning, thread, corrections, closedBy],
      ['evt_1', 'ann', NOW, 'open', 'question', THREAD, 0, null],
    );
    assert.deepEqual([found?.event?.text, found?.lead?.id, found?.answers], ['How?', 'ann', []]);
    assert.deepEqual([await idsOf(store), await store.replies.get({ ...KEY, eventId: 'evt_2' })], [['evt_1'], null]);
  },

  'the inbox is read in pages, by state, meaning, person and time': async (store) => {
    await queueMessages(store, ['ann']);
    const events = ['evt_1', 'evt_2', 'evt_3'].map((id) =>
      reply(id, { outcome: id === 'evt_2' ? 'interested' : 'unsure' }),
    );
    await record(store, ...events, reply('evt_4', { kind: 'opted-out', outcome: null }));
    assert.deepEqual(await idsOf(store, { limit: 2 }), ['evt_1', 'evt_2']);
    assert.deepEqual(await idsOf(store, { limit: 2, after: 'evt_2' }), ['evt_3']);
    assert.deepEqual(await idsOf(store, { meaning: 'interested' }), ['evt_2']);
    await store.replies.change({ ...KEY, assignedTo: 'joe' });
    await store.replies.change({ ...KEY, eventId: 'evt_2', snoozedUntil: NOW + 5 });
    assert.deepEqual(await idsOf(store, { assignedTo: 'joe' }), ['evt_1']);
    assert.deepEqual(await idsOf(store, { awakeAt: NOW + 4 }), ['evt_1', 'evt_3']);
    assert.deepEqual(await idsOf(store, { awakeAt: NOW + 5 }), ['evt_1', 'evt_2', 'evt_3']);
    await store.replies.change({ ...KEY, state: 'done', closedBy: 'joe' });
    assert.deepEqual(await idsOf(store, { state: 'done' }), ['evt_4', 'evt_1']);
    assert.deepEqual(await idsOf(store, { state: 'done', after: 'evt_4' }), ['evt_1']);
    const still = (await store.replies.get(KEY))!.reply;
    assert.deepEqual([still.assignedTo, still.closedBy], ['joe', 'joe']);
    assert.equal(await store.replies.change({ ...KEY, eventId: 'none', state: 'done' }), null);
  },

  'a correction is noted with its event, by whoever is first': async (store) => {
    await queueMessages(store, ['ann']);
    await record(store, reply('evt_1'));
    const correct = (meaning: 'opt-out' | 'interested', corrections: number) =>
      store.replies.correct({
        ...{ ...KEY, meaning, state: 'done', by: 'joe', at: NOW + 1, corrections },
        events: {
          events: [reply(`evt_${meaning}`, { kind: 'opted-out', origin: 'correction' })],
          decide: () => NOTHING_FOLLOWS,
        },
      });
    assert.deepEqual([await correct('opt-out', 0), await correct('interested', 0)], [true, false]);
    const { meaning, state, corrections, correctedBy, correctedAt } = (await store.replies.get(KEY))!.reply;
    assert.deepEqual([meaning, state, corrections, correctedBy, correctedAt], ['opt-out', 'done', 1, 'joe', NOW + 1]);
    assert.deepEqual(await idsOf(store), []);
  },

  'an answer is queued with its words, closes the reply, and is claimed before what a campaign sends': async (
    store,
  ) => {
    await answered(store);
    const found = await store.replies.get(KEY);
    assert.deepEqual([found?.reply.state, found?.reply.closedBy], ['done', 'joe']);
    const [given] = found!.answers;
    assert.deepEqual([given?.answer.words, given?.message?.state], ['Turn 1.', 'queued']);
    const [taken] = await claim(store, { limit: 1 });
    assert.deepEqual([taken?.message.id, taken?.answer?.words], ['msg_answer_1', 'Turn 1.']);
    assert.equal((await store.messages.get(MAIN, 'msg_answer_1'))?.state, 'claimed');
  },

  'a reply opens again where its answer did not leave, and no other one has or may': async (store) => {
    const states = async () => {
      const { reply: of, answers } = (await store.replies.get(KEY))!;
      return [of.state, of.closedBy, of.snoozedUntil, ...answers.map(({ message: one }) => one?.state)];
    };
    let told: readonly number[] = [];
    const answerAgain = () =>
      store.replies.answer({
        ...KEY,
        decide(of) {
          told = [of.answers.length, of.turn];
          return draft(of);
        },
      });
    const ending = async (to: MessageState) => {
      const mine = (await claim(store)).filter(({ message: one }) => one.id.startsWith('msg_answer'));
      await store.work.deliverTurn([], mine, OPEN_GATE);
      const ends = mine.map((one) => update(one, 'sending', to));
      await store.work.deliverTurn(ends, [], OPEN_GATE);
    };
    await answered(store);
    await store.replies.change({ ...KEY, snoozedUntil: NOW + 5 });
    await ending('refused');
    assert.deepEqual(await states(), ['open', null, null, 'refused']);
    await answerAgain();
    assert.deepEqual(told, [0, 2]);
    await ending('failed');
    assert.deepEqual((await states()).slice(0, 2), ['open', null]);
    const settle = { workspaceId: MAIN, campaignId: CAMPAIGN, code: null, reason: null, now: NOW, after: '', limit: 9 };
    await store.messages.settle({ ...settle, id: 'msg_answer_2', from: 'failed', to: 'queued' });
    assert.deepEqual((await states()).slice(0, 2), ['done', 'joe']);
    await ending('failed');
    await answerAgain();
    await ending('unconfirmed');
    assert.deepEqual((await states()).slice(0, 2), ['done', 'joe']);
    await answerAgain();
    const notSent = { from: 'unconfirmed', to: 'failed', reason: { code: 'settled-not-sent' } } as const;
    const cancel = { from: 'queued', to: 'refused', reason: { code: 'cancelled' } } as const;
    await store.messages.settle({ ...settle, id: 'msg_answer_4', ...cancel });
    assert.equal((await states())[0], 'done');
    await store.messages.settle({ ...settle, id: 'msg_answer_3', ...notSent });
    assert.deepEqual(await states(), ['open', null, null, 'refused', 'failed', 'failed', 'refused']);
    await answerAgain();
    await addLeads(store, [lead('bob')]);
    const [survivor, other] = [(await stored(store, 'bob'))!, (await stored(store, 'ann'))!];
    await store.leads.merge({ workspaceId: MAIN, survivor, other, merged: survivor }, NOW);
    assert.equal((await states())[0], 'open');
  },

  'who answers is told what the reply was to, and which turn is free': async (store) => {
    await answered(store);
    const told: unknown[] = [];
    await store.replies.answer({
      ...KEY,
      decide(of) {
        told.push(
          of.before?.id,
          of.turn,
          of.answers.map(({ words }) => words),
          of.passages.length,
          of.reply.thread,
        );
        return null;
      },
    });
    assert.deepEqual(told, ['msg_ann', 2, ['Turn 1.'], 1, THREAD]);
    assert.equal((await store.replies.get(KEY))?.answers.length, 1);
  },

  'where it is not known what a reply was to, it was to the last message that left by its way': async (store) => {
    await sendingMessage(store);
    await record(store, reply('evt_1', { messageId: null }), reply('evt_2', { messageId: null, channel: 'sms' }));
    const before: unknown[] = [];
    for (const eventId of ['evt_1', 'evt_2'])
      await store.replies.answer({
        ...{ ...KEY, eventId },
        decide(of) {
          before.push(of.before?.id ?? null);
          return null;
        },
      });
    assert.deepEqual(before, ['msg_ann', null]);
  },

  'an answer that is refused leaves all as it was, and nobody is no reply': async (store) => {
    await queueMessages(store, ['ann']);
    await record(store, reply('evt_1'));
    const refused = store.replies.answer({
      ...KEY,
      decide() {
        throw new Error('no');
      },
    });
    await assert.rejects(refused, /no/);
    assert.deepEqual(await idsOf(store), ['evt_1']);
    assert.equal(await store.replies.answer({ ...KEY, eventId: 'none', decide: (of) => draft(of) }), false);
  },

  'two who answer at once have a turn each': async (store) => {
    await sendingMessage(store);
    await record(store, reply('evt_1'));
    const answer = () => store.replies.answer({ ...KEY, decide: (of) => draft(of) });
    assert.deepEqual(await Promise.all([answer(), answer(), answer()]), [true, true, true]);
    const { answers } = (await store.replies.get(KEY))!;
    assert.deepEqual(
      answers.map(({ answer: { turn }, message: of }) => [turn, of?.intentKey]),
      [1, 2, 3].map((turn) => [turn, `reply:evt_1:${turn}`]),
    );
  },

  'a turn that somebody else’s message has is not free': async (store) => {
    await sendingMessage(store);
    await record(store, reply('evt_1'));
    let turn = 0;
    await store.replies.answer({ ...KEY, decide: (of) => draft({ ...of, turn: 4 }) });
    await store.replies.answer({
      ...KEY,
      decide(of) {
        turn = of.turn;
        return null;
      },
    });
    assert.equal(turn, 5);
  },

  'a mail by hand is queued with its words, and closes nothing': async (store) => {
    await sendingMessage(store);
    await record(store, reply('evt_1'));
    assert.equal(await store.replies.writeByHand({ ...HAND, decide: (of) => handDraft(of) }), true);
    assert.equal((await store.replies.get(KEY))?.reply.state, 'open');
    const [taken] = await claim(store, { limit: 1 });
    const { words, eventId, sequence, zone } = taken!.answer!;
    assert.deepEqual(
      [taken?.message.intentKey, words, eventId, sequence, zone],
      ['hand:ab:1', 'Turn 1.', null, 'hot', 'Europe/Berlin'],
    );
    assert.equal(await store.replies.writeByHand({ ...HAND, leadId: 'none', decide: (of) => handDraft(of) }), false);
    assert.equal(await store.replies.beforeHand(MAIN, 'none'), null);
  },

  'who writes by hand is told what left last, what the lead goes through, and the same words from before': async (
    store,
  ) => {
    await sendingMessage(store);
    await store.replies.writeByHand({ ...HAND, decide: (of) => handDraft(of) });
    await store.replies.writeByHand({ ...HAND, alike: 'hand:abc:', decide: (of) => handDraft(of, 'hand:abc:') });
    const told: unknown[] = [];
    await store.replies.writeByHand({
      ...HAND,
      decide({ lead, last, passages, enrollments, earlier }) {
        told.push(lead.id, last?.id, passages.length, enrollments.length);
        told.push(...earlier.map(({ answer, message: of }) => [answer.turn, of.intentKey, of.state]));
        return null;
      },
    });
    assert.deepEqual(told, ['ann', 'msg_ann', 1, 1, [1, 'hand:ab:1', 'queued']]);
    const before = await store.replies.beforeHand(MAIN, 'ann');
    assert.deepEqual([before?.lead.id, before?.last?.id, before?.enrollments.length], ['ann', 'msg_ann', 1]);
  },

  'of several who write the same by hand at once one does, and the others see it': async (store) => {
    await sendingMessage(store);
    const drafted = new Set<number>();
    const write = (caller: number) =>
      store.replies.writeByHand({
        ...HAND,
        decide(of) {
          // It may be asked anew, of what another has written meanwhile.
          drafted.delete(caller);
          if (of.earlier.length > 0) return null;
          drafted.add(caller);
          const { message: queued, answer, ...rest } = handDraft(of);
          const id = `msg_of_${caller}`;
          return { message: { ...queued, id }, answer: { ...answer, messageId: id }, ...rest };
        },
      });
    assert.deepEqual(await Promise.all([1, 2, 3, 4].map(write)), [true, true, true, true]);
    assert.equal(drafted.size, 1);
    assert.equal((await store.messages.get(MAIN, `msg_of_${[...drafted][0]}`))?.intentKey, 'hand:ab:1');
  },

  'a mail by hand that is taken back lets go on what it held, unless somebody wrote since or something was heard':
    async (store) => {
      await sendingMessage(store);
      const write = (alike: string, isHeld = false) =>
        store.replies.writeByHand({
          ...{ ...HAND, alike },
          decide(of) {
            const drafted = handDraft(of, alike);
            const facts = { event: drafted.message.id, dueBefore: NOW + 9, touchedBefore: NOW - 9 };
            const reason = { code: 'held-human-touch', facts };
            const held = { state: 'waiting', dueAt: null, lastTouchAt: NOW, reason } as const;
            return isHeld ? { ...drafted, enrollments: of.enrollments.map((one) => ({ ...one, ...held })) } : drafted;
          },
        });
      const passage = async () => {
        const [one] = (await store.replies.beforeHand(MAIN, 'ann'))!.enrollments;
        return [one?.state, one?.dueAt, one?.lastTouchAt, one?.reason?.facts?.event ?? null];
      };
      const takeBack = (id: string | null) =>
        store.messages.settle({
          ...{ workspaceId: MAIN, campaignId: CAMPAIGN, id, code: null, from: 'queued', to: 'refused' },
          ...{ reason: { code: 'cancelled' }, now: NOW + 5, after: '', limit: 10 },
        });
      await write('hand:ab:', true);
      await write('hand:cd:');
      assert.deepEqual(await passage(), ['waiting', null, NOW, 'msg_hand_ab_1']);
      assert.equal((await takeBack('msg_hand_ab_1')).moved, 1);
      // The other one holds it from now on.
      assert.deepEqual(await passage(), ['waiting', null, NOW, 'msg_hand_cd_1']);
      assert.equal((await takeBack('msg_hand_ab_1')).moved, 0);
      assert.equal((await takeBack(null)).moved, 1);
      assert.deepEqual(await passage(), ['due', NOW + 9, NOW - 9, null]);
      await write('hand:ef:', true);
      await record(store, event('ann', 'replied', { verdict: 'machine' }));
      await record(store, event('ann', 'delivered', { id: 'evt_2', originId: '2' }));
      assert.equal((await takeBack('msg_hand_ef_1')).moved, 1);
      assert.deepEqual(await passage(), ['due', NOW + 9, NOW - 9, null]);
      await write('hand:gh:', true);
      await record(store, event('ann', 'booked', { id: 'evt_3', originId: '3' }));
      assert.equal((await takeBack('msg_hand_gh_1')).moved, 1);
      assert.deepEqual(await passage(), ['waiting', null, NOW, 'msg_hand_gh_1']);
    },

  'what the last gate would be told of a message is told without one': async (store) => {
    await sendingMessage(store);
    const [sent] = await store.messages.list({
      workspaceId: MAIN,
      campaignId: null,
      state: null,
      after: null,
      limit: 1,
    });
    await store.replies.writeByHand({ ...HAND, decide: (of) => handDraft(of) });
    const [claimed] = await claim(store, { limit: 1 });
    const asks = () => ({ touches: true, account: true, canary: false, follows: { sender: 0, campaign: 0 } });
    const facts = await store.work.factsBefore(claimed!, { now: NOW + 1, suppressionKeys: () => [], asks });
    const { suppressions, ended, halt, keptBack, counted } = facts;
    assert.deepEqual([suppressions, ended, halt, keptBack, counted.touches.length], [[], null, null, null, 1]);
    assert.equal(counted.touches[0]?.by, 'us');
    assert.equal((await store.messages.get(MAIN, sent!.id))?.state, sent?.state);
    assert.equal((await store.messages.get(MAIN, claimed!.message.id))?.state, 'claimed');
  },

  'replies and words are forgotten when their events are': async (store) => {
    await answered(store);
    const keep = { decision: 0, other: 0 };
    await store.purge(MAIN, { ...keep, event: NOW });
    assert.notEqual(await store.replies.get(KEY), null);
    await store.purge(MAIN, { ...keep, event: NOW + 1 });
    assert.equal(await store.replies.get(KEY), null);
    const [taken] = await claim(store, { limit: 1 });
    assert.deepEqual([taken?.message.id, taken?.answer], ['msg_answer_1', null]);
  },
};
