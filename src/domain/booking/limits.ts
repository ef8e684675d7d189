/** Bounds of meetings. Owns the numbers; they are named through `domain/limits.ts`. */

/** A part of `LIMITS`. */
export const BOOKING_LIMITS = {
  /** Times offered at once: more is a list that nobody reads. */
  offeredSlots: 3,
  /** Words of an answer in which a time is looked for; a longer one is read by a person. */
  choiceWords: 60,
} as const;
