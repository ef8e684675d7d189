/**
 * Seeds beyond the first thousand in which something once did not hold, each lived through again by every test. A seed means
 * another life once the simulator draws otherwise; what it found has a test of its own beside the code that was mended.
 */

/** A seed, and what it found. */
export const SAVED_SEEDS: readonly (readonly [seed: number, found: string])[] = [
  [2_564, 'a message that had failed and was tried again left after a colleague was in touch'],
  [2_832, 'the last alert of a subject was taken to be the one with the latest clock'],
  [3_757, 'a provider that honours keys was thought to forget what it had refused'],
  [3_983, 'a reply whose lead was merged away let a campaign’s message pass the next reply'],
];
