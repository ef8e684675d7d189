/**
 * One header field as bytes on the wire: refuses what could smuggle in a second header, encodes what is not ASCII, folds.
 * Never decides which headers a mail has.
 */
import { MailDefect } from './mail-defect.ts';

/** Columns of a folded line. Source: RFC 5322 §2.1.1 asks for 78, RFC 2047 §2 for 76 where encoded words stand. */
const LINE_COLUMNS = 76;
/** Source: RFC 2047 §2. */
const ENCODED_WORD_CHARACTERS = 75;
/** Longest run without a space that is left as it is. Source: RFC 5322 §2.1.1, no line above 998. */
const UNBROKEN_CHARACTERS = 900;
/** `=?UTF-8?Q?` and `?=`. */
const ENCODED_WORD_FRAME = 12;

/** Printable ASCII that neither starts nor ends with a space: stands in a header as it is. */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;
/** Printable ASCII without the colon. Source: RFC 5322 §3.6.8. */
const FIELD_NAME = /^[!-9;-~]+$/;

/** Splits before a single space that a word follows, so that joining by one space gives the same text back. */
const WORD_STARTS = / (?=[^ ])/;

/**
 * A header field whose value is free text, CRLF at its end. Text that is not plain ASCII becomes encoded words as a whole.
 * Errors: `MailDefect` where name or value could end the field early.
 * Source: RFC 5322 §2.2.3, §3.6; RFC 2047.
 */
export function textField(name: string, value: string): string {
  assertFieldName(name);
  assertOneLine(name, value);
  if (value === '') return `${name}:\r\n`;
  const words = isPlain(value) ? value.split(WORD_STARTS) : encodedWords(value, LINE_COLUMNS - name.length - 2);
  return foldedField(name, words);
}

/**
 * A header field from words that may stand on lines of their own, each already fit for the wire.
 * Errors: `MailDefect` where a word is longer than a line may be.
 */
export function foldedField(name: string, words: readonly string[]): string {
  let field = `${name}:`;
  let column = field.length;
  for (const word of words) {
    if (word.length > UNBROKEN_CHARACTERS) throw new MailDefect(`${name} holds a word of ${word.length} characters`);
    const folds = column + 1 + word.length > LINE_COLUMNS && column > name.length + 1;
    field += folds ? `\r\n ${word}` : ` ${word}`;
    column = (folds ? 0 : column) + 1 + word.length;
  }
  return `${field}\r\n`;
}

/** Refuses a value that would end its header field or hide what follows. Errors: `MailDefect`. */
export function assertOneLine(name: string, value: string): void {
  if (value.includes('\r') || value.includes('\n') || value.includes('\0')) {
    throw new MailDefect(`${name} holds a line break or NUL: ${JSON.stringify(value.slice(0, LINE_COLUMNS))}`);
  }
}

/** Whether text can stand in a header without encoding: printable ASCII, no outer spaces, nothing like an encoded word. */
export function isPlain(value: string): boolean {
  if (!PLAIN.test(value) || value.includes('=?')) return false;
  return value.length <= UNBROKEN_CHARACTERS || value.split(' ').every((word) => word.length <= UNBROKEN_CHARACTERS);
}

/**
 * Text as RFC 2047 encoded words in UTF-8, the shorter of Q and B, never cutting a character.
 * `firstColumns`: what is left of the line that the first word stands on.
 * Limits: lone surrogates become U+FFFD, as they are no text.
 */
export function encodedWords(text: string, firstColumns: number): string[] {
  const whole = text.toWellFormed();
  const code = quotedColumns(whole) <= Math.ceil(Buffer.byteLength(whole) / 3) * 4 ? Q_CODE : B_CODE;
  const words: string[] = [];
  let room = code.capacity(Math.min(firstColumns, ENCODED_WORD_CHARACTERS) - ENCODED_WORD_FRAME);
  let piece = '';
  let used = 0;
  for (const character of whole) {
    const cost = code.cost(character);
    if (used + cost > room && piece !== '') {
      words.push(code.word(piece));
      room = code.capacity(ENCODED_WORD_CHARACTERS - ENCODED_WORD_FRAME);
      piece = '';
      used = 0;
    }
    piece += character;
    used += cost;
  }
  words.push(code.word(piece));
  return words;
}

/** How one of the two encodings counts and writes. `capacity` turns columns into what `cost` counts. */
interface WordCode {
  capacity(columns: number): number;
  cost(character: string): number;
  word(piece: string): string;
}

const Q_CODE: WordCode = {
  capacity: (columns) => columns,
  cost: quotedColumns,
  word: (piece) => `=?UTF-8?Q?${quoted(piece)}?=`,
};

const B_CODE: WordCode = {
  capacity: (columns) => Math.floor(columns / 4) * 3,
  cost: (character) => Buffer.byteLength(character),
  word: (piece) => `=?UTF-8?B?${Buffer.from(piece).toString('base64')}?=`,
};

/** Characters that Q leaves alone everywhere, also inside a name. Source: RFC 2047 §5 (3). */
const Q_SAFE = /[A-Za-z0-9!*+\-/]/;

function quotedColumns(text: string): number {
  let columns = 0;
  for (const character of text) {
    columns += character === ' ' || Q_SAFE.test(character) ? 1 : 3 * Buffer.byteLength(character);
  }
  return columns;
}

function quoted(text: string): string {
  let out = '';
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    if (character === ' ') out += '_';
    else out += Q_SAFE.test(character) ? character : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

function assertFieldName(name: string): void {
  if (!FIELD_NAME.test(name) || name.length > LINE_COLUMNS) {
    throw new MailDefect(`not the name of a header: ${JSON.stringify(name.slice(0, LINE_COLUMNS))}`);
  }
}
