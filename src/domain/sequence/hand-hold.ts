/**
 * A mail by hand holds what the lead goes through (directives/write-by-hand.md); taken back before it left it lets that go again, as if it
 * had never been written. Pure. Owns what is remembered for that and when it is let go; the hold itself is made as any touch of a person makes it.
 */
import type { Enrollment } from './enrollment.ts';
import { underneath, whilePaused } from './pause.ts';
import { isHeld } from './steer.ts';

/** What else holds by now: another message of a person, by its id, and whether anything was heard of the lead. */
export interface SinceThen {
  readonly message: string | null;
  readonly isHeardOf: boolean;
}

/** A passage that the mail holds, with what it was before; the same one where the mail does not hold it. */
export function rememberedBy(messageId: string, after: Enrollment, before: Enrollment): Enrollment {
  return whilePaused(after, (inner) => {
    if (!isHeldBy(messageId, inner)) return { enrollment: inner };
    const was = underneath(before);
    // A message that had not left is made anew: its step is due at once, whenever the next one was.
    const isAnew = inner.step !== was.step || inner.visit !== was.visit;
    const facts = { dueBefore: isAnew ? null : was.dueAt, touchedBefore: was.lastTouchAt };
    return { enrollment: withFacts(inner, facts) };
  }).enrollment;
}

/** The passage once the mail is taken back; the same one where it stays as it is. */
export function letGoBy(
  messageId: string,
  enrollment: Enrollment,
  { message, isHeardOf }: SinceThen,
  now: number,
): Enrollment {
  return whilePaused(enrollment, (inner) => {
    if (!isHeldBy(messageId, inner) || isHeardOf) return { enrollment: inner };
    if (message !== null) return { enrollment: withFacts(inner, { event: message }) };
    const { dueBefore, touchedBefore } = inner.reason?.facts as Remembered;
    const lastTouchAt = touchedBefore === undefined ? inner.lastTouchAt : touchedBefore;
    return { enrollment: { ...inner, state: 'due', dueAt: dueBefore ?? now, reason: null, lastTouchAt } };
  }).enrollment;
}

/** Absent = it was held by an earlier version, which did not remember. */
interface Remembered {
  readonly dueBefore?: number | null;
  readonly touchedBefore?: number | null;
}

function isHeldBy(messageId: string, enrollment: Enrollment): boolean {
  return isHeld(enrollment) && enrollment.reason?.facts?.event === messageId;
}

function withFacts(held: Enrollment, facts: Readonly<Record<string, string | number | null>>): Enrollment {
  const { code = '', facts: told } = held.reason ?? {};
  return { ...held, reason: { code, facts: { ...told, ...facts } } };
}
