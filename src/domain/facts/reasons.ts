/** Reason codes of facts. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** What may be said of a fact itself. */
export const FACT_REASONS = {
  'fact-unread': {
    says: 'An attribute holds text that cannot be read as the type the playbook declares, so it counts as not known.',
    remedy: 'Correct the value at its source, or declare the attribute as text.',
  },
} as const satisfies ReasonTable;
