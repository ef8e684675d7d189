/** The reason codes of what a CRM and we say differently of a lead. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

const DECIDE = 'Decide with rekindle reconcile decide.';

/** Why one side’s word was taken, or a person is asked. */
export const RECONCILE_REASONS = {
  'reconcile-crm-owns': { says: 'The CRM says something else, and its word counts for this field.', remedy: '' },
  'reconcile-ours': { says: 'The CRM says something else, and our word counts for this field.', remedy: '' },
  'reconcile-empty-here': { says: 'The CRM knows it, and we did not.', remedy: '' },
  'reconcile-empty-there': { says: 'We know it, and the CRM did not.', remedy: '' },
  'reconcile-asks': { says: 'Both sides differ, and a person decides on this field.', remedy: DECIDE },
  'reconcile-cleared-there': {
    says: 'The field is empty in the CRM, whose word counts: somebody may have taken it away.',
    remedy: DECIDE,
  },
  'reconcile-not-writable': {
    says: 'Our word counts, and the CRM does not take it from outside.',
    remedy: 'Change it there by hand.',
  },
  'reconcile-refused-here': { says: 'The person refused this way here, so the CRM is told.', remedy: '' },
  'reconcile-refused-there': { says: 'The person refused this way in the CRM, so it is refused here.', remedy: '' },
  'reconcile-lifted-here': { says: 'We had told the CRM of a refusal that no longer stands here.', remedy: '' },
  'reconcile-yes-since': {
    says: 'The CRM still says no, and the person said yes here since.',
    remedy: 'Lift it in the CRM by hand, where that yes holds for it too.',
  },
  'reconcile-gone-there': { says: 'The contact was deleted in the CRM.', remedy: DECIDE },
  'reconcile-many-gone': {
    says: 'More than a tenth of the contacts are gone from the CRM at once, so nothing follows from it.',
    remedy: 'See whether the connection still speaks to the right account.',
  },
  'reconcile-erased-here': { says: 'The person was erased here, and the CRM still has them.', remedy: DECIDE },
  'reconcile-later': { says: 'The other side could not be changed; it is tried again with the next run.', remedy: '' },
} as const satisfies ReasonTable;

/** A code of this table. */
export type ReconcileReason = keyof typeof RECONCILE_REASONS;
