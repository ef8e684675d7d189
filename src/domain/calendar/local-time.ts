/**
 * Wall clock ↔ instant, for every zone and year, by one rule (directives/dst.md): a wall time means the first instant
 * that shows it or anything later. So a time that a spring night skips becomes the end of the gap (03:00, not 03:30),
 * and a time that an autumn night shows twice is its first pass. Must never read the time that is now.
 */
import { DAY_MS, dayOf } from './day.ts';
import { spanAt } from './zone-span.ts';

/** No zone's clock has run further ahead of UTC, so no wall time is shown earlier than this before its own reading. */
const FURTHEST_AHEAD_MS = 16 * 3_600_000;

/** Wall clock shown in a zone at an instant: milliseconds since 1970-01-01T00:00 on that wall. */
export function wallAt(at: number, zone: string): number {
  return at + spanAt(at, zone).offset;
}

/** Day that a zone's calendar shows at an instant, in days since 1970-01-01. */
export function localDay(at: number, zone: string): number {
  return dayOf(wallAt(at, zone));
}

/** The instant at which a day begins in a zone. */
export function dayBegins(day: number, zone: string): number {
  return firstShowing(day * DAY_MS, zone);
}

/**
 * The first instant, not before `from`, at which a zone's clock shows a wall time or anything later.
 * `wall` in milliseconds since 1970-01-01T00:00 on the wall; result in epoch milliseconds.
 */
export function firstShowing(wall: number, zone: string, from = Number.NEGATIVE_INFINITY): number {
  let at = Math.max(wall - FURTHEST_AHEAD_MS, from);
  for (;;) {
    const { end, offset } = spanAt(at, zone);
    const shown = Math.max(at, wall - offset);
    if (shown < end) return shown;
    at = end;
  }
}
