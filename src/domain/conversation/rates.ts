/**
 * Rates of a campaign: how many of those reached did something. Owns the denominator, one for all: recipients to whom a message
 * was delivered. Counts nobody twice and divides by nothing.
 */

/** People, not messages: a person who clicked five times counts once. */
export interface RecipientCounts {
  readonly delivered: number;
  readonly opened: number;
  readonly clicked: number;
  readonly replied: number;
}

/** Shares of delivered recipients, 0–1; null where nobody was reached, which is not the same as 0. */
export interface Rates {
  readonly open: number | null;
  readonly click: number | null;
  readonly reply: number | null;
}

/** The rates of a campaign. Counts are whole numbers from 0. */
export function ratesOf({ delivered, opened, clicked, replied }: RecipientCounts): Rates {
  const share = (count: number) => (delivered === 0 ? null : Math.min(1, count / delivered));
  return { open: share(opened), click: share(clicked), reply: share(replied) };
}
