/** What every store does with attributes in lists: each answers as a rule that declares it as what it is compared with. */
import assert from 'node:assert/strict';
import { compileCondition } from '../../../domain/facts/condition.ts';
import { factsOf } from '../../../domain/facts/facts.ts';
import { vocabularyOf } from '../../../domain/facts/vocabulary.ts';
import { NO_VALUES } from '../../../domain/lead/lead.ts';
import { readOrder } from '../../../domain/list/order.ts';
import { LISTS } from '../../../domain/list/schema.ts';
import type { AttributeType } from '../../../domain/playbook/playbook.ts';
import type { LeadFound, Listed, ListPlace, ListQuery, Store } from '../../../engine/store-port.ts';
import { addLeads, CAMPAIGN, enroll, lead, MAIN, NOW, stored, suppressionKeys } from '../samples.ts';
import { ALL, filterOf, pageOf } from './pages.ts';

/** Texts as files bring them, and what may trip JSON, SQL or a reader. */
const TEXTS = [
  ...[
    '3',
    '2.5',
    '1,500',
    '$ 2.5k',
    '-3',
    '1.500',
    '12,34,567',
    'forty',
    '0003',
    '3 mil',
    '12%',
    '1e3',
    `${'0'.repeat(99)}7`,
  ],
  ...[`${'0'.repeat(100)}7`, '', ' ', '\u00a0\t', 'n/a', '-', 'Yes', 'SÍ', 'no', 'false', 'maybe', '✓', 'x', '1', '0'],
  ...[
    '2026-05-01',
    '2026-04-30T10:00:00Z',
    '2026-02-30',
    '05/01/2026',
    ' 2026-05-02 ',
    'high',
    'High',
    'hígh',
    'Zoe',
    'zoe',
  ],
  ...['a"b', "o'neil", 'back\\slash', '{"rooms":"9"}', '%', 'a_b', '🎉x', 'null', 'true', '","rooms":"3', ' padded '],
];
const COUNT = TEXTS.length * 2;

/** `rooms` goes through all texts, `other` has some, one lead has none at all. */
function attributesOf(i: number): Record<string, string> {
  if (i === 5) return {};
  const text = TEXTS[(i * 7) % TEXTS.length]!;
  return { rooms: TEXTS[i % TEXTS.length]!, ...(i % 3 === 0 && { other: text }), 'a "b" $x': text, _2: '4' };
}

const OPS = ['==', '!=', '<', '<=', '>', '>='];
const CONDITIONS: readonly (readonly [as: AttributeType, text: string])[] = [
  ...OPS.flatMap((op) => [
    ...['3', '2.5', '-3', '1500', '7'].map((n) => ['number', `attributes.rooms ${op} ${n}`] as const),
    ['number', `!(3 ${op} attributes.rooms)`] as const,
    ...['high', 'a\\"b', '', 'n/a', '{\\"rooms\\":\\"9\\"}', 'Yes'].map(
      (word) => ['text', `attributes.rooms ${op} "${word}"`] as const,
    ),
    ...['2026-05-01', '2026-02-30'].map((day) => ['date', `attributes.rooms ${op} "${day}"`] as const),
    ['text', `attributes.nobody ${op} "x"`] as const,
  ]),
  ...[
    'attributes.rooms',
    '!attributes.rooms',
    'attributes.rooms == false',
    'attributes.rooms != true',
    'attributes.nobody',
  ].map((text) => ['boolean', text] as const),
  ...['attributes.rooms in [3, 2.5]', '!(attributes.rooms in [3])', 'attributes.rooms > 2 && attributes.other > 2'].map(
    (text) => ['number', text] as const,
  ),
  ...[
    'attributes.rooms > 2 || lead.country == "DE"',
    '!(attributes.rooms > 2 && lead.country == "DE")',
    'attributes._2 == 4',
  ].map((text) => ['number', text] as const),
  ...[
    'attributes.rooms in ["high", "Yes"]',
    'attributes.rooms == null',
    'has(attributes.other)',
    'attributes.rooms.contains("\\"")',
  ].map((text) => ['text', text] as const),
  ...[
    'attributes.rooms.lowerAscii() == "high"',
    'attributes.rooms.lowerAscii().contains("z")',
    'attributes.rooms.startsWith(" ")',
  ].map((text) => ['text', text] as const),
  ...['attributes.rooms.endsWith("x")', 'attributes.rooms == "2026-05-01" || attributes.other == "high"'].map(
    (text) => ['text', text] as const,
  ),
  ...['attributes.rooms in ["2026-05-01", "2026-04-30"]', '"2026-05-01" > attributes.rooms'].map(
    (text) => ['date', text] as const,
  ),
];

async function crowd(store: Store, count = COUNT): Promise<void> {
  const leads = Array.from({ length: count }, (_, i) => ({
    ...lead(`l${String(i).padStart(3, '0')}`, { country: i % 2 ? 'DE' : null }),
    attributes: attributesOf(i),
  }));
  await addLeads(store, leads);
  await store.workspaces.ensure('other', NOW);
  await addLeads(store, [{ ...lead('stranger', {}, 'other'), attributes: { rooms: '3' } }]);
}

async function change(store: Store, id: string, attributes: Readonly<Record<string, string>>): Promise<void> {
  const before = await stored(store, id);
  assert(before);
  const changed = [{ lead: { ...before, attributes }, newKeys: [] }];
  await store.leads.capture({
    ...{ workspaceId: MAIN, source: 'sample', now: NOW, rows: [], progress: null },
    decide: () => ({ created: [], changed, traces: [], suppressions: [], reviews: [] }),
  });
}

async function idsOf(store: Store, query: Partial<ListQuery>): Promise<string[]> {
  const ids: string[] = [];
  let after: ListPlace | null = null;
  for (let turn = 0; turn <= 2 * COUNT; turn++) {
    const page: Listed<LeadFound> = await pageOf(store.lists.leads({ ...ALL, ...query, after }, suppressionKeys));
    ids.push(...page.rows.map((row) => row.lead.id));
    if (page.next === null) return ids;
    after = page.next;
  }
  throw new Error('the pages have no end');
}

/** Attributes in lists. */
export const ATTRIBUTE_LIST_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'an attribute is read as what it is compared with, as rules read one that is declared so': async (store) => {
    await crowd(store);
    for (const [as, text] of CONDITIONS) {
      const declared = { rooms: as, other: as, nobody: as, _2: as };
      const condition = compileCondition(text, vocabularyOf(declared));
      const expected = Array.from({ length: COUNT }, (_, i) => i).filter((i) => {
        const values = { ...NO_VALUES, country: i % 2 ? 'DE' : null };
        return condition.evaluate(factsOf(values, attributesOf(i), declared)) === true;
      });
      const filter = filterOf('lead', text);
      assert.deepEqual(
        (await idsOf(store, { filter })).map((id) => Number(id.slice(1))),
        expected,
        text,
      );
      assert.equal(await store.lists.count('lead', { ...ALL, filter }, suppressionKeys), expected.length, text);
    }
  },

  'it is so page by page, and in any order': async (store) => {
    await crowd(store);
    const filter = filterOf('lead', 'attributes.rooms >= 2.5 || attributes.other == "high"');
    const whole = await idsOf(store, { filter });
    assert.ok(whole.length > 5 && whole.length < COUNT / 2);
    for (const looked of [1, 7, COUNT]) {
      assert.deepEqual(await idsOf(store, { filter, limit: 2, most: { looked, sorted: 1 } }), whole);
    }
    const order = readOrder('-country,-id', LISTS.lead, false);
    const sorted = await idsOf(store, { filter, order, limit: 3 });
    assert.deepEqual(sorted.toSorted(), whole);
  },

  'attributes are asked of leads of a campaign, beside where they stand there': async (store) => {
    await enroll(store, ['ann', 'bob']);
    await change(store, 'ann', { vip: 'SÍ', rooms: '4' });
    const inIt = (text: string) => idsOf(store, { filter: filterOf('lead', text, true), campaignId: CAMPAIGN });
    assert.deepEqual(await inIt('attributes.vip && standing.tier == "warm"'), ['ann']);
    assert.deepEqual(await inIt('!(attributes.vip) || attributes.rooms < 4'), []);
    assert.deepEqual(await inIt('attributes.vip == null'), ['bob']);
  },
};
