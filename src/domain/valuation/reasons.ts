/** Reason codes of estimates from comparable sales. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a home is estimated so, or not at all. */
export const VALUATION_REASONS = {
  'cma-made': { says: 'The value is the mean of the comparable sales as they were adjusted.', remedy: '' },
  'cma-too-few': {
    says: 'Fewer than three sales are usable, so no value is named.',
    remedy: 'Give more sales near by.',
  },
  'cma-no-price': { says: 'The sale has no price.', remedy: 'Fill it in.' },
  'cma-too-old': { says: 'The sale is not of the last twelve months.', remedy: '' },
  'cma-other-size': { says: 'The home sold is more than 40 % larger or smaller.', remedy: '' },
  'cma-too-different': { says: 'The adjustments come to more than 30 % of the price.', remedy: '' },
} as const satisfies ReasonTable;
