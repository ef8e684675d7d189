/**
 * What a buyer's budget comes to a month, in words that templates print. Owns the names that templates and settings know these by; the
 * formulas are `affordability.ts`.
 */
import { money } from '../../valuation/words.ts';
import { fits, type LoanTerms, type Means, type MonthOf, monthOf, STANDARD_TERMS, withShare } from './affordability.ts';
import { meansIn } from './means.ts';

/** Null = nothing may be said of it: no budget was named. */
export interface BuyerWords {
  /** `$450,000`. */
  readonly homePrice: string | null;
  /** What is paid at once. */
  readonly down: string | null;
  readonly loan: string | null;
  /** Loan, tax and insurance of a month. */
  readonly month: string | null;
  /** Interest and repayment of it. */
  readonly interest: string | null;
  readonly tax: string | null;
  readonly insurance: string | null;
  /** Interest a year that it is worked out by: `6.85 %`. */
  readonly rate: string | null;
}

const NOTHING_SAID: BuyerWords = {
  ...{ homePrice: null, down: null, loan: null, month: null, interest: null, tax: null, insurance: null, rate: null },
};

/** Names of what templates may print. */
export const BUYER_FACTS: readonly string[] = Object.keys(NOTHING_SAID);

/** Settings of a playbook by which the month is worked out; what is not set is standard. */
export function loanTermsOf(settings: Readonly<Record<string, unknown>>): LoanTerms {
  const set = (name: string, standard: number) =>
    typeof settings[name] === 'number' && settings[name] >= 0 ? settings[name] : standard;
  return {
    ...STANDARD_TERMS,
    downPercent: Math.min(set('downPayment', STANDARD_TERMS.downPercent), PERCENT),
    ratePercent: set('mortgageRate', STANDARD_TERMS.ratePercent),
    taxPercent: set('propertyTax', STANDARD_TERMS.taxPercent),
    insurance: set('homeInsurance', STANDARD_TERMS.insurance),
  };
}

const PERCENT = 100;

/** What a budget costs a month, and up to which price the income goes; null = they named none. */
export function homeByMonth(
  means: Means,
  terms: LoanTerms,
): { readonly month: MonthOf | null; readonly affordable: number | null } {
  const by = withShare(means, terms);
  return {
    month: means.budget === null ? null : monthOf(means.budget, means.down, by),
    affordable: fits({ ...means, budget: means.budget ?? 0 }, terms)?.most ?? null,
  };
}

/** What a buyer said of money, in words. `said`: oldest first; `answered`: the budget that a conversation understood, null = none. */
export function buyerWords(said: readonly string[], terms: LoanTerms, answered: number | null): BuyerWords {
  const spoken = meansIn(said);
  const means = { ...spoken, budget: answered ?? spoken.budget };
  const { month } = homeByMonth(means, terms);
  if (month === null) return NOTHING_SAID;
  const { price, down, loan, total, interest, tax, insurance } = month;
  return {
    ...{
      homePrice: money(price),
      down: money(down),
      loan: money(loan),
      month: money(total),
      interest: money(interest),
    },
    ...{ tax: money(tax), insurance: money(insurance), rate: `${withShare(means, terms).ratePercent} %` },
  };
}
