/**
 * The instance's secret and what is made with it. Suppressions are found by keyed hash, so that erasing a person can
 * leave the refusal and take the address. The secret lives outside the database and its backups.
 */
import { createHmac, hash } from 'node:crypto';
import { reachableOf, type SuppressionKey, suppressionKeys } from '../domain/consent/suppression.ts';
import type { Recipient, SuppressionKeysOf } from './store-port.ts';

/** The secret of an instance, and the hashes that only its holder can make. */
export interface Keyring {
  /** Kind, colon, keyed hash (hex, 32 digits) of a normalised value. A lead's id stands as it is: it names nobody. */
  hash(kind: string, value: string): string;
  /** By what the secret can be known again, and not found out: keyed hash (hex, 32 digits) of a text of ours. */
  readonly proof: string;
  /** The secret itself, for unsubscribe tokens. */
  readonly secret: Buffer;
}

const SECRET_BYTES = 32;
const HASH_DIGITS = 32;

/**
 * A keyring over a secret of at least 32 bytes.
 * Why one hash with a key of a block (64 bytes) in front: half of the hash is thrown away, so that nobody can go on from it to the
 * hash of a longer text; in one shot it takes 0.6 µs. An HMAC object takes 4, and every lead and every step ask for one. A memory of
 * those asked for lately takes as long as the hash itself (measured).
 * Source: Coron, Dodis, Malinaud, Puniya, Merkle-Damgård Revisited (CRYPTO 2005), on dropping output bits.
 */
export function makeKeyring(secret: Buffer): Keyring {
  if (secret.length < SECRET_BYTES) throw new Error(`the instance secret must have at least ${SECRET_BYTES} bytes`);
  const keyFor = (use: string) => createHmac('sha256', secret).update(`\0rekindle/${use}\0`).digest('hex');
  const key = keyFor('suppression');
  return {
    secret,
    proof: keyFor('proof').slice(0, HASH_DIGITS),
    hash(kind, value) {
      const text = `${kind}:${value}`;
      return kind === 'lead' ? text : `${kind}:${hash('sha256', key + text).slice(0, HASH_DIGITS)}`;
    },
  };
}

/** Keys under which a refusal that concerns this recipient may stand, in clear; as far as they are of these kinds. */
export function suppressionKeysFor(
  lead: Pick<Recipient, 'leadId' | 'email' | 'phone' | 'domain'>,
  kinds?: ReadonlySet<SuppressionKey['kind']>,
): readonly SuppressionKey[] {
  return suppressionKeys(reachableOf(lead), kinds);
}

/** The same keys as the store knows them: hashed. */
export function suppressionKeysOf(keyring: Keyring): SuppressionKeysOf {
  return (recipient, kinds) => suppressionKeysFor(recipient, kinds).map(({ kind, value }) => keyring.hash(kind, value));
}
