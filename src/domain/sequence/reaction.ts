/**
 * What follows from an event: which sequences it ends, holds or sends elsewhere, what it refuses, where its message goes. Pure; the
 * rule is directives/reactions.md. Owns no words: an event arrives with its kind.
 */
import { mailboxOf, type SuppressionKey } from '../consent/suppression.ts';
import { EVERY_WAY, type EventKind, type LeadEvent, THIS_CAMPAIGN, THIS_CHANNEL, type Ways } from '../event.ts';
import type { MessageState } from '../message.ts';
import { type CallEnd, callEnd, callsAgain } from '../phone/call-end.ts';
import type { ReactionAction } from '../playbook/playbook.ts';
import type { Enrollment } from './enrollment.ts';
import { type Pause, paused, pauseOfLead, whilePaused } from './pause.ts';
import { actionFor, type Occasion } from './standard-reactions.ts';
import { type Cause, isUnsent, over, standsAt, steered, touched, type UnderWay } from './steer.ts';

/** Origin of events of the page under the link in each e-mail. */
export const UNSUBSCRIBE_PAGE = 'unsubscribe-page';

/** Ways on which one number is written to or called. */
const BY_NUMBER: ReadonlySet<LeadEvent['channel']> = new Set(['sms', 'voice']);
const HOUR_MS = 3_600_000;
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
  /** Calls that the step has made whose call has ended with the event; absent or null = it is the end of none of ours. */
  readonly calls?: number | null;
}

/** A standing refusal to be, without its hash. */
export interface Refused extends SuppressionKey {
  readonly kind: 'address' | 'phone' | 'lead';
  readonly channel: 'email' | 'sms' | 'all';
}

/** What becomes of one passage. */
export interface Moved {
  readonly enrollment: Enrollment;
  /** Ids of its messages that have not left and never may. */
  readonly takenBack: readonly string[];
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
  /** The lead is paused until a person decides on the ways that it did not speak of; null = it is not. */
  readonly pause: Pause | null;
  /** Where the message that it is about goes; null = nowhere. */
  readonly messageState: MessageState | null;
}

/** What follows from an event for its lead and what the lead is under way in. */
export function reactionTo(event: LeadEvent, lead: Reacting, underWay: readonly UnderWay[]): Reaction {
  const pause = isStopByPhone(event) ? stopOf(event) : null;
  return {
    moved: underWay.map((of) =>
      pause ? stays(paused(of.enrollment, pause), event.kind) : moveBy(event, of, lead.calls ?? null),
    ),
    refused: refusedBy(event, lead),
    pause,
    messageState: lead.calls == null ? (MESSAGE_STATE[event.kind] ?? null) : 'delivered',
  };
}

/** What tells how much an opt-out ends. */
type Told = Pick<LeadEvent, 'kind' | 'channel' | 'outcome' | 'origin'>;

/** A STOP by text or on the phone that does not say that it means every way. */
export function isStopByPhone(event: Told): boolean {
  return isOfPhone(event) && !isChosen(event);
}

/** No more texts and calls, whatever becomes of the other ways. */
function isOfPhone({ kind, channel, outcome }: Told): boolean {
  return kind === 'opted-out' && BY_NUMBER.has(channel) && outcome !== EVERY_WAY;
}

/** Chosen on our page among the other ways: there is nothing to ask the person about any more. */
function isChosen({ origin, outcome }: Told): boolean {
  return origin === UNSUBSCRIBE_PAGE && outcome === THIS_CHANNEL;
}

/** Nothing more of one campaign; without its campaign it means as much as any other opt-out. */
function isOfCampaign({ kind, outcome, campaignId }: LeadEvent): boolean {
  return kind === 'opted-out' && outcome === THIS_CAMPAIGN && campaignId !== null;
}

function stopOf({ channel, origin, recordedAt }: LeadEvent): Pause {
  return pauseOfLead({ kind: 'opt-out', by: origin, at: recordedAt, why: `STOP by ${channel}` });
}

/** What follows from the rise of a signal for one passage; one that is over may still be handed off. */
export function reactionToRise(signal: string, event: LeadEvent, of: UnderWay): Moved {
  const cause = { ...causeOf(event, 'signal-rose'), facts: { event: event.id, signal } };
  return whilePaused(of.enrollment, (enrollment) =>
    moveAs({ on: `signal:${signal}`, outcome: null }, { ...of, enrollment }, cause),
  );
}

/** The talk with the lead is over: nothing more is sent of itself. Whoever is qualified has reached the goal. */
export function reactionToEnd(how: string, event: LeadEvent, of: UnderWay): Moved {
  const { facts, at } = causeOf(event, event.kind);
  const reason = {
    code: how === 'qualified' ? 'goal-reached' : 'replied',
    facts: { ...facts, by: 'conversation', conversation: how },
  };
  return whilePaused(of.enrollment, (enrollment) => {
    const moved = over(enrollment, reason, at);
    return { ...stays(moved, event.kind), takenBack: moved === enrollment ? [] : unsentOf(of) };
  });
}

function moveBy(event: LeadEvent, of: UnderWay, calls: number | null): Moved {
  return whilePaused(of.enrollment, (enrollment) => movedBy(event, { ...of, enrollment }, calls));
}

function movedBy(event: LeadEvent, of: UnderWay, calls: number | null): Moved {
  const { kind, outcome } = event;
  const cause = causeOf(event, kind);
  if (isOfCampaign(event)) return leftBy(event, of, cause);
  if (isOfPhone(event)) return stays(of.enrollment, kind);
  if (endsAll(event)) return stays(ended(of, cause), kind);
  // A click is a person's only where that is known: scanners click as well.
  if (kind === 'opted-in') return stays(nowPermitted(of.enrollment, cause.now), kind);
  if (kind === 'clicked' && event.verdict !== 'human') return stays(of.enrollment, kind);
  const isTouch = TOUCHES.has(kind) && event.direction !== 'in';
  // The end of our own call is no touch beside it.
  const now = isTouch && calls === null ? { ...of, enrollment: touched(of, cause.at) } : of;
  const moved = moveAs({ on: kind, outcome }, now, cause);
  const isEnd = calls !== null && of.last !== null && of.last.id === event.messageId;
  return isEnd && moved.enrollment === of.enrollment
    ? { ...moved, enrollment: afterCall(of, callEnd(event.text, outcome), calls, cause.now) }
    : moved;
}

/** Another basis is stated, on which the lead may be contacted: what waited for one looks again, under a pause too. */
export function reactionToBasis(enrollment: Enrollment, now: number): Enrollment {
  return whilePaused(enrollment, (inner) => ({ enrollment: nowPermitted(inner, now) })).enrollment;
}

/** What a yes, or another basis, may end the waiting for: reasons of passages, and of messages that the last gate holds. */
export const FOR_A_YES = [
  ...(['opt-in-proof-missing', 'basis-not-stated', 'basis-insufficient', 'basis-date-missing'] as const),
  'consent-expired',
] as const;

/** That the person says yes, or that somebody states on what basis, was what it waited for, or may have been. */
function nowPermitted(enrollment: Enrollment, now: number): Enrollment {
  const waits = enrollment.state === 'waiting' && FOR_A_YES.some((code) => code === enrollment.reason?.code);
  return waits ? { ...enrollment, state: 'due', dueAt: now, reason: null } : enrollment;
}

/** Waits that are for nothing but the call. */
const FOR_THE_CALL: ReadonlySet<string> = new Set(['call-under-way', 'previous-message-open', 'previous-unconfirmed']);

/** A call is over of which no rule says anything: the person is called again later, or the sequence goes on. */
function afterCall(of: UnderWay, end: CallEnd, made: number, now: number): Enrollment {
  const { enrollment, sequence, last } = of;
  const step = sequence.steps.find(({ id }) => id === enrollment.step);
  if (step?.kind !== 'voice' || last?.step !== step.id || last.visit !== enrollment.visit) return enrollment;
  const again = callsAgain(end, made, step.tries);
  const visited = again ? { ...enrollment, visit: enrollment.visit + 1 } : enrollment;
  if (enrollment.state !== 'due' && !FOR_THE_CALL.has(enrollment.reason?.code ?? '')) return visited;
  return { ...visited, state: 'due', reason: null, dueAt: again ? now + step.againHours * HOUR_MS : now };
}

const ENDS: ReadonlySet<ReactionAction['kind']> = new Set(['stop', 'exit']);

function moveAs(occasion: Occasion, of: UnderWay, cause: Cause): Moved {
  const action = actionFor(occasion, of.sequence.reactions, standsAt(of));
  const isOver = of.enrollment.state === 'ended';
  const enrollment = isOver && !ENDS.has(action.kind) ? of.enrollment : steered(of, action, cause);
  const moves = enrollment !== of.enrollment || (isOver && action.kind !== 'carry-on');
  return {
    enrollment,
    takenBack: moves ? unsentOf(of) : [],
    handOffTo: action.kind === 'hand-off' ? action.to : null,
    because: occasion.on,
  };
}

function unsentOf({ last, older }: UnderWay): readonly string[] {
  return [...(isUnsent(last) ? [last.id] : []), ...(older ?? [])];
}

/** Nothing is refused to the person, so that what waits to leave must be taken back. */
function leftBy({ kind, campaignId }: LeadEvent, of: UnderWay, cause: Cause): Moved {
  if (of.enrollment.campaignId !== campaignId) return stays(of.enrollment, kind);
  return { ...stays(ended(of, cause), kind), takenBack: unsentOf(of) };
}

function stays(enrollment: Enrollment, because: string): Moved {
  return { enrollment, takenBack: [], handOffTo: null, because };
}

function ended({ enrollment }: UnderWay, { code, facts, at }: Cause): Enrollment {
  return over(enrollment, { code, facts }, at);
}

/** An event that says it happens in the future counts from its recording on. */
function causeOf({ id, outcome, at, recordedAt, holdUntil: until = null }: LeadEvent, code: string): Cause {
  const facts = outcome === null ? { event: id } : { event: id, outcome };
  return { code, facts, at: Math.min(at, recordedAt), now: recordedAt, until };
}

/** Whether nothing more may be sent after it, whatever a playbook says; what ends less is asked for before. */
function endsAll(event: LeadEvent): boolean {
  return event.kind === 'complained' || event.kind === 'opted-out' || isDead(event);
}

/** A mail that came back, and would again. A text may fail at a number that takes calls, so that it speaks of itself alone. */
function isDead({ kind, outcome, channel }: LeadEvent): boolean {
  return kind === 'bounced' && (outcome === null || outcome === 'hard') && !BY_NUMBER.has(channel);
}

/**
 * STOP by text or phone ends texts and calls. A complaint, and an opt-out by the link under an e-mail or from e-mail alone, end
 * e-mail; one from a campaign refuses nothing else; an opt-out said in words, by whatever way, ends every channel, to every address
 * and number of the person.
 */
function refusedBy(event: LeadEvent, lead: Reacting): readonly Refused[] {
  const { kind, ways = NOWHERE } = event;
  if (isOfPhone(event)) return stopped(lead, ways);
  if (isOfCampaign(event) || !endsAll(event)) return [];
  const everything = kind === 'opted-out' && !isOfMail(event);
  const channel = everything ? 'all' : 'email';
  const mailboxes = mailboxesOf(kind, lead, ways);
  const refused: Refused[] = mailboxes.map((value) => ({ kind: 'address', value, channel }));
  if (everything) for (const value of numbersOf(lead, ways)) refused.push({ kind: 'phone', value, channel });
  if (mailboxes.length === 0 || everything) refused.push({ kind: 'lead', value: lead.id, channel });
  return refused;
}

const NOWHERE: Ways = { emails: [], phones: [] };

/** Texts and calls to the number that it was said from and to that of now, and to a lead without one whatever number it gets. */
function stopped(lead: Reacting, ways: Ways): readonly Refused[] {
  const numbers = numbersOf(lead, ways).map((value) => ({ kind: 'phone', value, channel: 'sms' }) as const);
  return lead.phone === null ? [{ kind: 'lead', value: lead.id, channel: 'sms' }, ...numbers] : numbers;
}

function numbersOf({ phone }: Reacting, { phones }: Ways): readonly string[] {
  return [...new Set(phone === null ? phones : [phone, ...phones])];
}

/** By the button of the page under the link in each e-mail, or told as one from e-mail alone. */
function isOfMail({ origin, outcome, channel }: LeadEvent): boolean {
  return (origin === UNSUBSCRIBE_PAGE && outcome !== EVERY_WAY) || (outcome === THIS_CHANNEL && channel === 'email');
}

/** A bounce speaks of the address that it came back from; whoever says no says it for the address of now as well. */
function mailboxesOf(kind: EventKind, { email, mailedTo }: Reacting, { emails }: Ways): readonly string[] {
  const addresses = kind === 'bounced' ? [mailedTo ?? emails[0] ?? email] : [email, mailedTo, ...emails];
  return [...new Set(addresses.flatMap((address) => (address === null ? [] : [mailboxOf(address)])))];
}
