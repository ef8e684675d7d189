/**
 * Touches by people and other tools (directives/human-touch.md): they count like our own, and hold the sequence, so that
 * nobody is written to by a program while a colleague talks with them. Owns the hold; caps and gap count by themselves.
 */
import { DAY_MS } from '../../calendar/day.ts';
import type { ConsentReason } from '../reasons.ts';
import type { PaceAsk, Wait } from './facts.ts';

/** Holds for the newest touch by others since the enrollment began, or since somebody last let it go on. */
export function humanTouchWait({ now, facts, limits: { humanTouch } }: PaceAsk): readonly Wait[] {
  const { watchedFrom } = facts;
  if (humanTouch.then === 'count' || watchedFrom === null) return [];
  const newest = facts.touches
    .filter(({ by, at }) => by !== 'us' && at >= watchedFrom)
    .reduce((late, touch) => (late === null || touch.at > late.at ? touch : late), NOBODY);
  if (newest === null) return [];
  const until = humanTouch.days === null ? null : newest.at + humanTouch.days * DAY_MS;
  if (until !== null && until <= now) return [];
  const { by, channel } = newest;
  return [{ until, reason: { code: 'human-touch' satisfies ConsentReason, facts: { by, channel } } }];
}

const NOBODY: PaceAsk['facts']['touches'][number] | null = null;
