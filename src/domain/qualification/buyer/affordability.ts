/**
 * What a home costs a month, and up to which price an income goes. Owns the formulas; rates are the playbook's settings, since they
 * change. An estimate in whole dollars, no offer of a loan.
 */

/** What the month is worked out by. */
export interface LoanTerms {
  /** Paid at once, percent of the price. */
  readonly downPercent: number;
  /** Interest a year, percent. */
  readonly ratePercent: number;
  readonly years: number;
  /** Tax a year, percent of the price. */
  readonly taxPercent: number;
  /** Insurance a year, dollars. */
  readonly insurance: number;
  /** Share of the income that housing and debts may take, percent. */
  readonly incomePercent: number;
}

/** Where a playbook sets nothing else. */
export const STANDARD_TERMS: LoanTerms = {
  ...{ downPercent: 20, ratePercent: 6.85, years: 30, taxPercent: 1.15, insurance: 1_800, incomePercent: 43 },
};

/** What somebody says of their money, whole dollars; null = not said. */
export interface Means {
  /** Upper end of what they look for. */
  readonly budget: number | null;
  readonly incomeMonth: number | null;
  readonly debtsMonth: number | null;
  readonly paymentMonth: number | null;
  readonly down: number | null;
  readonly downPercent: number | null;
}

/** A price by the month, whole dollars. */
export interface MonthOf {
  readonly price: number;
  readonly down: number;
  readonly loan: number;
  readonly interest: number;
  readonly tax: number;
  readonly insurance: number;
  readonly total: number;
}

const MONTHS = 12;
const PERCENT = 100;
const ROUND_TO = 1_000;

/** What a home of a price costs a month. `down`: what they said they pay at once, dollars; null = the terms' share. */
export function monthOf(price: number, down: number | null, terms: LoanTerms): MonthOf {
  const paid = Math.min(down ?? Math.round((price * terms.downPercent) / PERCENT), price);
  const loan = price - paid;
  const interest = Math.round(loan * monthlyShare(terms));
  const tax = Math.round((price * terms.taxPercent) / PERCENT / MONTHS);
  const insurance = Math.round(terms.insurance / MONTHS);
  return { price, down: paid, loan, interest, tax, insurance, total: interest + tax + insurance };
}

/** The price whose month is so much, down to the thousand; 0 = none is. */
export function priceFor(month: number, down: number | null, terms: LoanTerms): number {
  const share = monthlyShare(terms);
  const tax = terms.taxPercent / PERCENT / MONTHS;
  const free = month - terms.insurance / MONTHS;
  const price =
    down === null ? free / ((1 - terms.downPercent / PERCENT) * share + tax) : (free + down * share) / (share + tax);
  return Math.max(0, Math.floor(price / ROUND_TO) * ROUND_TO);
}

/** Interest and repayment of a dollar in a month, the same every month. */
function monthlyShare({ ratePercent, years }: LoanTerms): number {
  const rate = ratePercent / PERCENT / MONTHS;
  const months = years * MONTHS;
  return rate === 0 ? 1 / months : rate / (1 - (1 + rate) ** -months);
}

/** Whether the budget goes with the income, and the most that does; null = one of them is not known. */
export function fits(
  means: Means,
  terms: LoanTerms = STANDARD_TERMS,
): { readonly isWithin: boolean; readonly most: number } | null {
  const { budget, incomeMonth, debtsMonth } = means;
  if (budget === null || incomeMonth === null) return null;
  const month = (incomeMonth * terms.incomePercent) / PERCENT - (debtsMonth ?? 0);
  const most = priceFor(month, means.down, withShare(means, terms));
  return { isWithin: budget <= most, most };
}

/** The terms with the share that they said they pay at once. */
export function withShare({ downPercent }: Means, terms: LoanTerms): LoanTerms {
  return downPercent === null ? terms : { ...terms, downPercent };
}
