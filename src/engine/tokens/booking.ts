/** Tokens of booking links: what a booking page gives back to us. A token names one passage of one lead; stores nothing. */
import { LIMITS } from '../../domain/limits.ts';
import { makeToken, readToken, type TokenPurpose } from './token.ts';

/** Who was sent to a booking page, and in which campaign. */
export interface BookingClaim {
  readonly workspaceId: string;
  readonly leadId: string;
  /** Empty = in none. */
  readonly campaignId: string;
  readonly enrollmentId: string;
}

const PURPOSE: TokenPurpose = { name: 'booking', version: '1', most: LIMITS.bookingTokenCharacters };

/** The token of a passage, the same each time. `key`: the instance's secret. */
export function makeBookingToken(key: Buffer, { workspaceId, leadId, campaignId, enrollmentId }: BookingClaim): string {
  return makeToken(key, PURPOSE, [workspaceId, leadId, campaignId, enrollmentId]);
}

/** What a token names, or null where it was not made with this key or a single character of it changed. */
export function readBookingToken(key: Buffer, token: string): BookingClaim | null {
  const [workspaceId, leadId, campaignId, enrollmentId] = readToken(key, PURPOSE, token) ?? [];
  if (workspaceId === undefined || leadId === undefined || campaignId === undefined || enrollmentId === undefined)
    return null;
  return { workspaceId, leadId, campaignId, enrollmentId };
}
