/**
 * Warm-up (directives/warm-up.md): how many e-mails a mailbox may send on its first days. Owns the ramp; that the count of
 * the day is held against it is `caps.ts`.
 */
import type { WarmUp } from './send-limits.ts';

/** Messages a sender may send today. */
export interface Allowance {
  /** Null = no limit. */
  readonly allowance: number | null;
  /** Whether it is the ramp that says so, and not the sender's own limit. */
  readonly warming: boolean;
}

/**
 * The lower of the sender's own limit and what its warm-up allows: `start`, and `step` for each day it sent on lately.
 * `warmDays` is `SenderFacts.warmDays`. Why days it sent on: a mailbox that has been silent for a month is cold again.
 */
export function senderAllowance(senderDay: number | null, warmUp: WarmUp | null, warmDays: number): Allowance {
  if (warmUp === null) return { allowance: senderDay, warming: false };
  const ramp = warmUp.start + warmUp.step * warmDays;
  return senderDay !== null && senderDay <= ramp
    ? { allowance: senderDay, warming: false }
    : { allowance: ramp, warming: true };
}
