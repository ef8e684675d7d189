/**
 * What kind of mail came in, and what shows it: the standard reports first, then what machines say about themselves, then
 * who it is from. Owns the order; what a report says of recipients is `bounce.ts`, what words mean is `../intent.ts`. Where a
 * machine wrote, words are not taken for a person's: no robot takes anybody off a list.
 */
import { plainText } from '../../facts/phrases.ts';
import { LIMITS } from '../../limits.ts';
import type { Reason } from '../../reason.ts';
import bounceWords from '../data/bounce-causes.json' with { type: 'json' };
import data from '../data/mail-subjects.json' with { type: 'json' };
import { type BouncedRecipient, readBounce } from './bounce.ts';
import { flattened } from './bounce-cause.ts';
import { addressIn, type ReceivedMail, valueIn } from './received.ts';

/** What a mail can be before its words are read; a reply may then turn out to be an opt-out or an absence. */
export type MailKind =
  | 'reply'
  | 'bounce'
  | 'delay'
  | 'receipt'
  | 'auto-reply'
  | 'complaint'
  | 'opt-out'
  | 'own-copy'
  | 'other';

/** A kind, with what showed it. */
export interface KindOfMail {
  readonly kind: MailKind;
  readonly reasons: readonly Reason[];
  /** What a bounce, a delay or a receipt says of each recipient. */
  readonly recipients: readonly BouncedRecipient[];
}

const NAMED_REPORT = /report-type="?([a-z-]+)/;

/** The kind of a mail. `own`: addresses that we send from, in lower case. */
export function kindOfMail(mail: ReceivedMail, own: ReadonlySet<string>): KindOfMail {
  if (mail.headers.length === 0) return kind('other', mail.faults[0] ?? 'mail-empty');
  return byReport(mail) ?? byMachine(mail) ?? bySender(mail, own);
}

function kind(of: MailKind, code: string, where = '', words = ''): KindOfMail {
  const facts = where === '' ? {} : { facts: { where, words: words.slice(0, LIMITS.evidenceCharacters) } };
  return { kind: of, reasons: [{ code, ...facts }], recipients: [] };
}

/** Reports in a form of their own: complaints, receipts, news of delivery. */
function byReport(mail: ReceivedMail): KindOfMail | null {
  if (mail.feedback.length > 0) return byFeedback(valueIn(mail.feedback, 'feedback-type') ?? 'abuse');
  if (mail.disposition.length > 0)
    return kind('receipt', 'mail-disposition', 'disposition', valueIn(mail.disposition, 'disposition') ?? '');
  const report = NAMED_REPORT.exec((valueIn(mail.headers, 'content-type') ?? '').toLowerCase())?.[1];
  if (report === 'feedback-report') return kind('complaint', 'mail-feedback', 'content-type', report);
  if (report === 'disposition-notification') return kind('receipt', 'mail-disposition', 'content-type', report);
  if (mail.status.length > 0 || report === 'delivery-status') return byDelivery(mail, 'delivery-status', report ?? '');
  return null;
}

/** Source: RFC 5965 §7.3, RFC 6650 §4; `opt-out` and `not-spam` are in the registry of feedback types. */
function byFeedback(type: string): KindOfMail {
  const said = type.toLowerCase();
  const of = said.startsWith('opt-out')
    ? 'opt-out'
    : said === 'not-spam' || said === 'auth-failure'
      ? 'other'
      : 'complaint';
  return kind(of, 'mail-feedback', 'feedback-type', said);
}

function byDelivery(mail: ReceivedMail, where: string, words: string): KindOfMail {
  const recipients = readBounce(mail);
  const has = (action: string) => recipients.some((recipient) => recipient.action === action);
  const of = has('failed') ? 'bounce' : has('delayed') ? 'delay' : 'receipt';
  return { ...kind(of, `mail-${of}`, where, words), recipients };
}

/** Mails of mail systems in no standard form. */
function byMachine(mail: ReceivedMail): KindOfMail | null {
  const subject = subjectOf(mail);
  const text = flattened(mail.text, LIMITS.bounceCharacters);
  const complained = firstOf(data.complained, text);
  if (complained !== null) return kind('complaint', 'mail-feedback', 'text', complained);
  const complaint = firstOf(data.complaint, subject);
  if (complaint !== null && !isAnswer(mail)) return kind('complaint', 'mail-feedback', 'subject', complaint);
  const delivered = firstOf(data.delivered, text);
  if (delivered !== null) return kind('receipt', 'mail-receipt', 'text', delivered);
  const receipt = startOf(data.receipt, subject);
  if (receipt !== null && !isAnswer(mail)) return kind('receipt', 'mail-receipt', 'subject', receipt);
  const failed = failureIn(mail, subject, text);
  return failed === null ? null : byDelivery(mail, failed.where, failed.words);
}

/**
 * A mail system that says that something did not arrive. Both must be there: people, too, write of "delivery failure". What
 * answers ("Re:") from an address of the house counts by a server's code alone.
 */
function failureIn(mail: ReceivedMail, subject: string, text: string): { where: string; words: string } | null {
  const failed = valueIn(mail.headers, 'x-failed-recipients');
  if (failed !== null) return { where: 'x-failed-recipients', words: failed };
  const isDaemon = isFromDaemon(mail);
  if (!isDaemon && !isHouseAddress(mail)) return null;
  const told = isDaemon || !isMarkedAnswer(mail) ? failureTold(subject, text) : null;
  const code = /\b[45]\d\d[ -]+([45]\.\d{1,3}\.\d{1,3}\b|requested action)/.exec(text);
  return told ?? (code === null ? null : { where: 'text', words: code[0] });
}

function failureTold(subject: string, text: string): { where: string; words: string } | null {
  const word = firstOf(bounceWords.failed, subject) ?? firstOf(bounceWords.delayed, subject);
  if (word !== null) return { where: 'subject', words: word };
  const within = firstOf(bounceWords.failed, text) ?? firstOf(bounceWords.delayed, text);
  return within === null ? null : { where: 'text', words: within };
}

/** From a daemon, with an empty return path, or of nobody. */
function isFromDaemon({ headers }: ReceivedMail): boolean {
  const from = valueIn(headers, 'from') ?? '';
  const local = localOf(from);
  const sender = (valueIn(headers, 'return-path') ?? '').replace(/\s/g, '').toLowerCase();
  return (
    bounceWords.daemons.some(
      (name) => local === name || local.startsWith(`${name}-`) || local.startsWith(`${name}+`),
    ) ||
    /^<?>?$/.test(from.trim()) ||
    /mail delivery|mailer.daemon/i.test(from) ||
    /^microsoftexchange[0-9a-f]{32}$/.test(local) ||
    sender === '<>' ||
    /^<?mailer-daemon\b/.test(sender)
  );
}

/** An address of the house: machines send from it, and in a small house somebody reads there. */
function isHouseAddress({ headers }: ReceivedMail): boolean {
  const from = valueIn(headers, 'from') ?? '';
  return (
    /post[-_]?master/i.test(`${from} ${valueIn(headers, 'return-path') ?? ''}`) ||
    /^(no-?reply|sysadmin)|-(admin|owner|request|bounces?)$/.test(localOf(from))
  );
}

function localOf(from: string): string {
  const [local = ''] = (addressIn(from) ?? from.replace(/["<>]/g, '').trim().toLowerCase()).split('@');
  return local;
}

/** Our own, other machines', or a person's. */
function bySender(mail: ReceivedMail, own: ReadonlySet<string>): KindOfMail {
  const { headers } = mail;
  const from = addressIn(valueIn(headers, 'from'));
  if (from !== null && own.has(from)) return kind('own-copy', 'mail-own', 'from', from);
  const shown = machineIn(mail);
  if (shown !== null) return kind('auto-reply', 'mail-auto', shown.where, shown.words);
  const bulk = data.bulk.find((name) => valueIn(headers, name) !== null) ?? bulkPrecedence(mail);
  if (bulk !== null && bulk !== undefined && !isAnswer(mail))
    return kind('other', 'mail-bulk', bulk, valueIn(headers, bulk) ?? '');
  if (from === null) return kind('other', 'mail-nobody', 'from', valueIn(headers, 'from') ?? '');
  return isAnswer(mail)
    ? kind('reply', 'mail-answer', 'in-reply-to', valueIn(headers, 'in-reply-to') ?? valueIn(headers, 'subject') ?? '')
    : kind('reply', 'mail-person', 'from', from);
}

/** It answers a mail: by its thread, or by its subject. */
function isAnswer(mail: ReceivedMail): boolean {
  return Boolean(valueIn(mail.headers, 'in-reply-to') || valueIn(mail.headers, 'references')) || isMarkedAnswer(mail);
}

/** "Re: …" */
function isMarkedAnswer(mail: ReceivedMail): boolean {
  const subject = untagged(subjectOf(mail));
  return data.answer.some((mark) => subject.startsWith(mark));
}

function subjectOf({ headers }: ReceivedMail): string {
  return plainText(valueIn(headers, 'subject') ?? '').trim();
}

/** A subject without what gateways put before it: `[EXTERNAL]`, `{Spam?}`, `***SPAM***`, `(Ext)`. */
function untagged(subject: string): string {
  return subject.replace(/^(?:(?:\[[^\]]{1,40}\]|\{[^}]{1,40}\}|\*+[^*]{1,40}\*+|\(ext\w*\))[\s:]*)+/, '');
}

/** What shows that a machine answered. Source: RFC 3834 §5 (Auto-Submitted); the others are what vendors write. */
function machineIn(mail: ReceivedMail): { readonly where: string; readonly words: string } | null {
  const { headers } = mail;
  const submitted = (valueIn(headers, 'auto-submitted') ?? 'no').toLowerCase();
  if (!/^no\b/.test(submitted)) return { where: 'auto-submitted', words: submitted };
  const named = data.machine.find((name) => /^(?!no$|false$)/i.test(valueIn(headers, name) ?? 'no'));
  if (named !== undefined) return { where: named, words: valueIn(headers, named) ?? '' };
  const precedence = (valueIn(headers, 'precedence') ?? '').toLowerCase();
  if (data.precedence.includes(precedence)) return { where: 'precedence', words: precedence };
  const subject = isMarkedAnswer(mail) ? null : startOf(data.auto, subjectOf(mail));
  if (subject !== null) return { where: 'subject', words: subject };
  if ((valueIn(headers, 'return-path') ?? '').replace(/\s/g, '') === '<>') return { where: 'return-path', words: '<>' };
  const bulk = bulkPrecedence(mail);
  if (bulk !== null && isAnswer(mail) && !data.bulk.some((name) => valueIn(headers, name) !== null))
    return { where: 'precedence', words: precedence };
  return null;
}

function bulkPrecedence({ headers }: ReceivedMail): string | null {
  return /^(bulk|junk|list)$/i.test((valueIn(headers, 'precedence') ?? '').trim()) ? 'precedence' : null;
}

function firstOf(words: readonly string[], text: string): string | null {
  return words.find((word) => text.includes(word)) ?? null;
}

function startOf(languages: Readonly<Record<string, readonly string[]>>, subject: string): string | null {
  const bare = untagged(subject);
  for (const words of Object.values(languages)) {
    const word = words.find((each) => subject.startsWith(each) || bare.startsWith(each));
    if (word !== undefined) return word;
  }
  return null;
}
