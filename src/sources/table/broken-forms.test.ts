/** The same rows through every form in which exports are broken: all must give the same drafts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, expect, test } from 'vitest';
import type { LeadDraft } from '../../domain/lead/lead.ts';
import { openLeads } from './leads.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-forms-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = [
  ['First Name', 'Last Name', 'Email Address', 'Mobile Phone', 'Company', 'Notes'],
  ['José', 'Muñoz', 'Jose@Acme.es', '+34 612 345 678', 'Peña, S.L.', 'says "hi"\nthere'],
  ['Anna', 'van der Berg', 'anna@b.nl', '', 'B;V|x', '-'],
  ['Zoë', 'Null', 'zoe@z.com', 'N/A', 'Zed', 'a\tb'],
  ['', '', 'only@mail.org', '', '', ''],
];

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

function delimited(delimiter: string, lineEnd = '\n', all = false): string {
  const write = (cell: string): string =>
    all || cell.includes(delimiter) || /["\r\n]/.test(cell) ? quote(cell) : cell;
  return ROWS.map((row) => row.map(write).join(delimiter) + lineEnd).join('');
}

/** Every line one quoted cell; the header only where `header`. */
function quotedWhole(header: boolean): string {
  const lines = ROWS.map((row) => row.map((cell) => (/[",\n]/.test(cell) ? quote(cell) : cell)).join(','));
  return lines.map((line, at) => (at > 0 || header ? quote(line) : line)).join('\r\n');
}

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

const FORMS: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  comma: () => Buffer.from(delimited(',')),
  'UTF-8 with BOM': () => Buffer.from(`\ufeff${delimited(',')}`),
  semicolon: () => Buffer.from(delimited(';')),
  tab: () => Buffer.from(delimited('\t')),
  bar: () => Buffer.from(delimited('|')),
  'CR LF': () => Buffer.from(delimited(',', '\r\n')),
  'CR alone': () => Buffer.from(delimited(',', '\r')),
  'no line end at the end': () => Buffer.from(delimited(',').trimEnd()),
  'every cell quoted': () => Buffer.from(delimited(',', '\n', true)),
  'every row quoted': () => Buffer.from(quotedWhole(true)),
  'every row quoted but the header': () => Buffer.from(quotedWhole(false)),
  'UTF-16 LE': () => Buffer.from(`\ufeff${delimited('\t')}`, 'utf16le'),
  'UTF-16 LE without BOM': () => Buffer.from(delimited('\t'), 'utf16le'),
  'UTF-16 BE': () => utf16be(`\ufeff${delimited(',')}`),
  'UTF-16 BE without BOM': () => utf16be(delimited(',')),
  'Windows-1252': () => Buffer.from(delimited(';'), 'latin1'),
  'sep= line': () => Buffer.from(`sep=;\r\n${delimited(';', '\r\n')}`),
  'notes above': () =>
    Buffer.from(`Notes:\n"Some ""addresses"" are missing, see help, or\nwrite to us"\n\n${delimited(',')}`),
  'title above': () => Buffer.from(`Contacts;;;;;\n;;;;;\n${delimited(';')}`),
  'empty rows below': () => Buffer.from(`${delimited(',')},,,,,\n,,,,,\n\n`),
  'blank lines between': () => Buffer.from(delimited(',').replace('Anna', '\nAnna')),
  gzip: () => gzipSync(delimited(',')),
  'gzip of UTF-16': () => gzipSync(Buffer.from(`\ufeff${delimited(';')}`, 'utf16le')),
  xlsx: () => writeXlsx({ sheets: [{ name: 'Leads', rows: ROWS }] }),
  'xlsx, second sheet': () =>
    writeXlsx({
      sheets: [
        { name: 'Cover', rows: [] },
        { name: 'Leads', rows: ROWS },
      ],
    }),
  'xlsx, inline strings, title': () =>
    writeXlsx({ sheets: [{ name: 'Leads', rows: [['My leads'], [], ...ROWS] }], stringMode: 'inline' }),
};

async function draftsOf(bytes: Uint8Array, name: string): Promise<(LeadDraft | string)[]> {
  const path = join(folder, name.replace(/\W/g, '-'));
  writeFileSync(path, bytes);
  const drafts: (LeadDraft | string)[] = [];
  const { batches } = await openLeads(path, { defaultCountry: null, basis: null });
  for await (const { rows } of batches) for (const { draft, problem } of rows) drafts.push(draft ?? String(problem));
  return drafts;
}

const expected = await draftsOf(await FORMS.comma!(), 'expected');

test('the plain form is read as written', () => {
  expect(expected).toHaveLength(4);
  expect(expected[0]).toMatchObject({
    values: {
      firstName: 'José',
      lastName: 'Muñoz',
      email: 'jose@acme.es',
      phone: '+34612345678',
      company: 'Peña, S.L.',
      notes: 'says "hi"\nthere',
    },
  });
  expect(expected[2]).toMatchObject({ values: { lastName: 'Null', notes: 'a\tb' } });
});

for (const [name, form] of Object.entries(FORMS)) {
  test(`same drafts: ${name}`, async () => {
    expect(await draftsOf(await form(), name)).toEqual(expected);
  });
}
