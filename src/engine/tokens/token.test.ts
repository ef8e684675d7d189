/**
 * Tokens are read back, and nothing else is ever believed: forged, flipped, of another purpose, key or version. A million forgeries
 * in thorough runs.
 */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RELEASE, THOROUGH } from '../../../test/thorough.ts';
import { makeOptOutTag, readOptOutTag } from './opt-out-address.ts';
import { makeToken, readToken } from './token.ts';
import { makeHiddenToken, makeTrackingToken, readClickToken, readHiddenToken, readOpenToken } from './tracking.ts';
import { makeUnsubscribeToken, readUnsubscribeToken } from './unsubscribe.ts';

const FORGED = RELEASE ? 1_000_000 : THOROUGH ? 200_000 : 5_000;
const KEY = Buffer.alloc(32, 7);
const ABOUT = { workspaceId: 'main', leadId: 'lead_01jd8x3v7q', messageId: 'msg_01jd8x3v7q' };
const TARGET = 'https://acme.example/pricing?from=mail&x=%20#top';

const OPENED = makeTrackingToken(KEY, { ...ABOUT, target: null }) ?? '';
const CLICKED = makeTrackingToken(KEY, { ...ABOUT, target: TARGET }) ?? '';
const HIDDEN = makeHiddenToken(KEY, ABOUT);
const LEFT = makeUnsubscribeToken(KEY, {
  workspaceId: 'main',
  leadId: ABOUT.leadId,
  channel: 'email',
  campaignId: 'cmp_1',
});
const TAG = makeOptOutTag(KEY, ABOUT) ?? '';
const readTag = (key: Buffer, tag: string) => readOptOutTag(key, `stop+${tag}@acme.example`, ['other', 'main']);
const READERS = [readOpenToken, readClickToken, readHiddenToken, readUnsubscribeToken] as const;
const KINDS = [
  ['open', OPENED, readOpenToken],
  ['click', CLICKED, readClickToken],
  ['hidden link', HIDDEN, readHiddenToken],
  ['unsubscribe', LEFT, readUnsubscribeToken],
] as const;
const FORGEABLE = [...KINDS, ['opt out by mail', TAG, readTag]] as const;

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
    expect(makeTrackingToken(KEY, { ...ABOUT, target })).toBeNull();
  });

  test('a link that is too long is not made, and one that is not read would not be', () => {
    const long = `https://acme.example/${'x'.repeat(4_000)}`;
    expect(makeTrackingToken(KEY, { ...ABOUT, target: long })).toBeNull();
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

describe('the opt-out part of an address', () => {
  test('says whose it is, wherever it stands and however it is written, within 64 characters', () => {
    const whose = { workspaceId: 'main', leadId: ABOUT.leadId };
    for (const local of [`stop+${TAG}`, TAG.toUpperCase(), `stop-${TAG}`, `x_${TAG}-y`]) {
      expect(readOptOutTag(KEY, `Stop <${local}@acme.example>`, ['other', 'main'])).toEqual(whose);
    }
    const real = makeOptOutTag(KEY, { workspaceId: 'main', leadId: 'lead_1kggcs1000007c2e9' }) ?? '';
    expect(`unsubscribe+${real}`.length).toBeLessThanOrEqual(64);
    expect(TAG).toBe(makeOptOutTag(KEY, ABOUT));
  });

  test('is of one workspace, key and lead', () => {
    expect(readTag(randomBytes(32), TAG)).toBeNull();
    expect(readOptOutTag(KEY, `stop+${TAG}@acme.example`, ['other'])).toBeNull();
    expect(readTag(KEY, TAG.replace('3v7q', '3v7r'))).toBeNull();
    for (let at = 0; at < TAG.length; at++) {
      const other = TAG[at] === 'x' ? 'z' : 'x';
      expect(readTag(KEY, TAG.slice(0, at) + other + TAG.slice(at + 1))).toBeNull();
    }
  });

  test('is not made of an id that an address cannot hold', () => {
    for (const leadId of ['lead 1', 'lead_A', 'a@b', `lead_${'x'.repeat(40)}`]) {
      expect(makeOptOutTag(KEY, { workspaceId: 'main', leadId })).toBeNull();
    }
  });
});

test('a token whose claim has too few parts says nothing', () => {
  for (const name of ['open', 'click', 'hidden-link', 'unsubscribe']) {
    const short = makeToken(KEY, { name, version: '1', most: 4_096 }, ['main', 'lead_1']);
    expect(readToken(KEY, { name, version: '1', most: 4_096 }, short)).toHaveLength(2);
    expect(READERS.map((read) => read(KEY, short))).toEqual([null, null, null, null]);
  }
});

test(`of ${FORGED} forged or flipped tokens none is believed`, { timeout: 3_600_000 }, () => {
  let believed = 0;
  const bytes = FORGEABLE.map(([, token]) => Buffer.from(token, 'latin1'));
  for (let n = 0; n < FORGED; n++) {
    const kind = Math.floor(n / 4) % FORGEABLE.length;
    const [, token, read] = FORGEABLE[kind] ?? FORGEABLE[0];
    const forgery = forged(n, token, bytes[kind] ?? Buffer.alloc(0));
    believed += Number(read(KEY, forgery) !== null && !meansTheSame(forgery, token, read));
  }
  expect(believed).toBe(0);
});

/** Addresses are read in small letters, and what stands around the part that is ours is no part of it. */
function meansTheSame(forgery: string, token: string, read: unknown): boolean {
  return (
    read === readTag &&
    `+${forgery}@`
      .toLowerCase()
      .split(/[^0-9a-z._]/)
      .includes(token)
  );
}

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
