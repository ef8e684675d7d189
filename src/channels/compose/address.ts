/**
 * Addresses as a mail server and a mail header write them. Never judges whether an address is a good one (that is
 * `domain/verify`); it only refuses what would mean something else on the wire.
 */
import { domainToASCII } from 'node:url';
import type { Mail, Mailbox } from '../../domain/message.ts';
import { assertOneLine, encodedWords, foldedField, isPlain } from './header.ts';
import { MailDefect } from './mail-defect.ts';

/** Who a mail goes from and to as the server is told; domains in ASCII, local parts as they are. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
}

/** Characters a name may have before it is split into encoded words, which can be folded. */
const NAME_CHARACTERS = 60;
/** Source: RFC 5322 §3.2.3, words of atoms. */
const ATOMS = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?: [A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$/;
/** Anything but what separates addresses; letters beyond ASCII need SMTPUTF8. Source: RFC 5321 §4.1.2, RFC 6531 §3.3. */
const LOCAL_PART = /^[^\s<>(),:;\\"[\]@\p{Cc}]+$/u;
const QUOTED_LOCAL_PART = /^"(?:[^"\\<>\p{Cc}]|\\[ -~])*"$/u;
const ASCII_DOMAIN = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
/** What `domainToASCII` would silently take out or read as the end of a host. */
const NO_DOMAIN = /[\s\p{Cc}/?#@:\\%]/u;
const LITERAL_DOMAIN = /^\[[A-Za-z0-9.:]+\]$/;

/** The envelope of a mail: sender and recipient of its headers. Errors: `MailDefect`. */
export function envelopeOf(mail: Pick<Mail, 'from' | 'to'>): Envelope {
  return { from: wireAddress(mail.from.address), to: wireAddress(mail.to.address) };
}

/**
 * An address with its domain in ASCII (punycode).
 * Errors: `MailDefect` where it is no single address.
 * Source: RFC 5321 §4.1.2; RFC 5891 for the domain.
 */
export function wireAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = asciiDomain(address.slice(at + 1));
  if (at < 1 || domain === null || !(LOCAL_PART.test(local) || QUOTED_LOCAL_PART.test(local))) {
    throw new MailDefect(`not an address: ${JSON.stringify(address.slice(0, NAME_CHARACTERS))}`);
  }
  return `${local}@${domain}`;
}

/**
 * A header field with one mailbox, such as `From`.
 * Errors: `MailDefect`.
 * Source: RFC 5322 §3.4; RFC 2047 §5 (3) for names; RFC 6532 for local parts beyond ASCII, which stand as UTF-8.
 */
export function mailboxField(name: string, mailbox: Mailbox): string {
  const address = wireAddress(mailbox.address);
  if (mailbox.name === null || mailbox.name === '') return foldedField(name, [address]);
  assertOneLine(name, mailbox.name);
  return foldedField(name, [...phrase(mailbox.name, name), `<${address}>`]);
}

const TOKEN = '{token}';

/** An address with `{token}` in it, as a mail has it; undefined = there is no such address, or the mail has nothing to stand there. */
export function filledAddress(address: string | undefined, tag: string | null): string | undefined {
  if (address === undefined || !address.includes(TOKEN)) return address;
  return tag === null ? undefined : address.replace(TOKEN, tag);
}

function phrase(text: string, field: string): string[] {
  if (!isPlain(text) || text.length > NAME_CHARACTERS) return encodedWords(text, NAME_CHARACTERS - field.length);
  return [ATOMS.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`];
}

function asciiDomain(domain: string): string | null {
  if (ASCII_DOMAIN.test(domain) || LITERAL_DOMAIN.test(domain)) return domain;
  const ascii = NO_DOMAIN.test(domain) ? '' : domainToASCII(domain);
  return ASCII_DOMAIN.test(ascii) ? ascii : null;
}
