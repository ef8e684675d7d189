/** Files that are made here, from what the instance answered. */
import { csvLine } from '../../../src/domain/lead/cell/csv.ts';

/** Gives the browser a file to keep. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Rows as CSV, by the one rule of cells (directives/csv-cell.md). */
export function csvOf(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [head, ...rows].map((row) => csvLine(row.map(textOf))).join('');
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}
