/** The reason codes of enrollments and of messages on their way. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

const RESUME = 'To go on at once: rekindle enrollment resume.';

/** Why an enrollment waits or ended, and why a message did not leave. */
export const SEQUENCE_REASONS = {
  completed: { says: 'The lead went through every step.', remedy: '' },
  'goal-reached': { says: 'The goal of the sequence was reached.', remedy: '' },
  replied: { says: 'The lead answered, so the sequence stopped.', remedy: 'Answer in person.' },
  booked: { says: 'The lead booked a meeting, so the sequence stopped.', remedy: '' },
  converted: { says: 'The lead converted, so the sequence stopped.', remedy: '' },
  bounced: {
    says: 'A message bounced, so nothing more is sent to this address.',
    remedy: 'Look for a current address.',
  },
  'opted-out': { says: 'The person asked not to be contacted.', remedy: '' },
  complained: { says: 'The person reported a message as spam.', remedy: '' },
  clicked: { says: 'The lead clicked, so the sequence stopped.', remedy: '' },
  'call-completed': { says: 'A call with the lead was over, so the sequence stopped.', remedy: '' },
  'human-touch': { says: 'A person of ours was in touch with the lead, so the sequence stopped.', remedy: '' },
  class: { says: 'Something happened in the class, so the sequence stopped.', remedy: '' },
  'tool-touch': { says: 'Another tool wrote to the lead, so the sequence stopped.', remedy: '' },
  'held-clicked': { says: 'The lead clicked, and the sequence waits.', remedy: RESUME },
  'held-replied': { says: 'The lead answered, and the sequence waits.', remedy: RESUME },
  'meeting-moved': { says: 'The lead moved a meeting, so the sequence stopped.', remedy: '' },
  'meeting-cancelled': { says: 'A meeting was cancelled, so the sequence stopped.', remedy: '' },
  'no-show': { says: 'The lead did not come to a meeting, so the sequence stopped.', remedy: '' },
  'held-meeting-moved': { says: 'The lead moved a meeting, and the sequence waits.', remedy: RESUME },
  'held-meeting-cancelled': { says: 'A meeting was cancelled, and the sequence waits.', remedy: RESUME },
  'held-no-show': { says: 'The lead did not come to a meeting, and the sequence waits.', remedy: RESUME },
  'held-booked': { says: 'The lead booked a meeting, and the sequence waits.', remedy: RESUME },
  'held-converted': { says: 'The lead converted, and the sequence waits.', remedy: RESUME },
  'held-call-completed': { says: 'A call with the lead is over, and the sequence waits.', remedy: RESUME },
  'held-human-touch': {
    says: 'A person of ours is in touch with the lead, and the sequence waits.',
    remedy: RESUME,
  },
  'held-class': {
    says: 'A person has the lead because of the class, and the sequence waits.',
    remedy: RESUME,
  },
  'held-tool-touch': { says: 'Another tool wrote to the lead, and the sequence waits.', remedy: RESUME },
  'held-opted-out': {
    says: 'The person wants no more texts and calls; a person decides whether the sequence goes on by other ways.',
    remedy: RESUME,
  },
  'held-signal-rose': { says: 'A signal of the lead rose, and the sequence waits.', remedy: RESUME },
  'taken-back': {
    says: 'Before this message left, something happened after which it may not leave as it is.',
    remedy: '',
  },
  merged: { says: 'The lead was merged into another one, which goes on in its place.', remedy: '' },
  'campaign-paused': { says: 'The campaign is paused.', remedy: 'Resume it to go on: rekindle campaign resume.' },
  'campaign-finished': { says: 'The campaign is finished.', remedy: '' },
  'campaign-cancelled': { says: 'A person called the campaign off.', remedy: '' },
  paused: {
    says: 'A person paused the sequence for this lead.',
    remedy: 'To go on: rekindle enrollment resume.',
  },
  'lead-paused': { says: 'A person paused the lead.', remedy: 'To go on: rekindle lead resume.' },
  'opt-out-review': {
    says: 'The person said STOP by text or phone; a person decides whether anything may go by another way.',
    remedy: 'Decide: rekindle suppress decide LEAD --rest allow, or --rest refuse.',
  },
  'enrollment-cancelled': { says: 'A person ended the sequence for this lead.', remedy: '' },
  'lead-cancelled': { says: 'A person ended everything that the lead was in.', remedy: '' },
  'previous-message-open': {
    says: 'The message before this one has not left yet.',
    remedy: 'See what holds it: rekindle message list --state held.',
  },
  'previous-unconfirmed': {
    says: 'Nobody knows whether the message before this one arrived; the sequence waits for a bounce up to 48 hours.',
    remedy: 'Look into the mailbox or the provider’s log and settle the message.',
  },
  'call-under-way': { says: 'A call to the lead is under way, and the sequence waits for its end.', remedy: '' },
  'condition-false': { says: 'The condition of the step is not met, so it is passed over.', remedy: '' },
  'condition-unknown': {
    says: 'A fact that the step’s condition needs is not known, so it is passed over.',
    remedy: 'Import the fact, or change the condition.',
  },
  'too-late': { says: 'The time of the step was missed by more than the sequence allows.', remedy: '' },
  'late-next-window': { says: 'The time of the step was missed; it goes out with the next opening.', remedy: '' },
  'task-open': {
    says: 'A person has something to do before the sequence goes on.',
    remedy: 'Do the task and say how it went.',
  },
  'endless-loop': {
    says: 'The steps led in a circle without a wait, so the sequence was stopped.',
    remedy: 'Mend the playbook: rekindle playbook check.',
  },
  'enrollment-ended': { says: 'The sequence ended before this message left.', remedy: '' },
  'left-audience': { says: 'The lead is no longer in the campaign’s audience.', remedy: '' },
  'reviewer-rejected': { says: 'A person rejected the lead.', remedy: 'Take it back with rekindle review back.' },
  'channel-refused': { says: 'The mail server refused the message for good.', remedy: 'Read its answer.' },
  'parked-by-fault': {
    says: 'A fault of ours kept it from being decided; everything else goes on, and it is looked at again within an hour.',
    remedy: 'Report what the log says of it; rekindle message cancel or rekindle enrollment cancel ends it.',
  },
  'outcome-unknown': {
    says: 'The message may or may not have been accepted; it is never sent again by itself.',
    remedy: 'Look into the mailbox or the provider’s log and settle it.',
  },
  'left-before-restore': {
    says: 'The message was handed over after the backup that this database was brought back from; what the server said is not on record.',
    remedy: 'Look into the mailbox or the provider’s log and settle it.',
  },
  cancelled: { says: 'A person took the message back before it left.', remedy: '' },
  'settled-not-sent': {
    says: 'A person says that the message never arrived.',
    remedy: 'Send it again with rekindle message retry.',
  },
  'try-again': { says: 'The mail server asked to try again later.', remedy: '' },
  'retries-used-up': {
    says: 'The mail server put the message off too often.',
    remedy: 'Find the cause, then retry it.',
  },
} as const satisfies ReasonTable;
