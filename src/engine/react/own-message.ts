/**
 * Which of our own messages a provider or a person tells of. Owns by what one is known: the provider's id, its Message-ID, or its words, where
 * the answer in which the provider would have given its id never came; of a bounce and a complaint that name none, what `mailMeant` says.
 */
import { mailMeant } from '../../domain/conversation/mail/bounced-mail.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { Message } from '../../domain/message.ts';
import { bodyHashOf } from '../deliver/body-hash.ts';
import { messageIdOf } from '../deliver/message-id.ts';
import type { HookEvent } from '../hook-port.ts';
import type { LeadStory } from '../store-port.ts';

/** States of a message that has left, or may have. */
const MAY_HAVE_LEFT: ReadonlySet<Message['state']> = new Set([
  'sending',
  'unconfirmed',
  'sent',
  'delivered',
  'bounced',
]);

/** The message of this lead; undefined = it is none of ours. */
export function ownMessage({ messages }: Pick<LeadStory, 'messages'>, event: HookEvent): Message | undefined {
  const { providerRef, mailId } = event.about;
  const named = messages.find(
    (one) =>
      (providerRef !== null && one.providerRef === providerRef) || (mailId !== null && messageIdOf(one) === mailId),
  );
  return named ?? messages.find((one) => isByWords(one, event));
}

/** A text of which we have no id: while it is sent, and after an answer that was lost. */
function isByWords({ state, channel, providerRef, bodyHash }: Message, event: HookEvent): boolean {
  if (event.channel !== 'sms' || event.direction !== 'out' || event.text === null) return false;
  if (channel !== 'sms' || providerRef !== null || !MAY_HAVE_LEFT.has(state)) return false;
  return bodyHash === bodyHashOf({ subject: '', text: event.text, html: null });
}

/** Kinds of events of which it is asked which mail they are about. */
const OF_A_MAIL: ReadonlySet<LeadEvent['kind']> = new Set(['bounced', 'complained']);

/** Whether an event that names no message is about some mail of ours. */
export function isOfSomeMail({ kind, channel }: Pick<LeadEvent, 'kind' | 'channel'>): boolean {
  return OF_A_MAIL.has(kind) && (channel === null || channel === 'email');
}

/** The mail that such an event is about. `address`: by which the person is named; null = by none. Null = none, or it may be another. */
export function mailToldOf({ lead, messages }: LeadStory, address: string | null, at: number): Message | null {
  const meant = address ?? lead.values.email;
  return meant === null ? null : mailMeant(messages, meant, at);
}
