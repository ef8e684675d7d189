/**
 * A person's answer to a reply (directives/reply-answer.md): by which way, from whom, to whom, under which subject and in which thread.
 * Pure. Owns that it goes back the way the reply came; whether it may leave is asked of the gate, as for every message.
 */
import type { EventChannel } from '../../event.ts';
import { LIMITS } from '../../limits.ts';
import type { Message } from '../../message.ts';
import type { MailThread } from '../mail/thread.ts';

/** What is known of a reply that is being answered. */
export interface Answerable {
  readonly channel: EventChannel | null;
  /** The mail that it came as; null = it came as none, or nothing of it was kept. */
  readonly thread: MailThread | null;
  /** The message that it answers, or the last one by its way; null = we have never written by it. */
  readonly before:
    | (Pick<Message, 'channel' | 'sender' | 'recipient' | 'subject'> & { readonly messageId: string })
    | null;
  readonly email: string | null;
  readonly phone: string | null;
}

/** An answer, addressed. */
export interface Addressed {
  readonly channel: 'email' | 'sms';
  readonly sender: string;
  readonly recipient: string;
  /** Empty for a text. */
  readonly subject: string;
  /** Message-IDs of the thread, oldest first; the last is of the mail that it answers. Empty for a text. */
  readonly references: readonly string[];
}

/** Why it cannot be answered: it came by neither mail nor text · we never wrote by its way · there is nobody to write to. */
export type Unanswerable = 'not-by-mail-or-text' | 'never-written' | 'no-address';

/** By which way a reply is answered; null = by none. */
function wayBack(channel: EventChannel | null, before: Message['channel'] | null): 'email' | 'sms' | null {
  const way = channel ?? before;
  return way === 'email' || way === 'sms' ? way : null;
}

/** Addresses an answer. */
export function answerTo(reply: Answerable): Addressed | { readonly refused: Unanswerable } {
  const { before, email, phone } = reply;
  const channel = wayBack(reply.channel, before?.channel ?? null);
  if (channel === null) return { refused: 'not-by-mail-or-text' };
  if (before?.channel !== channel) return { refused: 'never-written' };
  const thread = channel === 'email' ? reply.thread : null;
  const recipient = thread?.from ?? (before.recipient || (channel === 'email' ? email : phone));
  if (!recipient) return { refused: 'no-address' };
  const { sender } = before;
  if (channel === 'sms') return { channel, sender, recipient, subject: '', references: [] };
  return { channel, sender, recipient, ...threaded(thread, before) };
}

/** Where an answer by e-mail stands: after the mail that it answers, or else after ours that this one was to. */
export function threaded(
  thread: MailThread | null,
  ours: { readonly subject: string | null; readonly messageId: string } | null,
): Pick<Addressed, 'subject' | 'references'> {
  const subject = subjectOf(thread?.subject ?? ours?.subject ?? '');
  return { subject, references: referencesOf(thread, ours?.messageId ?? null) };
}

/** Signs of an answer before a subject: `Re:`, and as it is said elsewhere, also in a row and counted. */
const ANSWERED = /^\s*(?:(?:re|rv|aw|sv|res|ref|odp|antw)(?:\[\d+\])?\s*:\s*)+/i;

/** Source: RFC 5322 §3.6.5, `Re: ` once before the subject. */
function subjectOf(subject: string): string {
  const bare = subject.replace(ANSWERED, '').trim();
  return `Re: ${bare}`.trim();
}

/**
 * The thread and, last, the mail that is answered; of a long one the first and the latest.
 * Source: RFC 5322 §3.6.4.
 */
function referencesOf(thread: MailThread | null, ours: string | null): readonly string[] {
  const before = ours === null ? [] : [ours];
  const last = thread?.messageId ?? ours;
  const earlier = (thread === null ? [] : thread.references.length > 0 ? thread.references : before).filter(
    (id) => id !== last,
  );
  const [first, ...others] = [...new Set(earlier), ...(last === null ? [] : [last])];
  return first === undefined ? [] : [first, ...others.slice(1 - LIMITS.answerReferences)];
}

/** The intent key of an answer: one message by turn of a reply, for ever. */
export function answerIntentKey(eventId: string, turn: number): string {
  return `reply:${eventId}:${turn}`;
}

/** The reply that a message answers, by the intent that it is; null = it answers none. */
export function answeredBy({ intentKey }: Pick<Message, 'intentKey'>): string | null {
  return /^reply:(.+):\d+$/.exec(intentKey)?.[1] ?? null;
}

/** Whether the words of a message were written by a person, and stand in no template. */
export function isWritten({ template }: Pick<Message, 'template'>): boolean {
  return template === '';
}
