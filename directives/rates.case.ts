/** Runs a row of rates.md. */
import { type Rates, type RecipientCounts, ratesOf } from '../src/domain/conversation/rates.ts';

export function run(counts: RecipientCounts): Rates {
  return ratesOf(counts);
}
