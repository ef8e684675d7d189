/** The reason codes of an instance and of what stops it. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why nothing leaves this instance, whatever is due. */
export const INSTANCE_REASONS = {
  'instance-without-token': {
    says: 'This database has sent before, but not from here: it may be a copy, and the original may be sending too.',
    remedy: 'See what would leave late with rekindle instance show; if this is the one, rekindle instance claim.',
  },
  'instance-of-another': {
    says: 'Another database sent from here before; this one may be a copy of it, or of a third.',
    remedy: 'See what would leave late with rekindle instance show; if this is the one, rekindle instance claim.',
  },
  'instance-restored': {
    says: 'This database is older than what was last sent from here: it was restored from a backup.',
    remedy:
      'See what is due with rekindle instance show, then rekindle instance claim: what was noted beside it as having left does not leave again. With --pause campaigns wait as well until you resume them.',
  },
  'instance-moved': {
    says: 'The database was copied or moved since it last sent.',
    remedy: 'Make sure that the old one sends no more, then rekindle instance claim.',
  },
  halted: {
    says: 'A person stopped what leaves from here.',
    remedy: 'Lift the stop: rekindle halt list, rekindle halt lift.',
  },
  'connection-resting': {
    says: 'The connection failed several times in a row and is left alone for a moment.',
    remedy: 'Read the code of the last failure; where it asks for a person, mend it.',
  },
} as const satisfies ReasonTable;
