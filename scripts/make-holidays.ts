/**
 * Writes `src/domain/calendar/data/holidays.json`: the public holidays of every country, and of every state that has
 * others, that date-holidays knows. Owns nothing at run time: the package takes 0.9 s to load and is needed only here.
 * Run `node scripts/make-holidays.ts` after raising its version.
 *
 * A place is one string: years parted by `.`; in each a holiday is four characters in base 36, two for the day of the
 * year (0 = 1 January) and two for its name in `names`. Half days (Christmas Eve from noon) are left out: a message at
 * ten in the morning is not on a holiday.
 * Source: date-holidays (code ISC, data CC BY-SA 3.0 after Wikipedia); see NOTICE.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import Holidays from 'date-holidays';

const FIRST_YEAR = 2024;
const LAST_YEAR = 2035;
const DAY_MS = 86_400_000;
const OUT = new URL('../src/domain/calendar/data/holidays.json', import.meta.url);

/** Names that English speakers write and the package lacks. */
const ALSO: Readonly<Record<string, string>> = {
  'DE-BY': 'Bavaria',
  'DE-HB': 'Bremen',
  'DE-HE': 'Hesse',
  'DE-HH': 'Hamburg',
  'DE-MV': 'Mecklenburg-Western Pomerania',
  'DE-NI': 'Lower Saxony',
  'DE-NW': 'North Rhine-Westphalia',
  'DE-RP': 'Rhineland-Palatinate',
  'DE-SN': 'Saxony',
  'DE-ST': 'Saxony-Anhalt',
  'DE-TH': 'Thuringia',
  'ES-CM': 'Castilla-La Mancha',
  'ES-CN': 'Canarias',
  'ES-MC': 'Murcia',
  'ES-MD': 'Madrid',
  'ES-NC': 'Navarra',
};

const names = new Map<string, number>();

function code(value: number): string {
  if (value >= 36 * 36) throw new Error(`${value} does not fit two characters: widen the format`);
  return value.toString(36).padStart(2, '0');
}

function nameIndex(name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}

/** Whole days a holiday covers, by local date. A spring day of 23 hours is whole; an evening is not. */
function daysOf(holiday: { date: string; start: Date; end: Date }): string[] {
  const [date, clock] = holiday.date.split(' ');
  const count = Math.round((holiday.end.getTime() - holiday.start.getTime()) / DAY_MS);
  if (clock !== '00:00:00') return [];
  const first = Date.parse(`${date}T00:00:00Z`);
  return Array.from({ length: count }, (_, i) => new Date(first + i * DAY_MS).toISOString().slice(0, 10));
}

function place(country: string, state?: string): string {
  const calendar = state === undefined ? new Holidays(country) : new Holidays(country, state);
  const byDay = new Map<string, string>();
  for (let year = FIRST_YEAR - 1; year <= LAST_YEAR; year++) {
    for (const holiday of calendar.getHolidays(year, 'en')) {
      if (holiday.type !== 'public') continue;
      for (const day of daysOf(holiday)) if (!byDay.has(day)) byDay.set(day, holiday.name);
    }
  }
  const years: string[] = [];
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    const newYear = Date.UTC(year, 0, 1);
    const days = [...byDay].filter(([day]) => day.startsWith(`${year}-`)).sort(([a], [b]) => (a < b ? -1 : 1));
    years.push(days.map(([day, name]) => code((Date.parse(day) - newYear) / DAY_MS) + code(nameIndex(name))).join(''));
  }
  return years.join('.');
}

const places: Record<string, string> = {};
const states: Record<string, string> = {};
const all = new Holidays();
for (const country of Object.keys(all.getCountries()).sort()) {
  places[country] = place(country);
  const english = all.getStates(country, 'en') ?? {};
  for (const [state, name] of Object.entries(all.getStates(country) ?? {})) {
    const days = place(country, state);
    if (days === places[country]) continue;
    places[`${country}-${state}`] = days;
    states[`${country}-${state}`] = [
      ...new Set([name, english[state] ?? name, ALSO[`${country}-${state}`] ?? name]),
    ].join('/');
  }
}

const manifest = new URL('../node_modules/date-holidays/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
const rows = (table: Record<string, string>) =>
  Object.entries(table)
    .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(',\n');
writeFileSync(
  OUT,
  `{
  "about": "Public holidays, made by scripts/make-holidays.ts from date-holidays ${version}; do not edit.",
  "licence": "CC BY-SA 3.0 (data of date-holidays, after Wikipedia); see NOTICE",
  "firstYear": ${FIRST_YEAR},
  "names": ${JSON.stringify([...names.keys()])},
  "states": {\n${rows(states)}\n  },
  "places": {\n${rows(places)}\n  }
}\n`,
);
console.log(`${Object.keys(places).length} places, ${names.size} names`);
