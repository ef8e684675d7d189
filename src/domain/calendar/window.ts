/**
 * Send windows: when a message that is due may leave.
 * Owns the rule of days, hours and holidays (directives/send-window.md); must never know permission, caps or what is sent.
 */
import type { SendWindow } from '../playbook/playbook.ts';
import type { Reason } from '../reason.ts';
import { isoDay, weekdayOf } from './day.ts';
import { type HolidayCalendar, holidaysOf } from './holidays.ts';
import { type DayHours, firstOpen } from './opening.ts';
import { weekendOf } from './places.ts';
import type { CalendarReason } from './reasons.ts';

/** The part of a send window that this rule reads. `days: 'working'` = all but the country's own days of rest. */
export type OpeningHours = Pick<SendWindow, 'fromMinute' | 'toMinute' | 'skipHolidays'> & {
  readonly days: readonly number[] | 'working';
};

/** Where the holidays and the working week are looked up. */
export interface WorkPlace {
  /** ISO 3166-1 alpha-2; null = not known: no holidays, Saturday and Sunday off. */
  readonly country: string | null;
  readonly region: string | null;
}

/** When something may happen. `at` in epoch milliseconds; null = not within 400 days. `reasons` say why not earlier. */
export interface Moment {
  readonly at: number | null;
  readonly reasons: readonly Reason[];
}

const CLOSED: DayHours = [];
/**
 * First instant ≥ `at` inside the window's days and hours in `zone` and not on a public holiday there.
 * Start of the window allowed, end not. `at` in epoch milliseconds, `zone` an IANA name that `isZone` knows.
 * Costs about 0.3 µs where `at` is inside, 1–2 µs where it moves.
 */
export function nextInWindow(at: number, zone: string, window: OpeningHours, place: WorkPlace): Moment {
  const reasons: Reason[] = [];
  const holidays = window.skipHolidays ? holidaysOf(place.country, place.region) : null;
  const open: DayHours = [[window.fromMinute, window.toMinute]];
  const hoursOf = (day: number) => (closedBy(day, window, place, holidays) === null ? open : CLOSED);
  const found = firstOpen(at, zone, hoursOf, (day, minute) => {
    const code = closedBy(day, window, place, holidays) ?? hoursReason(minute, window);
    if (tellsMore(code, reasons)) reasons.push(explain(code, day, holidays));
  });
  return { at: found, reasons: found === null ? [{ code: 'never-open' satisfies CalendarReason }] : reasons };
}

/** Each reason once; and having gone on to another day, to wait there until it opens is no reason of its own. */
function tellsMore(code: CalendarReason, told: readonly Reason[]): boolean {
  return told.length === 0 || (code !== 'before-opening' && told.every((reason) => reason.code !== code));
}

function closedBy(
  day: number,
  window: OpeningHours,
  place: WorkPlace,
  holidays: HolidayCalendar | null,
): CalendarReason | null {
  const weekday = weekdayOf(day);
  const open = window.days === 'working' ? !weekendOf(place.country).includes(weekday) : window.days.includes(weekday);
  if (!open) return 'closed-weekday';
  return holidays?.has(day) === true ? 'public-holiday' : null;
}

function hoursReason(minute: number, window: OpeningHours): CalendarReason {
  return minute < window.fromMinute ? 'before-opening' : 'after-close';
}

function explain(code: CalendarReason, day: number, holidays: HolidayCalendar | null): Reason {
  const facts = { day: isoDay(day) };
  return code === 'public-holiday'
    ? { code, facts: { ...facts, holiday: holidays?.get(day) ?? null } }
    : { code, facts };
}
