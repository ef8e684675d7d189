/** What every store counts of a campaign as a whole, in people. */
import assert from 'node:assert/strict';
import type { LeadEvent } from '../../../domain/event.ts';
import type { Store } from '../../../engine/store-port.ts';
import { react } from '../event-rules.ts';
import { CAMPAIGN, campaign, claim, event, MAIN, NOW, OPEN_GATE, queueMessages, update } from '../samples.ts';

/** When those who were written to go on. */
const TOMORROW = NOW + 86_400_000;
const record = (store: Store, one: LeadEvent) => store.work.record({ events: [one], decide: react });

/** Results of campaigns. */
export const RESULT_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
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
