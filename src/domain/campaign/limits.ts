/** Bounds of what is tried and told of campaigns before anything of them leaves. */

/** Part of `LIMITS`. */
export const CAMPAIGN_LIMITS = {
  /** Passages that a simulation reads at once to say how they went. */
  simulatedPassagesPage: 1_000,
  /** Values that one simulation tries in place of its own. */
  trialValues: 200,
  /** Mails that one workspace sends as tests of templates within an hour. */
  testSendsHour: 20,
  /** Sequences that people of a campaign are told to be in, by their names in its version and in older ones. */
  sequencesTold: 500,
  /** Members read at once to see whose messages would have no words: what others wait for comes between two such pages. */
  toComePage: 500,
  /** Leads named of those whose messages would have no words; all are counted. */
  wordlessTold: 200,
  /** Gaps that are counted apart, each a fact missing in the words of a step. */
  wordGaps: 1_000,
  /** Highest limit of a day of which places are kept for follow-ups: more are not counted, and who sends more waits for no day. */
  keepsFollowUps: 2_000,
} as const;
