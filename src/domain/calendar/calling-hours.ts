/**
 * The table of calling hours: which hours of which days a person may be called or texted, by country and state, and
 * how often.
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

/** How often one person may be called or texted: in any 24 hours, in any 30 days; null = no law on file says so. */
export interface AttemptLimits {
  readonly day: number | null;
  readonly month: number | null;
  /** The law; empty where there is no limit. */
  readonly source: string;
}

interface Row {
  readonly weekday: readonly string[];
  readonly saturday?: readonly string[] | null;
  readonly sunday?: readonly string[] | null;
  readonly holiday?: readonly string[] | null;
  readonly attempts?: { readonly day?: number; readonly month?: number; readonly source: string };
  readonly source: string;
}

const NO_ATTEMPT_LIMITS: AttemptLimits = { day: null, month: null, source: '' };
const NATIONAL = read(data.national, hoursOf);
const REGIONAL = read(data.regional, hoursOf);
const WITH_REGIONS = new Set([...REGIONAL.keys()].map((place) => place.slice(0, 2)));
const ATTEMPTS = new Map([...read(data.national, attemptsOf), ...read(data.regional, attemptsOf)]);
/** Where it is not known whose law applies: the strictest day on file. */
const CAUTIOUS_ATTEMPTS: AttemptLimits = {
  day: Math.min(...[...ATTEMPTS.values()].flatMap(({ day }) => day ?? [])),
  month: null,
  source: 'the strictest on file, since the place is not known',
};

/**
 * Hours of a country and region code (`US`, `TX`); null where no row is on file, or where the regions of the country
 * differ and this lead's is not known.
 */
export function callingHoursOf(country: string, regionCode: string | null): CallingHours | null {
  if (regionCode === null && WITH_REGIONS.has(country)) return null;
  return REGIONAL.get(`${country}-${regionCode}`) ?? NATIONAL.get(country) ?? null;
}

/**
 * How often somebody in a country and region (`US`, `FL`) may be called or texted by law. Where the country is not known,
 * or the regions of the country differ and this lead's is not known, the strictest day on file.
 */
export function attemptLimitsOf(country: string | null, regionCode: string | null): AttemptLimits {
  if (country === null || (regionCode === null && WITH_REGIONS.has(country))) return CAUTIOUS_ATTEMPTS;
  return ATTEMPTS.get(`${country}-${regionCode}`) ?? ATTEMPTS.get(country) ?? NO_ATTEMPT_LIMITS;
}

function read<V>(rows: object, meaningOf: (row: Row) => V): ReadonlyMap<string, V> {
  return new Map(Object.entries(rows).map(([place, row]: [string, Row]) => [place, meaningOf(row)]));
}

function attemptsOf({ attempts }: Row): AttemptLimits {
  if (attempts === undefined) return NO_ATTEMPT_LIMITS;
  return { day: attempts.day ?? null, month: attempts.month ?? null, source: attempts.source };
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
