/**
 * How a delimited file is written, found from its first records: line end, delimiter, rows quoted as a whole, header.
 * Owns these findings; reads no file.
 */
import { isKnownHeader } from '../../domain/lead/column/known-header.ts';
import { LIMITS } from '../../domain/limits.ts';
import { findHeader, type HeaderFinding } from './header.ts';
import { type Syntax, splitRecords, type TextRecord } from './records.ts';

/** What was found. */
export interface Dialect extends Syntax {
  /** Every row is one quoted cell that holds the row: `"a,b,""c"""`. */
  readonly quotedRows: boolean;
  readonly header: HeaderFinding;
  /** Header cells, or the first row's in a file of bare rows. Not decoded. */
  readonly first: readonly string[];
  /** Records before the first row of values: preamble, header and `sep=` line. */
  readonly skip: number;
  /** Lines before the header, blank ones included. */
  readonly preambleLines: number;
  /** Columns of the widest common row. */
  readonly width: number;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** What Excel understands as the first line of a CSV. */
const SEPARATOR_LINE = /^sep=(.)\r?(?:\n|\r|$)/i;

/** CR alone ends lines where it stands more often without LF than LF stands at all. */
function findLineEnd(text: string): Syntax['lineEnd'] {
  let lone = 0;
  let lf = 0;
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) if (text[at + 1] !== '\n') lone++;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lf++;
  return lone > lf ? 'cr' : 'lf';
}

/** Cells of a row that was quoted as a whole: its one cell is split again. A row that was not stays as it is. */
export function unquoteRow(cells: string[], delimiter: string): string[] {
  const whole = cells[0];
  if (whole === undefined || !whole.includes(delimiter) || cells.some((cell, at) => at > 0 && cell !== ''))
    return cells;
  const inner = splitRecords(whole, { delimiter, lineEnd: 'lf' }, 1, true)[0];
  return inner === undefined || inner.problem !== null ? cells : inner.cells;
}

interface Trial {
  readonly syntax: Syntax;
  readonly quotedRows: boolean;
  readonly records: readonly TextRecord[];
  readonly score: number;
}

/** Weight of each known header beside the share of rows that agree in width. */
const KNOWN_HEADER_WEIGHT = 0.5;
const KNOWN_HEADERS_COUNTED = 4;

/** How well a way of splitting fits: the share of rows of the commonest width above one, and known headers in any row. */
function scoreOf(records: readonly TextRecord[]): number {
  const counts = new Map<number, number>();
  let known = 0;
  for (const [at, { cells }] of records.entries()) {
    if (cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
    if (at < LIMITS.preambleRows && cells.length > 1) known = Math.max(known, cells.filter(isKnownHeader).length);
  }
  const agreeing = Math.max(0, ...counts.values());
  const spread = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const share = records.length === 0 ? 0 : (agreeing + spread) / (2 * records.length);
  return share + KNOWN_HEADER_WEIGHT * Math.min(known, KNOWN_HEADERS_COUNTED);
}

/** Share of rows that must have been quoted as a whole: cells with commas alone do not make a file of such rows. */
const QUOTED_SHARE = 0.5;

/** Whether rows were split by unquoting them, under a header that was split as well. */
function isQuotedWhole(records: readonly TextRecord[], split: readonly TextRecord[]): boolean {
  const changed = records.filter(({ cells }, at) => cells !== split[at]!.cells).length;
  if (changed < records.length * QUOTED_SHARE) return false;
  return records[findHeader(records.map(({ cells }) => cells)).at]!.cells.length > 1;
}

function attempt(text: string, syntax: Syntax, quotedRows: boolean, whole: boolean): Trial {
  const split = splitRecords(text, syntax, LIMITS.tableSampleRows, whole);
  if (!quotedRows) return { syntax, quotedRows, records: split, score: scoreOf(split) };
  const records = split.map((record) => ({ ...record, cells: unquoteRow(record.cells, syntax.delimiter) }));
  const score = records.length > 0 && isQuotedWhole(records, split) ? scoreOf(records) : 0;
  return { syntax, quotedRows, records, score };
}

/** Below this no delimiter is believed: the file has one column. */
const LEAST_SCORE = 0.3;

/** The best of all ways to split; the first of equals. */
function bestTrial(text: string, lineEnd: Syntax['lineEnd'], delimiters: readonly string[], whole: boolean): Trial {
  let best: Trial | null = null;
  for (const quotedRows of [false, true]) {
    for (const delimiter of delimiters) {
      const trial = attempt(text, { delimiter, lineEnd }, quotedRows, whole);
      if (best === null || trial.score > best.score) best = trial;
    }
  }
  const believed = best!.score >= LEAST_SCORE || delimiters.length === 1;
  return believed ? best! : attempt(text, { delimiter: ',', lineEnd }, false, whole);
}

/**
 * How a file is written, from the text of its start (`whole` = that is all of it). `decode` gives a cell's text.
 * Null where the file holds no record.
 */
export function findDialect(sample: string, whole: boolean, decode: (cell: string) => string): Dialect | null {
  const separator = SEPARATOR_LINE.exec(sample);
  const text = separator === null ? sample : sample.slice(separator[0].length);
  const lineEnd = findLineEnd(text);
  const { syntax, quotedRows, records } = bestTrial(
    text,
    lineEnd,
    separator === null ? DELIMITERS : [separator[1]!],
    whole,
  );
  if (records.length === 0) return null;
  const decoded = records.map(({ cells }) => cells.map(decode));
  const header = findHeader(decoded);
  const first = records[header.at]!;
  const values = decoded.slice(header.present ? header.at + 1 : header.at);
  const above = separator === null ? 0 : 1;
  return {
    ...syntax,
    quotedRows,
    header,
    first: header.present ? first.cells : [],
    skip: above + header.at + (header.present ? 1 : 0),
    preambleLines: above + first.line - 1,
    width: header.present ? 0 : Math.max(1, ...values.map((row) => row.length)),
  };
}
