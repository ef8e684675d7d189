/**
 * Quiet hours: when nobody may be called or texted (directives/quiet-hours.md). E-mail has none.
 * Owns the rule of many zones and of unknown places; the hours themselves are `calling-hours.ts`. It says what is
 * enforced here and no more: exemptions, attempt limits and do-not-call registers stay the user's duty.
 */
import type { Reason } from '../reason.ts';
import { type CallingHours, callingHoursOf } from './calling-hours.ts';
import { DAY_MS, weekdayOf } from './day.ts';
import { type HolidayCalendar, holidaysOf } from './holidays.ts';
import { type DayHours, firstOpen } from './opening.ts';
import { regionCodeOf } from './places.ts';
import type { CalendarReason } from './reasons.ts';

/** Where a person may be. */
export interface CallingPlace {
  readonly country: string | null;
  readonly region: string | null;
  /** Every zone the person may be in (`ZoneFinding.candidates`); empty = nobody knows, so it is always quiet. */
  readonly zones: readonly string[];
}

/** Whether it is quiet, and until when (epoch milliseconds; null = until more is known of where the person is). */
export type QuietAnswer =
  | { readonly quiet: false }
  | { readonly quiet: true; readonly until: number | null; readonly reasons: readonly Reason[] };

/** Where no row is known: hours in which hardly any law on file forbids a call on a working day. */
export const CAUTIOUS_HOURS: DayHours = [[10 * 60, 17 * 60]];
/** Zones that agree on no hour within this many days never will. */
const AGREEMENT_DAYS = 30;
const SUNDAY = 7;
const SATURDAY = 6;

/**
 * Whether a call or text at `at` would fall into quiet hours: outside the hours of the place in any zone the person may
 * be in. The start of the hours is allowed, the end is not. `at` in epoch milliseconds.
 */
export function isQuiet(at: number, channel: 'email' | 'sms' | 'voice' | 'ai-voice', place: CallingPlace): QuietAnswer {
  if (channel === 'email') return { quiet: false };
  const hours = hoursOfPlace(place);
  const until = firstAgreed(at, place.zones, hoursByDay(hours, place));
  if (until === at) return { quiet: false };
  return { quiet: true, until, reasons: [until === null ? NEVER : whyQuiet(hours)] };
}

const NEVER: Reason = { code: 'quiet-hours-never-agree' satisfies CalendarReason };

function whyQuiet(hours: CallingHours | null): Reason {
  const cautious: CalendarReason = 'quiet-hours-cautious';
  const known: CalendarReason = 'quiet-hours';
  return hours === null ? { code: cautious } : { code: known, facts: { law: hours.source } };
}

function hoursOfPlace({ country, region }: CallingPlace): CallingHours | null {
  return country === null ? null : callingHoursOf(country, regionCodeOf(country, region ?? ''));
}

function hoursByDay(hours: CallingHours | null, place: CallingPlace): (day: number) => DayHours {
  if (hours === null) return () => CAUTIOUS_HOURS;
  const holidays = holidaysOf(place.country, place.region);
  return (day) => hoursOn(day, hours, holidays);
}

function hoursOn(day: number, hours: CallingHours, holidays: HolidayCalendar): DayHours {
  if (hours.holiday !== null && holidays.has(day)) return hours.holiday;
  const weekday = weekdayOf(day);
  if (weekday === SUNDAY) return hours.sunday;
  return weekday === SATURDAY ? hours.saturday : hours.weekday;
}

/** First instant ≥ `at` that is open in every zone. Each round goes to where the slowest zone opens. */
function firstAgreed(at: number, zones: readonly string[], hoursOf: (day: number) => DayHours): number | null {
  const horizon = at + AGREEMENT_DAYS * DAY_MS;
  let now = zones.length === 0 ? horizon : at;
  while (now < horizon) {
    const openings = zones.map((zone) => firstOpen(now, zone, hoursOf) ?? horizon);
    const latest = Math.max(...openings);
    if (latest === now) return now;
    now = latest;
  }
  return null;
}
