/** Tokens are read back, and nothing else is ever believed. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeUnsubscribeToken, readUnsubscribeToken } from './unsubscribe.ts';

const KEY = Buffer.alloc(32, 7);
const CLAIM = { workspaceId: 'main', leadId: 'lead_01jd8x3v7q', channel: 'email' };
const claims = fc.record({
  workspaceId: fc.string({ unit: 'grapheme', maxLength: 30 }),
  leadId: fc.string({ maxLength: 40 }),
  channel: fc.constantFrom('email', 'sms', 'voice', 'all'),
});

describe('an opt-out token', () => {
  test('says what it was made for, in letters that an address carries', () => {
    fc.assert(
      fc.property(claims, (claim) => {
        const token = makeUnsubscribeToken(KEY, claim);
        expect(token).toMatch(/^[A-Za-z0-9._-]+$/);
        expect(readUnsubscribeToken(KEY, token)).toEqual(claim);
      }),
    );
  });

  test('stays what it is: addresses in mails of years ago still work', () => {
    expect(makeUnsubscribeToken(KEY, CLAIM)).toBe(
      '1WyJtYWluIiwibGVhZF8wMWpkOHgzdjdxIiwiZW1haWwiXQ.jksrQihVHErfojZ4GtalNw',
    );
  });

  test('is worth nothing with any other letter at any place', () => {
    const token = makeUnsubscribeToken(KEY, CLAIM);
    for (let at = 0; at < token.length; at++) {
      for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ %\0') {
        if (letter === token[at]) continue;
        expect(readUnsubscribeToken(KEY, token.slice(0, at) + letter + token.slice(at + 1))).toBeNull();
      }
    }
  });

  test('is worth nothing with a bit flipped, a piece missing, or something added', () => {
    const bytes = Buffer.from(makeUnsubscribeToken(KEY, CLAIM), 'latin1');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(readUnsubscribeToken(KEY, flipped.toString('latin1'))).toBeNull();
    }
    const token = bytes.toString('latin1');
    for (let length = 0; length < token.length; length++)
      expect(readUnsubscribeToken(KEY, token.slice(0, length))).toBeNull();
    for (const more of ['=', 'A', '.', ' ', '\n', '%00']) expect(readUnsubscribeToken(KEY, token + more)).toBeNull();
  });

  test('is worth nothing under another key', () => {
    expect(readUnsubscribeToken(randomBytes(32), makeUnsubscribeToken(KEY, CLAIM))).toBeNull();
  });

  test('names the campaign where there is one', () => {
    const claim = { ...CLAIM, campaignId: 'cmp_1' };
    expect(readUnsubscribeToken(KEY, makeUnsubscribeToken(KEY, claim))).toEqual(claim);
    expect(makeUnsubscribeToken(KEY, { ...CLAIM, campaignId: null })).toBe(makeUnsubscribeToken(KEY, CLAIM));
  });

  test('any text at all is read without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => readUnsubscribeToken(KEY, text) === null),
      {
        numRuns: 1_000,
      },
    );
    expect(readUnsubscribeToken(KEY, `1${'A'.repeat(1_000_000)}.${'A'.repeat(22)}`)).toBeNull();
  });
});
