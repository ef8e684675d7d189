/**
 * What is on record in a CRM adds to how ready somebody is: tags, fields, how fresh the lead is; and how lately they wrote, to how
 * committed. Owns the points; a boost raises a score that there is, and makes none.
 */
import { plainText } from '../facts/phrases.ts';
import type { Reason } from '../reason.ts';

/** What is known of somebody beside the conversation. */
export interface Known {
  readonly tags: readonly string[];
  /** Attributes as they stand. */
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
  /** What they can spend; null = not known. */
  readonly budget: number | null;
}

const TAGS: Readonly<Record<string, number>> = {
  'urgent-seller': 15,
  'pre-approved-buyer': 20,
  'hot-lead': 15,
  'warm-lead': 10,
  'cold-lead': -5,
  'investor-seller': 10,
  'distressed-seller': 12,
  referral: 5,
  'do-not-contact': -20,
  dnc: -20,
};
/** Attributes, what their value says, and what that adds. */
const FIELDS = [
  { name: 'pre_approval', says: ['approved'], points: 15 },
  { name: 'timeline', says: ['immediate', 'immediately', 'asap'], points: 12 },
  { name: 'property_type', says: ['investment', 'cash-buyer'], points: 8 },
] as const;
const BUDGET = { from: 500_000, points: 10 } as const;
const MOST = 30;
const DAY_MS = 86_400_000;
/** Points of the first span that a time lies in, in days; after all of them `beyond`. */
const AGE = {
  spans: [
    [7, 10],
    [30, 5],
    [90, 0],
  ],
  beyond: -10,
} as const;
const ACTIVITY = {
  spans: [
    [3, 10],
    [7, 5],
    [30, 0],
  ],
  beyond: -15,
} as const;

/** Points with why; `reason` null = nothing on record counts. */
export interface Boost {
  readonly points: number;
  readonly reason: Reason | null;
}

/** What is on record adds to readiness, at most 30. `ageMs`: how long ago they were taken on. */
export function readinessBoost({ tags, attributes, budget }: Known, ageMs: number): Boost {
  const byTag = tags.map(slug).reduce((sum, tag) => sum + (TAGS[tag] ?? 0), 0);
  const values = new Map(Object.entries(attributes).map(([name, value]) => [slug(name), slug(String(value ?? ''))]));
  const byField = FIELDS.reduce((sum, { name, says, points }) => {
    const value = values.get(slug(name)) ?? '';
    return says.some((one) => one === value) ? sum + points : sum;
  }, 0);
  const byBudget = budget !== null && budget >= BUDGET.from ? BUDGET.points : 0;
  const byAge = pointsOf(AGE, ageMs);
  const facts = { tags: byTag, fields: byField + byBudget, age: byAge };
  const points = Math.min(byTag + byField + byBudget + byAge, MOST);
  return { points, reason: points === 0 ? null : { code: 'bot-boost', facts } };
}

/** How lately they wrote adds to commitment, or takes from it. */
export function commitmentBoost(silentMs: number): Boost {
  const points = pointsOf(ACTIVITY, silentMs);
  return { points, reason: points === 0 ? null : { code: 'bot-activity', facts: { points } } };
}

function pointsOf({ spans, beyond }: typeof AGE | typeof ACTIVITY, ms: number): number {
  return spans.find(([days]) => ms <= days * DAY_MS)?.[1] ?? beyond;
}

/** `Pre Approved Buyer` and `pre_approved_buyer` are one tag. */
function slug(text: string): string {
  return plainText(text)
    .trim()
    .replace(/[\s_]+/g, '-');
}
