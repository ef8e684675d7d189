/**
 * The instance's secret and what is made with it. Suppressions are found by keyed hash, so that erasing a person can
 * leave the refusal and take the address. The secret lives outside the database and its backups.
 */
import { createHmac } from 'node:crypto';
import { type SuppressionKey, suppressionKeys } from '../domain/consent/suppression.ts';
import type { Recipient } from './store-port.ts';

export interface Keyring {
  /** Keyed hash (hex, 32 digits) of a kind and a normalised value. */
  hash(kind: string, value: string): string;
  /** The secret itself, for unsubscribe tokens. */
  readonly secret: Buffer;
}

const HASH_DIGITS = 32;
const CACHED_HASHES = 50_000;

/** A keyring over a secret of at least 32 bytes. Hashes are cached (bounded): the due loop asks for the same ones. */
export function makeKeyring(secret: Buffer): Keyring {
  if (secret.length < 32) throw new Error('the instance secret must have at least 32 bytes');
  const cache = new Map<string, string>();
  return {
    secret,
    hash(kind, value) {
      const text = `${kind}:${value}`;
      let hash = cache.get(text);
      if (hash === undefined) {
        hash = createHmac('sha256', secret).update(text).digest('hex').slice(0, HASH_DIGITS);
        if (cache.size >= CACHED_HASHES) cache.clear();
        cache.set(text, hash);
      }
      return hash;
    },
  };
}

/** Keys under which a refusal that concerns this recipient may stand, in clear. */
export function suppressionKeysFor({ leadId, email, phone }: Recipient): readonly SuppressionKey[] {
  return suppressionKeys({ leadId, emails: email === null ? [] : [email], phones: phone === null ? [] : [phone] });
}

/** The same keys as the store knows them: hashed. */
export function suppressionKeysOf(keyring: Keyring): (recipient: Recipient) => readonly string[] {
  return (recipient) => suppressionKeysFor(recipient).map(({ kind, value }) => keyring.hash(kind, value));
}
