/** Whole days and hours between two instants, as all rules of a class count them. Owns the rounding: down, and never below none. */
import { DAY_MS } from '../calendar/day.ts';

const HOUR_MS = 3_600_000;

/** Whole days from one instant to another; 0 where it lies ahead. Null stays null. Epoch milliseconds. */
export function wholeDaysSince(at: number | null, now: number): number | null {
  return at === null ? null : Math.max(0, Math.floor((now - at) / DAY_MS));
}

/** The same in hours. */
export function wholeHoursSince(at: number | null, now: number): number | null {
  return at === null ? null : Math.max(0, Math.floor((now - at) / HOUR_MS));
}
