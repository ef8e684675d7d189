/** Reason codes of permission, suppression and the gate: why a message may, may not yet, or must not leave. */
import type { ReasonTable } from '../reason.ts';

/** Rows of permission, suppression and the gate in the one table of reason codes. */
export const CONSENT_REASONS = {
  'opted-in': { says: 'There is a recorded opt-in for this channel.', remedy: '' },
  'basis-accepted': { says: 'The stated basis is accepted for this channel where the lead is.', remedy: '' },
  'opt-out-regime': {
    says: 'Where the lead is, e-mail may be sent until the person objects.',
    remedy: '',
  },
  'implied-consent': {
    says: 'An inquiry or purchase counts as consent for a limited time where the lead is.',
    remedy: '',
  },
  'basis-not-stated': {
    says: 'Nobody has stated on what basis this person may be contacted.',
    remedy: 'Say it: rekindle lead change LEAD --set basis=…, or import with --basis.',
  },
  'basis-insufficient': {
    says: 'The stated basis is not enough for this channel where the lead is.',
    remedy:
      'If they said yes: rekindle event record LEAD opted-in --channel email --text "their words". If they are customers: rekindle lead change LEAD --set basis=contract.',
  },
  'basis-date-missing': {
    says: 'The basis counts for a limited time only, and its date is not known.',
    remedy: 'Import with the date of the purchase or inquiry, or record the person’s consent.',
  },
  'consent-expired': {
    says: 'The inquiry or purchase that counted as consent is too long ago.',
    remedy: 'Ask the person for consent on another occasion, and record it.',
  },
  'refusal-of-instance': {
    says: 'The refusal stands on the list of the whole instance.',
    remedy: 'It is not this workspace’s to lift.',
  },
  'refusal-of-many': {
    says: 'The refusal is about a domain, a company or everybody, and not about this person.',
    remedy: '',
  },
  'refusal-by-bounce': {
    says: 'Mail to this address came back for good: no consent makes it arrive.',
    remedy: 'Give the lead another address.',
  },
  'refusal-after-consent': {
    says: 'The person said no after they said this yes.',
    remedy: 'Only a yes that is later than the refusal lifts it.',
  },
  'consent-withdrawn': { says: 'The person has withdrawn consent for this channel.', remedy: '' },
  'country-unknown': {
    says: 'The country of the lead is not known, so neither is the law that applies.',
    remedy: 'Give the country, or record the person’s consent.',
  },
  'opt-in-proof-missing': {
    says: 'This channel needs proof that the person opted in to it, and none is recorded.',
    remedy:
      'Record the words by which they agreed: rekindle event record LEAD opted-in --channel sms --text "the words they agreed by".',
  },
  'ai-voice-off': {
    says: 'Calls by an artificial voice are switched off.',
    remedy: 'Switch them on for the workspace; each person must have opted in to them as well.',
  },
  suppressed: {
    says: 'There is a standing refusal for this person, number, address, domain or company, or for everybody.',
    remedy: '',
  },
  'no-address': { says: 'The lead has no address for this channel.', remedy: 'Add one.' },
  'address-undeliverable': {
    says: 'Messages to this address cannot be delivered.',
    remedy: 'Correct the address.',
  },
  'setting-missing': {
    says: 'A setting that every live e-mail needs is missing.',
    remedy: 'Fill in the setting named here, then launch again.',
  },
  'cap-reached': {
    says: 'A limit on the number of messages has been reached.',
    remedy:
      'Wait, or raise the limit named here: rekindle workspace set-limits; sender-day is the campaign’s own where that is lower: rekindle campaign change NAME --daily-cap N. One that names a law cannot be raised.',
  },
  'kept-for-follow-ups': {
    says: 'What is left of a limit today is kept for people who were written to before and are due to hear again.',
    remedy: 'Wait, raise the limit named here, or write from further mailboxes: rekindle campaign senders.',
  },
  'warming-up': {
    says: 'The mailbox is new, and has sent as many messages today as its warm-up allows.',
    remedy: 'Wait: it may send more on each day after one it sent on.',
  },
  'sender-pace': {
    says: 'The mailbox has sent a message just now; the next one keeps its distance.',
    remedy: '',
  },
  'canary-waiting': {
    says: 'The first messages of the campaign are out; the others wait to see how they fare.',
    remedy: '',
  },
  'canary-bounces': {
    says: 'Too many of the first messages of the campaign bounced.',
    remedy: 'Look at where the addresses are from and verify them; then rekindle campaign release.',
  },
  'canary-complaints': {
    says: 'Somebody complained of the first messages of the campaign.',
    remedy: 'Look at whom it is for and what it says; then rekindle campaign release.',
  },
  'mail-not-connected': {
    says: 'The workspace is live, and no mail server is connected that mails could leave by.',
    remedy: 'rekindle connection add, or smtp in rekindle.yaml; what waits leaves by it then.',
  },
  'connection-changed': {
    says: 'It may have left by another connection than the one that the workspace has by now, which knows nothing of it.',
    remedy: 'Look there whether it arrived; then rekindle message settle.',
  },
  'texts-not-connected': {
    says: 'The workspace is live, and nothing is connected that text messages could leave by.',
    remedy: 'Connect a provider of text messages, such as Twilio or HighLevel; what waits leaves by it then.',
  },
  'calls-not-connected': {
    says: 'The workspace is live, and nothing is connected that calls could be placed by.',
    remedy: 'Connect a provider of calls, such as Retell; what waits leaves by it then.',
  },
  'keyword-answer-late': {
    says: 'The answer to STOP, START or HELP could not leave in time, and comes too late now.',
    remedy: 'Write to the person yourself where an answer is owed.',
  },
  'touched-by-others': {
    says: 'A person or another tool has been in touch with the lead since its sequence began.',
    remedy: 'Let the sequence go on, or end it.',
  },
} as const satisfies ReasonTable;

/** A code of permission, suppression or the gate. */
export type ConsentReason = keyof typeof CONSENT_REASONS;
