/**
 * Which of our own messages a provider tells of. Owns by what one is known: the provider's id, its Message-ID, or its words, where the answer
 * in which the provider would have given its id never came.
 */
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
