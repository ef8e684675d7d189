import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../limits.ts';
import { identityKeys } from './identity.ts';
import type { LeadDraft, LeadValues } from './lead.ts';
import { IDENTITY_REASONS } from './reasons-identity.ts';
import { type Candidate, resolveDraft } from './resolve.ts';

const draftOf = (values: Partial<LeadValues>, otherEmails: readonly string[] = []): LeadDraft => ({
  values,
  attributes: {},
  externalId: null,
  otherEmails,
  otherPhones: [],
  basis: null,
  optOuts: [],
});

const resolve = (values: Partial<LeadValues>, candidates: readonly Candidate[]) =>
  resolveDraft(draftOf(values), candidates, identityKeys(values, null, 'test'));

describe('identityKeys', () => {
  test('writes only keys that exist', () => {
    expect(identityKeys({}, null, 'apollo')).toEqual({ otherEmails: [] });
    expect(
      identityKeys(
        { firstName: 'Bob', lastName: 'Smith', domain: 'acme.com', email: 'Bob@Acme.com', phone: '+12025550100' },
        '7',
        'apollo',
        ['z@x.co', 'A@x.co', 'bob@acme.com'],
      ),
    ).toEqual({
      email: 'bob@acme.com',
      otherEmails: ['a@x.co', 'z@x.co'],
      phone: '+12025550100',
      person: 'robert smith',
      external: 'apollo|7',
    });
  });

  test('a name has one key, whatever the company', () => {
    const keys = identityKeys({ fullName: 'Jane Doe', domain: 'acme.com' }, null, 'x');
    expect(keys.person).toBe('jane doe');
    expect(identityKeys({ fullName: 'Jane Doe' }, null, 'x').person).toBe(keys.person);
    expect(identityKeys({ firstName: 'Jane' }, null, 'x').person).toBeUndefined();
  });

  test('case, accents and blanks do not change the keys', () => {
    const name = fc.stringMatching(/^[A-Za-zäéñ]{2,8}$/);
    fc.assert(
      fc.property(name, name, (firstName, lastName) => {
        const plain = identityKeys({ firstName, lastName }, null, 'x').person;
        const noisy = { firstName: ` ${firstName.toUpperCase()}`, lastName: `${lastName.normalize('NFD')}  ` };
        expect(identityKeys(noisy, null, 'x').person).toBe(plain);
      }),
    );
  });
});

describe('resolveDraft', () => {
  const texts = fc.constantFrom(null, 'Jane', 'Bob', 'Robert');
  const values = fc.record({
    firstName: texts,
    lastName: fc.constantFrom(null, 'Doe', 'Roe'),
    email: fc.constantFrom(null, 'jane@acme.com', 'info@acme.com', 'bob@other.com'),
    phone: fc.constantFrom(null, '+12025550100', '+12025550101'),
    domain: fc.constantFrom(null, 'acme.com', 'other.com'),
    company: fc.constantFrom(null, 'Acme', 'ACME Inc', 'Other'),
  });

  test('does not depend on the order of the candidates', () => {
    fc.assert(
      fc.property(values, fc.array(values, { maxLength: 8 }), fc.integer(), (draft, known, seed) => {
        const candidates = known.map((each, at) => ({ id: `lead_${at}`, values: each }));
        const shuffled = candidates.toSorted(
          (a, b) => ((a.id.charCodeAt(5) * seed) % 7) - ((b.id.charCodeAt(5) * seed) % 7),
        );
        expect(resolve(draft, shuffled)).toEqual(resolve(draft, candidates));
      }),
      { numRuns: 400 },
    );
  });

  test('gives codes of the table, scores within 0 and 1, and a bounded list', () => {
    fc.assert(
      fc.property(values, fc.array(values, { maxLength: 12 }), (draft, known) => {
        const result = resolve(
          draft,
          known.map((each, at) => ({ id: `lead_${at}`, values: each })),
        );
        expect(result.reviews.length).toBeLessThanOrEqual(LIMITS.identityReviews);
        for (const { score } of result.reviews) expect(score > 0 && score < 1).toBe(true);
        for (const { code } of [...result.reasons, ...result.reviews.flatMap(({ reasons }) => reasons)]) {
          expect(IDENTITY_REASONS).toHaveProperty(code);
        }
      }),
    );
  });

  test('a shared number, company or name alone never merges', () => {
    const known: Candidate[] = [
      { id: 'lead_1', values: { firstName: 'Jane', lastName: 'Doe', phone: '+12025550100', domain: 'acme.com' } },
    ];
    expect(resolve({ phone: '+12025550100' }, known).verdict).toBe('new');
    expect(resolve({ domain: 'acme.com' }, known).verdict).toBe('new');
    expect(resolve({ firstName: 'Jane', lastName: 'Doe' }, known).verdict).toBe('new');
  });

  test('a further address of the draft finds the lead as well', () => {
    const draft = draftOf({ email: 'jane@new.com' }, ['jane@acme.com']);
    const keys = identityKeys(draft.values, null, 'x', draft.otherEmails);
    expect(resolveDraft(draft, [{ id: 'lead_1', values: { email: 'jane@acme.com' } }], keys)).toMatchObject({
      leadId: 'lead_1',
    });
  });
});
