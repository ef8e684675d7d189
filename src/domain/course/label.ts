/**
 * The final word on a lead of a class, said once, and the provisional one before it. Pure; the rule is directives/class-final.md.
 */
import { isThrough, percentOf } from './completion.ts';
import type { CourseState, Done } from './state.ts';
import { type Signal, signalOf, temperatureOf } from './temperature.ts';

/** What is kept for ever once somebody is through. */
export interface FinalLabel {
  readonly label: Signal;
  /** Null = there was no score to go by. */
  readonly score: number | null;
}

/** Whether there is enough to say a final word: all of the class, or an invitation, a quiz and a reflection. */
export function canFinalise(
  completion: number | null,
  has: { readonly invitation: boolean; readonly quiz: boolean; readonly reflection: boolean },
): boolean {
  return isThrough(completion) || (has.invitation && has.quiz && has.reflection);
}

/** By the score; without one somebody hot is hot, and anybody else warm. Null = there is nothing to finalise. */
export function finalLabel(score: number | null, isHot: boolean, isDue: boolean): FinalLabel | null {
  if (!isDue) return null;
  if (score !== null) return { label: signalOf(score), score };
  return { label: isHot ? 'hot' : 'warm', score: null };
}

/** Whether it was this change that brought the lead through: a final word is said on the way up, and once. */
export function crosses(before: number | null, after: number | null): boolean {
  return !isThrough(before) && isThrough(after);
}

/** The provisional word: the score as it would be by the first half of the sections that were done. Null = fewer than two. */
export function rollingScore(
  { done, total, startedAt }: Pick<CourseState, 'done' | 'total' | 'startedAt'>,
  isInvited: boolean,
  now: number,
): FinalLabel | null {
  const half = firstSeen(done).slice(0, Math.floor(done.length / 2));
  const last = half.at(-1);
  if (last === undefined) return null;
  const facts = { isInvited, startedAt, lastActivityAt: last.firstAt, completion: percentOf(half.length, total) };
  const { score, signal } = temperatureOf(
    { ...facts, quizAverage: null, attemptsAverage: null, confidence: null },
    now,
  );
  return { label: signal, score };
}

/** Of the same moment in the order of the class. */
function firstSeen(done: readonly Done[]): readonly Done[] {
  return [...done].sort((a, b) => a.firstAt - b.firstAt);
}
