/** How many calls to a form that everybody may fill in are taken from one network (directives/form-pace.md). */

/** In a minute, and in an hour. */
const OF_A_MINUTE = 10;
const OF_AN_HOUR = 60;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Calls that are remembered of one network. */
export const FORM_CALLS = OF_AN_HOUR;

/** Milliseconds to wait before the next call is taken; 0 = it is taken now. `calls`: when others were taken, oldest first. */
export function formWait(calls: readonly number[], now: number): number {
  return Math.max(waitFor(calls, OF_A_MINUTE, MINUTE_MS, now), waitFor(calls, OF_AN_HOUR, HOUR_MS, now));
}

/** Until the oldest of the last `most` calls is a whole span ago. */
function waitFor(calls: readonly number[], most: number, spanMs: number, now: number): number {
  const oldest = calls.at(-most);
  return oldest === undefined ? 0 : Math.max(0, oldest + spanMs - now);
}
