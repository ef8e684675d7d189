import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseEmail, readKey } from './email-key.ts';
import { readAddress } from './syntax.ts';

describe('the key of an address', () => {
  it.each([
    ['jane@acme.com', 'jane@acme.com'],
    [' Jane@ACME.com\t', 'jane@acme.com'],
    ['Jane Doe <jane@acme.com>', 'jane@acme.com'],
    ['"Doe, Jane" <JANE@acme.com>', 'jane@acme.com'],
    ['<jane@acme.com>', 'jane@acme.com'],
    ['mailto:Jane@acme.com?subject=hi', 'jane@acme.com'],
    ['mailto:jane%2Bnews@acme.com', 'jane+news@acme.com'],
    ["'jane@acme.com'", 'jane@acme.com'],
    ["o'neil@acme.com", "o'neil@acme.com"],
    ['jane@BÜCHER.de', 'jane@xn--bcher-kva.de'],
    ['(work) jane@acme.com', 'jane@acme.com'],
    ['jane.doe+news@acme.com', 'jane.doe+news@acme.com'],
    ['JOSE\u0301@acme.com', 'josé@acme.com'],
  ])('%j is %s', (raw, key) => expect(normaliseEmail(raw)).toBe(key));

  it.each([
    '',
    ' ',
    'jane',
    'jane@',
    '@acme.com',
    'a..b@x.co',
    'user@sub.-x.com',
    'a@b.com, c@d.com',
    'jane@ac me.com',
    'n/a',
    '<>',
  ])('%j is nobody', (raw) => expect(normaliseEmail(raw)).toBeNull());

  it('takes the short way exactly where the grammar agrees', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab0.-_+@A\'é"('), maxLength: 24 });
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          fc.tuple(text, text).map(([name, host]) => `${name}@${host}.com`),
        ),
        (raw) => {
          fc.pre(raw.trim() === raw && !raw.startsWith("'"));
          const { valid, local, domain } = readAddress(raw);
          expect(normaliseEmail(raw)).toBe(valid ? `${local.normalize('NFC').toLowerCase()}@${domain}` : null);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('is its own key', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aB.-+@é例'), maxLength: 20 });
    fc.assert(
      fc.property(text, (raw) => {
        const key = normaliseEmail(`${raw}@acme.com`);
        if (key !== null) expect(normaliseEmail(key)).toBe(key);
      }),
    );
  });
});

describe('a key read at once', () => {
  const word = fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,12}$/);
  const label = fc.oneof(fc.stringMatching(/^[a-z0-9-]{1,8}$/), fc.constantFrom('xn--bcher-kva', 'a'.repeat(64), '1'));
  const address = fc
    .tuple(fc.array(word, { minLength: 1, maxLength: 7 }), fc.array(label, { minLength: 1, maxLength: 4 }))
    .map(([words, labels]) => `${words.join('.')}@${labels.join('.')}`);

  it('is read as any address is, and nothing else is taken for a key', () => {
    let keys = 0;
    fc.assert(
      fc.property(fc.oneof(address, fc.constantFrom('', 'a..b@x.co', '"a b"@x.co', 'a@b', 'a@[1.2.3.4]')), (text) => {
        const read = readKey(text);
        if (read === null) return;
        keys += 1;
        expect(readAddress(text)).toEqual(read);
      }),
      { numRuns: 1_000 },
    );
    expect(keys).toBeGreaterThan(20);
  });
});
