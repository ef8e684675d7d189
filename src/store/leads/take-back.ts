/**
 * Taking a change back: what a record changed in a lead, kept field by field, and the lead without it. A field goes back
 * only while it still holds what the change put there; what was changed again since stays. Pure; reads no database.
 */
import type { LeadChange, LeadFacts } from '../../engine/store-port.ts';
import { toJson } from '../json.ts';

/** A change as it is stored: fields with what they held and hold, and the keys that came with it. */
export interface StoredChange {
  readonly fields: readonly (readonly [field: string, from: unknown, to: unknown])[];
  readonly keys: readonly string[];
}

const ATTRIBUTE = 'attributes.';

/** What differs, by field; an attribute that was not there was null. */
export function storedChange({ before, after, newKeys }: LeadChange): StoredChange {
  const from = flat(before);
  const to = flat(after);
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  const fields = names
    .map((name) => [name, from[name] ?? null, to[name] ?? null] as const)
    .filter(([, was, is]) => !same(was, is));
  return { fields, keys: newKeys };
}

/** The lead's facts without the change. */
export function takenBack(lead: LeadFacts, { fields }: StoredChange): LeadFacts {
  const now = flat(lead);
  for (const [field, from, to] of fields) if (same(now[field] ?? null, to)) now[field] = from;
  const values: Record<string, unknown> = {};
  const attributes: Record<string, unknown> = {};
  const { basis, basisAt, ...rest } = now;
  for (const [name, value] of Object.entries(rest)) {
    if (!name.startsWith(ATTRIBUTE)) values[name] = value;
    else if (value !== null) attributes[name.slice(ATTRIBUTE.length)] = value;
  }
  return { values, attributes, basis, basisAt } as unknown as LeadFacts;
}

function flat({ values, attributes, basis, basisAt }: LeadFacts): Record<string, unknown> {
  const named = Object.entries(attributes).map(([name, value]) => [`${ATTRIBUTE}${name}`, value] as const);
  return { ...values, ...Object.fromEntries(named), basis, basisAt };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || toJson(a) === toJson(b);
}
