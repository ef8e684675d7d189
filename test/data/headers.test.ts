/**
 * Header rows of real exports, mapped without help; and a real file with every row accounted for. Data: the development data
 * folder, found by REKINDLE_DATA or beside the repository; skipped where it is absent.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, describe, expect, test } from 'vitest';
import { targetWord } from '../../src/domain/lead/column/column-target.ts';
import { mapColumns } from '../../src/domain/lead/columns.ts';
import { openLeads } from '../../src/sources/table/leads.ts';

const DATA = process.env.REKINDLE_DATA ?? join(import.meta.dirname, '../../../shared/data');
const HEADERS = join(DATA, 'headers/crm_export_headers.json');
const BANK = join(DATA, 'scoring/bank-full.csv.gz');

type Exports = Record<string, { readonly header?: string; readonly headers?: readonly string[] }>;

function headerRows(): readonly (readonly [name: string, header: string])[] {
  if (!existsSync(HEADERS)) return [];
  const exports = JSON.parse(readFileSync(HEADERS, 'utf8')) as Exports;
  return Object.entries(exports).flatMap(([name, { header, headers = [] }]) =>
    (header === undefined ? headers : [header]).map((row) => [name, row] as const),
  );
}

/** What the name of an entry says about its vendor. */
const VENDORS: Readonly<Record<string, string>> = {
  apollo: 'apollo',
  hubspot: 'hubspot',
  gohighlevel: 'highlevel',
  linkedin: 'linkedin',
  mailchimp: 'mailchimp',
};

/** Headers whose meaning is beyond doubt, wherever they stand. */
const CERTAIN: Readonly<Record<string, string>> = {
  'First Name': 'firstName',
  'Last Name': 'lastName',
  Email: 'email',
  'Email Address': 'email',
  'Secondary Email': 'email',
  'Work email': 'email',
  Phone: 'phone',
  'Phone Number': 'phone',
  'Mobile Phone': 'phone',
  'Work Direct Phone': 'phone',
  'Company Phone': 'attribute.companyPhone',
  'Corporate Phone': 'attribute.corporatePhone',
  'Company Linkedin Url': 'attribute.companyLinkedinUrl',
  'Person Linkedin Url': 'linkedinUrl',
  'Job Title': 'title',
  Company: 'company',
  'Business Name': 'company',
  'Associated Company': 'company',
  '# Employees': 'employees',
  'Annual Revenue': 'revenue',
  Technologies: 'technologies',
  Country: 'country',
  'Country/Region': 'country',
  'Date of birth': 'birthDate',
  'Contact owner': 'owner',
  Tags: 'tags',
  TAGS: 'tags',
  'Record ID': 'externalId',
  'Contact Id': 'externalId',
  'Apollo Contact Id': 'externalId',
  "Legal basis for processing contact's data": 'basis',
  'Unsubscribed from all email': 'optOut.email.yes',
  'Opted out of email: Customer Service Communication': 'optOut.email.yes',
  'Email hard bounce reason': 'optOut.email.filled',
  'Email Address Quarantined': 'optOut.email.yes',
  'Invalid email address': 'optOut.email.yes',
  'Create Date': 'attribute.createDate',
  'Email Domain': 'attribute.emailDomain',
  'Lead Status': 'optOut.email.words',
};

// Skipped where the data folder is absent.
describe.skipIf(!existsSync(HEADERS))('real header rows', () => {
  test.each(headerRows())('%s', (name, header) => {
    const headers = header.split(',');
    const { vendor, columns } = mapColumns(headers);
    expect(vendor).toBe(VENDORS[name.split('_')[0]!]);
    for (const column of columns) {
      const certain = CERTAIN[column.header];
      if (certain !== undefined) expect([column.header, targetWord(column.target)]).toEqual([column.header, certain]);
    }
    expect(columns.filter(({ confidence }) => confidence === 'guess').map((column) => column.header)).toEqual(
      headers.includes('City') ? [] : headers.filter((text) => ['Company Address', 'Company City'].includes(text)),
    );
  });
  test('at least the rows that were there', () => expect(headerRows().length).toBeGreaterThanOrEqual(10));
});

const folder = mkdtempSync(join(tmpdir(), 'rekindle-bank-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function count(path: string): Promise<{ rows: number; drafts: number; digest: string }> {
  const { batches } = await openLeads(path, { defaultCountry: null, basis: null });
  let rows = 0;
  let drafts = 0;
  let digest = '';
  for await (const batch of batches) {
    rows += batch.rows.length;
    for (const { draft } of batch.rows) if (draft !== null) drafts++;
    digest = JSON.stringify(batch.rows.at(-1)!.draft);
  }
  return { rows, drafts, digest };
}

// Skipped where the data folder is absent.
describe.skipIf(!existsSync(BANK))('bank-full: 45,211 rows, none lost', () => {
  const ALL = 45_211;
  test('as it is', async () => expect(await count(BANK)).toMatchObject({ rows: ALL, drafts: ALL }));
  test('in broken forms, with the same last row', async () => {
    const { digest } = await count(BANK);
    const text = gunzipSync(readFileSync(BANK)).toString();
    const lines = text.trimEnd().split(/\r?\n/);
    const cells = lines.map((line) => line.replaceAll('"', '').split(';'));
    const forms: Readonly<Record<string, Uint8Array | string>> = {
      utf16: Buffer.from(`\ufeff${cells.map((row) => row.join('\t')).join('\r\n')}`, 'utf16le'),
      whole: lines.map((line) => `"${line.replaceAll('"', '""')}"`).join('\n'),
      preamble: `Bank marketing\n"made, on a, Monday"\n\n${cells.map((row) => row.join(',')).join('\r')}`.replaceAll(
        '\n',
        '\r',
      ),
      xlsx: await writeXlsx({ sheets: [{ name: 'bank', rows: cells }] }),
    };
    for (const [name, bytes] of Object.entries(forms)) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      expect([name, await count(path)]).toEqual([name, { rows: ALL, drafts: ALL, digest }]);
    }
  }, 60_000);
});
