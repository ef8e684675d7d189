import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, dayOf, isoDay, newYearOf, weekdayOf, yearOf } from './day.ts';

const anyDay = fc.integer({ min: -680_000, max: 2_900_000 });

test('days, weekdays and years are those of the Gregorian calendar', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const date = new Date(day * DAY_MS);
      expect(isoDay(day)).toBe(date.toISOString().slice(0, 10));
      expect(weekdayOf(day)).toBe(date.getUTCDay() || 7);
      expect(yearOf(day).year).toBe(date.getUTCFullYear());
      expect(newYearOf(date.getUTCFullYear()) * DAY_MS).toBe(Date.UTC(date.getUTCFullYear(), 0, 1));
    }),
    { numRuns: 5_000 },
  );
});

test('a day lasts from its midnight to the next', () => {
  expect([dayOf(-1), dayOf(0), dayOf(DAY_MS - 1), dayOf(DAY_MS)]).toEqual([-1, 0, 0, 1]);
});
