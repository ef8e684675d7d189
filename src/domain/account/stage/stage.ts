/** At which of its nine stages an account stands, by what is on record of it (directives/account-stage.md). Owns their names and order. */
import type { MessageState } from '../../message.ts';
import type { AccountStatus } from '../enrollment.ts';
import type { AccountReason } from '../reasons.ts';

/** From the beginning to the end of a campaign to an account. */
export const ACCOUNT_STAGES = [
  ...(['initialize', 'check', 'contact', 'channel', 'message'] as const),
  ...(['touch', 'evaluate', 'schedule', 'complete'] as const),
] as const;
/** One of them. */
export type AccountStage = (typeof ACCOUNT_STAGES)[number];

/** What is known of an account. */
export interface StageFacts {
  /** `none` = no campaign works it. */
  readonly status: AccountStatus | 'none';
  /** States of its touchpoints, messages and tasks alike. */
  readonly touches: readonly (MessageState | 'open' | 'done' | 'cancelled')[];
  /** Code of what it waits for; null = for nothing. */
  readonly waitsFor: string | null;
}

/** A touchpoint that is decided and has not left. */
const UNDER_WAY: ReadonlySet<string> = new Set(['queued', 'held', 'claimed', 'sending', 'open']);

/** The stage. Choosing contact, channel and words is one decision: whoever is chosen has the others in the same moment. */
export function accountStageOf({ status, touches, waitsFor }: StageFacts): AccountStage {
  if (status === 'none') return 'initialize';
  if (status === 'paused') return 'check';
  if (status !== 'active') return 'complete';
  if (touches.some((state) => UNDER_WAY.has(state))) return 'touch';
  if (touches.length === 0) return 'contact';
  return waitsFor === ('account-gap' satisfies AccountReason) ? 'schedule' : 'evaluate';
}
