/**
 * The verdict on how an address is written: a category by the mail standards, and the practical answer whether we may mail it.
 * Owns both scales. Never looks at who is behind the address, nor at DNS.
 */
import { LIMITS } from '../limits.ts';
import { parseAddress } from './grammar.ts';
import { toAsciiDomain } from './idna.ts';
import type { SyntaxCode } from './reasons.ts';

/**
 * Categories from best to worst: `valid`; `rfc6531` = valid where the server speaks SMTPUTF8; `rfc5321` = valid for SMTP, but
 * unusual; `cfws` = valid in a message, its comments taken off for the envelope; `deprecated` = obsolete form; `rfc5322` = only
 * by the broad definition of a message header, never deliverable; `error` = by no rule.
 */
export const CATEGORIES = ['valid', 'rfc6531', 'rfc5321', 'cfws', 'deprecated', 'rfc5322', 'error'] as const;
/** One of `CATEGORIES`. */
export type Category = (typeof CATEGORIES)[number];

/** Whether we would mail it, by how it is written alone. */
export type Mailable = 'yes' | 'risky' | 'no';

/** What reading an address gave. */
export interface AddressSyntax {
  readonly category: Category;
  /** Whether SMTP can carry it: every category but the last two. */
  readonly valid: boolean;
  readonly mailable: Mailable;
  /** As written, without comments; empty where there is none. */
  readonly local: string;
  /** ASCII, lower case; a literal in its brackets; empty where there is none. */
  readonly domain: string;
  /** Worst first; empty = nothing to remark. */
  readonly reasons: readonly SyntaxCode[];
}

/** RFC 5321 §4.5.3.1: octets of local part and path (less its angle brackets); RFC 1035 §2.3.4: octets of a label. */
const LOCAL_OCTETS = 64;
const ADDRESS_OCTETS = 254;
const LABEL_OCTETS = 63;

const UTF8 = new TextEncoder();
const ASCII = /^[\0-\x7f]*$/;

/** Category of a remark; every code that is not listed is a fault. */
const REMARKS: Readonly<Partial<Record<SyntaxCode, Category>>> = {
  'address-international': 'rfc6531',
  'address-quoted': 'rfc5321',
  'address-quoted-sign': 'rfc5321',
  'address-literal': 'rfc5321',
  'address-dotless': 'rfc5321',
  'address-numeric-tld': 'rfc5321',
  'address-comment': 'cfws',
  'address-deprecated': 'deprecated',
  'address-too-long': 'rfc5322',
  'address-domain-character': 'rfc5322',
  'address-bad-literal': 'rfc5322',
};

/** Remarks that leave an address mailable with care; any other remark or fault makes us refuse it. */
const RISKY: ReadonlySet<SyntaxCode> = new Set([
  'address-international',
  'address-quoted',
  'address-dotless',
  'address-comment',
]);

/**
 * Reads one address exactly as given: white space around it is a remark, so trim first where it means nothing.
 * Never throws. An address longer than `LIMITS.addressCharacters` is refused unread.
 */
export function readAddress(text: string): AddressSyntax {
  if (text === '') return judged('', '', ['address-empty']);
  if (text.length > LIMITS.addressCharacters) return judged('', '', ['address-too-long']);
  const { local, domain, notes, fault } = parseAddress(text);
  if (fault) return judged(local, '', [fault]);
  const ascii = domain.startsWith('[') ? domain : toAsciiDomain(domain);
  if (ascii === null) return judged(local, '', ['address-idn']);
  return judged(local, ascii, [...notes, ...lengthRemarks(local, ascii), ...nameRemarks(local, ascii)]);
}

function lengthRemarks(local: string, domain: string): SyntaxCode[] {
  const localOctets = octets(local);
  const tooLong =
    localOctets > LOCAL_OCTETS ||
    localOctets + 1 + domain.length > ADDRESS_OCTETS ||
    (!domain.startsWith('[') && domain.split('.').some((label) => label.length > LABEL_OCTETS));
  return tooLong ? ['address-too-long'] : [];
}

function nameRemarks(local: string, domain: string): SyntaxCode[] {
  const remarks: SyntaxCode[] = octets(local) > local.length ? ['address-international'] : [];
  if (domain.startsWith('[')) return remarks;
  if (!domain.includes('.')) remarks.push('address-dotless');
  else if (/\.[0-9][^.]*$/.test(domain)) remarks.push('address-numeric-tld');
  return remarks;
}

/** Length in UTF-8, which is what servers count. */
function octets(text: string): number {
  return ASCII.test(text) ? text.length : UTF8.encode(text).length;
}

function judged(local: string, domain: string, codes: readonly SyntaxCode[]): AddressSyntax {
  const reasons = codes.toSorted((a, b) => rank(b) - rank(a));
  const category = reasons[0] === undefined ? 'valid' : categoryOf(reasons[0]);
  const valid = category !== 'error' && category !== 'rfc5322';
  const risky = reasons.every((code) => RISKY.has(code));
  return { category, valid, mailable: reasons.length === 0 ? 'yes' : risky ? 'risky' : 'no', local, domain, reasons };
}

function categoryOf(code: SyntaxCode): Category {
  return REMARKS[code] ?? 'error';
}

function rank(code: SyntaxCode): number {
  return CATEGORIES.indexOf(categoryOf(code));
}
