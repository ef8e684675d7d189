/** The things that a reply can mean. Owns their names; how they are read is intent.ts. */

/**
 * What a reply can mean, in the order that settles one which says several things: a wish to be left alone before all,
 * an absence before the text that comes with it, a reservation before the interest it goes with.
 */
export const REPLY_INTENTS = [
  'opt-out',
  'out-of-office',
  'wrong-person',
  'not-now',
  'not-interested',
  'interested',
  'question',
  'unsure',
] as const;
/** One of `REPLY_INTENTS`. */
export type ReplyIntent = (typeof REPLY_INTENTS)[number];
