/**
 * The part of an address that says who opts out by writing to it: `stop+lead_1kggcs1000007c2e9.x4r2…@acme.com`. Short and in small
 * letters, since a local part holds 64 characters and servers on the way change their case. Stores nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { base32 } from '../../domain/id-time.ts';
import { LIMITS } from '../../domain/limits.ts';

/** Who opts out. */
export interface OptOutTag {
  readonly workspaceId: string;
  readonly leadId: string;
}

/** Five bits each. Source: RFC 2104 §5: no fewer than 80 bits. */
const PROOF_LETTERS = 16;
const LEAD = /^[a-z]+_[a-z0-9]{1,26}$/;
const TAG = /([a-z]+_[a-z0-9]{1,26})\.([0-9a-z]{16})(?=[^0-9a-z]|$)/;

/** The part to be put into an address; null = the lead's id cannot stand there. `key`: the instance's secret. */
export function makeOptOutTag(key: Buffer, { workspaceId, leadId }: OptOutTag): string | null {
  return LEAD.test(leadId) ? `${leadId}.${proofOf(key, workspaceId, leadId)}` : null;
}

/**
 * Who opts out by a mail to this address, or null where no part of it is ours. The workspace is not written there: the proof fits
 * one of `workspaceIds`, or none.
 */
export function readOptOutTag(key: Buffer, address: string, workspaceIds: readonly string[]): OptOutTag | null {
  const [, leadId, proof] = TAG.exec(address.slice(0, LIMITS.addressCharacters).toLowerCase()) ?? [];
  if (leadId === undefined || proof === undefined) return null;
  const said = Buffer.from(proof);
  const workspaceId = workspaceIds.find((one) => timingSafeEqual(said, Buffer.from(proofOf(key, one, leadId))));
  return workspaceId === undefined ? null : { workspaceId, leadId };
}

/** Whether an address looks as if it bore such a part. */
export function mayBearOptOutTag(address: string): boolean {
  return TAG.test(address.slice(0, LIMITS.addressCharacters).toLowerCase());
}

function proofOf(key: Buffer, workspaceId: string, leadId: string): string {
  const mac = createHmac('sha256', key).update('\0rekindle/opt-out-address/1\0');
  const bytes = mac.update(JSON.stringify([workspaceId, leadId])).digest();
  return [...bytes.subarray(0, PROOF_LETTERS)].map((byte) => base32(byte % 32, 1)).join('');
}
