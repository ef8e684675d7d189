/** What every store does with refusals that others brought, and with those that a yes takes away. */
import assert from 'node:assert/strict';
import { SHARED_SENDER } from '../../../domain/consent/suppression.ts';
import type { Lifted, Store, Suppression } from '../../../engine/store-port.ts';
import { addLeads, event, lead, MAIN, NOTHING_FOLLOWS, NOW, refusal, suppressionKeys } from '../samples.ts';

const OTHER = 'other';

async function standing(store: Store, workspaceId: string, id: string): Promise<readonly Suppression[]> {
  return (await store.leads.story(workspaceId, id, suppressionKeys))?.suppressions ?? [];
}

/** Two of one lead, one of another. */
async function refused(store: Store): Promise<void> {
  await addLeads(store, [lead('ann'), lead('bob')]);
  await store.leads.suppress(MAIN, [
    { leadId: 'ann', suppression: refusal('ann') },
    { leadId: 'ann', suppression: refusal('ann', { channel: 'all' }) },
    { leadId: 'bob', suppression: refusal('bob') },
  ]);
}

/** Rules of refusals. */
export const REFUSAL_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'an event that refuses in other workspaces is stored with them, and says so there': async (store) => {
    await addLeads(store, [lead('ann')]);
    await store.workspaces.ensure(OTHER, NOW);
    await addLeads(store, [lead('ann', {}, OTHER)]);
    const own = refusal('ann');
    const elsewhere = [{ workspaceId: OTHER, suppression: { ...own, origin: SHARED_SENDER } }];
    const decide = () => ({ ...NOTHING_FOLLOWS, suppressions: [{ leadId: 'ann', suppression: own }], elsewhere });
    await store.work.record({ events: [event('ann', 'opted-out')], decide });
    assert.deepEqual(await standing(store, MAIN, 'ann'), [own]);
    assert.deepEqual(await standing(store, OTHER, 'ann'), [{ ...own, origin: SHARED_SENDER, list: 'sender' }]);
  },

  'a list is read page by page, and added to without a word lost': async (store) => {
    await refused(store);
    const before = (await store.leads.story(MAIN, 'ann', suppressionKeys))?.lead.revision ?? 0;
    const listed = (id: string, part: Partial<Suppression> = {}) => ({
      ...{ suppression: refusal(id, part), leadKey: `e:${id}@example.com` },
    });
    const list = [listed('ann', { channel: 'sms' }), listed('bob', { at: NOW - 9 }), listed('zoe')];
    assert.equal(await store.leads.suppressListed(MAIN, list), 2);
    assert.ok(((await store.leads.story(MAIN, 'ann', suppressionKeys))?.lead.revision ?? 0) > before);
    const told: string[] = [];
    let after: Suppression | null = null;
    for (let pages = 0; pages < 3; pages++) {
      const page: Suppression[] = await store.leads.suppressions({ workspaceId: MAIN, after, limit: 2 });
      told.push(...page.map(({ value, channel, at }) => `${value} ${channel} ${at - NOW}`));
      after = page.at(-1) ?? null;
    }
    assert.deepEqual(told, [
      ...['ann@example.com all 0', 'ann@example.com email 0', 'ann@example.com sms 0'],
      ...['bob@example.com email -9', 'zoe@example.com email 0'],
    ]);
    assert.deepEqual(await store.leads.suppressions({ workspaceId: OTHER, after: null, limit: 2 }), []);
  },

  'a yes takes away what it says, and leaves the rest in its place': async (store) => {
    await refused(store);
    const before = (await store.leads.story(MAIN, 'ann', suppressionKeys))?.lead.revision ?? 0;
    const lifted = await store.leads.lift(MAIN, 'ann', suppressionKeys, (found): Lifted => {
      const all = found.filter(({ channel }) => channel === 'all');
      return { gone: all, instead: all.map((one) => ({ ...one, channel: 'sms' })) };
    });
    assert.equal(lifted?.gone.length, 1);
    assert.deepEqual(await standing(store, MAIN, 'ann'), [refusal('ann'), refusal('ann', { channel: 'sms' })]);
    assert.deepEqual(await standing(store, MAIN, 'bob'), [refusal('bob')]);
    const after = (await store.leads.story(MAIN, 'ann', suppressionKeys))?.lead.revision ?? 0;
    assert.ok(after > before, 'its campaigns must look at it anew');
  },

  'a yes that takes nothing away changes nothing, and nobody’s is none': async (store) => {
    await refused(store);
    const before = await store.leads.story(MAIN, 'ann', suppressionKeys);
    await store.leads.lift(MAIN, 'ann', suppressionKeys, () => ({ gone: [], instead: [] }));
    assert.deepEqual(await store.leads.story(MAIN, 'ann', suppressionKeys), before);
    const nobody = await store.leads.lift(MAIN, 'nobody', suppressionKeys, () => assert.fail('nothing to decide'));
    assert.equal(nobody, null);
  },
};
