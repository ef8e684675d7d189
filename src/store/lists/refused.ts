/**
 * Standing refusals in lists. They are found under keyed hashes of what a lead can be reached by, which no SQL can make: so the leads that
 * are looked at are read, their refusals looked up as at the last gate, and the question becomes which leads are refused.
 */

import { isSuppressed, reachableOf, suppressionKeys } from '../../domain/consent/suppression.ts';
import type { Filter } from '../../domain/list/filter.ts';
import type { Recipient, Suppression, SuppressionKeysOf } from '../../engine/store-port.ts';
import { toJson } from '../json.ts';
import { suppressionsFor } from '../leads/suppressions.ts';
import { all, type Program } from '../program.ts';
import { RECIPIENT_COLUMNS, recipientOfRow } from '../rows/lead.ts';
import { type Parameters, passing, type SqlRow } from '../statement.ts';
import type { Columns, Values } from './compile.ts';

/** Leads whose refusals are looked up at once. */
const AT_ONCE = 5_000;

type Refuses = (recipient: Recipient, found: readonly Suppression[]) => boolean;

/** Whether what stands against a lead ends a channel, by the very rule of the gate. */
const ends =
  (channel: 'email' | 'sms' | 'voice'): Refuses =>
  (recipient, found) =>
    isSuppressed(suppressionKeys(reachableOf(recipient)), found, channel) !== null;

const FIELDS: Readonly<Record<string, Refuses>> = {
  'refused.any': (_, found) => found.length > 0,
  'refused.email': ends('email'),
  'refused.sms': ends('sms'),
  'refused.voice': ends('voice'),
};

/** Fields of refusals that a filter asks for. */
export function refusedFields(filter: Filter): readonly string[] {
  if ('all' in filter) return filter.all.flatMap(refusedFields);
  if ('any' in filter) return filter.any.flatMap(refusedFields);
  if ('not' in filter) return refusedFields(filter.not);
  return filter.field in FIELDS ? [filter.field] : [];
}

/** The columns of these fields, for the rows that are looked at. `rows`: with their join, up to the first condition. */
export function* refusedColumns(
  fields: readonly string[],
  rows: string,
  values: Values,
  {
    bounds,
    keysOf,
  }: { readonly bounds: Parameters & { readonly workspaceId: string }; readonly keysOf: SuppressionKeysOf },
): Program<Columns> {
  if (fields.length === 0) return {};
  const asked = passing<SqlRow>(`SELECT l.id AS lead_id, ${RECIPIENT_COLUMNS} FROM ${rows} 1 = 1`);
  const leads = (yield* all(asked, { ...bounds, ...values.parameters })).map(recipientOfRow);
  const refused: Readonly<Record<string, Record<string, 1>>> = Object.fromEntries(fields.map((field) => [field, {}]));
  for (let from = 0; from < leads.length; from += AT_ONCE) {
    const some = leads.slice(from, from + AT_ONCE);
    const standing = yield* suppressionsFor(bounds.workspaceId, some, keysOf);
    for (const [i, recipient] of some.entries()) {
      const found = standing[i] ?? [];
      if (found.length === 0) continue;
      for (const [field, ids] of Object.entries(refused))
        if (FIELDS[field]?.(recipient, found)) ids[recipient.leadId] = 1;
    }
  }
  const among = (ids: Record<string, 1>) => `l.id IN (SELECT key FROM json_each(json(${values.put(toJson(ids))})))`;
  return Object.fromEntries(Object.entries(refused).map(([field, ids]) => [field, among(ids)]));
}
