/**
 * What the calendar knows of a place: its zones, its days of rest, when and how often somebody there may be called or texted, its next
 * holidays. Tells what the gate asks (`quiet-hours.ts`, `caps.ts`, `window.ts`), and decides nothing.
 */
import { type AttemptLimits, attemptLimitsOf, callingHoursOf } from './calling-hours.ts';
import { isoDay } from './day.ts';
import { holidaysOf } from './holidays.ts';
import type { DayHours } from './opening.ts';
import { countryZonesOf, mainZoneOf, regionCodeOf, regionZonesOf, weekendOf } from './places.ts';
import { CAUTIOUS_HOURS } from './quiet-hours.ts';

/** Hours in which somebody may be called or texted, in minutes of their own day; an empty day is none at all. */
export interface CallingWeek {
  readonly weekday: DayHours;
  readonly saturday: DayHours;
  readonly sunday: DayHours;
  /** Null = a public holiday is like any other day. */
  readonly holiday: DayHours | null;
  /** Null = no law is on file for the place, or its regions differ and this one is not known: the cautious hours. */
  readonly law: string | null;
}

/** A day, `2026-12-25`, and its name in English. */
export interface Holiday {
  readonly day: string;
  readonly name: string;
}

/** What is known of a place. */
export interface PlaceCalendar {
  /** The code of the region where the tables know it. */
  readonly region: string | null;
  /** The zone that most people there live in first; empty where the country is not known. */
  readonly zones: readonly string[];
  /** ISO weekdays. */
  readonly weekend: readonly number[];
  readonly calls: CallingWeek;
  readonly attempts: AttemptLimits;
  readonly holidays: readonly Holiday[];
}

/** Of a country (`US`) and one of its regions by code or name. `today` in days since 1970; at most `most` holidays from it on. */
export function calendarOfPlace(
  { country, region }: { readonly country: string; readonly region: string | null },
  today: number,
  most: number,
): PlaceCalendar {
  const code = regionCodeOf(country, region ?? '');
  const hours = callingHoursOf(country, code);
  const days = [...holidaysOf(country, region)].filter(([day]) => day >= today).sort(([a], [b]) => a - b);
  return {
    region: code,
    zones: (code === null ? null : regionZonesOf(`${country}-${code}`)) ?? zonesOf(country),
    weekend: weekendOf(country),
    calls: hours ? { ...hours, law: hours.source } : CAUTIOUS_WEEK,
    attempts: attemptLimitsOf(country, code),
    holidays: days.slice(0, most).map(([day, name]) => ({ day: isoDay(day), name })),
  };
}

function zonesOf(country: string): readonly string[] {
  const [main, zones] = [mainZoneOf(country), countryZonesOf(country)];
  return main === null ? zones : [main, ...zones.filter((zone) => zone !== main)];
}

const CAUTIOUS_WEEK: CallingWeek = {
  weekday: CAUTIOUS_HOURS,
  saturday: CAUTIOUS_HOURS,
  sunday: CAUTIOUS_HOURS,
  holiday: null,
  law: null,
};
