/** Leads as rows: which column holds which field, and the way there and back. */
import { type Basis, type Lead, type LeadValues, NO_VALUES } from '../../domain/lead/lead.ts';
import type { Recipient } from '../../engine/store-port.ts';
import { fromJson, toJson } from '../json.ts';
import { positionsOf, type SqlList, type SqlRow, type SqlValue, type Statement, snakeCase } from '../statement.ts';

const FIELDS = Object.keys(NO_VALUES) as (keyof LeadValues)[];
const LISTS: ReadonlySet<string> = new Set(['technologies', 'tags']);
const CODEC = FIELDS.map((field) => ({ field, list: LISTS.has(field) }));

/** Columns of the lead table in camelCase, as the parameters of its statements are called. */
export const LEAD_COLUMNS = [
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
] as const;

type ReadColumn = (lead: Omit<Lead, 'revision'>, revision: number) => SqlValue;

/** The value of each column. Empty lists and empty attributes are NULL: most leads have none. */
const COLUMN: Readonly<Record<string, ReadColumn>> = {
  workspaceId: (lead) => lead.workspaceId,
  id: (lead) => lead.id,
  revision: (_, revision) => revision,
  attributes: (lead) => attributesText(lead.attributes),
  basis: (lead) => lead.basis,
  basisAt: (lead) => lead.basisAt,
  source: (lead) => lead.source,
  importId: (lead) => lead.importId,
  createdAt: (lead) => lead.createdAt,
  changedAt: (lead) => lead.changedAt,
  ...Object.fromEntries(CODEC.map(({ field, list }) => [field, list ? listColumn(field) : valueColumn(field)])),
};

function valueColumn(field: keyof LeadValues): ReadColumn {
  return ({ values }) => values[field] as SqlValue;
}

function listColumn(field: keyof LeadValues): ReadColumn {
  return ({ values }) => listText(values[field] as readonly string[]);
}

/** How a statement of leads is bound: values in the order of its parameters. An object of fifty names would cost thrice as much. */
export function leadBinder({ names }: Statement): (lead: Omit<Lead, 'revision'>, revision: number) => SqlValue[] {
  const columns = names.map((name) => COLUMN[name] as ReadColumn);
  return (lead, revision) => columns.map((read) => read(lead, revision));
}

/** The columns of a lead that is read into a list, for `leadOf`. */
export const LEAD_LIST = LEAD_COLUMNS.map(snakeCase).join(', ');
const AT = positionsOf(LEAD_COLUMNS);

/** The lead of a list that was read by `LEAD_LIST`. */
export function leadOf(row: SqlList): Lead {
  const values: Record<string, unknown> = { ...NO_VALUES };
  for (const { field, list } of CODEC) {
    const value = row[AT[field]];
    if (value !== null) values[field] = list ? fromJson(value) : value;
  }
  return {
    workspaceId: row[AT.workspaceId] as string,
    id: row[AT.id] as string,
    revision: row[AT.revision] as number,
    values: values as unknown as LeadValues,
    attributes: row[AT.attributes] === null ? {} : fromJson(row[AT.attributes]),
    basis: row[AT.basis] as Basis | null,
    basisAt: row[AT.basisAt] as number | null,
    source: row[AT.source] as string,
    importId: row[AT.importId] as string | null,
    createdAt: row[AT.createdAt] as number,
    changedAt: row[AT.changedAt] as number,
  };
}

function listText(list: readonly string[]): string | null {
  return list.length === 0 ? null : toJson(list);
}

function attributesText(attributes: Readonly<Record<string, string>>): string | null {
  for (const _ in attributes) return toJson(attributes);
  return null;
}

/** Columns of a `Recipient`, joined from the lead as `l`. */
export const RECIPIENT_COLUMNS = `l.email AS l_email, l.phone AS l_phone, l.full_name AS l_name, l.domain AS l_domain,
  l.country AS l_country, l.region AS l_region, l.basis AS l_basis, l.basis_at AS l_basis_at`;

/** The recipient of a row that was joined with `RECIPIENT_COLUMNS`. */
export function recipientOfRow(row: SqlRow): Recipient {
  return {
    leadId: row.lead_id as string,
    email: row.l_email as string | null,
    phone: row.l_phone as string | null,
    name: row.l_name as string | null,
    domain: row.l_domain as string | null,
    country: row.l_country as string | null,
    region: row.l_region as string | null,
    basis: row.l_basis as Recipient['basis'],
    basisAt: row.l_basis_at as number | null,
  };
}

/** The slice of a lead that gates look at. */
export function recipientOf({ id, values, basis, basisAt }: Lead): Recipient {
  const { email, phone, fullName, domain, country, region } = values;
  return { leadId: id, email, phone, name: fullName, domain, country, region, basis, basisAt };
}
