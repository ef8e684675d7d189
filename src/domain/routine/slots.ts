/**
 * The instants that a schedule means in a zone: its slots. A slot is the first instant at which the zone's clock shows its
 * time or anything later, so a time that a spring night skips comes at the end of the gap, and one that an autumn night shows
 * twice comes once (directives/dst.md). Must never read the time that is now.
 */
import { DAY_MS, dayOf, isoDay, MINUTE_MS, weekdayOf } from '../calendar/day.ts';
import { firstShowing, wallAt } from '../calendar/local-time.ts';
import { LIMITS } from '../limits.ts';
import type { Cron } from './cron.ts';

/** The first slot after an instant; null = there is none within `LIMITS.cronSearchDays`. Epoch milliseconds. */
export function nextSlot(cron: Cron, zone: string, after: number): number | null {
  const today = dayOf(wallAt(after, zone));
  for (let day = today; day <= today + LIMITS.cronSearchDays; day++) {
    const slot = slotsOfDay(cron, zone, day).find((at) => at > after);
    if (slot !== undefined) return slot;
  }
  return null;
}

/** The last slot at or before an instant; null = there is none within `LIMITS.cronSearchDays`. Epoch milliseconds. */
export function lastSlot(cron: Cron, zone: string, at: number): number | null {
  // Clocks that are put back over midnight show a day again whose next one had begun.
  const tomorrow = dayOf(wallAt(at, zone)) + 1;
  for (let day = tomorrow; day >= tomorrow - LIMITS.cronSearchDays; day--) {
    const slot = slotsOfDay(cron, zone, day).findLast((one) => one <= at);
    if (slot !== undefined) return slot;
  }
  return null;
}

/** Slots from `from` on and before `to`, as far as `LIMITS.routineMissedSlots`. */
export function slotsBetween(cron: Cron, zone: string, from: number, to: number): number {
  let count = 0;
  for (let at = from - 1; count < LIMITS.routineMissedSlots; count++) {
    const next = nextSlot(cron, zone, at);
    if (next === null || next >= to) return count;
    at = next;
  }
  return count;
}

/** Slots of a day of the zone's calendar, in order, each once. */
function slotsOfDay(cron: Cron, zone: string, day: number): readonly number[] {
  if (!fits(cron, day)) return [];
  const slots = new Set<number>();
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) slots.add(firstShowing(day * DAY_MS + (hour * 60 + minute) * MINUTE_MS, zone));
  }
  return [...slots];
}

function fits({ months, dates, weekdays, eitherDay }: Cron, day: number): boolean {
  const [, month, date] = isoDay(day).split('-').map(Number) as [number, number, number];
  if (!months.includes(month)) return false;
  const byDate = dates.includes(date);
  const byWeekday = weekdays.includes(weekdayOf(day));
  return eitherDay ? byDate || byWeekday : byDate && byWeekday;
}
