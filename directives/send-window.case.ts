/** Runs a row of send-window.md. */
import { nextInWindow, type OpeningHours } from '../src/domain/calendar/window.ts';
import { instantOf, minuteOf, wallText } from './wall-clock.ts';

interface Row {
  readonly at: string;
  readonly zone: string;
  readonly country?: string;
  readonly region?: string;
  readonly days: OpeningHours['days'];
  readonly hours: string;
  readonly holidays: boolean;
}

export function run(row: Row): { readonly leaves?: string; readonly because: readonly string[] } {
  const [from = '', to = ''] = row.hours.split('-');
  const window = { days: row.days, fromMinute: minuteOf(from), toMinute: minuteOf(to), skipHolidays: row.holidays };
  const place = { country: row.country ?? null, region: row.region ?? null };
  const { at, reasons } = nextInWindow(instantOf(row.at, row.zone), row.zone, window, place);
  const because = reasons.map(({ code, facts }) => [code, ...Object.values(facts ?? {})].join(' '));
  return at === null ? { because } : { leaves: wallText(at, row.zone), because };
}
