/** What every store does with lists: filters answer as conditions do, and pages together are the whole list. */
import assert from 'node:assert/strict';
import { compileCondition } from '../../../domain/facts/condition.ts';
import { factsOf } from '../../../domain/facts/facts.ts';
import { vocabularyOf } from '../../../domain/facts/vocabulary.ts';
import type { LeadValues } from '../../../domain/lead/lead.ts';
import { NO_VALUES } from '../../../domain/lead/lead.ts';
import { readOrder } from '../../../domain/list/order.ts';
import { LISTS, type ListName, sorts } from '../../../domain/list/schema.ts';
import type { ListPlace, ListQuery, Store } from '../../../engine/store-port.ts';
import { addLeads, CAMPAIGN, enroll, enrollment, lead, MAIN, NOW, refusal, suppressionKeys } from '../samples.ts';
import { ALL, filterOf, inOrder, type Key, pageOf, rowsOf, small } from './pages.ts';

const DAY = 86_400_000;
const WORDS = [
  null,
  '',
  'VP',
  'vp sales',
  'VP, "Ops"',
  'a_b',
  'A%b',
  'Ünal',
  'Zoe',
  'zoe',
  '🎉x',
  "o'neil",
  'back\\slash',
];
const TAGS = [[], ['vip'], ['vip', 'x'], ['a"vip', 'b'], ['a,', 'b'], ['ü', '\\'], ['x,"vip"'], ['VIP']];
const COUNTRIES = [null, 'DE', 'AT', 'US', 'DE'];
const NUMBERS = [null, 0, 50, 50.5, 1e6, -3];
const at = <T>(list: readonly T[], i: number): T => list[i % list.length]!;

/** Leads in which whatever may trip a filter stands somewhere; many are alike in what they are sorted by. */
function values(i: number): Partial<LeadValues> {
  return {
    ...{ email: i % 7 === 3 ? null : `p${i}@example.com`, title: at(WORDS, i), company: at(WORDS, i * 5 + 1) },
    ...{ country: at(COUNTRIES, i), employees: at(NUMBERS, i * 7), tags: at(TAGS, i * 3) },
    ...{ technologies: at(TAGS, i * 5), birthDate: i % 4 === 0 ? null : `19${60 + (i % 9)}-01-02` },
  };
}

const COUNT = 90;

async function crowd(store: Store): Promise<void> {
  const leads = Array.from({ length: COUNT }, (_, i) => {
    return { ...lead(`l${String(i).padStart(3, '0')}`, values(i)), createdAt: NOW - (i % 11) * DAY };
  });
  await addLeads(store, leads);
  await store.workspaces.ensure('other', NOW);
  await addLeads(store, [lead('stranger', {}, 'other')]);
}

const TEXTS = ['VP', 'vp', 'a_b', '%', '_', 'Ü', '', '🎉', '"', "'", '\\', 'x', 'Zoe', ', "'];
const CONDITIONS = [
  ...TEXTS.flatMap((text) => {
    const word = JSON.stringify(text);
    return [
      ...[`lead.title.contains(${word})`, `lead.title.startsWith(${word})`, `lead.title.endsWith(${word})`],
      ...[`lead.title == ${word}`, `lead.title != ${word}`, `lead.title < ${word}`, `${word} <= lead.title`],
      ...(/^[ -~]*$/.test(text) ? [`lead.title.lowerAscii().contains(${word})`] : []),
      ...[`!(lead.title in [${word}, "Zoe"])`, `lead.company > ${word}`],
    ];
  }),
  ...['vip', 'x', 'a"vip', 'b', 'ü', '\\', 'VIP', 'a,', 'nobody', '', '"vip"'].flatMap((tag) => {
    const word = JSON.stringify(tag);
    return [`${word} in lead.tags`, `!(${word} in lead.tags)`, `!(${word} in lead.technologies)`];
  }),
  ...['==', '!=', '<', '<=', '>', '>='].flatMap((op) => [`lead.employees ${op} 50`, `50.5 ${op} lead.employees`]),
  ...['lead.employees in [0, 50.5]', 'lead.employees > -4', 'lead.employees == -3'],
  ...['lead.birthDate < "1963-06-01"', 'lead.birthDate.startsWith("196")'],
  ...[
    'lead.country == null',
    'null != lead.country',
    'has(lead.technologies)',
    'lead.tags == null',
    '!has(lead.email)',
  ],
  ...['size(lead.tags) == 0', 'size(lead.tags) > 0', 'size(lead.tags) != 0'],
  'lead.country == "DE" && lead.title.contains("VP") || lead.employees > 50',
  '!(lead.country == "DE" || lead.employees > 50) && (lead.city == null || lead.city == "Rome")',
  'lead.country != "DE" || lead.employees != 50 || "vip" in lead.tags',
];

async function leadIds(store: Store, query: Partial<ListQuery>): Promise<string[]> {
  const rows = await rowsOf(store.lists.leads({ ...ALL, ...query }, suppressionKeys));
  return rows.map((one) => one.lead.id);
}

/** All pages; it must end. */
async function everyPage(store: Store, query: Partial<ListQuery>): Promise<string[]> {
  const ids: string[] = [];
  let after: ListPlace | null = null;
  for (let turn = 0; turn <= 2 * COUNT; turn++) {
    const page = await pageOf(store.lists.leads({ ...ALL, ...query, after }, suppressionKeys));
    ids.push(...page.rows.map((one) => one.lead.id));
    if (page.next === null) return ids;
    // As it comes back from whoever asked.
    after = JSON.parse(JSON.stringify(page.next)) as ListPlace;
  }
  throw new Error('the pages have no end');
}

/** Lists. */
export const LIST_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a filter finds those of whom the same condition is true': async (store) => {
    await crowd(store);
    const facts = Array.from({ length: COUNT }, (_, i) => factsOf({ ...NO_VALUES, ...values(i) }, {}, {}));
    for (const text of CONDITIONS) {
      const condition = compileCondition(text, vocabularyOf({}));
      const expected = facts.flatMap((of, i) => (condition.evaluate(of) === true ? [i] : []));
      const filter = filterOf('lead', text);
      const found = (await leadIds(store, { filter })).map((id) => Number(id.slice(1)));
      assert.deepEqual(found, expected, text);
      assert.equal(await store.lists.count('lead', { ...ALL, filter }, suppressionKeys), expected.length, text);
    }
  },

  'every field of every list can be asked and sorted by': async (store) => {
    await enroll(store, ['a', 'b']);
    for (const [list, schema] of Object.entries(LISTS) as [ListName, (typeof LISTS)['lead']][]) {
      for (const [declared, field] of Object.entries(schema)) {
        const name = declared.replace('*', 'any');
        const query = { ...ALL, campaignId: CAMPAIGN, order: sorts(field) ? readOrder(name, schema, true) : [] };
        const texts = field.type === 'list' ? [`size(${name}) > 0`] : [`has(${name})`, ...asked(name, field.type)];
        for (const text of field.values ? [texts[0]!, `${name} == "${field.values[0]}"`] : texts) {
          const wish = { ...query, filter: filterOf(list, text, true) };
          await store.lists.count(list, wish, suppressionKeys);
          if (list === 'lead') await store.lists.leads(wish, suppressionKeys);
          if (list === 'message') await store.lists.messages(wish);
          if (list === 'enrollment') await store.lists.enrollments(wish);
          if (list === 'account') await store.lists.accounts(wish);
        }
      }
    }
  },

  'pages together are the whole list, none twice, whatever it is sorted by': async (store) => {
    await crowd(store);
    const keysBy: Readonly<Record<string, (i: number) => Key>> = {
      title: (i) => small(values(i).title ?? null),
      company: (i) => small(values(i).company ?? null),
      country: (i) => small(values(i).country ?? null),
      employees: (i) => values(i).employees ?? null,
      createdAt: (i) => NOW - (i % 11) * DAY,
      birthDate: (i) => values(i).birthDate ?? null,
    };
    const orders = ['title', '-title', 'employees', '-employees', 'country,-employees', '-createdAt,title'];
    for (const text of [...orders, 'birthDate,-country,employees', '-birthDate']) {
      const order = readOrder(text, LISTS.lead, false);
      const rows = Array.from({ length: COUNT }, (_, i) => {
        const keys = text.split(',').map((word) => keysBy[word.replace('-', '')]!(i));
        return [`l${String(i).padStart(3, '0')}`, keys] as const;
      });
      const expected = inOrder(rows, order).map(([id]) => id);
      for (const limit of [1, 7, 90]) assert.deepEqual(await everyPage(store, { order, limit }), expected, text);
    }
  },

  'pages in the order of the ids go on where few fit': async (store) => {
    await crowd(store);
    const filter = filterOf('lead', 'country == "US" && employees == 50');
    const whole = await leadIds(store, { filter });
    assert.ok(whole.length > 0 && whole.length < COUNT / 10);
    for (const looked of [1, 7, COUNT, 1_000]) {
      for (const limit of [1, 5]) {
        const most = { looked, sorted: 1 };
        assert.deepEqual(await everyPage(store, { filter, most, limit }), whole);
        const order = readOrder('-id', LISTS.lead, false);
        assert.deepEqual(await everyPage(store, { filter, most, limit, order }), whole.toReversed());
      }
    }
  },

  'a list too long to be sorted says so, and tells none of it': async (store) => {
    await crowd(store);
    const order = readOrder('title', LISTS.lead, false);
    const asked = { ...ALL, order, filter: filterOf('lead', 'country == "US"') };
    const most = { looked: 10, sorted: COUNT - 1 };
    assert.deepEqual(await store.lists.leads({ ...asked, most }, suppressionKeys), { tooLong: true });
    const enough = { ...asked, most: { looked: 10, sorted: COUNT } };
    assert.ok(!('tooLong' in (await store.lists.leads(enough, suppressionKeys))));
  },

  'leads of a campaign are asked where they stand there, and told with their refusals': async (store) => {
    await enroll(store, ['a', 'b']);
    await addLeads(store, [lead('c')]);
    await store.leads.suppress(MAIN, [{ leadId: 'b', suppression: refusal('b') }]);
    const filter = filterOf(
      'lead',
      'standing.tier == "warm" && standing.score >= 0.7 && email != "a@example.com"',
      true,
    );
    const [found] = await rowsOf(store.lists.leads({ ...ALL, campaignId: CAMPAIGN, filter }, suppressionKeys));
    assert.equal(found?.lead.id, 'b');
    assert.equal(found?.member?.tier, 'warm');
    assert.equal(found?.enrollment?.sequence, enrollment('b').sequence);
    assert.equal(found?.suppressions.length, 1);
    assert.equal(await store.lists.count('lead', { ...ALL, campaignId: CAMPAIGN, filter }, suppressionKeys), 1);
  },

  'times are asked by date and from now, and a pause by itself': async (store) => {
    await crowd(store);
    await store.work.change({
      workspaceId: MAIN,
      leadId: 'l001',
      decide: () => ({ enrollments: [], messages: [], pause: { kind: 'person', by: 'ann', why: '', at: NOW } }),
    });
    assert.deepEqual(await leadIds(store, { filter: filterOf('lead', 'lead.paused') }), ['l001']);
    assert.equal((await leadIds(store, { filter: filterOf('lead', 'paused == false') })).length, COUNT - 1);
    const recent = await leadIds(store, { filter: filterOf('lead', 'createdAt > daysAgo(2)') });
    const fits = Array.from({ length: COUNT }, (_, i) => i).filter((i) => i % 11 < 2);
    assert.deepEqual(
      recent.map((id) => Number(id.slice(1))),
      fits,
    );
    const since = `createdAt > "${new Date(NOW - 2 * DAY).toISOString()}"`;
    assert.deepEqual(await leadIds(store, { filter: filterOf('lead', since) }), recent);
  },
};

function asked(name: string, type: string): string[] {
  if (type === 'number') return [`${name} > 0.5`];
  if (type === 'time') return [`${name} > daysAgo(0.5)`];
  if (type === 'attribute') return [name, `${name} == "x"`, `${name} > 2`];
  if (type === 'boolean') return [name, `${name} != true`];
  if (type === 'sample') return [`"x" in ${name}`];
  return [`${name} == "x"`, `${name}.contains("x")`];
}
