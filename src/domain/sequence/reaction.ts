/**
 * What follows from an event: which sequences it ends, what it refuses, where its message goes. Pure; the rule is
 * directives/reactions.md. Owns no words: an event arrives with its kind.
 */
import { mailboxOf, type SuppressionKey } from '../consent/suppression.ts';
import type { EventKind, LeadEvent } from '../event.ts';
import type { MessageState } from '../message.ts';
import type { ExitEvent } from '../playbook/playbook.ts';
import type { Enrollment } from './enrollment.ts';

/** Origin of events of the page under the link in each e-mail. */
export const UNSUBSCRIBE_PAGE = 'unsubscribe-page';

/** Events after which nothing more may be sent, whatever a playbook says. */
const REFUSALS: ReadonlySet<EventKind> = new Set(['opted-out', 'complained', 'bounced']);
const MESSAGE_STATE: Partial<Record<EventKind, MessageState>> = { delivered: 'delivered', bounced: 'bounced' };

/** Who an event is about. Address and number as `LeadValues` has them. */
export interface Reacting {
  readonly id: string;
  readonly email: string | null;
  readonly phone: string | null;
  /** Address of the message that the event is about, which the lead may have changed since; null = about none. */
  readonly mailedTo: string | null;
}

/** An enrollment under way, with the events that end its sequence. */
export interface UnderWay {
  readonly enrollment: Enrollment;
  readonly exits: readonly ExitEvent[];
}

/** A standing refusal to be, without its hash. */
export interface Refused extends SuppressionKey {
  readonly kind: 'address' | 'phone' | 'lead';
  readonly channel: 'email' | 'all';
}

/** What follows from one event. */
export interface Reaction {
  /** Enrollments that it ended, with its kind as the reason. */
  readonly ended: readonly Enrollment[];
  readonly refused: readonly Refused[];
  /** Where the message that it is about goes; null = nowhere. */
  readonly messageState: MessageState | null;
}

/** What follows from an event for its lead and what the lead is enrolled in. */
export function reactionTo(event: LeadEvent, lead: Reacting, open: readonly UnderWay[]): Reaction {
  const refuses = REFUSALS.has(event.kind);
  const over = open.filter(({ exits }) => refuses || exits.includes(event.kind as ExitEvent));
  return {
    ended: over.map(({ enrollment }) => endedBy(enrollment, event)),
    refused: refuses ? refusedBy(event, lead) : [],
    messageState: MESSAGE_STATE[event.kind] ?? null,
  };
}

function endedBy(enrollment: Enrollment, event: LeadEvent): Enrollment {
  const reason = { code: event.kind, facts: { event: event.id } };
  return { ...enrollment, state: 'ended', step: null, dueAt: null, reason, endedAt: event.recordedAt };
}

/**
 * A complaint and an opt-out by the link under an e-mail end e-mail; an opt-out said in words, by whatever way, ends every
 * channel, to every address and number of the person.
 */
function refusedBy({ kind, origin }: LeadEvent, lead: Reacting): readonly Refused[] {
  const everything = kind === 'opted-out' && origin !== UNSUBSCRIBE_PAGE;
  const channel = everything ? 'all' : 'email';
  const mailboxes = mailboxesOf(kind, lead);
  const refused: Refused[] = mailboxes.map((value) => ({ kind: 'address', value, channel }));
  if (lead.phone !== null && everything) refused.push({ kind: 'phone', value: lead.phone, channel });
  if (mailboxes.length === 0 || everything) refused.push({ kind: 'lead', value: lead.id, channel });
  return refused;
}

/** A bounce speaks of the address that it came back from; whoever says no says it for the address of now as well. */
function mailboxesOf(kind: EventKind, { email, mailedTo }: Reacting): readonly string[] {
  const addresses = kind === 'bounced' ? [mailedTo ?? email] : [email, mailedTo];
  return [...new Set(addresses.flatMap((address) => (address === null ? [] : [mailboxOf(address)])))];
}
