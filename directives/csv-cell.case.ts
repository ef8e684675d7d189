/** Runs a row of csv-cell.md. */
import { csvLine } from '../src/domain/lead/cell/csv.ts';
import { bareText } from '../src/domain/lead/cell/text.ts';

export function run({ cell }: { readonly cell: string }): { readonly written: string; readonly read: string } {
  const written = csvLine([cell]).slice(0, -1);
  const unquoted = written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written;
  return { written, read: bareText(unquoted) };
}
