/**
 * Reads a schedule as people write it for cron: minute, hour, day of the month, month, weekday.
 * Owns the spelling only; which instants a schedule means is `slots.ts`.
 * Source: crontab(5) of Vixie cron. Left out: words like `@daily`, seconds, and a step on a single number.
 */

/** A schedule, read: the values of each field that fit, in order. */
export interface Cron {
  /** 0–59. */
  readonly minutes: readonly number[];
  /** 0–23. */
  readonly hours: readonly number[];
  /** 1–31. */
  readonly dates: readonly number[];
  /** 1–12. */
  readonly months: readonly number[];
  /** ISO: 1 = Monday … 7 = Sunday. */
  readonly weekdays: readonly number[];
  /** Dates and weekdays are both limited: a day fits that is in either list. Else it must be in both. */
  readonly eitherDay: boolean;
}

interface Field {
  readonly from: number;
  readonly to: number;
  /** Names of the values, from `from` on; a weekday 0 has none. */
  readonly names: readonly string[];
}

const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MINUTE: Field = { from: 0, to: 59, names: [] };
const HOUR: Field = { from: 0, to: 23, names: [] };
const DATE: Field = { from: 1, to: 31, names: [] };
const MONTH: Field = { from: 1, to: 12, names: MONTH_NAMES };
/** Sunday may be written as 0 or as 7. */
const WEEKDAY: Field = { from: 0, to: 7, names: WEEKDAY_NAMES };

/** The schedule of a text of five fields; null = it is none. */
export function readCron(text: string): Cron | null {
  const fields = text.trim().toLowerCase().split(/\s+/);
  if (fields.length !== 5) return null;
  const [minute, hour, date, month, weekday] = fields as [string, string, string, string, string];
  const minutes = valuesOf(minute, MINUTE);
  const hours = valuesOf(hour, HOUR);
  const dates = valuesOf(date, DATE);
  const months = valuesOf(month, MONTH);
  const days = valuesOf(weekday, WEEKDAY);
  if (!minutes || !hours || !dates || !months || !days) return null;
  const weekdays = [...new Set(days.map((day) => (day === 0 ? 7 : day)))];
  return { minutes, hours, dates, months, weekdays, eitherDay: !date.startsWith('*') && !weekday.startsWith('*') };
}

const PART = /^(?:\*|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/([0-9]+))?$/;

/** Values of a field in order, each once; null = it is misspelt, or means none. */
function valuesOf(text: string, field: Field): readonly number[] | null {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const found = partOf(part, field);
    if (found === null) return null;
    for (const value of found) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function partOf(part: string, field: Field): readonly number[] | null {
  const match = PART.exec(part);
  if (!match) return null;
  const [, first, last, every] = match;
  if (first !== undefined && last === undefined && every !== undefined) return null;
  const from = first === undefined ? field.from : numberOf(first, field);
  const to = first === undefined ? field.to : last === undefined ? from : numberOf(last, field);
  const step = every === undefined ? 1 : Number(every);
  if (from === null || to === null || from > to || step === 0) return null;
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(value);
  return values;
}

function numberOf(word: string, { from, to, names }: Field): number | null {
  const place = names.indexOf(word);
  if (place >= 0) return place + 1;
  const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  return value >= from && value <= to ? value : null;
}
