/** What every store counts of a campaign as a whole, in people. */
import assert from 'node:assert/strict';
import type { Member } from '../../../domain/campaign/campaign.ts';
import type { LeadEvent } from '../../../domain/event.ts';
import type { Enrollment } from '../../../domain/sequence/enrollment.ts';
import type { Store } from '../../../engine/store-port.ts';
import { react } from '../event-rules.ts';
import {
  addLeads,
  assess,
  CAMPAIGN,
  campaign,
  claim,
  decision,
  ended,
  enrollment,
  event,
  lead,
  MAIN,
  member,
  NOW,
  OPEN_GATE,
  openCampaign,
  queueMessages,
  suppressionKeys,
  update,
} from '../samples.ts';

/** When those who were written to go on. */
const TOMORROW = NOW + 86_400_000;
const record = (store: Store, one: LeadEvent) => store.work.record({ events: [one], decide: react });

/** Results of campaigns. */
export const RESULT_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'to whom something may come is told with the facts of their words: page by page, and nobody to whom nothing does':
    async (store) => {
      await openCampaign(store);
      const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
      await addLeads(
        store,
        ids.map((id) => lead(id)),
      );
      const judged = (id: string, part: Partial<Member>) => ({
        decision: decision(id, { facts: `{"lead":{"firstName":"${id}"}}` }),
        member: member(id, part),
      });
      const isIn = (id: string, part: Partial<Enrollment>) => ({ ...judged(id, {}), enrollment: enrollment(id, part) });
      const all: Readonly<Record<string, ReturnType<Parameters<typeof assess>[1]>>> = {
        a: isIn('a', { dueAt: NOW - 1 }),
        // Judged anew since its passage began: the words stay those of the passage's own decision.
        b: { ...isIn('b', { sequence: 'old', step: 'second' }), member: member('b', { decisionId: 'dec_later' }) },
        c: judged('c', { stage: 'review', reasonCode: 'not-enough-evidence' }),
        d: judged('d', { stage: 'ready', sequence: 'warm' }),
        e: judged('e', { stage: 'unrouted', sequence: null, reasonCode: 'no-sequence-for-tier' }),
        f: judged('f', { stage: 'rejected', sequence: null, reasonCode: 'no-channel' }),
      };
      await assess(store, (id) => all[id] ?? {}, { limit: 9 });
      const facts = (id: string) => `{"lead":{"firstName":"${id}"}}`;
      const under = { generation: 1, playbookHash: enrollment('b').playbookHash };
      const stands = { sequence: 'old', step: 'second' };
      const b = { leadId: 'b', facts: facts('b'), sequence: member('b').sequence, passage: { ...under, ...stands } };
      const d = { leadId: 'd', facts: facts('d'), sequence: 'warm', passage: null };
      const page = (after: string, limit: number) => store.campaigns.toCome(MAIN, CAMPAIGN, { after, limit });
      const { sequence, step } = enrollment('a');
      const a = {
        leadId: 'a',
        facts: facts('a'),
        sequence: member('a').sequence,
        passage: { ...under, sequence, step },
      };
      assert.deepEqual(await page('', 9), { leads: [a, b, d], read: 6, last: 'f' });
      await store.work.advance({
        ...{ now: NOW, limit: 1, suppressionKeys, needsFacts: () => false },
        decide: ([subject]) => ({
          ...{ messages: [], tasks: [] },
          enrollments: subject ? [ended(subject.enrollment, 'replied')] : [],
        }),
      });
      assert.deepEqual(await page('', 3), { leads: [b], read: 3, last: 'c' });
      assert.deepEqual(await page('c', 3), { leads: [d], read: 3, last: 'f' });
      assert.deepEqual(await page('f', 3), { leads: [], read: 0, last: null });
      assert.deepEqual(await store.campaigns.toCome('other', CAMPAIGN, { after: '', limit: 9 }), {
        ...{ leads: [], read: 0, last: null },
      });
    },

  'a campaign that was changed since it was read is not saved by whoever read it, so that nothing is taken back':
    async (store) => {
      const made = await openCampaign(store, { state: 'draft' });
      const others = { ...made, audience: { ...made.audience, tags: ['others'] } };
      const anothers = { ...others, sender: { ...made.sender, name: 'Another' } };
      assert.equal(await store.campaigns.save(others, made), true);
      assert.equal(await store.campaigns.save({ ...made, state: 'checked' }, made), false);
      assert.equal(await store.campaigns.save(anothers, others), true);
      assert.equal(await store.campaigns.save({ ...others, tracking: 'clicks' }, others), false);
      assert.deepEqual(await store.campaigns.get(MAIN, CAMPAIGN), anothers);
      // How far it was assessed is nobody's wish.
      assert.equal(
        await store.campaigns.save({ ...anothers, state: 'checked' }, { ...anothers, assessedRevision: 7 }),
        true,
      );
      assert.equal(await store.campaigns.save({ ...anothers, state: 'live' }, anothers), false);
      assert.equal(await store.campaigns.save({ ...anothers, id: 'cmp_9' }, anothers), false);
    },

  'people are counted by the sequence that they are in, and by the tier for which they wait': async (store) => {
    await openCampaign(store);
    await store.campaigns.add(campaign({ id: 'cmp_2', name: 'Other' }));
    const nothing = { underWay: {}, accounts: {}, waiting: {} };
    assert.deepEqual(await store.campaigns.bySequence(MAIN, CAMPAIGN), nothing);
    await addLeads(
      store,
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => lead(id)),
    );
    const waits = (id: string, part: Partial<Member>) => ({ decision: decision(id), member: member(id, part) });
    const isIn = (id: string, part: Partial<Enrollment>) => ({ ...waits(id, {}), enrollment: enrollment(id, part) });
    const noSequence = { stage: 'unrouted', reasonCode: 'no-sequence-for-tier' } as const;
    const judged: Readonly<Record<string, ReturnType<Parameters<typeof assess>[1]>>> = {
      a: isIn('a', { dueAt: NOW - 1 }),
      b: isIn('b', {}),
      // In a sequence of an older version.
      c: isIn('c', { sequence: 'old' }),
      d: waits('d', { stage: 'ready', tier: 'hot' }),
      e: waits('e', { stage: 'ready', tier: 'cool' }),
      f: waits('f', { ...noSequence, tier: 'hot' }),
      g: waits('g', { ...noSequence, tier: 'hot', reasonCode: 'lead-paused' }),
    };
    await assess(store, (id) => judged[id] ?? {}, { limit: 9 });
    await store.work.advance({
      ...{ now: NOW, limit: 1, suppressionKeys, needsFacts: () => false },
      decide: ([subject]) => ({
        ...{ messages: [], tasks: [] },
        enrollments: subject ? [ended(subject.enrollment, 'replied')] : [],
      }),
    });
    const told = { underWay: { old: 1, warm: 1 }, accounts: {}, waiting: { hot: 2, cool: 1 } };
    assert.deepEqual(await store.campaigns.bySequence(MAIN, CAMPAIGN), told);
    assert.deepEqual(await store.campaigns.bySequence(MAIN, 'cmp_2'), nothing);
    assert.deepEqual(await store.campaigns.bySequence('other', CAMPAIGN), nothing);
  },

  'what came of a campaign is counted of those to whom something left, each person once': async (store) => {
    const nothing = { written: 0, replied: 0, positive: 0, bounced: 0, hot: 0, nextAt: null };
    await queueMessages(store, ['ann', 'bob', 'cid', 'dan', 'eve']);
    await store.campaigns.add(campaign({ id: 'cmp_2', name: 'Other' }));
    assert.deepEqual(await store.campaigns.results(MAIN, CAMPAIGN), { ...nothing, nextAt: TOMORROW });
    const { sending } = await store.work.deliverTurn([], await claim(store, { limit: 4 }), OPEN_GATE);
    const left = sending.map((one) => update(one, 'sending', 'sent'));
    await store.work.deliverTurn(left, [], OPEN_GATE);
    const [first = '', second = '', third = ''] = sending.map(({ message }) => message.leadId);
    const out = ['ann', 'bob', 'cid', 'dan', 'eve'].filter((id) => !sending.some((one) => one.message.leadId === id));
    assert.equal(out.length, 1);
    const later = { at: NOW + 1, recordedAt: NOW + 1 };
    await record(store, event(first, 'replied', { ...later, outcome: 'interested' }));
    await record(store, event(first, 'replied', { ...later, id: 'evt_2', originId: '2', outcome: 'question' }));
    await record(store, event(second, 'replied', { ...later, outcome: 'out-of-office' }));
    await record(store, event(third, 'bounced', later));
    // To whom nothing left, and what is told of another campaign, counts for nothing.
    await record(store, event(out[0] ?? '', 'replied', { ...later, messageId: null, outcome: 'interested' }));
    await record(
      store,
      event(third, 'replied', { ...later, messageId: null, campaignId: 'cmp_2', outcome: 'interested' }),
    );
    const told = { written: 4, replied: 1, positive: 1, bounced: 1, hot: 0, nextAt: TOMORROW };
    assert.deepEqual(await store.campaigns.results(MAIN, CAMPAIGN), told);
    assert.deepEqual(await store.campaigns.results(MAIN, 'cmp_2'), nothing);
    assert.deepEqual(await store.campaigns.results('other', CAMPAIGN), nothing);
  },
};
