/**
 * The table of calling hours: which hours of which days a person may be called or texted, by country and state.
 * Owns the reading of `data/quiet-hours.json`, which is kept by hand with the law of each row; must never decide what
 * happens where no row is known: that is `quiet-hours.ts`.
 */
import data from './data/quiet-hours.json' with { type: 'json' };
import type { DayHours } from './opening.ts';

/** Hours of one country or state. */
export interface CallingHours {
  readonly weekday: DayHours;
  readonly saturday: DayHours;
  readonly sunday: DayHours;
  /** Null = a public holiday is like any other day. */
  readonly holiday: DayHours | null;
  /** The law. */
  readonly source: string;
}

interface Row {
  readonly weekday: readonly string[];
  readonly saturday?: readonly string[] | null;
  readonly sunday?: readonly string[] | null;
  readonly holiday?: readonly string[] | null;
  readonly source: string;
}

const NATIONAL = read(data.national);
const REGIONAL = read(data.regional);
const WITH_REGIONS = new Set([...REGIONAL.keys()].map((place) => place.slice(0, 2)));

/**
 * Hours of a country and region code (`US`, `TX`); null where no row is on file, or where the regions of the country
 * differ and this lead's is not known.
 */
export function callingHoursOf(country: string, regionCode: string | null): CallingHours | null {
  if (regionCode === null && WITH_REGIONS.has(country)) return null;
  return REGIONAL.get(`${country}-${regionCode}`) ?? NATIONAL.get(country) ?? null;
}

function read(rows: object): ReadonlyMap<string, CallingHours> {
  return new Map(Object.entries(rows).map(([place, row]: [string, Row]) => [place, hoursOf(row)]));
}

/** An absent day is as the one before it. */
function hoursOf(row: Row): CallingHours {
  const weekday = row.weekday.map(rangeOf);
  const saturday = row.saturday === undefined ? weekday : (row.saturday ?? []).map(rangeOf);
  const sunday = row.sunday === undefined ? saturday : (row.sunday ?? []).map(rangeOf);
  const holiday = row.holiday === undefined ? null : (row.holiday ?? []).map(rangeOf);
  return { weekday, saturday, sunday, holiday, source: row.source };
}

function rangeOf(text: string): readonly [number, number] {
  const [from, to] = text.split('-').map((clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)));
  return [from!, to!];
}
