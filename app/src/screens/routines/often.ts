/** Schedules that most people want, by a name and a time; what is none of them is written as it is. */

const PARTS = {
  daily: (minute, hour) => `${minute} ${hour} * * *`,
  workdays: (minute, hour) => `${minute} ${hour} * * mon-fri`,
  weekly: (minute, hour) => `${minute} ${hour} * * mon`,
  monthly: (minute, hour) => `${minute} ${hour} 1 * *`,
  hourly: () => '0 * * * *',
  quarter: () => '*/15 * * * *',
  five: () => '*/5 * * * *',
} as const satisfies Readonly<Record<string, (minute: string, hour: string) => string>>;

/** One of them. */
export type Often = keyof typeof PARTS;
/** All, in the order in which they are offered. */
export const OFTEN = Object.keys(PARTS) as readonly Often[];

const TIMED = /^([0-5]?\d) ([01]?\d|2[0-3]) /;
const MIDNIGHT = '00:00';

/** Whether a time is part of it. */
export function isTimed(often: Often): boolean {
  return PARTS[often].length > 0;
}

/** Which one a schedule is, and at what time; null = none of them. */
export function oftenOf(cron: string): { readonly often: Often; readonly time: string } | null {
  const text = cron.trim().replaceAll(/\s+/g, ' ');
  const [, minute = '0', hour = '0'] = TIMED.exec(text) ?? [];
  const often = OFTEN.find((one) => PARTS[one](minute, hour) === text);
  return often ? { often, time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` } : null;
}

/** The schedule of it; `time` as `02:00`. */
export function cronOf(often: Often, time: string): string {
  const [hour = '0', minute = '0'] = (time || MIDNIGHT).split(':');
  return PARTS[often](String(Number(minute)), String(Number(hour)));
}
