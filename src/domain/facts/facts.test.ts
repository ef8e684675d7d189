import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../canonical-json.ts';
import { NO_VALUES } from '../lead/lead.ts';
import { readBudget, readTimeline } from './attribute.ts';
import { factsFrom, factsOf, storedFacts } from './facts.ts';
import { nearestName, vocabularyOf } from './vocabulary.ts';

const DECLARED = { age: 'number', member: 'boolean', since: 'date', colour: 'text' } as const;

test('every name of the vocabulary is a fact of every lead, and only notes are kept back', () => {
  const facts = factsOf(NO_VALUES, {}, DECLARED);
  for (const [group, names] of Object.entries(vocabularyOf(DECLARED))) {
    const known = Object.keys(facts[group as 'lead']).filter((name) => name !== 'notes');
    expect(Object.keys(names).sort(), group).toEqual(known.sort());
  }
});

test('attributes are typed, and what cannot be read is null with its text', () => {
  const facts = factsOf(NO_VALUES, { age: 'forty', member: 'Sí', since: '2024-02-30', other: 'x' }, DECLARED);
  expect(facts.attributes).toEqual({ age: null, member: true, since: null, colour: null });
  expect(facts.unread).toEqual({ age: 'forty', since: '2024-02-30' });
});

test('what is derived is derived', () => {
  const values = {
    ...NO_VALUES,
    title: 'VP, Sales',
    employees: 49,
    companyStage: 'Series A',
    email: 'info@acme.com',
    phone: '+12025550123',
    notes: 'Asked for a demo. Not ready to buy.',
  };
  const facts = factsOf(
    values,
    { Is_Decision_Maker: 'YES', 'company hiring': 'no', Budget: '10-25k', Timeline: 'ASAP' },
    {},
  );
  expect(facts.profile).toEqual({
    titleLevel: 'vp',
    department: 'sales',
    sizeBand: 'small',
    stage: 'series-a',
    emailKind: 'role',
    channels: ['email', 'sms', 'voice'],
    budget: 10_000,
    timelineMonths: 0,
  });
  expect(facts.intent).toMatchObject({
    decisionMaker: true,
    hiring: false,
    recentlyFunded: null,
    words: ['wants-demo'],
  });
  expect(facts.lead.notes).toBeNull();
});

test('seniority and a size in words stand in where title and head count say nothing', () => {
  const values = { ...NO_VALUES, seniority: 'C suite', title: 'Jedi', department: 'Ventas' };
  expect(factsOf(values, { 'Company Size': '51-200' }, {}).profile).toMatchObject({
    titleLevel: 'c-level',
    department: 'sales',
    sizeBand: 'medium',
  });
});

test('stored facts come back as they were', () => {
  const text = fc.option(fc.stringMatching(/^[a-zé ]{0,8}$/), { nil: null });
  const lead = fc.record({
    firstName: text,
    country: text,
    employees: fc.option(fc.nat(), { nil: null }),
    tags: fc.array(fc.constant('x')),
  });
  fc.assert(
    fc.property(lead, fc.constantFrom('7', 'x', ''), (values, age) => {
      const facts = factsOf({ ...NO_VALUES, ...values }, { age }, DECLARED);
      expect(factsFrom(JSON.parse(canonicalJson(storedFacts(facts))), DECLARED)).toEqual(facts);
    }),
  );
});

describe('amounts and times that people state', () => {
  test.each([
    ['$10k – $25k', 10_000],
    ['10-25k', 10_000],
    ['€ 5.000', 5_000],
    ['1,500', 1_500],
    ['none yet', null],
  ])('budget %s', (text, expected) => {
    expect(readBudget(text)).toBe(expected);
  });
  test.each([
    ['3', 3],
    ['1-3 months', 3],
    ['2 weeks', 0.5],
    ['inmediato', 0],
    ['1 año', 12],
    ['12+', 13],
    ['2027', null],
    ['someday', null],
  ])('timeline %s', (text, expected) => {
    expect(readTimeline(text)).toBe(expected);
  });
});

test('a misspelt name finds its neighbour, and a strange one finds none', () => {
  expect(nearestName('employes', ['employees', 'email'])).toBe('employees');
  expect(nearestName('ocuntry', ['company', 'country'])).toBe('country');
  expect(nearestName('xyz', ['employees', 'email'])).toBeNull();
});
