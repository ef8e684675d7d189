/** Reason codes of scoring. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** What a score may say about itself. */
export const SCORE_REASONS = {
  'score-no-facts': {
    says: 'Nothing that the playbook scores by is known of this lead.',
    remedy: 'Enrich the lead, or import a file with more columns.',
  },
  'score-one-half': {
    says: 'Only one half of the score has any fact, so it stands alone.',
    remedy: 'Enrich the lead with facts of the other half.',
  },
  'score-part-unknown': {
    says: 'A part of the score could not be worked out from what is known, and was left out.',
    remedy: 'Look at the part named: it says which fact is missing or what its expression met.',
  },
  'intent-boost': { says: 'Strong intent raised the score, once.', remedy: '' },
  'intent-signal': { says: 'A signal of intent is known of this lead.', remedy: '' },
  'intent-words': { says: 'Notes about the lead state an intent.', remedy: '' },
  'intent-domain': { says: 'The lead is at a domain that the playbook gives intent for.', remedy: '' },
} as const satisfies ReasonTable;
