import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { companyDomain, companyKey } from './company.ts';

describe('companyKey', () => {
  test.each([
    ['The Müller & Söhne GmbH & Co. KG', 'muller sohne'],
    ['Acme, Inc.', 'acme'],
    ['ACME', 'acme'],
    ['Telefónica S.A. de C.V.', 'telefonica'],
    ['I.B.M. Corp', 'ibm'],
    ["McDonald's", 'mcdonalds'],
    ['PT Bank Mandiri Tbk', 'bank mandiri'],
    ['Société Générale SA', 'societe generale'],
    ['Smith and Sons Ltd', 'smith sons'],
    ['AG', 'ag'],
    ['The Limited', 'limited'],
    ['株式会社トヨタ', '株式会社トヨタ'],
    ['', ''],
  ])('%s', (name, expected) => expect(companyKey(name)).toBe(expected));

  test('a key is its own key; case and accents change nothing', () => {
    const name = fc.stringMatching(/^[A-Za-zéü]{3,8}( [A-Za-zéü]{3,8}){0,3}$/);
    fc.assert(
      fc.property(name, (text) => {
        expect(companyKey(text.toUpperCase())).toBe(companyKey(text));
        expect(companyKey(`  ${text.normalize('NFD')}  `)).toBe(companyKey(text));
      }),
    );
  });
});

describe('companyDomain', () => {
  test.each([
    ['https://www.shop.acme.co.uk/x?y', 'acme.co.uk'],
    ['ACME.com', 'acme.com'],
    ['jane@mail.acme.com', 'acme.com'],
    ['http://acme.com:8080', 'acme.com'],
    ['https://Bücher.DE/x', 'xn--bcher-kva.de'],
    ['acme.myshopify.com', 'acme.myshopify.com'],
    ['linkedin.com', 'linkedin.com'],
    ['jane@linkedin.com', 'linkedin.com'],
    ['https://www.linkedin.com/company/acme', null],
    ['jane@gmail.com', null],
    ['10.0.0.1', null],
    ['co.uk', null],
    ['localhost', null],
    ['not a domain', null],
    ['', null],
  ])('%s', (raw, expected) => expect(companyDomain(raw)).toBe(expected));

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (raw) => void companyDomain(raw)));
  });
});
