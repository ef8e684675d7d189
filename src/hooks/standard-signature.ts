/** The signature of Standard Webhooks: over id, time and bytes of a call. Owns the proof alone; what a call says is its adapter's. */
import type { HookRequest, HookVerdict } from '../engine/hook-port.ts';
import { anySame, FIVE_MINUTES, GENUINE, hmac, isFresh, refused, timeOfDigits } from './proof.ts';

/**
 * Whether a call is signed by any of the secrets, and not long ago.
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function verifyStandard({ headers, body }: HookRequest, secrets: readonly string[], now: number): HookVerdict {
  if (secrets.length === 0) return refused('hook-no-secret');
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = headers;
  if (!id || !at || !signature) return refused('hook-unsigned');
  const expected = secrets.map((secret) => `v1,${hmac('sha256', keyOf(secret), 'base64', `${id}.${at}.`, body)}`);
  if (!anySame(signature.split(' '), expected)) return refused('hook-bad-signature');
  return isFresh(timeOfDigits(at, 'seconds'), now, FIVE_MINUTES) ? GENUINE : refused('hook-stale');
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
}
