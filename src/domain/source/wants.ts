/**
 * Whether a source is asked about a known lead (directives/enrich-choice.md): it lacks something that is wanted, can be told apart from
 * others, and nobody said that it may not be contacted at all.
 */
import type { Lead, LeadValues } from '../lead/lead.ts';

/** Why a lead is not asked about; null = it is. */
export type NotAsked = 'nothing-lacks' | 'nobody-in-particular' | 'no-basis';

/** Whether a lead is worth a question. `wants`: fields that are wanted and that the source can tell. */
export function whyNotAsked(
  { values, basis }: Pick<Lead, 'values' | 'basis'>,
  wants: readonly string[],
): NotAsked | null {
  if (basis === 'none') return 'no-basis';
  if (!wants.some((field) => lacks(values, field))) return 'nothing-lacks';
  return isSomebody(values) ? null : 'nobody-in-particular';
}

function lacks(values: LeadValues, field: string): boolean {
  const value = values[field as keyof LeadValues];
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** A name alone is shared by many. */
function isSomebody({ email, linkedinUrl, firstName, lastName, fullName, domain, company }: LeadValues): boolean {
  if (email !== null || linkedinUrl !== null) return true;
  const isNamed = fullName !== null || (firstName !== null && lastName !== null);
  return isNamed && (domain !== null || company !== null);
}
