/** Reason codes of reading what people answer. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a reply was read as it was. */
export const CONVERSATION_REASONS = {
  'reply-command': { says: 'The reply is one of the words that are a whole answer by themselves.', remedy: '' },
  'reply-says': { says: 'The reply says so in words.', remedy: '' },
  'reply-denies': { says: 'The reply denies it in words.', remedy: '' },
  'reply-asks': { says: 'The reply asks something and says nothing else that is understood.', remedy: 'Answer it.' },
  'reply-mixed': { says: 'The reply says more than one thing.', remedy: 'Read it, where it matters which.' },
  'reply-date': { says: 'The reply names a day.', remedy: '' },
  'reply-date-far': {
    says: 'The absence ends later than such a note is believed; the sequence goes on before.',
    remedy: 'If they are away for so long: rekindle lead pause.',
  },
  'reply-corrected': { says: 'A person says what the reply means.', remedy: '' },
  'reply-referral': { says: 'The reply names somebody else to ask.', remedy: 'See whether we may write to them.' },
  'reply-keyword': { says: 'The text is one of the keywords that carriers know.', remedy: '' },
  'mail-empty': {
    says: 'What came in has no header, so it is no e-mail.',
    remedy: 'Give the raw e-mail, headers included.',
  },
  'mail-broken': { says: 'The parts of the e-mail cannot be taken apart.', remedy: 'Read it in a mail program.' },
  'mail-cut': { says: 'The e-mail is longer than what is read; its end is left out.', remedy: '' },
  'mail-feedback': { says: 'It is a report that somebody complained, or the like.', remedy: 'Write to them no more.' },
  'mail-disposition': { says: 'It is a receipt that a mail was shown or deleted.', remedy: '' },
  'mail-receipt': { says: 'It says that a mail arrived or was read.', remedy: '' },
  'mail-bounce': { says: 'A mail system says that a mail was not delivered.', remedy: '' },
  'mail-delay': { says: 'A mail system says that a mail is late and still under way.', remedy: 'Wait.' },
  'mail-auto': { says: 'A machine answered.', remedy: '' },
  'mail-own': { says: 'It is from an address of ours: our own copy.', remedy: '' },
  'mail-bulk': { says: 'It is mail to many, and answers nothing.', remedy: '' },
  'mail-nobody': { says: 'It does not say who it is from.', remedy: '' },
  'nobody-writes': {
    says: 'No campaign of this workspace says who writes.',
    remedy: 'Say so when a campaign is made, or with: rekindle campaign senders.',
  },
  'no-such-sender': {
    says: 'No campaign of this workspace writes from this mailbox.',
    remedy: 'Choose one of those that do, or add it with: rekindle campaign senders.',
  },
  'no-sender-chosen': {
    says: 'No mailbox has written to the lead yet that still writes, so somebody must choose one.',
    remedy: 'Choose a mailbox.',
  },
  'mail-placed': { says: 'By this it was told whose mail it is.', remedy: '' },
  'mail-unplaced': {
    says: 'Nothing in the mail names one lead: no thread of ours, no address that one of them has.',
    remedy: 'Where you know whose it is, tell it: event record.',
  },
  'mail-unreadable': {
    says: 'The server did not give this mail.',
    remedy: 'Read it in a mail program.',
  },
  'mail-poison': {
    says: 'Reading this mail failed by a fault of ours; the log says where.',
    remedy: 'Read it in a mail program, and report it.',
  },
  'mail-answer': { says: 'Somebody answers a mail.', remedy: '' },
  'mail-person': { says: 'Somebody writes to us, in no thread that is named.', remedy: '' },
  'bounce-delivered': { says: 'The mail arrived.', remedy: '' },
  'bounce-mailbox-unknown': { says: 'There is no such mailbox.', remedy: 'Look for another address.' },
  'bounce-mailbox-doubtful': {
    says: 'The mailbox is said not to exist, in a way in which filters answer, too.',
    remedy: 'Look whether the address is right.',
  },
  'bounce-mailbox-closed': {
    says: 'The mailbox is suspended, locked or out of use.',
    remedy: 'Look for another address.',
  },
  'bounce-mailbox-full': { says: 'The mailbox is full.', remedy: 'Try again later, or by another way.' },
  'bounce-moved': { says: 'The person has another address now.', remedy: 'Look for the new one.' },
  'bounce-domain-unknown': {
    says: 'The domain does not exist or has no mail server.',
    remedy: 'Look for another address.',
  },
  'bounce-takes-no-mail': { says: 'The domain takes no mail.', remedy: 'Look for another address.' },
  'bounce-unauthenticated': {
    says: 'The proof of who we are failed: SPF, DKIM or DMARC.',
    remedy: 'Mend the DNS records of the sending domain.',
  },
  'bounce-no-reverse-name': {
    says: 'Our server has no name that fits its address.',
    remedy: 'Have the reverse DNS set.',
  },
  'bounce-relaying-denied': {
    says: 'The server does not take mail for this domain from us.',
    remedy: 'Look at the route and login of the sender.',
  },
  'bounce-sender-rejected': {
    says: 'Our sending address is refused.',
    remedy: 'Look at the sending address and its domain.',
  },
  'bounce-too-fast': { says: 'We sent too much in too short a time.', remedy: 'Lower the limits of the sender.' },
  'bounce-blocked': {
    says: 'Our server or domain is on a block list there.',
    remedy: 'Find out why, and ask to be taken off.',
  },
  'bounce-spam': { says: 'The mail is taken for spam.', remedy: 'Look at the text and at whom it goes to.' },
  'bounce-virus': { says: 'Something in the mail is taken for harmful.', remedy: 'Look at links and attachments.' },
  'bounce-too-large': { says: 'The mail is too large.', remedy: 'Make it smaller.' },
  'bounce-refused-there': {
    says: 'A rule of the receiving side refuses it.',
    remedy: 'Look at the words of the bounce.',
  },
  'bounce-greylisted': { says: 'The server asks every stranger to come again.', remedy: 'Wait.' },
  'bounce-system-error': { says: 'Something is broken on the receiving side.', remedy: 'Try again later.' },
  'bounce-expired': { says: 'The server could not be reached for too long.', remedy: 'Try again later.' },
  'bounce-unsaid': { says: 'The bounce gives no cause that is known.', remedy: 'Read it.' },
  'reply-unclear': { says: 'Nothing in the reply is understood.', remedy: 'Read it and answer, or set what it means.' },
} as const satisfies ReasonTable;
