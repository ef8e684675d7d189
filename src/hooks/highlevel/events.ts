/** What HighLevel’s events are among ours. Owns the tables of its types, statuses and sources. */
import { type MeetingTold, meetingOriginId } from '../../domain/booking/told.ts';
import { EVERY_WAY, THIS_CHANNEL } from '../../domain/event.ts';
import { ECHOED, type HookAbout, type HookEvent, type HookReading, HTML_MARK } from '../../engine/hook-port.ts';
import { addressOf, hookEvent, idOfBody, instantOf, type Shape, shapeOf, textOf, timeOf, toldOf } from '../shape.ts';

/** An event with an id for it that is the same each time it is told. */
interface Told {
  readonly type: string;
  readonly body: Shape;
  readonly id: string;
}
type Reader = (told: Told) => HookReading;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['InboundMessage', readMessage],
  ['OutboundMessage', readMessage],
  ['ContactDndUpdate', readDnd],
  ['ContactCreate', readDnd],
  ['ContactUpdate', readDnd],
  ['AppointmentCreate', readAppointment],
  ['AppointmentUpdate', readAppointment],
  ['AppointmentDelete', readAppointment],
  ['NoteCreate', readNote],
  ['OpportunityStatusUpdate', readOpportunity],
  ['LCEmailStats', readMailStats],
]);

/** What a call says. A type that is not here means nothing to us. */
export function readHighlevel(body: Shape, bytes: Uint8Array): HookReading {
  const type = textOf(body.type) ?? 'unknown';
  const id = textOf(body.webhookId) ?? idOfBody(bytes);
  return READERS.get(type)?.({ type, body, id }) ?? toldOf([], [type]);
}

/** Its message types; what is not here is a chat. */
const CHANNELS: ReadonlyMap<string, HookEvent['channel']> = new Map([
  ['sms', 'sms'],
  ['email', 'email'],
  ['call', 'voice'],
  ['voicemail', 'voice'],
]);
/** Who wrote where nobody is named: these are machines of theirs. */
const TOOLS: ReadonlySet<string> = new Set(['workflow', 'campaign', 'bulk_actions', 'api', 'automation', 'bot']);
const CALL_ENDS: ReadonlyMap<string, string> = new Map([
  ['completed', 'answered'],
  ['answered', 'answered'],
  ['voicemail', 'voicemail'],
  ['no-answer', 'no-answer'],
  ['busy', 'busy'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
]);

/**
 * A message in either direction. The direction is as it says, but for one whose `source` is told: somebody wrote it on their
 * side. Why: in the vendor's own samples type and direction contradict each other, both ways.
 */
function readMessage({ type, body, id }: Told): HookReading {
  const messageType = textOf(body.messageType)?.toLowerCase() ?? '';
  const channel = CHANNELS.get(messageType) ?? 'chat';
  const said = textOf(body.direction) ?? (type === 'InboundMessage' ? 'inbound' : 'outbound');
  const isOut = said === 'outbound' || (type === 'OutboundMessage' && textOf(body.source) !== null);
  const ref = textOf(body.messageId) ?? textOf(body.emailMessageId);
  const base = {
    originId: ref === null ? `message:${id}` : `message:${ref}`,
    at: timeOf(body.dateAdded),
    channel,
    direction: isOut ? ('out' as const) : ('in' as const),
    text: textOf(body.body),
    about: { ours: markedIn(body.body), providerRef: ref, contactId: textOf(body.contactId), ...mailOf(body, isOut) },
  };
  if (channel === 'voice') return toldOf([hookEvent({ ...base, ...callOf(body, messageType) })]);
  if (!isOut)
    return toldOf([hookEvent({ ...base, about: { ...base.about, ours: null }, kind: 'replied', verdict: 'human' })]);
  // What never left was no touch, and settles nothing.
  if (NOT_LEFT.has(textOf(body.status) ?? '')) return toldOf([], [`${type}.${textOf(body.status)}`]);
  return toldOf([hookEvent({ ...base, ...writerOf(body) })]);
}

const NOT_LEFT: ReadonlySet<string> = new Set(['failed', 'undelivered']);

/** The id that a mail of ours bears in its HTML. */
function markedIn(html: unknown): string | null {
  return typeof html === 'string' ? (MARKED.exec(html)?.[1] ?? null) : null;
}

const MARKED = new RegExp(`${HTML_MARK}([\\w-]{1,100}) -->`);

function mailOf(body: Shape, isOut: boolean): Partial<HookAbout> {
  const to = Array.isArray(body.to) ? body.to[0] : body.to;
  return { email: addressOf(isOut ? to : body.from) };
}

function callOf(body: Shape, messageType: string): Pick<HookEvent, 'kind' | 'outcome' | 'verdict'> {
  const status = textOf(body.callStatus) ?? textOf(body.status) ?? '';
  const outcome = messageType === 'voicemail' ? 'voicemail' : (CALL_ENDS.get(status) ?? 'failed');
  return { kind: 'call-completed', outcome, verdict: 'human' };
}

function writerOf(body: Shape): Pick<HookEvent, 'kind' | 'verdict'> {
  const source = textOf(body.source)?.toLowerCase() ?? null;
  const isPerson = source === null ? textOf(body.userId) !== null : !TOOLS.has(source);
  return isPerson ? { kind: 'human-touch', verdict: 'human' } : { kind: 'tool-touch', verdict: 'machine' };
}

const DND_CHANNELS: readonly (readonly [name: string, channel: 'email' | 'sms' | 'voice'])[] = [
  ['email', 'email'],
  ['sms', 'sms'],
  ['call', 'voice'],
];
/** `active` is its word for “do not contact”. */
const REFUSES: ReadonlySet<unknown> = new Set(['active', 'permanent']);

/**
 * Channels that the person is not to be contacted on; all where the flag stands without settings. A refusal that is lifted over
 * there is not lifted here: whoever said no to us, or to somebody else, is asked by a person.
 */
function readDnd({ type, body }: Told): HookReading {
  const contactId = textOf(body.id);
  const about = { contactId, email: addressOf(body.email), phone: textOf(body.phone) };
  // Nothing tells one refusal from the next one but when it is told; what tells of a contact's other changes tells of none.
  const toldAt = type === 'ContactDndUpdate' ? timeOf(body.timestamp) : null;
  const when = toldAt === null ? {} : { at: toldAt, mayRecur: true as const };
  const base = { kind: 'opted-out', verdict: 'human', about, ...when } as const;
  const settings = Object.entries(shapeOf(body.dndSettings)).map(
    ([name, value]) => [name.toLowerCase(), shapeOf(value).status] as const,
  );
  const events = DND_CHANNELS.filter(([name]) =>
    settings.some(([one, status]) => one === name && REFUSES.has(status)),
  ).map(([name, channel]) =>
    hookEvent({
      ...base,
      originId: `dnd:${contactId}:${name}`,
      channel,
      outcome: channel === 'email' ? THIS_CHANNEL : null,
    }),
  );
  if (events.length > 0) return toldOf(events);
  if (settings.length > 0 || body.dnd !== true) return toldOf([], [type]);
  return toldOf([hookEvent({ ...base, originId: `dnd:${contactId}:all`, outcome: EVERY_WAY })]);
}

/** Where an appointment stands by its status; any other is booked. */
const APPOINTMENTS: ReadonlyMap<string, MeetingTold['state']> = new Map([
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['invalid', 'cancelled'],
  ['noshow', 'no-show'],
]);
const KIND_OF = { cancelled: 'meeting-cancelled', 'no-show': 'no-show' } as const;

function readAppointment({ type, body }: Told): HookReading {
  const appointment = shapeOf(body.appointment);
  const id = textOf(appointment.id);
  const status = textOf(appointment.appointmentStatus)?.toLowerCase() ?? '';
  const state = type === 'AppointmentDelete' ? 'cancelled' : (APPOINTMENTS.get(status) ?? 'booked');
  if (id === null) return toldOf([], [type]);
  const isNew = type === 'AppointmentCreate' && state === 'booked';
  const at = timeOf(isNew ? appointment.dateAdded : appointment.dateUpdated);
  const text = textOf(appointment.startTime);
  const kind = state === 'booked' ? (isNew ? 'booked' : 'meeting-moved') : KIND_OF[state];
  // What it tells of an appointment that is neither moved nor over is told again with the same time, and is one event.
  const originId = meetingOriginId(kind, id, timeOf(text));
  const about = { contactId: textOf(appointment.contactId) };
  const meeting = { ref: id, before: null, state, startsAt: timeOf(text) };
  return toldOf([hookEvent({ originId, kind, at, verdict: 'human', direction: 'in', about, text, meeting })]);
}

function readNote({ body, id }: Told): HookReading {
  const about = { contactId: textOf(body.contactId) };
  const originId = `note:${textOf(body.id) ?? id}`;
  return toldOf([
    hookEvent({ originId, kind: 'note', at: timeOf(body.dateAdded), verdict: 'human', text: textOf(body.body), about }),
  ]);
}

function readOpportunity({ type, body, id }: Told): HookReading {
  if (body.status !== 'won') return toldOf([], [`${type}.${textOf(body.status) ?? 'unknown'}`]);
  const about = { contactId: textOf(body.contactId) };
  return toldOf([hookEvent({ originId: `won:${textOf(body.id) ?? id}`, kind: 'converted', verdict: 'human', about })]);
}

const MAIL_KINDS: ReadonlyMap<string, Pick<HookEvent, 'kind' | 'outcome' | 'verdict'>> = new Map([
  ['delivered', { kind: 'delivered', outcome: null, verdict: 'machine' }],
  ['opened', { kind: 'opened', outcome: null, verdict: 'unknown' }],
  ['clicked', { kind: 'clicked', outcome: null, verdict: 'unknown' }],
  ['complained', { kind: 'complained', outcome: null, verdict: 'human' }],
  ['unsubscribed', { kind: 'opted-out', outcome: 'this-channel', verdict: 'human' }],
]);

function readMailStats({ type, body, id }: Told): HookReading {
  const payload = shapeOf(body.webhookPayload);
  const event = textOf(payload.event) ?? 'unknown';
  const known = event === 'failed' ? failureOf(payload) : MAIL_KINDS.get(event);
  if (known === undefined) return toldOf([], [`${type}.${event}`]);
  const headers = shapeOf(shapeOf(payload.message).headers);
  const own = shapeOf(payload['user-variables']);
  const about = {
    ours: textOf(own[ECHOED.message]),
    mailId: bracketed(textOf(headers['message-id'])),
    email: addressOf(payload.recipient),
  };
  const at = instantOf(payload.timestamp, 'seconds');
  const text = textOf(shapeOf(payload['delivery-status']).description);
  const originId = `mail:${textOf(payload.id) ?? id}:${event}`;
  return toldOf([hookEvent({ ...known, originId, at, channel: 'email', text, about })]);
}

function failureOf(payload: Shape): Pick<HookEvent, 'kind' | 'outcome' | 'verdict'> {
  const outcome =
    payload.severity === 'permanent' ? 'hard' : payload.severity === 'temporary' ? 'soft' : 'undetermined';
  return { kind: 'bounced', outcome, verdict: 'machine' };
}

function bracketed(mailId: string | null): string | null {
  return mailId === null || mailId.startsWith('<') ? mailId : `<${mailId}>`;
}
