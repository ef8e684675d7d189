/** The reason codes of sources of leads: why one stopped, and what became of a form. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a source gave no more, and why a call to a form was not taken. */
export const SOURCE_REASONS = {
  'source-credits-not-set': {
    says: 'The source costs credits, and nobody has said how many may be spent.',
    remedy: 'Set creditsPerRun and creditsPerMonth of the connection with rekindle connection rotate NAME --set.',
  },
  'source-run-spent': {
    says: 'The credits of this run are spent or set aside.',
    remedy: 'Run it again, or raise creditsPerRun with rekindle connection rotate.',
  },
  'source-month-spent': {
    says: 'The credits of this month are spent or set aside.',
    remedy: 'Wait for the next month, or raise creditsPerMonth with rekindle connection rotate.',
  },
  'source-credits-used-up': {
    says: 'The provider says that the account has no credits left.',
    remedy: 'Buy some there, or wait for the day on which it gives new ones.',
  },
  'source-in-doubt': {
    says: 'The provider took the question, and its answer was lost: what was set aside counts as spent.',
    remedy: 'Compare with the usage that the provider shows; the same people are asked for again with the next run.',
  },
  'source-busy': {
    says: 'Another process is fetching from this source.',
    remedy: 'Ask again when it is done; nothing was spent.',
  },
  'source-no-match': {
    says: 'The provider found this person, and told nothing of them.',
    remedy: '',
  },
  'source-unreadable': {
    says: 'The provider tells of this record in a form that nobody can read.',
    remedy: 'Look at the record there, and save it anew.',
  },
  'source-no-callback': {
    says: 'Phone numbers come later, by a call from the provider, and there is no address that it could call.',
    remedy: 'Set publicUrl to an https address in rekindle.yaml and give the connection its secret callback.',
  },
} as const satisfies ReasonTable;

/** One of the codes. */
export type SourceReason = keyof typeof SOURCE_REASONS;
