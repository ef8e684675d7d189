/** Text as the body of a mail part: picks the encoding and writes it. Knows nothing of headers. */

/** How the bytes of a part are written. Source: RFC 2045 §6. */
export type TransferEncoding = '7bit' | 'quoted-printable' | 'base64';

/** A part ready for the wire: ASCII with CRLF line ends, no line above 998. */
export interface EncodedBody {
  readonly encoding: TransferEncoding;
  readonly content: string;
}

/** Source: RFC 5322 §2.1.1. */
const LINE_CHARACTERS = 998;
/** Source: RFC 2045 §6.7 (5) and §6.8. */
const ENCODED_LINE_CHARACTERS = 76;
/** Bytes whose base64 fills a line. */
const BASE64_LINE_BYTES = 57;
/** Base64 adds 37 % with its line ends, quoted-printable two characters for each byte it escapes. */
const BASE64_GROWTH = 0.37;

const LINE_ENDS = /\r\n?|\n/g;
const SEVEN_BIT = /^[\t\r\n -~]*$/;

/**
 * Text as a part's body: unchanged where every mail server takes it so, else the shorter of quoted-printable and base64.
 * `boundary`: must not occur in an unchanged body, and cannot occur in an encoded one; null where there is none.
 * Limits: lone surrogates become U+FFFD, as they are no text.
 * Why no 8bit: a server without 8BITMIME would have to re-encode, which breaks signatures.
 */
export function encodeBody(text: string, boundary: string | null): EncodedBody {
  const lines = text.includes('\r') ? text.replace(LINE_ENDS, '\n') : text;
  if (SEVEN_BIT.test(lines) && !hasLongLine(lines) && (boundary === null || !lines.includes(boundary))) {
    return { encoding: '7bit', content: lines.replaceAll('\n', '\r\n') };
  }
  const bytes = Buffer.from(lines);
  const escapes = countEscapes(bytes);
  if (escapes * 2 > bytes.length * BASE64_GROWTH) return { encoding: 'base64', content: base64Lines(lines) };
  return { encoding: 'quoted-printable', content: quotedPrintable(bytes) };
}

function hasLongLine(text: string): boolean {
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    if (end - start > LINE_CHARACTERS) return true;
    start = end + 1;
  }
  return text.length - start > LINE_CHARACTERS;
}

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const EQUALS = 0x3d;
const HEX = Buffer.from('0123456789ABCDEF', 'latin1');

/** 1 for each byte that quoted-printable writes as it is. Source: RFC 2045 §6.7 (2), (3). */
const LITERAL = new Uint8Array(256);
LITERAL.fill(1, SPACE, 0x7f);
LITERAL[EQUALS] = 0;
LITERAL[TAB] = 1;

function countEscapes(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (LITERAL[byte] === 0 && byte !== LF) count++;
  return count;
}

/** UTF-8 bytes with LF line ends as quoted-printable lines of at most 76 characters, CRLF ended. */
function quotedPrintable(bytes: Buffer): string {
  // Each byte takes at most three characters; a soft break of three follows at least 73 of them, a hard one takes two.
  const out = Buffer.allocUnsafe(bytes.length * 4 + ENCODED_LINE_CHARACTERS);
  let length = 0;
  let column = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === LF) {
      out[length++] = CR;
      out[length++] = LF;
      column = 0;
      continue;
    }
    const literal = LITERAL[byte] === 1 && !(isBlank(byte) && endsLine(bytes, at + 1));
    const width = literal ? 1 : 3;
    if (column + width > ENCODED_LINE_CHARACTERS - (endsLine(bytes, at + 1) ? 0 : 1)) {
      length = softBreak(out, length);
      column = 0;
    }
    length = literal ? pushLiteral(out, length, byte) : pushEscape(out, length, byte);
    column += width;
  }
  return out.toString('latin1', 0, length);
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

function endsLine(bytes: Buffer, at: number): boolean {
  return at === bytes.length || bytes[at] === LF;
}

function softBreak(out: Buffer, at: number): number {
  out[at] = EQUALS;
  out[at + 1] = CR;
  out[at + 2] = LF;
  return at + 3;
}

function pushLiteral(out: Buffer, at: number, byte: number): number {
  out[at] = byte;
  return at + 1;
}

function pushEscape(out: Buffer, at: number, byte: number): number {
  out[at] = EQUALS;
  out[at + 1] = HEX[byte >> 4]!;
  out[at + 2] = HEX[byte & 15]!;
  return at + 3;
}

function base64Lines(text: string): string {
  const bytes = Buffer.from(text.replaceAll('\n', '\r\n'));
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BASE64_LINE_BYTES) {
    lines.push(bytes.toString('base64', at, Math.min(at + BASE64_LINE_BYTES, bytes.length)));
  }
  return lines.join('\r\n');
}
