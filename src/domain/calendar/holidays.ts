/**
 * Public holidays by country and state, 2024 to 2035.
 * Owns the reading of `data/holidays.json`, which `scripts/make-holidays.ts` makes from date-holidays; a country is
 * unpacked when it is first asked for. Must never decide what a holiday means for sending: that is `window.ts`.
 * Source: date-holidays (data CC BY-SA 3.0), see NOTICE. Half days are not in it.
 */
import { LIMITS } from '../limits.ts';
import data from './data/holidays.json' with { type: 'json' };
import { newYearOf } from './day.ts';
import { foldName } from './region-name.ts';

/** English names of the holidays of one place, by day since 1970-01-01. */
export type HolidayCalendar = ReadonlyMap<number, string>;

const PLACES: ReadonlyMap<string, string> = new Map(Object.entries(data.places));
const NONE: HolidayCalendar = new Map();
const DAY_CHARACTERS = 2;
const HOLIDAY_CHARACTERS = 4;
const RADIX = 36;

const unpacked = new Map<string, HolidayCalendar>();
const calendars = new Map<string, HolidayCalendar>();
let stateCodes: ReadonlyMap<string, string> | null = null;

/**
 * Holidays of a lead's country, with those of its state where that one has others and is known.
 * `country` is ISO 3166-1 alpha-2; `region` a code (`BY`) or a name (`Bayern`, `Bavaria`). A country that is unknown,
 * or that nobody has listed, has none. Costs 0.1 µs warm.
 */
export function holidaysOf(country: string | null, region: string | null): HolidayCalendar {
  if (country === null) return NONE;
  const asked = region === null ? country : `${country}-${region}`;
  const known = calendars.get(asked);
  if (known !== undefined) return known;
  if (calendars.size >= LIMITS.holidayPlaces) calendars.clear();
  const calendar = unpack(region === null ? country : placeOf(country, region));
  calendars.set(asked, calendar);
  return calendar;
}

function placeOf(country: string, region: string): string {
  stateCodes ??= statesByName();
  return stateCodes.get(`${country}-${foldName(region)}`) ?? country;
}

function statesByName(): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const [place, names] of Object.entries(data.states as Record<string, string>)) {
    const country = place.slice(0, 2);
    for (const name of [place.slice(3), ...names.split('/')]) table.set(`${country}-${foldName(name)}`, place);
  }
  return table;
}

function unpack(place: string): HolidayCalendar {
  const packed = PLACES.get(place);
  if (packed === undefined) return NONE;
  const known = unpacked.get(place);
  if (known !== undefined) return known;
  const calendar = new Map<number, string>();
  for (const [index, days] of packed.split('.').entries()) {
    const newYear = newYearOf(data.firstYear + index);
    for (let i = 0; i < days.length; i += HOLIDAY_CHARACTERS) {
      const day = Number.parseInt(days.slice(i, i + DAY_CHARACTERS), RADIX);
      const name = Number.parseInt(days.slice(i + DAY_CHARACTERS, i + HOLIDAY_CHARACTERS), RADIX);
      calendar.set(newYear + day, data.names[name]!);
    }
  }
  unpacked.set(place, calendar);
  return calendar;
}
