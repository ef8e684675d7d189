/** Runs a row of agent-plan.md. */
import { type PlanDecision, type PlanState, planDecision, planUse } from '../src/domain/agent/plan.ts';

interface Row {
  readonly state: PlanState;
  readonly proposer: string;
  readonly by: string;
  readonly act?: 'same' | 'other';
  readonly does?: PlanDecision['act'];
  readonly person?: boolean;
  readonly allowed?: boolean;
  readonly hoursLeft: number;
}

const NOW = 1_000_000_000;
const HOUR_MS = 3_600_000;

export function run({ state, proposer, by, act, does, person, allowed, hoursLeft }: Row): { readonly answer: string } {
  const plan = { state, proposedBy: proposer, digest: 'same', expiresAt: NOW + hoursLeft * HOUR_MS };
  const refused =
    does === undefined
      ? planUse(plan, { by, digest: act ?? '', now: NOW })
      : planDecision(plan, { act: does, by, isPerson: person === true, mayAct: allowed === true, now: NOW });
  return { answer: refused ?? 'yes' };
}
