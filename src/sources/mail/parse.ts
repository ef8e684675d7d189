/**
 * A raw mail taken apart by postal-mime, within bounds. Owns the bounds and which part is what; decides nothing about what
 * the mail means, and never throws: bytes that are no mail come back with a fault and whatever could be read of them.
 */
import PostalMime, { decodeWords, type Email } from 'postal-mime';
import {
  fieldGroups,
  type MailFault,
  type MailFields,
  NO_MAIL,
  type ReceivedMail,
} from '../../domain/conversation/mail/received.ts';
import { LIMITS } from '../../domain/limits.ts';
import { htmlAsText } from './html.ts';

const OPTIONS = {
  forceRfc822Attachments: true,
  maxNestingDepth: LIMITS.mailDepth,
  maxHeadersSize: LIMITS.mailHeaderBytes,
} as const;

/** Takes a mail apart. Reads at most `LIMITS.mailBytes`, `mailRawLines` and `mailParts` of it and says where something was cut off. */
export async function parseMail(raw: Uint8Array): Promise<ReceivedMail> {
  const bytes = unflowed(bounded(raw));
  const faults: MailFault[] = bytes.length < raw.length ? ['mail-cut'] : [];
  try {
    const email = await PostalMime.parse(bytes, OPTIONS);
    const parts = partsOf(email, bytes);
    return { ...parts, faults: parts.headers.length === 0 ? [...faults, 'mail-empty'] : faults };
  } catch (error) {
    if (error instanceof ReferenceError) throw error;
    return { ...unparsed(bytes), faults: [...faults, 'mail-broken'] };
  }
}

/** Where the parser gives up, the header is still lines of fields. */
function unparsed(bytes: Uint8Array): ReceivedMail {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, LIMITS.mailHeaderBytes));
  const [head = '', ...body] = text.split(/\r?\n\r?\n/);
  return { ...NO_MAIL, headers: fieldGroups(head)[0] ?? [], text: body.join('\n\n').slice(0, LIMITS.mailCharacters) };
}

/**
 * Lines, and those that may open a part, are counted before the parser sees them.
 * Why: it makes an object of each line and a node of each part; what is written stands before what is attached.
 */
function bounded(raw: Uint8Array): Uint8Array {
  const bytes = raw.subarray(0, LIMITS.mailBytes);
  let lines = 0;
  let dashes = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at + 1] === 0x2d && bytes[at + 2] === 0x2d) dashes += 1;
    if (++lines > LIMITS.mailRawLines || dashes > LIMITS.mailParts) return bytes.subarray(0, at);
  }
  return bytes;
}

const FLOWED = new TextEncoder().encode('=flowed');

/**
 * Lines stay as they were sent. Why: the parser joins flowed lines even where a quoted one stands before one that is not,
 * and marks of quotes are lost. The word is overwritten in a copy; a body that speaks of it reads as well.
 */
function unflowed(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes);
  for (let at = text.indexOf(FLOWED); at >= 0; at = text.indexOf(FLOWED, at + 1)) text.write('=fixed ', at);
  for (let at = text.indexOf('="flowed"'); at >= 0; at = text.indexOf('="flowed"', at + 1)) text.write('="fixed" ', at);
  return text;
}

function partsOf(email: Email, bytes: Uint8Array): Omit<ReceivedMail, 'faults'> {
  const headers = email.headers.map(decodedField).filter(({ name }) => /^[!-9;-~]+$/.test(name));
  const named = (type: string) => textsOf(email, type);
  const original = [...named('message/rfc822'), ...named('text/rfc822-headers'), ...named('message/rfc822-headers')];
  return {
    headers,
    text: readable(email, headers, bytes).slice(0, LIMITS.mailCharacters),
    status: [...named('message/delivery-status'), ...named('message/global-delivery-status')].flatMap(fieldGroups),
    disposition: named('message/disposition-notification').flatMap(fieldGroups).flat(),
    feedback: named('message/feedback-report').flatMap(fieldGroups).flat(),
    writtenAt: writtenAt(headers),
    original: (original.map(fieldGroups).find((groups) => groups.length > 0)?.[0] ?? []).map(({ name, value }) =>
      decodedField({ key: name, value }),
    ),
  };
}

/** The plain text; where there is none, HTML as text; where there is neither, text attachments, and at last the bytes after the header. */
function readable(email: Email, headers: MailFields, bytes: Uint8Array): string {
  const plain = email.text ?? '';
  if (isSaid(plain) && !isMadeOfHtml(email)) return plain;
  if (email.html) return htmlAsText(email.html.slice(0, LIMITS.mailCharacters));
  if (isSaid(plain)) return plain;
  const attached = textsOf(email, 'text/plain').join('\n');
  if (isSaid(attached)) return attached;
  const type = headers.find(({ name }) => name === 'content-type')?.value ?? '';
  if (!type.startsWith('multipart') || email.attachments.length > 0) return '';
  const raw = new TextDecoder('latin1').decode(bytes);
  return raw.slice(Math.max(0, raw.search(/\r?\n\r?\n/)));
}

function isSaid(text: string): boolean {
  return text.trim() !== '';
}

/** The parser makes text of HTML where there is only HTML; ours marks quotes. */
function isMadeOfHtml(email: Email): boolean {
  return email.headers.some(({ key, value }) => key === 'content-type' && /^text\/html/i.test(value));
}

function textsOf(email: Email, type: string): string[] {
  return email.attachments
    .filter(({ mimeType }) => mimeType === type)
    .slice(0, LIMITS.mailReports)
    .map(({ content }) => (typeof content === 'string' ? content : new TextDecoder().decode(content)))
    .map((text) => text.slice(0, LIMITS.mailHeaderBytes));
}

function writtenAt(headers: MailFields): number | null {
  const at = Date.parse(headers.find(({ name }) => name === 'date')?.value.slice(0, 100) ?? '');
  return Number.isFinite(at) && at > 0 ? at : null;
}

function decodedField({ key, value }: { readonly key: string; readonly value: string }): MailFields[number] {
  return { name: key, value: oneLine(decodedWords(value)) };
}

function decodedWords(value: string): string {
  return value.includes('=?') ? decodeWords(value) : value;
}

function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}
