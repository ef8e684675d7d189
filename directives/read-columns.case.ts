/** Runs a row of read-columns.md through the real mapping and the real reading of rows. */
import { headerOf, targetWord } from '../src/domain/lead/column/column-target.ts';
import { mapColumns } from '../src/domain/lead/columns.ts';
import { draftOf } from '../src/domain/lead/draft.ts';
import type { LeadValues } from '../src/domain/lead/lead.ts';

type Row =
  | { readonly written: keyof LeadValues | 'basis' }
  | { readonly header: string; readonly values: readonly string[] }
  | {
      readonly headers: readonly string[];
      readonly map?: Readonly<Record<string, string>>;
      readonly cells?: readonly string[];
      readonly column: string;
    }
  | { readonly headers: readonly string[]; readonly cells: readonly string[]; readonly field: keyof LeadValues };

interface Outcome {
  readonly header?: string;
  readonly vendor?: string;
  readonly target?: string;
  readonly problem?: string;
  readonly value?: unknown;
}

/** What becomes of one column, or which value a field gets. */
export function run(row: Row): Outcome {
  if ('written' in row) return { header: headerOf(row.written) };
  if ('values' in row) {
    const { columns } = mapColumns([row.header], { sample: row.values.map((value) => [value]) });
    return { target: targetWord(columns[0]!.target) };
  }
  if ('field' in row) {
    const outcome = draftOf(row.cells, mapColumns(row.headers, { sample: [row.cells] }), {
      defaultCountry: null,
      basis: null,
    });
    return { value: outcome.ok ? outcome.draft.values[row.field] : outcome.code };
  }
  const { vendor, columns, problems } = mapColumns(row.headers, {
    overrides: row.map ?? {},
    sample: row.cells ? [row.cells] : [],
  });
  const found = columns.find(({ header }) => header === row.column);
  if (found === undefined) throw new Error(`no column ${row.column} in the row`);
  const problem = problems[0]?.code;
  return { ...(vendor && { vendor }), target: targetWord(found.target), ...(problem && { problem }) };
}
