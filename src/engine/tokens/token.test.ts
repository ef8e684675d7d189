/**
 * Tokens are read back, and nothing else is ever believed: forged, flipped, of another purpose, key or version. FORGED=1000000
 * asks for as many forgeries.
 */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeToken, readToken } from './token.ts';
import { makeTrackingToken, readClickToken, readOpenToken } from './tracking.ts';
import { makeUnsubscribeToken, readUnsubscribeToken } from './unsubscribe.ts';

const FORGED = Number(process.env.FORGED ?? 50_000);
const KEY = Buffer.alloc(32, 7);
const ABOUT = { workspaceId: 'main', leadId: 'lead_01jd8x3v7q', messageId: 'msg_01jd8x3v7q' };
const TARGET = 'https://acme.example/pricing?from=mail&x=%20#top';

const OPENED = makeTrackingToken(KEY, { ...ABOUT, target: null });
const CLICKED = makeTrackingToken(KEY, { ...ABOUT, target: TARGET });
const LEFT = makeUnsubscribeToken(KEY, { ...ABOUT, channel: 'email' });
const READERS = [readOpenToken, readClickToken, readUnsubscribeToken] as const;
const KINDS = [
  ['open', OPENED, readOpenToken],
  ['click', CLICKED, readClickToken],
  ['unsubscribe', LEFT, readUnsubscribeToken],
] as const;

describe('tracking tokens', () => {
  test('say what they were made for, in letters that an address carries', () => {
    expect(readOpenToken(KEY, OPENED)).toEqual({ ...ABOUT, target: null });
    expect(readClickToken(KEY, CLICKED)).toEqual({ ...ABOUT, target: TARGET });
    for (const token of [OPENED, CLICKED]) expect(token).toMatch(/^[A-Za-z0-9._-]+$/);
  });

  test('stay what they are: addresses in mails of years ago still work', () => {
    expect(OPENED).toBe('1WyJtYWluIiwibGVhZF8wMWpkOHgzdjdxIiwibXNnXzAxamQ4eDN2N3EiXQ.TGFjn4fk7hNbPpfpVYh30w');
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '//evil.example',
    'mailto:a@b.example',
    'https://acme.example@evil.example/',
    'no address',
    '',
  ])('no click leads to %j', (target) => {
    expect(() => makeTrackingToken(KEY, { ...ABOUT, target })).toThrow('cannot lead to');
  });

  test('a link that is too long is not made, and one that is not read would not be', () => {
    const long = `https://acme.example/${'x'.repeat(4_000)}`;
    expect(() => makeTrackingToken(KEY, { ...ABOUT, target: long })).toThrow('too long');
    expect(readClickToken(KEY, `1${'A'.repeat(1_000_000)}.${'A'.repeat(22)}`)).toBeNull();
  });

  test('a click leads where it was signed to, and nowhere else', () => {
    const [claim = '', proof = ''] = CLICKED.slice(1).split('.');
    const told = JSON.parse(Buffer.from(claim, 'base64url').toString()) as string[];
    for (const target of ['https://evil.example/', 'https://acme.example/pricing']) {
      const other = Buffer.from(JSON.stringify([...told.slice(0, 3), target])).toString('base64url');
      expect(readClickToken(KEY, `1${other}.${proof}`)).toBeNull();
    }
  });
});

describe.each(KINDS)('a token to %s', (_, token, read) => {
  test('is good for that alone, under that key and version alone', () => {
    for (const other of READERS) expect(other(KEY, token) !== null).toBe(other === read);
    expect(read(randomBytes(32), token)).toBeNull();
    expect(read(KEY, `2${token.slice(1)}`)).toBeNull();
  });

  test('is worth nothing with a bit flipped, a piece missing or something added', () => {
    const bytes = Buffer.from(token, 'latin1');
    const forgeries = ['=', 'A', '.', ' ', '\n'].map((more) => token + more);
    for (let length = 0; length < token.length; length++) forgeries.push(token.slice(0, length));
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      forgeries.push(flipped.toString('latin1'));
    }
    expect(forgeries.filter((forgery) => read(KEY, forgery) !== null)).toEqual([]);
  });

  test('of another claim is not made of two good ones', () => {
    const other = makeToken(KEY, { name: 'other', version: '1', most: 4_096 }, ['main', 'lead_2', 'msg_2', TARGET]);
    const [claim] = other.split('.');
    const [, proof] = token.split('.');
    expect(read(KEY, `${claim}.${proof}`)).toBeNull();
  });
});

test('a token whose claim has too few parts says nothing', () => {
  for (const name of ['open', 'click', 'unsubscribe']) {
    const short = makeToken(KEY, { name, version: '1', most: 4_096 }, ['main', 'lead_1']);
    expect(readToken(KEY, { name, version: '1', most: 4_096 }, short)).toHaveLength(2);
    expect(READERS.map((read) => read(KEY, short))).toEqual([null, null, null]);
  }
});

test(`of ${FORGED} forged or flipped tokens none is believed`, { timeout: 3_600_000 }, () => {
  let believed = 0;
  const bytes = KINDS.map(([, token]) => Buffer.from(token, 'latin1'));
  for (let n = 0; n < FORGED; n++) {
    const [, token, read] = KINDS[n % KINDS.length] ?? KINDS[0];
    believed += Number(read(KEY, forged(n, token, bytes[n % KINDS.length] ?? Buffer.alloc(0))) !== null);
  }
  expect(believed).toBe(0);
});

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** By turns: a proof by chance, some bits flipped, a letter of the alphabet changed, claim and proof of different tokens. */
function forged(n: number, token: string, bytes: Buffer): string {
  const chance = randomBytes(8);
  const at = chance.readUInt16LE(0) % bytes.length;
  if (n % 4 === 0) return `${token.split('.')[0]}.${randomBytes(16).toString('base64url')}`;
  if (n % 4 === 1) {
    const flipped = Buffer.from(bytes);
    for (let i = 0; i <= n % 3; i++) {
      const place = (at + i * 7) % bytes.length;
      flipped[place] = (flipped[place] ?? 0) ^ (1 << ((chance[2 + i] ?? 0) & 7));
    }
    return flipped.toString('latin1');
  }
  if (n % 4 === 2) {
    const letter = LETTERS[(chance[3] ?? 0) % LETTERS.length] ?? 'A';
    return letter === token[at] ? `${token}x` : token.slice(0, at) + letter + token.slice(at + 1);
  }
  const claim = Buffer.from(JSON.stringify(['main', `lead_${n}`, `msg_${n}`, TARGET])).toString('base64url');
  return `1${claim}.${token.split('.')[1]}`;
}

test('any text at all is read without a fault', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) =>
      READERS.every((read) => read(KEY, text) === null),
    ),
    { numRuns: 300 },
  );
});
