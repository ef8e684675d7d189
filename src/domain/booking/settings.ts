/** What a playbook says of meetings, in settings of these names. Owns their defaults. */
import type { SettingValue } from '../playbook/playbook.ts';

/** Where and how times are offered. */
export interface BookingSettings {
  /** Name of a connection, and the provider's id of the calendar. */
  readonly connection: string;
  readonly calendar: string;
  readonly minutes: number;
  readonly noticeMinutes: number;
  readonly aheadDays: number;
}

const STANDARD = { minutes: 30, noticeHours: 4, aheadDays: 7 };
const HOUR_MINUTES = 60;

/** Null = no times are offered: connection or calendar is not named. */
export function bookingSettingsOf(settings: Readonly<Record<string, SettingValue>>): BookingSettings | null {
  const { bookingConnection: connection, bookingCalendar: calendar } = settings;
  if (typeof connection !== 'string' || typeof calendar !== 'string' || connection === '' || calendar === '')
    return null;
  const noticeHours = numberOf(settings.bookingNotice, STANDARD.noticeHours);
  return {
    ...{ connection, calendar, minutes: numberOf(settings.bookingMinutes, STANDARD.minutes) },
    ...{ noticeMinutes: noticeHours * HOUR_MINUTES, aheadDays: numberOf(settings.bookingDays, STANDARD.aheadDays) },
  };
}

function numberOf(value: SettingValue | undefined, standard: number): number {
  return typeof value === 'number' && value > 0 ? value : standard;
}
