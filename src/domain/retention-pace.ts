/** How fast a nightly purge forgets (directives/retention-pace.md): its present, which a clock that is wrong by years does not carry off. */

/** Days by which the present that a nightly purge forgets by moves on at most. */
export const FORGET_STEP_DAYS = 7;

const DAY_MS = 86_400_000;

/** The present (epoch ms) that a nightly purge forgets by, after one that forgot by `last`; null = there was none. */
export function forgetAsOf(now: number, last: number | null): number {
  return last === null ? now : Math.min(now, last + FORGET_STEP_DAYS * DAY_MS);
}
