/**
 * Delimited text in pieces to records. Owns quotes, delimiters and line ends; knows nothing of files, encodings and headers.
 *
 * Why not papaparse: while a quote is open it gathers the rest of the file in memory and gives it back as one cell, it reports
 * neither lines nor positions to go on from, and it takes one kind of line end for the whole file. Lines without quotes, nearly
 * all, are cut by the engine's own `split`, which is as fast.
 */
import type { RowCode } from '../../domain/lead/reasons-import.ts';
import { LIMITS } from '../../domain/limits.ts';

/** How records are written. */
export interface Syntax {
  readonly delimiter: string;
  /** `cr` = lines end with CR alone; `lf` = with LF or CR LF. */
  readonly lineEnd: 'lf' | 'cr';
}

/** One record, or what was left of it. */
export interface TextRecord {
  /** Line it starts on, 1 for the first. */
  readonly line: number;
  /** Not decoded, at most one more than LIMITS.fileColumns. Empty for a blank line. */
  readonly cells: string[];
  /** Position after it, in characters from where reading began. */
  readonly end: number;
  /** Line that begins there. */
  readonly nextLine: number;
  readonly problem: RowCode | null;
}

/** Characters shown of a record that is too long to be one. */
const SHOWN_OF_TOO_LONG = 1_000;

/** Result of reading one quoted cell. */
type QuotedCell = { readonly value: string; readonly next: number } | 'more' | 'unclosed';

/**
 * Splits text that comes in pieces. `push` text, then take `next` until it is null; at the end `next(true)` until null.
 * Bounds: a record of more than LIMITS.recordCharacters is given up with `row-too-long`, an open quote with `unclosed-quote`:
 * only its first line is lost to it, reading goes on at the following line.
 */
export class RecordSplitter {
  readonly #delimiter: string;
  readonly #lineEnd: string;
  #text = '';
  #at = 0;
  #before: number;
  #line: number;
  #nextQuote = 0;
  /** What is shown of a line that was given up, until its end is found. */
  #skipped: string | null = null;

  constructor(syntax: Syntax, start: { readonly position: number; readonly line: number } = { position: 0, line: 1 }) {
    this.#delimiter = syntax.delimiter;
    this.#lineEnd = syntax.lineEnd === 'cr' ? '\r' : '\n';
    this.#before = start.position;
    this.#line = start.line;
  }

  /** Characters taken in and not yet given out. */
  get pending(): number {
    return this.#text.length - this.#at;
  }

  push(text: string): void {
    this.#before += this.#at;
    const searchFrom = this.#nextQuote < 0 ? this.#text.length - this.#at : this.#nextQuote - this.#at;
    this.#text = this.#text.slice(this.#at) + text;
    this.#at = 0;
    this.#nextQuote = this.#text.indexOf('"', Math.max(0, searchFrom));
  }

  next(final = false): TextRecord | null {
    if (this.#skipped !== null) return this.#tooLong(this.#skipped, final);
    if (this.#at >= this.#text.length) return null;
    const lineEnd = this.#text.indexOf(this.#lineEnd, this.#at);
    const end = lineEnd < 0 ? this.#text.length : lineEnd;
    if (this.#nextQuote >= 0 && this.#nextQuote < this.#at) this.#nextQuote = this.#text.indexOf('"', this.#at);
    if (this.#nextQuote >= 0 && this.#nextQuote < end) return this.#quoted(lineEnd, final);
    if (lineEnd < 0 && !final) return this.pending > LIMITS.recordCharacters ? this.#tooLong(null, final) : null;
    return this.#give(this.#plainCells(end), end, lineEnd);
  }

  #plainCells(end: number): string[] {
    const withoutCr = end > this.#at && this.#text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    return withoutCr === this.#at
      ? []
      : this.#text.slice(this.#at, withoutCr).split(this.#delimiter, LIMITS.fileColumns + 1);
  }

  /** Gives out a record whose text ends at `end` and goes on behind its line end. */
  #give(cells: string[], end: number, lineEnd: number, problem: RowCode | null = null): TextRecord {
    const line = this.#line;
    this.#at = lineEnd < 0 ? end : lineEnd + 1;
    this.#line++;
    return { line, cells, end: this.#before + this.#at, nextLine: this.#line, problem };
  }

  /** Goes behind the end of a line that is too long, letting its text go; null until that end is in hand. */
  #tooLong(shown: string | null, final: boolean): TextRecord | null {
    this.#skipped = shown ?? this.#text.slice(this.#at, this.#at + SHOWN_OF_TOO_LONG);
    const lineEnd = this.#text.indexOf(this.#lineEnd, this.#at);
    if (lineEnd < 0 && !final) {
      this.#at = this.#text.length;
      return null;
    }
    const cells = [this.#skipped];
    this.#skipped = null;
    return this.#give(cells, this.#text.length, lineEnd, 'row-too-long');
  }

  /** A record with a quote in its first line. `lineEnd` = where that line ends, -1 if not in hand. */
  #quoted(lineEnd: number, final: boolean): TextRecord | null {
    const cells: string[] = [];
    let at = this.#at;
    for (;;) {
      const cell = this.#cell(at, final);
      if (cell === 'more') return this.pending > LIMITS.recordCharacters ? this.#giveUp(lineEnd, final) : null;
      if (cell === 'unclosed') return this.#giveUp(lineEnd, final);
      if (cells.length <= LIMITS.fileColumns) cells.push(cell.value);
      at = cell.next;
      if (at < this.#text.length && this.#text[at] === this.#delimiter) {
        at++;
        continue;
      }
      if (at >= this.#text.length && !final)
        return this.pending > LIMITS.recordCharacters ? this.#giveUp(lineEnd, final) : null;
      return this.#giveLines(cells, at);
    }
  }

  /** Gives out a record that may have crossed lines; `at` is where its last cell ends. */
  #giveLines(cells: string[], at: number): TextRecord {
    const start = this.#at;
    const lineEnd = this.#text.indexOf(this.#lineEnd, at);
    const record = this.#give(cells, this.#text.length, lineEnd);
    for (let crossed = this.#text.indexOf(this.#lineEnd, start); crossed >= 0 && crossed < at; ) {
      this.#line++;
      crossed = this.#text.indexOf(this.#lineEnd, crossed + 1);
    }
    return { ...record, nextLine: this.#line };
  }

  /** Rejects the first line of a record whose quote does not close. */
  #giveUp(lineEnd: number, final: boolean): TextRecord | null {
    if (lineEnd < 0 && this.pending > LIMITS.recordCharacters) return this.#tooLong(null, final);
    const end = lineEnd < 0 ? this.#text.length : lineEnd;
    return this.#give(this.#plainCells(end), end, lineEnd, 'unclosed-quote');
  }

  /** The cell that begins at `at`; blanks before an opening quote belong to nothing. */
  #cell(at: number, final: boolean): QuotedCell {
    let open = at;
    while (this.#text[open] === ' ') open++;
    if (open >= this.#text.length && !final) return 'more';
    if (this.#text[open] === '"') return this.#quotedCell(open + 1, final);
    const lineEnd = this.#text.indexOf(this.#lineEnd, at);
    const end = lineEnd < 0 ? this.#text.length : lineEnd;
    const delimiter = this.#text.indexOf(this.#delimiter, at);
    if (delimiter >= 0 && delimiter < end) return { value: this.#text.slice(at, delimiter), next: delimiter };
    if (lineEnd < 0 && !final) return 'more';
    const next = end > at && this.#text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    return { value: this.#text.slice(at, next), next };
  }

  /**
   * A cell after its opening quote. A quote that neither closes nor is doubled is text (`"John "Jo" Doe"`), unless a line end
   * lies before it: then it opens a cell of a later row, and this one was never closed.
   */
  #quotedCell(start: number, final: boolean): QuotedCell {
    let doubled = false;
    for (let from = start; ; ) {
      const quote = this.#text.indexOf('"', from);
      if (quote < 0) return final ? 'unclosed' : 'more';
      if (this.#text[quote + 1] === '"') {
        doubled = true;
        from = quote + 2;
        continue;
      }
      const next = this.#closes(quote, final);
      if (next === 'more') return 'more';
      if (next >= 0) {
        const raw = this.#text.slice(start, quote);
        return { value: doubled ? raw.replaceAll('""', '"') : raw, next };
      }
      if (this.#crossesLine(start, quote)) return 'unclosed';
      from = quote + 1;
    }
  }

  #crossesLine(start: number, end: number): boolean {
    const lineEnd = this.#text.indexOf(this.#lineEnd, start);
    return lineEnd >= 0 && lineEnd < end;
  }

  /** Where the cell ends if the quote at `quote` closes it (blanks may follow), else -1. */
  #closes(quote: number, final: boolean): number | 'more' {
    let next = quote + 1;
    while (this.#text[next] === ' ') next++;
    if (next >= this.#text.length) return final ? next : 'more';
    const after = this.#text[next];
    if (after === this.#delimiter || after === this.#lineEnd) return next;
    if (after !== '\r') return -1;
    if (next + 1 >= this.#text.length) return final ? next : 'more';
    return this.#text[next + 1] === '\n' ? next : -1;
  }
}

/** All records of a text that is in hand whole, at most `limit`. Blank lines are left out. */
export function splitRecords(text: string, syntax: Syntax, limit: number, final: boolean): TextRecord[] {
  const splitter = new RecordSplitter(syntax);
  splitter.push(text);
  const records: TextRecord[] = [];
  for (let record = splitter.next(final); record !== null && records.length < limit; record = splitter.next(final)) {
    if (record.cells.length > 0) records.push(record);
  }
  return records;
}
