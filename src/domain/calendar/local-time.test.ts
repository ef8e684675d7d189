import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../../test/vectors/zones.json' with { type: 'json' };
import { firstShowing, wallAt } from './local-time.ts';
import { isZone, spanAt } from './zone-span.ts';

const MINUTE = 60_000;
/** Python lists it, no Node knows it: the name a machine has before its zone is set, and nobody's place. */
const NOT_A_PLACE = ['Factory'];
const groups = vectors.groups.map((group) => ({
  ...group,
  zones: group.zones.filter((zone) => !NOT_A_PLACE.includes(zone)),
}));
const zones = groups.flatMap((group) => group.zones);
const anyZone = fc.constantFrom(...zones);
const anyInstant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2036, 0, 1) });

describe(`every zone, 2024 to 2035, as Python's zoneinfo has it (tzdata ${vectors.tzdata})`, () => {
  test('there are as many zones and transitions as the world has', () => {
    expect(zones.length).toBeGreaterThan(590);
    expect(groups.reduce((sum, group) => sum + group.zones.length * group.turns.length, 0)).toBeGreaterThan(4_600);
  });

  test('offsets on both edges of every transition, and what a gap or a fold means', () => {
    const wrong: string[] = [];
    for (const { zones: names, offset, turns } of groups)
      for (const zone of names) wrong.push(...disagreements(zone, offset, turns));
    expect(wrong).toEqual([]);
  });
});

function disagreements(zone: string, firstOffset: number, turns: readonly (readonly number[])[]): string[] {
  const wrong: string[] = [];
  const expectSame = (what: string, got: number, want: number) => {
    if (got !== want) wrong.push(`${zone} ${what}: ${got}, not ${want}`);
  };
  let before = firstOffset;
  expectSame('at first', spanAt(Date.UTC(2024, 0, 1), zone).offset, before * MINUTE);
  for (const [at, after, first, middle, last] of turns as readonly [number, number, number, number, number][]) {
    const instant = at * MINUTE;
    expectSame(`start of ${instant}`, spanAt(instant, zone).start, instant);
    expectSame(`end before ${instant}`, spanAt(instant - 1, zone).end, instant);
    expectSame(`before ${instant}`, wallAt(instant - 1, zone), instant - 1 + before * MINUTE);
    expectSame(`after ${instant}`, wallAt(instant, zone), instant + after * MINUTE);
    const low = (at + Math.min(before, after)) * MINUTE;
    const high = (at + Math.max(before, after)) * MINUTE;
    expectSame(`first of ${instant}`, firstShowing(low, zone), instant + first * MINUTE);
    expectSame(`middle of ${instant}`, firstShowing((low + high) / 2, zone), instant + middle * MINUTE);
    expectSame(`last of ${instant}`, firstShowing(high, zone), instant + last * MINUTE);
    before = after;
  }
  return wrong;
}

describe('laws', () => {
  test('an instant found shows its wall time or later, and nothing just before it does', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (zone, wall) => {
        const at = firstShowing(wall, zone);
        expect(wallAt(at, zone)).toBeGreaterThanOrEqual(wall);
        expect(wallAt(at - 1, zone)).toBeLessThan(wall);
      }),
      { numRuns: 2_000 },
    );
  });

  test('wall and back is the same instant, or the same reading in the first pass of a fold', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (zone, at) => {
        const back = firstShowing(wallAt(at, zone), zone);
        expect(back === at || (back < at && wallAt(back, zone) === wallAt(at, zone))).toBe(true);
        expect(firstShowing(wallAt(at, zone), zone, at)).toBe(at);
      }),
      { numRuns: 2_000 },
    );
  });

  test('what is remembered is what Temporal says, in any order of asking', () => {
    fc.assert(
      fc.property(anyZone, fc.array(anyInstant, { maxLength: 8 }), (zone, instants) => {
        for (const at of instants) {
          const offset = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds;
          expect(wallAt(at, zone) - at).toBe(offset / 1e6);
        }
      }),
    );
  });
});

describe('places with a history', () => {
  const wall = (iso: string) => Date.parse(`${iso}Z`);
  test.each([
    ['spring gap in New York', 'America/New_York', '2026-03-08T02:30', '2026-03-08T07:00:00Z'],
    ['autumn fold in New York', 'America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z'],
    ['half an hour on Lord Howe', 'Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:30:00Z'],
    ['quarter hours in Chatham', 'Pacific/Chatham', '2026-06-01T09:00', '2026-05-31T20:15:00Z'],
    ['fourteen ahead on Kiritimati', 'Pacific/Kiritimati', '2026-06-02T01:00', '2026-06-01T11:00:00Z'],
    ['the Friday Samoa never had', 'Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00:00Z'],
    ['before zones, to the second', 'Europe/Amsterdam', '1890-01-01T00:00', '1889-12-31T23:42:30Z'],
  ])('%s', (_, zone, local, instant) => {
    expect(new Date(firstShowing(wall(local), zone)).toISOString()).toBe(new Date(instant).toISOString());
  });
});

test('a zone is a name, not an offset or a guess', () => {
  expect(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'].every(isZone)).toBe(true);
  for (const odd of ['', '+02:00', 'Mars/Olympus', 'Europe/', 'Berlin time', '../etc/passwd', 'Z'.repeat(9_999)])
    expect(isZone(odd)).toBe(false);
  expect(() => spanAt(0, 'Mars/Olympus')).toThrow(RangeError);
});
