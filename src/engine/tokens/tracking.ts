/**
 * Tracking tokens: what stands in the address of an open pixel, and of a link that is counted. The target of a link is part of
 * what is signed, so that our address leads nowhere that we did not write. Stores nothing.
 */
import { LIMITS } from '../../domain/limits.ts';
import { makeToken, readToken, type TokenPurpose } from './token.ts';

/** Whose message was opened, or clicked and whither. */
export interface TrackingClaim {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly messageId: string;
  /** Where a click leads; null = the token is of an open pixel. */
  readonly target: string | null;
}

const OPEN: TokenPurpose = { name: 'open', version: '1', most: LIMITS.trackingTokenCharacters };
const HIDDEN: TokenPurpose = { name: 'hidden-link', version: '1', most: LIMITS.trackingTokenCharacters };
const CLICK: TokenPurpose = { name: 'click', version: '1', most: LIMITS.trackingTokenCharacters };

/** A token for a message; null = its target is no address of the web, or too long to be carried: the link itself stands there then. */
export function makeTrackingToken(
  key: Buffer,
  { workspaceId, leadId, messageId, target }: TrackingClaim,
): string | null {
  if (target === null) return makeToken(key, OPEN, [workspaceId, leadId, messageId]);
  if (!isOfTheWeb(target)) return null;
  const token = makeToken(key, CLICK, [workspaceId, leadId, messageId, target]);
  return token.length > CLICK.most ? null : token;
}

/** What a token of an open pixel says; null = it is none of ours. */
export function readOpenToken(key: Buffer, token: string): TrackingClaim | null {
  const [workspaceId, leadId, messageId] = readToken(key, OPEN, token) ?? [];
  if (workspaceId === undefined || leadId === undefined || messageId === undefined) return null;
  return { workspaceId, leadId, messageId, target: null };
}

/** What a token of a link says, its target always there; null = it is none of ours, and leads nowhere. */
export function readClickToken(key: Buffer, token: string): (TrackingClaim & { readonly target: string }) | null {
  const [workspaceId, leadId, messageId, target] = readToken(key, CLICK, token) ?? [];
  if (workspaceId === undefined || leadId === undefined || messageId === undefined || target === undefined) return null;
  return { workspaceId, leadId, messageId, target };
}

/** A token for the link of a message that no person sees. */
export function makeHiddenToken(
  key: Buffer,
  { workspaceId, leadId, messageId }: Omit<TrackingClaim, 'target'>,
): string {
  return makeToken(key, HIDDEN, [workspaceId, leadId, messageId]);
}

/** What a token of such a link says; null = it is none of ours. */
export function readHiddenToken(key: Buffer, token: string): TrackingClaim | null {
  const [workspaceId, leadId, messageId] = readToken(key, HIDDEN, token) ?? [];
  if (workspaceId === undefined || leadId === undefined || messageId === undefined) return null;
  return { workspaceId, leadId, messageId, target: null };
}

/** HTTP or HTTPS, and nothing that a browser would run; no login, which only hides where a link leads. */
function isOfTheWeb(target: string): boolean {
  const url = URL.parse(target);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}
