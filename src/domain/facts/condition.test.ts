import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCondition, conditionCompiler, type FactGroups, isUnknown } from './condition.ts';
import { ConditionError } from './condition-tree.ts';
import { vocabularyOf } from './vocabulary.ts';

const vocabulary = vocabularyOf({ poutcome: 'text', balance: 'number', housing: 'boolean' });

function facts(lead: FactGroups[string], attributes: FactGroups[string] = {}): FactGroups {
  const all = Object.fromEntries(Object.keys(vocabulary.lead!).map((name) => [name, null]));
  return { lead: { ...all, tags: [], technologies: [], ...lead }, attributes, intent: {}, profile: {} };
}

const ask = (source: string, lead: FactGroups[string], attributes: FactGroups[string] = {}) =>
  compileCondition(source, vocabulary).evaluate(facts(lead, attributes));

describe('numbers', () => {
  test.each([
    ['lead.employees > 50', 51, true],
    ['lead.employees > 50', 50, false],
    ['lead.employees > 50.5', 51, true],
    ['lead.employees == 50', 50, true],
    ['lead.employees == 50.0', 50, true],
    ['50 == lead.employees', 50.5, false],
    ['lead.employees in [1, 50]', 50, true],
    ['lead.employees * 2 > 99.5', 50, true],
    ['lead.employees / 4 == 12.5', 50, true],
    ['lead.employees - (10 - 5) == 45', 50, true],
    ['-lead.employees < -5', 50, true],
  ])('%s with %d is %s', (source, employees, expected) => {
    expect(ask(source, { employees })).toBe(expected);
  });
});

describe('unknown is never false', () => {
  test.each([
    'lead.country == "US"',
    'lead.country != "US"',
    '!(lead.country == "US")',
    'lead.country in ["US", "DE"]',
    'lead.employees > 50 && lead.city == "Berlin"',
    'lead.country.startsWith("D")',
    'lead.employees > 50 ? true : false',
    '"AWS" in lead.technologies',
    'lead.technologies.exists(t, t == "AWS")',
  ])('%s', (source) => {
    expect(ask(source, { city: 'Berlin' })).toEqual({ unknown: expect.stringMatching(/^lead\.\w+ is not known$/) });
  });

  test('what settles the answer settles it, whatever else is unknown', () => {
    expect(ask('lead.country == "US" || lead.city == "Berlin"', { city: 'Berlin' })).toBe(true);
    expect(ask('lead.city == "Berlin" || lead.country == "US"', { city: 'Berlin' })).toBe(true);
    expect(ask('lead.country == "US" && lead.city == "Rome"', { city: 'Berlin' })).toBe(false);
    expect(ask('lead.city == "Rome" && lead.country == "US"', { city: 'Berlin' })).toBe(false);
  });

  test('asking whether a fact is known is answered', () => {
    expect(ask('lead.country == null', {})).toBe(true);
    expect(ask('null != lead.country', {})).toBe(false);
    expect(ask('has(lead.country)', { country: 'DE' })).toBe(true);
    expect(ask('has(lead.technologies)', {})).toBe(false);
    expect(ask('lead.country != null && lead.country == "DE"', {})).toBe(false);
  });

  test('a list that is complete is known when it is empty', () => {
    expect(ask('"vip" in lead.tags', {})).toBe(false);
    expect(ask('size(lead.tags) == 0', {})).toBe(true);
    expect(ask('lead.tags.size() > 1', { tags: ['a', 'b'] })).toBe(true);
  });

  test('an error while evaluating is unknown, with what went wrong', () => {
    expect(ask('lead.tags[3] == "x"', { tags: ['a'] })).toEqual({ unknown: expect.stringContaining('3') });
  });

  test('taking away a fact never turns true into false or false into true', () => {
    const atom = fc.constantFrom(
      'lead.country == "US"',
      'lead.employees > 50',
      'lead.city != "Rome"',
      '"a" in lead.tags',
    );
    const source = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie('tree'), fc.constantFrom('&&', '||'), tie('tree')).map((parts) => `(${parts.join(' ')})`),
        tie('tree').map((inner) => `!(${inner})`),
      ),
    })).tree;
    const lead = fc.record({
      country: fc.constantFrom('US', 'DE'),
      employees: fc.integer({ min: 0, max: 100 }),
      city: fc.constantFrom('Rome', 'Berlin'),
    });
    fc.assert(
      fc.property(source, lead, fc.constantFrom('country', 'employees', 'city'), (text, known, hidden) => {
        const condition = compileCondition(text, vocabulary);
        const whole = condition.evaluate(facts(known));
        const less = condition.evaluate(facts({ ...known, [hidden]: null }));
        expect(isUnknown(less) || less === whole).toBe(true);
      }),
    );
  });
});

describe('points', () => {
  const points = (source: string, attributes: FactGroups[string]) =>
    conditionCompiler(vocabulary).points(source).evaluate(facts({}, attributes));

  test('whole and broken numbers mix, null means not known, beyond is cut off', () => {
    expect(points('attributes.poutcome == "success" ? 1 : 0.2', { poutcome: 'success' })).toBe(1);
    expect(points('attributes.poutcome == "success" ? 1 : 0.2', { poutcome: 'failure' })).toBe(0.2);
    expect(points('attributes.poutcome == "unknown" ? null : 0.2', { poutcome: 'unknown' })).toSatisfy(isUnknown);
    expect(points('attributes.balance / 1000', { balance: 250 })).toBe(0.25);
    expect(points('attributes.balance / 1000', { balance: -250 })).toBe(0);
    expect(points('attributes.balance / 1000', { balance: 5000 })).toBe(1);
    expect(points('attributes.balance / 0', { balance: 5000 })).toSatisfy(isUnknown);
    expect(points('attributes.balance / 1000', { balance: null })).toEqual({
      unknown: 'attributes.balance is not known',
    });
  });
});

describe('what is no condition is refused with what to do', () => {
  test.each([
    ['lead.contry == "US"', '"lead.contry" is no fact', 'Did you mean "lead.country"?'],
    ['country == "US"', '"country" is no fact', 'Did you mean "lead.country"?'],
    ['led.country == "US"', '"led" is no fact', 'Did you mean "lead.country"?'],
    ['lead.titleLevel == "vp"', '"lead.titleLevel" is no fact', 'Did you mean "profile.titleLevel"?'],
    ['attributes.zzzzzz == "US"', '"attributes.zzzzzz" is no fact', 'Declare it under "attributes".'],
    ['lead.title.matches("a+")', '"matches" is nothing', 'There are'],
    ['lead.title.startWith("a")', '"startWith" is nothing', 'Did you mean "startsWith"?'],
    ['lead.tags.exists(t, lead.tags.exists(u, u == t))', 'every item of a list', 'Use "in"'],
    ['lead.country ==', 'cannot be read', 'Conditions are CEL'],
    ['import == "imp_1"', 'cannot be read', 'write the whole name, such as lead.import'],
    ['lead.title > 5', 'no such overload', ''],
    ['lead.title', 'gives string, not true or false', ''],
    ['lead.country in [null]', 'compares null', 'Write lead.country == null.'],
    ['lead["country"] == "US"', 'fixed place', 'lead.country'],
    ['{"a": 1}.a == 1', '', ''],
    [Array(100).fill('has(lead.city)').join('&&'), 'cannot be read', ''],
    ['lead.tags.exists(lead, lead == "a")', 'names no item', ''],
    [`"${'x'.repeat(3000)}" == lead.city`, 'longer than', 'Split'],
  ])('%s', (source, message, remedy) => {
    try {
      compileCondition(source, vocabulary);
      expect.unreachable(`${source} was compiled`);
    } catch (error) {
      expect(error).toBeInstanceOf(ConditionError);
      expect((error as ConditionError).message).toContain(message);
      if (source !== 'led.country == "US"') expect((error as ConditionError).remedy).toContain(remedy);
    }
  });
});

test('the facts a condition reads are listed', () => {
  const condition = conditionCompiler(vocabulary).condition(
    'lead.country == "US" && has(attributes.balance) && "a" in lead.tags',
  );
  expect(condition.facts).toEqual(['attributes.balance', 'lead.country', 'lead.tags']);
});
