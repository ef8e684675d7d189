/**
 * What a known lead takes over from a record of the same person. The rule in words:
 * directives/merge-values.md. Owns which value stays; must never decide that two are one person (`resolve.ts`).
 */
import type { LeadDraft, LeadValues, OptOut } from './lead.ts';
import { foldText } from './name.ts';

type Field = keyof LeadValues;
type Value = LeadValues[Field];

/** One field that a merge changes. `field` is a key of the values, or `attributes.<name>`. */
export interface FieldChange {
  readonly field: string;
  readonly from: Value;
  readonly to: Value;
}

/** Who wins where both say something: `fill` = what is known stays, `overwrite` = what the record says replaces it. */
export type MergeMode = 'fill' | 'overwrite';

/** What a record changes in a lead. Its refusals always count, whether or not a value changes. */
export type MergeResult =
  | { readonly changed: false; readonly optOuts: readonly OptOut[] }
  | {
      readonly changed: true;
      readonly values: LeadValues;
      readonly attributes: Readonly<Record<string, string>>;
      readonly changes: readonly FieldChange[];
      readonly optOuts: readonly OptOut[];
    };

/** Fields that describe one thing together: half of one address and half of another is nobody's address. */
const GROUPS: readonly (readonly Field[])[] = [
  ['firstName', 'lastName', 'fullName'],
  ['title', 'seniority', 'department'],
  ['company', 'domain', 'website', 'industry', 'employees', 'revenue', 'companyStage'],
  ['address', 'postalCode', 'city', 'region', 'country', 'zone'],
  ['utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm'],
];
const GROUP_OF = new Map(GROUPS.flatMap((group) => group.map((field) => [field, group] as const)));

const isEmpty = (value: Value | undefined) => value === undefined || value === null || value === '';

const sameValue = (a: Value | undefined, b: Value | undefined) => foldText(String(a)) === foldText(String(b));

/** Whether the record's part of a group is about the same thing: nothing that both state differs. */
function agrees(group: readonly Field[], known: LeadValues, said: Partial<LeadValues>): boolean {
  return group.every((field) => isEmpty(known[field]) || isEmpty(said[field]) || sameValue(known[field], said[field]));
}

function united(known: readonly string[], said: readonly string[]): readonly string[] {
  const folded = new Set(known.map(foldText));
  const fresh = said.filter((entry) => !folded.has(foldText(entry)));
  return fresh.length === 0 ? known : [...known, ...new Set(fresh)];
}

/** What a field holds afterwards. */
function mergedValue(field: Field, known: LeadValues, said: Partial<LeadValues>, mode: MergeMode): Value {
  const before = known[field];
  const value = said[field];
  if (value === undefined || isEmpty(value)) return before;
  if (Array.isArray(before)) return united(before as readonly string[], value as readonly string[]);
  if (mode === 'overwrite') return value;
  const group = GROUP_OF.get(field);
  const fits = group === undefined || agrees(group, known, said);
  return isEmpty(before) && fits ? value : before;
}

function mergedAttributes(
  known: Readonly<Record<string, string>>,
  said: Readonly<Record<string, string>>,
  mode: MergeMode,
): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const name of Object.keys(said)) {
    const to = said[name]!;
    const from = Object.hasOwn(known, name) ? known[name]! : null;
    const takes = isEmpty(from) || mode === 'overwrite';
    if (takes && to !== '' && to !== from) changes.push({ field: `attributes.${name}`, from, to });
  }
  return changes;
}

/** A full name from its parts; null where there are none. */
export function joinName(first: Value | undefined, last: Value | undefined): string | null {
  return [first, last].filter(Boolean).join(' ') || null;
}

/**
 * A full name that was only put together from its parts follows them: the lead's own, and one that a record had put together, which knows
 * nothing of the parts that the record leaves out.
 */
function followName(known: LeadValues, said: Partial<LeadValues>, merged: Record<Field, Value>, mode: MergeMode): void {
  const derived = isEmpty(known.fullName) || known.fullName === joinName(known.firstName, known.lastName);
  const partsChanged = merged.firstName !== known.firstName || merged.lastName !== known.lastName;
  const putTogether = isEmpty(said.fullName) || said.fullName === joinName(said.firstName, said.lastName);
  if (!partsChanged) {
    if (putTogether && !isEmpty(known.fullName)) merged.fullName = known.fullName;
  } else if (putTogether && (derived || mode === 'overwrite')) {
    merged.fullName = joinName(merged.firstName, merged.lastName);
  } else if (derived) {
    merged.fullName = said.fullName as string;
  }
}

/** Whether the whole name stands as the known given name, which the record takes apart: `Jane Doe` and nothing, `Jane` and `Doe`. */
function takesNameApart(known: LeadValues, said: Partial<LeadValues>): boolean {
  if (isEmpty(known.firstName) || !isEmpty(known.lastName) || isEmpty(said.firstName) || isEmpty(said.lastName))
    return false;
  return sameValue(known.firstName, joinName(said.firstName, said.lastName));
}

/**
 * Lays a record over a known lead.
 *
 * Inputs: what is known; the draft, in which a missing or empty value says nothing.
 * Output: `changed: false` where nothing is new, which makes a second import of one file a no-op; else all values with the list of changes.
 * The draft's opt-outs are returned always: a refusal is never lost.
 * Why: by default what is there stays, because the newer file is as often the poorer one; `overwrite` is the user's word that it is not.
 */
export function mergeInto(
  known: LeadValues,
  attributes: Readonly<Record<string, string>>,
  draft: Pick<LeadDraft, 'values' | 'attributes' | 'optOuts'>,
  mode: MergeMode = 'fill',
): MergeResult {
  const said = draft.values;
  const merged = { ...known } as Record<Field, Value>;
  const open = takesNameApart(known, said) ? { ...known, firstName: null } : known;
  for (const field of Object.keys(said) as Field[]) merged[field] = mergedValue(field, open, said, mode);
  followName(known, said, merged, mode);
  const fields = (Object.keys(known) as Field[]).filter((field) => merged[field] !== known[field]);
  const ofAttributes = mergedAttributes(attributes, draft.attributes, mode);
  if (fields.length === 0 && ofAttributes.length === 0) return { changed: false, optOuts: draft.optOuts };
  const added = ofAttributes.map(({ field, to }) => [field.slice('attributes.'.length), to as string] as const);
  return {
    changed: true,
    values: merged as unknown as LeadValues,
    attributes: { ...attributes, ...Object.fromEntries(added) },
    changes: [...fields.map((field) => ({ field, from: known[field], to: merged[field] })), ...ofAttributes],
    optOuts: draft.optOuts,
  };
}
