/**
 * How an account is worked: how many touchpoints, how far apart, by which ways, with whom, and what becomes of conflicts. Owns the
 * shape and the defaults; a playbook may change each of them, and what it leaves out stays as it is here.
 */

/** Ways to touch a contact, in the order in which they escalate. A call is made by a person, or by an artificial voice. */
export const WAYS = ['email', 'sms', 'call'] as const;
/** One of `WAYS`. */
export type Way = (typeof WAYS)[number];

/** What may stand against going on with an account, in the order in which it is told. */
export const CONFLICT_KINDS = [
  'replied',
  'meeting',
  'opted-out',
  'negative',
  'in-touch',
  'customer',
  'open-deal',
  'competitor',
  'two-campaigns',
  'two-owners',
] as const;
/** One of `CONFLICT_KINDS`. */
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

/** What a conflict leads to. A conflict of the account as a whole has no contact to hold, and pauses it. */
export const POLICIES = ['pause-account', 'hold-contact', 'go-on'] as const;
/** One of `POLICIES`. */
export type Policy = (typeof POLICIES)[number];

/** How an account is worked. */
export interface AccountPlan {
  /** Touchpoints that were made, after which it is over. */
  readonly touchpoints: number;
  /** Days from one touchpoint of the account to the next; the last one repeats. */
  readonly gapDays: readonly number[];
  /** Ways in the order in which they escalate. */
  readonly ways: readonly Way[];
  /** Tries by one way with one contact before the next way. */
  readonly triesPerWay: number;
  /** Touchpoints that belong to the first contact, before colleagues are turned to. */
  readonly firstContactTouches: number;
  /** Contacts that may be waited for at a time. */
  readonly activeContacts: number;
  /** Hours in which an answer to a touchpoint is waited for: so long its contact is active, and not touched again. */
  readonly answerHours: number;
  /** Days after the first touchpoint of a contact before a colleague is told of it. */
  readonly colleagueAfterDays: number;
  readonly conflicts: Readonly<Record<ConflictKind, Policy>>;
  /** Ids of the steps for a contact, and for a colleague of one who was touched before; the next one of a way each time, the last again. */
  readonly contact: readonly string[];
  readonly colleague: readonly string[];
}

/** What counts where a playbook says nothing. */
export const STANDARD_PLAN: Omit<AccountPlan, 'contact' | 'colleague'> = {
  touchpoints: 7,
  gapDays: [2, 3, 5, 7, 10, 14],
  ways: WAYS,
  triesPerWay: 2,
  firstContactTouches: 3,
  activeContacts: 3,
  answerHours: 48,
  colleagueAfterDays: 3,
  conflicts: {
    replied: 'pause-account',
    meeting: 'pause-account',
    'opted-out': 'hold-contact',
    negative: 'pause-account',
    'in-touch': 'pause-account',
    customer: 'pause-account',
    'open-deal': 'pause-account',
    competitor: 'pause-account',
    'two-campaigns': 'hold-contact',
    'two-owners': 'pause-account',
  },
};
