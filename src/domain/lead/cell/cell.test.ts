import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBasis } from './basis.ts';
import { dateOrderOf, readBirthDate } from './birth-date.ts';
import { readLanguage } from './language.ts';
import { readLinkedin, readWebsite } from './link.ts';
import { readList } from './list.ts';
import { partOfName, showName, splitFullName } from './person.ts';
import { bareText } from './text.ts';
import { readZone } from './zone.ts';

test.each([
  ["'+4915112345678", '+4915112345678'],
  ['="0049123"', '0049123'],
  ["'=SUM(A1)", '=SUM(A1)'],
  ["'t Hooft", "'t Hooft"],
  ['  a ', 'a'],
  ['a\0b', 'ab'],
  ['e\u0301', 'é'],
  ['\ud800x', '\ufffdx'],
  ['\u00a0', ''],
])('bare text %j', (cell, expected) => expect(bareText(cell)).toBe(expected));

test('law: bare text is bare', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\0', '\ud800', 'e\u0301', '\n', '\u00a0') }), (cell) => {
      const text = bareText(cell);
      expect(text.trim() === text && text.isWellFormed() && !text.includes('\0')).toBe(true);
      expect(bareText(text)).toBe(text);
    }),
  );
});

describe('names', () => {
  test.each([
    ['John Smith', 'John', 'Smith'],
    ['Smith, John', 'John', 'Smith'],
    ['Dr. José-María van der Berg Jr.', 'José-María', 'van der Berg'],
    ['JOHN SMITH', 'John', 'Smith'],
    ['john smith-jones', 'John', 'Smith-Jones'],
    ['Jane Doe, MBA', 'Jane', 'Doe'],
    ['Madonna', 'Madonna', null],
    ['🚀 Jane Doe ✨', 'Jane', 'Doe'],
    ['Mary Ann Lee', 'Mary', 'Lee'],
    ['MARIA DE LA CRUZ', 'Maria', 'de la Cruz'],
    ['Ludwig van Beethoven', 'Ludwig', 'van Beethoven'],
    ["SEAN O'BRIEN", 'Sean', "O'Brien"],
    ['Jean McDonald', 'Jean', 'McDonald'],
    ['Doe, Jane, PhD', 'Jane', 'Doe'],
    ['Jane Doe PhD', 'Jane', 'Doe'],
    ['Yo-Yo Ma', 'Yo-Yo', 'Ma'],
    ['Mai Ling Ma', 'Mai', 'Ma'],
    ['Jane Doe, MA', 'Jane', 'Doe'],
    ['Ana Md', 'Ana', 'Md'],
    ['John Jr.', 'John', null],
    ['Don Johnson', 'Don', 'Johnson'],
    ['Don Diego Vega', 'Diego', 'Vega'],
    ['Mr. & Mrs. John Smith', 'John', 'Smith'],
    ['Prof. Dr. h.c. Max Mustermann', 'Max', 'Mustermann'],
    ['Dr. med. Eva Klein', 'Eva', 'Klein'],
    ['Dipl.-Ing. Eva Klein', 'Eva', 'Klein'],
    ['Jane Doe | Acme', 'Jane', 'Doe'],
    ['Jane Doe - CEO at Acme', 'Jane', 'Doe'],
    ['Jane Doe (Realtor)', 'Jane', 'Doe'],
    ['Jane (Acme)', 'Jane', '(Acme)'],
    ['DUPONT Jean', 'Jean', 'Dupont'],
    ['Jean DUPONT', 'Jean', 'Dupont'],
    ['JMB Smith', 'JMB', 'Smith'],
    ['E. Cummings', 'E.', 'Cummings'],
    ['Jill St. John', 'Jill', 'St. John'],
  ])('whole %j', (text, firstName, lastName) => expect(splitFullName(text)).toEqual({ firstName, lastName }));
  test.each([
    ['Dr. JOHN', 'John'],
    ['Smith, MBA', 'Smith'],
    ['JP', 'JP'],
    ['de la Cruz', 'de la Cruz'],
    ['Smith Jr.', 'Smith'],
    ['Smith MBA', 'Smith'],
    ['Van Ma', 'Van Ma'],
    ['Dr', 'Dr'],
    ['李', '李'],
  ])('part %j', (text, expected) => expect(partOfName(text)).toBe(expected));
  test('law: showing a name twice changes nothing, and only its case', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z' -]{1,20}$/), (name) => {
        expect(showName(showName(name))).toBe(showName(name));
        expect(showName(name).toLowerCase()).toBe(name.toLowerCase());
      }),
    );
  });
});

test.each([
  ['http://uk.linkedin.com/in/Jane-Doe-1/?trk=x', 'https://www.linkedin.com/in/jane-doe-1'],
  ['linkedin.com/in/jos%C3%A9', 'https://www.linkedin.com/in/josé'],
  ['/in/jane', 'https://www.linkedin.com/in/jane'],
  ['linkedin.com/in/%zz', 'https://www.linkedin.com/in/%zz'],
  ['https://www.linkedin.com/company/acme', null],
  ['https://www.linkedin.com/sales/lead/x', null],
  ['n.a.', null],
])('LinkedIn %j', (text, expected) => expect(readLinkedin(text)).toBe(expected));

test.each([
  ['Acme.com/de/', 'https://acme.com/de'],
  ['http://WWW.Acme.COM', 'http://www.acme.com'],
  ['HTTPS://acme.com/A?b=C', 'https://acme.com/A?b=C'],
  ['acme', null],
  ['our site', null],
])('website %j', (text, expected) => expect(readWebsite(text)).toBe(expected));

test.each([
  ['AWS; Stripe;aws', ['AWS', 'Stripe']],
  ['a, b', ['a', 'b']],
  ['["x","y, z"]', ['x', 'y', 'z']],
  ['a|b,c', ['a', 'b,c']],
  ['-', []],
  ['', []],
])('list %j', (text, expected) => expect(readList(text)).toEqual(expected));

test.each([
  ['1980-02-29', null, '1980-02-29'],
  ['19800229', null, '1980-02-29'],
  ['1980-02-29T00:00:00Z', null, '1980-02-29'],
  ['29.02.1980', null, '1980-02-29'],
  ['29/02/1980', null, '1980-02-29'],
  ['02/29/1980', null, '1980-02-29'],
  ['03/04/1980', null, null],
  ['03/04/1980', 'day-first', '1980-04-03'],
  ['03/04/1980', 'month-first', '1980-03-04'],
  ['04/04/1980', null, '1980-04-04'],
  ['1981-02-29', null, null],
  ['1980-13-01', null, null],
  ['1980', null, null],
] as const)('birth date %j %j', (text, order, expected) => expect(readBirthDate(text, order)).toBe(expected));

test('a column shows its order by one clear date', () => {
  expect(dateOrderOf(['01/02/1990', '13/02/1990'])).toBe('day-first');
  expect(dateOrderOf(['01/02/1990', '02/13/1990'])).toBe('month-first');
  expect(dateOrderOf(['01/02/1990', 'x'])).toBeNull();
});

test.each([
  ['en-US', 'en'],
  ['Español (México)', 'es'],
  ['German', 'de'],
  ['DE', 'de'],
  ['Klingon', null],
])('language %j', (text, expected) => expect(readLanguage(text)).toBe(expected));

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['america_slash_new_york', 'America/New_York'],
  ['(GMT-05:00) America/New_York', 'America/New_York'],
  ['Eastern Time - US & Canada', 'America/New_York'],
  ['(GMT-08:00) Pacific Time (US & Canada)', 'America/Los_Angeles'],
  ['Mars/Base', null],
  ['EST', null],
])('zone %j', (text, expected) => expect(readZone(text)).toBe(expected));

test.each([
  ['Legitimate interest – prospect/lead', 'legitimate-interest'],
  ['Freely given consent from contact', 'consent'],
  ['Performance of a contract', 'contract'],
  ['Not applicable', null],
  ['No consent', 'none'],
  ['none', 'none'],
  ['Obtained', 'consent'],
  ['', null],
])('basis %j', (text, expected) => expect(readBasis(text)).toBe(expected));
