/** The least time between two touches of one lead (directives/min-gap.md), whoever made them. Owns that one rule. */
import type { CalendarReason } from '../../calendar/reasons.ts';
import type { PaceAsk, Wait } from './facts.ts';

const HOUR_MS = 3_600_000;

/** Holds until the gap since the last touch, by any channel, is over. */
export function gapWait({ now, facts, limits }: PaceAsk): readonly Wait[] {
  const last = Math.max(...facts.touches.map(({ at }) => at));
  const until = last + limits.minGapHours * HOUR_MS;
  return until > now ? [{ until, reason: { code: 'min-gap' satisfies CalendarReason } }] : [];
}
