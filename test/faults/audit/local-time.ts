/** What a clock in a zone shows, by another calendar than the engine's. */

/** The hour and the day of a zone. */
export interface LocalTime {
  /** 1 = Monday. */
  readonly weekday: number;
  readonly minute: number;
  /** `2026-03-08`, which compares as days do. */
  readonly date: string;
}

const DAY_MS = 86_400_000;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Its day, counted from the first of 1970. */
export function dayIn(at: number, zone: string): number {
  return Date.parse(localTime(at, zone).date) / DAY_MS;
}

/** What the clock of a zone shows. */
export function localTime(at: number, zone: string): LocalTime {
  let format = FORMATS.get(zone);
  if (!format) {
    const numbers = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hourCycle: 'h23', ...numbers });
    FORMATS.set(zone, format);
  }
  const shown = format.format(at);
  const found = /^(\w{3}),? (\d\d)\/(\d\d)\/(\d{4}), (\d\d):(\d\d)/.exec(shown);
  if (!found) throw new Error(`a calendar shows ${shown}`);
  const [, weekday = '', day, month, year, hour, minute] = found;
  return {
    weekday: WEEKDAYS.indexOf(weekday) + 1,
    minute: Number(hour) * 60 + Number(minute),
    date: `${year}-${month}-${day}`,
  };
}
