/** What becomes of a run whose attempt failed: it is tried again after a wait, or has failed. Owns the waits. */

const MINUTE_MS = 60_000;
/** Waits before the second, third and every later attempt, milliseconds. */
const WAITS_MS = [5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS] as const;

/** How an attempt ended badly. */
export interface FailedAttempt {
  /** Attempts so far, this one included. */
  readonly attempts: number;
  /** Attempts allowed after the first. */
  readonly retries: number;
  /** The work was refused, not broken: the same again would be refused again. */
  readonly refused: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** When the run is tried again, epoch milliseconds; null = it has failed. */
export function retryAt({ attempts, retries, refused, now }: FailedAttempt): number | null {
  if (refused || attempts > retries) return null;
  return now + (WAITS_MS[attempts - 1] ?? WAITS_MS[2]);
}
