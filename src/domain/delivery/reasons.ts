/** The reason codes of handing a mail over: what the way out, or the server at its end, answered. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a mail was not taken, or not yet. */
export const DELIVERY_REASONS = {
  'mailbox-unknown': {
    says: 'The receiving server says that this mailbox does not exist.',
    remedy: 'Look for a current address of this person.',
  },
  'mailbox-refused': {
    says: 'The receiving side does not take mail for this address, for now or for good: it may be full, closed or not valid.',
    remedy: 'Read the answer, and look whether the address is right.',
  },
  'sender-refused': {
    says: 'The server does not accept our sender or its proof of identity (SPF, DKIM, DMARC).',
    remedy: 'Check the account and the DNS records of the sending domain before anything else leaves.',
  },
  'login-refused': {
    says: 'The provider does not accept our login: its password, key or authorisation is wrong, revoked or run out.',
    remedy: 'Give the connection a new secret: rekindle connection rotate NAME. What waits for it goes on at once.',
  },
  'secret-unreadable': {
    says: 'The sealed secret of the connection does not open: it was sealed with another key, or changed since.',
    remedy: 'Give the connection its secret again: rekindle connection rotate NAME.',
  },
  'settings-unfit': {
    says: 'The settings of the connection do not fit together.',
    remedy: 'rekindle connection rotate NAME --set … changes them; the detail says which.',
  },
  'connection-failing': {
    says: 'The connection that this message leaves by does not work.',
    remedy: 'rekindle connection test NAME says why; once it works again, what was held goes on at once.',
  },
  'content-refused': {
    says: 'The server refuses this mail for its size or what is in it.',
    remedy: 'Change the template: shorten it, or take out what the answer names.',
  },
  'policy-refused': {
    says: 'The receiving side refuses mail from here by its own rules; the address may well be right.',
    remedy: 'Read the answer: often the sending server is on a block list. Do not treat the address as dead.',
  },
  'mailbox-busy': { says: 'The mailbox takes no mail for now, for example because it is full.', remedy: '' },
  'sender-throttled': {
    says: 'The server takes no more from this sender for now.',
    remedy: 'Lower the hourly or daily limit of this mailbox if it happens often.',
  },
  'text-too-long': {
    says: 'The text has more segments than one message may have.',
    remedy: 'Shorten the template; a single character outside of the plain alphabet halves what fits.',
  },
  'call-unreadable': {
    says: 'What the voice is to be told is not written as one “name: value” a line.',
    remedy: 'Mend the template of the call.',
  },
  'number-opted-out': {
    says: 'The person has told this number, or the provider, that they want no texts.',
    remedy: 'Leave it so: only they can take it back, by writing START.',
  },
  'do-not-contact': {
    says: 'The CRM has this person marked as not to be contacted this way.',
    remedy: 'Leave it so, unless they asked for it to be taken back there.',
  },
  'number-unusable': {
    says: 'The provider says that this number does not exist, or cannot take what was to be sent.',
    remedy: 'Look for a current mobile number of this person.',
  },
  'number-unreachable': {
    says: 'The phone cannot be reached for now: it is off, busy or without a network.',
    remedy: '',
  },
  'words-forgotten': {
    says: 'What a person had written is no longer kept, so that it cannot leave.',
    remedy: 'Write it again.',
  },
  greylisted: { says: 'The server asks every new sender to come again a few minutes later.', remedy: '' },
  'server-busy': { says: 'The mail server cannot take the mail just now.', remedy: '' },
  'no-connection': {
    says: 'No connection to the mail server came about.',
    remedy: 'Check host, port and firewall of the mail settings, and whether the server runs.',
  },
  'tls-failed': {
    says: 'The encrypted connection to the mail server could not be set up.',
    remedy: 'Check the TLS settings and the certificate of the mail server.',
  },
  'connection-lost': { says: 'The connection ended before the mail was handed over; nothing was sent.', remedy: '' },
  'server-silent': { says: 'The mail server did not answer in time, and the mail was not handed over.', remedy: '' },
  'channel-closed': { says: 'The way out was being closed, so the mail was not begun.', remedy: '' },
  'outbox-full': {
    says: 'The disk of the outbox folder is full.',
    remedy: 'Make room on the disk; the mail is written then.',
  },
  'outbox-unusable': {
    says: 'The outbox folder may not be written to, or its path is not a folder.',
    remedy: 'Give the user that runs Rekindle the right to write there, or name another folder.',
  },
  'outbox-unwritable': {
    says: 'The outbox folder cannot be written to just now.',
    remedy: 'Look at the detail: it names the folder and what the system answered.',
  },
} as const satisfies ReasonTable;
