/** Runs a row of placeholder-words.md. */
import { isMissingName, isPlaceholder } from '../src/domain/lead/cell/placeholder.ts';

interface Row {
  readonly column: string;
  readonly cell: string | number | null;
  readonly 'other name'?: string;
}

/** Whether the cell counts as empty in its column. */
export function run(row: Row): { readonly missing: boolean } {
  const cell = String(row.cell);
  return { missing: row.column === 'name' ? isMissingName(cell, row['other name'] ?? '') : isPlaceholder(cell) };
}
