/**
 * Calendar days as whole numbers: day 0 is 1970-01-01, and a wall clock is milliseconds since that day's midnight.
 * Owns the arithmetic of days without zones; must never know a zone or the time that is now.
 */

/** Milliseconds of a day on a wall clock, where every day has 24 hours. */
export const DAY_MS = 86_400_000;
/** Milliseconds of a minute. */
export const MINUTE_MS = 60_000;

/** Day of a wall clock. Input in milliseconds, output in days since 1970-01-01. */
export function dayOf(wall: number): number {
  return Math.floor(wall / DAY_MS);
}

/** ISO weekday of a day: 1 = Monday … 7 = Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** Year and day of the year (0 = 1 January) of a day, in the Gregorian calendar. */
export function yearOf(day: number): { readonly year: number; readonly dayOfYear: number } {
  let year = 1970 + Math.floor(day / 365.2425);
  if (newYearOf(year) > day) year--;
  else if (newYearOf(year + 1) <= day) year++;
  return { year, dayOfYear: day - newYearOf(year) };
}

/** Day on which a year begins: 365 a year, and one for every leap day before it. */
export function newYearOf(year: number): number {
  const last = year - 1;
  return (year - 1970) * 365 + Math.floor(last / 4) - Math.floor(last / 100) + Math.floor(last / 400) - 477;
}

/** Day of the year on which each month begins, in a year without 29 February. */
const MONTH_STARTS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

/** A day as people write it: `2026-10-03`. Years 0 to 9999. */
export function isoDay(day: number): string {
  const { year, dayOfYear } = yearOf(day);
  const leapDay = newYearOf(year + 1) - newYearOf(year) - 365;
  const startOf = (index: number) => MONTH_STARTS[index]! + (index > 1 ? leapDay : 0);
  let month = 11;
  while (startOf(month) > dayOfYear) month--;
  return `${digits(year, 4)}-${digits(month + 1, 2)}-${digits(dayOfYear - startOf(month) + 1, 2)}`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
