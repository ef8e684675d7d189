/**
 * A schedule in the words of the reader: `every day at 02:00, UTC`. Owns which schedules have plain words; one that has none is shown as it is
 * written. How a schedule is written is the rule of the instance (directives/routine-cron.md), read by the same code.
 */
import { type Cron, readCron } from '../../../../src/domain/routine/cron.ts';

export { readCron };

type ScheduleWord =
  | `schedule.${'minute' | 'minutes' | 'hour' | 'hours' | 'past' | 'between' | 'at' | 'day' | 'weekday'}`
  | `schedule.${'monthly' | 'yearly' | 'either'}`
  | `schedule.nth.${'one' | 'two' | 'few' | 'other'}`;

/** Who says it. */
export interface Tongue {
  /** As a browser names it: `en`, `es`. */
  readonly language: string;
  t(word: ScheduleWord, blanks?: Readonly<Record<string, string | number>>): string;
}

const WHOLE = { minutes: 60, hours: 24, dates: 31, months: 12, weekdays: 7 } as const;
/** More times or dates than these are no sentence any more. */
const MOST_TIMES = 4;
const MOST_DATES = 4;
/** So many values in a row are said as a range. */
const RANGE_FROM = 3;

/** The words of a schedule in a zone; null = it is none, or has no plain words. */
export function scheduleSays(text: string, zone: string, tongue: Tongue): string | null {
  const cron = readCron(text);
  if (cron === null) return null;
  const days = daysOf(cron, tongue);
  const times = timesOf(cron, tongue);
  if (days === null || times === null) return null;
  const { t } = tongue;
  // What happens all day long is the same in every zone.
  if (times.often && days === '') return times.always ? times.says : `${times.says}, ${zone}`;
  const all = days === '' ? t('schedule.day') : days;
  return `${all}${times.often ? ', ' : ' '}${times.says}, ${zone}`;
}

/** On which days; empty = on all of them, null = it has no plain words. */
function daysOf({ dates, months, weekdays, eitherDay }: Cron, tongue: Tongue): string | null {
  const { t } = tongue;
  const everyDate = dates.length === WHOLE.dates;
  const everyWeekday = weekdays.length === WHOLE.weekdays;
  const [month] = months;
  const [date] = dates;
  if (months.length < WHOLE.months) {
    const once = months.length === 1 && dates.length === 1 && everyWeekday && !eitherDay;
    return once && month && date ? t('schedule.yearly', { date: dayOfYear(month, date, tongue.language) }) : null;
  }
  if (everyDate && everyWeekday) return '';
  if (eitherDay && (everyDate || everyWeekday)) return '';
  if (everyDate) return weekdaysSay(weekdays, tongue);
  if (dates.length > MOST_DATES) return null;
  if (everyWeekday) return datesSay(dates, tongue);
  if (!eitherDay) return null;
  return t('schedule.either', { dates: datesSay(dates, tongue), days: weekdaysSay(weekdays, tongue) });
}

/** A Monday, UTC: the first of the names of weekdays. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

function weekdaysSay(weekdays: readonly number[], { language, t }: Tongue): string {
  const sorted = [...weekdays].sort((a, b) => a - b);
  const name = (day: number, weekday: 'short' | 'long') =>
    new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(MONDAY + (day - 1) * DAY_MS);
  const [first = 1, ...rest] = sorted;
  const last = rest.at(-1);
  if (last === undefined) return t('schedule.weekday', { day: name(first, 'long') });
  const inARow = last - first === rest.length && sorted.length >= RANGE_FROM;
  if (inARow) return `${name(first, 'short')}–${name(last, 'short')}`;
  return listOf(
    sorted.map((day) => name(day, 'short')),
    language,
  );
}

function datesSay(dates: readonly number[], { language, t }: Tongue): string {
  const rules = new Intl.PluralRules(language, { type: 'ordinal' });
  const nth = (day: number) => t(`schedule.nth.${rules.select(day) as 'one' | 'two' | 'few' | 'other'}`, { day });
  return t('schedule.monthly', { n: dates.length, dates: listOf(dates.map(nth), language) });
}

function dayOfYear(month: number, date: number, language: string): string {
  // A leap year has them all.
  const at = Date.UTC(2024, month - 1, date);
  return new Intl.DateTimeFormat(region(language), { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(at);
}

/** English as it is written where the day stands before the month, and no comma before “and”. */
const region = (language: string) => (language === 'en' ? 'en-GB' : language);

function listOf(words: readonly string[], language: string): string {
  return new Intl.ListFormat(region(language), { type: 'conjunction' }).format(words);
}

interface Times {
  readonly says: string;
  /** Again and again, not at a time or two. */
  readonly often: boolean;
  /** At the same instants whatever the zone's clock shows. */
  readonly always: boolean;
}

/** At which times of the day; null = it has no plain words. */
function timesOf({ minutes, hours }: Cron, tongue: Tongue): Times | null {
  const { language, t } = tongue;
  const [minute = 0, other] = minutes;
  const step = stepOf(minutes, WHOLE.minutes);
  if (hours.length === WHOLE.hours) return allDay(minute, step, other === undefined, t);
  const hourStep = stepOf(hours, WHOLE.hours);
  if (other === undefined && hourStep !== null && hours.length >= RANGE_FROM) {
    return { says: past(t('schedule.hours', { n: hourStep }), minute, t), often: true, always: false };
  }
  const [first = 0] = hours;
  const last = hours.at(-1) ?? first;
  const inARow = last - first === hours.length - 1;
  if (inARow && step !== null && (step < WHOLE.minutes || hours.length >= RANGE_FROM)) {
    const between = { from: clock(first, 0), to: clock(last, minutes.at(-1) ?? 0) };
    return { says: t('schedule.between', { often: each(step, t), ...between }), often: true, always: false };
  }
  if (hours.length * minutes.length > MOST_TIMES) return null;
  const times = hours.flatMap((hour) => minutes.map((one) => clock(hour, one)));
  // In Spanish one o'clock is one, and all others are several.
  const n = times.length === 1 && first === 1 ? 1 : 2;
  return { says: t('schedule.at', { n, times: listOf(times, language) }), often: false, always: false };
}

function allDay(minute: number, step: number | null, alone: boolean, t: Tongue['t']): Times | null {
  if (step !== null) return { says: each(step, t), often: true, always: true };
  return alone ? { says: past(t('schedule.hour'), minute, t), often: true, always: false } : null;
}

/** Every so many minutes. */
function each(step: number, t: Tongue['t']): string {
  if (step === WHOLE.minutes) return t('schedule.hour');
  return step === 1 ? t('schedule.minute') : t('schedule.minutes', { n: step });
}

function past(often: string, minute: number, t: Tongue['t']): string {
  return minute === 0 ? often : t('schedule.past', { often, minute });
}

/** The one step from 0 that goes through a whole evenly, such as 15 of 0, 15, 30 and 45; null = there is none. */
function stepOf(values: readonly number[], whole: number): number | null {
  const step = whole / values.length;
  return values.every((value, n) => value === n * step) ? step : null;
}

function clock(hour: number, minute: number): string {
  return [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
}
