/** Runs a row of opt-out-columns.md. */
import { type RefusalReading, type RefusedChannel, refusedInColumn } from '../src/domain/lead/cell/refusal.ts';
import { headerWords } from '../src/domain/lead/column/header.ts';
import { refusalByWords } from '../src/domain/lead/column/refusal-header.ts';

type Row =
  | { readonly header: string }
  | {
      readonly reads: RefusalReading;
      readonly 'of channel': RefusedChannel;
      readonly text: string | number | boolean | null;
    };

interface Outcome {
  readonly refused: RefusedChannel | 'none';
  readonly reads?: RefusalReading;
}

/** The channel that is closed, `none` where none is; of a header also how its column tells. */
export function run(row: Row): Outcome {
  if ('header' in row) {
    const told = refusalByWords(headerWords(row.header));
    return told === null ? { refused: 'none' } : { refused: told.channel, reads: told.reading };
  }
  return { refused: refusedInColumn(String(row.text), row['of channel'], row.reads) ?? 'none' };
}
