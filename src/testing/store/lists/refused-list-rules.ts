/** What every store does with refusals in lists: a list answers what the gate would, of every lead. */
import assert from 'node:assert/strict';
import { isSuppressed, suppressionKeys as keysInClear, reachableOf } from '../../../domain/consent/suppression.ts';
import { readOrder } from '../../../domain/list/order.ts';
import { LISTS } from '../../../domain/list/schema.ts';
import type { LeadFound, ListQuery, Recipient, Store, Suppression } from '../../../engine/store-port.ts';
import { addLeads, assess, CAMPAIGN, decision, lead, MAIN, member, NOW, openCampaign } from '../samples.ts';
import { ALL, filterOf, pageOf, rowsOf } from './pages.ts';

const COUNT = 24;
const idOf = (i: number) => `l${String(i).padStart(3, '0')}`;
const numberOf = (i: number) => `+1202555${String(1_000 + i)}`;

/** Keys as an instance makes them, but for the hash. */
function keysOf(recipient: Recipient, kinds?: ReadonlySet<Suppression['kind']>): readonly string[] {
  return keysInClear(reachableOf(recipient), kinds).map(({ kind, value }) => `${kind}:${value}`);
}

async function refuse(store: Store, kind: Suppression['kind'], value: string, part: Partial<Suppression> = {}) {
  const { channel = 'all' } = part;
  const made = {
    ...{ keyHash: `${kind}:${value}`, kind, value, channel, reason: 'no', origin: 'test', at: NOW },
    ...part,
  };
  await store.leads.suppress(MAIN, [{ leadId: '', suppression: made }]);
}

async function crowd(store: Store): Promise<void> {
  await openCampaign(store);
  const leads = Array.from({ length: COUNT }, (_, i) => {
    const email = i % 5 === 4 ? null : i % 3 === 0 ? `Jane.${i}+x@gmail.com` : `p${i}@mail.firm${i}.example`;
    const domain = i % 2 ? `firm${i}.example` : null;
    return lead(idOf(i), { email, phone: i % 4 ? numberOf(i) : null, domain, country: i % 2 ? 'DE' : null });
  });
  await addLeads(store, leads);
  await assess(store, (id) => ({ decision: decision(id), member: member(id) }), { limit: COUNT + 1 });
}

/** One of each kind, by each channel; one whose person is erased; one on the list of the whole instance. */
async function refusals(store: Store): Promise<void> {
  await refuse(store, 'address', 'jane3@gmail.com', { channel: 'email' });
  await refuse(store, 'address', 'p1@mail.firm1.example', { channel: 'all', value: null });
  await refuse(store, 'domain', 'firm2.example', { channel: 'email' });
  await refuse(store, 'account', 'firm5.example');
  await refuse(store, 'phone', numberOf(6), { channel: 'sms' });
  await refuse(store, 'phone', numberOf(7), { channel: 'voice' });
  await refuse(store, 'lead', idOf(8), { channel: 'email' });
  await refuse(store, 'phone', numberOf(10), { channel: 'email' });
  const suppression = {
    keyHash: 'domain:firm11.example',
    kind: 'domain',
    value: 'firm11.example',
    channel: 'email',
  } as const;
  await store.leads.suppress('', [
    { leadId: '', suppression: { ...suppression, reason: 'no', origin: 'test', at: NOW } },
  ]);
}

/** What the gate would say of a lead by each way, and whether anything stands against it. */
function gateOf({ lead: of, suppressions }: LeadFound): Readonly<Record<string, boolean>> {
  const { email, phone, domain } = of.values;
  const keys = keysInClear(reachableOf({ leadId: of.id, email, phone, domain }));
  const by = (channel: 'email' | 'sms' | 'voice') => isSuppressed(keys, suppressions, channel) !== null;
  return { any: suppressions.length > 0, email: by('email'), sms: by('sms'), voice: by('voice') };
}

const rows = (store: Store, query: Partial<ListQuery>) => rowsOf(store.lists.leads({ ...ALL, ...query }, keysOf));
const ids = (found: readonly LeadFound[]) => found.map((row) => row.lead.id);

/** Refusals in lists. */
export const REFUSED_LIST_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a list knows who is refused as the gate does, by each channel': async (store) => {
    await crowd(store);
    assert.deepEqual(await rows(store, { filter: filterOf('lead', 'refused.any') }), []);
    await refusals(store);
    for (const campaignId of [null, CAMPAIGN]) {
      const told = await rows(store, { campaignId });
      assert.equal(told.length, COUNT);
      for (const name of ['any', 'email', 'sms', 'voice']) {
        const refused = told.filter((row) => gateOf(row)[name]);
        assert.ok(refused.length > 2 && refused.length < COUNT / 2, name);
        const asked = (text: string) => ({ campaignId, filter: filterOf('lead', text, campaignId !== null) });
        assert.deepEqual(await rows(store, asked(`refused.${name}`)), refused, name);
        const others = told.filter((row) => !gateOf(row)[name]);
        assert.deepEqual(ids(await rows(store, asked(`!refused.${name}`))), ids(others), name);
        const germans = others.filter((row) => row.lead.values.country === 'DE');
        const both = asked(`country == "DE" && refused.${name} == false`);
        assert.deepEqual(ids(await rows(store, both)), ids(germans));
        assert.equal(await store.lists.count('lead', { ...ALL, ...both }, keysOf), germans.length);
      }
    }
    await refuse(store, 'channel', 'everybody', { channel: 'sms' });
    assert.equal((await rows(store, { filter: filterOf('lead', 'refused.voice') })).length, COUNT);
  },

  'it is known page by page, and in any order': async (store) => {
    await crowd(store);
    await refusals(store);
    const filter = filterOf('lead', 'refused.email || refused.sms');
    const whole = ids(await rows(store, { filter }));
    for (const looked of [1, 5, COUNT]) {
      const found: string[] = [];
      let after: ListQuery['after'] = null;
      for (let turn = 0; turn <= COUNT * 2; turn++) {
        const query: ListQuery = { ...ALL, filter, after, limit: 2, most: { looked, sorted: 1 } };
        const page = await pageOf<LeadFound>(store.lists.leads(query, keysOf));
        found.push(...ids(page.rows));
        after = page.next;
        if (after === null) break;
      }
      assert.deepEqual(found, whole);
    }
    const order = readOrder('-country,-id', LISTS.lead, false);
    assert.deepEqual(ids(await rows(store, { filter, order })).toSorted(), whole);
  },
};
