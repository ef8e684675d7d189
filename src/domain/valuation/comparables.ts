/**
 * What a home may be worth from sales of comparable ones. Owns the coefficients by which a sale is adjusted to the home, which
 * sales are usable, and how sure the outcome is. An estimate from the sales that were given, no appraisal.
 */
import { LIMITS } from '../limits.ts';
import type { Reason } from '../reason.ts';

/** From worst to best. */
export const CONDITIONS = ['poor', 'fair', 'average', 'good', 'excellent'] as const;
/** One of `CONDITIONS`. */
export type Condition = (typeof CONDITIONS)[number];

/** A home. Square feet; null = not known, and nothing is adjusted for it. */
export interface Home {
  readonly address: string;
  readonly squareFeet: number | null;
  readonly beds: number | null;
  readonly baths: number | null;
  readonly yearBuilt: number | null;
  readonly condition: Condition | null;
}
/** A home that was sold: whole dollars, epoch ms. */
export interface Sale extends Home {
  readonly price: number;
  readonly soldAt: number;
}
/** One adjustment, dollars: what the home has more than the sale adds. */
export interface Adjustment {
  readonly of: 'time' | 'size' | 'beds' | 'baths' | 'age' | 'condition';
  readonly dollars: number;
}
/** A sale with what it says of the home. */
export interface Comparable {
  readonly sale: Sale;
  readonly adjustments: readonly Adjustment[];
  readonly adjusted: number;
  /** Why it does not count; null = it does. */
  readonly unusable: Reason | null;
}
/** What the sales come to; `value` null = they are too few. */
export interface Valuation {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** 0–100. */
  readonly confidence: number;
  /** full: shown as it is · preliminary: shown as such · personal: a person looks, and no number is shown. */
  readonly show: 'full' | 'preliminary' | 'personal';
  readonly comparables: readonly Comparable[];
  readonly reasons: readonly Reason[];
}

/**
 * Thousandths of the sale's price for each step of difference. Judgement in round numbers, to be set by who knows the market; they are
 * shown with every sale.
 */
const PER_MILLE = { bed: 20, bath: 15, year: 2, condition: 40 } as const;
/** Land and site are not larger by as much as the house: half of the sale's price for a square foot. */
const SIZE_PER_MILLE = 500;
const YEARS_MOST = 40;
const PER_MILLE_WHOLE = 1_000;
const USABLE = { days: 365, sizePerMille: 400, grossPerMille: 300, least: 3, most: 6 } as const;
const DAY_MS = 86_400_000;
const DAYS_A_YEAR = 365;
const ROUND_TO = 1_000;
const RANGE_PER_MILLE = 50;
/** Points that are given for the number of sales, and taken for how far apart, how old and how much adjusted they are. */
const CONFIDENCE = { base: 55, aSale: 8, aSpreadPercent: 2, thirtyDays: 1, anAdjustedPercent: 1, most: 95 } as const;
const MONTH_DAYS = 30;
const SHOW = { full: 70, preliminary: 50 } as const;
const PERCENT = 100;

/** The estimate for a home at `now`, epoch ms. `trendPerMille`: how prices moved in a year, thousandths. */
export function valuation(home: Home, sales: readonly Sale[], trendPerMille: number, now: number): Valuation {
  const all = sales.slice(0, LIMITS.comparables).map((sale) => compared(home, sale, trendPerMille, now));
  const usable = all
    .filter(({ unusable }) => unusable === null)
    .toSorted(closestFirst)
    .slice(0, USABLE.most);
  const others = all.filter((one) => !usable.includes(one));
  const comparables = [...usable, ...others];
  if (usable.length < USABLE.least) {
    const facts = { usable: usable.length, least: USABLE.least };
    return {
      value: null,
      low: null,
      high: null,
      confidence: 0,
      show: 'personal',
      comparables,
      reasons: [{ code: 'cma-too-few', facts }],
    };
  }
  const values = usable.map(({ adjusted }) => adjusted);
  const mean = meanOf(values);
  const value = rounded(mean);
  const confidence = confidenceOf(usable, mean, now);
  const show = confidence >= SHOW.full ? 'full' : confidence >= SHOW.preliminary ? 'preliminary' : 'personal';
  const margin = (value * RANGE_PER_MILLE) / PER_MILLE_WHOLE;
  const low = Math.min(rounded(value - margin), rounded(Math.min(...values)));
  const high = Math.max(rounded(value + margin), rounded(Math.max(...values)));
  return {
    value,
    low,
    high,
    confidence,
    show,
    comparables,
    reasons: [{ code: 'cma-made', facts: { sales: usable.length } }],
  };
}

function rounded(dollars: number): number {
  return Math.round(dollars / ROUND_TO) * ROUND_TO;
}

function closestFirst(a: Comparable, b: Comparable): number {
  return grossOf(a) - grossOf(b) || b.sale.soldAt - a.sale.soldAt;
}

/** All adjustments, whichever way they go, in thousandths of the price. */
function grossOf({ sale, adjustments }: Pick<Comparable, 'sale' | 'adjustments'>): number {
  const gross = sumOf(adjustments.map(({ dollars }) => Math.abs(dollars)));
  return Math.round((gross * PER_MILLE_WHOLE) / sale.price);
}

function compared(home: Home, sale: Sale, trendPerMille: number, now: number): Comparable {
  const adjustments = adjustmentsOf(home, sale, trendPerMille, now);
  const adjusted = adjustments.reduce((sum, { dollars }) => sum + dollars, sale.price);
  return { sale, adjustments, adjusted, unusable: unusableBecause(home, sale, adjustments, now) };
}

function adjustmentsOf(home: Home, sale: Sale, trendPerMille: number, now: number): readonly Adjustment[] {
  const days = Math.floor((now - sale.soldAt) / DAY_MS);
  const size = more(home.squareFeet, sale.squareFeet);
  const built = more(home.yearBuilt, sale.yearBuilt);
  const years = Math.max(-YEARS_MOST, Math.min(built, YEARS_MOST));
  const all: readonly (readonly [Adjustment['of'], number])[] = [
    ['time', (trendPerMille * days) / DAYS_A_YEAR],
    ['size', sale.squareFeet ? (size * SIZE_PER_MILLE) / sale.squareFeet : 0],
    ['beds', more(home.beds, sale.beds) * PER_MILLE.bed],
    ['baths', more(home.baths, sale.baths) * PER_MILLE.bath],
    ['age', years * PER_MILLE.year],
    ['condition', more(rank(home), rank(sale)) * PER_MILLE.condition],
  ];
  return all.flatMap(([of, perMille]) => {
    const dollars = Math.round((sale.price * perMille) / PER_MILLE_WHOLE);
    return dollars === 0 ? [] : [{ of, dollars }];
  });
}

/** How much more the home has; what is not known of either is no difference. */
function more(ofHome: number | null, ofSale: number | null): number {
  return ofHome === null || ofSale === null ? 0 : ofHome - ofSale;
}

function rank({ condition }: Home): number | null {
  return condition === null ? null : CONDITIONS.indexOf(condition);
}

function unusableBecause(home: Home, sale: Sale, adjustments: readonly Adjustment[], now: number): Reason | null {
  if (sale.price <= 0) return { code: 'cma-no-price' };
  const days = Math.floor((now - sale.soldAt) / DAY_MS);
  if (days < 0 || days > USABLE.days) return { code: 'cma-too-old', facts: { days } };
  const size =
    home.squareFeet && Math.abs((more(sale.squareFeet, home.squareFeet) * PER_MILLE_WHOLE) / home.squareFeet);
  if (size !== null && size > USABLE.sizePerMille)
    return { code: 'cma-other-size', facts: { squareFeet: sale.squareFeet } };
  const gross = grossOf({ sale, adjustments });
  return gross > USABLE.grossPerMille ? { code: 'cma-too-different', facts: { perMille: gross } } : null;
}

function confidenceOf(usable: readonly Comparable[], mean: number, now: number): number {
  const values = usable.map(({ adjusted }) => adjusted);
  const spread = ((Math.max(...values) - Math.min(...values)) * PERCENT) / mean;
  const age = meanOf(usable.map(({ sale }) => (now - sale.soldAt) / DAY_MS / MONTH_DAYS));
  const gross = meanOf(usable.map((one) => (grossOf(one) * PERCENT) / PER_MILLE_WHOLE));
  const points =
    CONFIDENCE.base +
    CONFIDENCE.aSale * usable.length -
    CONFIDENCE.aSpreadPercent * spread -
    CONFIDENCE.thirtyDays * age -
    CONFIDENCE.anAdjustedPercent * gross;
  return Math.max(0, Math.min(Math.round(points), CONFIDENCE.most));
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}
