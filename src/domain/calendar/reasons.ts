/** Reason codes of the calendar: why a moment was moved, and on what a time zone rests. */
import type { ReasonTable } from '../reason.ts';

/** The calendar's rows of the one table of reason codes. */
export const CALENDAR_REASONS = {
  'zone-stated': { says: 'The lead states its time zone.', remedy: '' },
  'zone-by-city': { says: 'The time zone follows from the city.', remedy: '' },
  'zone-by-region': { says: 'The time zone follows from the state or province.', remedy: '' },
  'zone-by-country': { says: 'The country keeps one time.', remedy: '' },
  'zone-by-main': {
    says: 'The country has several time zones; the one where more than nine in ten people live is taken.',
    remedy: 'Give the region, the city or the zone to be exact.',
  },
  'zone-by-phone': {
    says: 'The time zone follows from the phone number’s prefix; a mobile number may have moved with its owner.',
    remedy: 'Give the country and region to be exact.',
  },
  'zone-unknown': {
    says: 'Nothing known of the lead says in which time zone it is; the fallback zone of the playbook is used.',
    remedy: 'Give a country, a region or a zone, or change the fallback zone.',
  },
  'zone-name-invalid': {
    says: 'The stated time zone is not a name of the IANA database and was not used.',
    remedy: 'Write it like Europe/Berlin.',
  },
  'before-opening': { says: 'It was earlier than the send window opens.', remedy: 'Widen the window’s hours.' },
  'after-close': { says: 'It was later than the send window closes.', remedy: 'Widen the window’s hours.' },
  'closed-weekday': { says: 'Nothing is sent on this day of the week.', remedy: 'Add the day to the window.' },
  'public-holiday': {
    says: 'It is a public holiday where the lead is.',
    remedy: 'Switch off skipHolidays in the window to send on holidays.',
  },
  'never-open': {
    says: 'The send window does not open within 400 days.',
    remedy: 'Check the days and hours of the window: the end must be later than the start.',
  },
  'min-gap': {
    says: 'The last message to this lead was too recent.',
    remedy: 'Lower the minimum gap of the sequence.',
  },
  'quiet-hours': {
    says: 'At this hour people may not be called or texted there.',
    remedy: '',
  },
  'quiet-hours-cautious': {
    says: 'No rule is on file for where the lead may be, so it is called or texted only from 10:00 to 17:00 of every time zone it may be in.',
    remedy: 'Give the country and region of the lead.',
  },
  'quiet-hours-never-agree': {
    says: 'The lead may be in zones so far apart that no hour is allowed in all of them.',
    remedy: 'Give the region, the city or the zone of the lead.',
  },
} as const satisfies ReasonTable;

/** A code of the calendar. */
export type CalendarReason = keyof typeof CALENDAR_REASONS;
