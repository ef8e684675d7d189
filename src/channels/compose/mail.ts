/**
 * A mail as bytes: which headers it has, in which order, and how its parts are put together. Both mail channels send
 * exactly these bytes. Never reads a clock or a random number: the same mail gives the same bytes.
 * Why our own: composing with nodemailer costs about ten times as much and draws its boundary at random.
 */
import { hash } from 'node:crypto';
import { LIMITS } from '../../domain/limits.ts';
import type { Mail, MailAttachment } from '../../domain/message.ts';
import { filledAddress, mailboxField, wireAddress } from './address.ts';
import { attachmentPart } from './attachment.ts';
import { encodeBody } from './body.ts';
import { assertOneLine, foldedField, textField } from './header.ts';
import { MailDefect } from './mail-defect.ts';

/** What a channel may add to every mail. */
export interface ComposeOptions {
  /**
   * Address that reads opt-outs sent by mail; named beside the HTTPS address. `{token}` in it becomes the mail's `optOutTag`; a mail
   * without one then names no such address.
   */
  readonly unsubscribeMailto?: string | undefined;
}

/** Headers that are composed here and may not be given again. */
const COMPOSED = new Set(
  'from sender reply-to to cc bcc subject date message-id in-reply-to references list-unsubscribe list-unsubscribe-post mime-version content-type content-transfer-encoding'.split(
    ' ',
  ),
);

const MESSAGE_ID = /^<[!-;=?A-~]+@[!-;=?A-~]+>$/;
const LINK = /^https?:\/\/[!-;=?-~]+$/;

/**
 * A mail as RFC 5322 bytes with CRLF line ends: text alone, or text and HTML as alternatives, and the files that come with it. Dot-stuffing
 * is the transport's.
 * Errors: `MailDefect` where a value would change the meaning of the mail; nothing has left then.
 * Source: RFC 5322, RFC 2045 to 2047, RFC 6532 (local parts), RFC 8058 (one-click).
 */
export function composeMail(mail: Mail, options: ComposeOptions = {}): Buffer {
  const head = [
    mailboxField('From', mail.from),
    mail.replyTo === null ? '' : mailboxField('Reply-To', mail.replyTo),
    mailboxField('To', mail.to),
    textField('Subject', mail.subject),
    `Date: ${wireDate(mail.date)}\r\n`,
    foldedField('Message-ID', [messageId(mail.messageId)]),
    threadFields(mail.references),
    unsubscribeFields(mail.unsubscribeUrl, filledAddress(options.unsubscribeMailto, mail.optOutTag ?? null)),
    ...mail.headers.map(([name, value]) => furtherField(name, value)),
    'MIME-Version: 1.0\r\n',
  ];
  return Buffer.from(head.join('') + (mail.attachments?.length ? mixed(mail, mail.attachments) : words(mail)));
}

function words(mail: Mail): string {
  return mail.html === null ? singlePart(mail.text) : alternatives(mail, mail.html);
}

/** The words first, then each file. Source: RFC 2046 §5.1.3. */
function mixed(mail: Mail, attachments: readonly MailAttachment[]): string {
  const boundary = `${boundaryOf(mail)}m`;
  return [
    `Content-Type: multipart/mixed;\r\n boundary="${boundary}"\r\n`,
    `\r\n--${boundary}\r\n${mail.html === null ? textPart('plain', mail.text, boundaryOf(mail)) : alternatives(mail, mail.html)}`,
    ...attachments.map((file) => `\r\n--${boundary}\r\n${attachmentPart(file)}`),
    `\r\n--${boundary}--\r\n`,
  ].join('');
}

/** What all boundaries of a mail begin with; none is the beginning of another. */
function boundaryOf({ messageId: id }: Mail): string {
  return `=_rekindle_${hash('sha256', id).slice(0, 24)}`;
}

function singlePart(text: string): string {
  const part = textPart('plain', text, null);
  return part.endsWith('\r\n') ? part : `${part}\r\n`;
}

function alternatives(mail: Mail, html: string): string {
  const stem = boundaryOf(mail);
  const boundary = mail.attachments?.length ? `${stem}a` : stem;
  return [
    `Content-Type: multipart/alternative;\r\n boundary="${boundary}"\r\n`,
    `\r\n--${boundary}\r\n${textPart('plain', mail.text, stem)}`,
    `\r\n--${boundary}\r\n${textPart('html', html, stem)}`,
    `\r\n--${boundary}--\r\n`,
  ].join('');
}

function textPart(subtype: 'plain' | 'html', text: string, boundary: string | null): string {
  const body = encodeBody(text, boundary);
  return `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: ${body.encoding}\r\n\r\n${body.content}`;
}

function threadFields(references: readonly string[]): string {
  const last = references.at(-1);
  if (last === undefined) return '';
  const kept =
    references.length > LIMITS.mailReferences
      ? [references[0]!, ...references.slice(1 - LIMITS.mailReferences)]
      : references;
  return foldedField('In-Reply-To', [messageId(last)]) + foldedField('References', kept.map(messageId));
}

/** The subject says it where the address does not. Source: RFC 2369 §3.2; RFC 8058 §3.1: the POST header stands only beside an HTTPS address. */
function unsubscribeFields(url: string | null, mailto: string | undefined): string {
  if (url === null) return '';
  if (!LINK.test(url)) throw new MailDefect(`not an address to unsubscribe at: ${JSON.stringify(url)}`);
  const ways =
    mailto === undefined ? [`<${url}>`] : [`<${url}>,`, `<mailto:${wireAddress(mailto)}?subject=unsubscribe>`];
  const list = foldedField('List-Unsubscribe', ways);
  return url.startsWith('https:') ? `${list}List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n` : list;
}

function furtherField(name: string, value: string): string {
  if (COMPOSED.has(name.toLowerCase())) throw new MailDefect(`${name} is composed from the mail and cannot be given`);
  return textField(name, value);
}

function messageId(id: string): string {
  assertOneLine('Message-ID', id);
  if (!MESSAGE_ID.test(id)) throw new MailDefect(`not a Message-ID: ${JSON.stringify(id)}`);
  return id;
}

/** Source: RFC 5322 §3.3. Errors: `MailDefect` beyond what a calendar holds. */
function wireDate(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) throw new MailDefect(`not an instant: ${at}`);
  return date.toUTCString().replace('GMT', '+0000');
}
