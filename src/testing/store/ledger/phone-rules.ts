/** What every store does with texts and calls: who may be reached, what was said before, whose end is asked for. */
import assert from 'node:assert/strict';
import { keywordIntent } from '../../../domain/conversation/keyword-answer.ts';
import { NEVER_ASKED } from '../../../domain/delivery/providers/text-end.ts';
import type { LeadEvent } from '../../../domain/event.ts';
import { BY_HAND } from '../../../domain/lead/change.ts';
import type { Message } from '../../../domain/message.ts';
import type { EventSubject, LastFacts, SendGate, Store } from '../../../engine/store-port.ts';
import {
  addLeads,
  CAMPAIGN,
  claim,
  enroll,
  event,
  lead,
  MAIN,
  message,
  NOTHING_FOLLOWS,
  NOW,
  OPEN_GATE,
  openCampaign,
  suppressionKeys,
  update,
} from '../samples.ts';

const NUMBER = '+12125550101';
const BY_PHONE = { channel: 'sms', recipient: NUMBER, sender: '' } as const;
const CALL = { channel: 'voice', recipient: NUMBER, sender: '' } as const;

/** Queues these messages, each of its lead's passage; the leads are enrolled for it. */
async function queue(store: Store, messages: readonly Message[]): Promise<void> {
  await enroll(store, [...new Set(messages.map(({ leadId }) => leadId))]);
  await store.work.advance({
    now: NOW,
    limit: 10,
    suppressionKeys,
    needsFacts: () => false,
    decide: (subjects) => ({
      messages,
      enrollments: subjects.map(({ enrollment }) => ({ ...enrollment, step: 'two', dueAt: NOW + 86_400_000 })),
      tasks: [],
    }),
  });
}

/** Somebody types another number for a lead. */
async function typePhone(store: Store, now: number, to = '+12125550199'): Promise<void> {
  await store.leads.capture({
    ...{ workspaceId: MAIN, source: BY_HAND, now, progress: null, uncounted: true },
    rows: [{ line: 1, keys: [], content: null, leadId: 'ann' }],
    decide: () => ({
      ...{ created: [], changed: [], suppressions: [], reviews: [] },
      traces: [{ line: 1, leadId: 'ann', outcome: 'merged', change: null, fields: ['title', 'phone'] }],
      readdressed: [{ leadId: 'ann', way: 'phone', from: NUMBER, to }],
    }),
  });
}

/** What the last gate is told of each candidate that it is asked about. */
async function toldAtGate(store: Store, now = NOW): Promise<(LastFacts & { readonly leadId: string })[]> {
  const told: (LastFacts & { readonly leadId: string })[] = [];
  await store.work.deliverTurn([], await claim(store, { now }), {
    ...OPEN_GATE,
    decide(claimed, facts) {
      told.push({ ...facts, leadId: claimed.message.leadId });
      return OPEN_GATE.decide(claimed, facts);
    },
  });
  return told.sort((a, b) => (a.leadId < b.leadId ? -1 : 1));
}

/** Places the calls that are queued. */
async function place(store: Store): Promise<void> {
  const { sending } = await store.work.deliverTurn([], await claim(store), OPEN_GATE);
  const placed = sending.map((one) =>
    update(one, 'sending', 'sent', { dueAt: NOW + 10, providerRef: 'call_1', sentAt: NOW }),
  );
  await store.work.deliverTurn(placed, [], OPEN_GATE);
}

/** Tells an event, and what it was decided on. */
async function subjectOf(store: Store, told: ReturnType<typeof event>): Promise<EventSubject | undefined> {
  let seen: EventSubject | undefined;
  await store.work.record({
    events: [told],
    decide(_, subject) {
      seen = subject;
      return { ...NOTHING_FOLLOWS, messageState: subject.calls === null ? null : 'delivered' };
    },
  });
  return seen;
}

/** Texts and calls. */
export const PHONE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a text that left is asked about when that is due, until its end is known or nobody asks any more': async (store) => {
    await queue(store, [message('ann', { ...BY_PHONE, id: 'msg_ann' })]);
    const { sending } = await store.work.deliverTurn([], await claim(store), OPEN_GATE);
    const sent = sending.map((one) =>
      update(one, 'sending', 'sent', { dueAt: NOW + 10, providerRef: 'SM1', sentAt: NOW }),
    );
    await store.work.deliverTurn(sent, [], OPEN_GATE);
    const due = async (now: number) => (await store.work.texts(now, 10)).map(({ message: { id } }) => id);
    assert.deepEqual(await due(NOW + 9), []);
    assert.deepEqual(await due(NOW + 10), ['msg_ann']);
    assert.equal(await store.work.nextAt(NOW), NOW + 10);
    const [text] = await store.work.texts(NOW + 10, 10);
    assert.ok(text);
    await store.work.askLater(text.message, NOW + 20);
    assert.deepEqual([await due(NOW + 19), await due(NOW + 20)], [[], ['msg_ann']]);
    await store.work.askLater(text.message, NEVER_ASKED);
    assert.equal(await store.work.nextAt(NOW + 20), NOW + 86_400_000);
    await store.work.askLater(text.message, NOW + 30);
    const delivered = event('ann', 'delivered', { messageId: 'msg_ann' });
    await store.work.record({ events: [delivered], decide: () => ({ ...NOTHING_FOLLOWS, messageState: 'delivered' }) });
    assert.deepEqual(await due(NOW + 30), []);
  },

  'what a keyword is answered after is read where it is answered; its answer is one message': async (store) => {
    const text = message('ann', { ...BY_PHONE, id: 'msg_ann' });
    await queue(store, [text]);
    const { sending } = await store.work.deliverTurn([], await claim(store), OPEN_GATE);
    await store.work.deliverTurn(
      sending.map((one) => update(one, 'sending', 'sent', { sentAt: NOW })),
      [],
      OPEN_GATE,
    );
    const seen: (EventSubject['answering'] | null)[] = [];
    const tell = (id: string, part: Partial<LeadEvent>) =>
      store.work.record({
        events: [
          event('ann', 'opted-out', { id, originId: id, channel: 'sms', recordedAt: NOW + seen.length, ...part }),
        ],
        decide({ recordedAt, answersKeyword }, { answering }) {
          seen.push(answering ?? null);
          if (!answersKeyword) return NOTHING_FOLLOWS;
          const answer = { ...text, intentKey: keywordIntent('stop', id), id: `msg_${id}`, createdAt: recordedAt };
          return { ...NOTHING_FOLLOWS, answer: { ...answer, lane: 0 } };
        },
      });
    await tell('silent', {});
    for (const id of ['a', 'a', 'b']) await tell(id, { answersKeyword: true });
    await tell('c', { answersKeyword: true });
    const answered = [2, 1].map((after) => ({ keyword: 'stop', at: NOW + after }));
    assert.deepEqual(
      seen.map((one) => one && [one.before?.id, one.answered]),
      [null, ['msg_ann', []], ['msg_ann', answered.slice(1)], ['msg_ann', answered]],
    );
    const story = await store.leads.story(MAIN, 'ann', suppressionKeys);
    assert.equal(story?.messages.length, 4);
  },

  'a text brings the opt-ins of its lead, the newest first, and whether another left before; an e-mail brings nothing':
    async (store) => {
      await queue(store, [message('ann', BY_PHONE), message('bob'), message('cid', BY_PHONE)]);
      const optIn = (id: string, part: object) =>
        event('ann', 'opted-in', { id, originId: id, messageId: null, channel: 'sms', text: id, ...part });
      for (const told of [
        optIn('evt_1', {}),
        optIn('evt_2', { channel: 'voice', outcome: 'artificial-voice', at: NOW + 1 }),
        optIn('evt_3', { channel: 'voice', text: null }),
        optIn('evt_4', { channel: 'chat' }),
      ])
        await subjectOf(store, told);
      const [ann, bob, cid] = await toldAtGate(store);
      const base = { kind: 'opt-in', at: NOW, withdrawnAt: null } as const;
      assert.deepEqual(ann?.byPhone, {
        consents: [
          { ...base, channel: 'voice', evidence: '' },
          { ...base, at: NOW + 1, channel: 'ai-voice', evidence: 'evt_2' },
          { ...base, channel: 'sms', evidence: 'evt_1' },
        ],
        texted: false,
      });
      assert.equal(bob?.byPhone ?? null, null);
      assert.deepEqual(cid?.byPhone, { consents: [], texted: false });
    },
  'a yes by phone is none for a number that was typed since; one that was said since, or by mail, stays': async (
    store,
  ) => {
    await queue(store, [message('ann', BY_PHONE)]);
    const yes = (id: string, part: object) =>
      subjectOf(store, event('ann', 'opted-in', { id, originId: id, messageId: null, text: id, ...part }));
    await yes('evt_1', { channel: 'sms' });
    await yes('evt_2', { channel: 'email' });
    await typePhone(store, NOW + 5);
    await yes('evt_3', { channel: 'sms', at: NOW + 5 });
    const [ann] = await toldAtGate(store);
    assert.deepEqual(
      ann?.byPhone?.consents.map(({ evidence }) => evidence),
      ['evt_3', 'evt_2'],
    );
  },
  'what waits for a number that is given up goes to the new one; mails, others, and what was tried at it do not':
    async (store) => {
      const tried = { ...BY_PHONE, id: 'msg_tried', intentKey: 'enr:enr_ann:zero:0' };
      const later = { dueAt: NOW + 10 };
      const mail = { ...later, id: 'msg_mail', intentKey: 'enr:enr_ann:mail:0' };
      const text = { ...BY_PHONE, ...later };
      await queue(store, [message('ann', tried), message('ann', text), message('ann', mail), message('bob', text)]);
      const { sending } = await store.work.deliverTurn([], await claim(store), OPEN_GATE);
      const putOff = sending.map((one) => update(one, 'sending', 'queued', { dueAt: NOW + 60_000 }));
      assert.equal(putOff.length, 1);
      await store.work.deliverTurn(putOff, [], OPEN_GATE);
      const recipient = async (id: string) => (await store.messages.get(MAIN, id))?.recipient;
      const mailed = await recipient('msg_mail');
      await typePhone(store, NOW);
      assert.deepEqual(await Promise.all(['msg_ann', 'msg_mail', 'msg_bob', 'msg_tried'].map(recipient)), [
        '+12125550199',
        mailed,
        NUMBER,
        NUMBER,
      ]);
    },
  'what a worker has claimed for a number that is given up is its no more, and is claimed anew for the new one': async (
    store,
  ) => {
    await queue(store, [message('ann', { ...BY_PHONE, id: 'msg_ann' })]);
    const before = await claim(store);
    await typePhone(store, NOW);
    const { sending, lost } = await store.work.deliverTurn([], before, OPEN_GATE);
    assert.deepEqual([before[0]?.message.recipient, sending, lost], [NUMBER, [], 1]);
    const [anew] = await claim(store);
    assert.deepEqual([anew?.message.id, anew?.recipient.phone], ['msg_ann', '+12125550199']);
  },
  'a text that left before is told, one that is about to leave is no earlier one': async (store) => {
    const later = { ...BY_PHONE, id: 'msg_later', intentKey: 'enr:enr_ann:two:0', dueAt: NOW + 10 };
    await queue(store, [message('ann', BY_PHONE), message('ann', later)]);
    assert.deepEqual(
      (await toldAtGate(store)).map(({ byPhone }) => byPhone?.texted),
      [false],
    );
    assert.deepEqual(
      (await toldAtGate(store, NOW + 10)).map(({ byPhone }) => byPhone?.texted),
      [true],
    );
  },
  'texts and calls to one number are told of whichever lead they were for, of this turn and before; mails and other numbers are not':
    async (store) => {
      const other = { ...BY_PHONE, recipient: '+12125550199' };
      const later = { ...BY_PHONE, id: 'msg_later', intentKey: 'enr:enr_dan:two:0', dueAt: NOW + 10 };
      const all = [message('ann', CALL), message('bob', BY_PHONE), message('cid'), message('dan', other)];
      await queue(store, [...all, message('dan', later)]);
      const asks = () => ({ touches: true, account: false, canary: false, follows: { sender: 0, campaign: 0 } });
      const toNumber = new Map<string, readonly string[]>();
      const told: SendGate = {
        ...{ ...OPEN_GATE, asks },
        decide(claimed, facts) {
          const { numberTouches } = facts.counted;
          toNumber.set(claimed.message.id, numberTouches.map(({ channel }) => channel).sort());
          return OPEN_GATE.decide(claimed, facts);
        },
      };
      await store.work.deliverTurn([], await claim(store), told);
      await store.work.deliverTurn([], await claim(store, { now: NOW + 10 }), told);
      assert.deepEqual(Object.fromEntries(toNumber), {
        ...{ msg_ann: ['sms'], msg_bob: [], msg_cid: [], msg_dan: [] },
        msg_later: ['sms', 'sms', 'voice'],
      });
    },
  'the recipient of a text is its number, whatever number the lead has by now': async (store) => {
    await queue(store, [message('ann', BY_PHONE)]);
    const [claimed] = await claim(store);
    assert.deepEqual([claimed?.recipient.phone, claimed?.recipient.email], [NUMBER, 'ann@example.com']);
    assert.equal(claimed?.message.channel, 'sms');
  },
  'calls under way are asked about when they are due, until they are over; an e-mail never is': async (store) => {
    await queue(store, [message('ann', CALL), message('bob')]);
    await place(store);
    assert.deepEqual(await store.work.calls(NOW + 9, 10), []);
    const [call, ...others] = await store.work.calls(NOW + 10, 10);
    assert.deepEqual([call?.message.id, call?.message.providerRef, call?.attemptedAt], ['msg_ann', 'call_1', NOW]);
    assert.deepEqual(others, []);
    assert.equal(await store.work.nextAt(NOW), NOW + 10);
    await store.work.askLater(call!.message, NOW + 20);
    assert.deepEqual(await store.work.calls(NOW + 19, 10), []);
    await subjectOf(store, event('ann', 'call-completed'));
    assert.deepEqual(await store.work.calls(NOW + 20, 10), []);
    assert.equal((await store.messages.get(MAIN, 'msg_ann'))?.state, 'delivered');
  },
  'the end of a call brings how many its step has made; of an e-mail, or another event, it brings none': async (
    store,
  ) => {
    const again = { ...CALL, id: 'msg_2', intentKey: 'enr:enr_ann:one:1' };
    const another = { ...CALL, id: 'msg_3', intentKey: 'enr:enr_ann:one-b:0' };
    await queue(store, [message('ann', CALL), message('ann', again), message('ann', another), message('bob')]);
    await place(store);
    const ended = await subjectOf(store, event('ann', 'call-completed'));
    assert.deepEqual([ended?.calls, ended?.mailedTo], [2, null]);
    assert.equal((await subjectOf(store, event('ann', 'note')))?.calls, null);
    const mail = await subjectOf(store, event('bob', 'call-completed'));
    assert.deepEqual([mail?.calls, mail?.mailedTo], [null, 'bob@example.com']);
  },
  'queued messages of every channel are counted': async (store) => {
    await queue(store, [message('ann'), message('bob', BY_PHONE), message('cid', CALL)]);
    assert.deepEqual((await store.messages.count(MAIN, CAMPAIGN)).states, { queued: 3 });
  },
  'proof of an opt-in is kept for ever': async (store) => {
    await queue(store, [message('ann', BY_PHONE)]);
    await subjectOf(store, event('ann', 'opted-in', { channel: 'sms', text: 'Signed', messageId: null }));
    await subjectOf(store, event('ann', 'opened'));
    const before = NOW + 1;
    assert.equal((await store.purge(MAIN, { event: before, decision: 0, other: 0 })).events, 1);
    assert.equal((await toldAtGate(store))[0]?.byPhone?.consents.length, 1);
  },

  'whoever said yes is judged anew: to texts with what is on record, to e-mail on consent since then': async (
    store,
  ) => {
    await openCampaign(store);
    const bare = lead('bob', { phone: NUMBER });
    await addLeads(store, [
      lead('ann', { phone: NUMBER }),
      bare,
      { ...lead('cid', { phone: NUMBER }), basis: 'consent' },
    ]);
    const judged = async () => {
      const seen: (string | number | null | readonly string[])[][] = [];
      await store.campaigns.assess({
        ...{ workspaceId: MAIN, campaignId: CAMPAIGN, now: NOW, limit: 100, suppressionKeys },
        decide(subjects) {
          for (const { lead: one, consents } of subjects)
            seen.push([one.id, one.basis, one.basisAt, consents.map(({ channel }) => channel)]);
          return { decisions: [], members: [], enrollments: [] };
        },
      });
      return seen.sort();
    };
    assert.equal((await judged()).length, 3);
    const yes = (id: string, channel: 'sms' | 'email') =>
      event(id, 'opted-in', { channel, text: 'form 7', at: NOW + 5, messageId: null });
    const consentedAt = ({ channel }: LeadEvent) => (channel === 'email' ? NOW + 5 : null);
    const decide = (told: LeadEvent) => ({ ...NOTHING_FOLLOWS, consentedAt: consentedAt(told) });
    await store.work.record({ events: [yes('ann', 'sms'), yes('bob', 'email'), yes('cid', 'sms')], decide });
    assert.deepEqual(await judged(), [
      ['ann', 'legitimate-interest', NOW, ['sms']],
      ['bob', 'consent', NOW + 5, []],
      ['cid', 'consent', NOW, []],
    ]);
  },
};
