/** A calendar for workspaces in which nothing leaves, and for simulations: every hour of the day is free, and what is booked is booked. */
import { DAY_MS } from '../../domain/calendar/day.ts';
import type { CalendarWay } from '../crm-port.ts';

const HOUR_MS = 3_600_000;
/** It reaches no further than this. */
const REACH_MS = 31 * DAY_MS;

/** Made up, the same each time. */
export const DRY_CALENDAR: CalendarWay = {
  async free({ from, until }) {
    const first = Math.ceil(from / HOUR_MS) * HOUR_MS;
    const count = Math.floor((Math.min(until, from + REACH_MS) - first) / HOUR_MS);
    return Array.from({ length: Math.max(0, count) }, (_, i) => first + i * HOUR_MS);
  },
  find: async () => null,
  book: async ({ calendar, startsAt }) => `dry:${calendar}:${startsAt}`,
  look: async () => null,
  cancel: async () => undefined,
};
