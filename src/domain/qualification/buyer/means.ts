/**
 * What somebody says of their money beside the price: income, debts, what they can pay a month, what they pay at once. Owns how these
 * are told from a price, so that "we make 95k" is no budget; how sums are read is `money.ts`.
 */
import { plainText } from '../../facts/phrases.ts';
import { LIMITS } from '../../limits.ts';
import { readBudget } from '../money.ts';
import { LANGUAGES } from '../words.ts';
import type { Means } from './affordability.ts';

const WORDS = LANGUAGES.map(({ means }) => means);
const any = (phrases: readonly string[]) => `(?:${phrases.join('|')})`;
const INCOME = any(WORDS.flatMap(({ income }) => income));
const DEBTS = any(WORDS.flatMap(({ debts }) => debts));
const DOWN = any(WORDS.flatMap(({ down }) => down));
const MONTH = any(WORDS.flatMap(({ month }) => month));
const YEAR = any(WORDS.flatMap(({ year }) => year));
const PUT = any(WORDS.flatMap(({ put }) => put));
const SUM = '\\$? ?(\\d[\\d.,]*\\d|\\d)( ?(?:k|thousand|grand|mil))?';
const BETWEEN = '[^\\d.;!?\\n]{0,24}';
const SPAN = ` ?(${MONTH}|${YEAR})?`;

/** In the order in which they are looked for: each takes its words away, so that no sum is two things. */
const PATTERNS = {
  share: new RegExp(`(\\d{1,2}(?:[.,]\\d+)?) ?% ?(?:${DOWN})|(?:${DOWN})${BETWEEN}?(\\d{1,2}) ?%`, 'gu'),
  down: new RegExp(`${SUM} ?(?:${DOWN})|(?:${PUT})${BETWEEN}?${SUM}(?= ?(?:${DOWN}))`, 'gu'),
  income: new RegExp(`\\b${INCOME}\\b${BETWEEN}?${SUM}${SPAN}`, 'gu'),
  debts: new RegExp(`\\b${DEBTS}\\b${BETWEEN}?${SUM}${SPAN}|${SUM}${SPAN} ?(?:in|de|for) ${DEBTS}\\b`, 'gu'),
  payment: new RegExp(`${SUM} ?${MONTH}`, 'gu'),
} as const;
type Kind = keyof typeof PATTERNS;
const KINDS = Object.keys(PATTERNS) as readonly Kind[];
const IS_YEAR = new RegExp(`^${YEAR}$`, 'u');
const MONTHS = 12;
const THOUSAND = 1_000;
/** No month brings so much, and none costs it. */
const YEARLY_FROM = 15_000;
/** "We make 95" means thousands. */
const BARE_BELOW = 1_000;
const SCALES: Readonly<Record<string, number>> = { k: THOUSAND, thousand: THOUSAND, grand: THOUSAND, mil: THOUSAND };

/** A text without what it says of income, debts, months and what is paid at once. */
export function withoutMeans(text: string): string {
  return KINDS.reduce((rest, kind) => rest.replace(PATTERNS[kind], ' '), plainOf(text));
}

/** What all that was said comes to; later words stand over earlier ones. */
export function meansIn(said: readonly string[]): Means {
  let means: Means = {
    ...{ budget: null, incomeMonth: null, debtsMonth: null, paymentMonth: null, down: null, downPercent: null },
  };
  for (const text of said) means = { ...means, ...spokenOf(text) };
  return means;
}

function spokenOf(text: string): Partial<Means> {
  let rest = plainOf(text);
  const found: { [K in keyof Means]?: Means[K] } = {};
  for (const kind of KINDS) {
    const [match] = rest.matchAll(PATTERNS[kind]);
    if (match === undefined) continue;
    Object.assign(found, READ[kind](match.slice(1).filter((part) => part !== undefined)));
    rest = rest.replace(PATTERNS[kind], ' ');
  }
  const budget = readBudget(rest, false);
  const named = budget === null ? null : (budget.max ?? budget.min);
  return named === null ? found : { ...found, budget: named };
}

const READ: Readonly<Record<Kind, (parts: readonly string[]) => Partial<Means>>> = {
  share: ([percent = '']) => ({ downPercent: Number(percent.replace(',', '.')) }),
  down: ([digits = '', scale]) => ({ down: inThousands(dollars(digits, scale), scale) }),
  income: (parts) => ({ incomeMonth: income(spanned(parts)) }),
  debts: (parts) => ({ debtsMonth: debts(spanned(parts)) }),
  payment: ([digits = '', scale]) => ({ paymentMonth: Math.round(dollars(digits, scale)) }),
};

interface Spanned {
  readonly sum: number;
  readonly scale: string | undefined;
  readonly span: 'month' | 'year' | null;
}

function spanned([digits = '', ...rest]: readonly string[]): Spanned {
  const scale = rest.find((part) => part.trim() in SCALES);
  const said = rest.find((part) => part !== scale);
  const span = said === undefined ? null : IS_YEAR.test(said) ? 'year' : 'month';
  return { sum: dollars(digits, scale), scale, span };
}

/** A sum without a span is of a year where no month brings so much. */
function income({ sum, scale, span }: Spanned): number {
  if (span === 'month') return Math.round(sum);
  const whole = inThousands(sum, scale);
  return span === 'year' || whole >= YEARLY_FROM ? Math.round(whole / MONTHS) : whole;
}

/** What is owed in all says nothing of the month. */
function debts({ sum, span }: Spanned): number | null {
  if (span === 'year') return Math.round(sum / MONTHS);
  return span === 'month' || sum < YEARLY_FROM ? Math.round(sum) : null;
}

function inThousands(sum: number, scale: string | undefined): number {
  return Math.round(scale === undefined && sum < BARE_BELOW ? sum * THOUSAND : sum);
}

function dollars(digits: string, scale: string | undefined): number {
  const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(digits);
  const value = Number(grouped ? digits.replace(/[.,]/g, '') : digits.replace(',', '.'));
  return value * (SCALES[scale?.trim() ?? ''] ?? 1);
}

function plainOf(text: string): string {
  return plainText(text.slice(0, LIMITS.readCharacters));
}
