import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../limits.ts';
import { SYNTAX_REASONS } from './reasons.ts';
import { CATEGORIES, readAddress } from './syntax.ts';

/** RFC 5321's own words, as a generator: dot-string at a domain of letter-digit-hyphen labels. */
const atom = fc.stringMatching(/^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,12}$/);
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const local = fc.array(atom, { minLength: 1, maxLength: 4 }).map((words) => words.join('.'));
const domain = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => [...labels, 'com'].join('.'));

describe('address syntax', () => {
  it('accepts everything that the grammar of SMTP makes', () => {
    fc.assert(
      fc.property(local, domain, (name, host) => {
        const read = readAddress(`${name}@${host}`);
        expect([read.category, read.local, read.domain]).toEqual(['valid', name, host]);
      }),
    );
  });

  it.each([
    ['jane.doe', 'acme.com', '..'],
    ['jane', 'acme..com', ''],
    ['jane', '.acme.com', ''],
    ['jane.', 'acme.com', ''],
    ['.jane', 'acme.com', ''],
  ])('refuses a misplaced dot in %s@%s', (name, host) =>
    expect(readAddress(name.includes('doe') ? 'jane..doe@acme.com' : `${name}@${host}`).reasons).toEqual([
      'address-dot',
    ]));

  it('says the same about any text, twice, with a known code, and never throws', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'a.@"\\()[]<> \t\r\n-:é例\u0000\u007f\ud800'), maxLength: 40 });
    fc.assert(
      fc.property(noise, (text) => {
        const read = readAddress(text);
        expect(CATEGORIES).toContain(read.category);
        for (const code of read.reasons) expect(SYNTAX_REASONS).toHaveProperty([code]);
        expect(read.valid).toBe(read.category !== 'error' && read.category !== 'rfc5322');
        if (read.category === 'valid') expect(read.mailable).toBe('yes');
        if (!read.valid) expect(read.mailable).toBe('no');
        expect(readAddress(text)).toEqual(read);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads hostile texts in a time that grows with their length only', () => {
    const most = LIMITS.addressCharacters;
    for (const text of [
      '('.repeat(most),
      '"'.repeat(most),
      `a@${'a.'.repeat(most / 2 - 1)}`,
      '\r\n '.repeat(most / 3),
      'é'.repeat(most),
    ]) {
      const started = performance.now();
      for (let round = 0; round < 20; round += 1) readAddress(text);
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });

  it('refuses invisible and direction-turning characters', () => {
    for (const hidden of ['\u00a0', '\u200b', '\u202e', '\u2066', '\ufeff', '\ud800'])
      expect(readAddress(`ja${hidden}ne@acme.com`).reasons).toEqual(['address-character']);
  });
});
