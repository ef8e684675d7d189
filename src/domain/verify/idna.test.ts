import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toAsciiDomain } from './idna.ts';

describe('internationalised domains', () => {
  it.each([
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['faß.de', 'xn--fa-hia.de'],
    ['ΒΌΛΟΣ.gr', 'xn--nxasmq6b.gr'],
    ['ａｃｍｅ．com', 'acme.com'],
    ['ünï。com', 'xn--n-nga1b.com'],
    ['उदाहरण.परीक्षा', 'xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g'],
    ['مثال.إختبار', 'xn--mgbh0fb.xn--kgbechtv'],
    ['acme.co.uk', 'acme.co.uk'],
  ])('%s is %s in DNS', (domain, ascii) => expect(toAsciiDomain(domain)).toBe(ascii));

  it.each([
    'ab--ü.com',
    '-ü.com',
    'ü-.com',
    '\u0301ü.com',
    'ü..com',
    'a\u200db.com',
    'aا.com',
    'ü$.com',
  ])('%j has no form in DNS', (domain) => expect(toAsciiDomain(domain)).toBeNull());

  it('agrees with the URL standard on every word of one script', () => {
    const scripts = [
      'àâäçéèêëîïñöøåæœü',
      'абвгдежзийклмн',
      'αβγδεζηθικλσς',
      '例子广告中文网',
      'かきくけこカキクケコ',
      '한국어메일',
      'กขคงจ',
      'אבגדה',
    ];
    const word = fc
      .constantFrom(...scripts)
      .chain((letters) => fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 20 }));
    fc.assert(
      fc.property(word, (label) => {
        expect(toAsciiDomain(`${label}.com`)).toBe(domainToASCII(`${label}.com`));
      }),
    );
  });

  it('is settled once it is in ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const ascii = toAsciiDomain(text);
        if (ascii !== null) expect(toAsciiDomain(ascii)).toBe(ascii);
      }),
    );
  });
});
