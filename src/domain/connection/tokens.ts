/**
 * Which token a connection signs in with, and what must be renewed first (directives/connection-tokens.md). Owns when a token is good;
 * who renews it, and keeps what comes of it, is the engine’s.
 */

/** What is known of a connection's tokens. */
export interface TokenFacts {
  /** Secrets, among them `accessToken`, `expiresAt`, `locationToken`, `locationExpiresAt`; times in epoch ms, as text. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The authorisation is an agency's, which gets a token of its own for each of its locations. */
  readonly ofAgency: boolean;
  /** A token that was not taken, though it is not over its time. */
  readonly notTaken: string | null;
  readonly now: number;
}

/** Use this token, or renew in this way first and ask again. */
export type TokenStep =
  | { readonly kind: 'use'; readonly token: string }
  | { readonly kind: 'renew'; readonly by: RenewalWay };

/** `refresh`: by the refresh token, which may be used up by it · `location`: by the agency's token, as often as one likes. */
export type RenewalWay = 'refresh' | 'location';

/** A token is renewed this long before it runs out, ms: a send that begins with it must end with it. */
const EARLY_MS = 300_000;

/** What to do for a token. */
export function tokenStep(facts: TokenFacts): TokenStep {
  const { secrets, ofAgency } = facts;
  const access = good(secrets.accessToken, secrets.expiresAt, facts);
  if (!ofAgency) return access === null ? REFRESH : { kind: 'use', token: access };
  const location = good(secrets.locationToken, secrets.locationExpiresAt, facts);
  if (location !== null) return { kind: 'use', token: location };
  return access === null ? REFRESH : { kind: 'renew', by: 'location' };
}

const REFRESH: TokenStep = { kind: 'renew', by: 'refresh' };

function good(token: string | undefined, until: string | undefined, facts: TokenFacts): string | null {
  const isGood = token !== undefined && token !== facts.notTaken && Number(until) - EARLY_MS > facts.now;
  return isGood ? token : null;
}
