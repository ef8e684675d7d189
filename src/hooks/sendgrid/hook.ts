/** Calls by SendGrid’s event webhook: a list of what became of mails. Owns its table of events. */
import {
  ECHOED,
  type HookAdapter,
  type HookEvent,
  type HookReading,
  type HookRequest,
  type HookVerdict,
} from '../../engine/hook-port.ts';
import { GENUINE, isFresh, isSigned, publicKeyOf, refused, timeOfDigits, type Window } from '../proof.ts';
import {
  addressOf,
  hookEvent,
  idOfBody,
  instantOf,
  joined,
  jsonOf,
  listOf,
  type Shape,
  shapeOf,
  textOf,
  toldOf,
} from '../shape.ts';

/** Why a day: it tries a call again for that long, and does not say that it signs it anew. An event told twice is one event. */
const WINDOW: Window = { aheadMs: 5 * 60_000, pastMs: 26 * 3_600_000 };

/** How SendGrid’s calls are proven and read. Secrets: verification keys, base64 as its settings show them. */
export const sendgridHook: HookAdapter = {
  provider: 'sendgrid',
  verify,
  read(request) {
    const body = jsonOf(request.body);
    return Array.isArray(body) ? joined(listOf(body).map((entry, i) => readEvent(shapeOf(entry), request, i))) : null;
  },
};

/** Source: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features */
function verify({ headers, body }: HookRequest, secrets: readonly string[], now: number): HookVerdict {
  const signature = headers['x-twilio-email-event-webhook-signature'];
  const at = headers['x-twilio-email-event-webhook-timestamp'];
  const keys = secrets.map(publicKeyOf).filter((key) => key !== null);
  if (keys.length === 0) return refused('hook-no-secret');
  if (!signature || !at) return refused('hook-unsigned');
  if (!isSigned('sha256', Buffer.concat([Buffer.from(at), body]), signature, keys))
    return refused('hook-bad-signature');
  return isFresh(timeOfDigits(at, 'seconds'), now, WINDOW) ? GENUINE : refused('hook-stale');
}

type Meaning = Pick<HookEvent, 'kind' | 'outcome' | 'verdict'>;

const EVENTS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['delivered', { kind: 'delivered', outcome: null, verdict: 'machine' }],
  ['open', { kind: 'opened', outcome: null, verdict: 'unknown' }],
  ['click', { kind: 'clicked', outcome: null, verdict: 'unknown' }],
  ['spamreport', { kind: 'complained', outcome: null, verdict: 'human' }],
  ['unsubscribe', { kind: 'opted-out', outcome: 'this-channel', verdict: 'human' }],
  ['group_unsubscribe', { kind: 'opted-out', outcome: 'this-channel', verdict: 'human' }],
  ['group_resubscribe', { kind: 'opted-in', outcome: null, verdict: 'human' }],
]);
/** Why it did not even try, as its documents list the reasons; another one is no fault of the address. */
const DROPS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['bounced address', { kind: 'bounced', outcome: 'hard', verdict: 'machine' }],
  ['invalid', { kind: 'bounced', outcome: 'hard', verdict: 'machine' }],
  ['unsubscribed address', { kind: 'opted-out', outcome: 'this-channel', verdict: 'human' }],
  ['spam reporting address', { kind: 'complained', outcome: null, verdict: 'human' }],
]);
const DROPPED: Meaning = { kind: 'bounced', outcome: 'blocked', verdict: 'machine' };

function readEvent(entry: Shape, request: HookRequest, i: number): HookReading {
  const event = textOf(entry.event) ?? 'unknown';
  const meaning = meaningOf(event, entry);
  if (meaning === undefined) return toldOf([], [event]);
  const about = {
    ours: textOf(entry[ECHOED.message]) ?? textOf(entry[ECHOED.lead]),
    providerRef: textOf(entry.sg_message_id)?.split('.')[0] ?? null,
    mailId: textOf(entry['smtp-id']),
    email: addressOf(entry.email),
  };
  return toldOf([
    hookEvent({
      ...meaning,
      originId: textOf(entry.sg_event_id) ?? `${idOfBody(request.body)}:${i}`,
      at: instantOf(entry.timestamp, 'seconds'),
      channel: 'email',
      text: textOf(entry.reason) ?? textOf(entry.url),
      about,
    }),
  ]);
}

function meaningOf(event: string, entry: Shape): Meaning | undefined {
  if (event === 'dropped') return DROPS.get(textOf(entry.reason)?.toLowerCase() ?? '') ?? DROPPED;
  if (event === 'bounce') {
    // Its own word for a refusal of sender or content, or a passing one: the address may well be good.
    return { kind: 'bounced', outcome: entry.type === 'blocked' ? 'soft' : 'hard', verdict: 'machine' };
  }
  const known = EVENTS.get(event);
  return known !== undefined && entry.sg_machine_open === true ? { ...known, verdict: 'machine' } : known;
}
