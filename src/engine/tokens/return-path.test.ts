/** The part of a return path is read back, however servers write it, and no other is believed. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { THOROUGH } from '../../../test/thorough.ts';
import { makeOptOutTag, readOptOutTag } from './opt-out-address.ts';
import { makeReturnTag, readReturnTag } from './return-path.ts';

const KEY = Buffer.alloc(32, 7);
const ABOUT = { workspaceId: 'main', messageId: 'msg_1kggcs1000007c2e9' };
const TAG = makeReturnTag(KEY, ABOUT) ?? '';
const WORKSPACES = ['other', 'main'];

test('says which message, wherever it stands, within 64 characters', () => {
  for (const local of [`bounces+${TAG}`, TAG.toUpperCase(), `b-${TAG}`, `x_${TAG}-y`])
    expect(readReturnTag(KEY, `<${local}@acme.example>`, WORKSPACES)).toEqual(ABOUT);
  expect(`bounces+${TAG}`.length).toBeLessThanOrEqual(64);
});

test('stays what it is: bounces of mails that left before an upgrade still work', () => {
  expect(TAG).toBe('msg_1kggcs1000007c2e9.85djbd3t8z85w9jn');
});

test('is of one workspace, key and message, and no letter of it can be another', () => {
  expect(readReturnTag(randomBytes(32), TAG, WORKSPACES)).toBeNull();
  expect(readReturnTag(KEY, TAG, ['other'])).toBeNull();
  for (let at = 0; at < TAG.length; at++) {
    const other = TAG[at] === 'x' ? 'z' : 'x';
    expect(readReturnTag(KEY, TAG.slice(0, at) + other + TAG.slice(at + 1), WORKSPACES)).toBeNull();
  }
});

test('is good for nothing else, and nothing else for it', () => {
  const optOut = makeOptOutTag(KEY, { workspaceId: 'main', leadId: ABOUT.messageId }) ?? '';
  expect(readOptOutTag(KEY, optOut, WORKSPACES)).not.toBeNull();
  expect(readReturnTag(KEY, optOut, WORKSPACES)).toBeNull();
  expect(readOptOutTag(KEY, TAG, WORKSPACES)).toBeNull();
});

test('is never guessed', () => {
  const letters = '0123456789abcdefghijklmnopqrstuvwxyz';
  for (let n = 0; n < (THOROUGH ? 100_000 : 2_000); n++) {
    const proof = [...randomBytes(16)].map((byte) => letters[byte % letters.length]).join('');
    expect(readReturnTag(KEY, `${ABOUT.messageId}.${proof}`, WORKSPACES)).toBeNull();
  }
});

test('is not made of an id that an address cannot hold', () => {
  for (const messageId of ['msg 1', 'msg_A', 'a@b', `msg_${'x'.repeat(40)}`])
    expect(makeReturnTag(KEY, { workspaceId: 'main', messageId })).toBeNull();
});
