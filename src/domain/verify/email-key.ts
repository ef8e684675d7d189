/**
 * The form of an address by which we know a person: lower case, domain in ASCII, nothing around it.
 * Owns identity only. It never judges whether mail arrives, and never drops dots or `+tags`: that is the provider's own rule,
 * and two people must not become one by it.
 */
import { type AddressSyntax, readAddress } from './syntax.ts';

// What a character may be, for the plain addresses that nearly all are.
const OTHER = 0;
const ALPHANUMERIC = 1;
const DOT = 2;
const HYPHEN = 3;
const LOCAL_ONLY = 4;
const AT = 5;

/** Octets of the local part, a label and the whole. Source: RFC 5321 §4.5.3.1, RFC 1035 §2.3.4. */
const LOCAL_OCTETS = 64;
const LABEL_OCTETS = 63;
const ADDRESS_OCTETS = 254;

const KIND = kindTable();

function kindTable(): Uint8Array {
  const table = new Uint8Array(128);
  for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789') table[letter.charCodeAt(0)] = ALPHANUMERIC;
  for (const letter of "!#$%&'*+/=?^_`{|}~") table[letter.charCodeAt(0)] = LOCAL_ONLY;
  table['.'.charCodeAt(0)] = DOT;
  table['-'.charCodeAt(0)] = HYPHEN;
  table['@'.charCodeAt(0)] = AT;
  return table;
}

/**
 * The key of an address as found in a file: trimmed, taken out of `mailto:` and `Jane <jane@x.co>`, lower-cased, domain in
 * ASCII. Null where SMTP could not carry it, which includes the empty cell.
 * Limits: reads at most `LIMITS.addressCharacters`. Plain ASCII, nearly every address, is only scanned once.
 */
export function normaliseEmail(raw: string): string | null {
  if (isPlainKey(raw)) return raw;
  const text = unwrapAddress(raw);
  const lower = text.toLowerCase();
  if (isPlainKey(lower)) return lower;
  const { valid, local, domain } = readAddress(text);
  return valid ? `${local.normalize('NFC').toLowerCase()}@${domain}` : null;
}

/**
 * The bare address in a cell: white space, an apostrophe that a spreadsheet needed, `mailto:` with its query and the
 * `Name <…>` of an address book are taken off. The rest is given back unread.
 * Source: RFC 6068 (mailto), RFC 5322 §3.4 (name-addr).
 */
export function unwrapAddress(raw: string): string {
  let text = raw.trim();
  if (text.endsWith('>')) text = text.slice(text.lastIndexOf('<') + 1, -1).trim();
  if (/^mailto:/i.test(text)) text = decodeMailto(text.slice('mailto:'.length));
  return /^'[^'\s]+@/.test(text) ? text.slice(1).replace(/'$/, '') : text;
}

function decodeMailto(text: string): string {
  const address = text.split('?', 1)[0] ?? '';
  return address
    .replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .trim();
}

/** What `readAddress` says of a key, at a fraction of its cost; null for any other text. */
export function readKey(text: string): AddressSyntax | null {
  if (!isPlainKey(text)) return null;
  const at = text.indexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  return { category: 'valid', valid: true, mailable: 'yes', local, domain, reasons: [] };
}

/** Whether a text is a key already: plain lower-case `local@domain.tld` within all lengths. False = look closer. */
function isPlainKey(text: string): boolean {
  const at = text.length > ADDRESS_OCTETS ? -1 : plainLocalEnd(text);
  return at > 0 && isPlainDomain(text, at + 1);
}

/** Index of the @ after a plain local part, or -1. */
function plainLocalEnd(text: string): number {
  let before = DOT;
  const most = Math.min(text.length, LOCAL_OCTETS + 1);
  for (let at = 0; at < most; at += 1) {
    const kind = KIND[text.charCodeAt(at)] ?? OTHER;
    if (kind === AT) return before === DOT ? -1 : at;
    if (kind === OTHER || (kind === DOT && before === DOT)) return -1;
    before = kind;
  }
  return -1;
}

function isPlainDomain(text: string, from: number): boolean {
  let before = DOT;
  let label = from;
  for (let at = from; at < text.length; at += 1) {
    const kind = KIND[text.charCodeAt(at)] ?? OTHER;
    if (kind === DOT) {
      if (before !== ALPHANUMERIC || at - label > LABEL_OCTETS) return false;
      label = at + 1;
    } else if (kind !== ALPHANUMERIC && (kind !== HYPHEN || before === DOT)) return false;
    before = kind;
  }
  const startsWithLetter = text.charCodeAt(label) >= 'a'.charCodeAt(0);
  return label > from && before === ALPHANUMERIC && startsWithLetter && text.length - label <= LABEL_OCTETS;
}
