/** Bounds of conversations and valuations. Owns the numbers; they are named through `domain/limits.ts`. */

/** A part of `LIMITS`. */
export const BOT_LIMITS = {
  /** Answers of one lead that a conversation is worked out from: a flow is over long before. */
  conversationAnswers: 60,
  /** Attributes of a playbook that hold what leads said before. */
  toldAttributes: 20,
  /** Comparable sales looked at for one home. */
  comparables: 500,
  /** Sales that one file brings. */
  importedSales: 100_000,
  /** Of the address of a valuation. */
  valuationTokenCharacters: 1_024,
  /** Answers to one reply. */
  answersPerReply: 50,
} as const;
