/**
 * Changing a lead by hand. The rule in words: directives/lead-change.md. Owns what a field holds afterwards, whether somebody else was
 * quicker, and which refusals go with the person to a new address; must never decide whose lead it is (`resolve.ts`).
 */
import { mailboxOf } from '../consent/suppression.ts';
import type { Basis, LeadValues } from './lead.ts';
import { type FieldChange, joinName, mergeInto } from './merge.ts';

/** Where a value is from that a person typed. */
export const BY_HAND = 'manual';

/** The facts of a lead that a person may change. */
export interface ChangeableFacts {
  readonly values: LeadValues;
  readonly attributes: Readonly<Record<string, string>>;
  /** On what basis they may be contacted; null = nobody stated one. */
  readonly basis: Basis | null;
}

/** What was typed, as it was read. Fields are keys of the values, or `attributes.<name>`. */
export interface TypedChange {
  readonly said: Partial<LeadValues>;
  readonly attributes: Readonly<Record<string, string>>;
  /** Null = none was typed. */
  readonly basis: Basis | null;
  /** Fields that shall hold nothing. */
  readonly emptied: readonly string[];
}

/** A lead after a change by hand; no `changes` = it is as it was. */
export interface ChangedByHand extends ChangeableFacts {
  readonly changes: readonly FieldChange[];
}

const ATTRIBUTE = 'attributes.';

/**
 * Lays what a person typed over a lead: it stands as typed, a list in place of the list, nothing in place of something.
 * Why not as a record does: whoever corrects a value means this one, and no other.
 */
export function changeByHand(known: ChangeableFacts, typed: TypedChange): ChangedByHand {
  const { tags, technologies, ...single } = typed.said;
  const base = emptied(known, typed.emptied);
  const record = { values: single, attributes: typed.attributes, optOuts: [] };
  const laid = mergeInto(base.values, base.attributes, record, 'overwrite');
  const { values, attributes } = laid.changed ? laid : base;
  const after = {
    values: { ...values, ...(tags && { tags }), ...(technologies && { technologies }) },
    attributes,
    basis: typed.basis ?? base.basis,
  };
  return { ...after, changes: differences(known, after) };
}

function emptied(known: ChangeableFacts, fields: readonly string[]): ChangeableFacts {
  const gone = new Set(fields);
  const values = Object.fromEntries(
    Object.entries(known.values).map(([field, value]) => [field, gone.has(field) ? nothingIn(value) : value]),
  ) as unknown as LeadValues;
  const attributes = Object.entries(known.attributes).filter(([name]) => !gone.has(`${ATTRIBUTE}${name}`));
  const basis = gone.has('basis') ? null : known.basis;
  return { values: followed(known.values, values), attributes: Object.fromEntries(attributes), basis };
}

function nothingIn(value: LeadValues[keyof LeadValues]): LeadValues[keyof LeadValues] {
  return Array.isArray(value) ? [] : null;
}

/** A full name that was only put together from its parts loses what they lose. */
function followed(before: LeadValues, after: LeadValues): LeadValues {
  const isPutTogether = before.fullName !== null && before.fullName === joinName(before.firstName, before.lastName);
  if (!isPutTogether || after.fullName === null) return after;
  return { ...after, fullName: joinName(after.firstName, after.lastName) };
}

function differences(before: ChangeableFacts, after: ChangeableFacts): FieldChange[] {
  const [was, is] = [flat(before), flat(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((field) => {
    const [from, to] = [was[field] ?? null, is[field] ?? null];
    return shown(from) === shown(to) ? [] : [{ field, from, to }];
  });
}

function flat({ values, attributes, basis }: ChangeableFacts): Record<string, FieldChange['from']> {
  const named = Object.entries(attributes).map(([name, value]) => [`${ATTRIBUTE}${name}`, value] as const);
  return { ...values, ...Object.fromEntries(named), basis };
}

/** A value as it is typed: a list by semicolons, nothing as an empty text. */
export function shown(value: FieldChange['from'] | undefined): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join('; ') : String(value);
}

/** Fields that no longer hold what the person saw as they typed, with what they hold; in the order in which they were named. */
export function overtaken(
  known: ChangeableFacts,
  seen: Readonly<Record<string, string>>,
): readonly { readonly field: string; readonly saw: string; readonly holds: string }[] {
  const now = flat(known);
  return Object.entries(seen).flatMap(([field, saw]) => {
    const holds = shown(now[field]);
    return holds === saw ? [] : [{ field, saw, holds }];
  });
}

/** A refusal that stands against a lead, as far as it matters whether it goes along. */
export interface StandingRefusal {
  readonly kind: string;
  /** Null = it was forgotten, and found by its hash. */
  readonly value: string | null;
  readonly channel: 'email' | 'sms' | 'voice' | 'all';
  readonly reason: string;
}

/** What refusals of a person are found by. */
interface Known {
  readonly id: string;
  readonly values: Pick<LeadValues, 'email' | 'phone'>;
}

/**
 * Refusals that would be left behind with an address, a number or a lead that is merged away, and are the person's: these go along. What
 * came back from an address says nothing of the next one.
 */
export function goAlong<R extends StandingRefusal>(standing: readonly R[], before: Known, after: Known): readonly R[] {
  const [{ email, phone }, now] = [before.values, after.values];
  const left: Readonly<Record<string, boolean>> = {
    lead: after.id !== before.id,
    address: email !== null && (now.email === null || mailboxOf(now.email) !== mailboxOf(email)),
    phone: phone !== null && now.phone !== phone,
  };
  return standing.filter(({ kind, reason }) => left[kind] === true && reason !== 'bounced');
}
