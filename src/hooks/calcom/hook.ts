/** Calls by Cal.com: meetings that people book, move and cancel. */
import type { MeetingEvent, MeetingTold } from '../../domain/booking/told.ts';
import {
  ECHOED,
  type HookAdapter,
  type HookReading,
  type HookRequest,
  type HookVerdict,
} from '../../engine/hook-port.ts';
import { anySame, GENUINE, hmac, refused } from '../proof.ts';
import { addressOf, hookEvent, jsonOf, listOf, type Shape, shapeOf, textOf, timeOf, toldOf } from '../shape.ts';

/** How Cal.com’s calls are proven and read. Secrets: those of the webhook. It signs no time; what comes twice is one event. */
export const calcomHook: HookAdapter = {
  provider: 'calcom',
  verify,
  read(request) {
    const body = shapeOf(jsonOf(request.body));
    const trigger = textOf(body.triggerEvent);
    return trigger === null ? null : readBooking(trigger, body);
  },
};

/** What it writes in place of a signature where it was given no secret. */
const WITHOUT_SECRET = 'no-secret-provided';

/** Source: https://cal.com/docs/developing/guides/automation/webhooks: hex HMAC-SHA256 over the body. */
function verify({ headers, body }: HookRequest, secrets: readonly string[]): HookVerdict {
  const signature = headers['x-cal-signature-256'];
  if (secrets.length === 0 || signature === WITHOUT_SECRET) return refused('hook-no-secret');
  if (!signature) return refused('hook-unsigned');
  const expected = secrets.map((secret) => hmac('sha256', secret, 'hex', body));
  return anySame([signature], expected) ? GENUINE : refused('hook-bad-signature');
}

/** What it tells, with where the meeting stands then. */
const TELLS: ReadonlyMap<string, readonly [kind: MeetingEvent, state: MeetingTold['state']]> = new Map([
  ['BOOKING_CREATED', ['booked', 'booked']],
  ['BOOKING_RESCHEDULED', ['meeting-moved', 'booked']],
  ['BOOKING_CANCELLED', ['meeting-cancelled', 'cancelled']],
  ['BOOKING_REJECTED', ['meeting-cancelled', 'cancelled']],
  ['BOOKING_NO_SHOW_UPDATED', ['no-show', 'no-show']],
]);

function readBooking(trigger: string, body: Shape): HookReading {
  const payload = shapeOf(body.payload);
  const uid = textOf(payload.uid) ?? textOf(payload.bookingUid);
  const [kind, state] = TELLS.get(trigger) ?? [];
  if (uid === null || kind === undefined || state === undefined || isTaken(trigger, payload))
    return toldOf([], [trigger]);
  const metadata = shapeOf(payload.metadata);
  const known = {
    originId: `${trigger}:${uid}:${textOf(body.createdAt) ?? ''}`,
    at: timeOf(body.createdAt),
    verdict: 'human',
    direction: 'in',
    about: {
      ours: textOf(metadata[ECHOED.message]) ?? textOf(metadata[ECHOED.lead]),
      email: addressOf(shapeOf(listOf(payload.attendees)[0]).email),
    },
  } as const;
  const text = textOf(payload.startTime);
  const before = textOf(payload.rescheduleUid);
  return toldOf([hookEvent({ ...known, kind, text, meeting: { ref: uid, before, state, startsAt: timeOf(text) } })]);
}

/** It tells as well of those of whom nobody says any more that they did not come. */
function isTaken(trigger: string, { attendees, noShow }: Shape): boolean {
  const first = shapeOf(listOf(attendees)[0]);
  return trigger === 'BOOKING_NO_SHOW_UPDATED' && (noShow === false || first.noShow === false);
}
