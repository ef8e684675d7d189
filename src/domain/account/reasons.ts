/** The reason codes of accounts. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

const RESUME = 'Look at it, then let it go on: rekindle account resume; or close it: rekindle account close.';

/** Why an account waits, is paused or is over, and why a contact of it is passed over. */
export const ACCOUNT_REASONS = {
  'account-touch': { says: 'This contact of the account is next, by this way.', remedy: '' },
  'account-gap': { says: 'The gap after the last touchpoint of the account is not over.', remedy: '' },
  'account-touch-open': {
    says: 'The touchpoint before this one has not left, or its call has not been made.',
    remedy: 'Calls to make: rekindle task list.',
  },
  'account-answer-awaited': { says: 'The contact who is next still has time to answer.', remedy: '' },
  'account-contacts-active': { says: 'As many contacts as may be are given time to answer.', remedy: '' },
  'account-colleague-too-soon': {
    says: 'Colleagues are told of a contact only days after that contact was first touched.',
    remedy: '',
  },
  'account-last-answer': { says: 'The last touchpoint was made, and there is still time to answer it.', remedy: '' },
  'account-completed': { says: 'All touchpoints of the account were made, and nobody answered in time.', remedy: '' },
  'account-tries-used-up': {
    says: 'Too many touchpoints of the account failed.',
    remedy: 'Look for current addresses of its contacts.',
  },
  'account-nobody-reachable': {
    says: 'No contact of the account can be reached by any way.',
    remedy: 'Add a contact: rekindle account contact.',
  },
  'account-contacts-held': {
    says: 'Every contact of the account that could be reached is held.',
    remedy: 'rekindle account show says by what.',
  },
  'account-contact-unfit': {
    says: 'The campaign does not want this contact, or a person must look at it first.',
    remedy: 'rekindle review list says whom.',
  },
  'account-contact-gone': { says: 'The lead is no contact of the account any more.', remedy: '' },
  'account-not-launched': {
    says: 'The account begins with its campaign, which has not been launched.',
    remedy: 'Launch it: rekindle campaign launch. The account goes on with that.',
  },
  'account-not-due': {
    says: 'The next touchpoint is not due yet.',
    remedy: 'Say --force to make it all the same.',
  },
  'account-paused': { says: 'A person paused the account.', remedy: 'To go on: rekindle account resume.' },
  'account-cancelled': { says: 'A person called the account off.', remedy: '' },
  'account-closed': { says: 'A person closed the account with an outcome.', remedy: '' },
  'account-replied': { says: 'A contact of the account answered.', remedy: RESUME },
  'account-meeting': { says: 'A meeting with the account is booked.', remedy: RESUME },
  'account-opted-out': { says: 'A contact of the account asked not to be contacted.', remedy: RESUME },
  'account-negative': { says: 'A contact of the account said no, or complained.', remedy: RESUME },
  'account-in-touch': { says: 'A person of ours is in touch with the account.', remedy: RESUME },
  'account-customer': { says: 'The account is a customer already.', remedy: RESUME },
  'account-open-deal': { says: 'A deal with the account is open.', remedy: RESUME },
  'account-competitor': { says: 'A competitor of the account is being worked, or is a customer.', remedy: RESUME },
  'account-two-campaigns': { says: 'A contact of the account is in another campaign.', remedy: RESUME },
  'account-two-owners': { says: 'Several people look after the account.', remedy: RESUME },
} as const satisfies ReasonTable;

/** A code of accounts. */
export type AccountReason = keyof typeof ACCOUNT_REASONS;
