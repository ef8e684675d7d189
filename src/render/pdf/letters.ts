/**
 * Letters of the two fonts that every reader of PDF has, so that none is put into the file: how they are coded, and how wide they are.
 * Source: Adobe's font metrics of the standard 14 fonts (Helvetica, Helvetica-Bold), thousandths of the letter size; PDF 1.7, annex D.
 */

/** One of the two fonts. */
export type Font = 'plain' | 'bold';

const FIRST = 0x20;
/** Widths from blank to tilde. */
const WIDTHS: Readonly<Record<Font, readonly number[]>> = {
  plain: [
    ...[278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278],
    ...[556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556],
    ...[1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778],
    ...[667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556],
    ...[333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556],
    ...[556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584],
  ],
  bold: [
    ...[278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278],
    ...[556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611],
    ...[975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778],
    ...[667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556],
    ...[333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611],
    ...[611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584],
  ],
};
/** Of signs that are no ASCII letter with a mark; most of them are as wide as a digit. */
const WIDTH_OF_OTHERS = 556;
const THOUSAND = 1_000;

/** Bytes of letters beyond ASCII: the fonts have those of Windows-1252. */
const BYTES: ReadonlyMap<string, number> = new Map([
  ...Array.from({ length: 0x80 }, (_, at) => [letterOf(0x80 + at), 0x80 + at] as const),
  ['\u2212', 0x96],
  ['\u202f', 0xa0],
]);

function letterOf(byte: number): string {
  return new TextDecoder('windows-1252').decode(Uint8Array.of(byte));
}

/** The byte of a letter: its own, that of the letter without its mark, else a question mark. */
function byteOf(letter: string): number {
  const code = letter.codePointAt(0) ?? FIRST;
  if (code < 0x7f) return Math.max(code, FIRST);
  const base = letter.normalize('NFD')[0] ?? '?';
  return BYTES.get(letter) ?? (base < '\x7f' ? base.charCodeAt(0) : 0x3f);
}

/** Text as a string of PDF between its brackets, in ASCII alone. Control signs become blanks. */
export function pdfString(text: string): string {
  let out = '(';
  for (const letter of text.normalize('NFC')) {
    const byte = byteOf(letter);
    if (byte > 0x7e) out += `\\${byte.toString(8)}`;
    else out += /[()\\]/.test(String.fromCharCode(byte)) ? `\\${String.fromCharCode(byte)}` : String.fromCharCode(byte);
  }
  return `${out})`;
}

/** How wide a text is, points. `size`: of its letters, points. */
export function widthOf(text: string, font: Font, size: number): number {
  let width = 0;
  for (const letter of text.normalize('NFC')) {
    const base = letter.normalize('NFD').charCodeAt(0);
    width += WIDTHS[font][Math.max(base, FIRST) - FIRST] ?? WIDTH_OF_OTHERS;
  }
  return (width * size) / THOUSAND;
}

/** A text in lines that are not wider than `most`, points; a word that is wider is broken. */
export function linesOf(text: string, font: Font, size: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((one) => piecesOf(one, font, size, most))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer, font, size) <= most) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function piecesOf(word: string, font: Font, size: number, most: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece !== '' && widthOf(piece + letter, font, size) > most) {
      pieces.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...pieces, piece];
}
