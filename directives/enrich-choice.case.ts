/** Runs a row of enrich-choice.md. */
import { type Basis, type LeadValues, NO_VALUES } from '../src/domain/lead/lead.ts';
import { whyNotAsked } from '../src/domain/source/wants.ts';

interface Row {
  readonly known: Partial<LeadValues>;
  readonly basis?: Basis;
  readonly wants: readonly string[];
}

export function run({ known, basis, wants }: Row): { readonly asked: boolean; readonly why?: string } {
  const why = whyNotAsked({ values: { ...NO_VALUES, ...known }, basis: basis ?? null }, wants);
  return { asked: why === null, ...(why !== null && { why }) };
}
