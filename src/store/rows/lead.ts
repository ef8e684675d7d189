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

/**
 * The value of each column. Empty lists and empty attributes are NULL: most leads have none.
 * Why each is written out: one reader that is given the field's name costs thrice as much (measured).
 */
const COLUMN: Readonly<Record<string, ReadColumn>> & Readonly<Record<keyof LeadValues, ReadColumn>> = {
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
  firstName: ({ values }) => values.firstName,
  lastName: ({ values }) => values.lastName,
  fullName: ({ values }) => values.fullName,
  email: ({ values }) => values.email,
  phone: ({ values }) => values.phone,
  title: ({ values }) => values.title,
  seniority: ({ values }) => values.seniority,
  department: ({ values }) => values.department,
  company: ({ values }) => values.company,
  domain: ({ values }) => values.domain,
  website: ({ values }) => values.website,
  linkedinUrl: ({ values }) => values.linkedinUrl,
  industry: ({ values }) => values.industry,
  employees: ({ values }) => values.employees,
  revenue: ({ values }) => values.revenue,
  companyStage: ({ values }) => values.companyStage,
  technologies: ({ values }) => listText(values.technologies),
  country: ({ values }) => values.country,
  region: ({ values }) => values.region,
  city: ({ values }) => values.city,
  postalCode: ({ values }) => values.postalCode,
  address: ({ values }) => values.address,
  zone: ({ values }) => values.zone,
  language: ({ values }) => values.language,
  birthDate: ({ values }) => values.birthDate,
  owner: ({ values }) => values.owner,
  tags: ({ values }) => listText(values.tags),
  notes: ({ values }) => values.notes,
  utmSource: ({ values }) => values.utmSource,
  utmMedium: ({ values }) => values.utmMedium,
  utmCampaign: ({ values }) => values.utmCampaign,
  utmContent: ({ values }) => values.utmContent,
  utmTerm: ({ values }) => values.utmTerm,
};

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

const RECIPIENT = ['email', 'phone', 'full_name', 'domain', 'country', 'region', 'basis', 'basis_at'] as const;

/** Columns of a `Recipient` read as `l` into a list, in this order. */
export const RECIPIENT_LIST = RECIPIENT.map((column) => `l.${column}`);

/** How the recipient is read from a list in which `RECIPIENT_LIST` begins at `from`. */
export function recipientReader(from: number): (leadId: string, values: SqlList) => Recipient {
  const at = positionsOf(RECIPIENT, from);
  return (leadId, values) => ({
    leadId,
    email: values[at.email] as string | null,
    phone: values[at.phone] as string | null,
    name: values[at.full_name] as string | null,
    domain: values[at.domain] as string | null,
    country: values[at.country] as string | null,
    region: values[at.region] as string | null,
    basis: values[at.basis] as Recipient['basis'],
    basisAt: values[at.basis_at] as number | null,
  });
}

/** The slice of a lead that gates look at. */
export function recipientOf({ id, values, basis, basisAt }: Lead): Recipient {
  const { email, phone, fullName, domain, country, region } = values;
  return { leadId: id, email, phone, name: fullName, domain, country, region, basis, basisAt };
}
