/**
 * The rejects file: rows that could not be taken, with line and reason, in a form that can be mended and imported again.
 * Owns its writing, safe against being killed; decides no rejection.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { csvLine } from '../../domain/lead/cell/csv.ts';
import { attributeName } from '../../domain/lead/column/header.ts';
import { TableFault } from './fault.ts';

/** One rejected row. */
export interface Reject {
  /** Line of the file it came from. */
  readonly line: number;
  /** Code and sentence, for people. */
  readonly reason: string;
  readonly cells: readonly string[];
}

/** The two columns put before the original ones; import passes over them. */
const REJECT_COLUMNS = ['rekindle_line', 'rekindle_reason'] as const;

/** UTF-8's mark, without which Excel reads accents wrongly. */
const BOM = '\ufeff';

const OWN = new Set(REJECT_COLUMNS.map(attributeName));

/** Writes rejects; what is not committed is cut off by the next `openRejects`. */
export class RejectsWriter {
  readonly #file: FileHandle;
  /** Positions of an earlier rejects file's own columns: mending twice must not widen it. */
  readonly #dropped: ReadonlySet<number>;
  #length: number;
  #waiting = '';

  constructor(file: FileHandle, headers: readonly string[], length: number) {
    this.#file = file;
    this.#dropped = new Set(headers.flatMap((header, at) => (OWN.has(attributeName(header)) ? [at] : [])));
    this.#length = length;
  }

  #line(own: readonly string[], cells: readonly string[]): string {
    return csvLine([...own, ...cells.filter((_, at) => !this.#dropped.has(at))]);
  }

  /** Takes the header, as the first line of a new file. */
  begin(headers: readonly string[]): void {
    this.#waiting = BOM + this.#line(REJECT_COLUMNS, headers);
  }

  /** Takes a row; nothing is on disk before `commit`. */
  add({ line, reason, cells }: Reject): void {
    this.#waiting += this.#line([String(line), reason], cells);
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

/** Opens for writing, keeping what is there; makes the file where there is none. Errors: `TableFault` `file-unwritable`. */
async function openKept(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDWR | constants.O_CREAT);
  } catch (error) {
    throw new TableFault('file-unwritable', path, error);
  }
}

/**
 * Opens a rejects file. `committed` = its length as stored with the last batch, 0 for a new run: whatever lies behind is cut
 * off, so that a line half-written by a killed run, or written without its batch, never stays. A file that was taken away
 * meanwhile is begun anew.
 * `headers` = those of the table; the own columns of a rejects file that is imported again are left out.
 */
export async function openRejects(path: string, headers: readonly string[], committed: number): Promise<RejectsWriter> {
  const file = await openKept(path);
  const { size } = await file.stat();
  const kept = size < committed ? 0 : committed;
  await file.truncate(kept);
  const writer = new RejectsWriter(file, headers, kept);
  if (kept === 0) {
    writer.begin(headers);
    await writer.commit();
  }
  return writer;
}
