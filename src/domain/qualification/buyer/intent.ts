/**
 * How ready a buyer is, from what they said themselves: money, urgency and wishes, each by three pillars. Owns the weights and what is
 * asked next; of nobody who has said nothing there is a score. What they can pay is `means.ts`.
 */
import type { Reason } from '../../reason.ts';
import { daysIn } from '../answers.ts';
import { readBudget } from '../money.ts';
import { heard } from '../words.ts';
import { fits } from './affordability.ts';
import { meansIn, withoutMeans } from './means.ts';

/** One scale for buyers; a further step below `cold`, since they ask years before they buy. */
export type BuyerLabel = 'hot' | 'warm' | 'lukewarm' | 'cold' | 'ice-cold';
/** What is worth asking next; `search` = nothing is, homes can be looked for. */
export type BuyerNext = 'budget' | 'timeline' | 'preferences' | 'decision' | 'search';
/** What is done with them next. */
export type BuyerAction = 'tour' | 'updates' | 'education' | 'requalify';

/** How ready a buyer is; null = there is no conversation. */
export interface BuyerIntent {
  readonly score: number | null;
  readonly label: BuyerLabel | null;
  /** By pillar, 0–100. */
  readonly pillars: Readonly<Record<Pillar, number>> | null;
  readonly next: BuyerNext | null;
  readonly action: BuyerAction | null;
  /** Hours from the last line until it. */
  readonly afterHours: number | null;
  readonly reasons: readonly Reason[];
}

const PILLARS = {
  financial: 30,
  budget: 20,
  financing: 25,
  urgency: 25,
  timeline: 30,
  consequences: 40,
  preferences: 20,
  realism: 50,
  authority: 40,
} as const;
type Pillar = keyof typeof PILLARS;

/** Percent of the whole, and of what. */
const THIRDS = [
  { percent: 40, of: ['financial', 'budget', 'financing'] },
  { percent: 35, of: ['urgency', 'timeline', 'consequences'] },
  { percent: 25, of: ['preferences', 'realism', 'authority'] },
] as const satisfies readonly { readonly percent: number; readonly of: readonly Pillar[] }[];
/** What a word adds each time, and the most that it adds in all. */
const WORDS: Readonly<Record<string, readonly [pillar: Pillar, points: number, most: number]>> = {
  'financial-high': ['financial', 20, 60],
  'financial-medium': ['financial', 10, 20],
  'financial-low': ['financial', -10, 20],
  'budget-clear': ['budget', 10, 30],
  'budget-vague': ['budget', -10, 15],
  'urgency-high': ['urgency', 25, 50],
  'urgency-medium': ['urgency', 15, 30],
  'urgency-low': ['urgency', -15, 20],
  consequence: ['consequences', 30, 50],
  preference: ['preferences', 20, 60],
  authority: ['authority', 30, 40],
  'authority-low': ['authority', -20, 30],
};
/** What the best way to pay that was named adds. */
const FINANCING = [
  ['pre-approved', 50],
  ['cash', 50],
  ['lender', 30],
  ['needs-approval', 15],
  ['unsure', -20],
] as const;
const SUM_NAMED = { points: 15, most: 45 } as const;
/** A span to the move that was named: within so many days it adds, later it takes away. */
const SPAN = { withinDays: 180, soon: 40, late: -15 } as const;
const REALISM = 25;
const LABELS = [
  ['hot', 75],
  ['warm', 50],
  ['lukewarm', 35],
  ['cold', 20],
] as const;
const ACTIONS = [
  { action: 'tour', from: 75, afterHours: 2 },
  { action: 'updates', from: 50, afterHours: 24 },
  { action: 'education', from: 30, afterHours: 72 },
] as const;
const REQUALIFY = { action: 'requalify', afterHours: 168 } as const;
/** A pillar below this is asked for. */
const ASKED_BELOW = 50;
const ASKED: readonly (readonly [Pillar, BuyerNext])[] = [
  ['financial', 'budget'],
  ['urgency', 'timeline'],
  ['preferences', 'preferences'],
  ['authority', 'decision'],
];
const PERCENT = 100;

const NONE: BuyerIntent = {
  ...{ score: null, label: null, pillars: null, next: null, action: null, afterHours: null },
  reasons: [{ code: 'bot-no-conversation' }],
};

/** The label of a buyer's score. */
export function buyerLabelOf(score: number): BuyerLabel {
  return LABELS.find(([, from]) => score >= from)?.[0] ?? 'ice-cold';
}

/** What is done next at a score, and within how many hours. */
export function buyerActionOf(score: number): { readonly action: BuyerAction; readonly afterHours: number } {
  const { action, afterHours } = ACTIONS.find(({ from }) => score >= from) ?? REQUALIFY;
  return { action, afterHours };
}

/** Readiness to buy. `said`: what the person wrote, oldest first. */
export function buyerIntentOf(said: readonly string[]): BuyerIntent {
  if (said.every((text) => text.trim() === '')) return NONE;
  const pillars = pillarsOf(said);
  const score = Math.round(
    THIRDS.reduce((sum, { percent, of }) => {
      const mean = of.reduce((all, pillar) => all + pillars[pillar], 0) / of.length;
      return sum + (percent * mean) / PERCENT;
    }, 0),
  );
  const next = ASKED.find(([pillar]) => pillars[pillar] < ASKED_BELOW)?.[1] ?? 'search';
  const reasons = [{ code: 'bot-buyer-intent', facts: { ...pillars } }];
  return { score, label: buyerLabelOf(score), pillars, next, ...buyerActionOf(score), reasons };
}

function pillarsOf(said: readonly string[]): Readonly<Record<Pillar, number>> {
  const pillars: Record<Pillar, number> = { ...PILLARS };
  addWords(pillars, said.join('\n'));
  pillars.budget += sumsNamed(said);
  pillars.financing += financing(said.join('\n'));
  pillars.timeline += span(said);
  pillars.realism += realism(said);
  for (const pillar of Object.keys(pillars) as Pillar[]) pillars[pillar] = Math.min(pillars[pillar], PERCENT);
  return pillars;
}

/** A word that is denied says nothing. */
function addWords(pillars: Record<Pillar, number>, text: string): void {
  const meanings = heard('buyer', text).flatMap(({ meaning, denied }) => (denied ? [] : [meaning]));
  for (const [meaning, [pillar, each, most]] of Object.entries(WORDS)) {
    const sum = each * meanings.filter((one) => one === meaning).length;
    pillars[pillar] += Math.max(-most, Math.min(sum, most));
  }
}

function sumsNamed(said: readonly string[]): number {
  const named = said.filter((text) => readBudget(withoutMeans(text), false) !== null).length;
  return Math.min(named * SUM_NAMED.points, SUM_NAMED.most);
}

function financing(text: string): number {
  const ways = heard('finance', text).flatMap(({ meaning, denied }) => (denied ? [] : [meaning]));
  return FINANCING.find(([way]) => ways.includes(way))?.[1] ?? 0;
}

function span(said: readonly string[]): number {
  const days = said.flatMap((text) => daysIn(withoutMeans(text)) ?? []).at(-1);
  if (days === undefined) return 0;
  return days <= SPAN.withinDays ? SPAN.soon : SPAN.late;
}

/** Whether the sum that was named goes with the income that was. */
function realism(said: readonly string[]): number {
  const verdict = fits(meansIn(said));
  return verdict === null ? 0 : verdict.isWithin ? REALISM : -REALISM;
}
