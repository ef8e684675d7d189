import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreeNames, foldText, formalName, nameKey, nameOf, sameFormalName, splitName } from './name.ts';

describe('foldText', () => {
  test.each([
    ['  José  MARÍA ', 'jose maria'],
    ['Łukasz Żółć', 'lukasz zolc'],
    ['Søren Groß', 'soren gross'],
    ["O'Brien", 'obrien'],
    ['O’Brien', 'obrien'],
    ['Smith-Jones', 'smith jones'],
    ['Ærøskøbing', 'aeroskobing'],
    ['İstanbul', 'istanbul'],
    ['Юлия', 'юлия'],
    ['', ''],
    ['---', ''],
  ])('%s', (text, expected) => expect(foldText(text)).toBe(expected));

  test('folding twice is folding once; case, blanks and accents change nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = foldText(text);
        expect(foldText(folded)).toBe(folded);
        expect(foldText(`  ${text.normalize('NFD')} `)).toBe(folded);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcäöéñ XYZ') }), (text) => {
        expect(foldText(text.toUpperCase())).toBe(foldText(text));
      }),
    );
  });
});

describe('splitName', () => {
  test.each([
    ['Jane Doe', 'jane', '', 'doe', ''],
    ['Doe, Jane', 'jane', '', 'doe', ''],
    ['Dr. José-María van der Berg Jr.', 'jose', 'maria', 'vanderberg', 'jr'],
    ['Ms Jane A. Doe, PhD', 'jane', 'a', 'doe', ''],
    ['John Smith III', 'john', '', 'smith', 'iii'],
    ['Smith, John, Jr.', 'john', '', 'smith', 'jr'],
    ['Ludwig van Beethoven', 'ludwig', '', 'vanbeethoven', ''],
    ['Yo Yo Ma', 'yo', 'yo', 'ma', ''],
    ['Madonna', 'madonna', '', '', ''],
    ['', '', '', '', ''],
  ])('%s', (text, given, middle, surname, generation) => {
    expect(splitName(text)).toEqual({ given, middle, surname, generation });
  });
});

test('parts are taken as given, and the full name only where they are not', () => {
  expect(nameOf({ firstName: 'Ana María', lastName: 'de la Cruz' })).toMatchObject({
    given: 'ana',
    middle: 'maria',
    surname: 'delacruz',
  });
  expect(nameOf({ firstName: 'Dr. Jane', lastName: 'Doe', fullName: 'Somebody Else' })).toMatchObject({
    given: 'jane',
    surname: 'doe',
  });
  expect(nameOf({ firstName: 'Jane', fullName: 'Jane Doe' })).toMatchObject({ given: 'jane', surname: 'doe' });
  expect(nameOf({})).toMatchObject({ given: '', surname: '' });
});

test('the key of a name is its formal one; half a name has none', () => {
  expect(nameKey(splitName('Bob Smith'))).toBe(nameKey(splitName('ROBERT SMITH')));
  expect(nameKey(splitName('Madonna'))).toBe('');
  expect(formalName('chris')).toBe('chris');
});

test.each([
  ['paco', 'francisco', true],
  ['chris', 'christine', true],
  ['chris', 'christopher', true],
  ['bill', 'liam', true],
  ['bob', 'peter', false],
  ['xyz', 'abc', false],
])('%s can be %s: %s', (a, b, expected) => {
  expect(sameFormalName(a, b)).toBe(expected);
});

describe('agreeNames', () => {
  test.each([
    ['Jane Doe', 'JANE DOE', 'same'],
    ['Jane Doe', 'Doe, Jane', 'same'],
    ['Jane A. Doe', 'Jane Doe', 'same'],
    ['Bob Smith', 'Robert Smith', 'alike'],
    ['J Doe', 'Jane Doe', 'alike'],
    ['Jane Johnson', 'Jane Jonhson', 'alike'],
    ['Doe Jane', 'Jane Doe', 'alike'],
    ['Jane A. Doe', 'Jane B. Doe', 'different'],
    ['John Doe Jr', 'John Doe Sr', 'different'],
    ['Ann Doe', 'Anna Doe', 'different'],
    ['Jane Doe', 'Jane Roe', 'different'],
    ['Jane', 'Jane Doe', 'unknown'],
    ['', 'Jane Doe', 'unknown'],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(agreeNames(splitName(a), splitName(b))).toBe(expected);
    expect(agreeNames(splitName(b), splitName(a))).toBe(expected);
  });
});
