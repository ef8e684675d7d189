/** A valuation in words that templates print. Owns how money and sales are written; where no number is shown there is none to print. */
import type { Comparable, Valuation } from './comparables.ts';

/** Null = nothing may be said of it. */
export interface ValuationWords {
  /** `$412,000`. */
  readonly value: string | null;
  readonly low: string | null;
  readonly high: string | null;
  /** How many sales it is made of. */
  readonly count: number | null;
  /** Each sale on a line: what it was sold for, and what that is as this home. */
  readonly sales: string | null;
  /** `yes` where it must be called preliminary. */
  readonly preliminary: string | null;
  /** How far an online estimate is off, either way. */
  readonly difference: string | null;
  /** Page with every adjustment. */
  readonly url: string | null;
}

const NOTHING_SAID: ValuationWords = {
  ...{ value: null, low: null, high: null, count: null, sales: null, preliminary: null, difference: null, url: null },
};

/** Names of what templates may print. */
export const VALUATION_FACTS: readonly string[] = Object.keys(NOTHING_SAID);

/** A valuation in words. `online`: what an online estimate says; `url`: its page. Nothing where a person looks first. */
export function valuationWords(of: Valuation | null, online: number | null, url: string): ValuationWords {
  if (of === null || of.show === 'personal') return NOTHING_SAID;
  const counted = countedSales(of);
  return {
    value: said(of.value),
    low: said(of.low),
    high: said(of.high),
    count: counted.length,
    sales: counted.map(saleLine).join('\n'),
    preliminary: of.show === 'preliminary' ? 'yes' : null,
    difference: online === null || of.value === null ? null : money(Math.abs(of.value - online)),
    url,
  };
}

function said(dollars: number | null): string | null {
  return dollars === null ? null : money(dollars);
}

/** The sales that the value is the mean of. */
export function countedSales({ comparables, reasons }: Valuation): readonly Comparable[] {
  return comparables.filter(({ unusable }) => unusable === null).slice(0, Number(reasons[0]?.facts?.sales));
}

function saleLine({ sale, adjusted }: Comparable): string {
  return `- ${sale.address || 'A home near by'}: sold on ${dayOf(sale.soldAt)} for ${money(sale.price)}, as your home ${money(adjusted)}`;
}

/** `2026-03-01`. */
export function dayOf(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 10);
}

/** Whole dollars, in groups of three: `$1,250,000`. */
export function money(dollars: number): string {
  const digits = String(Math.abs(Math.round(dollars))).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${dollars < 0 ? '−' : ''}$${digits}`;
}
