import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callingHoursOf } from './calling-hours.ts';
import data from './data/quiet-hours.json' with { type: 'json' };
import { DAY_MS, MINUTE_MS } from './day.ts';
import { wallAt } from './local-time.ts';
import { countryZonesOf, regionCodeOf, regionZonesOf } from './places.ts';
import { isQuiet } from './quiet-hours.ts';

const states = Object.keys(data.regional).map((place) => place.slice(3));
const anyInstant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2035, 11, 1) });

test('every row names its law, and hours that begin before they end', () => {
  for (const [place, row] of Object.entries({ ...data.national, ...data.regional })) {
    expect([place, row.source.length > 5]).toEqual([place, true]);
    const hours = callingHoursOf(place.slice(0, 2), place.slice(3) || 'none');
    const ranges = [hours!.weekday, hours!.saturday, hours!.sunday, hours!.holiday ?? []].flat();
    expect([place, ranges.every(([from, to]) => from < to && to <= 1440)]).toEqual([place, true]);
  }
});

test('no American state is called outside the federal hours, and each row is reached', () => {
  const federal = callingHoursOf('US', 'CA')!.weekday[0]!;
  for (const state of states) {
    expect(regionCodeOf('US', state)).toBe(state);
    const { weekday, saturday, sunday } = callingHoursOf('US', state)!;
    for (const [from, to] of [weekday, saturday, sunday].flat()) {
      expect(from).toBeGreaterThanOrEqual(federal[0]);
      expect(to).toBeLessThanOrEqual(federal[1]);
    }
  }
});

test('what is given as the end is not quiet, and lies within the federal hours of every zone', () => {
  fc.assert(
    fc.property(anyInstant, fc.constantFrom(...states), (at, region) => {
      const place = { country: 'US', region, zones: regionZonesOf(`US-${region}`)! };
      const answer = isQuiet(at, 'sms', place);
      const until = answer.quiet ? answer.until! : at;
      expect(isQuiet(until, 'voice', place)).toEqual({ quiet: false });
      for (const zone of place.zones) {
        const wall = wallAt(until, zone);
        const minute = (wall - Math.floor(wall / DAY_MS) * DAY_MS) / MINUTE_MS;
        expect(minute >= 8 * 60 && minute < 21 * 60).toBe(true);
      }
    }),
  );
});

test('somewhere in the United States is called between ten and five everywhere in it', () => {
  const place = { country: 'US', region: null, zones: countryZonesOf('US') };
  fc.assert(
    fc.property(anyInstant, (at) => {
      const answer = isQuiet(at, 'sms', place);
      const until = answer.quiet ? answer.until : at;
      for (const zone of place.zones) {
        const hour = Math.floor(wallAt(until!, zone) / 3_600_000) % 24;
        expect(hour >= 10 && hour < 17).toBe(true);
      }
    }),
  );
});
