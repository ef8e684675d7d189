/** Runs a row of routine-retry.md; `minutes` is the wait. */
import { retryAt } from '../src/domain/routine/retry.ts';

const NOW = Date.UTC(2026, 5, 10, 2);

/** The wait, in minutes; nothing where the run has failed. */
export function run(row: { attempts: number; retries: number; refused: boolean }): {
  again: boolean;
  minutes?: number;
} {
  const at = retryAt({ ...row, now: NOW });
  return at === null ? { again: false } : { again: true, minutes: (at - NOW) / 60_000 };
}
