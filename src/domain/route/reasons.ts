/** Reason codes of routing. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a lead goes into a sequence, or into none now. */
export const ROUTE_REASONS = {
  'routed-by-tier': { says: 'The tier of the lead chose the sequence.', remedy: '' },
  'lead-rejected': {
    says: 'The lead is rejected.',
    remedy: 'Why stands beside this; what a person rejected by mistake is taken back in the review list.',
  },
  'awaiting-review': {
    says: 'A person must approve the lead first.',
    remedy: 'Approve or reject it in the review list.',
  },
  'review-approved': { says: 'A person approved the lead.', remedy: '' },
  'conflicting-campaign': {
    says: 'The lead is in another campaign that may not run beside this one.',
    remedy: 'Wait until that campaign is over, or end it for this lead.',
  },
  'no-sequence-for-tier': {
    says: 'The playbook has no sequence for this tier.',
    remedy: 'Name one under route if leads of this tier are to be written to.',
  },
  'no-channel-for-sequence': {
    says: 'The sequence uses no channel by which this lead may be reached.',
    remedy: 'Add an address or permission, or a sequence for the channels the lead has.',
  },
  'variant-fits': { says: 'The profile of the lead chose the content variant.', remedy: '' },
} as const satisfies ReasonTable;
