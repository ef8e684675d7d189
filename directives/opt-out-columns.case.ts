/** Runs a row of opt-out-columns.md. */
import { type RefusalReading, type RefusedChannel, refusedInColumn } from '../src/domain/lead/cell/refusal.ts';

interface Row {
  readonly reads: RefusalReading;
  readonly 'of channel': RefusedChannel;
  readonly text: string | number | boolean | null;
}

/** The channel that is closed, `none` where none is. */
export function run(row: Row): { readonly refused: RefusedChannel | 'none' } {
  return { refused: refusedInColumn(String(row.text), row['of channel'], row.reads) ?? 'none' };
}
