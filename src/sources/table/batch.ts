/**
 * Rows gathered into batches, with the place behind them. Owns when a batch is full and which empty rows count: those at the
 * end of a table, which spreadsheets leave behind, do not.
 */
import { LIMITS } from '../../domain/limits.ts';
import type { RowBatch, TablePosition, TableRow } from './table.ts';

const isEmpty = ({ cells, problem }: TableRow): boolean =>
  problem === undefined && cells.every((cell) => cell.trim() === '');

/** Takes rows in order; `take` gives a batch once `isFull`, or what is left. */
export class BatchMaker {
  readonly #limit: number;
  #rows: TableRow[] = [];
  #characters = 0;
  #resumeAt: TablePosition | null = null;
  /** Empty rows that count only if a filled one follows. */
  #held: TableRow[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#rows.length >= this.#limit || this.#characters >= LIMITS.batchCharacters;
  }

  get hasRows(): boolean {
    return this.#rows.length > 0;
  }

  /** `position` is the place behind the row. */
  add(row: TableRow, position: TablePosition): void {
    if (isEmpty(row) && this.#held.length < LIMITS.emptyRowsHeld) {
      this.#held.push(row);
      return;
    }
    if (this.#held.length > 0) this.#rows.push(...this.#held.splice(0));
    this.#rows.push(row);
    for (const cell of row.cells) this.#characters += cell.length;
    this.#resumeAt = position;
  }

  take(share: number | null): RowBatch {
    const batch = { rows: this.#rows, resumeAt: this.#resumeAt!, share };
    this.#rows = [];
    this.#characters = 0;
    return batch;
  }
}
