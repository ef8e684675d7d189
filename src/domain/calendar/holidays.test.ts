import { describe, expect, test } from 'vitest';
import data from './data/holidays.json' with { type: 'json' };
import { DAY_MS, yearOf } from './day.ts';
import { holidaysOf } from './holidays.ts';

const day = (iso: string) => Date.parse(`${iso}T00:00Z`) / DAY_MS;
const on = (iso: string, country: string | null, region: string | null = null) =>
  holidaysOf(country, region).get(day(iso));

describe('days that everybody can look up', () => {
  test.each([
    ['US', null, '2026-11-26', 'Thanksgiving Day'],
    ['US', null, '2026-07-03', 'Independence Day (substitute day)'],
    ['GB', null, '2026-12-28', 'Boxing Day (substitute day)'],
    ['GB', 'SCT', '2026-11-30', 'St Andrew’s Day'],
    ['GB', 'Scotland', '2026-11-30', 'St Andrew’s Day'],
    ['DE', null, '2026-10-03', 'National Holiday'],
    ['DE', 'BY', '2026-06-04', 'Corpus Christi'],
    ['FR', null, '2026-07-14', 'Bastille Day'],
    ['JP', null, '2026-05-06', 'Constitution Day (substitute day)'],
    ['AU', 'NSW', '2026-06-08', "King's Birthday"],
    ['BR', null, '2026-09-07', 'Independence Day'],
  ])('%s %s %s', (country, region, date, name) => {
    expect(on(date, country, region)).toBe(name);
  });

  test('Easter moves with the moon: its Monday in Germany, 2024 to 2035', () => {
    const mondays = ['2024-04-01', '2025-04-21', '2026-04-06', '2027-03-29', '2028-04-17', '2029-04-02'];
    mondays.push('2030-04-22', '2031-04-14', '2032-03-29', '2033-04-18', '2034-04-10', '2035-03-26');
    for (const monday of mondays) expect(on(monday, 'DE')).toBe('Easter Monday');
  });

  test('a holiday of several days covers each', () => {
    expect(
      ['2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22', '2026-03-23'].map((date) => on(date, 'SA')),
    ).toEqual([...Array(4).fill('End of Ramadan (Eid al-Fitr)'), undefined]);
  });

  test('half days and ordinary days are none', () => {
    expect([on('2026-12-24', 'AU', 'SA'), on('2026-06-02', 'DE'), on('2026-06-04', 'DE', 'HH')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('a place nobody knows has none, a state nobody knows has its country’s', () => {
    expect(holidaysOf(null, null).size).toBe(0);
    for (const odd of ['XX', 'constructor', '__proto__']) expect(holidaysOf(odd, odd).size).toBe(0);
    expect(holidaysOf('DE', 'Atlantis')).toBe(holidaysOf('DE', null));
  });
});

test('the data covers the world, every year, whole days only', () => {
  const places = Object.keys(data.places);
  expect(places.length).toBeGreaterThan(500);
  expect(places.filter((place) => place.length === 2).length).toBeGreaterThan(200);
  for (const place of places) {
    const calendar = holidaysOf(place.slice(0, 2), place.slice(3) || null);
    const years = new Set([...calendar.keys()].map((date) => yearOf(date).year));
    expect([place, years.size === 12 || calendar.size === 0]).toEqual([place, true]);
    expect([...calendar.values()].every((name) => name.length > 1)).toBe(true);
  }
});
