/** Runs a row of account-choice.md. */
import { chooseContact } from '../src/domain/account/choice.ts';
import { type AccountPlan, STANDARD_PLAN } from '../src/domain/account/plan.ts';
import { type TouchState, touchStateOf } from '../src/domain/account/touch.ts';
import type { MessageState } from '../src/domain/message.ts';

interface Row {
  readonly state?: MessageState;
  readonly reach: readonly string[];
  readonly touched: readonly (readonly [string, number, TouchState?])[];
  readonly plan: Partial<AccountPlan>;
}

const HOUR = 3_600_000;
const NOW = 10_000 * HOUR;

export function run({ state, reach, touched, plan }: Row) {
  if (state !== undefined) return { touch: touchStateOf(state) };
  const choice = chooseContact(
    { ...STANDARD_PLAN, contact: [], colleague: [], ...plan },
    {
      now: NOW,
      startedAt: 0,
      ranked: ['a', 'b', 'c', 'd'],
      reachable: reach,
      touches: touched.map(([leadId, hours, made = 'made']) => {
        return { leadId, way: 'email', step: 's', at: NOW - hours * HOUR, state: made };
      }),
      happenings: [],
    },
  );
  if (choice === null) return { to: 'nobody' };
  if ('until' in choice) return { until: (choice.until - NOW) / HOUR, because: choice.because };
  return { to: choice.leadId, ...(choice.referrer && { named: choice.referrer.leadId }) };
}
