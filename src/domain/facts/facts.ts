/**
 * The facts of a lead: what rules, templates and replays see, and all they see. Built from the declared vocabulary: every key
 * present, null = not known. Owns how a lead's values and attributes become facts, and their stored form; decides nothing.
 * Notes are read for what they say of intent and are no fact themselves: no rule or template may repeat them.
 */

import type { Channel } from '../consent/regimes.ts';
import { type LeadValues, NO_VALUES } from '../lead/lead.ts';
import type { AttributeType } from '../playbook/playbook.ts';
import { noteSignals } from '../qualify/note-signals.ts';
import { sizeBandNamed, sizeBandOf } from '../score/company-size.ts';
import { companyStageNamed } from '../score/company-stage.ts';
import { departmentOf, readTitle } from '../score/title.ts';
import { wordsOf } from '../score/title-words.ts';
import { isFreeMail } from '../verify/domains.ts';
import { mailboxOf } from '../verify/mailbox.ts';
import { readAttribute, readBoolean, readBudget, readTimeline } from './attribute.ts';
import { attributesByMeaning } from './attribute-meaning.ts';
import type { FactValue } from './condition.ts';

/** What is read from the values, for rules to use. */
export type Profile = {
  /** `founder`, `c-level`, …; null where neither title nor seniority is known. */
  readonly titleLevel: string | null;
  /** Department in our words: `marketing`, `sales`. */
  readonly department: string | null;
  /** `startup`, `small`, `medium`, `enterprise`. */
  readonly sizeBand: string | null;
  /** `pre-seed` … `public`. */
  readonly stage: string | null;
  readonly emailKind: EmailKind | null;
  /** Channels that there is an address for; permission is another question. */
  readonly channels: readonly Channel[];
  /** Money stated for the purchase, in the currency of the file. */
  readonly budget: number | null;
  /** Months until they want to buy. */
  readonly timelineMonths: number | null;
};

/** Signals of intent; null = not known, which is not "no". */
export type IntentFacts = {
  readonly recentJobChange: boolean | null;
  readonly recentlyFunded: boolean | null;
  readonly hiring: boolean | null;
  readonly recentActivity: boolean | null;
  readonly decisionMaker: boolean | null;
  readonly budgetAuthority: boolean | null;
  /** Signals that notes state, such as `wants-demo`. */
  readonly words: readonly string[];
};

/** role: not a person's own mailbox · free: at a free-mail provider · business: at an organisation's domain. */
export type EmailKind = 'free' | 'role' | 'business';
/** A declared attribute as its type; null = not known. */
export type AttributeValue = string | number | boolean | null;

/** Everything known of a lead, by group. */
export type Facts = {
  /** `notes` is always null here. */
  readonly lead: { readonly [Key in keyof LeadValues]: LeadValues[Key] };
  readonly profile: Profile;
  readonly intent: IntentFacts;
  /** Declared attributes, typed. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Declared attributes that could not be read as their type, with the text; their value is null. */
  readonly unread: Readonly<Record<string, string>>;
};

/**
 * The facts of one lead. `attributes`: all of them, as text; `declared`: those that rules may see, with their types.
 * The same input gives the same facts; keys stand in one order.
 */
export function factsOf(
  values: LeadValues,
  attributes: Readonly<Record<string, string>>,
  declared: Readonly<Record<string, AttributeType>>,
): Facts {
  const meant = attributesByMeaning(attributes);
  const flag = (text: string | undefined) => (text === undefined ? null : readBoolean(text));
  return {
    lead: { ...values, notes: null },
    profile: {
      ...titleFacts(values),
      sizeBand:
        sizeBandOf(values.employees) ?? (meant.companySize === undefined ? null : sizeBandNamed(meant.companySize)),
      stage: values.companyStage === null ? null : companyStageNamed(values.companyStage),
      emailKind: emailKindOf(values.email),
      channels: channelsOf(values),
      budget: meant.budget === undefined ? null : readBudget(meant.budget),
      timelineMonths: meant.timeline === undefined ? null : readTimeline(meant.timeline),
    },
    intent: {
      recentJobChange: flag(meant.recentJobChange),
      recentlyFunded: flag(meant.recentlyFunded),
      hiring: flag(meant.hiring),
      recentActivity: flag(meant.recentActivity),
      decisionMaker: flag(meant.decisionMaker),
      budgetAuthority: flag(meant.budgetAuthority),
      words: noteSignals(values.notes),
    },
    ...declaredAttributes(attributes, declared),
  };
}

function titleFacts({ title, seniority, department }: LeadValues): Pick<Profile, 'titleLevel' | 'department'> {
  const byTitle = title === null ? null : readTitle(title);
  const bySeniority = seniority === null ? null : readTitle(seniority);
  const weak = byTitle === null || byTitle.level === 'other';
  return {
    titleLevel: (weak ? bySeniority?.level : null) ?? byTitle?.level ?? null,
    department: (department === null ? null : departmentOf(wordsOf(department))) ?? byTitle?.department ?? null,
  };
}

function emailKindOf(email: string | null): EmailKind | null {
  if (email === null) return null;
  const at = email.lastIndexOf('@');
  if (mailboxOf(email.slice(0, at)).kind !== 'person') return 'role';
  return isFreeMail(email.slice(at + 1)) ? 'free' : 'business';
}

function channelsOf({ email, phone }: LeadValues): readonly Channel[] {
  return [...(email === null ? [] : (['email'] as const)), ...(phone === null ? [] : (['sms', 'voice'] as const))];
}

function declaredAttributes(
  attributes: Readonly<Record<string, string>>,
  declared: Readonly<Record<string, AttributeType>>,
): Pick<Facts, 'attributes' | 'unread'> {
  const values: Record<string, AttributeValue> = {};
  const unread: Record<string, string> = {};
  for (const [name, type] of Object.entries(declared)) {
    const reading = readAttribute(attributes[name], type);
    values[name] = reading.value;
    if (reading.unread !== null) unread[name] = reading.unread;
  }
  return { attributes: values, unread };
}

/**
 * Groups and their names in the order of canonical JSON; null = each lead has its own. Without the channels, which are the
 * addresses that there are.
 */
const STORED_GROUPS = Object.entries(factsOf(NO_VALUES, {}, {}))
  .map(([group, facts]) => [group as keyof Facts, Object.keys(facts).filter(isStored).sort()] as const)
  .map(([group, names]) => [group, names.length === 0 ? null : names] as const)
  .sort(([a], [b]) => (a < b ? -1 : 1));

function isStored(name: string): boolean {
  return name !== ('channels' satisfies keyof Profile);
}

/** Facts without what is not known, for storing with a decision: as canonical JSON about 550 bytes for a usual lead. */
export function storedFacts(facts: Facts): StoredFacts {
  const stored: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const [group, names] of STORED_GROUPS) {
    const all: Readonly<Record<string, FactValue>> = facts[group];
    const known = withoutUnknown(all, names ?? Object.keys(all).sort());
    if (known !== null) stored[group] = known;
  }
  return stored;
}

/** Facts by group and name as they stand in JSON; what is not known is not there. */
export type StoredFacts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Null where nothing of the group is known. */
function withoutUnknown(
  group: Readonly<Record<string, FactValue>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> | null {
  let known: Record<string, unknown> | null = null;
  for (const name of names) {
    const value = group[name];
    if (value === null || value === undefined || (typeof value === 'object' && value.length === 0)) continue;
    known ??= {};
    known[name] = value;
  }
  return known;
}

/** Facts as they were, from their stored form: every key present again. `stored`: what `storedFacts` gave, as read from JSON. */
export function factsFrom(stored: StoredFacts, declared: Readonly<Record<string, AttributeType>>): Facts {
  const nothing = factsOf(NO_VALUES, {}, declared);
  const restored = Object.entries(nothing).map(([name, group]) => [name, { ...group, ...stored[name] }] as const);
  const facts = Object.fromEntries(restored) as unknown as Facts;
  return { ...facts, profile: { ...facts.profile, channels: channelsOf(facts.lead) } };
}
