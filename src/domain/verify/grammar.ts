/**
 * The grammar of an address, character by character: `local @ domain` with everything RFC 5322 admits around it.
 * Owns what is written where. What a finding is worth, lengths and internationalised domains are `syntax.ts`.
 *
 * Source: RFC 5322 §3.4.1 and §4.4, RFC 5321 §4.1.2, RFC 6531 §3.3 (any letter beyond ASCII counts as an atom's or a
 * quotation's, never after a backslash).
 * Why: a hand-written reader instead of one pattern, because each verdict owes a reason, and nested comments are no regular
 * language.
 */
import { literalFinding } from './address-literal.ts';
import type { SyntaxCode } from './reasons.ts';

/** An address taken apart. `fault` = the first thing that no rule allows; the parts are then what was read before it. */
export interface ParsedAddress {
  /** Without comments and folding; quotation marks are kept. */
  readonly local: string;
  /** As written, without comments and folding; a literal keeps its brackets. */
  readonly domain: string;
  /** Oddities met on the way, each once. */
  readonly notes: ReadonlySet<SyntaxCode>;
  readonly fault: SyntaxCode | null;
}

interface Scan {
  readonly text: string;
  at: number;
  readonly notes: Set<SyntaxCode>;
  fault: SyntaxCode | null;
}

const SPECIALS = new Set('()<>[]:;@\\,."');
/** Space and control of any kind, private, unassigned and direction-turning characters: never part of an address. */
const FORBIDDEN_BEYOND_ASCII =
  /[\u0080-\u00a0\p{Z}\p{Cs}\p{Co}\p{Cn}\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;
const ASCII = /^[\0-\x7f]*$/;
/** Of a quoted name: what a mail server may take for the end of an address, and a tab that only a message may hold. */
const AMBIGUOUS = new Set(['<', '>', '\\\t']);
const DELETE = 127;
const FIRST_PRINTABLE = 32;
const FIRST_BEYOND_ASCII = 128;

/** Takes an address apart. Input: one address, any text. Never throws; takes time linear in the length. */
export function parseAddress(text: string): ParsedAddress {
  const scan: Scan = { text, at: 0, notes: new Set(), fault: null };
  if (!ASCII.test(text) && FORBIDDEN_BEYOND_ASCII.test(text.replace(/[ -~]/g, ''))) scan.fault = 'address-character';
  const local = scan.fault ? '' : readLocal(scan);
  const domain = scan.fault ? '' : readDomain(scan);
  return { local, domain, notes: scan.notes, fault: scan.fault };
}

function fail(scan: Scan, code: SyntaxCode): string {
  scan.fault ??= code;
  return '';
}

/** `word *("." word)` up to and over the @. */
function readLocal(scan: Scan): string {
  let local = '';
  for (let words = 0; ; words += 1) {
    const lead = skipBlanks(scan);
    if (lead && words > 0) scan.notes.add('address-deprecated');
    const quoted = scan.text[scan.at] === '"';
    const word = quoted ? readQuoted(scan) : readAtom(scan);
    if (scan.fault) return '';
    if (word === '') return fail(scan, emptyWordFault(scan, words));
    if (quoted) scan.notes.add('address-quoted');
    local += word;
    const tail = skipBlanks(scan);
    if (scan.fault) return '';
    const next = scan.text[scan.at];
    if (next !== '@' && next !== '.') return fail(scan, misplacedFault(next, tail || quoted));
    scan.at += 1;
    if (tail || (quoted && (next === '.' || words > 0))) scan.notes.add('address-deprecated');
    if (next === '@') return local;
    local += '.';
  }
}

function emptyWordFault(scan: Scan, words: number): SyntaxCode {
  const next = scan.text[scan.at];
  if (next === undefined) return words === 0 ? 'address-no-domain' : 'address-dot';
  if (next === '.') return 'address-dot';
  if (next === '@') return words === 0 ? 'address-no-local' : 'address-dot';
  return 'address-character';
}

function misplacedFault(next: string | undefined, afterEnd: boolean): SyntaxCode {
  if (next === undefined) return 'address-no-domain';
  return afterEnd && !SPECIALS.has(next) ? 'address-text-misplaced' : 'address-character';
}

/** What follows the @: labels, or a literal in brackets; then nothing but comments. */
function readDomain(scan: Scan): string {
  if (skipBlanks(scan)) scan.notes.add('address-deprecated');
  if (scan.fault) return '';
  if (scan.text[scan.at] === '[') return readLiteral(scan);
  let domain = '';
  for (;;) {
    const label = readLabel(scan);
    if (scan.fault) return '';
    if (label === '' && domain === '' && scan.at === scan.text.length) return fail(scan, 'address-no-domain');
    if (label === '') return fail(scan, emptyLabelFault(scan));
    domain += label;
    const tail = skipBlanks(scan);
    if (scan.fault || scan.at === scan.text.length) return scan.fault ? '' : domain;
    if (scan.text[scan.at] !== '.') return fail(scan, tail ? 'address-text-misplaced' : 'address-character');
    scan.at += 1;
    domain += '.';
    if (skipBlanks(scan)) scan.notes.add('address-deprecated');
  }
}

function emptyLabelFault(scan: Scan): SyntaxCode {
  const next = scan.text[scan.at];
  return next === undefined || next === '.' ? 'address-dot' : 'address-character';
}

function readLabel(scan: Scan): string {
  const label = readAtom(scan);
  if (label.startsWith('-') || label.endsWith('-')) return fail(scan, 'address-hyphen');
  if (/[^a-z0-9-]/i.test(label.replace(/[^\0-\x7f]/g, ''))) scan.notes.add('address-domain-character');
  return label;
}

/** Letters that need no quotation; stops before the first other character. */
function readAtom(scan: Scan): string {
  const from = scan.at;
  while (scan.at < scan.text.length && isAtomText(scan.text, scan.at)) scan.at += 1;
  return scan.text.slice(from, scan.at);
}

function isAtomText(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code > FIRST_PRINTABLE && code !== DELETE && !SPECIALS.has(text.charAt(at));
}

function readQuoted(scan: Scan): string {
  let out = '"';
  scan.at += 1;
  for (;;) {
    const next = scan.text[scan.at];
    if (next === undefined) return fail(scan, 'address-unclosed');
    if (next === '"') break;
    if (next === '\r' || next === '\t') {
      skipFolding(scan);
      out += ' ';
    } else {
      const read = readInnerCharacter(scan, next);
      if (AMBIGUOUS.has(read)) scan.notes.add('address-quoted-sign');
      out += read;
    }
    if (scan.fault) return '';
  }
  scan.at += 1;
  return `${out}"`;
}

/** One character, or a backslash and the character it protects, inside quotation, comment or literal. */
function readInnerCharacter(scan: Scan, next: string): string {
  if (next !== '\\') {
    checkControl(scan, next);
    scan.at += 1;
    return next;
  }
  const protectedOne = scan.text[scan.at + 1];
  if (protectedOne === undefined) return fail(scan, 'address-unclosed');
  const code = protectedOne.charCodeAt(0);
  if (code >= FIRST_BEYOND_ASCII) return fail(scan, 'address-character');
  if ((code < FIRST_PRINTABLE && protectedOne !== '\t') || code === DELETE) scan.notes.add('address-deprecated');
  scan.at += 2;
  return next + protectedOne;
}

function checkControl(scan: Scan, next: string): void {
  const code = next.charCodeAt(0);
  if (code === 0 || next === '\n') fail(scan, 'address-character');
  else if (code < FIRST_PRINTABLE || code === DELETE) scan.notes.add('address-deprecated');
}

function readLiteral(scan: Scan): string {
  let text = '';
  scan.at += 1;
  for (;;) {
    const next = scan.text[scan.at];
    if (next === undefined) return fail(scan, 'address-unclosed');
    if (next === ']') break;
    if (next === '[') return fail(scan, 'address-character');
    if (next === '\\') scan.notes.add('address-bad-literal');
    if (isBlank(next)) skipFolding(scan);
    else text += readInnerCharacter(scan, next);
    if (scan.fault) return '';
  }
  scan.at += 1;
  skipBlanks(scan);
  if (scan.fault) return '';
  if (scan.at < scan.text.length) return fail(scan, 'address-text-misplaced');
  scan.notes.add(literalFinding(text));
  return `[${text}]`;
}

/** Skips comments and folding white space; tells whether there were any. */
function skipBlanks(scan: Scan): boolean {
  const from = scan.at;
  while (!scan.fault) {
    const next = scan.text[scan.at];
    if (next === '(') skipComment(scan);
    else if (isBlank(next)) skipFolding(scan);
    else break;
  }
  return scan.at > from;
}

function isBlank(next: string | undefined): boolean {
  return next === ' ' || next === '\t' || next === '\r';
}

function skipComment(scan: Scan): void {
  scan.notes.add('address-comment');
  let depth = 0;
  while (!scan.fault) {
    const next = scan.text[scan.at];
    if (next === undefined) fail(scan, 'address-unclosed');
    else if (isBlank(next)) skipFolding(scan);
    else {
      if (next === '(') depth += 1;
      if (next === ')') depth -= 1;
      readInnerCharacter(scan, next);
      if (depth === 0) return;
    }
  }
}

/** White space, in which a line may be folded: a CR LF that more white space follows. Two folds are the obsolete form. */
function skipFolding(scan: Scan): void {
  scan.notes.add('address-comment');
  let folds = 0;
  let afterFold = false;
  for (let next = scan.text[scan.at]; isBlank(next); next = scan.text[scan.at]) {
    const isFold = next === '\r';
    if (isFold && (afterFold || scan.text[scan.at + 1] !== '\n')) return void fail(scan, 'address-line-break');
    scan.at += isFold ? 2 : 1;
    folds += isFold ? 1 : 0;
    afterFold = isFold;
  }
  if (afterFold) fail(scan, 'address-line-break');
  if (folds > 1) scan.notes.add('address-deprecated');
}
