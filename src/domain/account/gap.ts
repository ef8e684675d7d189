/** When the next touchpoint of an account is due. The rule is directives/account-gap.md. Owns the gaps; the window is the calendar's. */
import { stepDue } from '../calendar/step-due.ts';
import { type Moment, nextInWindow, type OpeningHours, type WorkPlace } from '../calendar/window.ts';
import type { AccountPlan } from './plan.ts';

/** What a due time is worked out from. Times in epoch milliseconds. */
export interface GapAsk extends WorkPlace {
  readonly startedAt: number;
  /** Touchpoints that were made, and when the last of them was; null = none was. */
  readonly made: number;
  readonly lastAt: number | null;
  readonly zone: string;
  readonly window: OpeningHours;
}

/** Days from the touchpoint of this number, from 1, to the next; the last gap repeats. A plan has one at least. */
function gapAfter(touchpoint: number, { gapDays }: Pick<AccountPlan, 'gapDays'>): number {
  return gapDays[Math.min(touchpoint, gapDays.length) - 1] as number;
}

/**
 * The first touchpoint is due at once; each later one its gap after the one before really was made, at the same time of day, moved
 * forward into the window.
 */
export function nextTouchAt(plan: Pick<AccountPlan, 'gapDays'>, ask: GapAsk): Moment {
  const { startedAt, made, lastAt, zone, window, country, region } = ask;
  if (lastAt === null) return nextInWindow(startedAt, zone, window, { country, region });
  return stepDue({ startedAt: lastAt, day: gapAfter(made, plan), zone, window, notBefore: null, country, region });
}
