/** Rows of a file that are of nobody: lines of totals, remarks below a table. Owns when that is so; what becomes of them is the reader's. */
import type { Mapping } from '../../domain/lead/columns.ts';
import type { LeadDraft, LeadValues } from '../../domain/lead/lead.ts';

/** Fields by which somebody is known. */
const WHO: ReadonlySet<string> = new Set<keyof LeadValues>([
  'firstName',
  'lastName',
  'fullName',
  'email',
  'phone',
  'linkedinUrl',
  'company',
  'domain',
  'website',
]);

/** Fields that say nothing of a person by themselves. */
const BESIDE: ReadonlySet<string> = new Set<keyof LeadValues>(['notes', 'tags', 'owner']);

/** Whether a file has columns for who somebody is. One of facts alone, as of a model's data, has none. */
export function tellsWho({ columns }: Mapping): boolean {
  return columns.some(
    ({ target }) => target.kind === 'external-id' || (target.kind === 'field' && WHO.has(target.field)),
  );
}

/** Whether a row of such a file is of nobody: a line of totals, or a remark below the table. One with an address that is none is of somebody. */
export function isOfNobody({ values, externalId, otherEmails, otherPhones, attributes }: LeadDraft): boolean {
  if (externalId !== null || otherEmails.length + otherPhones.length > 0) return false;
  if (Object.keys(values).some((field) => !BESIDE.has(field))) return false;
  return !Object.values(attributes).some((text) => text.includes('@'));
}
