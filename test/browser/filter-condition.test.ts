/** The filter of a list as the app shows it: cut into conditions and joined again it asks what it asked; what is no question of the form stays. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allOf,
  fieldOf,
  holds,
  type ListField,
  partsOf,
  questionOf,
  replaced,
  textOf,
  withMore,
} from '../../app/src/parts/filter/condition.ts';
import { partSaid } from '../../app/src/parts/filter/said.ts';
import { LISTS as ENGLISH } from '../../app/src/words/en/lists.ts';
import { SHELL as ENGLISH_SHELL } from '../../app/src/words/en/shell.ts';
import { LISTS as SPANISH } from '../../app/src/words/es/lists.ts';
import { SHELL as SPANISH_SHELL } from '../../app/src/words/es/shell.ts';
import { type Filter, readFilter } from '../../src/domain/list/filter.ts';
import { LISTS } from '../../src/domain/list/schema.ts';

/** What a filter asks, without the brackets that mean nothing. */
function meaning(text: string): Filter {
  const flat = (filter: Filter): Filter => {
    if ('all' in filter) return { all: filter.all.map(flat).flatMap((one) => ('all' in one ? one.all : [one])) };
    if ('any' in filter) return { any: filter.any.map(flat).flatMap((one) => ('any' in one ? one.any : [one])) };
    return 'not' in filter ? { not: flat(filter.not) } : filter;
  };
  return flat(readFilter(text, { schema: LISTS.lead, inCampaign: true, now: 0 }));
}

const FIELDS = Object.entries(LISTS.lead).map(([name, { type, values = null, inCampaign = false }]) => ({
  ...{ name, type, values, inCampaign },
})) as unknown as readonly ListField[];
/** As the app fills a sentence; what does so there wants a browser. */
const filled = (text: string, blanks: Readonly<Record<string, string | number>>) => {
  const [one = '', more = one] = text.split(' | ');
  return (blanks.n === 1 ? one : more).replace(/\{(\w+)\}/g, (_, name: string) => String(blanks[name] ?? ''));
};
const said = (where: string, own: Readonly<Record<string, string>>, shell: Readonly<Record<string, string>>) =>
  partsOf(where).map((part) =>
    partSaid(part, FIELDS, (word, blanks = {}) => filled(own[word] ?? shell[word] ?? '', blanks)),
  );
const inEnglish = (where: string) => said(where, ENGLISH, ENGLISH_SHELL);

describe('a filter, condition by condition', () => {
  test.each([
    ['country == "DE"', ['country == "DE"']],
    ['(country == "DE") && ("vip" in tags && employees > 5)', ['country == "DE"', '"vip" in tags', 'employees > 5']],
    ['country == "DE" && (title == "a" || title == "b")', ['country == "DE"', 'title == "a" || title == "b"']],
    ['(title == "a") || (title == "b")', ['title == "a" || title == "b"']],
    ['company == "a && b) || (c" && city == \'x"y\'', ['company == "a && b) || (c"', "city == 'x\"y'"]],
    ['title == "a" || city == "b" && city != "c"', ['title == "a" || (city == "b" && city != "c")']],
    ['paused ? country == "DE" : country == "FR"', ['paused ? country == "DE" : country == "FR"']],
    ['paused ? city == "a" : paused && city == "b"', ['paused ? city == "a" : paused && city == "b"']],
    ['company == "\\" && \\""', ['company == "\\" && \\""']],
    ['country == "DE" && (', ['country == "DE" && (']],
    ['', []],
  ])('%s', (where, parts) => {
    expect(partsOf(where).map(({ text }) => text)).toEqual(parts);
  });

  test('cut and joined again it asks the same', () => {
    const text = fc.constantFrom('a', 'x && y', ') || (', '"', "it's", '\\', 'ü');
    const one = fc.oneof(
      text.map((word) => `company == ${JSON.stringify(word)}`),
      text.map((word) => holds('title', word)),
      fc.constantFrom(
        'paused',
        '!paused',
        'employees >= 50',
        '"vip" in tags',
        'createdAt > daysAgo(7)',
        'city != null',
      ),
      fc.constantFrom('!(city == "a" || city == "b")', 'country in ["DE", "FR"]', 'attributes.rooms >= 3'),
    );
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        one,
        fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((of) => of.map((part) => `(${part})`).join(' && ')),
        fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((of) => of.map((part) => `(${part})`).join(' || ')),
        fc.tuple(one, one, one).map(([a, b, c]) => `${a} || ${b} && ${c}`),
      ),
    }));
    fc.assert(
      fc.property(tree, (where) => {
        expect(meaning(allOf(partsOf(where)))).toEqual(meaning(where));
      }),
      { numRuns: 500 },
    );
  });

  test('a condition is added beside the others or instead of them, changed alone and taken off alone', () => {
    const parts = partsOf('country == "DE" && employees > 5');
    expect(withMore(parts, 'paused', '&&')).toBe('country == "DE" && employees > 5 && paused');
    expect(withMore(parts, 'paused', '||')).toBe('(country == "DE" && employees > 5) || paused');
    expect(withMore(partsOf('paused || city == "a"'), 'city == "b"', '||')).toBe(
      'paused || city == "a" || city == "b"',
    );
    expect(allOf(replaced(parts, 0, 'paused || city == "a"'))).toBe('(paused || city == "a") && employees > 5');
    expect(allOf(replaced(parts, 0, ''))).toBe('employees > 5');
    expect(allOf(replaced(partsOf('paused'), 0, ''))).toBe('');
  });

  test('a question of the form is read from its text and written the same; what is none is left', () => {
    for (const text of [
      ...['country == "DE"', 'country != "D\\"E"', 'employees >= 50', 'employees < 5', 'createdAt > daysAgo(7)'],
      ...['city == null', 'city != null', 'title.lowerAscii().contains("vp")', 'title.contains("VP")'],
      ...['company.contains("Ü")', 'country in ["DE", "FR"]', 'paused == true'],
    ]) {
      expect(textOf(questionOf(text)!)).toBe(text);
    }
    expect(questionOf('"vip" in tags')).toEqual({ field: 'tags', how: 'holds', value: 'vip', bare: false });
    for (const text of [
      '!(city == "a")',
      'size(tags) == 0',
      'company == "\\u{1}"',
      'city < null',
      'country in ["a,b"]',
    ]) {
      expect(questionOf(text)).toBeNull();
    }
    expect(fieldOf('country', FIELDS)?.name).toBe('lead.country');
    expect(fieldOf('stage', FIELDS)?.name).toBe('standing.stage');
  });

  test('it is said in both languages, the text where there are no words for it', () => {
    const where =
      'country == "DE" && employees >= 50 && createdAt > daysAgo(1) && standing.tier == "hot" && !paused && ' +
      '(title.lowerAscii().contains("vp") || ("a" in tags && city == null)) && size(tags) == 0';
    expect(inEnglish(where)).toEqual([
      ...['Country is DE', 'Employees is at least 50', 'Came in after 1 day ago', 'Tier is Hot', 'Paused: no'],
      ...['Title holds vp or (Tags holds a and City is not known)', 'size(tags) == 0'],
    ]);
    expect(said(where, SPANISH, SPANISH_SHELL)[0]).toBe('País es DE');
    expect(said('paused', SPANISH, SPANISH_SHELL)).toEqual(['En pausa: sí']);
  });

  test('every field of a list with a form has a name in words', () => {
    const names = [...Object.keys(LISTS.lead), ...Object.keys(LISTS.account)].filter((name) => name !== 'attributes.*');
    for (const words of [ENGLISH, SPANISH] as readonly Readonly<Record<string, string>>[]) {
      const mute = names.filter((name) => !(`field.${name}` in words) && !(`field.${name.split('.')[1]}` in words));
      expect(mute).toEqual([]);
    }
  });
});
