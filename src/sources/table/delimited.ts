/**
 * Delimited text files as tables: decodes cells, lays them under the header, gathers batches with a place to go on from.
 * Owns the way from records to rows; how text splits is `records.ts`, what the file is `dialect.ts`.
 */
import type { CellCode } from '../../domain/lead/reasons-import.ts';
import { LIMITS } from '../../domain/limits.ts';
import { BatchMaker } from './batch.ts';
import { type Origin, readBlocks } from './bytes.ts';
import { type Dialect, findDialect, unquoteRow } from './dialect.ts';
import { decodeCell, type Encoding, findEncoding, needsDecoding, unitBytes, unitReader } from './encoding.ts';
import { TableFault } from './fault.ts';
import { nameHeaders } from './header.ts';
import { RecordSplitter, splitRecords, type TextRecord } from './records.ts';
import type { RowBatch, Table, TablePosition, TableRow } from './table.ts';

/** Everything that turns records of one file into rows. */
interface Reading {
  readonly dialect: Dialect;
  readonly encoding: Encoding;
  readonly columns: number;
}

/** Bytes that one character of a cell can take; a cell is decoded no further than its limit can need. */
const MOST_BYTES = 4;
/** A UTF-8 sequence that the cut took apart. */
const TORN = /[\xc0-\xff][\x80-\xbf]{0,2}$/;

/** Decodes a cell that is not plain, and cuts what no store should hold. */
function readCell(units: string, encoding: Encoding, notes: CellCode[]): string {
  if (units.length <= LIMITS.cellCharacters) return decodeCell(units, encoding, notes);
  const start = units.slice(0, LIMITS.cellCharacters * MOST_BYTES);
  const torn = start.length < units.length && encoding === 'utf-8';
  const text = decodeCell(torn ? start.replace(TORN, '') : start, encoding, notes);
  if (text.length <= LIMITS.cellCharacters && start.length === units.length) return text;
  if (!notes.includes('cell-cut')) notes.push('cell-cut');
  return text.slice(0, LIMITS.cellCharacters).replace(/[\ud800-\udbff]$/, '');
}

const NO_NOTES: CellCode[] = [];

/** A record under the header: short rows filled up, empty cells beyond the header dropped. */
function toRow(record: TextRecord, { dialect, encoding, columns }: Reading): TableRow {
  const cells = dialect.quotedRows ? unquoteRow(record.cells, dialect.delimiter) : record.cells;
  let notes = NO_NOTES;
  for (let at = 0; at < cells.length; at++) {
    const units = cells[at]!;
    if (units.length <= LIMITS.cellCharacters && !needsDecoding(units)) continue;
    if (notes === NO_NOTES) notes = [];
    cells[at] = readCell(units, encoding, notes);
  }
  while (cells.length < columns) cells.push('');
  while (cells.length > columns && cells.at(-1)!.trim() === '') cells.pop();
  if (cells.length > columns) notes = [...notes, 'extra-cells'];
  const problem = record.problem ?? (cells.length > LIMITS.fileColumns ? 'row-too-long' : null);
  const row: TableRow = { line: record.line, cells };
  if (problem !== null) return { ...row, problem, notes };
  return notes.length > 0 ? { ...row, notes } : row;
}

/** Records from a position on, in pieces of memory that a record's bound limits. */
async function* readRecords(
  origin: Origin,
  { dialect, encoding }: Reading,
  from: Extract<TablePosition, { kind: 'csv' }>,
): AsyncGenerator<TextRecord[]> {
  const splitter = new RecordSplitter(dialect, { position: 0, line: from.line });
  const units = unitReader(encoding);
  let held: string[] = [];
  let heldLength = 0;
  for await (const block of readBlocks(origin, from.byte)) {
    held.push(units(block));
    heldLength += held.at(-1)!.length;
    if (heldLength < splitter.pending / 2) continue;
    splitter.push(held.length === 1 ? held[0]! : held.join(''));
    held = [];
    heldLength = 0;
    yield* takeAll(splitter, false);
  }
  splitter.push(held.join(''));
  yield* takeAll(splitter, true);
}

/** Records in hand, some at a time: after an open quote many are. */
function* takeAll(splitter: RecordSplitter, final: boolean): Generator<TextRecord[]> {
  let records: TextRecord[] = [];
  for (let record = splitter.next(final); record !== null; record = splitter.next(final)) {
    records.push(record);
    if (records.length < LIMITS.tableSampleRows) continue;
    yield records;
    records = [];
  }
  if (records.length > 0) yield records;
}

async function* readRows(
  origin: Origin,
  reading: Reading,
  start: Extract<TablePosition, { kind: 'csv' }>,
  skip: number,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const width = unitBytes(reading.encoding);
  const byteBehind = ({ end }: TextRecord) => start.byte + end * width;
  const batches = new BatchMaker<TextRecord>(batchRows, (record) => {
    return { kind: 'csv', byte: byteBehind(record), line: record.nextLine };
  });
  let toSkip = skip;
  let afterGap = false;
  for await (const records of readRecords(origin, reading, start)) {
    for (const record of records) {
      afterGap ||= record.cells.length === 0;
      if (record.cells.length === 0 || toSkip-- > 0) continue;
      batches.add(toRow(record, reading), record, afterGap);
      afterGap = false;
      if (batches.isFull) yield batches.take(origin.gzip ? null : Math.min(1, byteBehind(record) / origin.size));
    }
  }
  batches.end();
  if (batches.hasRows) yield batches.take(1);
}

/** Rows shown of the start of a file, for guessing columns. */
function sampleRows(text: string, reading: Reading, whole: boolean): string[][] {
  const records = splitRecords(text, reading.dialect, LIMITS.tableSampleRows + reading.dialect.skip, whole);
  return records
    .slice(reading.dialect.skip)
    .flatMap((record) => (record.problem === null ? [[...toRow(record, reading).cells]] : []));
}

/**
 * Opens delimited text. `head` is the file's start; rows are read from the file again.
 * Errors: `file-empty` where there is no record.
 */
export function openDelimited(
  origin: Origin,
  { head, whole }: { readonly head: Buffer; readonly whole: boolean },
  resumeAt: TablePosition | undefined,
  batchRows: number,
): Table {
  const { encoding, bomBytes } = findEncoding(head);
  const text = unitReader(encoding)(head.subarray(bomBytes));
  const dialect = findDialect(text, whole, (cell) => decodeCell(cell, encoding, []));
  if (dialect === null) throw new TableFault('file-empty', origin.path);
  const headers = nameHeaders(
    dialect.first.map((cell) => readCell(cell, encoding, [])),
    dialect.width,
  );
  const reading = { dialect, encoding, columns: headers.length };
  const resumed = resumeAt?.kind === 'csv' ? resumeAt : null;
  if (resumed !== null && !origin.gzip && resumed.byte > origin.size) throw new TableFault('file-changed', origin.path);
  const { delimiter, lineEnd, quotedRows, header, preambleLines } = dialect;
  return {
    kind: 'csv',
    dialect: {
      kind: 'csv',
      delimiter,
      encoding,
      bom: bomBytes > 0,
      lineEnd,
      quotedRows,
      header: header.present,
      gzip: origin.gzip,
    },
    headers,
    preambleLines,
    sample: sampleRows(text, reading, whole),
    size: origin.size,
    rows: readRows(
      origin,
      reading,
      resumed ?? { kind: 'csv', byte: bomBytes, line: 1 },
      resumed === null ? dialect.skip : 0,
      batchRows,
    ),
  };
}
