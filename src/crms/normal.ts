/** What a CRM says of somebody in our words: by the headers of its exports, cleaned as the rows of a file are. */
import type { BriefField } from '../domain/handoff/brief.ts';
import { mapColumns } from '../domain/lead/columns.ts';
import { compileDraft } from '../domain/lead/draft.ts';
import type { CrmContact } from '../engine/crm-port.ts';

/** A field of ours, as people export it from CRMs, and what stands there. */
export type Said = readonly [field: BriefField, header: string, value: string | null | undefined];

/** Values by our names; what is empty, or cannot be read, is null. */
export function valuesOf(said: readonly Said[]): CrmContact['values'] {
  const mapping = mapColumns(said.map(([, header]) => header));
  const read = compileDraft(mapping, { defaultCountry: null, basis: null })(said.map(([, , value]) => value ?? ''));
  const values = read.ok ? read.draft.values : {};
  return Object.fromEntries(said.map(([field]) => [field, values[field] ?? null]));
}
