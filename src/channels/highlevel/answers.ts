/** The shapes of HighLevel's answers, as much of them as is used, and what one means for a message. Asks nobody. */
import { z } from 'zod';
import { readHighLevelAnswer } from '../../domain/delivery/providers/highlevel.ts';
import { resultOf } from '../../domain/delivery/providers/verdict.ts';
import type { SendResult } from '../../engine/ports.ts';
import { type ApiAnswer, noAnswer } from '../api-line.ts';

/** An answer, or why no call was made: today's are used up, or there is no token. */
export type PacedAnswer =
  | ApiAnswer
  | { readonly kind: 'day-used-up'; readonly waitMs: number }
  | { readonly kind: 'no-token'; readonly code: 'login-refused' | 'no-connection'; readonly detail: string };

/** A contact, found by its number or address; `contact` is null where there is none. */
export const FoundSchema = z.object({ contact: z.object({ id: z.string() }).nullish() });
/** A contact as it is read before a message. */
export const ContactSchema = z.object({
  contact: z.object({
    id: z.string(),
    dnd: z.boolean().nullish(),
    dndSettings: z.record(z.string(), z.object({ status: z.string().nullish() }).nullish()).nullish(),
  }),
});
/** A message that was taken. */
const TakenSchema = z.object({ messageId: z.string() });
/** The conversations of a contact. */
export const ConversationsSchema = z.object({ conversations: z.array(z.object({ id: z.string() })) });
/** A conversation that was opened. */
export const OpenedSchema = z.object({ conversation: z.object({ id: z.string() }) });
/** Files that were laid down: addresses by name. */
export const UploadedSchema = z.object({ uploadedFiles: z.record(z.string(), z.string()) });
const MessageSchema = z.object({
  id: z.string(),
  direction: z.string(),
  dateAdded: z.string(),
  body: z.string().nullish(),
  source: z.string().nullish(),
  meta: z.object({ email: z.object({ messageIds: z.array(z.string()) }).nullish() }).nullish(),
});
/** The latest messages of a conversation; nested twice, whatever the description says. */
export const MessagesSchema = z.object({
  messages: z.object({ nextPage: z.boolean(), messages: z.array(MessageSchema) }),
});
/** One message of a conversation. */
export type ListedMessage = z.output<typeof MessageSchema>;
/** A mail whole; nested or not, since the description and the answer differ. */
export const MailSchema = z.preprocess(
  (json) => (json as { emailMessage?: unknown } | null)?.emailMessage ?? json,
  z.object({
    direction: z.string(),
    dateAdded: z.string(),
    body: z.string(),
    source: z.string().nullish(),
  }),
);
/** A no; the words of a 422 are a list. */
const ErrorSchema = z.object({ message: z.union([z.string(), z.array(z.string())]) });

const DETAIL_CHARACTERS = 300;

/** The body of an answer that says yes, else null. */
export function jsonOf(answer: PacedAnswer): unknown {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300 ? answer.json : null;
}

/** What a question that brought nothing means: nothing has left. */
export function beforeSending(answer: PacedAnswer): SendResult {
  const result = resultOfAnswer(answer, true);
  if (result.kind === 'retry' || result.kind === 'refused') return result;
  return { kind: 'retry', code: 'server-busy', afterMs: null, detail: `Nothing was sent: ${result.detail}` };
}

/** What an answer means; `harmless` = the call was not the message. */
export function resultOfAnswer(answer: PacedAnswer, harmless: boolean): SendResult {
  if (answer.kind === 'day-used-up') {
    const detail = 'HighLevel takes no more calls today';
    return { kind: 'retry', code: 'sender-throttled', blame: 'sender', afterMs: answer.waitMs, detail };
  }
  if (answer.kind === 'no-token') return withoutToken(answer.code, answer.detail);
  if (answer.kind !== 'answered') return noAnswer(answer);
  const { status, json } = answer;
  const words = ErrorSchema.safeParse(json).data?.message ?? '';
  const message = typeof words === 'string' ? words : words.join('; ');
  const ref = TakenSchema.safeParse(json).data?.messageId ?? null;
  const detail = `${status} ${message}`.trim().slice(0, DETAIL_CHARACTERS);
  return resultOf(readHighLevelAnswer({ status, message, harmless }), ref, detail);
}

function withoutToken(code: 'login-refused' | 'no-connection', detail: string): SendResult {
  if (code === 'login-refused') return { kind: 'refused', code, blame: 'sender', detail };
  return { kind: 'retry', code, afterMs: null, detail };
}
