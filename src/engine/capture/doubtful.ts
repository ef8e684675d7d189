/** Rows of a file that somebody may want to mend: what is said of them, and what may be asked for them. Reads no file. */
import { reasonText } from '../../domain/reason.ts';
import { Refusal } from '../operations/operation.ts';
import type { RowMends } from '../ports.ts';

/** Lines that a note names. */
const SHOWN = 5;

/** A row that could not be taken, or of which a cell was set aside. */
export interface DoubtfulRow {
  /** Of the file, from 1. */
  readonly line: number;
  /** Why it could not be taken; null = it was, without what is wrong. */
  readonly problem: SaidCode | null;
  /** In the order of the columns. */
  readonly cells: readonly string[];
  /** Which cells, and why. */
  readonly wrong: readonly (SaidCode & { readonly column: string })[];
}

interface SaidCode {
  readonly code: string;
  readonly says: string;
}

interface Given {
  readonly line: number;
  readonly problem: string | null;
  readonly cells: readonly string[];
  readonly wrong: readonly { readonly code: string; readonly column: string }[];
}

/** In sentences. */
export function doubtfulRow({ line, problem, cells, wrong }: Given): DoubtfulRow {
  const marked = wrong.map(({ code, column }) => ({ column, code, says: reasonText(code).says }));
  return {
    line,
    problem: problem === null ? null : { code: problem, says: reasonText(problem).says },
    cells,
    wrong: marked,
  };
}

/** How many mends there are. */
export function mendsIn({ cells, leaveOut }: RowMends): number {
  return Object.keys(cells).length + leaveOut.length;
}

/** The lines that mends are for. */
export function linesOf(mends: RowMends | undefined): Set<number> {
  const mended = Object.keys(mends?.cells ?? {}).map((where) => Number(where.slice(0, where.indexOf('.'))));
  return new Set([...mended, ...(mends?.leaveOut ?? [])]);
}

/** What is told of lines on which no row begins: a line mistyped would else change nothing, in silence. */
export function unmetNote(lines: ReadonlySet<number>): string {
  const first = [...lines].sort((a, b) => a - b).slice(0, SHOWN);
  const more = lines.size > first.length ? `, and ${lines.size - first.length} more` : '';
  return `No row of the file begins on line ${first.join(', ')}${more}: nothing was mended or left out there. A dry run shows the lines.`;
}

/** Refuses cells of no line and column of the file: `unknown-column`. */
export function refuseUnknownMends(mends: RowMends | undefined, headers: readonly string[]): void {
  for (const where of Object.keys(mends?.cells ?? {})) {
    const column = /^\d+\.(.*)$/s.exec(where)?.[1];
    if (column !== undefined && headers.includes(column)) continue;
    const remedy = `name line and column, such as 7.${headers[0] ?? 'Email'}`;
    throw new Refusal('unknown-column', `--mend: “${where}” is no cell of the file`, remedy);
  }
}
