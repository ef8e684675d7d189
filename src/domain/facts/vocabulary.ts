/**
 * The names that rules and templates may use, with their types. Owns the list and the suggestion for a misspelt name;
 * where the values come from is `facts.ts`.
 */
import type { AttributeType } from '../playbook/playbook.ts';
import { CONVERSATION_FACTS } from '../qualification/standing.ts';

/**
 * Type of a fact. text · number · boolean · date: ISO, so that dates compare as text · list: complete, so an empty one is known ·
 * sample: as far as known, so an empty one says nothing.
 */
export type FactType = AttributeType | 'list' | 'sample';

/** Names by group: `{ lead: { country: 'text' } }` is written `lead.country`. */
export type Vocabulary = Readonly<Record<string, Readonly<Record<string, FactType>>>>;

/** What is known of a lead itself. */
export const LEAD_FACTS = {
  firstName: 'text',
  lastName: 'text',
  fullName: 'text',
  email: 'text',
  phone: 'text',
  title: 'text',
  seniority: 'text',
  department: 'text',
  company: 'text',
  domain: 'text',
  website: 'text',
  linkedinUrl: 'text',
  industry: 'text',
  employees: 'number',
  revenue: 'number',
  companyStage: 'text',
  technologies: 'sample',
  country: 'text',
  region: 'text',
  city: 'text',
  postalCode: 'text',
  address: 'text',
  zone: 'text',
  language: 'text',
  birthDate: 'date',
  owner: 'text',
  tags: 'list',
  utmSource: 'text',
  utmMedium: 'text',
  utmCampaign: 'text',
  utmContent: 'text',
  utmTerm: 'text',
} as const satisfies Readonly<Record<string, FactType>>;

/** What is read from what is known of it. */
export const PROFILE_FACTS: Readonly<Record<string, FactType>> = {
  titleLevel: 'text',
  department: 'text',
  sizeBand: 'text',
  stage: 'text',
  emailKind: 'text',
  channels: 'list',
  budget: 'number',
  timelineMonths: 'number',
};

/** Signals of intent. */
export const INTENT_FACTS: Readonly<Record<string, FactType>> = {
  recentJobChange: 'boolean',
  recentlyFunded: 'boolean',
  hiring: 'boolean',
  recentActivity: 'boolean',
  decisionMaker: 'boolean',
  budgetAuthority: 'boolean',
  words: 'list',
};

/**
 * The vocabulary of a playbook: every lead's facts, and the attributes it declares.
 * `extras`: further groups that the caller adds to the facts, such as `{ campaign: { name: 'text' } }`.
 */
export function vocabularyOf(attributes: Readonly<Record<string, AttributeType>>, extras: Vocabulary = {}): Vocabulary {
  return { lead: LEAD_FACTS, profile: PROFILE_FACTS, intent: INTENT_FACTS, attributes, ...extras };
}

/** The vocabulary of conditions of steps. `converses`: the playbook has a conversation, and they may ask where it stands. */
export function stepVocabulary(attributes: Readonly<Record<string, AttributeType>>, converses: boolean): Vocabulary {
  return vocabularyOf(attributes, converses ? { conversation: CONVERSATION_FACTS } : {});
}

/**
 * The known name that a misspelt one is nearest to; null where none is near (more than a third of its letters differ).
 * Case does not count.
 */
export function nearestName(name: string, known: readonly string[]): string | null {
  const scored = known.map((candidate) => [candidate, distance(name.toLowerCase(), candidate.toLowerCase())] as const);
  const best = scored.reduce<readonly [string, number] | null>((a, b) => (a === null || b[1] < a[1] ? b : a), null);
  return best !== null && best[1] <= Math.max(1, name.length / 3) ? best[0] : null;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2]![j - 2]! + 1 : Infinity;
      row.push(Math.min(replaced, swapped, rows[i - 1]![j]! + 1, row[j - 1]! + 1));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
