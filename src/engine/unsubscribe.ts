/**
 * Opt-out tokens: what stands in the unsubscribe address of a mail. A token names whose channel is closed and proves that we
 * said so; nothing is looked up to believe it, so it works for as long as the instance keeps its secret. Stores nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { LIMITS } from '../domain/limits.ts';

/** What a token stands for: this person wants no more on this channel. */
export interface UnsubscribeClaim {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly channel: string;
}

const VERSION = '1';
/** Keeps the secret's other uses apart: no hash made elsewhere is ever a valid token. */
const PURPOSE = `\0rekindle/unsubscribe/${VERSION}\0`;
/** Bytes of proof kept of the HMAC. Source: RFC 2104 §5, at least half of the hash. */
const PROOF_BYTES = 16;
const TOKEN = /^1([\w-]+)\.([\w-]{22})$/;

/**
 * A token for the address of a mail: only `A–Z a–z 0–9 - _ .`, about 70 characters more than the ids.
 * `key`: the instance's secret, at least 32 bytes.
 * Source: RFC 8058 §3.1 (opaque and hard to forge).
 */
export function makeUnsubscribeToken(key: Buffer, { workspaceId, leadId, channel }: UnsubscribeClaim): string {
  const claim = Buffer.from(JSON.stringify([workspaceId, leadId, channel])).toString('base64url');
  return `${VERSION}${claim}.${proofOf(key, claim).toString('base64url')}`;
}

/**
 * What a token says, or null where it was not made with this key or a single character of it changed.
 * Limits: tokens above `LIMITS.unsubscribeTokenCharacters` are not read.
 * Why the proof covers the text of the claim and is compared as text: base64 has several spellings of the same bytes.
 */
export function readUnsubscribeToken(key: Buffer, token: string): UnsubscribeClaim | null {
  if (token.length > LIMITS.unsubscribeTokenCharacters) return null;
  const [, claim, proof] = TOKEN.exec(token) ?? [];
  if (claim === undefined || proof === undefined) return null;
  const expected = Buffer.from(proofOf(key, claim).toString('base64url'));
  if (!timingSafeEqual(Buffer.from(proof), expected)) return null;
  const [workspaceId, leadId, channel] = JSON.parse(Buffer.from(claim, 'base64url').toString()) as [
    string,
    string,
    string,
  ];
  return { workspaceId, leadId, channel };
}

function proofOf(key: Buffer, claim: string): Buffer {
  return createHmac('sha256', key).update(PURPOSE).update(claim).digest().subarray(0, PROOF_BYTES);
}
