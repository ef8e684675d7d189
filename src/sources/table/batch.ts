/**
 * Rows gathered into batches, with the place behind them. Owns when a batch is full and which empty rows count: those at the
 * end of a table, which spreadsheets leave behind, do not.
 */
import { LIMITS } from '../../domain/limits.ts';
import type { RowBatch, TablePosition, TableRow } from './table.ts';

const isEmpty = ({ cells, problem }: TableRow): boolean =>
  problem === undefined && cells.every((cell) => cell.trim() === '');

/** Takes rows in order, each with the place behind it; `take` gives a batch once `isFull`, or what is left. */
export class BatchMaker<Place> {
  readonly #limit: number;
  readonly #positionOf: (place: Place) => TablePosition;
  #rows: TableRow[] = [];
  #characters = 0;
  #behind: Place | null = null;
  /** Empty rows that count only if a filled one follows. */
  #held: TableRow[] = [];

  constructor(limit: number, positionOf: (place: Place) => TablePosition) {
    this.#limit = limit;
    this.#positionOf = positionOf;
  }

  get isFull(): boolean {
    return this.#rows.length >= this.#limit || this.#characters >= LIMITS.batchCharacters;
  }

  get hasRows(): boolean {
    return this.#rows.length > 0;
  }

  add(row: TableRow, behind: Place): void {
    if (isEmpty(row) && this.#held.length < LIMITS.emptyRowsHeld) {
      this.#held.push(row);
      return;
    }
    if (this.#held.length > 0) this.#rows.push(...this.#held.splice(0));
    this.#rows.push(row);
    for (const cell of row.cells) this.#characters += cell.length;
    this.#behind = behind;
  }

  take(share: number | null): RowBatch {
    const resumeAt = this.#positionOf(this.#behind!);
    const batch = { rows: this.#rows, characters: this.#characters, resumeAt, share };
    this.#rows = [];
    this.#characters = 0;
    return batch;
  }
}
