/** How durations and times of day are written in playbook.yaml. */
import { z } from 'zod';

/** `90d`, as days. */
export const durationDays = z
  .string()
  .regex(/^\d{1,4}d$/, { abort: true, error: 'not a number of days\nWrite days, such as 90d.' })
  .transform((text) => Number.parseInt(text, 10));

const HOURS_PER_DAY = 24;
const MINUTES_PER_HOUR = 60;

/** `24h` or `3d`, as hours. */
export const durationHours = z
  .string()
  .regex(/^\d{1,4}[hd]$/, { abort: true, error: 'not a duration\nWrite hours or days, such as 20h or 3d.' })
  .transform((text) => Number.parseInt(text, 10) * (text.endsWith('d') ? HOURS_PER_DAY : 1));

/** `09:00`, as minutes since midnight; `24:00` is the end of the day. */
export const minuteOfDay = z
  .string({ error: 'not a time\nWrite it in quotes, such as "09:00".' })
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, {
    abort: true,
    error: 'not a time\nWrite hours and minutes in quotes, such as "09:00".',
  })
  .transform((text) => Number(text.slice(0, 2)) * MINUTES_PER_HOUR + Number(text.slice(3)));

/** Minutes since midnight, as they are written: `09:00`. */
export function clockText(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / MINUTES_PER_HOUR))}:${two(minute % MINUTES_PER_HOUR)}`;
}
