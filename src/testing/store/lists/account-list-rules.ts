/** What every store does with the list of accounts: filters answer as conditions do of what each account is told with. */
import assert from 'node:assert/strict';
import { ACCOUNT_OUTCOMES, type AccountEnrollment, statusOf } from '../../../domain/account/enrollment.ts';
import { compileCondition, type FactValue } from '../../../domain/facts/condition.ts';
import type { FactType } from '../../../domain/facts/vocabulary.ts';
import { readOrder } from '../../../domain/list/order.ts';
import { LISTS } from '../../../domain/list/schema.ts';
import type { AccountListed, AccountRecord, ListPlace, ListQuery, Store } from '../../../engine/store-port.ts';
import { addLeads, CAMPAIGN, lead, MAIN, NOW, openCampaign, suppressionKeys } from '../samples.ts';
import { ALL, filterOf, inOrder, type Key, pageOf, rowsOf, small } from './pages.ts';

const DAY = 86_400_000;
const OTHER = 'cmp_2';
const COUNT = 36;
const NAMES = ['Acme', 'acme gmbh', 'Ünal & Co', 'Zoe', '', 'A%b', "O'Neil", '🎉x'];
const at = <T>(list: readonly T[], i: number): T => list[i % list.length]!;
const idOf = (i: number) => (i % 9 === 4 ? `at.${i}.example` : `a${String(i).padStart(2, '0')}.example`);

function account(i: number): AccountRecord {
  return {
    ...{ workspaceId: MAIN, id: idOf(i), name: at(NAMES, i), owner: at([null, 'ann', 'Bob'], i) },
    ...{ deal: at([null, 'Renewal 2027'], i), customer: i % 4 === 1, createdAt: NOW - (i % 7) * DAY },
    competitors: at([[], ['bolt.example'], ['nut', 'a"b']], i),
  };
}

type Part = Partial<AccountEnrollment>;
const over = (code: string, part: Part = {}): Part => ({
  ...{ state: 'ended', dueAt: null, reason: { code, facts: { why: 'he said "code"' } }, endedAt: NOW + DAY, ...part },
});
const PASSAGES: readonly (readonly Part[])[] = [
  [],
  [{}],
  [{ state: 'waiting', dueAt: null, reason: { code: 'account-paused', facts: { by: 'ann', why: '' } } }],
  [{ state: 'waiting', dueAt: NOW + DAY, reason: { code: 'account-gap' } }],
  [over('account-completed')],
  [over('account-cancelled')],
  [over('account-completed', { outcome: 'deal' })],
  // One that is over began later than the one that goes on; of several that are over the last counts.
  [over('account-closed', { outcome: 'meeting' }), { campaignId: OTHER, startedAt: NOW - 9 * DAY }],
  [over('account-cancelled'), over('account-closed', { outcome: 'nurture', generation: 2, startedAt: NOW + 1 })],
  [over('account-cancelled', { campaignId: OTHER, startedAt: NOW + 5 }), over('account-completed')],
  [over('account-cancelled'), over('account-completed', { campaignId: OTHER })],
];

/** Accounts in which whatever may trip a filter stands somewhere, at every place of their way. */
async function companies(store: Store): Promise<void> {
  await openCampaign(store);
  await openCampaign(store, { id: OTHER, name: 'Other' });
  await addLeads(
    store,
    Array.from({ length: COUNT * 2 }, (_, i) => lead(`c${i}`)),
  );
  for (let i = 0; i < COUNT; i++) {
    await store.accounts.put(account(i));
    const contacts = Array.from({ length: i % 3 }, (_, n) => `c${i * 2 + n}`);
    if (contacts.length > 0) await store.accounts.addContacts(MAIN, idOf(i), contacts);
    for (const [n, part] of at(PASSAGES, i).entries()) await begin(store, i, { id: `acc_${i}_${n}`, ...part });
  }
  await store.workspaces.ensure('other', NOW);
  await store.accounts.put({ ...account(1), workspaceId: 'other', id: 'stranger' });
}

async function begin(store: Store, i: number, part: Part): Promise<void> {
  const passage: AccountEnrollment = {
    ...{ workspaceId: MAIN, id: '', accountId: idOf(i), campaignId: CAMPAIGN, generation: 1, sequence: 'account' },
    ...{ playbookHash: 'pb_1', state: 'due', dueAt: NOW + (i % 5), reason: null, zone: 'UTC', startedAt: NOW },
    ...{ settledAt: null, settled: [], outcome: null, endedAt: null, ...part },
  };
  const decide = () => ({ enrollments: [passage], messages: [], decisions: [], tasks: [] });
  await store.accounts.change({ workspaceId: MAIN, accountId: idOf(i), campaignId: null, suppressionKeys, decide });
}

const VOCABULARY = {
  account: Object.fromEntries(
    Object.entries(LISTS.account).map(([name, { type }]) => [
      name.slice('account.'.length),
      (type === 'time' ? 'number' : type) as FactType,
    ]),
  ),
};

function factsOf({ account: of, enrollment, contacts }: AccountListed): Readonly<Record<string, FactValue>> {
  return {
    ...{ id: of.id, name: of.name, owner: of.owner, deal: of.deal, customer: of.customer },
    ...{ competitors: of.competitors, contacts, createdAt: of.createdAt, campaign: enrollment?.campaignId ?? null },
    ...{ status: enrollment ? statusOf(enrollment) : 'none', outcome: enrollment?.outcome ?? null },
    ...{ reason: enrollment?.reason?.code ?? null, startedAt: enrollment?.startedAt ?? null },
    ...{ nextLookAt: enrollment?.dueAt ?? null, endedAt: enrollment?.endedAt ?? null },
  };
}

const CONDITIONS = [
  ...['none', 'active', 'paused', 'completed', 'closed', 'cancelled'].flatMap((status) => [
    `account.status == "${status}"`,
    `account.status != "${status}" && account.customer`,
  ]),
  ...ACCOUNT_OUTCOMES.flatMap((outcome) => [`account.outcome == "${outcome}"`, `!(account.outcome == "${outcome}")`]),
  ...['==', '!=', '<', '<=', '>', '>='].flatMap((op) => [`account.contacts ${op} 1`, `1.5 ${op} account.contacts`]),
  ...['account.customer', '!account.customer', 'account.customer == false', 'account.owner == null'],
  ...[
    'account.owner != "ann"',
    'account.owner in ["ann", "Bob"]',
    'account.deal.contains("2027")',
    'has(account.deal)',
  ],
  ...['account.name.lowerAscii().startsWith("acme")', 'account.name == ""', 'account.name.contains("%")'],
  ...['account.name < "Z"', 'account.id.endsWith(".example")', 'account.id.startsWith("at.")'],
  ...['size(account.competitors) == 0', '"a\\"b" in account.competitors', '!("bolt.example" in account.competitors)'],
  ...[`account.campaign == "${OTHER}"`, `account.campaign != "${OTHER}"`, 'account.campaign == null'],
  ...['account.reason == "account-gap"', 'account.reason.endsWith("-completed")', 'account.reason != "account-paused"'],
  ...['account.nextLookAt == null', 'account.endedAt != null', 'account.startedAt == null || account.customer'],
  'account.status in ["paused", "none"] || account.contacts > 1 && account.owner != "Bob"',
  '!(account.status == "closed" || account.outcome == null)',
];

async function idsOf(store: Store, query: Partial<ListQuery>): Promise<string[]> {
  return (await rowsOf(store.lists.accounts({ ...ALL, ...query }))).map((row) => row.account.id);
}

async function everyPage(store: Store, query: Partial<ListQuery>): Promise<string[]> {
  const ids: string[] = [];
  let after: ListPlace | null = null;
  for (let turn = 0; turn <= 2 * COUNT; turn++) {
    const page = await pageOf(store.lists.accounts({ ...ALL, ...query, after }));
    ids.push(...page.rows.map((row) => row.account.id));
    if (page.next === null) return ids;
    after = JSON.parse(JSON.stringify(page.next)) as ListPlace;
  }
  throw new Error('the pages have no end');
}

/** The list of accounts. */
export const ACCOUNT_LIST_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a filter of accounts finds those of which the same condition is true, of all and of a campaign': async (store) => {
    await companies(store);
    for (const campaignId of [null, CAMPAIGN, OTHER]) {
      // As the plain list tells them: what a row is told with is what it is asked by.
      const told = await store.accounts.list({ workspaceId: MAIN, campaignId, after: '', limit: 1_000 });
      assert.ok(campaignId === null ? told.length === COUNT : told.length > 3 && told.length < COUNT);
      for (const text of CONDITIONS) {
        const condition = compileCondition(text, VOCABULARY);
        const fits = told.filter((row) => condition.evaluate({ account: factsOf(row) }) === true);
        const query = { ...ALL, campaignId, filter: filterOf('account', text, campaignId !== null) };
        assert.deepEqual(await rowsOf(store.lists.accounts(query)), fits, `${text} of ${campaignId}`);
        assert.equal(await store.lists.count('account', query, suppressionKeys), fits.length, text);
      }
    }
  },

  'times of accounts are asked by date and from now': async (store) => {
    await companies(store);
    const recent = await idsOf(store, { filter: filterOf('account', 'createdAt > daysAgo(2)') });
    const fits = Array.from({ length: COUNT }, (_, i) => i).filter((i) => i % 7 < 2);
    assert.deepEqual(recent, fits.map(idOf).toSorted());
    const late = await idsOf(store, { filter: filterOf('account', 'nextLookAt >= daysAhead(1)') });
    assert.ok(late.length > 0 && late.length < COUNT / 2);
  },

  'pages of accounts together are the whole list, none twice, whatever it is sorted by': async (store) => {
    await companies(store);
    for (const campaignId of [null, CAMPAIGN]) {
      const told = await store.accounts.list({ workspaceId: MAIN, campaignId, after: '', limit: 1_000 });
      for (const text of ['name', '-contacts,name', 'status,-createdAt', '-nextLookAt', 'owner,-outcome', 'reason']) {
        const order = readOrder(text, LISTS.account, campaignId !== null);
        const keys = order.map(({ field }) => field.slice('account.'.length));
        const rows = told.map((row) => {
          const facts = factsOf(row);
          const words = ['name', 'owner', 'reason'];
          const key = (name: string) => (words.includes(name) ? small(facts[name] as string | null) : facts[name]);
          return [row.account.id, keys.map((name) => (key(name) ?? null) as Key)] as const;
        });
        const expected = inOrder(rows, order).map(([id]) => id);
        for (const limit of [1, 7, 90])
          assert.deepEqual(await everyPage(store, { campaignId, order, limit }), expected, text);
      }
      const ids = told.map((row) => row.account.id);
      assert.deepEqual(await everyPage(store, { campaignId, limit: 5 }), ids);
      const order = readOrder('-id', LISTS.account, campaignId !== null);
      assert.deepEqual(await everyPage(store, { campaignId, limit: 5, order }), ids.toReversed());
      const most = { looked: 3, sorted: 1 };
      const filter = filterOf('account', 'contacts == 2', campaignId !== null);
      const pairs = told.filter(({ contacts }) => contacts === 2).map((row) => row.account.id);
      assert.deepEqual(await everyPage(store, { campaignId, limit: 5, most, filter }), pairs);
    }
  },
};
