/**
 * The reason codes of verification: what was found about an address, its domain or a phone number.
 * Owns the words only. What a code does to a verdict is `judge.ts`.
 */
import type { ReasonTable } from '../reason.ts';

const RETYPE = 'Correct the address at its source and import it again.';

/** Faults and oddities in how an address is written. */
export const SYNTAX_REASONS = {
  'address-empty': { says: 'There is no address.', remedy: RETYPE },
  'address-no-local': { says: 'Nothing stands before the @.', remedy: RETYPE },
  'address-no-domain': { says: 'There is no @ followed by a domain.', remedy: RETYPE },
  'address-dot': { says: 'A dot stands at the start or end of a part, or two dots follow each other.', remedy: RETYPE },
  'address-hyphen': { says: 'A part of the domain begins or ends with a hyphen.', remedy: RETYPE },
  'address-character': { says: 'The address holds a character that is not allowed where it stands.', remedy: RETYPE },
  'address-text-misplaced': {
    says: 'Text follows a quotation, a comment or a bracket that should end its part.',
    remedy: RETYPE,
  },
  'address-unclosed': { says: 'A quotation, comment or bracket is opened and not closed.', remedy: RETYPE },
  'address-line-break': { says: 'The address is broken over lines in a way that no rule allows.', remedy: RETYPE },
  'address-idn': { says: 'The domain cannot be written in the letters that DNS uses.', remedy: RETYPE },
  'address-too-long': { says: 'The address, or one part of it, is longer than mail servers accept.', remedy: RETYPE },
  'address-domain-character': { says: 'The domain holds a character that DNS does not allow.', remedy: RETYPE },
  'address-bad-literal': { says: 'The address names a numeric host that is not written correctly.', remedy: RETYPE },
  'address-deprecated': { says: 'The address is written in a form that was given up decades ago.', remedy: RETYPE },
  'address-literal': {
    says: 'The address names a numeric host instead of a domain.',
    remedy: 'Ask for an address at a domain.',
  },
  'address-numeric-tld': {
    says: 'The last part of the domain begins with a digit, which no real domain does.',
    remedy: RETYPE,
  },
  'address-dotless': { says: 'The domain has no dot; nobody outside can reach it reliably.', remedy: RETYPE },
  'address-quoted': {
    says: 'The part before the @ is quoted; many systems refuse that.',
    remedy: 'Ask for another address.',
  },
  'address-quoted-sign': {
    says: 'The quoted part before the @ holds <, > or a tab, by which mail servers would read another address.',
    remedy: 'Ask for another address.',
  },
  'address-comment': { says: 'A comment or line folding surrounds the address; it was taken off.', remedy: '' },
  'address-international': {
    says: 'The part before the @ is not ASCII; only servers with SMTPUTF8 accept it.',
    remedy: 'Ask for an ASCII address, or send through a server that offers SMTPUTF8.',
  },
} as const satisfies ReasonTable;

/** Everything verification may say. */
export const VERIFY_REASONS = {
  ...SYNTAX_REASONS,
  'no-mail-server': { says: 'The domain has neither a mail server nor a host.', remedy: 'Look for a current address.' },
  'null-mx': {
    says: 'The owner of the domain declares that it accepts no mail.',
    remedy: 'Look for a current address.',
  },
  'dns-unanswered': {
    says: 'DNS did not answer; the domain is asked again later.',
    remedy: 'Check the network or the DNS servers if it stays.',
  },
  'dns-not-asked': { says: 'The domain was not looked up.', remedy: 'Verify without --no-dns.' },
  'mail-to-host': {
    says: 'The domain has no mail server record; mail goes to the host of that name, if it listens.',
    remedy: '',
  },
  'mail-server': { says: 'The domain names servers that take its mail.', remedy: '' },
  'mailbox-not-checked': {
    says: 'Whether this mailbox exists was not asked: only a sent message or a provider can tell.',
    remedy: '',
  },
  'reserved-domain': { says: 'The domain is reserved and does not exist on the public Internet.', remedy: RETYPE },
  'unlisted-suffix': { says: 'The domain ends in no known public suffix, or is only a suffix.', remedy: RETYPE },
  'disposable-domain': {
    says: 'The domain hands out addresses that are thrown away.',
    remedy: 'Ask for a lasting address.',
  },
  'free-mail': { says: 'The address is at a free-mail provider, not at a company.', remedy: '' },
  'look-alike-domain': {
    says: 'The domain is one slip away from a large provider.',
    remedy: 'Check the suggestion with the person.',
  },
  'role-address': {
    says: 'The mailbox belongs to a function, not to a person.',
    remedy: 'Find a person, or approve it in the review list.',
  },
  'no-reply-address': { says: 'The mailbox is written so that nobody answers.', remedy: 'Find a person.' },
  'bot-address': { says: 'The mailbox belongs to a machine.', remedy: 'Find a person.' },
  'proof-deliverable': {
    says: 'A provider, or our own history, lately proved that the mailbox takes mail.',
    remedy: '',
  },
  'proof-undeliverable': {
    says: 'A provider, or our own history, lately found that the mailbox takes no mail.',
    remedy: 'Look for a current address.',
  },
  'proof-uncertain': { says: 'A provider calls this mailbox uncertain.', remedy: '' },
  'proof-stale': {
    says: 'A provider once judged this mailbox, too long ago or at an unknown time.',
    remedy: 'Have it verified again.',
  },
  'phone-empty': { says: 'There is no phone number.', remedy: '' },
  'phone-rounded': {
    says: 'A spreadsheet rounded the number (4.91512E+12); its last digits are lost.',
    remedy: 'Format the column as text in the source and export it again.',
  },
  'phone-several': { says: 'The field holds more than one number.', remedy: 'Give each number its own column.' },
  'phone-no-country': {
    says: 'The number has no country code, and no country is known.',
    remedy: 'Add a country column, or set a default country.',
  },
  'phone-not-a-number': { says: 'The text is not a phone number.', remedy: 'Correct it at its source.' },
  'phone-length': { says: 'The number is too short or too long for its country.', remedy: 'Correct it at its source.' },
  'phone-not-assigned': {
    says: 'The number lies in no range that its country has assigned.',
    remedy: 'Correct it at its source.',
  },
} as const satisfies ReasonTable;

/** A code of how an address is written. */
export type SyntaxCode = keyof typeof SYNTAX_REASONS;
/** A code of this area. */
export type VerifyCode = keyof typeof VERIFY_REASONS;
