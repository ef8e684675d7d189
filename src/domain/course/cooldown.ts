/** Whether the same thing may be told of a lead again. Pure; the rule is directives/class-cooldown.md. */
import type { ClassRules } from './rules.ts';

const HOUR_MS = 3_600_000;

/**
 * Never told = yes. Told before = once the cooldown is over, and only where the lead did something since: a call that stands on
 * somebody's list need not be put there every day. Epoch milliseconds.
 */
export function mayTell(
  toldAt: number | null,
  lastActivityAt: number | null,
  { cooldownHours }: ClassRules,
  now: number,
): boolean {
  if (toldAt === null) return true;
  return now >= toldAt + cooldownHours * HOUR_MS && lastActivityAt !== null && lastActivityAt > toldAt;
}
