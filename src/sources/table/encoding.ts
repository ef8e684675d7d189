/**
 * Which encoding a file is in, and the way from its bytes to text. Owns that alone.
 *
 * Why two steps: delimiters, quotes and line ends are the same single bytes in UTF-8 and Windows-1252, so records are split on
 * Latin-1 text, one character a byte; only cells with other characters are decoded. Positions stay byte positions, and one
 * bad byte spoils one cell instead of the file. UTF-16 is split on its own code units, two bytes each.
 */
import { isUtf8 } from 'node:buffer';
import type { CellCode } from '../../domain/lead/reasons-import.ts';

/** Encodings that are told apart. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What a file's first bytes show. */
export interface EncodingFinding {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark; 0 where there is none. */
  readonly bomBytes: number;
}

const LF = 0x0a;
const CR = 0x0d;
/** Share of 16-bit units whose high byte is zero, from which a file without mark is taken for UTF-16. */
const UTF16_SHARE = 0.02;
/** How much more often the high bytes must be zero than the low ones. */
const UTF16_LEAN = 4;

/** UTF-16 without a mark: ASCII in it leaves zeros on one side of each pair, and its line ends stand on pairs. */
function findUtf16(sample: Uint8Array): Encoding | null {
  let even = 0;
  let odd = 0;
  let endsLittle = 0;
  let endsBig = 0;
  const pairs = sample.length >> 1;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    const [a, b] = [sample[i]!, sample[i + 1]!];
    if (a === 0) even++;
    if (b === 0) odd++;
    if (b === 0 && (a === LF || a === CR)) endsLittle++;
    if (a === 0 && (b === LF || b === CR)) endsBig++;
  }
  const enough = pairs * UTF16_SHARE;
  if (odd > enough && odd > even * UTF16_LEAN && (endsLittle > 0 || odd > pairs / 2)) return 'utf-16le';
  if (even > enough && even > odd * UTF16_LEAN && (endsBig > 0 || even > pairs / 2)) return 'utf-16be';
  return null;
}

/** Bytes of the UTF-8 sequence that a lead byte announces; 0 where it announces none. Source: RFC 3629 §4. */
function announced(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

/** Whether `length - 1` continuation bytes follow, as far as the sample goes: its end may cut a character. */
function follows(bytes: Uint8Array, at: number, length: number): boolean {
  const end = Math.min(at + length, bytes.length);
  for (let i = at + 1; i < end; i++) if (bytes[i]! >> 6 !== 0b10) return false;
  return true;
}

/** Whether other bytes than UTF-8's prevail among those above ASCII. */
function isMostlyOther(sample: Uint8Array): boolean {
  let sequences = 0;
  let others = 0;
  for (let i = 0; i < sample.length; i++) {
    if (sample[i]! < 0x80) continue;
    const length = announced(sample[i]!);
    if (length === 0 || !follows(sample, i, length)) {
      others++;
      continue;
    }
    sequences++;
    i += length - 1;
  }
  return others > sequences;
}

/**
 * The encoding of a file from its first bytes: a byte order mark decides, then the zeros of UTF-16, then whether what is above
 * ASCII is UTF-8. Limit: Windows-1252 stands for all single-byte encodings; Shift-JIS, GBK and the like are not known.
 */
export function findEncoding(sample: Uint8Array): EncodingFinding {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return { encoding: 'utf-8', bomBytes: 3 };
  if (sample[0] === 0xff && sample[1] === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 };
  if (sample[0] === 0xfe && sample[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2 };
  const wide = findUtf16(sample);
  if (wide !== null) return { encoding: wide, bomBytes: 0 };
  return { encoding: !isUtf8(sample) && isMostlyOther(sample) ? 'windows-1252' : 'utf-8', bomBytes: 0 };
}

/** Share of a sample that control characters have, at the least, where it is no text. */
const CONTROL_SHARE = 0.005;

/** Whether this is no text at all: NULs among other control characters, as pictures and programs have them. A stray NUL is mended. */
export function isBinary(sample: Uint8Array): boolean {
  if (!sample.includes(0)) return false;
  if (findEncoding(sample).encoding.startsWith('utf-16')) return false;
  const control = sample.reduce((count, byte) => count + (CONTROLS.has(byte) ? 1 : 0), 0);
  return control > sample.length * CONTROL_SHARE;
}

/** How text begins that is no table: web pages and XML, JSON, cards and calendars, PDF, RTF. */
const OTHER_TEXT =
  /^(?:\u00ef\u00bb\u00bf)?\s*(?:<(?:!doctype|html|head|body|table|\?xml)|\[?\s*\{\s*"|BEGIN:VC|%PDF-|\{\\rtf)/i;
/** Enough to tell by, whatever blanks come before it. */
const BEGINNING_BYTES = 256;

/** Whether text is of another kind than rows of cells, though some programs name it `.xls` or `.csv`. */
export function isOtherText(sample: Buffer): boolean {
  return OTHER_TEXT.test(sample.toString('latin1', 0, BEGINNING_BYTES));
}

/** Those of ASCII that no text has: neither white space nor escape, which terminals write, nor NUL, which exports leave behind. */
const CONTROLS: ReadonlySet<number> = new Set(
  [1, 2, 3, 4, 5, 6, 7, 8, ...Array.from({ length: 18 }, (_, i) => 14 + i)].filter((byte) => byte !== 27),
);

/** Bytes of one character of the text that `unitReader` gives. */
export function unitBytes(encoding: Encoding): 1 | 2 {
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
}

/** Blocks of bytes to text of one character per unit; half a UTF-16 unit at a block's end waits for the next block. */
export function unitReader(encoding: Encoding): (block: Buffer) => string {
  if (unitBytes(encoding) === 1) return (block) => block.toString('latin1');
  let half: Buffer = Buffer.alloc(0);
  return (block) => {
    const joined = half.length > 0 ? Buffer.concat([half, block]) : block;
    const even = joined.length - (joined.length % 2);
    half = Buffer.from(joined.subarray(even));
    const whole = joined.subarray(0, even);
    return (encoding === 'utf-16be' ? Buffer.from(whole).swap16() : whole).toString('utf16le');
  };
}

/** Characters of Windows-1252 from 0x80 to 0x9f. Source: WHATWG Encoding, index windows-1252. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const HIGH_CONTROLS = /[\u0080-\u009f]/g;

const fromWindows1252 = (units: string): string =>
  units.replace(HIGH_CONTROLS, (unit) => WINDOWS_1252[unit.charCodeAt(0) - 0x80]!);

const NUL = /\0/g;

/** Adds a code once. */
function note(notes: CellCode[], code: CellCode): void {
  if (!notes.includes(code)) notes.push(code);
}

/** A cell's units as text. */
function decode(units: string, encoding: Encoding, notes: CellCode[]): string {
  if (encoding === 'windows-1252') return fromWindows1252(units);
  if (encoding !== 'utf-8') {
    if (!units.isWellFormed()) note(notes, 'surrogate-removed');
    return units.toWellFormed();
  }
  const bytes = Buffer.from(units, 'latin1');
  if (isUtf8(bytes)) return bytes.toString('utf8');
  note(notes, 'mixed-encoding');
  return fromWindows1252(units);
}

/** Whether text has characters that `decodeCell` must look at. */
export const needsDecoding = (units: string): boolean => /[^\t\n\r -~]/.test(units);

/** One cell as text; what had to be mended is added to `notes`. NUL is taken out, a lone surrogate becomes U+FFFD. */
export function decodeCell(units: string, encoding: Encoding, notes: CellCode[]): string {
  if (!needsDecoding(units)) return units;
  const text = decode(units, encoding, notes);
  if (!text.includes('\0')) return text;
  note(notes, 'nul-removed');
  return text.replace(NUL, '');
}
