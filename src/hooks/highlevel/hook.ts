/**
 * Calls by HighLevel: of an app (signed), or of a workflow's own webhook action (unsigned, with a secret header). Proves; what
 * the calls say is `events.ts`.
 */
import type { KeyObject } from 'node:crypto';
import type { HookAdapter, HookRequest, HookVerdict } from '../../engine/hook-port.ts';
import { anySame, GENUINE, isFresh, isSigned, publicKeyOf, refused, type Window } from '../proof.ts';
import { jsonOf, shapeOf, timeOf } from '../shape.ts';
import { readHighlevel } from './events.ts';

/** Header that a workflow's webhook action is given our secret in. */
const SECRET_HEADER = 'x-rekindle-secret';

/**
 * Why two hours and not five minutes: it calls again only because we answered 429, and its documents do not say that it stamps
 * such a call anew. An event that is told twice is one event anyway.
 */
const WINDOW: Window = { aheadMs: 5 * 60_000, pastMs: 2 * 3_600_000 };

/**
 * How HighLevel’s calls are proven and read. Secrets: its public keys as PEM (Ed25519 for `X-GHL-Signature`, RSA for the older
 * `x-wh-signature`), and any other text for the secret header of workflow actions.
 */
export const highlevelHook: HookAdapter = {
  provider: 'highlevel',
  verify,
  read(request) {
    const body = jsonOf(request.body);
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? readHighlevel(shapeOf(body), request.body)
      : null;
  },
};

/** The newest proof that the call carries decides: one that fails is not made up for by an older one. */
function verify(request: HookRequest, secrets: readonly string[], now: number): HookVerdict {
  const { headers } = request;
  if (secrets.length === 0) return refused('hook-no-secret');
  const newest = headers['x-ghl-signature'];
  if (newest) return signedBy(request, newest, keysOf(secrets, 'ed25519'), null, now);
  const older = headers['x-wh-signature'];
  if (older) return signedBy(request, older, keysOf(secrets, 'rsa'), 'sha256', now);
  const told = headers[SECRET_HEADER];
  if (!told) return refused('hook-unsigned');
  const own = secrets.filter((secret) => !isPem(secret));
  return anySame([told], own) ? GENUINE : refused('hook-bad-signature');
}

function isPem(secret: string): boolean {
  return secret.includes('-----BEGIN');
}

function keysOf(secrets: readonly string[], type: 'ed25519' | 'rsa'): readonly KeyObject[] {
  const keys = secrets.filter(isPem).map(publicKeyOf);
  return keys.filter((key) => key !== null).filter((key) => key.asymmetricKeyType === type);
}

function signedBy(
  { body }: HookRequest,
  signature: string,
  keys: readonly KeyObject[],
  algorithm: 'sha256' | null,
  now: number,
): HookVerdict {
  if (keys.length === 0) return refused('hook-no-secret');
  if (!isSigned(algorithm, body, signature, keys)) return refused('hook-bad-signature');
  const { timestamp } = shapeOf(jsonOf(body));
  return timestamp === undefined || isFresh(timeOf(timestamp), now, WINDOW) ? GENUINE : refused('hook-stale');
}
