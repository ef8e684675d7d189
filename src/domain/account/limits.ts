/** Bounds of accounts, as part of `LIMITS`. */

/** By name. */
export const ACCOUNT_LIMITS = {
  /** Contacts of one account: more is a list, and a list is a campaign of leads. */
  accountContacts: 50,
  /** Tries of touchpoints with one account, those that failed included: then it is over. */
  accountTouches: 60,
  /** Days between two touchpoints of an account: more is another campaign. */
  accountGapDays: 365,
  /** Events of one contact that an account is decided on, the newest. */
  accountEvents: 100,
  /** Passages of one account through campaigns, all that it ever had. */
  accountPassages: 100,
  /** Accounts of one page that are judged with all that is known of each. */
  accountsJudged: 50,
  /** Competitors noted of one account. */
  accountCompetitors: 20,
} as const;
