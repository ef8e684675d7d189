import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapColumns } from './columns.ts';
import { type DraftOptions, draftOf } from './draft.ts';
import type { LeadDraft } from './lead.ts';

const NOTHING: DraftOptions = { defaultCountry: null, basis: null };

function read(row: Readonly<Record<string, string>>, options = NOTHING): { draft: LeadDraft; codes: string[] } {
  const outcome = draftOf(Object.values(row), mapColumns(Object.keys(row)), options);
  if (!outcome.ok) throw new Error(outcome.code);
  return { draft: outcome.draft, codes: outcome.notes.map(({ code }) => code) };
}
const valuesOf = (row: Readonly<Record<string, string>>, options = NOTHING): LeadDraft['values'] =>
  read(row, options).draft.values;

describe('addresses', () => {
  test('others of the same person, in the order of their columns', () => {
    const { draft } = read({ 'Secondary Email': 'B@x.co', Email: 'A@x.co; c@x.co', 'Tertiary Email': 'a@x.co' });
    expect(draft).toMatchObject({ values: { email: 'a@x.co' }, otherEmails: ['c@x.co', 'b@x.co'] });
  });
  test.each([
    ['<a@x.co>; <b@x.co>', 'a@x.co', ['b@x.co']],
    ['"a@x.co"', 'a@x.co', []],
    ['(a@x.co)', 'a@x.co', []],
    ['a@x.co.', 'a@x.co', []],
    ['\u200ba@x.co\u200b', 'a@x.co', []],
    ['Ann@Home <a@x.co>', 'a@x.co', []],
    ['"a,b@x"@y.co', '"a,b@x"@y.co', []],
  ])('what stands around or between them in %j', (cell, email, otherEmails) => {
    expect(read({ Email: cell }).draft).toMatchObject({ values: { email }, otherEmails });
  });
  test('one that is none is set aside, the lead kept', () => {
    const { draft, codes } = read({ Name: 'Ann Lee', Email: 'ann at x' });
    expect(draft).toMatchObject({ values: { fullName: 'Ann Lee' }, attributes: { invalidEmail: 'ann at x' } });
    expect(draft.values.email).toBeUndefined();
    expect(codes).toEqual(['unusable-email']);
  });
});

describe('phones', () => {
  test('by the country of the row, else of the file', () => {
    expect(valuesOf({ Phone: '0151 12345678', Country: 'Alemania' })).toMatchObject({
      phone: '+4915112345678',
      country: 'DE',
    });
    expect(valuesOf({ Phone: '(415) 555-2671' }, { ...NOTHING, defaultCountry: 'US' })).toEqual({
      phone: '+14155552671',
    });
    expect(valuesOf({ Phone: '(415) 555-2671', Country: 'Spain' }, { ...NOTHING, defaultCountry: 'US' })).toMatchObject(
      { phone: '+14155552671' },
    );
  });
  test("Meta's prefix, a disarmed plus, several in one cell", () => {
    expect(valuesOf({ id: 'l:1', ad_id: 'ag:2', is_organic: 'false', phone_number: 'p:+14155552671' })).toMatchObject({
      phone: '+14155552671',
    });
    expect(valuesOf({ Phone: "'+4915112345678" })).toEqual({ phone: '+4915112345678' });
    expect(read({ Phone: '+14155552671 / +14155552672' }).draft).toMatchObject({
      values: { phone: '+14155552671' },
      otherPhones: ['+14155552672'],
    });
  });
  test('one that is none is set aside with its reason', () => {
    const { draft, codes } = read({ Name: 'Ann', Phone: '4.9E+12' });
    expect(draft.attributes).toEqual({ invalidPhone: '4.9E+12' });
    expect(codes).toEqual(['phone-rounded']);
  });
  test("the company's is never the person's", () => {
    expect(read({ Name: 'Ann', 'Company Phone': '+14155552671' }).draft).toMatchObject({
      values: { fullName: 'Ann' },
      attributes: { companyPhone: '+14155552671' },
      otherPhones: [],
    });
  });
});

describe('names', () => {
  test('from any two of three columns', () => {
    expect(valuesOf({ Name: 'Dr. Jane van Dyke' })).toEqual({
      firstName: 'Jane',
      lastName: 'van Dyke',
      fullName: 'Dr. Jane van Dyke',
    });
    expect(valuesOf({ 'First Name': 'JANE', 'Last Name': 'DOE' })).toEqual({
      firstName: 'Jane',
      lastName: 'Doe',
      fullName: 'Jane Doe',
    });
    expect(valuesOf({ 'First Name': 'None', 'Last Name': 'Doe' })).toEqual({ lastName: 'Doe', fullName: 'Doe' });
  });
  test('an address in a name column is no name', () => {
    expect(read({ 'First Name': 'ann@x.co', Email: 'ann@x.co' }).draft).toMatchObject({
      values: { email: 'ann@x.co' },
      attributes: { firstName: 'ann@x.co' },
    });
  });
});

describe('companies', () => {
  test('the domain comes from its column, else from the website, never from a page on another site', () => {
    expect(valuesOf({ Website: 'www.Acme.co.uk/de' })).toEqual({
      website: 'https://www.acme.co.uk/de',
      domain: 'acme.co.uk',
    });
    expect(valuesOf({ 'Company domain name': 'b.com', Website: 'acme.com' })).toMatchObject({ domain: 'b.com' });
    expect(valuesOf({ Website: 'linkedin.com/company/acme' }).domain).toBeUndefined();
  });
  test('bands keep their text, zeros say nothing', () => {
    expect(read({ '# Employees': '11-50', 'Annual Revenue': '0', Company: 'Acme' }).draft).toMatchObject({
      values: { employees: 30, company: 'Acme' },
      attributes: { employees: '11-50' },
    });
    expect(valuesOf({ 'Annual Revenue': '0', Company: 'Acme' })).toEqual({ company: 'Acme' });
  });
  test('what cannot be read stays as an attribute', () => {
    const { draft, codes } = read({ '# Employees': 'lots', Country: 'Atlantis', Company: 'Acme' });
    expect(draft.attributes).toEqual({ employees: 'lots', country: 'Atlantis' });
    expect(codes.toSorted()).toEqual(['unreadable-value', 'unreadable-value']);
  });
  test.each([
    ['COMPUTER_SOFTWARE', 'Computer software'],
    ['RETAIL', 'Retail'],
    ['SAAS', 'SAAS'],
    ['B2B SaaS', 'B2B SaaS'],
    ['information technology & services', 'information technology & services'],
  ])('an industry is as it may stand in a sentence: %s', (Industry, industry) => {
    expect(valuesOf({ Industry })).toEqual({ industry });
  });
  test('the second of two names is kept', () => {
    expect(read({ 'Company Name for Emails': 'Acme', Company: 'Acme Inc.' }).draft).toMatchObject({
      values: { company: 'Acme Inc.' },
      attributes: { companyNameForEmails: 'Acme' },
    });
  });
});

describe('refusals and basis', () => {
  test('columns and tags, with their evidence', () => {
    const { draft } = read({
      Email: 'a@x.co',
      'Unsubscribed from all email': 'true',
      'Do Not Call': '1',
      Tags: 'VIP, DND SMS',
    });
    expect(draft.optOuts).toEqual(
      expect.arrayContaining([
        { channel: 'email', evidence: 'column Unsubscribed from all email: true' },
        { channel: 'voice', evidence: 'column Do Not Call: 1' },
        { channel: 'sms', evidence: 'tag DND SMS' },
      ]),
    );
    expect(draft).toMatchObject({ values: { tags: ['VIP', 'DND SMS'] }, attributes: { doNotCall: '1' } });
  });
  test('the row before the file', () => {
    const row = { Email: 'a@x.co', "Legal basis for processing contact's data": 'Freely given consent from contact' };
    expect(read(row, { ...NOTHING, basis: 'contract' }).draft.basis).toBe('consent');
    expect(read({ Email: 'a@x.co' }, { ...NOTHING, basis: 'contract' }).draft.basis).toBe('contract');
  });
});

describe('rows', () => {
  test('nothing but placeholders is an empty row', () => {
    expect(draftOf(['-', 'N/A', ' ', 'Select'], mapColumns(['Name', 'Email', 'Budget', 'Tags']), NOTHING)).toEqual({
      ok: false,
      code: 'empty-row',
    });
  });
  test('no address at all is a lead all the same', () => {
    expect(valuesOf({ Name: 'Ann Lee', Company: 'Acme' })).toMatchObject({ fullName: 'Ann Lee' });
  });
  test('cells beyond the columns are kept', () => {
    const outcome = draftOf(['Ann', 'x', '-', 'y'], mapColumns(['Name']), NOTHING);
    expect(outcome).toMatchObject({
      ok: true,
      draft: { attributes: { extra1: 'x', extra3: 'y' } },
      notes: [{ code: 'extra-cells' }],
    });
  });
  test('short rows', () => {
    expect(draftOf(['Ann'], mapColumns(['Name', 'Email', 'City']), NOTHING)).toMatchObject({ ok: true });
  });
  test('region by the country that any column names', () => {
    expect(valuesOf({ State: 'Ontario', Location: 'Toronto, Canada' })).toEqual({
      region: 'ON',
      city: 'Toronto',
      country: 'CA',
    });
  });
});

describe('guesses', () => {
  const sample = [
    ['ann@x.co', '+14155552671', 'https://linkedin.com/in/ann'],
    ['bob@x.co', '+14155552672', 'https://linkedin.com/in/bob'],
  ];
  test('by values where headers say nothing', () => {
    const { columns } = mapColumns(['Column 1', 'Column 2', 'Column 3'], { sample });
    expect(columns.map(({ target, confidence }) => [target, confidence])).toEqual([
      [{ kind: 'field', field: 'email' }, 'guess'],
      [{ kind: 'field', field: 'phone' }, 'guess'],
      [{ kind: 'field', field: 'linkedinUrl' }, 'guess'],
    ]);
  });
  test('by words, unless the values say otherwise', () => {
    const field = (header: string, cell: string): unknown =>
      mapColumns([header], { sample: [[cell]] }).columns[0]!.target;
    expect(field('What is your work email?', 'a@x.co')).toEqual({ kind: 'field', field: 'email' });
    expect(field('Email newsletter', 'weekly')).toEqual({ kind: 'attribute', name: 'emailNewsletter' });
    expect(field('Phone verified', 'yes')).toEqual({ kind: 'attribute', name: 'phoneVerified' });
    expect(field('company_phone_nr', '+14155552671')).not.toEqual({ kind: 'field', field: 'company' });
  });
});

test('law: any cells under any headers give a draft or a reason, and lose no cell', () => {
  const header = fc.oneof(
    fc.constantFrom(
      'Email',
      'Phone',
      'First Name',
      'Country',
      'Tags',
      'Status',
      'Location',
      '# Employees',
      'constructor',
      '__proto__',
    ),
    fc.string({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(header, { maxLength: 8 }),
      fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 10 }),
      (headers, cells) => {
        const outcome = draftOf(cells, mapColumns(headers, { sample: [cells] }), NOTHING);
        if (outcome.ok) expect(JSON.parse(JSON.stringify(outcome.draft))).toEqual(outcome.draft);
      },
    ),
  );
});
