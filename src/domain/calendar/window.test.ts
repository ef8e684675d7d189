import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../../test/vectors/zones.json' with { type: 'json' };
import { DAY_MS, dayOf, MINUTE_MS, weekdayOf } from './day.ts';
import { holidaysOf } from './holidays.ts';
import { firstShowing, wallAt } from './local-time.ts';
import { stepDue } from './step-due.ts';
import { nextInWindow, type OpeningHours, type WorkPlace } from './window.ts';

const QUARTER = 15 * MINUTE_MS;
const zones = vectors.groups.flatMap((group) => group.zones).filter((zone) => zone !== 'Factory');
const anyZone = fc.constantFrom(...zones);
const anyInstant = fc.integer({ min: Date.UTC(2024, 0, 1) / QUARTER, max: Date.UTC(2035, 11, 1) / QUARTER });
const anyPlace = fc.constantFrom<WorkPlace>(
  { country: null, region: null },
  { country: 'DE', region: 'BY' },
  { country: 'US', region: null },
  { country: 'SA', region: null },
);
const anyWindow: fc.Arbitrary<OpeningHours> = fc
  .record({
    days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    from: fc.integer({ min: 0, max: 90 }),
    length: fc.integer({ min: 1, max: 96 }),
    skipHolidays: fc.boolean(),
  })
  .map(({ days, from, length, skipHolidays }) => ({
    days,
    fromMinute: from * 15,
    toMinute: Math.min(1440, (from + length) * 15),
    skipHolidays,
  }));

/** The window said again in the plainest way. */
function isInside(at: number, zone: string, window: OpeningHours, { country, region }: WorkPlace): boolean {
  const wall = wallAt(at, zone);
  const day = dayOf(wall);
  const minute = (wall - day * DAY_MS) / MINUTE_MS;
  const holiday = window.skipHolidays && holidaysOf(country, region).has(day);
  const days = window.days as readonly number[];
  return days.includes(weekdayOf(day)) && !holiday && minute >= window.fromMinute && minute < window.toMinute;
}

describe('nextInWindow', () => {
  test('is inside, not before what was asked, and nothing earlier is inside; all zones', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, anyWindow, anyPlace, (quarter, zone, window, place) => {
        const asked = quarter * QUARTER;
        const { at, reasons } = nextInWindow(asked, zone, window, place);
        expect(at).not.toBeNull();
        expect(isInside(at!, zone, window, place)).toBe(true);
        expect(reasons.length === 0).toBe(at === asked);
        for (let earlier = asked; earlier < at!; earlier += QUARTER)
          expect(isInside(earlier, zone, window, place)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('asked again at its own answer, it stays', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, anyWindow, anyPlace, (quarter, zone, window, place) => {
        const { at } = nextInWindow(quarter * QUARTER + 1, zone, window, place);
        expect(nextInWindow(at!, zone, window, place)).toEqual({ at, reasons: [] });
      }),
    );
  });
});

describe('stepDue', () => {
  const timing = fc.record({
    startedAt: anyInstant.map((quarter) => quarter * QUARTER),
    day: fc.integer({ min: 0, max: 90 }),
    zone: anyZone,
    window: anyWindow,
    notBefore: fc.option(anyInstant.map((quarter) => quarter * QUARTER)),
  });

  test('never before enrollment, the local date of its day, or the minimum gap', () => {
    fc.assert(
      fc.property(timing, anyPlace, (ask, place) => {
        const { at } = stepDue({ ...ask, ...place });
        const date = dayOf(wallAt(ask.startedAt, ask.zone)) + ask.day;
        expect(at!).toBeGreaterThanOrEqual(ask.startedAt);
        expect(at!).toBeGreaterThanOrEqual(firstShowing(date * DAY_MS, ask.zone));
        expect(at!).toBeGreaterThanOrEqual(ask.notBefore ?? 0);
      }),
    );
  });

  test('a later day is never due earlier', () => {
    fc.assert(
      fc.property(timing, anyPlace, (ask, place) => {
        const due = (day: number) => stepDue({ ...ask, ...place, day }).at!;
        expect(due(ask.day + 1)).toBeGreaterThanOrEqual(due(ask.day));
      }),
    );
  });
});
