/** Calls by Cal.com: meetings that people book, move and cancel. */
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

const NOTES: ReadonlyMap<string, string> = new Map([
  ['BOOKING_RESCHEDULED', 'meeting moved'],
  ['BOOKING_CANCELLED', 'meeting cancelled'],
  ['BOOKING_REJECTED', 'meeting declined'],
  ['BOOKING_NO_SHOW_UPDATED', 'did not come'],
]);

function readBooking(trigger: string, body: Shape): HookReading {
  const payload = shapeOf(body.payload);
  const uid = textOf(payload.uid) ?? textOf(payload.bookingUid);
  const note = NOTES.get(trigger);
  if (uid === null || (trigger !== 'BOOKING_CREATED' && note === undefined)) return toldOf([], [trigger]);
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
  return toldOf([
    hookEvent(note === undefined ? { ...known, kind: 'booked', text } : { ...known, kind: 'note', text: note }),
  ]);
}
