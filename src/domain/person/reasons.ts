/** The reason codes of people's rights: why something is no longer known, or can not be forgotten yet. */
import type { ReasonTable } from '../reason.ts';

/** Rows of people's rights in the one table of reason codes. */
export const PERSON_REASONS = {
  erased: {
    says: 'The person was erased: only keyed hashes of their addresses are left, so that they stay refused.',
    remedy: 'Nothing leaves to them. See what went and what stayed with rekindle erasure list.',
  },
  'on-its-way': {
    says: 'A message to this person, or a hand-off about them, is on its way out at this moment.',
    remedy: 'Wait until it is known what became of it, a minute or so, and erase then.',
  },
} as const satisfies ReasonTable;
