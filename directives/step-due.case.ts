/** Runs a row of step-due.md. */
import { stepDue } from '../src/domain/calendar/step-due.ts';
import { instantOf, minuteOf, wallText } from './wall-clock.ts';

interface Row {
  readonly enrolled: string;
  readonly zone: string;
  readonly country: string;
  readonly day: number;
  readonly time?: string;
  readonly 'not before'?: string;
}

const WINDOW = { days: [1, 2, 3, 4, 5], fromMinute: 9 * 60, toMinute: 17 * 60, skipHolidays: true };

export function run(row: Row): { readonly due?: string; readonly because: readonly string[] } {
  const { zone, country, day, time, 'not before': notBefore } = row;
  const { at, reasons } = stepDue({
    startedAt: instantOf(row.enrolled, zone),
    day,
    zone,
    window: WINDOW,
    notBefore: notBefore === undefined ? null : instantOf(notBefore, zone),
    country,
    region: null,
    ...(time === undefined ? {} : { atMinute: minuteOf(time) }),
  });
  const because = reasons.map(({ code }) => code);
  return at === null ? { because } : { due: wallText(at, zone), because };
}
