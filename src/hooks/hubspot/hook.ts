/** Calls by HubSpot: lists of what changed at its objects. Owns what of it concerns us. */
import { createHash } from 'node:crypto';
import type { HookAdapter, HookReading, HookRequest, HookVerdict } from '../../engine/hook-port.ts';
import { anySame, FIVE_MINUTES, GENUINE, hmac, isFresh, refused, timeOfDigits } from '../proof.ts';
import { hookEvent, instantOf, joined, jsonOf, listOf, type Shape, shapeOf, textOf, toldOf } from '../shape.ts';

/** How HubSpot’s calls are proven and read. Secrets: client secrets of the app. */
export const hubspotHook: HookAdapter = {
  provider: 'hubspot',
  verify,
  read(request) {
    const body = jsonOf(request.body);
    return Array.isArray(body) ? joined(listOf(body).map((entry) => readChange(shapeOf(entry)))) : null;
  },
};

/**
 * Version 3 where the call carries it; version 1, which holds no time, only where it carries nothing else.
 * Source: https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests
 */
function verify(request: HookRequest, secrets: readonly string[], now: number): HookVerdict {
  const { headers } = request;
  if (secrets.length === 0) return refused('hook-no-secret');
  const newest = headers['x-hubspot-signature-v3'];
  if (newest) return verifyThird(request, newest, secrets, now);
  const first = headers['x-hubspot-signature'];
  if (!first || (headers['x-hubspot-signature-version'] ?? 'v1') !== 'v1') return refused('hook-unsigned');
  const expected = secrets.map((secret) => createHash('sha256').update(secret).update(request.body).digest('hex'));
  return anySame([first], expected) ? GENUINE : refused('hook-bad-signature');
}

function verifyThird(
  { method, url, headers, body }: HookRequest,
  signature: string,
  secrets: readonly string[],
  now: number,
): HookVerdict {
  const at = headers['x-hubspot-request-timestamp'] ?? '';
  const expected = secrets.map((secret) => hmac('sha256', secret, 'base64', method, decoded(url), body, at));
  if (!anySame([signature], expected)) return refused('hook-bad-signature');
  return isFresh(timeOfDigits(at, 'milliseconds'), now, FIVE_MINUTES) ? GENUINE : refused('hook-stale');
}

/** It signs the address with these characters in clear, whatever stands in what it calls. */
function decoded(url: string): string {
  return url.replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (escaped) => decodeURIComponent(escaped));
}

/**
 * Why the id is not the event's alone: the vendor says that it need not be unique; and not the attempt's number, which is
 * another one each time the same event is told.
 */
function readChange(change: Shape): HookReading {
  const type = textOf(change.subscriptionType) ?? 'unknown';
  const property = textOf(change.propertyName);
  const value = textOf(change.propertyValue);
  const known = {
    originId: [change.eventId, change.subscriptionId, change.occurredAt, change.objectId].map(String).join(':'),
    at: instantOf(change.occurredAt, 'milliseconds'),
    verdict: 'human',
    about: { contactId: textOf(change.objectId) },
  } as const;
  if (type === 'contact.propertyChange') {
    if (property === 'lifecyclestage' && value === 'customer')
      return toldOf([hookEvent({ ...known, kind: 'converted' })]);
    if (property === 'hs_email_optout' && value === 'true')
      return toldOf([hookEvent({ ...known, kind: 'opted-out', channel: 'email', outcome: 'this-channel' })]);
    return toldOf([], [`${type}.${property ?? 'unknown'}`]);
  }
  return toldOf([], [type]);
}
