import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../domain/limits.ts';
import { RecordSplitter, type Syntax, splitRecords, type TextRecord } from './records.ts';

const COMMA: Syntax = { delimiter: ',', lineEnd: 'lf' };
const all = (text: string, syntax = COMMA): TextRecord[] => splitRecords(text, syntax, Number.MAX_SAFE_INTEGER, true);
const cellsOf = (text: string, syntax = COMMA): string[][] => all(text, syntax).map(({ cells }) => cells);

function inPieces(text: string, sizes: readonly number[], syntax = COMMA): TextRecord[] {
  const splitter = new RecordSplitter(syntax);
  const records: TextRecord[] = [];
  const take = (final: boolean): void => {
    for (let record = splitter.next(final); record !== null; record = splitter.next(final)) records.push(record);
  };
  let at = 0;
  for (let i = 0; at < text.length; i++) {
    const size = sizes[i % sizes.length]!;
    splitter.push(text.slice(at, at + size));
    at += size;
    take(false);
  }
  take(true);
  return records;
}

describe('cells', () => {
  test.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a,b', [['a', 'b']]],
    ['a,\n', [['a', '']]],
    ['"a,b",c\r\n', [['a,b', 'c']]],
    ['"a ""b""",c', [['a "b"', 'c']]],
    ['a, "b, c" ,d\n', [['a', 'b, c', 'd']]],
    ['"John "Jo" Doe",x\n', [['John "Jo" Doe', 'x']]],
    ['5" pipe,x\n', [['5" pipe', 'x']]],
    [
      '"a\nb",c\nd,e',
      [
        ['a\nb', 'c'],
        ['d', 'e'],
      ],
    ],
    ['"",""\n', [['', '']]],
  ])('%j', (text, expected) => expect(cellsOf(text)).toEqual(expected));
});

test('lines are those of the file, quoted line ends counted', () => {
  expect(all('h\n"a\nb\nc"\n\nd\n').map(({ line, nextLine }) => [line, nextLine])).toEqual([
    [1, 2],
    [2, 5],
    [6, 7],
  ]);
});

describe('an unclosed quote', () => {
  test('costs one row where another quote follows', () => {
    const records = all('a,"b,c\nd,"e",f\ng,h,i\n');
    expect(records.map(({ problem }) => problem)).toEqual(['unclosed-quote', null, null]);
    expect(records[0]).toMatchObject({ line: 1, cells: ['a', '"b', 'c'] });
    expect(records[1]!.cells).toEqual(['d', 'e', 'f']);
  });
  test('costs one row where none follows', () => {
    expect(all('a,"b\nc,d\ne,f').map(({ cells, problem }) => [cells.length, problem])).toEqual([
      [2, 'unclosed-quote'],
      [2, null],
      [2, null],
    ]);
  });
  test('is given up at its bound, before the file ends', () => {
    const splitter = new RecordSplitter(COMMA);
    splitter.push('a,"b\n');
    const filler = `${'x,y\n'.repeat(250_000)}`;
    let first: TextRecord | null = null;
    let pushed = 0;
    while (first === null && pushed < 2 * LIMITS.recordCharacters) {
      splitter.push(filler);
      pushed += filler.length;
      first = splitter.next();
    }
    expect(first).toMatchObject({ line: 1, problem: 'unclosed-quote' });
    expect(splitter.next()).toMatchObject({ line: 2, cells: ['x', 'y'], problem: null });
  });
});

test('a line without end is given up and let go, the next is read', () => {
  const splitter = new RecordSplitter(COMMA);
  splitter.push('a'.repeat(LIMITS.recordCharacters + 1));
  expect(splitter.next()).toBeNull();
  expect(splitter.pending).toBe(0);
  splitter.push('aaa\nb,c\n');
  expect(splitter.next()).toMatchObject({ line: 1, problem: 'row-too-long', end: LIMITS.recordCharacters + 5 });
  expect(splitter.next()).toMatchObject({ line: 2, cells: ['b', 'c'] });
});

const anyText = fc.string({
  unit: fc.constantFrom('a', 'é', ',', ';', '"', '\n', '\r', ' ', '\t', '\0'),
  maxLength: 80,
});

test('law: pieces do not matter', () => {
  fc.assert(
    fc.property(
      anyText,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom<Syntax['lineEnd']>('lf', 'cr'),
      (text, sizes, lineEnd) => {
        const syntax = { delimiter: ',', lineEnd };
        const whole = inPieces(text, [Math.max(1, text.length)], syntax);
        expect(inPieces(text, sizes, syntax)).toEqual(whole);
      },
    ),
  );
});

test('law: positions cover the text, lines rise, reading on from any position gives the rest', () => {
  fc.assert(
    fc.property(anyText, fc.nat(10), (text, at) => {
      const records = inPieces(text, [Math.max(1, text.length)]);
      expect(records.at(-1)?.end ?? 0).toBe(text.length);
      const from = records[at];
      if (from === undefined) return;
      const rest = new RecordSplitter(COMMA, { position: from.end, line: from.nextLine });
      rest.push(text.slice(from.end));
      const again: TextRecord[] = [];
      for (let record = rest.next(true); record !== null; record = rest.next(true)) again.push(record);
      expect(again).toEqual(records.slice(at + 1));
    }),
  );
});

test('law: what is written by the rules is read as it was', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', ';', '"', '\n', '\r\n', ' ', '\t'), maxLength: 12 });
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }));
  fc.assert(
    fc.property(table, fc.constantFrom(',', ';', '\t', '|'), (rows, delimiter) => {
      const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter)).join('\n');
      expect(cellsOf(text, { delimiter, lineEnd: 'lf' })).toEqual(rows);
    }),
  );
});
