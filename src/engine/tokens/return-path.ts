/**
 * The part of a return path that says which message came back: `bounces+msg_1kggcs1000007c2e9.x4r2…@acme.com` (VERP).
 * Stores nothing.
 */
import { MESSAGE_TAG } from '../../domain/conversation/mail/traces.ts';
import { LIMITS } from '../../domain/limits.ts';
import { addressProof, isProof } from './address-proof.ts';

/** Which message. */
export interface ReturnTag {
  readonly workspaceId: string;
  readonly messageId: string;
}

const USE = 'return-path';
const MESSAGE = /^msg_[a-z0-9]{1,26}$/;

/** The part to be put into an address; null = the message's id cannot stand there. `key`: the instance's secret. */
export function makeReturnTag(key: Buffer, { workspaceId, messageId }: ReturnTag): string | null {
  return MESSAGE.test(messageId) ? `${messageId}.${addressProof(key, USE, [workspaceId, messageId])}` : null;
}

/**
 * The message whose return path an address is, or null where no part of it is ours. The workspace is not written there: the proof fits
 * one of `workspaceIds`, or none.
 */
export function readReturnTag(key: Buffer, address: string, workspaceIds: readonly string[]): ReturnTag | null {
  const [, messageId, proof] = MESSAGE_TAG.exec(address.slice(0, LIMITS.addressCharacters).toLowerCase()) ?? [];
  if (messageId === undefined || proof === undefined) return null;
  const workspaceId = workspaceIds.find((one) => isProof(proof, addressProof(key, USE, [one, messageId])));
  return workspaceId === undefined ? null : { workspaceId, messageId };
}
