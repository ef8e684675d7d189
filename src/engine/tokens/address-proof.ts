/**
 * The proof that a part of an address is ours: short and in small letters, since a local part holds 64 characters and servers on the way
 * change their case. Owns how it is made and compared.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { base32 } from '../../domain/id-time.ts';

/** Five bits each. Source: RFC 2104 §5: no fewer than 80 bits. */
const PROOF_LETTERS = 16;

/** The proof of something of a workspace. `key`: the instance's secret; `use`: what it is for, so that no proof is good for another use. */
export function addressProof(
  key: Buffer,
  use: 'opt-out-address' | 'return-path',
  about: readonly [string, string],
): string {
  const mac = createHmac('sha256', key).update(`\0rekindle/${use}/1\0`);
  const bytes = mac.update(JSON.stringify(about)).digest();
  return [...bytes.subarray(0, PROOF_LETTERS)].map((byte) => base32(byte % 32, 1)).join('');
}

/** Whether a proof is the one that it should be, in a time that says nothing of how much of it is right. */
export function isProof(said: string, proof: string): boolean {
  return said.length === proof.length && timingSafeEqual(Buffer.from(said), Buffer.from(proof));
}
