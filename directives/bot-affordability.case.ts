/** Runs a row of bot-affordability.md. */
import {
  fits,
  type LoanTerms,
  monthOf,
  priceFor,
  STANDARD_TERMS,
} from '../src/domain/qualification/buyer/affordability.ts';
import { meansIn, withoutMeans } from '../src/domain/qualification/buyer/means.ts';
import { readBudget } from '../src/domain/qualification/money.ts';

interface Row {
  readonly price?: number;
  readonly month?: number;
  readonly down?: number;
  readonly terms?: Partial<LoanTerms>;
  readonly said?: readonly string[];
  readonly text?: string;
}

export function run({
  price,
  month,
  down = undefined,
  terms,
  said = [],
  text,
}: Row): Readonly<Record<string, unknown>> {
  const by = { ...STANDARD_TERMS, ...terms };
  if (price !== undefined) return { ...monthOf(price, down ?? null, by) };
  if (month !== undefined) return { upTo: priceFor(month, down ?? null, by) };
  if (text !== undefined) return { budget: readBudget(withoutMeans(text), true)?.max ?? null };
  const means = meansIn(said);
  const verdict = fits(means);
  return { ...means, within: verdict?.isWithin ?? null, most: verdict?.most ?? null };
}
