/** Tests of columns, subjects, evidence, blocks and links together: what a row becomes and what two rows say. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BLOCKINGS } from './blocks.ts';
import { type SubjectKind, subjectColumns } from './columns.ts';
import { weighCompanies } from './company-evidence.ts';
import { weighPeople } from './evidence.ts';
import { bitsNeeded, expectedMatches, groupLinks, oddsAgainst, personalBitsNeeded } from './link.ts';
import { agreedParts, birthDigits, dateOrderOf, subjectReader, Vocabulary } from './subject.ts';

type Row = Readonly<Record<string, string>>;

function subjectsOf(rows: readonly Row[], kind?: SubjectKind) {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const read = subjectReader(subjectColumns(headers, rows, kind), 'day-first', new Vocabulary());
  return rows.map((row, at) => read(String(at), row));
}

describe('subjectColumns', () => {
  test.each([
    [
      ['given_name', 'surname', 'date_of_birth', 'address_1', 'suburb', 'postcode', 'soc_sec_id'],
      'person',
      ['given', 'surname', 'birthDate', 'street', 'locality', 'postcode'],
    ],
    [
      ['fname_c1', 'fname_c2', 'lname_c1', 'lname_c2', 'by', 'bm', 'bd'],
      'person',
      ['given', 'middle', 'surname', 'surname2', 'birthYear', 'birthMonth', 'birthDay'],
    ],
    [['First Name', 'Last Name', 'E-mail', 'Mobile Phone'], 'person', ['given', 'surname', 'email', 'phone']],
    [['name', 'surname', 'dob'], 'person', ['given', 'surname', 'birthDate']],
    [['Company Name', 'Website', 'City', 'Zip Code'], 'company', ['company', 'website', 'locality', 'postcode']],
  ])('%j', (headers, kind, parts) => {
    const columns = subjectColumns(headers as string[], []);
    expect(columns.kind).toBe(kind);
    expect(Object.keys(columns.headers).sort()).toEqual((parts as string[]).toSorted());
  });

  test('a bare name column is of companies where the names read like businesses', () => {
    const businesses = [{ name: 'Acme Grill' }, { name: "Joe's" }, { name: 'Pacific Dental Group' }];
    const people = [{ name: 'Jane Doe' }, { name: 'Robert van der Berg' }, { name: 'Maria Garcia' }];
    expect(subjectColumns(['name', 'addr', 'city', 'phone'], businesses)).toMatchObject({
      kind: 'company',
      headers: { company: 'name' },
    });
    expect(subjectColumns(['name', 'addr', 'city', 'phone'], people)).toMatchObject({
      kind: 'person',
      headers: { fullName: 'name' },
    });
    expect(subjectColumns(['name'], people, 'company').kind).toBe('company');
  });
});

describe('subjects', () => {
  test.each([
    ['19081209', 'day-first', '19081209'],
    ['1908-12-09', 'month-first', '19081209'],
    ['09/12/1908', 'day-first', '19081209'],
    ['12/09/1908', 'month-first', '19081209'],
    ['9.1.08', 'day-first', '20080109'],
    ['9.1.78', 'day-first', '19780109'],
    ['1908', 'day-first', ''],
    ['', 'day-first', ''],
  ] as const)('birth date %s, %s', (text, order, expected) => expect(birthDigits(text, order)).toBe(expected));

  test('the order of day and month is read from the dates', () => {
    expect(dateOrderOf(['01/02/1980', '01/31/1980'])).toBe('month-first');
    expect(dateOrderOf(['01/02/1980', '31/01/1980'])).toBe('day-first');
    expect(dateOrderOf(['01/02/1980'])).toBe('day-first');
    expect(dateOrderOf(['1980-02-31'])).toBe('day-first');
  });

  test('cells are folded; placeholders are nothing; a house number is told from its street', () => {
    const [subject] = subjectsOf([
      {
        first_name: 'José',
        last_name: 'NA',
        address: '12a High St.',
        phone: '+1 (202) 555-0100',
        by: '1949',
        bm: '7',
        bd: '22',
      },
    ]);
    expect(subject).toMatchObject({
      given: { text: 'jose' },
      surname: null,
      houseNumber: { text: '12a' },
      street: { text: 'highstreet' },
      phone: { text: '2025550100' },
      birth: { text: '19490722' },
    });
  });
});

const cell = (...values: string[]) => fc.constantFrom('', ...values);
const personRow = fc.record({
  given_name: cell('jane', 'jan', 'robert', 'bob', 'smith', 'doe'),
  surname: cell('smith', 'smyth', 'doe', 'jane', 'sondergeld'),
  dob: cell('19801102', '19800211', '19801103', '19551102', '19790512'),
  email: cell('jane@acme.com', 'jane@acme.co', 'bob@x.org'),
  phone: cell('2025550100', '2025550101', '3035550100'),
  address_1: cell('12 high street', '12 hihg street', '4 low road'),
  postcode: cell('4011', '4101'),
});

describe('evidence', () => {
  test('is the same whichever row comes first', () => {
    fc.assert(
      fc.property(fc.array(personRow, { minLength: 2, maxLength: 6 }), (rows) => {
        const [a, b] = subjectsOf(rows, 'person');
        expect(weighPeople(a!, b!, 1_000)).toEqual(weighPeople(b!, a!, 1_000));
      }),
      { numRuns: 1_000 },
    );
  });

  const bitsOf = (a: Row, b: Row, others: readonly Row[] = []) => {
    const [first, second] = subjectsOf([a, b, ...others], 'person');
    return weighPeople(first!, second!, 1_000).bits;
  };
  const jane = { given_name: 'jane', surname: 'sondergeld', dob: '19801102' };

  test('grows with each part that agrees and falls with each that differs', () => {
    const whole = bitsOf(jane, jane);
    const { dob: _, ...nameless } = jane;
    expect(bitsOf(nameless, nameless)).toBeLessThan(whole);
    expect(bitsOf(jane, { ...jane, given_name: 'walter' })).toBeLessThan(bitsOf(jane, { ...jane, given_name: '' }));
    expect(bitsOf(jane, { ...jane, surname: 'sondergled' })).toBeLessThan(whole);
    expect(bitsOf(jane, { ...jane, surname: 'sondergled' })).toBeGreaterThan(
      bitsOf(jane, { ...jane, surname: 'miller' }),
    );
  });

  test('a common surname says less than a rare one', () => {
    const others = Array.from({ length: 300 }, () => ({ given_name: 'x', surname: 'sondergeld', dob: '' }));
    expect(bitsOf(jane, jane, others)).toBeLessThan(bitsOf(jane, jane));
  });

  test('exchanged names and exchanged day and month still speak for one person', () => {
    expect(bitsOf(jane, { ...jane, given_name: 'sondergeld', surname: 'jane' })).toBeGreaterThan(
      bitsOf(jane, { ...jane, given_name: 'x', surname: 'y' }) + 10,
    );
    expect(bitsOf(jane, { ...jane, dob: '19800211' })).toBeGreaterThan(bitsOf(jane, { ...jane, dob: '' }));
  });

  test('a default date that everybody has proves nothing', () => {
    const others = Array.from({ length: 500 }, (_, at) => ({ given_name: `a${at}`, surname: 'b', dob: '19000101' }));
    const born = { ...jane, dob: '19000101' };
    expect(bitsOf(born, born, others) - bitsOf({ ...jane, dob: '' }, { ...jane, dob: '' }, others)).toBeLessThan(2);
  });

  test('a mailbox that differs by its number alone says no more than the name it is made of', () => {
    const mailed = (email: string) => ({ ...jane, email });
    const slipped = bitsOf(mailed('jane.sondergeld@x.org'), mailed('jane.sondergled@x.org'));
    const numbered = bitsOf(mailed('jane.sondergeld27@x.org'), mailed('jane.sondergeld98@x.org'));
    expect(numbered).toBe(bitsOf(jane, jane));
    expect(slipped).toBeGreaterThan(numbered);
  });

  test('a wholly other address is one fact, however many parts it has', () => {
    const home = { ...jane, address_1: '12 high street', postcode: '4011', suburb: 'bonn' };
    const moved = { ...jane, address_1: '7 ferry lane', postcode: '90210', suburb: 'lyon' };
    expect(bitsOf(jane, jane) - bitsOf(home, moved)).toBeLessThan(4);
  });

  test('companies agree by their rarer words, whatever the legal form', () => {
    const rows = [
      { company: 'Pacific Dental Group Inc.', city: 'Reno' },
      { company: 'Pacific Dental', city: 'Reno' },
      { company: 'Atlantic Group', city: 'Reno' },
      ...Array.from({ length: 50 }, (_, at) => ({ company: `Other${at} Group`, city: 'Reno' })),
    ];
    const [a, b, c] = subjectsOf(rows, 'company');
    expect(weighCompanies(a!, b!, rows.length).bits).toBeGreaterThan(0);
    expect(weighCompanies(a!, c!, rows.length).bits).toBeLessThan(0);
    expect(weighCompanies(a!, b!, rows.length)).toEqual(weighCompanies(b!, a!, rows.length));
  });

  test('agreed parts are named', () => {
    const [a, b] = subjectsOf([jane, { ...jane, dob: '' }]);
    expect(agreedParts(a!, b!)).toEqual(['given', 'surname']);
  });
});

test.each([
  ['surname misspelt', { surname: 'sondergelt' }],
  ['given name missing', { given_name: '' }],
  ['names exchanged', { given_name: 'sondergeld', surname: 'jane' }],
  ['day and month exchanged', { dob: '19800211' }],
  ['year wrong', { dob: '19901102' }],
  ['surname changed', { surname: 'miller' }],
])('two rows of one person share a block: %s', (_, change) => {
  const row = {
    given_name: 'jane',
    surname: 'sondergeld',
    dob: '19801102',
    address_1: '12 high street',
    postcode: '4011',
  };
  const [a, b] = subjectsOf([row, { ...row, ...change }]);
  const shared = BLOCKINGS.person.filter((blocking) => blocking(a!).some((key) => blocking(b!).includes(key)));
  expect(shared.length).toBeGreaterThan(0);
});

describe('links', () => {
  test('what a pair needs grows with the rows and falls with the matches', () => {
    expect(bitsNeeded(1_000_000, 1_000)).toBeGreaterThan(bitsNeeded(1_000, 1_000));
    expect(bitsNeeded(1_000, 500)).toBeLessThan(bitsNeeded(1_000, 5));
    expect(personalBitsNeeded(1_000, 10)).toBeGreaterThan(personalBitsNeeded(1, 10));
  });

  test('matches are counted from what the pairs say', () => {
    const strong = oddsAgainst(1_000, 1) + 20;
    expect(
      expectedMatches(
        Float64Array.from({ length: 50 }, () => strong),
        1_000,
      ),
    ).toBeCloseTo(50, 0);
    expect(
      expectedMatches(
        Float64Array.from({ length: 50 }, () => 1),
        1_000,
      ),
    ).toBeLessThan(2);
    expect(expectedMatches(new Float64Array(), 1_000)).toBe(1);
  });

  const link = (first: number, second: number, bits = 30) => ({ first, second, bits, personal: 10, own: 10 });

  test('a chain of pairs is one group; a weak bridge between two people is cut', () => {
    const links = [link(0, 1), link(2, 3), link(1, 2, 20)];
    expect(groupLinks(links, () => 25, 10)).toEqual([[0, 1, 2, 3]]);
    const weigh = (a: number, b: number) => (Math.min(a, b) === 1 && Math.max(a, b) === 2 ? 20 : -15);
    expect(groupLinks(links, weigh, 10)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  test('the groups do not depend on the order of the links', () => {
    const links = fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.integer({ min: 20, max: 24 })), { maxLength: 12 });
    fc.assert(
      fc.property(links, fc.integer(), (drawn, seed) => {
        const unique = new Map(drawn.filter(([a, b]) => a < b).map(([a, b, bits]) => [`${a} ${b}`, link(a, b, bits)]));
        const all = [...unique.values()];
        const weigh = (a: number, b: number) => ((a * 7 + b * 3) % 5) * 6;
        const shuffled = all.toSorted(
          (a, b) => ((a.first * 31 + a.second * seed) % 11) - ((b.first * 31 + b.second * seed) % 11),
        );
        expect(groupLinks(shuffled, weigh, 12)).toEqual(groupLinks(all, weigh, 12));
      }),
    );
  });
});
