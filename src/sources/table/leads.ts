/**
 * A file of leads: its table, what its columns are, and its rows as drafts. Owns nothing but the joining of the three.
 */
import { type Mapping, mapColumns } from '../../domain/lead/columns.ts';
import { compileDraft, type DraftNote, type DraftOptions } from '../../domain/lead/draft.ts';
import type { LeadDraft } from '../../domain/lead/lead.ts';
import type { CellCode, RowCode } from '../../domain/lead/reasons-import.ts';
import { LIMITS } from '../../domain/limits.ts';
import { type Mends, menderOf } from './mend.ts';
import { isOfNobody, tellsWho } from './nobody.ts';
import { openTable, type RowBatch, type Table, type TableOptions, type TablePosition, type TableRow } from './table.ts';

/** One row of a file of leads: a draft, or the reason why it is none. */
export interface LeadRow {
  readonly line: number;
  /** The cells of a row with a problem, and of the first ones of which a cell was set aside; none of others. */
  readonly cells: readonly string[];
  /** Whether a person wrote over a cell of it. */
  readonly mended: boolean;
  readonly draft: LeadDraft | null;
  readonly problem: RowCode | null;
  /** What was mended or set aside in it. */
  readonly notes: readonly (DraftNote | { readonly code: CellCode; readonly column: '' })[];
}

/** Rows that are committed together. */
export interface LeadBatch {
  readonly rows: readonly LeadRow[];
  readonly resumeAt: TablePosition;
  readonly share: number | null;
}

/** A file of leads, opened. */
export interface LeadFile {
  readonly table: Table;
  readonly mapping: Mapping;
  readonly batches: AsyncIterable<LeadBatch>;
}

/** How a file of leads is opened. */
export interface LeadFileOptions extends TableOptions, DraftOptions {
  /** Header → target, as in `--map column=field`. */
  readonly overrides?: Readonly<Record<string, string>>;
  readonly mends?: Mends;
}

const NO_NOTES: LeadRow['notes'] = [];
const NO_CELLS: LeadRow['cells'] = [];

function rowNotes(mended: readonly CellCode[] | undefined, notes: readonly DraftNote[]): LeadRow['notes'] {
  if (mended === undefined) return notes.length === 0 ? NO_NOTES : notes;
  const ofTable = mended.filter((code) => !notes.some((note) => note.code === code));
  return [...ofTable.map((code) => ({ code, column: '' as const })), ...notes];
}

/** Reads the rows of a file, each as it is or as it was mended. */
function rowReader({ headers }: Table, mapping: Mapping, options: LeadFileOptions): (row: TableRow) => LeadRow {
  const read = compileDraft(mapping, options);
  const mend = menderOf(options.mends, headers);
  const asksWho = tellsWho(mapping);
  // Few of them are looked at; the texts of all others are forgotten while they are young.
  let kept = 0;
  return ({ line, cells: written, problem, notes }) => {
    const row = mend(line, written);
    const none = { line, cells: written, draft: null, mended: false, notes: NO_NOTES };
    if (row === null) return { ...none, problem: 'left-out' };
    const { cells, mended } = row;
    if (problem !== undefined && !mended) return { ...none, problem, notes: rowNotes(notes, []) };
    const outcome = read(cells);
    if (!outcome.ok) return { ...none, cells, mended, problem: outcome.code };
    if (asksWho && isOfNobody(outcome.draft)) return { ...none, cells, mended, problem: 'says-nobody' };
    const isShown = outcome.notes.some(({ column }) => column !== '') && kept++ < LIMITS.importDoubtful;
    const told = rowNotes(problem === undefined ? notes : undefined, outcome.notes);
    return { line, cells: isShown ? cells : NO_CELLS, mended, draft: outcome.draft, problem: null, notes: told };
  };
}

/**
 * Opens a file of leads. Every row read is a draft or has a problem, never neither: read = drafts + problems.
 * Errors: `TableFault`, as `openTable`. A wish for a column or field that does not exist is in `mapping.problems`; ask it
 * before the batches are read.
 */
export async function openLeads(path: string, options: LeadFileOptions): Promise<LeadFile> {
  const { batchRows = LIMITS.importBatchRows } = options;
  const sliceRows = Math.min(batchRows, LIMITS.tableSampleRows);
  const table = await openTable(path, { ...options, batchRows: sliceRows });
  const mapping = mapColumns(table.headers, { overrides: options.overrides ?? {}, sample: table.sample });
  return { table, mapping, batches: gather(table.rows, rowReader(table, mapping, options), batchRows - sliceRows) };
}

/**
 * Rows read a few at a time and gathered as drafts, so that the texts of their cells are forgotten while they are young.
 * `room` = rows that a batch may have before a slice of the table is added.
 */
async function* gather(
  slices: Table['rows'],
  read: ReturnType<typeof rowReader>,
  room: number,
): AsyncGenerator<LeadBatch> {
  let gathered: LeadRow[] = [];
  let last: RowBatch | null = null;
  let characters = 0;
  for await (const slice of slices) {
    for (const row of slice.rows) gathered.push(read(row));
    last = slice;
    characters += slice.characters;
    if (gathered.length <= room && characters < LIMITS.batchCharacters) continue;
    yield { rows: gathered, resumeAt: slice.resumeAt, share: slice.share };
    gathered = [];
    characters = 0;
  }
  if (last !== null && gathered.length > 0) yield { rows: gathered, resumeAt: last.resumeAt, share: last.share };
}
