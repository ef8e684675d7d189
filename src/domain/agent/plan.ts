/** Plans: what an agent proposes, a person approves, and is used once (directives/agent-plan.md). Owns the states and who may move them. */

/** proposed → approved → used; or refused by a person, or withdrawn. A plan is over when its time is, whatever it says here. */
export type PlanState = 'proposed' | 'approved' | 'refused' | 'withdrawn' | 'used';

/** What decides about a plan. */
export interface PlanStanding {
  readonly state: PlanState;
  /** Actor, without its name. */
  readonly proposedBy: string;
  /** Of operation, workspace and input. */
  readonly digest: string;
  readonly expiresAt: number;
}

/** Why a plan may not be used. */
export type PlanUseRefusal = PlanOver | 'plan-not-yours' | 'plan-other-act' | 'plan-not-approved';
/** Why nothing more comes of it. */
type PlanOver = 'plan-used' | 'plan-refused' | 'plan-withdrawn' | 'plan-expired';

const OVER: Readonly<Record<PlanState, PlanOver | null>> = {
  ...{ proposed: null, approved: null },
  ...{ used: 'plan-used', refused: 'plan-refused', withdrawn: 'plan-withdrawn' },
};

/** Null = the plan may be used now, by whoever proposed it and for this act alone. */
export function planUse(
  plan: PlanStanding,
  { by, digest, now }: { readonly by: string; readonly digest: string; readonly now: number },
): PlanUseRefusal | null {
  if (plan.proposedBy !== by) return 'plan-not-yours';
  if (plan.digest !== digest) return 'plan-other-act';
  return whyOver(plan, now) ?? (plan.state === 'proposed' ? 'plan-not-approved' : null);
}

/** Null = something may still come of it. */
export function whyOver({ state, expiresAt }: Pick<PlanStanding, 'state' | 'expiresAt'>, now: number): PlanOver | null {
  return OVER[state] ?? (expiresAt <= now ? 'plan-expired' : null);
}

/** What is decided about a plan, and by whom. */
export interface PlanDecision {
  readonly act: 'approve' | 'refuse' | 'withdraw';
  readonly by: string;
  /** At the machine, or logged in; a key is no person. */
  readonly isPerson: boolean;
  /** Their own role allows what the plan asks for. */
  readonly mayAct: boolean;
  readonly now: number;
}

/** Null = it is so decided. A yes may be taken back until it is used. */
export function planDecision(
  plan: PlanStanding,
  { act, by, isPerson, mayAct, now }: PlanDecision,
): PlanOver | 'people-only' | 'plan-own' | 'plan-not-yours' | 'plan-approved-before' | 'role-too-low' | null {
  const isOwn = plan.proposedBy === by;
  if (act === 'withdraw') return isOwn || isPerson ? whyOver(plan, now) : 'plan-not-yours';
  if (!isPerson) return 'people-only';
  if (isOwn) return 'plan-own';
  if (!mayAct) return 'role-too-low';
  return whyOver(plan, now) ?? (act === 'approve' && plan.state === 'approved' ? 'plan-approved-before' : null);
}
