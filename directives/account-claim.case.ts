/** Runs a row of account-claim.md. */
import { referrerFor } from '../src/domain/account/claim.ts';
import type { Happening } from '../src/domain/account/conflict.ts';
import type { TouchState } from '../src/domain/account/touch.ts';

interface Row {
  readonly target: string;
  readonly touched: readonly (readonly [string, number, TouchState?])[];
  readonly happened: readonly (readonly [string, Happening['kind'], number])[];
}

const HOUR = 3_600_000;
const BEGAN = 1_000 * HOUR;

export function run({ target, touched, happened }: Row) {
  const found = referrerFor({
    target,
    ranked: ['a', 'b', 'c'],
    startedAt: BEGAN,
    touches: touched.map(([leadId, hours, state = 'made']) => {
      return { leadId, way: 'email', step: 's', at: BEGAN + hours * HOUR, state };
    }),
    happenings: happened.map(([leadId, kind, hours]) => {
      const at = BEGAN + hours * HOUR;
      return { leadId, kind, at, recordedAt: at };
    }),
  });
  return found === null
    ? { named: 'nobody' }
    : { named: found.leadId, claim: found.claim, since: (found.firstAt - BEGAN) / HOUR };
}
