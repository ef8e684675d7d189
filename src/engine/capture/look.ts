/** A first look at a file of leads: how it is written, what its columns are read as, what its first rows hold. Takes nothing in. */
import { TARGET_WORDS, targetWord } from '../../domain/lead/column/column-target.ts';
import type { Column } from '../../domain/lead/columns.ts';
import { LIMITS } from '../../domain/limits.ts';
import { reasonText } from '../../domain/reason.ts';
import type { LeadFile, LeadRow } from '../ports.ts';
import { sourceOf } from './import-file.ts';

/** A code, how often, in words. */
interface Counted {
  readonly code: string;
  readonly says: string;
  readonly n: number;
}

/** One column as it would be read. */
export interface LookedColumn {
  readonly column: string;
  readonly to: string;
  readonly confidence: Column['confidence'];
  readonly why: string;
  /** The first values that differ. */
  readonly samples: readonly string[];
  /** Cells of the rows looked at that would be set aside. */
  readonly wrong: readonly Counted[];
}

/** What a file shows of itself. */
export interface FileLook {
  readonly source: string;
  readonly dialect: Readonly<Record<string, unknown>>;
  readonly columns: readonly LookedColumn[];
  /** Rows looked at, from the first. */
  readonly looked: number;
  /** Those that could not be taken. */
  readonly problems: readonly Counted[];
  /** What a column may be read as. */
  readonly targets: readonly string[];
}

/**
 * Looks at the first rows, `LIMITS.importLooked` at most. `isHead`: the file is only the beginning of a longer one, cut off anywhere, so
 * that its last row says nothing.
 */
export async function lookAtFile({ table, mapping, batches }: LeadFile, isHead: boolean): Promise<FileLook> {
  const rows: LeadRow[] = [];
  for await (const batch of batches) {
    rows.push(...batch.rows);
    if (rows.length > LIMITS.importLooked) break;
  }
  const looked = rows.slice(0, Math.min(LIMITS.importLooked, isHead ? rows.length - 1 : rows.length));
  return {
    source: sourceOf(mapping),
    dialect: table.dialect,
    columns: mapping.columns.map((column, at) => ({
      column: column.header,
      to: targetWord(column.target),
      confidence: column.confidence,
      why: column.why,
      samples: samplesOf(table.sample, at),
      wrong: counted(looked.flatMap(({ notes }) => notes.filter((one) => one.column === column.header))),
    })),
    looked: looked.length,
    problems: counted(looked.flatMap(({ problem }) => (problem === null ? [] : [{ code: problem }]))),
    targets: TARGET_WORDS,
  };
}

function samplesOf(sample: LeadFile['table']['sample'], at: number): string[] {
  const values = new Set<string>();
  for (const row of sample) {
    const value = (row[at] ?? '').trim().slice(0, LIMITS.importSampleCharacters);
    if (value !== '') values.add(value);
    if (values.size === LIMITS.importSamples) break;
  }
  return [...values];
}

function counted(codes: readonly { readonly code: string }[]): Counted[] {
  return [...Map.groupBy(codes, ({ code }) => code)]
    .map(([code, all]) => ({ code, says: reasonText(code).says, n: all.length }))
    .sort((a, b) => b.n - a.n);
}
