import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Lead, type LeadValues, NO_VALUES } from './lead.ts';
import { mergeInto } from './merge.ts';
import { mergeLeads, undoMerge } from './merge-leads.ts';
import { foldText } from './name.ts';

const text = fc.constantFrom(null, '', 'Jane', 'JANE', 'Doe', 'Jane Doe', 'Acme');
const partial: fc.Arbitrary<Partial<LeadValues>> = fc.record(
  {
    firstName: text,
    lastName: text,
    fullName: text,
    city: text,
    country: fc.constantFrom(null, 'DE', 'FR'),
    company: text,
    employees: fc.constantFrom(null, 0, 50),
    tags: fc.array(fc.constantFrom('a', 'A', 'b', 'c'), { maxLength: 3 }),
    notes: text,
  },
  { requiredKeys: [] },
);
const attributes = fc.dictionary(fc.constantFrom('x', 'y', '__proto__'), fc.constantFrom('', '1', '2'));

describe('mergeInto', () => {
  test('laying the same record over twice is laying it over once', () => {
    fc.assert(
      fc.property(
        partial,
        partial,
        attributes,
        attributes,
        fc.constantFrom('fill' as const, 'overwrite' as const),
        (known, said, has, gets, mode) => {
          const draft = { values: said, attributes: gets, optOuts: [] };
          const first = mergeInto({ ...NO_VALUES, ...known }, has, draft, mode);
          if (!first.changed) return;
          expect(mergeInto(first.values, first.attributes, draft, mode).changed).toBe(false);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('filling never changes or empties what is there, save lists, a derived full name and a whole one taken apart', () => {
    fc.assert(
      fc.property(partial, partial, (known, said) => {
        const before = { ...NO_VALUES, ...known };
        const result = mergeInto(before, {}, { values: said, attributes: {}, optOuts: [] });
        if (!result.changed) return;
        for (const { field, from, to } of result.changes) {
          const isTakenApart = field === 'firstName' && from === 'Jane Doe' && foldText(String(to)) === 'jane';
          if (isTakenApart) expect(result.values.lastName).toBe('Doe');
          else if (field !== 'tags' && field !== 'fullName') expect(from === null || from === '').toBe(true);
        }
        expect(result.values.tags).toEqual(expect.arrayContaining([...before.tags]));
      }),
    );
  });

  test('does not touch what it is given', () => {
    const known = Object.freeze({ ...NO_VALUES, tags: Object.freeze(['a']) as readonly string[] });
    expect(
      mergeInto(known, Object.freeze({}), { values: { tags: ['b'] }, attributes: { x: '1' }, optOuts: [] }).changed,
    ).toBe(true);
  });
});

const leadOf = (id: string, values: Partial<LeadValues>, more: Partial<Lead> = {}): Lead => ({
  workspaceId: 'main',
  id,
  revision: 1,
  values: { ...NO_VALUES, ...values },
  attributes: {},
  basis: null,
  basisAt: null,
  source: 'test',
  importId: null,
  createdAt: 0,
  changedAt: 0,
  ...more,
});

describe('mergeLeads', () => {
  test('shows what changes and keeps both as they were', () => {
    const survivor = leadOf('lead_1', { company: 'Acme' });
    const other = leadOf('lead_2', { phone: '+12025550100', company: 'Other' }, { attributes: { x: '1' } });
    const merge = mergeLeads(survivor, other);
    expect(merge).toMatchObject({ survivorId: 'lead_1', aliasId: 'lead_2', before: { survivor, other } });
    expect(merge.changes).toEqual([
      { field: 'phone', from: null, to: '+12025550100' },
      { field: 'attributes.x', from: null, to: '1' },
    ]);
    expect(merge.values.company).toBe('Acme');
  });

  test.each([
    ['consent', 'none', 'none'],
    ['none', 'consent', 'none'],
    ['contract', 'legitimate-interest', 'legitimate-interest'],
    [null, 'consent', 'consent'],
    ['consent', null, 'consent'],
    [null, null, null],
  ] as const)('of the permissions %s and %s, %s holds', (ours, theirs, held) => {
    const merge = mergeLeads(
      leadOf('lead_1', {}, { basis: ours, basisAt: 1 }),
      leadOf('lead_2', {}, { basis: theirs, basisAt: 2 }),
    );
    expect(merge.basis).toBe(held);
    expect(merge.basisAt).toBe(held === ours ? 1 : 2);
  });

  test('undoing gives back the lead, but keeps what was changed since', () => {
    fc.assert(
      fc.property(partial, partial, attributes, attributes, (ours, theirs, has, gets) => {
        const survivor = leadOf('lead_1', ours, { attributes: has });
        const merge = mergeLeads(survivor, leadOf('lead_2', theirs, { attributes: gets }));
        expect(undoMerge(merge, merge)).toEqual({ values: survivor.values, attributes: survivor.attributes });
      }),
    );
    const merge = mergeLeads(leadOf('lead_1', {}), leadOf('lead_2', { phone: '+12025550100', notes: 'hi' }));
    const since = { values: { ...merge.values, notes: 'bye' }, attributes: {} };
    expect(undoMerge(merge, since).values).toMatchObject({ phone: null, notes: 'bye' });
  });
});
