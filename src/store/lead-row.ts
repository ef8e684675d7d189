/** Leads as rows: which column holds which field, and the way there and back. */
import { type Basis, type Lead, type LeadValues, NO_VALUES } from '../domain/lead/lead.ts';
import { type SqlRow, type SqlValue, snakeCase } from './statement.ts';

const FIELDS = Object.keys(NO_VALUES) as (keyof LeadValues)[];
const LISTS: ReadonlySet<string> = new Set(['technologies', 'tags']);
const CODEC = FIELDS.map((field) => ({ field, column: snakeCase(field), list: LISTS.has(field) }));

/** Columns of the lead table in camelCase, as the parameters of its statements are called. */
export const LEAD_COLUMNS: readonly string[] = [
  'workspaceId',
  'id',
  'revision',
  ...FIELDS,
  'attributes',
  'basis',
  'basisAt',
  'source',
  'importId',
  'createdAt',
  'changedAt',
];

/** Parameters of a lead's row. Empty lists and empty attributes are NULL: most leads have none. */
export function leadParameters(lead: Lead): Record<string, SqlValue> {
  const row: Record<string, SqlValue> = {
    workspaceId: lead.workspaceId,
    id: lead.id,
    revision: lead.revision,
    attributes: emptyless(lead.attributes),
    basis: lead.basis,
    basisAt: lead.basisAt,
    source: lead.source,
    importId: lead.importId,
    createdAt: lead.createdAt,
    changedAt: lead.changedAt,
  };
  const values = lead.values as unknown as Record<string, SqlValue | readonly string[]>;
  for (const { field, list } of CODEC) {
    const value = values[field] as SqlValue | readonly string[];
    row[field] = list ? listText(value as readonly string[]) : (value as SqlValue);
  }
  return row;
}

/** The lead of a row that holds all its columns. */
export function leadOf(row: SqlRow): Lead {
  const values: Record<string, unknown> = {};
  for (const { field, column, list } of CODEC) {
    const value = row[column] ?? null;
    values[field] = list ? (value === null ? [] : JSON.parse(value as string)) : value;
  }
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    revision: row.revision as number,
    values: values as unknown as LeadValues,
    attributes: row.attributes ? JSON.parse(row.attributes as string) : {},
    basis: (row.basis ?? null) as Basis | null,
    basisAt: (row.basis_at ?? null) as number | null,
    source: row.source as string,
    importId: (row.import_id ?? null) as string | null,
    createdAt: row.created_at as number,
    changedAt: row.changed_at as number,
  };
}

function listText(list: readonly string[]): string | null {
  return list.length === 0 ? null : JSON.stringify(list);
}

function emptyless(attributes: Readonly<Record<string, string>>): string | null {
  for (const _ in attributes) return JSON.stringify(attributes);
  return null;
}
