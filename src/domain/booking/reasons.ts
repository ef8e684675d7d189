/** Reason codes of meetings: what is offered, how an answer is read, what becomes of it. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a time is offered, chosen, booked or given to a person. */
export const BOOKING_REASONS = {
  'booking-offered': { says: 'Times of the calendar are offered.', remedy: '' },
  'booking-no-slot': {
    says: 'The calendar has no time that fits the lead.',
    remedy: 'Look at the hours of the calendar and the days that the playbook offers, or call.',
  },
  'booking-chosen': { says: 'The answer names one of the times that were offered.', remedy: '' },
  'booking-declined': { says: 'The answer wants none of the times that were offered.', remedy: '' },
  'booking-not-offered': { says: 'The answer names a time that was not offered.', remedy: '' },
  'booking-unclear': { says: 'The answer may mean more than one time, or none; nothing is guessed.', remedy: '' },
  'booking-other': {
    says: 'The answer speaks of something other than the times that were offered.',
    remedy: 'Read it and answer.',
  },
  'booking-person': {
    says: 'No time was found after asking twice, so a person arranges it.',
    remedy: 'Arrange a time with the lead.',
  },
  'booking-expired': {
    says: 'The times that were offered are over.',
    remedy: '',
  },
  'booking-taken': { says: 'Somebody else has the time by now.', remedy: '' },
  'booking-unconfirmed': {
    says: 'The calendar gave no answer; it is asked what it has before anything is booked again.',
    remedy: '',
  },
  'booking-failed': {
    says: 'The calendar refuses, or cannot be reached.',
    remedy: 'Look at its connection, and arrange the time with the lead.',
  },
} as const satisfies ReasonTable;

/** A code of this table. */
export type BookingReason = keyof typeof BOOKING_REASONS;
