import { describe, expect, test } from 'vitest';
import { calendarOfPlace } from './place-calendar.ts';
import { isQuiet } from './quiet-hours.ts';

const TODAY = Date.UTC(2026, 11, 20) / 86_400_000;
const of = (country: string, region: string | null = null) => calendarOfPlace({ country, region }, TODAY, 3);

describe('what is known of a place', () => {
  test('a state by its name: its law, its zones, how often, its holidays from today on', () => {
    const florida = of('US', 'Florida');
    expect(florida).toMatchObject({ region: 'FL', attempts: { day: 3, month: null }, weekend: [6, 7] });
    expect(florida.zones).toContain('America/New_York');
    expect(florida.calls.law).toContain('Fla. Stat.');
    expect(florida.holidays[0]).toEqual({ day: '2026-12-25', name: 'Christmas Day' });
    expect(florida.holidays).toHaveLength(3);
  });

  test('a country whose states differ, where the state is not known, and one that nobody has looked into: the cautious hours', () => {
    for (const country of ['US', 'BR']) {
      expect(of(country).calls).toMatchObject({ law: null, weekday: [[600, 1020]], sunday: [[600, 1020]] });
    }
    expect(of('US').attempts.source).toBe('the strictest on file, since the place is not known');
  });

  test('days on which nobody may be called are empty', () => {
    expect(of('ES').zones).toEqual(['Europe/Madrid', 'Atlantic/Canary']);
    expect(of('ES').calls).toMatchObject({ saturday: [], sunday: [], holiday: [], weekday: [[540, 1260]] });
  });

  test('it tells the hours by which the gate goes', () => {
    for (const [country, region] of [
      ['US', 'FL'],
      ['ES', null],
      ['BR', null],
      ['FR', null],
    ] as const) {
      const { calls, zones } = calendarOfPlace({ country, region }, TODAY, 0);
      const place = { country, region, zones: ['UTC'] };
      // A Tuesday, a Saturday and a Sunday without a holiday, each minute by its own clock.
      for (const [day, hours] of [
        [2, calls.weekday],
        [6, calls.saturday],
        [7, calls.sunday],
      ] as const) {
        const midnight = Date.UTC(2026, 5, 7 + day);
        const open = (minute: number) => hours.some(([from, to]) => minute >= from && minute < to);
        for (let minute = 0; minute < 1_440; minute += 5)
          expect(isQuiet(midnight + minute * 60_000, 'voice', place).quiet, `${country} ${day} ${minute}`).toBe(
            !open(minute),
          );
      }
      expect(zones.length).toBeGreaterThan(0);
    }
  });
});
