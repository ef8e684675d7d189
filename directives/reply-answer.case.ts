/** Runs a row of reply-answer.md. `before` is "channel sender recipient subject", where - is nothing. */
import { answerIntentKey, answerTo, isWritten } from '../src/domain/conversation/inbox/answer-to.ts';
import type { MailThread } from '../src/domain/conversation/mail/thread.ts';
import type { EventChannel } from '../src/domain/event.ts';
import type { MessageChannel } from '../src/domain/message.ts';

interface Row {
  readonly channel?: EventChannel;
  readonly thread?: MailThread;
  readonly before?: string;
  readonly email?: string;
  readonly phone?: string;
  /** Mails in the thread. */
  readonly long?: number;
  readonly event?: string;
  readonly turn?: number;
  readonly template?: string;
}

export function run(row: Row) {
  if (row.event !== undefined)
    return { key: answerIntentKey(row.event, row.turn ?? 0), written: isWritten({ template: row.template ?? '' }) };
  if (row.long !== undefined) return ofLong(row.long);
  const { channel = null, thread = null, email = null, phone = null } = row;
  const to = answerTo({ channel, thread, email, phone, before: beforeOf(row.before) });
  if ('refused' in to) return to;
  const { channel: way, sender, recipient, subject, references } = to;
  return Object.fromEntries(
    Object.entries({ way, from: sender, to: recipient, subject, references: references.join(' ') }).filter(
      ([, value]) => value !== '',
    ),
  );
}

function beforeOf(text: string | undefined) {
  if (text === undefined) return null;
  const [channel, sender = '', recipient = '', subject = ''] = text
    .split(' ')
    .map((word) => (word === '-' ? '' : word));
  return { channel: channel as MessageChannel, sender, recipient, subject: subject || null, messageId: '<1@us>' };
}

function ofLong(mails: number) {
  const references = Array.from({ length: mails }, (_, i) => `<${i + 1}@x>`);
  const thread = { messageId: '<2@us>', references, subject: 'a', from: 'jo@x.co' };
  const to = answerTo({ channel: 'email', thread, email: null, phone: null, before: beforeOf('email us@us.co - a') });
  if ('refused' in to) return to;
  const { references: named } = to;
  return { count: named.length, first: named[0], second: named[1], last: named.at(-1) };
}
