/** Runs a row of text-end.md. */
import { askedAgainAt, NEVER_ASKED } from '../src/domain/delivery/providers/text-end.ts';
import { endOfTwilioText } from '../src/domain/delivery/providers/twilio-text.ts';

interface Row {
  readonly sentHoursAgo?: number;
  readonly status?: string;
  readonly code?: number;
}

const NOW = 1_000_000_000_000;
const HOUR_MS = 3_600_000;
const OPEN = { kind: null, outcome: null, saidStop: null };

export function run({ sentHoursAgo, status = '', code = undefined }: Row) {
  if (sentHoursAgo === undefined) return endOfTwilioText(status, code ?? null) ?? OPEN;
  const again = askedAgainAt(NOW - sentHoursAgo * HOUR_MS, NOW);
  return { again: again === NEVER_ASKED ? 'never' : (again - NOW) / HOUR_MS };
}
