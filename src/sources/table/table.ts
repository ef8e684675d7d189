/**
 * Opens any file of rows: finds out what it is and hands it to the reader for it. Owns the shape of a table and that choice.
 */

import type { CellCode, RowCode } from '../../domain/lead/reasons-import.ts';
import { LIMITS } from '../../domain/limits.ts';
import { findOrigin, readHead } from './bytes.ts';
import { openDelimited } from './delimited.ts';
import { type Encoding, isBinary, isOtherText } from './encoding.ts';
import { TableFault } from './fault.ts';

/** How a file turned out to be written; for people, `--dry-run` shows it. */
export type TableDialect =
  | {
      readonly kind: 'csv';
      readonly delimiter: string;
      readonly encoding: Encoding;
      readonly bom: boolean;
      readonly lineEnd: 'lf' | 'cr';
      readonly quotedRows: boolean;
      readonly header: boolean;
      readonly gzip: boolean;
    }
  | { readonly kind: 'xlsx'; readonly sheet: number; readonly header: boolean };

/** One row of a table. */
export interface TableRow {
  /** Line of the file it starts on (row of the sheet), 1 for the first. */
  readonly line: number;
  /** As many as there are columns; more where the row is longer. Text, at most LIMITS.cellCharacters each. */
  readonly cells: readonly string[];
  /** Why the row cannot be taken; then `cells` is what could be made out. */
  readonly problem?: RowCode;
  /** What was mended in it. */
  readonly notes?: readonly CellCode[];
}

/** A place to go on from: plain JSON, of the same file only. */
export type TablePosition =
  | { readonly kind: 'csv'; readonly byte: number; readonly line: number }
  | { readonly kind: 'xlsx'; readonly row: number };

/** Rows that are committed together. */
export interface RowBatch {
  readonly rows: readonly TableRow[];
  /** Of all their cells. */
  readonly characters: number;
  /** Behind the last row. */
  readonly resumeAt: TablePosition;
  /** Share of the file read, 0 to 1; null where it is not known. */
  readonly share: number | null;
}

/** A file opened as a table. */
export interface Table {
  readonly kind: 'csv' | 'xlsx';
  readonly dialect: TableDialect;
  /** Each once; `Column 3` where the file names none. */
  readonly headers: readonly string[];
  /** Lines before the header. */
  readonly preambleLines: number;
  /** Some of the first rows, from which columns are guessed. */
  readonly sample: readonly (readonly string[])[];
  /** Bytes on disk. */
  readonly size: number;
  /** To be read once. Stopping early closes the file. Trailing rows without any value are left out. */
  readonly rows: AsyncIterable<RowBatch>;
}

/** How a table is opened. */
export interface TableOptions {
  /** From a batch of an earlier run over the same file. */
  readonly resumeAt?: TablePosition;
  /** Rows of one batch; LIMITS.importBatchRows where not given. */
  readonly batchRows?: number;
}

const ZIP_MAGIC = 0x504b0304;
const OLE_MAGIC = 0xd0cf11e0;
const MAGIC_BYTES = 4;

/**
 * Opens a file of rows, whatever its name says: delimited text in any of four encodings, plain or gzip, or an Excel workbook.
 * Memory stays bounded whatever the file's size (workbooks: LIMITS.workbookBytes and their shared strings).
 * Errors: `TableFault` with a code of `FILE_REASONS`, on opening or while rows are read.
 */
export async function openTable(path: string, options: TableOptions = {}): Promise<Table> {
  const origin = await findOrigin(path);
  const { head, whole } = await readHead(origin, LIMITS.tableSampleBytes);
  const magic = head.length < MAGIC_BYTES ? 0 : head.readUInt32BE(0);
  if (magic === OLE_MAGIC) throw new TableFault('file-old-excel', path);
  const batchRows = options.batchRows ?? LIMITS.importBatchRows;
  if (magic === ZIP_MAGIC) return (await import('./workbook.ts')).openWorkbook(origin, options.resumeAt, batchRows);
  if (isBinary(head)) throw new TableFault('file-no-text', path);
  if (isOtherText(head)) throw new TableFault('file-no-table', path);
  return openDelimited(origin, { head, whole }, options.resumeAt, batchRows);
}
