/** Rows of a file that somebody may want to mend: what is said of them, and what may be asked for them. Reads no file. */
import { reasonText } from '../../domain/reason.ts';
import { Refusal } from '../operations/operation.ts';
import type { RowMends } from '../ports.ts';

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

/** Refuses cells of no line and column of the file: `unknown-column`. */
export function refuseUnknownMends(mends: RowMends | undefined, headers: readonly string[]): void {
  for (const where of Object.keys(mends?.cells ?? {})) {
    const column = /^\d+\.(.*)$/s.exec(where)?.[1];
    if (column !== undefined && headers.includes(column)) continue;
    const remedy = `name line and column, such as 7.${headers[0] ?? 'Email'}`;
    throw new Refusal('unknown-column', `--mend: “${where}” is no cell of the file`, remedy);
  }
}
