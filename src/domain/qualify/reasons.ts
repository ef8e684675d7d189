/** Reason codes of qualification. Owns the words only; those of an address itself are `verify/reasons.ts`. */
import type { ReasonTable } from '../reason.ts';

const REVIEW = 'Approve or reject the lead in the review list.';

/** Why a lead is qualified, put under review or rejected. Every rejection can be taken back. */
export const QUALIFY_REASONS = {
  qualified: { says: 'No rule of the playbook keeps this lead out.', remedy: '' },
  'no-usable-channel': {
    says: 'There is no address that may be used and takes messages.',
    remedy: 'Add an e-mail address, or a phone number with permission.',
  },
  'undeliverable-address': { says: 'The e-mail address cannot take mail.', remedy: 'Look for a current address.' },
  'no-reply-mailbox': { says: 'Nobody reads answers at the e-mail address.', remedy: 'Find a person.' },
  'disposable-address': {
    says: 'The e-mail address was made to be thrown away.',
    remedy: 'Ask for a lasting address.',
  },
  'bot-mailbox': { says: 'The e-mail address belongs to a machine.', remedy: 'Find a person.' },
  'free-mail-refused': {
    says: 'The playbook refuses addresses at free-mail providers.',
    remedy: 'Look for a business address, or set freeMail to allow.',
  },
  competitor: {
    says: 'The lead is at a competitor, or below a competitor’s domain.',
    remedy: 'Take the domain off the list of competitors if that is wrong.',
  },
  'playbook-rule': {
    says: 'A rule of the playbook holds for this lead and decides.',
    remedy: 'See the rule by its name.',
  },
  'rule-unknown': {
    says: 'Whether a rule of the playbook holds cannot be said, for a fact that it asks for is not known.',
    remedy: 'Enrich the lead, or let the rule ask first, as in has(lead.country) && lead.country == "US".',
  },
  'rule-unknown-passed': {
    says: 'Whether a rule of the playbook holds cannot be said, and the playbook lets the lead through all the same.',
    remedy: 'Nothing, or set onUnknown to review.',
  },
  'score-too-low': {
    says: 'Enough is known of the lead, and it fits too little.',
    remedy: 'Lower minScore, or leave it.',
  },
  'not-enough-evidence': { says: 'Too little is known of the lead to judge it.', remedy: `Enrich it. ${REVIEW}` },
  'little-known-passed': {
    says: 'Too little is known of the lead to judge it, and the playbook lets it through all the same.',
    remedy: 'Nothing, or set onUnknown to review.',
  },
  'role-mailbox': { says: 'The e-mail address belongs to a function, not to a person.', remedy: REVIEW },
  'role-mailbox-passed': {
    says: 'The e-mail address belongs to a function, and a rule of the playbook lets the lead through all the same.',
    remedy: 'Nothing, or change the rule.',
  },
  'address-unanswered': {
    says: 'DNS did not answer for the e-mail address; it is asked again later.',
    remedy: 'Nothing, unless it stays.',
  },
  'without-email': { says: 'The lead is reached without e-mail.', remedy: '' },
} as const satisfies ReasonTable;

/** A code of this area. */
export type QualifyCode = keyof typeof QUALIFY_REASONS;
