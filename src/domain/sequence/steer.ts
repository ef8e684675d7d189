/**
 * Moving an enrollment because of something that happened: stop, exit, hold, go elsewhere, and going on after a hold. Pure; the
 * rule is directives/steering.md. Owns no words of playbooks: which action it is was chosen before.
 */
import { DAY_MS } from '../calendar/day.ts';
import type { MessageState } from '../message.ts';
import type { ReactionAction, Sequence, Step } from '../playbook/playbook.ts';
import type { Reason } from '../reason.ts';
import type { Enrollment } from './enrollment.ts';
import { HELD } from './pause.ts';

const HOUR_MS = 3_600_000;
/** States of a message that may still be taken back. */
const UNSENT: ReadonlySet<MessageState> = new Set(['queued', 'held', 'claimed']);

/** The message that an enrollment made last. */
export interface LastSent {
  readonly id: string;
  readonly state: MessageState;
  /** Step and visit that made it. */
  readonly step: string;
  readonly visit: number;
}

/** A passage with the sequence it goes through. */
export interface UnderWay {
  readonly enrollment: Enrollment;
  readonly sequence: Sequence;
  /** Null = none yet. */
  readonly last: LastSent | null;
  /** Ids of messages before it that have not left: they failed, and are tried again. Absent = none. */
  readonly older?: readonly string[];
}

/** Why it is moved: the reason's code where it stops, and the facts; from when a hold counts; the present. */
export interface Cause {
  readonly code: string;
  readonly facts: NonNullable<Reason['facts']>;
  readonly at: number;
  readonly now: number;
  /** The day that the person named; a hold lasts until then instead. Absent or null = none. */
  readonly until?: number | null;
}

/** Whether the message has not left, and can be taken back. */
export function isUnsent(last: LastSent | null): last is LastSent {
  return last !== null && UNSENT.has(last.state);
}

/** The step at which a lead stands: the task that it waits for, else the one whose message it got last. */
export function standsAt({ enrollment, last }: Omit<UnderWay, 'sequence'>): string | null {
  return enrollment.reason?.code === 'task-open' ? enrollment.step : (last?.step ?? null);
}

/** The enrollment after an action; the same one where nothing changes. */
export function steered(of: UnderWay, action: ReactionAction, cause: Cause): Enrollment {
  switch (action.kind) {
    case 'stop':
      return over(of.enrollment, { code: cause.code, facts: cause.facts }, cause.at);
    case 'exit':
      return over(of.enrollment, { code: 'goal-reached', facts: { ...cause.facts, by: cause.code } }, cause.at);
    case 'hold':
    case 'hand-off':
      return held(of, action.days, cause);
    case 'go-to':
      return goneTo(of, action.step, cause.now);
    case 'carry-on':
      return of.enrollment;
  }
}

/**
 * Ended by an event that happened at `at`. Of several that end it the earliest is why, in whatever order they are told; of the same
 * instant the one whose code comes first.
 */
export function over(enrollment: Enrollment, reason: Reason, at: number): Enrollment {
  const endedAt = Math.max(at, enrollment.startedAt);
  if (enrollment.state === 'ended' && !wouldHaveEnded(enrollment, reason.code, endedAt)) return enrollment;
  return { ...enrollment, state: 'ended', step: null, dueAt: null, reason, endedAt };
}

/** Whether it was ended by an event that came after this one. */
function wouldHaveEnded(enrollment: Enrollment, code: string, at: number): boolean {
  if (!endedByEvent(enrollment)) return false;
  return at === enrollment.endedAt ? code < enrollment.reason.code : at < enrollment.endedAt;
}

/** An enrollment that an event ended. */
type EndedByEvent = Enrollment & { readonly reason: Reason; readonly endedAt: number };

/** Whether an event ended it, and not its last step, a person or a rule. */
export function endedByEvent(enrollment: Enrollment): enrollment is EndedByEvent {
  const { state, reason } = enrollment;
  return state === 'ended' && reason?.facts?.event !== undefined;
}

/** Whether an event holds it, and not a gate, a pause or a task. */
export function isHeld({ state, reason }: Pick<Enrollment, 'state' | 'reason'>): boolean {
  return state === 'waiting' && reason !== null && reason.code.startsWith(HELD);
}

/**
 * Holds it. A hold is never shortened by another, and one that would be over by now is none. Who waits for a person's task waits
 * for a person already. A message that has not left is made anew after the hold.
 */
function held(of: UnderWay, days: number | null, { code, facts, at, now, until: named }: Cause): Enrollment {
  const { enrollment, last } = of;
  const until = days === null ? null : (named ?? at + days * DAY_MS);
  if (enrollment.reason?.code === 'task-open' || (until !== null && until <= now)) return enrollment;
  if (isHeld(enrollment) && endsLater(enrollment.dueAt, until)) return enrollment;
  const reason = { code: `${HELD}${code}`, facts };
  const again = isUnsent(last) ? { step: last.step, visit: enrollment.visit + 1 } : {};
  return { ...enrollment, ...again, state: 'waiting', dueAt: until, reason };
}

/** Null = no end by itself. */
function endsLater(one: number | null, other: number | null): boolean {
  return one === null || (other !== null && one >= other);
}

/** At that step now, whatever its day is; not before the gap. The window is asked when the step is taken. */
function goneTo({ enrollment, sequence }: UnderWay, step: string, now: number): Enrollment {
  const position = (id: string | null) => sequence.steps.findIndex((one) => one.id === id);
  const to = position(step);
  if (to < 0) return enrollment;
  const visit = to <= position(enrollment.step) ? enrollment.visit + 1 : enrollment.visit;
  const free = enrollment.lastTouchAt === null ? now : enrollment.lastTouchAt + sequence.minGapHours * HOUR_MS;
  const waits = waitHours(sequence.steps[to]);
  const dueAt = waits === null ? Math.max(now, free) : now + waits * HOUR_MS;
  return { ...enrollment, state: 'due', step, visit, dueAt, reason: null };
}

/** Hours that a step lets pass from when a lead comes to it; null = it is due by its day. */
export function waitHours(step: Step | undefined): number | null {
  return step?.kind === 'wait' && step.forHours !== undefined ? step.forHours : null;
}

/** Somebody else was in touch with the lead at `at`: the gap counts from then on. */
export function touched({ enrollment, sequence }: UnderWay, at: number): Enrollment {
  const lastTouchAt = Math.max(at, enrollment.lastTouchAt ?? at);
  const { dueAt } = enrollment;
  const free = lastTouchAt + sequence.minGapHours * HOUR_MS;
  return { ...enrollment, lastTouchAt, dueAt: dueAt === null ? null : Math.max(dueAt, free) };
}

/** A person lets a held one go on; null = no event holds it. Touches that it is watched for already from a later time on hold it no longer. */
export function resumed(enrollment: Enrollment, now: number): Enrollment | null {
  const watchedFrom = Math.max(now, enrollment.watchedFrom ?? now);
  return isHeld(enrollment) ? { ...enrollment, state: 'due', dueAt: now, reason: null, watchedFrom } : null;
}
