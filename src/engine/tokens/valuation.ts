/** Tokens of valuations: what stands in the address of one. A token names the message that brought it; stores nothing. */
import { LIMITS } from '../../domain/limits.ts';
import { makeToken, readToken, type TokenPurpose } from './token.ts';

/** Which message brought a valuation, to whom. */
export interface ValuationClaim {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly messageId: string;
}

const PURPOSE: TokenPurpose = { name: 'valuation', version: '1', most: LIMITS.valuationTokenCharacters };

/** The token of a message's valuation, the same each time. `key`: the instance's secret. */
export function makeValuationToken(key: Buffer, { workspaceId, leadId, messageId }: ValuationClaim): string {
  return makeToken(key, PURPOSE, [workspaceId, leadId, messageId]);
}

/** What a token names, or null where it was not made with this key or a single character of it changed. */
export function readValuationToken(key: Buffer, token: string): ValuationClaim | null {
  const [workspaceId, leadId, messageId] = readToken(key, PURPOSE, token) ?? [];
  if (workspaceId === undefined || leadId === undefined || messageId === undefined) return null;
  return { workspaceId, leadId, messageId };
}
