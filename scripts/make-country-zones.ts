/**
 * Writes `src/domain/calendar/data/country-zones.json`: the zones of each country, the days it rests, and who answers a
 * calling code. Owns nothing at run time. Run it again when Node's time-zone data moves:
 * `node scripts/make-country-zones.ts`.
 * Source: Intl.Locale getTimeZones and getWeekInfo (CLDR), libphonenumber metadata (calling codes).
 */
import { writeFileSync } from 'node:fs';
import { getCountries } from 'libphonenumber-js';
import metadata from 'libphonenumber-js/metadata.min.json';

const FROM = Temporal.Instant.from('2026-01-01T00:00Z');
const UNTIL = Temporal.Instant.from('2036-01-01T00:00Z');
const OUT = new URL('../src/domain/calendar/data/country-zones.json', import.meta.url);

/** CLDR keeps the names of 1995; people know today's. */
const TODAY_NAMES: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** Where several zones of a country keep the same time, the one that most people there know stands for them. */
const WELL_KNOWN = new Set([
  'America/Argentina/Buenos_Aires',
  'America/Anchorage',
  'America/Chicago',
  'America/Denver',
  'America/Halifax',
  'America/Manaus',
  'America/Mexico_City',
  'America/New_York',
  'America/Rio_Branco',
  'America/Sao_Paulo',
  'America/Toronto',
  'America/Whitehorse',
  'America/Winnipeg',
  'America/Nuuk',
  'Asia/Jakarta',
  'Asia/Kamchatka',
  'Asia/Kuala_Lumpur',
  'Asia/Novosibirsk',
  'Asia/Tashkent',
  'Asia/Vladivostok',
  'Asia/Almaty',
  'Asia/Yakutsk',
  'Australia/Adelaide',
  'Australia/Brisbane',
  'Australia/Sydney',
  'Europe/Berlin',
  'Europe/Lisbon',
  'Europe/Madrid',
  'Europe/Moscow',
  'Europe/Samara',
  'Pacific/Majuro',
]);

function offsetsOf(zone: string): string {
  let at = FROM.toZonedDateTimeISO(zone);
  const out: (number | string)[] = [at.offset];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= UNTIL.epochMilliseconds) return out.join(' ');
    out.push(next.epochMilliseconds, next.offset);
    at = next;
  }
}

/** One zone for each way of keeping time from 2026 to 2035. */
function distinctZones(zones: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const old of zones) {
    const zone = TODAY_NAMES[old] ?? old;
    const key = offsetsOf(zone);
    groups.set(key, [...(groups.get(key) ?? []), zone]);
  }
  return [...groups.values()].map((group) => group.find((zone) => WELL_KNOWN.has(zone)) ?? group[0]!).sort();
}

/** Not yet in TypeScript's library: both methods are in ECMA-402. */
interface RegionLocale {
  getTimeZones(): string[] | undefined;
  getWeekInfo(): { weekend: number[] };
}

const zones: Record<string, string[]> = {};
const weekends: Record<string, number[]> = {};
for (const country of getCountries()) {
  const locale = new Intl.Locale('und', { region: country }) as unknown as RegionLocale;
  const found = locale.getTimeZones() ?? [];
  if (found.length > 0) zones[country] = distinctZones(found);
  const { weekend } = locale.getWeekInfo();
  if (weekend.join() !== '6,7') weekends[country] = weekend;
}

/** Where countries share a code libphonenumber names the main one first; the others' prefixes are in places.json. */
const callingCodes = Object.fromEntries(
  Object.entries(metadata.country_calling_codes).flatMap(([code, countries]) =>
    zones[countries[0]!] === undefined ? [] : [[code, countries[0]!]],
  ),
);

const rows = (table: Record<string, unknown>) =>
  Object.entries(table)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, list]) => `    ${JSON.stringify(key)}: ${JSON.stringify(list)}`)
    .join(',\n');

writeFileSync(
  OUT,
  `{
  "about": "Made by scripts/make-country-zones.ts; do not edit. tz ${process.versions.tz}, CLDR ${process.versions.cldr}.",
  "sources": ["Unicode CLDR through Intl.Locale (Unicode License v3)", "IANA tz database (public domain)", "libphonenumber (Apache-2.0): calling codes"],
  "tz": "${process.versions.tz}",
  "zones": {\n${rows(zones)}\n  },
  "weekends": {\n${rows(weekends)}\n  },
  "callingCodes": {\n${rows(callingCodes)}\n  }
}\n`,
);
console.log(`${Object.keys(zones).length} countries, ${Object.keys(callingCodes).length} calling codes`);
