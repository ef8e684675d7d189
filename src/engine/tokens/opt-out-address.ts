/**
 * The part of an address that says who opts out by writing to it: `stop+lead_1kggcs1000007c2e9.x4r2…@acme.com`. Stores nothing.
 */
import { LIMITS } from '../../domain/limits.ts';
import { addressProof, isProof } from './address-proof.ts';

/** Who opts out. */
export interface OptOutTag {
  readonly workspaceId: string;
  readonly leadId: string;
}

const USE = 'opt-out-address';
const LEAD = /^[a-z]+_[a-z0-9]{1,26}$/;
const TAG = /([a-z]+_[a-z0-9]{1,26})\.([0-9a-z]{16})(?=[^0-9a-z]|$)/;

/** The part to be put into an address; null = the lead's id cannot stand there. `key`: the instance's secret. */
export function makeOptOutTag(key: Buffer, { workspaceId, leadId }: OptOutTag): string | null {
  return LEAD.test(leadId) ? `${leadId}.${addressProof(key, USE, [workspaceId, leadId])}` : null;
}

/**
 * Who opts out by a mail to this address, or null where no part of it is ours. The workspace is not written there: the proof fits
 * one of `workspaceIds`, or none.
 */
export function readOptOutTag(key: Buffer, address: string, workspaceIds: readonly string[]): OptOutTag | null {
  const [, leadId, proof] = TAG.exec(address.slice(0, LIMITS.addressCharacters).toLowerCase()) ?? [];
  if (leadId === undefined || proof === undefined) return null;
  const workspaceId = workspaceIds.find((one) => isProof(proof, addressProof(key, USE, [one, leadId])));
  return workspaceId === undefined ? null : { workspaceId, leadId };
}

/** Whether an address looks as if it bore such a part. */
export function mayBearOptOutTag(address: string): boolean {
  return TAG.test(address.slice(0, LIMITS.addressCharacters).toLowerCase());
}
