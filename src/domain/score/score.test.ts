import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../canonical-json.ts';
import { type Facts, factsOf } from '../facts/facts.ts';
import { vocabularyOf } from '../facts/vocabulary.ts';
import { type LeadValues, NO_VALUES } from '../lead/lead.ts';
import type { Rubric } from './rubric.ts';
import { rubricSchema } from './rubric-schema.ts';
import { compileRubric, type Score } from './score.ts';
import { tierOf } from './tier.ts';

const DECLARED = { fit: 'number', fit2: 'number' } as const;
const vocabulary = vocabularyOf(DECLARED);
const millionths = (value: number) => Math.round(value * 1_000_000);

const STANDARD = rubricSchema.parse({
  parts: {
    size: { rule: 'companySize', target: ['small'] },
    industry: { rule: 'industry', target: { wanted: ['Software'], related: ['Telecommunications'] } },
    revenue: { rule: 'revenue', target: { min: 1_000_000, max: 10_000_000 } },
    location: { rule: 'location', target: ['DE'] },
    technology: { rule: 'technology', target: ['HubSpot', 'Stripe'] },
    stage: { rule: 'companyStage', target: ['seed'] },
    role: { rule: 'role', target: ['Head of Marketing'] },
    seniority: { rule: 'seniority' },
    intent: { rule: 'intent' },
    budget: { rule: 'budget', target: { enough: 10_000 } },
    timeline: { rule: 'timeline' },
  },
});

const ON_TARGET: LeadValues = {
  ...NO_VALUES,
  title: 'Chief Marketing Officer, Head of Marketing',
  industry: 'Computer Software',
  employees: 30,
  revenue: 5_000_000,
  country: 'DE',
  technologies: ['Stripe', 'HubSpot'],
  companyStage: 'Seed',
};
const SIGNALS = {
  'Recent Job Change': 'yes',
  recently_funded: '1',
  Hiring: 'true',
  recentActivity: 'Y',
  isDecisionMaker: 'sí',
  'Budget Authority': 'x',
  Budget: '$20k',
  Timeline: '2 months',
};

const scoreLead = (facts: Facts, rubric: Rubric) => compileRubric(rubric, vocabulary)(facts);
const scoreOf = (values: Partial<LeadValues>, attributes: Record<string, string> = {}, rubric = STANDARD) =>
  scoreLead(factsOf({ ...NO_VALUES, ...values }, attributes, DECLARED), rubric);

/** A lead of which each fact may or may not be known. */
const someLead = fc
  .record({
    values: fc.record(
      {
        title: fc.constantFrom('CEO', 'Head of Marketing', 'Engineer', 'Sales Manager'),
        industry: fc.constantFrom('Software', 'Telecommunications', 'Mining'),
        employees: fc.integer({ min: 1, max: 2000 }),
        revenue: fc.integer({ min: 1, max: 90_000_000 }),
        country: fc.constantFrom('DE', 'FR', 'BR'),
        technologies: fc.subarray(['HubSpot', 'Stripe', 'SAP']),
        companyStage: fc.constantFrom('Seed', 'Series A', 'IPO'),
      },
      { requiredKeys: [] },
    ),
    attributes: fc.dictionary(
      fc.constantFrom('Hiring', 'Recently Funded', 'Decision Maker', 'Budget', 'Timeline', 'fit', 'fit2'),
      fc.constantFrom('yes', 'no', '12000', '0.5', '7'),
    ),
  })
  .map(({ values, attributes }) => factsOf({ ...NO_VALUES, ...values }, attributes, DECLARED));

const someWeight = fc.oneof(
  fc.double({ min: 0.000001, max: 1_000, noNaN: true }),
  fc.constantFrom(0.1, 0.25, 0.3, 1 / 3),
);
const someRubric = fc
  .tuple(
    fc.array(someWeight, { minLength: 11, maxLength: 11 }),
    someWeight,
    someWeight,
    fc.subarray(STANDARD.parts as Rubric['parts'][number][]),
  )
  .map(
    ([weights, one, two, kept]): Rubric => ({
      ...STANDARD,
      parts: [
        ...kept.map((part, i) => ({ ...part, weight: weights[i] ?? 1 })),
        { kind: 'expression', name: 'fit', half: 'icp', weight: one, points: 'attributes.fit' },
        {
          kind: 'expression',
          name: 'fit2',
          half: 'opportunity',
          weight: two,
          points: 'attributes.fit2 > 5 ? 1 : null',
        },
      ],
    }),
  );

function sumOfShares({ parts, boost }: Score): number {
  return parts.reduce((sum, { share }) => sum + millionths(share), millionths(boost));
}

test('PIPE-9 every fact on target is hot', () => {
  expect(scoreOf(ON_TARGET, SIGNALS)).toMatchObject({
    score: 1,
    tier: 'hot',
    coverage: 1,
    known: 11,
    total: 11,
    boost: 0,
  });
});

test('PIPE-11 no facts: coverage 0, nothing to score', () => {
  expect(scoreOf({})).toMatchObject({
    score: 0,
    coverage: 0,
    known: 0,
    halves: { icp: null, opportunity: null },
    boost: 0,
  });
  expect(scoreOf({}).reasons).toEqual([{ code: 'score-no-facts' }]);
});

test('PIPE-15 whatever the weights and facts, the points add up to the score exactly', () => {
  fc.assert(
    fc.property(someRubric, someLead, (rubric, facts) => {
      const score = scoreLead(facts, rubric);
      expect(sumOfShares(score)).toBe(millionths(score.score));
      expect(score.score).toBeGreaterThanOrEqual(0);
      expect(score.score).toBeLessThanOrEqual(1);
    }),
  );
});

test('scoring again gives the same bytes', () => {
  const scorer = compileRubric(STANDARD, vocabulary);
  fc.assert(
    fc.property(someLead, (facts) => {
      const stored = canonicalJson(scorer(facts));
      expect(canonicalJson(scoreLead(JSON.parse(JSON.stringify(facts)) as Facts, STANDARD))).toBe(stored);
    }),
  );
});

test('a part that is not known changes nothing but the coverage', () => {
  const without: Rubric = { ...STANDARD, parts: STANDARD.parts.filter(({ name }) => name !== 'revenue') };
  fc.assert(
    fc.property(someLead, (facts) => {
      const unknown = { ...facts, lead: { ...facts.lead, revenue: null } };
      const [whole, less] = [STANDARD, without].map((rubric) => scoreLead(unknown, rubric));
      expect(whole?.score).toBe(less?.score);
      expect(whole?.parts.find(({ name }) => name === 'revenue')).toMatchObject({ points: null, share: 0 });
    }),
  );
});

test('tiers rise with the score', () => {
  const order = ['cold', 'cool', 'warm', 'hot'];
  const score = fc.integer({ min: 0, max: 1_000_000 }).map((value) => value / 1_000_000);
  fc.assert(
    fc.property(score, score, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((value) => order.indexOf(tierOf(value, STANDARD.tiers)));
      expect(low).toBeLessThanOrEqual(high ?? -1);
    }),
  );
});

describe('each tier is reached by a realistic lead', () => {
  const base = { title: 'Head of Marketing', industry: 'Software', employees: 25, country: 'DE' };
  test.each([
    [
      'hot',
      { ...base, technologies: ['HubSpot', 'Stripe'] },
      { 'Recent Job Change': 'yes', Hiring: 'yes', Budget: '15000' },
    ],
    ['warm', base, { Hiring: 'yes', Timeline: '6 months' }],
    ['cool', { title: 'Sales Manager', industry: 'Telecommunications', employees: 80, country: 'FR' }, {}],
    ['cold', { title: 'Accountant', industry: 'Mining', employees: 900, country: 'BR' }, {}],
  ] as const)('%s', (tier, values, attributes) => {
    const score = scoreOf(values, attributes);
    expect(score.tier).toBe(tier);
    expect(score.coverage).toBeGreaterThan(0.35);
  });
});

test('an expression that cannot say is left out, with its reason', () => {
  const rubric: Rubric = {
    ...STANDARD,
    parts: [{ kind: 'expression', name: 'fit', half: 'icp', weight: 1, points: 'attributes.fit' }],
  };
  expect(scoreOf({}, {}, rubric).reasons).toEqual([
    { code: 'score-no-facts' },
    { code: 'score-part-unknown', facts: { part: 'fit', why: 'attributes.fit is not known' } },
  ]);
});
