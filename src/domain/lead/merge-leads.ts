/**
 * Two known leads made one, with the preview before and the way back after.
 * Owns what the survivor takes over; which lead survives is `survivor.ts`, which value stays is `merge.ts`. Never writes anything.
 */
import type { Basis, Lead, LeadValues } from './lead.ts';
import { type FieldChange, mergeInto } from './merge.ts';

/** The merge of two known leads, to be shown before and undone after. */
export interface LeadMerge {
  readonly survivorId: string;
  /** The lead that becomes an alias of the survivor, for ever. */
  readonly aliasId: string;
  readonly values: LeadValues;
  readonly attributes: Readonly<Record<string, string>>;
  readonly basis: Basis | null;
  readonly basisAt: number | null;
  /** What changes in the survivor: the preview. */
  readonly changes: readonly FieldChange[];
  /** Both leads as they were: all that undo needs. */
  readonly before: { readonly survivor: Lead; readonly other: Lead };
}

/** From the least permission to the most. */
const BASES: readonly Basis[] = ['none', 'legitimate-interest', 'contract', 'consent'];

/** Of two stated permissions the lesser holds: nobody is contacted on the strength of a merge. */
function lesserBasis(survivor: Lead, other: Lead): Pick<Lead, 'basis' | 'basisAt'> {
  if (other.basis === null) return survivor;
  if (survivor.basis === null) return other;
  return BASES.indexOf(other.basis) < BASES.indexOf(survivor.basis) ? other : survivor;
}

/**
 * Merges two known leads of one person into the first; which one that is, `survivor.ts` decides. Nothing is written: the result is the
 * preview as well as what a store has to record.
 */
export function mergeLeads(survivor: Lead, other: Lead): LeadMerge {
  const { values: said, attributes } = other;
  const result = mergeInto(survivor.values, survivor.attributes, { values: said, attributes, optOuts: [] });
  const { basis, basisAt } = lesserBasis(survivor, other);
  return {
    survivorId: survivor.id,
    aliasId: other.id,
    values: result.changed ? result.values : survivor.values,
    attributes: result.changed ? result.attributes : survivor.attributes,
    basis,
    basisAt,
    changes: result.changed ? result.changes : [],
    before: { survivor, other },
  };
}

/**
 * The survivor's values and attributes after a merge is undone. What was changed again since the merge is kept: only a field that still
 * holds what the merge put there goes back.
 */
export function undoMerge(
  merge: LeadMerge,
  now: Pick<Lead, 'values' | 'attributes'>,
): Pick<Lead, 'values' | 'attributes'> {
  const values: Record<string, FieldChange['from']> = { ...now.values };
  const attributes: Record<string, string> = { ...now.attributes };
  for (const { field, from, to } of merge.changes) {
    const name = field.startsWith('attributes.') ? field.slice('attributes.'.length) : null;
    if (name === null && JSON.stringify(values[field]) === JSON.stringify(to)) values[field] = from;
    if (name !== null && attributes[name] === to) {
      if (from === null) delete attributes[name];
      else attributes[name] = from as string;
    }
  }
  return { values: values as unknown as LeadValues, attributes };
}
