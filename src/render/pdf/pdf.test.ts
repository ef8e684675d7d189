import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOf, pdfString, widthOf } from './letters.ts';
import { type PdfDocument, pdfOf } from './pdf.ts';

const document = (...blocks: PdfDocument['blocks']): PdfDocument => ({ title: 'Worth', language: 'en', blocks });

/** Reads a file as its readers do: from its end to the table, from there to each object. */
function objectsIn(file: Buffer): string[] {
  const text = file.toString('latin1');
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const [, size = '', entries = ''] = /^xref\n0 (\d+)\n([\s\S]*?)trailer/.exec(text.slice(table)) ?? [];
  const begins = entries.match(/.{18} \n/g) ?? [];
  expect(begins).toHaveLength(Number(size));
  return begins.slice(1).map((entry, at) => {
    const [head = '', body = ''] = text.slice(Number(entry.slice(0, 10))).split(/(?<= obj\n)([\s\S]*?)\nendobj\n/);
    expect(head).toBe(`${at + 1} 0 obj\n`);
    return body;
  });
}

/** What is on each page, with the length that is told of it checked. */
function pagesIn(file: Buffer): string[] {
  return objectsIn(file).flatMap((object) => {
    const [, length, drawn = ''] = /^<< \/Length (\d+) >>\nstream\n([\s\S]*)endstream$/.exec(object) ?? [];
    if (length === undefined) return [];
    expect(drawn).toHaveLength(Number(length));
    return [drawn];
  });
}

describe('a PDF', () => {
  test('has a table that finds every object, and the text where it belongs', () => {
    const rows = [
      { name: 'Sold for', value: '$400,000' },
      { name: 'As your home', value: '$398,000', sum: true },
    ];
    const file = pdfOf(document({ kind: 'title', text: 'Worth (about)' }, { kind: 'table', caption: '1 Oak', rows }));
    const [page = '', ...more] = pagesIn(file);
    expect(more).toEqual([]);
    expect(page).toContain('BT /F2 20 Tf 64 701 Td (Worth \\(about\\)) Tj ET');
    expect(page).toContain('(Sold for) Tj');
    // Flush right: the end of the number is where the margin begins.
    const x = Number(/Tf ([\d.]+) [\d.]+ Td \(\$398,000\)/.exec(page)?.[1]);
    expect(x + widthOf('$398,000', 'bold', 10.5)).toBeCloseTo(548, 1);
    expect(objectsIn(file)[0]).toContain('/Lang (en)');
  });

  test('goes on over as many pages as it takes, and none is written below its edge', () => {
    const table = (rows: number) => ({
      ...({ kind: 'table', caption: 'Sales' } as const),
      rows: Array.from({ length: rows }, (_, i) => ({ name: `row ${i}`, value: '$1' })),
    });
    const pages = pagesIn(pdfOf(document(table(20), table(20), table(100))));
    expect(pages.length).toBe(5);
    expect(pages.join('').match(/\(row 99\)/g)).toHaveLength(1);
    // One that fits on a page is not torn.
    expect(pages.map((page) => page.match(/\(row 19\)/g)?.length ?? 0)).toEqual([1, 1, 1, 0, 0]);
    for (const [, y] of pages.join('').matchAll(/Tf [\d.]+ (-?[\d.]+) Td/g))
      expect(Number(y)).toBeGreaterThanOrEqual(64);
  });

  test('is the same bytes each time, and whole whatever the words are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const of = document(
          { kind: 'text', text },
          { kind: 'table', caption: text, rows: [{ name: text, value: '1' }] },
        );
        const file = pdfOf({ ...of, title: text });
        expect(file.every((byte) => byte < 0x7f)).toBe(true);
        expect(pagesIn(file).length).toBeGreaterThan(0);
        expect(pdfOf({ ...of, title: text }).equals(file)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('letters', () => {
  test.each([
    ['plain', '(plain)'],
    ['(a\\b)', '(\\(a\\\\b\\))'],
    ['Peña – 5 €', '(Pe\\361a \\226 5 \\200)'],
    ['−$5', '(\\226$5)'],
    ['Łódź ő', '(?\\363dz o)'],
    ['東京\n', '(?? )'],
  ])('%s', (text, coded) => {
    expect(pdfString(text)).toBe(coded);
  });

  test('lines are no wider than they may be, and no letter is lost', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        const lines = linesOf(text, 'plain', 11, 200);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const line of lines) expect(widthOf(line, 'plain', 11)).toBeLessThanOrEqual(200);
      }),
    );
  });
});
