/** Words to a text or a call: what must be said first is added, and what is too long is refused. Decides by `domain/phone` only. */
import { LIMITS } from '../../domain/limits.ts';
import type { Message } from '../../domain/message.ts';
import { callVariables } from '../../domain/phone/call-variables.ts';
import { firstText, openingOf } from '../../domain/phone/first-words.ts';
import { segmentsOf } from '../../domain/phone/segments.ts';
import type { MessageStep } from '../../domain/playbook/playbook.ts';
import type { Reason } from '../../domain/reason.ts';
import { bodyHashOf } from './body-hash.ts';
import type { Envelope } from './envelope.ts';

/** Whose words they are, and of which step; `isFirst`: no text to the lead has left before. */
interface From {
  readonly brand: string;
  readonly step: MessageStep | undefined;
  readonly isFirst: boolean;
}

/** What is asked of a message for it: the facts of its decision, JSON, and where it goes. */
export interface ByPhone {
  readonly facts: string;
  readonly message: Pick<Message, 'id' | 'intentKey' | 'channel' | 'recipient'>;
}

/** The number that a text or call is from is its connection's own. */
const OWN_NUMBER = null;
/** The variable in which the voice finds what it says first; a template cannot change it. */
const OPENING = 'opening';

/** A text or a call from its words. */
export function phoneEnvelope(claimed: ByPhone, words: string, from: From): Envelope {
  return claimed.message.channel === 'sms' ? textEnvelope(claimed, words, from) : callEnvelope(claimed, words, from);
}

function textEnvelope(claimed: ByPhone, words: string, { brand, isFirst }: From): Envelope {
  const body = firstText(words.trim(), isFirst, { brand, language: languageOf(claimed) });
  const { alphabet, count } = segmentsOf(body);
  if (count > LIMITS.textSegments) {
    return refused({ code: 'text-too-long', facts: { segments: count, most: LIMITS.textSegments, alphabet } });
  }
  return envelope({ kind: 'sms', text: { ...addressed(claimed.message), body } }, body);
}

function callEnvelope(claimed: ByPhone, words: string, { brand, step }: From): Envelope {
  const told = callVariables(words);
  if (step?.kind !== 'voice') return refused({ code: 'call-unreadable', facts: { line: 'the step is gone' } });
  if ('wrong' in told) return refused({ code: 'call-unreadable', facts: { line: told.wrong } });
  const { agent } = step;
  const variables = { ...told.variables, [OPENING]: openingOf({ brand, language: languageOf(claimed) }) };
  const call = { ...addressed(claimed.message), agent, variables };
  return envelope({ kind: 'voice', call }, JSON.stringify([agent, variables]));
}

function addressed({ id, intentKey, recipient }: ByPhone['message']) {
  return { id, intentKey, from: OWN_NUMBER, to: recipient };
}

function languageOf({ facts }: ByPhone): string | null {
  const { lead } = JSON.parse(facts) as { readonly lead?: { readonly language?: unknown } };
  return typeof lead?.language === 'string' ? lead.language : null;
}

function envelope(parcel: Extract<Envelope, { parcel: unknown }>['parcel'], text: string): Envelope {
  return { parcel, subject: '', bodyHash: bodyHashOf({ subject: '', text, html: null }) };
}

function refused(reason: Reason): Envelope {
  return { refused: reason, subject: null, bodyHash: null };
}
