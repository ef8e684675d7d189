/** Bounds of meetings. Owns the numbers; they are named through `domain/limits.ts`. */

/** A part of `LIMITS`. */
export const BOOKING_LIMITS = {
  /** Times offered at once: more is a list that nobody reads. */
  offeredSlots: 3,
  /** Words of an answer in which a time is looked for; a longer one is read by a person. */
  choiceWords: 60,
  /** Of the mark in a link to a booking page: pages keep 255 characters of what they give back. */
  bookingTokenCharacters: 255,
  /** Meetings of one lead that are looked at, the newest. */
  leadMeetings: 20,
  /** Meetings worked on at once: each waits for a calendar. */
  meetingsAtOnce: 8,
  /** Tries at one time of a meeting before a person looks after it. */
  meetingAttempts: 8,
} as const;
