/**
 * Sums of money as people mean them when they speak of houses: "$400k", "between 3 and 450", "half a million". Owns the
 * reading; the words are data. What may be something else, a number of bedrooms, a year, a telephone number, is no sum.
 */
import { plainText } from '../facts/phrases.ts';
import { LIMITS } from '../limits.ts';
import type { Reason } from '../reason.ts';
import { LANGUAGES } from './words.ts';

/** What was read, whole dollars; `min` null = no lower end was said and none follows. */
export interface Budget {
  readonly min: number | null;
  readonly max: number | null;
  readonly reasons: readonly Reason[];
}

/** One sum without a word to it is an upper end; the lower one is this share of it. */
const LOWER_PERCENT = 80;
const THOUSAND = 1_000;
const MILLION = 1_000_000;
/** Bare numbers in between are thousands: nobody sells a house for 450 dollars. */
const BARE = { from: 100, below: 1_000 } as const;
/** In "between 3 and 450" the first means hundreds of thousands. */
const HUNDREDS_BELOW = 10;
/** Less is a rent or a number of something; more is a telephone number. */
const SANE = { from: 10_000, to: 100_000_000 } as const;

const MONEY = LANGUAGES.map(({ money }) => money);
const AMOUNTS = longestFirst(MONEY.flatMap(({ amounts }) => Object.entries(amounts))).map(
  ([phrase, amount]) => [new RegExp(`(?<!\\p{L})${phrase}(?!\\p{L})`, 'gu'), `$${amount}`] as const,
);
const SCALES = new Map(MONEY.flatMap(({ scales }) => Object.entries(scales)));
const UNITS = new Set(MONEY.flatMap(({ units }) => units));
const BELOW = ending(MONEY.flatMap(({ below }) => below));
const ABOVE = ending(MONEY.flatMap(({ above }) => above));
const JOINED = new RegExp(`^ *(?:${MONEY.flatMap(({ between }) => between).join('|')}) *$`);
const SCALE_WORDS = [...SCALES.keys()].sort((a, b) => b.length - a.length).join('|');
const SUM = new RegExp(
  `(\\$|usd) ?(\\d[\\d.,]*)( ?(?:${SCALE_WORDS}))?\\b|(?<![\\d\\p{L}])(\\d[\\d.,]*)( ?(?:${SCALE_WORDS}))?\\b`,
  'gu',
);

function longestFirst(entries: [string, number][]): [string, number][] {
  return entries.sort(([a], [b]) => b.length - a.length);
}

function ending(phrases: readonly string[]): RegExp {
  return new RegExp(`(?:^|[^\\p{L}])(?:${phrases.join('|')}) *\\$?$`, 'u');
}

interface Sum {
  readonly digits: number;
  readonly scale: number | null;
  readonly marked: boolean;
  readonly from: number;
  readonly to: number;
}

/**
 * The budget or price that a text names; null = none. `asked`: whether we have just asked for one, so that a bare "450"
 * is an answer and not the number of a house.
 */
export function readBudget(text: string, asked: boolean): Budget | null {
  const plain = inDigits(plainText(text.slice(0, LIMITS.readCharacters)));
  const sums = sumsIn(plain);
  for (const [i, sum] of sums.entries()) {
    const next = sums[i + 1];
    const range = next && JOINED.test(plain.slice(sum.to, next.from)) ? rangeOf(sum, next) : null;
    if (range !== null) return range;
    const value = worth(sum, asked || isBounded(plain, sum));
    if (value !== null) return single(plain.slice(0, sum.from), value);
  }
  return null;
}

/** Sums in words as digits: `half a million` → `$500000`. */
function inDigits(plain: string): string {
  return AMOUNTS.reduce((text, [phrase, dollars]) => text.replace(phrase, dollars), plain);
}

function sumsIn(plain: string): readonly Sum[] {
  return [...plain.matchAll(SUM)].flatMap((match) => {
    const [whole, mark, marked, markedScale, bare, bareScale] = match;
    const digits = numberOf(marked ?? bare ?? '');
    const to = match.index + whole.length;
    const scale = SCALES.get((markedScale ?? bareScale ?? '').trim()) ?? null;
    const after = /^[ -]*(%|[\p{L}]+)/u.exec(plain.slice(to))?.[1];
    const isOther = after === '%' || (after !== undefined && UNITS.has(after));
    if (digits === null || isOther) return [];
    return [{ digits, scale, marked: mark !== undefined, from: match.index, to }];
  });
}

/** `450,000` and `450.000` are grouped, `1.5` is not; null where marks stand in places that no country puts them. */
function numberOf(written: string): number | null {
  const text = written.replace(/[.,]+$/, '');
  if (/^\d{1,3}(?:[.,]\d{3})+$/.test(text)) return Number(text.replace(/[.,]/g, ''));
  const value = Number(text.replace(',', '.'));
  return Number.isNaN(value) ? null : value;
}

function isBounded(plain: string, { from }: Sum): boolean {
  const before = plain.slice(0, from);
  return BELOW.test(before) || ABOVE.test(before);
}

/** Dollars of one sum; null where it may be something else. */
function worth({ digits, scale, marked }: Sum, asked: boolean): number | null {
  if (scale !== null) return sane(digits * scale);
  if (digits >= BARE.from && digits < BARE.below) return marked || asked ? sane(digits * THOUSAND) : null;
  return marked || asked ? sane(digits) : null;
}

function sane(dollars: number): number | null {
  return dollars >= SANE.from && dollars <= SANE.to ? Math.round(dollars) : null;
}

/** Two sums with a word between them; the first may leave out what the second says. Null where they are no range. */
function rangeOf(low: Sum, high: Sum): Budget | null {
  const max = worth(high, true);
  if (max === null) return null;
  const min = low.scale === null ? lowEnd(low.digits, high, max) : worth(low, true);
  return min === null || min > max ? null : told({ min, max }, 'budget-range');
}

/** "3 to 450" is 300,000, "3 to 4 hundred thousand" too; "300 to 450" and "1 to 2 million" go by the second. */
function lowEnd(digits: number, high: Sum, max: number): number | null {
  if (high.scale !== null && digits <= high.digits) return sane(digits * high.scale);
  if (digits < HUNDREDS_BELOW && max < MILLION) return sane(digits * BARE.from * THOUSAND);
  return digits < BARE.below ? sane(digits * THOUSAND) : sane(digits);
}

function single(before: string, value: number): Budget {
  if (ABOVE.test(before) && !BELOW.test(before)) return told({ min: value, max: null }, 'budget-from');
  if (BELOW.test(before)) return told({ min: null, max: value }, 'budget-to');
  return told({ min: (value * LOWER_PERCENT) / 100, max: value }, 'budget-single');
}

function told(ends: Pick<Budget, 'min' | 'max'>, code: string): Budget {
  return { ...ends, reasons: [{ code, facts: { ...ends } }] };
}
