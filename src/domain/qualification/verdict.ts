/**
 * What the answers come to: temperature of a seller and the kind of offer, readiness of a buyer and what is next. Owns the
 * thresholds; which answers there are is `questions.ts`.
 */
import type { Reason } from '../reason.ts';
import { fits } from './buyer/affordability.ts';
import { meansIn } from './buyer/means.ts';
import { type AnswerValue, type FlowMode, SELLER_DECIDING } from './questions.ts';

/** An answer that was kept. */
export interface Answer {
  readonly value: AnswerValue;
  /** As it was written. */
  readonly text: string;
  /** Hundredths. */
  readonly quality: number;
}
/** Answers by question, of both flows. */
export type Answers = Readonly<Record<string, Answer>>;

/** What a seller is offered: a quick sale to an investor, a sale on the market, or it is not known yet. */
export type Offer = 'wholesale' | 'listing' | 'unknown';

/** What the answers come to. */
export interface Verdict {
  readonly temperature: 'hot' | 'warm' | 'cold';
  /** Hundredths. */
  readonly confidence: number;
  readonly offer: Offer | null;
  readonly reasons: readonly Reason[];
}

const CONFIDENCE = { hot: 95, warm: 75, cold: 60 } as const;
const WARM_FROM = { simple: 3, full: 7 } as const;
const WARM_QUALITY = 50;
const DISTRESS: ReadonlySet<AnswerValue> = new Set(['inherited', 'divorce', 'foreclosure', 'behind']);
const MARKET: ReadonlySet<AnswerValue> = new Set(['relocation', 'upgrade']);

/**
 * A seller is hot with the deciding questions answered and a quick sale accepted, however the answers were worded; warm from
 * three answers (full: seven) of some quality on.
 */
export function sellerVerdict(answers: Answers, mode: FlowMode): Verdict {
  const given = Object.values(answers);
  const decided = SELLER_DECIDING.every((id) => answers[id] !== undefined);
  const quality = given.length === 0 ? 0 : Math.round(given.reduce((sum, one) => sum + one.quality, 0) / given.length);
  const accepted = answers.timeline?.value === true;
  const isWarm = given.length >= WARM_FROM[mode] && quality >= WARM_QUALITY;
  const temperature = decided && accepted ? 'hot' : isWarm ? 'warm' : 'cold';
  const facts = { answers: given.length, quality, quickSale: accepted };
  const offer = offerFor(answers);
  return { temperature, confidence: CONFIDENCE[temperature], offer, reasons: [{ code: 'bot-seller', facts }] };
}

/** Distress wins: who must sell, or sells a house that needs work, is offered a quick sale. */
function offerFor(answers: Answers): Offer {
  const motive = answers.motivation?.value;
  const state = answers.condition?.value;
  if (state === 'poor' || (motive !== undefined && DISTRESS.has(motive))) return 'wholesale';
  return state === 'good' || (motive !== undefined && MARKET.has(motive)) ? 'listing' : 'unknown';
}

/** How far a buyer's money is settled, 0–100; null = nothing is known of it, and a person looks. */
function financialReadiness(answers: Answers): number | null {
  const how = answers.financing?.value;
  const points = how === undefined ? undefined : FINANCE[String(how)];
  if (points !== undefined) return points;
  return answers.budget === undefined ? null : BUDGET_ALONE;
}

const FINANCE: Readonly<Record<string, number>> = {
  'pre-approved': 75,
  cash: 70,
  lender: 50,
  'needs-approval': 50,
  unsure: 25,
};
const BUDGET_ALONE = 50;
const QUICK = 25;
const HOT_FROM = 90;
const BUYER_WARM_FROM = 50;

/** A buyer is hot whose money is settled and who moves soon; warm whose money is on its way. `said`: all that they wrote. */
export function buyerVerdict(answers: Answers, said: readonly string[] = []): Verdict {
  const money = financialReadiness(answers);
  const moves = answers.move?.value === true;
  const points = (money ?? 0) + (moves ? QUICK : 0);
  const temperature = points >= HOT_FROM ? 'hot' : points >= BUYER_WARM_FROM ? 'warm' : 'cold';
  const facts = { money, movesSoon: moves };
  const reasons = [{ code: 'bot-buyer', facts }, ...overMeans(answers, said)];
  return { temperature, confidence: CONFIDENCE[temperature], offer: null, reasons };
}

/** Said to people, never to the lead: what somebody may pay is between them and a lender. */
function overMeans({ budget }: Answers, said: readonly string[]): readonly Reason[] {
  const means = meansIn(said);
  const verdict = fits({ ...means, budget: typeof budget?.value === 'number' ? budget.value : means.budget });
  if (verdict === null || verdict.isWithin) return [];
  return [{ code: 'bot-over-means', facts: { most: verdict.most } }];
}
