/**
 * A file of leads: its table, what its columns are, and its rows as drafts. Owns nothing but the joining of the three.
 */
import { type Mapping, mapColumns } from '../../domain/lead/columns.ts';
import { compileDraft, type DraftNote, type DraftOptions } from '../../domain/lead/draft.ts';
import type { LeadDraft } from '../../domain/lead/lead.ts';
import type { CellCode, RowCode } from '../../domain/lead/reasons-import.ts';
import { openTable, type Table, type TableOptions, type TablePosition, type TableRow } from './table.ts';

/** One row of a file of leads: a draft, or the reason why it is none. */
export interface LeadRow {
  readonly line: number;
  /** The original cells, for the rejects file. */
  readonly cells: readonly string[];
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
}

const NO_NOTES: LeadRow['notes'] = [];

function rowNotes(mended: readonly CellCode[] | undefined, notes: readonly DraftNote[]): LeadRow['notes'] {
  if (mended === undefined) return notes.length === 0 ? NO_NOTES : notes;
  const ofTable = mended.filter((code) => !notes.some((note) => note.code === code));
  return [...ofTable.map((code) => ({ code, column: '' as const })), ...notes];
}

function toLeadRow({ line, cells, problem, notes }: TableRow, read: ReturnType<typeof compileDraft>): LeadRow {
  if (problem !== undefined) return { line, cells, draft: null, problem, notes: rowNotes(notes, []) };
  const outcome = read(cells);
  if (!outcome.ok) return { line, cells, draft: null, problem: outcome.code, notes: NO_NOTES };
  return { line, cells, draft: outcome.draft, problem: null, notes: rowNotes(notes, outcome.notes) };
}

/**
 * Opens a file of leads. Every row read is a draft or has a problem, never neither: read = drafts + problems.
 * Errors: `TableFault`, as `openTable`. A wish for a column or field that does not exist is in `mapping.problems`; ask it
 * before the batches are read.
 */
export async function openLeads(path: string, options: LeadFileOptions): Promise<LeadFile> {
  const table = await openTable(path, options);
  const mapping = mapColumns(table.headers, { overrides: options.overrides ?? {}, sample: table.sample });
  const read = compileDraft(mapping, options);
  async function* batches(): AsyncGenerator<LeadBatch> {
    for await (const { rows, resumeAt, share } of table.rows) {
      yield { rows: rows.map((row) => toLeadRow(row, read)), resumeAt, share };
    }
  }
  return { table, mapping, batches: batches() };
}
