/** Calls by Calendly: meetings that people book and cancel. */
import type { HookAdapter, HookReading, HookRequest, HookVerdict } from '../../engine/hook-port.ts';
import { anySame, GENUINE, hmac, isFresh, refused, timeOfDigits, type Window } from '../proof.ts';
import { addressOf, hookEvent, jsonOf, type Shape, shapeOf, textOf, timeOf, toldOf } from '../shape.ts';

/** As its documents advise. */
const WINDOW: Window = { aheadMs: 3 * 60_000, pastMs: 3 * 60_000 };

/** How Calendly’s calls are proven and read. Secrets: signing keys of the subscription. */
export const calendlyHook: HookAdapter = {
  provider: 'calendly',
  verify,
  read(request) {
    const body = shapeOf(jsonOf(request.body));
    const uri = textOf(shapeOf(body.payload).uri);
    const event = textOf(body.event);
    return event === null ? null : readInvitee(event, body, uri);
  },
};

/** Source: https://developer.calendly.com/api-docs/webhook-signatures: `t=<s>,v1=<hex HMAC-SHA256 over t.body>`. */
function verify({ headers, body }: HookRequest, keys: readonly string[], now: number): HookVerdict {
  if (keys.length === 0) return refused('hook-no-secret');
  const parts = (headers['calendly-webhook-signature'] ?? '').split(',').map((part) => part.trim());
  const at = parts.find((part) => part.startsWith('t='))?.slice(2);
  const given = parts.filter((part) => part.startsWith('v1=')).map((part) => part.slice(3));
  if (at === undefined || given.length === 0) return refused('hook-unsigned');
  const expected = keys.map((key) => hmac('sha256', key, 'hex', `${at}.`, body));
  if (!anySame(given, expected)) return refused('hook-bad-signature');
  return isFresh(timeOfDigits(at, 'seconds'), now, WINDOW) ? GENUINE : refused('hook-stale');
}

function readInvitee(event: string, body: Shape, uri: string | null): HookReading {
  const payload = shapeOf(body.payload);
  // A meeting that is moved is one that is cancelled and one that is booked: the second says all.
  const isNoShow = event === 'invitee_no_show.created';
  const isKnown =
    isNoShow || event === 'invitee.created' || (event === 'invitee.canceled' && payload.rescheduled !== true);
  if (uri === null || !isKnown) return toldOf([], [event]);
  const known = {
    originId: `${event}:${uri}`,
    at: timeOf(body.created_at),
    verdict: 'human',
    direction: 'in',
    about: { ours: textOf(shapeOf(payload.tracking).utm_content), email: addressOf(payload.email) },
  } as const;
  const starts = textOf(shapeOf(payload.scheduled_event).start_time);
  const before = textOf(payload.old_invitee);
  const meeting = { ref: uri, before, startsAt: timeOf(starts) };
  if (event === 'invitee.created') {
    const kind = before === null ? 'booked' : 'meeting-moved';
    return toldOf([hookEvent({ ...known, kind, text: starts, meeting: { ...meeting, state: 'booked' } })]);
  }
  if (isNoShow) return toldOf([hookEvent({ ...known, kind: 'no-show', meeting: { ...meeting, state: 'no-show' } })]);
  const text = textOf(shapeOf(payload.cancellation).reason);
  return toldOf([
    hookEvent({ ...known, kind: 'meeting-cancelled', text, meeting: { ...meeting, state: 'cancelled' } }),
  ]);
}
