/** Where an answer to an event goes: by the way that the event came. Owns that and nothing of the words. */
import type { ReplyPlace } from '../../domain/booking/meeting.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type { EventSubject } from '../store-port.ts';

/** Null where there is no way to go back by. */
export function replyPlace(
  event: LeadEvent,
  { lead, mailedTo, mailedFrom }: EventSubject,
  { playbookHash, decisionId }: Enrollment,
): ReplyPlace | null {
  const channel = event.channel === 'sms' ? 'sms' : event.channel === 'email' ? 'email' : null;
  const recipient = channel === 'sms' ? lead.values.phone : (event.thread?.from ?? mailedTo ?? lead.values.email);
  const sender = channel === 'email' ? (mailedFrom ?? null) : '';
  if (channel === null || recipient === null || sender === null) return null;
  return { event: event.id, channel, recipient, sender, playbookHash, decisionId };
}
