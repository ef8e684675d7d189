/** Runs a row of merge-values.md: a record laid over a lead, and the changes as `{field: [from, to]}`. */
import { type LeadValues, NO_VALUES, type OptOut } from '../src/domain/lead/lead.ts';
import { type MergeMode, mergeInto } from '../src/domain/lead/merge.ts';

interface Row {
  readonly mode: MergeMode;
  readonly known: Partial<LeadValues>;
  readonly attributes: Readonly<Record<string, string>>;
  readonly said: Partial<LeadValues>;
  readonly saidAttributes: Readonly<Record<string, string>>;
  readonly optOuts: readonly OptOut[];
}

/** Errors: a plain one where the values do not hold what the list of changes says. */
export function run({ mode, known, attributes, said, saidAttributes, optOuts }: Row) {
  const before = { ...NO_VALUES, ...known };
  const result = mergeInto(before, attributes, { values: said, attributes: saidAttributes, optOuts }, mode);
  if (!result.changed) return { changed: false, optOuts: result.optOuts.length };
  const after: Record<string, unknown> = { ...result.values };
  for (const [name, value] of Object.entries(result.attributes)) after[`attributes.${name}`] = value;
  for (const { field, to } of result.changes)
    if (after[field] !== to) throw new Error(`${field} is not what the changes say`);
  const changes = Object.fromEntries(result.changes.map(({ field, from, to }) => [field, [from, to]]));
  return { changed: true, changes, optOuts: result.optOuts.length };
}
