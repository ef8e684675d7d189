import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../domain/limits.ts';
import { type DuplicatePair, dedupeRows, type FileRow } from './dedupe.ts';

async function pairsOf(rows: readonly FileRow[], options: { kind?: 'person' | 'company' } = {}) {
  const pairs: DuplicatePair[] = [];
  const result = await dedupeRows(rows, { idColumn: 'id', ...options, onPair: (pair) => void pairs.push(pair) });
  return { ...result, list: pairs.map(({ idA, idB }) => `${idA} ${idB}`), rules: pairs.map(({ rule }) => rule) };
}

const CONSONANTS = 'bcdfghklmnprstvz';
const VOWELS = 'aeiou';

/** A made-up word, the same for the same number, unlike those of its neighbours. */
function word(seed: number): string {
  let rest = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  let text = '';
  for (let letter = 0; letter < 7; letter++) {
    const from = letter % 2 === 0 ? CONSONANTS : VOWELS;
    text += from[rest % from.length];
    rest = Math.floor(rest / from.length) + (Math.imul(seed, letter + 3) % 97);
  }
  return text;
}

/** Strangers: no two agree in more than chance has it. */
function strangers(count: number): FileRow[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `s${at}`,
    given_name: word(at % 97),
    surname: word(1_000 + (at % 311)),
    dob: `${1930 + ((at * 7) % 71)}${String(1 + ((at * 5) % 12)).padStart(2, '0')}${String(1 + ((at * 11) % 28)).padStart(2, '0')}`,
    address_1: `${1 + ((at * 13) % 90)} ${word(5_000 + at)} street`,
    postcode: String(2_000 + ((at * 17) % 900)),
    phone: `04${String(10_000_000 + at * 7_919)}`,
  }));
}

const JANE = {
  given_name: 'Jane',
  surname: 'Sondergeld',
  dob: '1980-11-02',
  address_1: '12 High Street',
  postcode: '4011',
  phone: '0412345678',
};

describe('dedupeRows', () => {
  test('finds one person written in several ways, and nobody else', async () => {
    const rows = [
      ...strangers(400),
      { id: 'j1', ...JANE },
      { id: 'j2', ...JANE, surname: 'Sondergled', phone: '' },
      { id: 'j3', ...JANE, given_name: 'SONDERGELD', surname: 'jane', dob: '1980-02-11' },
    ];
    const found = await pairsOf(rows);
    expect(found).toMatchObject({ rows: 403, pairs: 3, clusters: 1, kind: 'person' });
    expect(found.list).toEqual(['j1 j2', 'j1 j3', 'j2 j3']);
    expect(found.rules[0]).toBe('given+birth+street+postcode');
  });

  test('a file of two rows is enough', async () => {
    const twice = [{ id: 'a', first_name: 'Jane', last_name: 'Doe', email: 'jane@acme.com' }];
    expect((await pairsOf([...twice, { ...twice[0]!, id: 'b' }])).list).toEqual(['a b']);
    expect((await pairsOf([...twice, { ...twice[0]!, id: 'b', first_name: 'Robert', email: '' }])).list).toEqual([]);
  });

  test('finds nothing among strangers', async () => {
    expect((await pairsOf(strangers(600))).list).toEqual([]);
  });

  test('keeps families apart: spouses, father and son, twins', async () => {
    const families = Array.from({ length: 150 }, (_, at) => {
      const home = {
        surname: word(20_000 + at),
        address_1: `${at} ${word(30_000 + at)} road`,
        postcode: String(3_000 + at),
        phone: `03${99_000_000 + at * 31}`,
      };
      const father = { id: `f${at}`, given_name: word(40_000 + at), dob: `19${40 + (at % 30)}0512`, ...home };
      return [
        father,
        { id: `w${at}`, given_name: word(50_000 + at), dob: `19${42 + (at % 30)}0903`, ...home },
        { id: `x${at}`, given_name: father.given_name, dob: `19${70 + (at % 25)}1127`, ...home },
        { id: `y${at}`, given_name: word(60_000 + at), dob: `19${70 + (at % 25)}1127`, ...home },
      ];
    }).flat();
    const doubles = families.slice(0, 40).map((row) => ({ ...row, id: `${row.id}d`, surname: `${row.surname}e` }));
    const found = await pairsOf([...families, ...doubles]);
    expect(found.list.toSorted()).toEqual(doubles.map(({ id }) => `${id.slice(0, -1)} ${id}`).toSorted());
  });

  test.each([
    ['name', { given_name: 'Jane', surname: 'Sondergeld' }],
    ['address', { address_1: '12 High Street', postcode: '4011' }],
    ['telephone', { phone: '0412345678' }],
    [
      'name of the family and address',
      { surname: 'Sondergeld', address_1: '12 High Street', postcode: '4011', phone: '0412345678' },
    ],
  ])('a shared %s alone is not one person', async (_, shared) => {
    // The more doubles a file holds, the less a further one needs.
    const doubles = strangers(400)
      .slice(0, 80)
      .map((row) => ({ ...row, id: `${row.id}d` }));
    const found = await pairsOf([...strangers(400), ...doubles, { id: 'a', ...shared }, { id: 'b', ...shared }]);
    expect(found.list).toEqual(doubles.map(({ id }) => `${id.slice(0, -1)} ${id}`));
  });

  test('companies: name and domain or address; branches of one chain stay apart', async () => {
    const rows = [
      ...Array.from({ length: 200 }, (_, at) => ({
        id: `c${at}`,
        company: `${word(at)} ${word(at + 9_000)} Ltd`,
        website: `${word(at)}.example`,
        city: word(at % 20),
        address: `${at} ${word(at + 300)} street`,
        phone: `20255${10_000 + at}`,
      })),
      {
        id: 'a1',
        company: 'Acme Widgets Inc.',
        website: 'https://www.acme.com/',
        city: 'Reno',
        address: '',
        phone: '',
      },
      { id: 'a2', company: 'ACME Widgets', website: 'acme.com', city: '', address: '', phone: '' },
      { id: 'b1', company: 'Burger Barn', website: '', city: 'Reno', address: '1 Main St', phone: '775 555 0100' },
      { id: 'b2', company: 'Burger Barn', website: '', city: 'Lyon', address: '99 Quai Nord', phone: '212 555 0199' },
      {
        id: 'p1',
        company: 'Chez Panisse',
        website: '',
        city: 'Berkeley',
        address: '1517 Shattuck Ave.',
        phone: '510-548-5525',
      },
      {
        id: 'p2',
        company: 'Chez Panisse Restaurant',
        website: '',
        city: 'Berkeley',
        address: '1517 Shattuck Avenue',
        phone: '510/548-5525',
      },
    ];
    const found = await pairsOf(rows);
    expect(found.kind).toBe('company');
    expect(found.list).toEqual(['a1 a2', 'p1 p2']);
  });

  test('rows come from a stream, the same rows give the same pairs, and a slow writer is waited for', async () => {
    const rows = [...strangers(1_200), { id: 'j1', ...JANE }, { id: 'j2', ...JANE }];
    async function* stream() {
      yield* rows;
    }
    const written: string[] = [];
    const write = async ({ idA, idB }: DuplicatePair) => {
      await Promise.resolve();
      written.push(`${idA} ${idB}`);
    };
    const shares: number[] = [];
    await dedupeRows(stream(), { idColumn: 'id', onPair: write, onProgress: (share) => shares.push(share) });
    expect(written).toEqual((await pairsOf(rows)).list);
    expect(shares.at(-1)).toBe(1);
  });

  test('an empty file has no pairs', async () => {
    expect(await pairsOf([])).toMatchObject({ rows: 0, pairs: 0, clusters: 0 });
  });

  test('a block that everybody shares does not make the work quadratic', async () => {
    const all = (count: number) =>
      strangers(count).map((row) => ({ ...row, postcode: '4011', surname: 'smith', given_name: 'jane' }));
    const took = async (count: number) => {
      const start = process.cpuUsage();
      await pairsOf(all(count));
      return process.cpuUsage(start).user;
    };
    await took(500);
    // Sixteen times the rows would take 256 times as long if each were compared with each.
    expect(await took(8_000)).toBeLessThan(100 * (await took(500)));
  });
});

test('the limits leave room for a million rows in one number with a 32-bit key', () => {
  expect(LIMITS.dedupeRows).toBeGreaterThanOrEqual(1_000_000);
  expect(LIMITS.dedupeRows * 2 ** 32).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER + 1);
});
