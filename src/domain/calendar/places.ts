/**
 * The tables of where time zones lie: by country, region, city and phone prefix. A place is `DE`, or `US-NY`.
 * Owns the reading of `data/country-zones.json` (made by scripts/make-country-zones.ts) and `data/places.json` (kept by
 * hand, with its sources); must never weigh one kind of evidence against another: that is `zone.ts`.
 */
import countryData from './data/country-zones.json' with { type: 'json' };
import placeData from './data/places.json' with { type: 'json' };
import { foldName } from './region-name.ts';

const COUNTRY_ZONES: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(countryData.zones));
const WEEKENDS: ReadonlyMap<string, readonly number[]> = new Map(Object.entries(countryData.weekends));
const MAIN_ZONES: ReadonlyMap<string, string> = new Map(Object.entries(placeData.mains));
const REGIONS = regionTable();
const CITY_ZONES = cityTable();
const PHONE_PLACES = prefixTable(placeData.phones);
const CALLING_CODES: ReadonlyMap<string, string> = new Map(Object.entries(countryData.callingCodes));
const PHONE_ZONES = prefixTable(placeData.narrowPhones);
/** Digits of the longest prefix in the tables. */
const LONGEST_PREFIX = 7;
const SATURDAY_SUNDAY = [6, 7];

/** Zones of a country, one for each way of keeping time from 2026 on; empty where it is not known. */
export function countryZonesOf(country: string): readonly string[] {
  return COUNTRY_ZONES.get(country) ?? [];
}

/** The zone in which more than nine in ten people of a country with several live; null where there is none. */
export function mainZoneOf(country: string): string | null {
  return MAIN_ZONES.get(country) ?? null;
}

/** Days of rest in a country, ISO weekdays (Friday and Saturday in Egypt); Saturday and Sunday where it is not known. */
export function weekendOf(country: string | null): readonly number[] {
  return WEEKENDS.get(country ?? '') ?? SATURDAY_SUNDAY;
}

/** Zones of a region, `US-TX`, the one that most people there live in first; null where the table has no such place. */
export function regionZonesOf(place: string): readonly string[] | null {
  return REGIONS.get(place)?.zones ?? null;
}

/** Zone of a city in a country or region, by name without case and accents; null where it is not in the table. */
export function cityZoneOf(place: string, city: string): string | null {
  return city === '' ? null : (CITY_ZONES.get(`${place} ${foldName(city)}`) ?? null);
}

/** Place of a phone number (E.164) by its area or calling code; null where nobody answers it. */
export function phonePlaceOf(phone: string): string | null {
  return longestPrefix(phone, PHONE_PLACES) ?? longestPrefix(phone, CALLING_CODES);
}

/** Zone of an area code that lies in only one of its region's zones; null where it tells no more than the region. */
export function phoneZoneOf(phone: string): string | null {
  return longestPrefix(phone, PHONE_ZONES);
}

/**
 * The short code of a region given by code or name (`California` → `CA`), or null where the tables do not know it.
 * Only countries with several zones are in the tables.
 */
export function regionCodeOf(country: string, region: string): string | null {
  return region === '' ? null : (REGIONS.get(`${country}-${foldName(region)}`)?.code ?? null);
}

function longestPrefix(phone: string, table: ReadonlyMap<string, string>): string | null {
  for (let length = LONGEST_PREFIX; length > 0; length--) {
    const found = phone.startsWith('+') ? table.get(phone.slice(1, length + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return null;
}

function regionTable(): ReadonlyMap<string, { readonly code: string; readonly zones: readonly string[] }> {
  const table = new Map<string, { code: string; zones: readonly string[] }>();
  for (const [country, groups] of Object.entries(placeData.regions)) {
    for (const { zones, regions } of groups) {
      for (const row of regions) {
        const [code, ...names] = [row.slice(0, row.indexOf(' ')), ...row.slice(row.indexOf(' ') + 1).split('/')];
        table.set(`${country}-${code}`, { code: code!, zones });
        for (const name of [code!, ...names]) table.set(`${country}-${foldName(name)}`, { code: code!, zones });
      }
    }
  }
  return table;
}

function cityTable(): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const [place, zones] of Object.entries(placeData.cities))
    for (const [zone, cities] of Object.entries(zones as Record<string, string[]>))
      for (const city of cities) table.set(`${place} ${foldName(city)}`, zone);
  return table;
}

function prefixTable(rows: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(rows).flatMap(([value, prefixes]) =>
      prefixes.split(' ').map((prefix): [string, string] => [prefix, value]),
    ),
  );
}
