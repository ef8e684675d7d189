/**
 * When a step of a sequence is due.
 * Owns the rule of day offsets (directives/step-due.md); the window it is moved into is `window.ts`.
 */
import type { Reason } from '../reason.ts';
import { DAY_MS, dayOf, MINUTE_MS } from './day.ts';
import { firstShowing, wallAt } from './local-time.ts';
import type { CalendarReason } from './reasons.ts';
import { type Moment, nextInWindow, type OpeningHours, type WorkPlace } from './window.ts';

/** What a due time is worked out from. Times in epoch milliseconds. */
export interface StepTiming extends WorkPlace {
  /** When the lead was enrolled. */
  readonly startedAt: number;
  /** Days after the local date of enrollment; 0 = the same day. */
  readonly day: number;
  readonly zone: string;
  readonly window: OpeningHours;
  /** Not before this: the minimum gap since the last message. Null = no such bound. */
  readonly notBefore: number | null;
  /** Local minute of the day to aim at, in place of the enrollment's own time of day. */
  readonly atMinute?: number | null;
}

/**
 * When a step is due: on the local date of enrollment plus its day offset, at the local time of day of the enrollment,
 * moved forward into the window. Day 0 is due at once. The date of enrollment counts, not that of the first message,
 * so a start on Saturday does not shift the whole sequence. Costs about 0.5 µs where nothing moves.
 */
export function stepDue(timing: StepTiming): Moment {
  const wanted = wantedAt(timing);
  const at = Math.max(wanted, timing.notBefore ?? wanted);
  const moment = nextInWindow(at, timing.zone, timing.window, timing);
  return at === wanted ? moment : { at: moment.at, reasons: [GAP, ...moment.reasons] };
}

const GAP: Reason = { code: 'min-gap' satisfies CalendarReason };

function wantedAt({ startedAt, day, zone, atMinute }: StepTiming): number {
  const wall = wallAt(startedAt, zone);
  const midnight = dayOf(wall) * DAY_MS;
  const timeOfDay = atMinute == null ? wall - midnight : atMinute * MINUTE_MS;
  return firstShowing(midnight + day * DAY_MS + timeOfDay, zone, startedAt);
}
