/** How a text that a provider took ended, and when a provider that has not told is asked (directives/text-end.md). Pure. */

/** An end. */
export interface TextEnd {
  readonly kind: 'delivered' | 'bounced';
  /** One of the outcomes of `bounced` in `domain/event`; null = it was delivered. */
  readonly outcome: 'hard' | 'soft' | 'blocked' | 'undetermined' | null;
  /** The provider refused it because the person had said STOP. */
  readonly saidStop: boolean;
}

const HOUR_MS = 3_600_000;
/** How long a provider has to tell of a text by itself. */
export const TEXT_SETTLE_MS = HOUR_MS;
/** After this no provider tells any more: some networks never do. */
const GIVEN_UP_MS = 48 * HOUR_MS;
/** A text that nobody need ask about. */
export const NEVER_ASKED = Number.MAX_SAFE_INTEGER;

/** When a text of which the provider has told no end is asked about again: each time after twice as long. */
export function askedAgainAt(sentAt: number, now: number): number {
  const waited = Math.max(now - sentAt, TEXT_SETTLE_MS);
  return waited * 2 > GIVEN_UP_MS ? NEVER_ASKED : now + waited;
}
