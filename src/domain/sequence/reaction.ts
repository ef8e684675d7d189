/**
 * What follows from an event: which sequences it ends, holds or sends elsewhere, what it refuses, where its message goes. Pure; the
 * rule is directives/reactions.md. Owns no words: an event arrives with its kind.
 */
import { mailboxOf, type SuppressionKey } from '../consent/suppression.ts';
import type { EventKind, LeadEvent } from '../event.ts';
import type { MessageState } from '../message.ts';
import type { ReactionAction } from '../playbook/playbook.ts';
import type { Enrollment } from './enrollment.ts';
import { actionFor, type Occasion } from './standard-reactions.ts';
import { type Cause, isUnsent, over, standsAt, steered, touched, type UnderWay } from './steer.ts';

/** Origin of events of the page under the link in each e-mail. */
export const UNSUBSCRIBE_PAGE = 'unsubscribe-page';

/** Ways on which one number is written to or called. */
const BY_NUMBER: ReadonlySet<LeadEvent['channel']> = new Set(['sms', 'voice']);
/** Events in which somebody else writes to or speaks with the lead. */
const TOUCHES: ReadonlySet<EventKind> = new Set(['call-completed', 'human-touch', 'tool-touch']);
const MESSAGE_STATE: Partial<Record<EventKind, MessageState>> = { delivered: 'delivered', bounced: 'bounced' };

/** Who an event is about. Address and number as `LeadValues` has them. */
export interface Reacting {
  readonly id: string;
  readonly email: string | null;
  readonly phone: string | null;
  /** Address of the message that the event is about, which the lead may have changed since; null = about none. */
  readonly mailedTo: string | null;
}

/** A standing refusal to be, without its hash. */
export interface Refused extends SuppressionKey {
  readonly kind: 'address' | 'phone' | 'lead';
  readonly channel: 'email' | 'sms' | 'all';
}

/** What becomes of one passage. */
export interface Moved {
  readonly enrollment: Enrollment;
  /** Id of its message that has not left and never may; null = there is none. */
  readonly takenBack: string | null;
  /** To whom the lead is handed off; null = to nobody. */
  readonly handOffTo: string | null;
  /** Kind of the event, or `signal:hot`. */
  readonly because: string;
}

/** What follows from one event. */
export interface Reaction {
  /** In the order of the passages given; those that stay as they are included. */
  readonly moved: readonly Moved[];
  readonly refused: readonly Refused[];
  /** Where the message that it is about goes; null = nowhere. */
  readonly messageState: MessageState | null;
}

/** What follows from an event for its lead and what the lead is under way in. */
export function reactionTo(event: LeadEvent, lead: Reacting, underWay: readonly UnderWay[]): Reaction {
  return {
    moved: underWay.map((of) => moveBy(event, of)),
    refused: refusedBy(event, lead),
    messageState: MESSAGE_STATE[event.kind] ?? null,
  };
}

/** What follows from the rise of a signal for one passage; one that is over may still be handed off. */
export function reactionToRise(signal: string, event: LeadEvent, of: UnderWay): Moved {
  const cause = { ...causeOf(event, 'signal-rose'), facts: { event: event.id, signal } };
  return moveAs({ on: `signal:${signal}`, outcome: null }, of, cause);
}

function moveBy(event: LeadEvent, of: UnderWay): Moved {
  const { kind, outcome } = event;
  const cause = causeOf(event, kind);
  if (endsAll(event)) return stays(ended(of, cause), kind);
  if (stopsNumber(event)) return moveAs({ on: kind, outcome }, of, cause, UNTIL_RESUMED);
  // A click is a person's only where that is known: scanners click as well.
  if (kind === 'clicked' && event.verdict !== 'human') return stays(of.enrollment, kind);
  const isTouch = TOUCHES.has(kind) && event.direction !== 'in';
  const now = isTouch ? { ...of, enrollment: touched(of, cause.at) } : of;
  return moveAs({ on: kind, outcome }, now, cause);
}

const ENDS: ReadonlySet<ReactionAction['kind']> = new Set(['stop', 'exit']);
const UNTIL_RESUMED: ReactionAction = { kind: 'hold', days: null };

function moveAs(
  occasion: Occasion,
  of: UnderWay,
  cause: Cause,
  action = actionFor(occasion, of.sequence.reactions, standsAt(of)),
): Moved {
  const isOver = of.enrollment.state === 'ended';
  const enrollment = isOver && !ENDS.has(action.kind) ? of.enrollment : steered(of, action, cause);
  const moves = enrollment !== of.enrollment || (isOver && action.kind !== 'carry-on');
  return {
    enrollment,
    takenBack: moves && isUnsent(of.last) ? of.last.id : null,
    handOffTo: action.kind === 'hand-off' ? action.to : null,
    because: occasion.on,
  };
}

function stays(enrollment: Enrollment, because: string): Moved {
  return { enrollment, takenBack: null, handOffTo: null, because };
}

function ended({ enrollment }: UnderWay, { code, facts, at }: Cause): Enrollment {
  return over(enrollment, { code, facts }, at);
}

/** An event that says it happens in the future counts from its recording on. */
function causeOf({ id, outcome, at, recordedAt }: LeadEvent, code: string): Cause {
  const facts = outcome === null ? { event: id } : { event: id, outcome };
  return { code, facts, at: Math.min(at, recordedAt), now: recordedAt };
}

/** Events after which nothing more may be sent, whatever a playbook says. */
function endsAll(event: LeadEvent): boolean {
  return event.kind === 'complained' || isDead(event) || (event.kind === 'opted-out' && !stopsNumber(event));
}

/** A mail that came back, and would again. A text may fail at a number that takes calls, so that it speaks of itself alone. */
function isDead({ kind, outcome, channel }: LeadEvent): boolean {
  return kind === 'bounced' && (outcome === null || outcome === 'hard') && !BY_NUMBER.has(channel);
}

/** STOP, texted or said in a call: it ends texts and calls to the number, and a person looks at the rest. */
function stopsNumber({ kind, outcome, channel }: LeadEvent): boolean {
  return kind === 'opted-out' && outcome === 'this-channel' && BY_NUMBER.has(channel);
}

/**
 * A complaint, and an opt-out by the link under an e-mail or from e-mail alone, end e-mail; STOP by text ends texts and calls; an
 * opt-out said in words, by whatever way, ends every channel, to every address and number of the person.
 */
function refusedBy(event: LeadEvent, lead: Reacting): readonly Refused[] {
  if (stopsNumber(event)) return numberOf(lead);
  if (!endsAll(event)) return [];
  const { kind } = event;
  const everything = kind === 'opted-out' && !isOfMail(event);
  const channel = everything ? 'all' : 'email';
  const mailboxes = mailboxesOf(kind, lead);
  const refused: Refused[] = mailboxes.map((value) => ({ kind: 'address', value, channel }));
  if (lead.phone !== null && everything) refused.push({ kind: 'phone', value: lead.phone, channel });
  if (mailboxes.length === 0 || everything) refused.push({ kind: 'lead', value: lead.id, channel });
  return refused;
}

function isOfMail({ origin, outcome, channel }: LeadEvent): boolean {
  return origin === UNSUBSCRIBE_PAGE || (outcome === 'this-channel' && channel === 'email');
}

function numberOf({ id, phone }: Reacting): readonly Refused[] {
  return [
    phone === null ? { kind: 'lead', value: id, channel: 'sms' } : { kind: 'phone', value: phone, channel: 'sms' },
  ];
}

/** A bounce speaks of the address that it came back from; whoever says no says it for the address of now as well. */
function mailboxesOf(kind: EventKind, { email, mailedTo }: Reacting): readonly string[] {
  const addresses = kind === 'bounced' ? [mailedTo ?? email] : [email, mailedTo];
  return [...new Set(addresses.flatMap((address) => (address === null ? [] : [mailboxOf(address)])))];
}
