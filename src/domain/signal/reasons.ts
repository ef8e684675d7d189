/** The reason codes of signals. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a signal rose or fell, and what follows from its rise. */
export const SIGNAL_REASONS = {
  'signal-rose': {
    says: 'What the lead did lately earned enough points for a signal.',
    remedy: 'See which events earned them: rekindle lead show.',
  },
  'signal-fell': { says: 'Too little happened lately to keep the signal up.', remedy: '' },
} as const satisfies ReasonTable;
