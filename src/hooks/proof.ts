/**
 * How a call by a provider is proven: keyed hashes and signatures, compared in constant time against every secret that stands.
 * Owns no provider's rule.
 */
import { createHash, createHmac, createPublicKey, type KeyObject, timingSafeEqual, verify } from 'node:crypto';
import type { HookReason } from '../domain/hook/reasons.ts';
import type { HookVerdict } from '../engine/hook-port.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** How far a provider's clock may be ahead of ours, and how old a call may be, ms. */
export interface Window {
  readonly aheadMs: number;
  readonly pastMs: number;
}

/** What most providers say of it: five minutes either way. */
export const FIVE_MINUTES: Window = { aheadMs: 5 * MINUTE_MS, pastMs: 5 * MINUTE_MS };

/** A call that is believed. */
export const GENUINE: HookVerdict = { kind: 'genuine' };

/** A call that is not. */
export function refused(code: HookReason): HookVerdict {
  return { kind: 'refused', code };
}

/** The keyed hash of what a provider signs. Parts stand one after the other. */
export function hmac(
  algorithm: 'sha1' | 'sha256',
  secret: string | Uint8Array,
  encoding: 'hex' | 'base64',
  ...parts: readonly (string | Uint8Array)[]
): string {
  const mac = createHmac(algorithm, secret);
  for (const part of parts) mac.update(part);
  return mac.digest(encoding);
}

/**
 * Whether any of the given texts is any of the expected. Every pair is compared, so that the time says neither which one nor how
 * much of it fits. Both sides are hashed: texts of any length compare as 32 bytes.
 */
export function anySame(given: readonly string[], expected: readonly string[]): boolean {
  const hashes = expected.map(digest);
  let found = 0;
  for (const one of given.slice(0, MOST_GIVEN).map(digest)) {
    for (const hash of hashes) found |= Number(timingSafeEqual(one, hash));
  }
  return found === 1;
}

/** Signatures of one call that are looked at; providers send one, or two while a secret is replaced. */
const MOST_GIVEN = 10;

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Whether a time lies within the window around now; what is no time does not. */
export function isFresh(at: number | null, now: number, { aheadMs, pastMs }: Window): boolean {
  return at !== null && at - now <= aheadMs && now - at <= pastMs;
}

/** Seconds or milliseconds as digits, in milliseconds; null = not digits. */
export function timeOfDigits(text: string | undefined, unit: 'seconds' | 'milliseconds'): number | null {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return null;
  return unit === 'seconds' ? Number(text) * SECOND_MS : Number(text);
}

/** A public key from PEM, or from base64 of its DER; null = it is none. */
export function publicKeyOf(text: string): KeyObject | null {
  try {
    if (text.includes('-----BEGIN')) return createPublicKey(text);
    return createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
  } catch {
    // A key that cannot be read proves nothing; the other secrets may.
    return null;
  }
}

/**
 * Whether a signature over the data is good under any of the keys. It is base64 in its one proper spelling. `algorithm` null =
 * the key's own, Ed25519.
 */
export function isSigned(
  algorithm: 'sha1' | 'sha256' | null,
  data: Uint8Array,
  signature: string,
  keys: readonly KeyObject[],
): boolean {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.toString('base64') !== signature) return false;
  return keys.filter((key) => verify(algorithm, data, key, bytes)).length > 0;
}
