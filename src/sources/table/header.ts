/**
 * Where the header of a table stands and what its columns are called. Owns that choice; knows no format.
 */
import { isKnownHeader } from '../../domain/lead/column/known-header.ts';
import { LIMITS } from '../../domain/limits.ts';

/** The header row among the first rows of a table. */
export interface HeaderFinding {
  /** Index of the header row, or of the first row of values where the file has none. */
  readonly at: number;
  /** False for a file of bare rows. */
  readonly present: boolean;
}

const ADDRESS = /[^\s@]@[^\s@]+\.[^\s@]/;
const LINK = /^(?:https?:\/\/|www\.)/i;
const NUMBER = /^[+(]?\d[\d\s().,/:+-]*$/;
/** Digits from which a number is a value and no name of a column (2024 may be one). */
const VALUE_DIGITS = 6;

function isValue(cell: string): boolean {
  if (ADDRESS.test(cell) || LINK.test(cell)) return true;
  return NUMBER.test(cell) && cell.replace(/\D/g, '').length >= VALUE_DIGITS;
}

const filledCount = (row: readonly string[]): number =>
  row.reduce((count, cell) => (cell.trim() === '' ? count : count + 1), 0);

/** The width that most rows have, counting only cells up to the last filled one; at least 1. */
function commonWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const width = row.findLastIndex((cell) => cell.trim() !== '') + 1;
    counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  let best = 1;
  for (const [width, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (width > 0 && (count > most || (count === most && width > best))) best = width;
  }
  return best;
}

/** Known headers in a row. */
const knownCount = (row: readonly string[]): number =>
  row.reduce((count, cell) => (isKnownHeader(cell) ? count + 1 : count), 0);

/**
 * The header among a table's first rows: the first row at least half as full as rows commonly are that names known columns,
 * else the first such row at all. Titles, notes and blank rows above are passed over. A row that holds an address, a link or
 * a long number is no header: then the table is one of bare rows.
 */
export function findHeader(rows: readonly (readonly string[])[]): HeaderFinding {
  const half = commonWidth(rows) / 2;
  const near = rows.slice(0, LIMITS.preambleRows);
  const isFull = (row: readonly string[]): boolean => filledCount(row) >= half && filledCount(row) > 0;
  const isHeader = (row: readonly string[]): boolean => !row.some((cell) => isValue(cell.trim()));
  const known = near.findIndex(
    (row) => isFull(row) && isHeader(row) && knownCount(row) >= Math.min(2, filledCount(row)),
  );
  if (known >= 0) return { at: known, present: true };
  const first = near.findIndex(isFull);
  const at = Math.max(0, first);
  return { at, present: rows.length > 0 && isHeader(rows[at]!) };
}

/**
 * Names for all columns, each once: as in the header, `Column 3` where it has none, `Email (2)` for the second of a name.
 * `width` = columns of the widest row seen before any is read; a header shorter than it gets names for the rest.
 */
export function nameHeaders(header: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  const length = Math.min(Math.max(header.length, width), LIMITS.fileColumns);
  return Array.from({ length }, (_, at) => {
    const given = (header[at] ?? '').replace(/\s+/g, ' ').trim();
    const base = given === '' ? `Column ${at + 1}` : given;
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base} (${n})`;
    taken.add(name);
    return name;
  });
}
