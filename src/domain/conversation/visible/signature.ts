/**
 * Where a signature begins: below `-- `, with "Sent from my phone", as a block of name and numbers, as a list's footer or a notice of law. Owns
 * the marks. What is only a good-bye and a name ("Thanks, Alex") is told apart, for it belongs to what was written. Reads
 * no meaning.
 */
import { plainText } from '../../facts/phrases.ts';
import data from '../data/quotes.json' with { type: 'json' };

/** A text without quotes, in its parts, in their order. */
export interface SignedText {
  readonly said: string;
  /** "Best regards, Ann"; empty where there is none. */
  readonly closing: string;
  /** Everything from the signature on; empty where there is none. */
  readonly signature: string;
}

const CLOSINGS = new Set(data.closings);
/** Lines of a signature that are not blank, at most. */
const SIGNATURE_LINES = 15;
/** Characters of a line of a signature; a longer one is a sentence. */
const LINE_CHARACTERS = 72;
/** Characters of a notice that are looked at; they are long, and say at once what they are. */
const NOTICE_CHARACTERS = 400;
const OWN = new Set(data.notices.own);

/** Takes the signature off. A text that would be nothing but signature is left whole. */
export function withoutSignature(text: string): SignedText {
  const lines = text.split(/\r?\n/);
  const from = signatureFrom(lines);
  const body = lines.slice(0, from);
  const closing = closingFrom(body);
  const part = (begin: number, end: number) => lines.slice(begin, end).join('\n').trim();
  return {
    said: lines.slice(0, closing).join('\n').trimEnd(),
    closing: part(closing, from),
    signature: part(from, lines.length),
  };
}

/** Marks are looked for from the bottom up, for signatures stand on one another. */
function signatureFrom(lines: readonly string[]): number {
  let end = lines.length;
  for (let rounds = 0; rounds < 8; rounds += 1) {
    const from =
      noticeFrom(lines, end) ??
      deviceFrom(lines, end) ??
      ruleFrom(lines, end) ??
      dashNameFrom(lines, end) ??
      contactFrom(lines, end);
    if (from === null || !lines.slice(0, from).some((line) => line.trim() !== '')) return trimmed(lines, end);
    end = from;
  }
  return trimmed(lines, end);
}

/** Blank lines before a signature belong to neither. */
function trimmed(lines: readonly string[], end: number): number {
  let at = end;
  while (at > 0 && lines[at - 1]!.trim() === '') at -= 1;
  return at;
}

/** "Sent from my phone" in the last line, or in the last three. */
function deviceFrom(lines: readonly string[], end: number): number | null {
  const last = trimmed(lines, end);
  for (let at = last - 1; at >= 0 && at >= last - 3; at -= 1) {
    const line = plainText(lines[at]!).replace(/^[\s*_<>([-]+/, '');
    const words = line.split(' ').length;
    if (data.device.some((mark) => line.startsWith(mark)) && words <= 14 && !line.includes(','))
      return nameAbove(lines, at);
  }
  return null;
}

/**
 * The last paragraph from the line on that begins a notice such as a company puts under each mail: of confidence, of data, of how
 * to leave its newsletter. Where somebody speaks of themselves in it, they wrote it.
 */
function noticeFrom(lines: readonly string[], end: number): number | null {
  const last = trimmed(lines, end);
  const first = paragraphFrom(lines, last);
  for (let at = first; at < last; at += 1) {
    const line = plainText(lines[at]!.slice(0, NOTICE_CHARACTERS)).replace(/^[\s*_#>([-]+/, '');
    const begins =
      data.notices.starts.some((mark) => line.startsWith(mark)) ||
      data.notices.within.some((mark) => line.includes(mark));
    if (begins) return isTheirs(lines.slice(at, last).join(' ')) ? null : at;
  }
  return null;
}

function isTheirs(text: string): boolean {
  const words = plainText(text.slice(0, NOTICE_CHARACTERS)).replaceAll('’', "'");
  return text.includes('?') || (words.match(/[\p{L}']+/gu) ?? []).some((word) => OWN.has(word));
}

/** Where the paragraph begins that ends before line `last`. */
function paragraphFrom(lines: readonly string[], last: number): number {
  let from = last;
  while (from > 0 && lines[from - 1]!.trim() !== '') from -= 1;
  return from;
}

/** `Ann Smith` on a line of its own right above. */
function nameAbove(lines: readonly string[], at: number): number {
  const alone = at > 2 && lines[at - 2]!.trim() === '' && isName(lines[at - 1]!);
  return alone ? at - 1 : at;
}

/** `-- `, or a rule, with nothing but short lines below. The highest one counts. */
function ruleFrom(lines: readonly string[], end: number): number | null {
  let found: number | null = null;
  let below = 0;
  for (let at = end - 1; at > 0; at -= 1) {
    const line = lines[at]!.trim();
    if (line === '') continue;
    if (/^(--|—|–)$/.test(line) || (/^[-_=*–—―─]{3,}$/.test(line) && below > 0)) found = at;
    else if (++below > SIGNATURE_LINES || line.length > LINE_CHARACTERS * 2) break;
  }
  return found;
}

/** `-Ann` as the last line, where nothing else is listed with dashes. */
function dashNameFrom(lines: readonly string[], end: number): number | null {
  const at = trimmed(lines, end) - 1;
  if (at < 1 || !/^[-–—]\s?\p{L}[\p{L}.'’-]*(\s\p{L}[\p{L}.'’-]*){0,2}[.!]?$/u.test(lines[at]!.trim())) return null;
  const others = lines.slice(0, at).filter((line) => /^\s*[-*•]\s?\S/.test(line));
  return others.length === 0 ? at : null;
}

/** The last paragraph, where it opens with a name and has a number or an address in it. */
function contactFrom(lines: readonly string[], end: number): number | null {
  const last = trimmed(lines, end);
  const named = nameIn(lines, paragraphFrom(lines, last), last);
  if (named === null || last - named < 2 || last - named > SIGNATURE_LINES) return null;
  const block = lines.slice(named, last);
  if (block.some((line) => line.length > LINE_CHARACTERS || /[?!]$/.test(line))) return null;
  return block.slice(1).some(isContact) ? named : null;
}

/** The paragraph's first line that is a name, behind at most a good-bye. */
function nameIn(lines: readonly string[], from: number, last: number): number | null {
  const at = from < last && isClosing(lines[from]!) ? from + 1 : from;
  return at > 0 && at < last && isName(lines[at]!) ? at : null;
}

function isName(line: string): boolean {
  const words = line
    .replace(/^#sig#/, '')
    .replace(/[,|].*$/, '')
    .trim()
    .split(/\s+/);
  return words.length <= 4 && words.every((word) => /^\p{Lu}[\p{L}.'’-]*$/u.test(word));
}

function isContact(line: string): boolean {
  return /\S@\S+\.\S|\bwww\.|https?:\/\/|(\d[\s().-]{0,2}){7,}/i.test(line.slice(0, 300));
}

function isClosing(line: string): boolean {
  const plain = plainText(line.slice(0, 60)).replace(/[\s,.!;:-]+$/, '');
  return CLOSINGS.has(plain.trim());
}

/** A good-bye that is a line of its own, with at most two short lines below it. */
function closingFrom(lines: readonly string[]): number {
  const end = trimmed(lines, lines.length);
  const filled: number[] = [];
  for (let at = end - 1; at > 0 && filled.length < 3; at -= 1) {
    const line = lines[at]!.trim();
    if (line === '') continue;
    filled.push(at);
    if (isClosing(line)) return trimmed(lines, at);
    if (line.split(/\s+/).length > 4) break;
  }
  return end;
}
