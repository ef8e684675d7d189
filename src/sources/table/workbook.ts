/**
 * Excel workbooks as tables. Owns the first sheet that has rows, and how a typed cell becomes text: phones that were typed as
 * numbers keep their digits, dates become ISO dates.
 */
import { readFile } from 'node:fs/promises';
import { type CellValue, streamXlsxRows } from 'hucre/xlsx';
import type { CellCode } from '../../domain/lead/reasons-import.ts';
import { LIMITS } from '../../domain/limits.ts';
import { BatchMaker } from './batch.ts';
import { type Origin, readHead } from './bytes.ts';
import { TableFault } from './fault.ts';
import { findHeader, nameHeaders } from './header.ts';
import type { RowBatch, Table, TablePosition, TableRow } from './table.ts';

interface SheetRow {
  /** 0 for the first row of the sheet. */
  readonly index: number;
  readonly cells: string[];
}

const MIDNIGHT = /T00:00:00(?:\.000)?Z$/;

/** A cell's text: whole numbers with all their digits, dates as ISO, error values as the words they show. */
function cellText(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : String(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (Number.isNaN(value.getTime())) return '';
  const iso = value.toISOString();
  return MIDNIGHT.test(iso) ? iso.slice(0, 10) : iso.replace(/\.000Z$/, 'Z');
}

async function* sheetRows(workbook: Uint8Array, sheet: number, path: string): AsyncGenerator<SheetRow> {
  try {
    for await (const { index, values } of streamXlsxRows(workbook, { sheet })) {
      const cells = values.slice(0, LIMITS.fileColumns).map(cellText);
      if (cells.some((cell) => cell.trim() !== '')) yield { index, cells };
    }
  } catch (error) {
    throw new TableFault('file-not-workbook', path, error);
  }
}

async function firstRows(workbook: Uint8Array, sheet: number, path: string): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of sheetRows(workbook, sheet, path)) {
    rows.push(row);
    if (rows.length >= LIMITS.tableSampleRows) break;
  }
  return rows;
}

/** The first sheet with rows. Errors: `file-not-workbook` where not even the first can be read, else `file-no-sheet`. */
async function findSheet(
  workbook: Uint8Array,
  path: string,
): Promise<{ readonly sheet: number; readonly rows: SheetRow[] }> {
  for (let sheet = 0; sheet < LIMITS.workbookSheets; sheet++) {
    try {
      const rows = await firstRows(workbook, sheet, path);
      if (rows.length > 0) return { sheet, rows };
    } catch (error) {
      if (sheet === 0 || !(error instanceof TableFault)) throw error;
      break;
    }
  }
  throw new TableFault('file-no-sheet', path);
}

function mendCell(text: string, notes: CellCode[]): string {
  const note = (code: CellCode): void => void (notes.includes(code) || notes.push(code));
  let mended = text;
  if (mended.length > LIMITS.cellCharacters) {
    mended = mended.slice(0, LIMITS.cellCharacters);
    note('cell-cut');
  }
  if (!mended.isWellFormed()) {
    mended = mended.toWellFormed();
    note('surrogate-removed');
  }
  if (!mended.includes('\0')) return mended;
  note('nul-removed');
  return mended.replaceAll('\0', '');
}

function toRow({ index, cells }: SheetRow, columns: number): TableRow {
  const notes: CellCode[] = [];
  const mended = cells.map((cell) => mendCell(cell, notes));
  while (mended.length < columns) mended.push('');
  while (mended.length > columns && mended.at(-1)!.trim() === '') mended.pop();
  if (mended.length > columns) notes.push('extra-cells');
  return notes.length > 0 ? { line: index + 1, cells: mended, notes } : { line: index + 1, cells: mended };
}

async function* readRows(
  workbook: Uint8Array,
  sheet: number,
  path: string,
  from: number,
  columns: number,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const batches = new BatchMaker<SheetRow>(batchRows, ({ index }) => ({ kind: 'xlsx', row: index + 1 }));
  let next = from;
  for await (const row of sheetRows(workbook, sheet, path)) {
    if (row.index < from) continue;
    batches.add(toRow(row, columns), row, row.index > next);
    next = row.index + 1;
    if (batches.isFull) yield batches.take(null);
  }
  batches.end();
  if (batches.hasRows) yield batches.take(1);
}

async function readWorkbook(origin: Origin): Promise<Uint8Array> {
  if (origin.size > LIMITS.workbookBytes) throw new TableFault('file-too-large', origin.path);
  if (!origin.gzip) return readFile(origin.path);
  const { head, whole } = await readHead(origin, LIMITS.workbookBytes);
  if (!whole) throw new TableFault('file-too-large', origin.path);
  return head;
}

/**
 * Opens the first sheet of a workbook that has rows. Rows without any value are passed over.
 * Limits: LIMITS.workbookBytes on disk; the sheet is streamed, its shared strings are held.
 * Errors: `file-too-large`, `file-not-workbook`, `file-no-sheet`.
 */
export async function openWorkbook(
  origin: Origin,
  resumeAt: TablePosition | undefined,
  batchRows: number,
): Promise<Table> {
  const workbook = await readWorkbook(origin);
  const { sheet, rows } = await findSheet(workbook, origin.path);
  const header = findHeader(rows.map(({ cells }) => cells));
  const found = rows[header.at]!;
  const values = rows.slice(header.present ? header.at + 1 : header.at);
  const width = header.present ? 0 : Math.max(1, ...values.map(({ cells }) => cells.length));
  const headers = nameHeaders(header.present ? found.cells : [], width);
  const start = header.present ? found.index + 1 : found.index;
  return {
    kind: 'xlsx',
    dialect: { kind: 'xlsx', sheet, header: header.present },
    headers,
    preambleLines: found.index,
    sample: values.map((row) => [...toRow(row, headers.length).cells]),
    size: origin.size,
    rows: readRows(
      workbook,
      sheet,
      origin.path,
      resumeAt?.kind === 'xlsx' ? resumeAt.row : start,
      headers.length,
      batchRows,
    ),
  };
}
