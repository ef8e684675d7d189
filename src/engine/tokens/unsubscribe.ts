/**
 * Opt-out tokens: what stands in the unsubscribe address of a mail. A token names whose channel is closed and proves that we
 * said so. Stores nothing.
 */
import { LIMITS } from '../../domain/limits.ts';
import { makeToken, readToken, type TokenPurpose } from './token.ts';

/** What a token stands for: this person wants no more on this channel. */
export interface UnsubscribeClaim {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly channel: string;
  /** The campaign that the message is of; absent or null = of none, or of a time when it was not said. */
  readonly campaignId?: string | null;
}

const PURPOSE: TokenPurpose = { name: 'unsubscribe', version: '1', most: LIMITS.unsubscribeTokenCharacters };

/**
 * A token for the address of a mail, about 70 characters more than the ids; the same in all mails of a campaign to a lead. `key`: the instance's secret, at least 32 bytes.
 * Source: RFC 8058 §3.1 (opaque and hard to forge).
 */
export function makeUnsubscribeToken(key: Buffer, claim: UnsubscribeClaim): string {
  const { workspaceId, leadId, channel, campaignId } = claim;
  return makeToken(key, PURPOSE, [workspaceId, leadId, channel, ...(campaignId ? [campaignId] : [])]);
}

/** What a token says, or null where it was not made with this key or a single character of it changed. */
export function readUnsubscribeToken(key: Buffer, token: string): UnsubscribeClaim | null {
  const [workspaceId, leadId, channel, campaignId] = readToken(key, PURPOSE, token) ?? [];
  if (workspaceId === undefined || leadId === undefined || channel === undefined) return null;
  return { workspaceId, leadId, channel, ...(campaignId !== undefined && { campaignId }) };
}
