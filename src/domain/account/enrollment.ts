/** One account's passage through one campaign. Owns the shape, and what a person may do with it. */
import type { Reason } from '../reason.ts';
import type { EnrollmentState } from '../sequence/enrollment.ts';
import { CONFLICT_KINDS, type ConflictKind } from './plan.ts';

/** What a person closes an account with. */
export const ACCOUNT_OUTCOMES = ['meeting', 'deal', 'nurture', 'not-interested', 'no-answer', 'disqualified'] as const;
/** One of `ACCOUNT_OUTCOMES`. */
export type AccountOutcome = (typeof ACCOUNT_OUTCOMES)[number];

/** One passage of an account; an account has one at a time that is not over. Which touchpoints were made is the ledger's alone. */
export interface AccountEnrollment {
  readonly workspaceId: string;
  readonly id: string;
  readonly accountId: string;
  readonly campaignId: string;
  /** Counts passages of one account through one campaign, from 1. */
  readonly generation: number;
  readonly sequence: string;
  /** The playbook version it started with, and stays on. */
  readonly playbookHash: string;
  /** As of a lead: due = has a time · waiting = held, with a reason; paused where it has no time · ended = over, with a reason. */
  readonly state: EnrollmentState;
  readonly dueAt: number | null;
  readonly reason: Reason | null;
  readonly zone: string;
  readonly startedAt: number;
  /** When a person last let it go on, and the standing conflicts that this person saw; null and none = never. */
  readonly settledAt: number | null;
  readonly settled: readonly ConflictKind[];
  /** How it was closed; null = by no person. */
  readonly outcome: AccountOutcome | null;
  readonly endedAt: number | null;
}

/** What people call the state of a passage. */
export const ACCOUNT_STATUSES = ['active', 'paused', 'completed', 'closed', 'cancelled'] as const;
/** Status as people say it. */
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** What one calls the state it is in. */
export function statusOf({ state, dueAt, outcome, reason }: AccountEnrollment): AccountStatus {
  if (state !== 'ended') return state === 'waiting' && dueAt === null ? 'paused' : 'active';
  if (outcome !== null) return 'closed';
  return reason?.code === 'account-completed' ? 'completed' : 'cancelled';
}

/** Waits, until then; null = until a person lets it go on. */
export function waits(enrollment: AccountEnrollment, reason: Reason, until: number | null): AccountEnrollment {
  return { ...enrollment, state: 'waiting', reason, dueAt: until };
}

/** Is over. */
export function ends(enrollment: AccountEnrollment, reason: Reason, now: number): AccountEnrollment {
  return { ...enrollment, state: 'ended', reason, dueAt: null, endedAt: now };
}

/** A person's act on an account's passage. */
export type AccountAct =
  | { readonly kind: 'pause' | 'resume' | 'cancel'; readonly by: string; readonly why: string; readonly at: number }
  | {
      readonly kind: 'close';
      readonly outcome: AccountOutcome;
      readonly by: string;
      readonly why: string;
      readonly at: number;
    };

/**
 * What becomes of it. Null = nothing: it is over, or going on already. Whoever lets it go on has seen all that stands against it so far.
 */
export function actedOn(enrollment: AccountEnrollment, act: AccountAct): AccountEnrollment | null {
  if (enrollment.state === 'ended') return null;
  const { by, why, at } = act;
  switch (act.kind) {
    case 'pause':
      return waits(enrollment, { code: 'account-paused', facts: { by, why } }, null);
    case 'resume':
      if (statusOf(enrollment) !== 'paused') return null;
      return { ...enrollment, state: 'due', dueAt: at, reason: null, settledAt: at, settled: CONFLICT_KINDS };
    case 'cancel':
      return ends(enrollment, { code: 'account-cancelled', facts: { by, why } }, at);
    case 'close':
      return { ...ends(enrollment, { code: 'account-closed', facts: { by, why } }, at), outcome: act.outcome };
  }
}
