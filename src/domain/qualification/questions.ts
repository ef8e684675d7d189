/**
 * The questions that sellers and buyers are asked, in their order, and what is taken for an answer to each. Owns the reading of
 * answers; when a question is asked is `flow.ts`.
 */
import { assentIn, daysIn, isBareAssent, isVague } from './answers.ts';
import { priceFor, STANDARD_TERMS, withShare } from './buyer/affordability.ts';
import { meansIn, withoutMeans } from './buyer/means.ts';
import { fitIn } from './buyer/steps.ts';
import { readBudget } from './money.ts';
import { topicsIn } from './words.ts';

/** Who is spoken with. */
export type FlowName = 'seller' | 'buyer';
/** simple: the four that decide · full: ten of a seller. */
export type FlowMode = 'simple' | 'full';
/** What was understood. */
export type AnswerValue = string | number | boolean;

/** A question; `reads` gives what is understood, null = the text does not answer it. */
export interface Question {
  readonly id: string;
  /** `asked`: whether we have just asked it, so that a bare "yes" is an answer. */
  reads(text: string, asked: boolean): AnswerValue | null;
}

/** Sold within so many days is what a quick sale means. */
const SOON_DAYS = 45;

const said = (text: string): string | null => (isVague(text) || isBareAssent(text) ? null : text.trim());
const free = (id: string): Question => ({ id, reads: (text, asked) => (asked ? said(text) : null) });
const topic = (id: string, group: 'motive' | 'state' | 'finance'): Question => ({
  id,
  reads: (text, asked) => topicsIn(group, text)[0] ?? (asked ? said(text) : null),
});
const yesOrNo = (id: string): Question => ({
  id,
  reads: (text, asked) => (asked ? (assentIn(text) ?? said(text)) : null),
});

/** A home that needs work is poor whatever else is said of it. */
const CONDITION: Question = {
  id: 'condition',
  reads(text, asked) {
    const topics = topicsIn('state', text);
    return topics.includes('poor') ? 'poor' : (topics[0] ?? (asked ? said(text) : null));
  },
};

/** Whether a sale within the quick span is accepted; `late` words before days, days before yes. */
const TIMELINE: Question = {
  id: 'timeline',
  reads(text, asked) {
    const topics = topicsIn('pace', text);
    if (topics.includes('late')) return false;
    const days = asked ? daysIn(text) : null;
    if (days !== null) return days <= SOON_DAYS;
    return topics.includes('soon') ? true : asked ? assentIn(text) : null;
  },
};

const PRICE: Question = {
  id: 'price',
  reads(text, asked) {
    const budget = readBudget(withoutMeans(text), asked);
    return budget === null ? null : (budget.max ?? budget.min);
  },
};

/** Who names what they can pay a month names a price by it. */
const BUDGET: Question = {
  id: 'budget',
  reads(text, asked) {
    const named = PRICE.reads(text, asked);
    const means = meansIn([text]);
    if (named !== null || means.paymentMonth === null) return named;
    return priceFor(means.paymentMonth, means.down, withShare(means, STANDARD_TERMS)) || null;
  },
};

/** A number and a word: `12 Oak Street`. */
const ADDRESS: Question = {
  id: 'address',
  reads: (text, asked) => (asked && /\d+\s+\p{L}{2}/u.test(text) ? text.trim() : null),
};

/** Those that decide about a seller. */
export const SELLER_DECIDING = ['motivation', 'timeline', 'condition', 'price'] as const;
const SELLER: readonly Question[] = [topic('motivation', 'motive'), TIMELINE, CONDITION, PRICE, ADDRESS];
const SELLER_FULL: readonly Question[] = [
  ...SELLER,
  ...['liens', 'upgrades', 'listed', 'decision'].map(yesOrNo),
  free('contact'),
];
const BUYER: readonly Question[] = [
  topic('financing', 'finance'),
  BUDGET,
  { ...TIMELINE, id: 'move' },
  free('area'),
  yesOrNo('deciding'),
];

/** What a buyer is asked on the way to a home, where a step of theirs brings it up. */
const ON_THE_WAY: readonly Question[] = [
  free('showing'),
  { id: 'fit', reads: (text, asked) => (asked ? fitIn(text) : null) },
];

/** All that is read from the answers of a flow: its questions, and those that steps bring up. */
export function readingsOf(flow: FlowName, mode: FlowMode): readonly Question[] {
  return flow === 'buyer' ? [...BUYER, ...ON_THE_WAY] : questionsOf(flow, mode);
}

/** The questions of a flow, in the order in which they are asked. */
export function questionsOf(flow: FlowName, mode: FlowMode): readonly Question[] {
  if (flow === 'buyer') return BUYER;
  return mode === 'full' ? SELLER_FULL : SELLER;
}
