/** Reason codes of senders: what came back of their mails, and what DNS says of their domains. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Rows of deliverability in the one table of reason codes. */
export const DELIVERABILITY_REASONS = {
  'sender-bounces': {
    says: 'Too many of the sender’s e-mails came back for good, or because of it.',
    remedy: 'Find out where the addresses came from; then: rekindle sender resume.',
  },
  'sender-complaints': {
    says: 'Too many people reported the sender’s e-mails as spam.',
    remedy: 'Find out who was written to, and why they did not want it; then: rekindle sender resume.',
  },
  'sender-stopped': {
    says: 'The sender is stopped: too much of what it sent came back.',
    remedy: 'See rekindle sender list; a person lets it go on: rekindle sender resume.',
  },
  'dns-not-told': { says: 'DNS could not be asked, or did not answer.', remedy: 'Ask again later: rekindle doctor.' },
  'spf-found': { says: 'The domain names the servers that may send for it.', remedy: '' },
  'spf-missing': {
    says: 'The domain does not name the servers that may send for it (SPF).',
    remedy: 'Publish the record shown.',
  },
  'spf-several': { says: 'There are several SPF records, so that none counts.', remedy: 'Join them in one record.' },
  'spf-broken': { says: 'The SPF record, or one that it includes, cannot be read.', remedy: 'Correct the part shown.' },
  'spf-lookups': {
    says: 'The SPF record needs more look-ups than receivers make, so that it counts for nothing.',
    remedy: 'Take out what is no longer used, or name networks by ip4: and ip6:.',
  },
  'spf-open': { says: 'The SPF record lets everybody send for the domain.', remedy: 'End it with ~all or -all.' },
  'spf-endless': {
    says: 'The SPF record says nothing of servers that it does not name.',
    remedy: 'End it with ~all or -all.',
  },
  'spf-other-server': {
    says: 'The SPF record does not name our mail server. Where mails leave by other addresses of the provider, that may be well.',
    remedy: 'Include what your provider’s documents ask for.',
  },
  'dkim-found': { says: 'There is a key that mails can be signed by (DKIM).', remedy: '' },
  'dkim-missing': {
    says: 'There is no key under the DKIM selectors that are configured.',
    remedy: 'Publish the record shown, or the key that your mail server shows.',
  },
  'dkim-other-key': {
    says: 'The DKIM record holds another key than the one that mails are signed by: their signatures do not hold.',
    remedy: 'Publish the record shown.',
  },
  'dkim-not-found': {
    says: 'No DKIM key was found under the usual selectors. There may be one under another.',
    remedy:
      'Name the selectors that your mail server signs by: selectors, of smtp in rekindle.yaml or of the connection.',
  },
  'dkim-revoked': {
    says: 'The DKIM key was taken back: signatures by it do not count.',
    remedy: 'Publish the key that your mail server shows.',
  },
  'dkim-broken': { says: 'The DKIM record cannot be read.', remedy: 'Publish it again as your mail server shows it.' },
  'dkim-short': {
    says: 'The DKIM key has fewer than 1024 bits: receivers take it for none.',
    remedy: 'Make a key of 2048 bits.',
  },
  'dkim-weak': { says: 'The DKIM key has 1024 bits.', remedy: 'Make a key of 2048 bits.' },
  'dmarc-found': {
    says: 'The domain says what becomes of mails that are not shown to be its own (DMARC).',
    remedy: '',
  },
  'dmarc-missing': {
    says: 'The domain has no DMARC record, which large providers ask for.',
    remedy: 'Publish the record shown; p=none changes nothing yet, and brings reports.',
  },
  'dmarc-several': { says: 'There are several DMARC records, so that none counts.', remedy: 'Keep one.' },
  'dmarc-broken': {
    says: 'The DMARC record does not say what is asked for.',
    remedy: 'Write p=none, p=quarantine or p=reject.',
  },
  'dmarc-none': {
    says: 'The DMARC record asks for nothing: anybody may write in the name of the domain.',
    remedy: 'Once the reports show that your own mails pass, write p=quarantine.',
  },
  'mx-found': { says: 'The domain takes mail, so that answers and bounces can come back.', remedy: '' },
  'mx-implied': {
    says: 'The domain has no mail server of its own; mail goes to the host of its name.',
    remedy: 'Publish an MX record.',
  },
  'mx-missing': {
    says: 'The domain takes no mail: answers and bounces cannot come back.',
    remedy: 'Publish an MX record.',
  },
  'mx-refuses': {
    says: 'The domain declares that it takes no mail: answers and bounces cannot come back.',
    remedy: 'Publish an MX record in its place.',
  },
  'ptr-found': { says: 'The mail server’s address has a name that leads back to it.', remedy: '' },
  'ptr-missing': {
    says: 'The mail server’s address has no name.',
    remedy: 'Ask whoever gave you the address for the record shown.',
  },
  'ptr-other': {
    says: 'The name of the mail server’s address does not lead back to it.',
    remedy: 'Have name and address lead to each other.',
  },
} as const satisfies ReasonTable;
