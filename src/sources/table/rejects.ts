/**
 * The rejects file: rows that could not be taken, with line and reason, in a form that can be mended and imported again.
 * Owns its writing, safe against being killed; decides no rejection.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { attributeName } from '../../domain/lead/column/header.ts';

/** One rejected row. */
export interface Reject {
  /** Line of the file it came from. */
  readonly line: number;
  /** Code and sentence, for people. */
  readonly reason: string;
  readonly cells: readonly string[];
}

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;
/** Spreadsheets run what begins so; signed numbers and phones are harmless. Source: OWASP, CSV Injection. */
const FORMULA = /^[=@\t\r]|^[+-](?![\d\s().-]*$)/;

/** One line of CSV (RFC 4180, LF). Cells that a spreadsheet would run are disarmed by an apostrophe, which import takes off. */
export function csvLine(cells: readonly string[]): string {
  const written = cells.map((cell) => {
    const safe = FORMULA.test(cell) ? `'${cell}` : cell;
    return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  });
  return `${written.join(',')}\n`;
}

/** The two columns put before the original ones; import passes over them. */
export const REJECT_COLUMNS = ['rekindle_line', 'rekindle_reason'] as const;

/** UTF-8's mark, without which Excel reads accents wrongly. */
const BOM = '\ufeff';

/** Writes rejects; what is not committed is cut off by the next `openRejects`. */
export class RejectsWriter {
  readonly #file: FileHandle;
  #length: number;
  #waiting = '';

  constructor(file: FileHandle, length: number) {
    this.#file = file;
    this.#length = length;
  }

  /** Takes rows; nothing is on disk before `commit`. */
  add({ line, reason, cells }: Reject): void {
    this.#waiting += csvLine([String(line), reason, ...cells]);
  }

  /** Puts what was added on disk and gives the file's length in bytes, to be stored with the batch. */
  async commit(): Promise<number> {
    if (this.#waiting === '') return this.#length;
    const bytes = Buffer.from(this.#waiting);
    this.#waiting = '';
    for (let written = 0; written < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, written, bytes.length - written, this.#length + written);
      written += bytesWritten;
    }
    await this.#file.datasync();
    this.#length += bytes.length;
    return this.#length;
  }

  /** Closes the file; what was not committed is not written. */
  async close(): Promise<void> {
    await this.#file.close();
  }
}

/**
 * Opens a rejects file. `committed` = its length as stored with the last batch, 0 for a new run: whatever lies behind is cut
 * off, so that a line half-written by a killed run, or written without its batch, never stays.
 * `headers` = those of the table; columns of a rejects file that is imported again are not doubled.
 */
export async function openRejects(path: string, headers: readonly string[], committed: number): Promise<RejectsWriter> {
  const file = await open(path, committed > 0 ? 'r+' : 'w+');
  await file.truncate(committed);
  const writer = new RejectsWriter(file, committed);
  if (committed > 0) return writer;
  const head = Buffer.from(BOM + csvLine([...REJECT_COLUMNS, ...headers]));
  await file.write(head, 0, head.length, 0);
  return new RejectsWriter(file, head.length);
}

const OWN = new Set(REJECT_COLUMNS.map(attributeName));

/** A row without the columns of an earlier rejects file, so that mending twice does not widen it. */
export function withoutRejectColumns(headers: readonly string[], cells: readonly string[]): readonly string[] {
  return cells.filter((_, at) => !OWN.has(attributeName(headers[at] ?? '')));
}
