/** What every store does with what a campaign worked out of its leads: lists answer as rules do of the facts that were judged. */
import assert from 'node:assert/strict';
import { canonicalJson } from '../../../domain/canonical-json.ts';
import { compileCondition } from '../../../domain/facts/condition.ts';
import { type Facts, factsOf, storedFacts } from '../../../domain/facts/facts.ts';
import { vocabularyOf } from '../../../domain/facts/vocabulary.ts';
import { NO_VALUES } from '../../../domain/lead/lead.ts';
import type { Store } from '../../../engine/store-port.ts';
import { addLeads, assess, CAMPAIGN, decision, lead, member, openCampaign, suppressionKeys } from '../samples.ts';
import { ALL, filterOf, rowsOf } from './pages.ts';

const at = <T>(list: readonly T[], i: number): T => list[i % list.length]!;
const COUNT = 60;
const MAILS = [null, 'jane@acme.example', 'info@acme.example', 'jane@gmail.com'];
const TITLES = [null, 'VP Sales', 'Founder', 'Head of Marketing', 'Xyzzy'];
const NOTES = [null, 'Please book a demo, we have a budget', 'Call me', 'not interested'];
const FLAGS = [undefined, 'yes', 'no', 'maybe'];

function factsAt(i: number): Facts {
  const values = {
    ...{ ...NO_VALUES, email: at(MAILS, i), phone: at([null, '+12025550123'], i >> 1), title: at(TITLES, i) },
    ...{ seniority: at([null, null, 'Director'], i), department: at([null, 'IT', null], i >> 1) },
    ...{ employees: at([null, 5, 80, 5_000], i >> 1), companyStage: at([null, 'Series A', '???'], i) },
    notes: at(NOTES, i >> 2),
  };
  const attributes: Record<string, string> = {};
  const flag = (name: string, shift: number) => {
    const text = at(FLAGS, i >> shift);
    if (text !== undefined) attributes[name] = text;
  };
  for (const [n, name] of ['recentJobChange', 'hiring', 'decisionMaker', 'recentlyFunded'].entries()) flag(name, n % 3);
  if (i % 3 > 0) attributes.budget = at(['$20,000', '10k-25k', 'some', '5.5'], i);
  if (i % 4 > 1) attributes.timeline = at(['2 weeks', 'ASAP', '3 months', 'someday'], i >> 1);
  return factsOf(values, attributes, {});
}

const FACTS = Array.from({ length: COUNT }, (_, i) => factsAt(i));
const idOf = (i: number) => `l${String(i).padStart(3, '0')}`;

async function judgedCrowd(store: Store): Promise<void> {
  await openCampaign(store);
  await addLeads(
    store,
    FACTS.map((_, i) => lead(idOf(i))),
  );
  const stored = (id: string) =>
    canonicalJson({ ...storedFacts(FACTS[Number(id.slice(1))]!), score: {}, variant: null });
  const judge = (id: string) => ({ decision: decision(id, { facts: stored(id) }), member: member(id) });
  await assess(store, judge, { limit: COUNT + 1 });
}

const CONDITIONS = [
  ...['founder', 'vp', 'director', 'other'].map((level) => `profile.titleLevel == "${level}"`),
  ...['profile.titleLevel != "vp"', 'profile.titleLevel == null', 'profile.department.startsWith("m")'],
  ...['profile.sizeBand in ["small", "enterprise"]', '!(profile.sizeBand == "small")', 'profile.stage > "a"'],
  ...['profile.emailKind == "role" || profile.emailKind == "free"', 'profile.emailKind != "business"'],
  ...[
    '"email" in profile.channels',
    '!("sms" in profile.channels)',
    'size(profile.channels) == 0',
    '"voice" in profile.channels',
  ],
  ...['==', '!=', '<', '<=', '>', '>='].flatMap((op) => [
    `profile.budget ${op} 10000`,
    `profile.timelineMonths ${op} 0.5`,
  ]),
  ...['profile.budget == null', 'profile.timelineMonths in [0, 3]', '5.5 == profile.budget'],
  ...['recentJobChange', 'hiring', 'decisionMaker', 'recentlyFunded', 'recentActivity', 'budgetAuthority'].flatMap(
    (name) => [
      ...[`intent.${name}`, `!intent.${name}`, `intent.${name} == false`, `intent.${name} != true`],
      ...[`intent.${name} == null`, `has(intent.${name})`],
    ],
  ),
  ...['"wants-demo" in intent.words', '!("wants-demo" in intent.words)', 'size(intent.words) > 0'],
  'intent.hiring && profile.budget > 100 || profile.titleLevel == "founder"',
  '!(intent.hiring || profile.budget > 100)',
];

/** What was worked out of leads, in lists of a campaign. */
export const JUDGED_LIST_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'profile and intent are asked as they were judged, with the answers of conditions': async (store) => {
    await judgedCrowd(store);
    let some = 0;
    for (const text of CONDITIONS) {
      const condition = compileCondition(text, vocabularyOf({}));
      const expected = FACTS.flatMap((facts, i) => (condition.evaluate(facts) === true ? [idOf(i)] : []));
      if (expected.length > 0 && expected.length < COUNT) some += 1;
      const query = { ...ALL, campaignId: CAMPAIGN, filter: filterOf('lead', text, true) };
      const found = await rowsOf(store.lists.leads(query, suppressionKeys));
      assert.deepEqual(
        found.map((row) => row.lead.id),
        expected,
        text,
      );
      assert.equal(await store.lists.count('lead', query, suppressionKeys), expected.length, text);
    }
    assert.ok(some > CONDITIONS.length / 2, `only ${some} conditions tell leads apart`);
  },
};
