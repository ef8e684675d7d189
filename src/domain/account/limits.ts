/** Bounds of accounts, as part of `LIMITS`. */

/** By name. */
export const ACCOUNT_LIMITS = {
  /** Contacts of one account: more is a list, and a list is a campaign of leads. */
  accountContacts: 200,
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
  /** Contacts of them all: a page of large accounts is shorter, or it would take as many times longer as they are larger. */
  contactsJudged: 2_500,
  /** Contacts of due accounts after which a batch takes no further account: others wait while it writes. */
  advanceBatchContacts: 1_000,
  /** Competitors noted of one account. */
  accountCompetitors: 20,
} as const;
