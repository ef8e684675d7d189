/** Class tokens: what stands in the address of a class that is held here. A token names its invitation, which may end; stores nothing. */
import { LIMITS } from '../../domain/limits.ts';
import { makeToken, readToken, type TokenPurpose } from './token.ts';

/** Which invitation a token is of. */
export interface ClassClaim {
  readonly workspaceId: string;
  readonly inviteId: string;
}

const PURPOSE: TokenPurpose = { name: 'class', version: '1', most: LIMITS.classTokenCharacters };

/** The token of an invitation, the same each time. `key`: the instance's secret. */
export function makeClassToken(key: Buffer, { workspaceId, inviteId }: ClassClaim): string {
  return makeToken(key, PURPOSE, [workspaceId, inviteId]);
}

/** Which invitation a token is of, or null where it was not made with this key or a single character of it changed. */
export function readClassToken(key: Buffer, token: string): ClassClaim | null {
  const [workspaceId, inviteId] = readToken(key, PURPOSE, token) ?? [];
  return workspaceId === undefined || inviteId === undefined ? null : { workspaceId, inviteId };
}
