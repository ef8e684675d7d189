/**
 * The steps of somebody who buys, from seeing a home to its keys, by their own words. Owns their order and which are heard while
 * questions are open; what is said to each is the playbook's.
 */
import { topicsIn } from '../words.ts';

/** From the first to the last. */
export const STEPS = [
  'showing',
  'seen',
  'offer',
  'contract-signed',
  'inspection',
  'appraisal',
  'loan-approval',
  'final-walkthrough',
  'closing',
] as const;
/** One of `STEPS`. */
export type BuyerStep = (typeof STEPS)[number];

/** Heard at any time; the others once the questions are answered, since their words answer questions too. */
const AT_ONCE: ReadonlySet<string> = new Set(['showing', 'seen', 'offer']);

/** The furthest step that a text speaks of; null = of none. `qualified`: whether the questions are answered. */
export function stepIn(text: string, qualified: boolean): BuyerStep | null {
  const heard = topicsIn('milestone', text);
  return STEPS.findLast((step) => heard.includes(step) && (qualified || AT_ONCE.has(step))) ?? null;
}

/** How well a home that was seen fits, from 1 to 10: an offer may follow, something is missing, or it is another one. */
export type Fit = 'high' | 'middle' | 'low';

const FIT = { least: 1, most: 10, high: 8, middle: 5 } as const;

/** The number of a text that says how well it fits, `8`, `8/10`, `8 out of 10`; null = it says none. */
export function fitIn(text: string): number | null {
  const number = Number(/(?<![\d.,])(\d{1,2})(?![\d%]|[.,]\d)/.exec(text)?.[1] ?? Number.NaN);
  return number >= FIT.least && number <= FIT.most ? number : null;
}

/** What such a number means. */
export function fitOf(number: number): Fit {
  if (number >= FIT.high) return 'high';
  return number >= FIT.middle ? 'middle' : 'low';
}
