/**
 * By what a mail can be told to be about one of our leads, surest first; the rule is directives/mail-match.md. Owns the order and
 * who counts as us; who is behind a trace is asked of the store.
 */
import { LIMITS } from '../../limits.ts';
import type { ClassifiedMail } from './classify.ts';
import { isReported } from './mail-event.ts';
import { addressIn, type ReceivedMail, valueIn } from './received.ts';

/**
 * Something that may name a lead. `return-path`: the address of one message’s bounces, which it was sent to · `thread`: a Message-ID · `lead`: our own header on a mail that came back · `address`: a person's.
 */
export interface MailTrace {
  readonly by: 'return-path' | 'thread' | 'lead' | 'address';
  readonly value: string;
}

/** What a folder holds: what came in, or copies of what was sent by hand. */
export type FolderHolds = 'received' | 'sent';

/** Where a mail goes, and by what it can be told whose it is. */
export interface MailTraces {
  readonly direction: 'in' | 'out';
  readonly traces: readonly MailTrace[];
  /** Its own Message-ID; null = it has none. */
  readonly messageId: string | null;
  /** Whether our engine put its mark on it: a copy of a message that the ledger has already. */
  readonly marked: boolean;
}

const MESSAGE_ID = /<[^<>\s]+>/g;
const REPORTS: ReadonlySet<ClassifiedMail['kind']> = new Set(['bounce', 'delay', 'receipt', 'complaint']);

/** Traces of a mail. From us is what lies among the sent, and what was read as our own copy: neither is ever an answer. */
export function tracesOf(mail: ReceivedMail, read: ClassifiedMail, holds: FolderHolds): MailTraces {
  const direction = holds === 'sent' || read.kind === 'own-copy' ? 'out' : 'in';
  return {
    direction,
    traces:
      direction === 'out'
        ? recipientsOf(mail)
        : [...returnsOf(mail), ...threadsOf(mail, read), ...peopleOf(mail, read)],
    messageId: idsIn(valueIn(mail.headers, 'message-id'))[0] ?? null,
    marked: valueIn(mail.headers, 'x-rekindle-intent') !== null,
  };
}

/** The part of a return path of ours that names a message, with its proof. */
export const MESSAGE_TAG = /(msg_[a-z0-9]{1,26})\.([0-9a-z]{16})(?=[^0-9a-z]|$)/;

/** Fields in which the address stands that a mail was sent to, before and after servers have rewritten it. */
const SENT_TO: ReadonlySet<string> = new Set(['to', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']);

/** Addresses that a mail was sent to, as its fields have them. */
export function sentTo({ headers }: ReceivedMail): string[] {
  return headers.flatMap(({ name, value }) => (SENT_TO.has(name) ? value.split(',', LIMITS.mailRecipients) : []));
}

function returnsOf(mail: ReceivedMail): MailTrace[] {
  const tags = sentTo(mail).flatMap((value) => MESSAGE_TAG.exec(value.toLowerCase())?.[0] ?? []);
  return [...new Set(tags)].map((value) => ({ by: 'return-path', value }));
}

/** The mail that it is about, what it answers, and the thread back from its latest mail. */
function threadsOf({ headers }: ReceivedMail, { original }: ClassifiedMail): MailTrace[] {
  const named = [
    ...(original.messageId === null ? [] : [original.messageId]),
    ...idsIn(valueIn(headers, 'in-reply-to')),
    ...idsIn(valueIn(headers, 'references')).reverse(),
  ];
  return [...new Set(named)].slice(0, LIMITS.mailReferences).map((value) => ({ by: 'thread', value }));
}

function idsIn(value: string | null): string[] {
  return value?.match(MESSAGE_ID) ?? [];
}

/** A report is about whom we wrote to, never about the system that writes it. */
function peopleOf({ headers, original }: ReceivedMail, read: ClassifiedMail): MailTrace[] {
  const lead = valueIn(original, 'x-rekindle-lead');
  const report = REPORTS.has(read.kind) || isReported(read);
  const person = report ? read.original.recipient : read.from;
  const other = report ? null : addressIn(valueIn(headers, 'reply-to'));
  return [
    ...(lead === null ? [] : [{ by: 'lead' as const, value: lead }]),
    ...[person, other].flatMap((value) => (value === null ? [] : [{ by: 'address' as const, value }])),
  ];
}

/** Whom we wrote to, by To and Cc. */
function recipientsOf({ headers }: ReceivedMail): MailTrace[] {
  const listed = ['to', 'cc'].flatMap((name) => (valueIn(headers, name) ?? '').split(','));
  const found = listed.slice(0, LIMITS.touchedByMail).map(addressIn);
  return [...new Set(found)].flatMap((value) => (value === null ? [] : [{ by: 'address', value }]));
}
