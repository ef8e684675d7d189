/**
 * A person pauses, resumes and cancels a lead's passage (directives/pause.md). Pure. A pause lies over the passage: what happens
 * under it goes on being noted, and takes effect when it is lifted. Owns that, and which messages a pause or an event keeps back.
 */
import type { Sequence } from '../playbook/playbook.ts';
import type { Reason } from '../reason.ts';
import { type Enrollment, intentOf } from './enrollment.ts';
import { latenessOf, whenLate } from './lateness.ts';

/**
 * paused: this passage · lead-paused: whatever the lead is in, and nothing new · opt-out-review: the same, since the lead said STOP by
 * text or phone, until a person decides on the other ways.
 */
export type PauseCode = 'paused' | 'lead-paused' | 'opt-out-review';

/** A person's pause, as its reason tells it. */
export interface Pause {
  readonly code: PauseCode;
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly why: string;
}

/** Begins the code of a reason by which an event, and not a gate, a pause or a task, holds a passage. */
export const HELD = 'held-';
/** A later one is laid over an earlier one, never the other way round. */
const CODES: readonly PauseCode[] = ['lead-paused', 'opt-out-review', 'paused'];
const TASK_OPEN = 'task-open';

/** Who pauses a lead: a person, or the lead itself by a STOP. */
export type PauseKind = 'person' | 'opt-out';

/** The pause of a lead, as it lies over what the lead is in. */
export function pauseOfLead({ kind, ...told }: Omit<Pause, 'code'> & { readonly kind: PauseKind }): Pause {
  return { ...told, code: kind === 'opt-out' ? 'opt-out-review' : 'lead-paused' };
}

/** What is told of a pause: who, since when, why. */
export function pauseReason({ code, by, at, why }: Pause): Reason {
  const since = Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'millisecond' });
  return { code, facts: why === '' ? { by, since } : { by, since, why } };
}

/** Which pause lies over the passage; null = none. */
export function pauseOf({ reason }: Pick<Enrollment, 'reason'>): PauseCode | null {
  return CODES.find((code) => code === reason?.code) ?? null;
}

/**
 * The passage under a pause; the same one where it is over, or paused so already. A pause of the passage outlasts one of the lead,
 * and not the other way round.
 */
export function paused(enrollment: Enrollment, pause: Pause): Enrollment {
  const before = pauseOf(enrollment);
  const stands = before !== null && CODES.indexOf(before) >= CODES.indexOf(pause.code);
  if (enrollment.state === 'ended' || stands) return enrollment;
  return laidOver(underneath(enrollment), pauseReason(pause));
}

/**
 * The passage once this pause is lifted, as it would be had there been none; null = no such pause lies over it. A step that fell
 * due meanwhile is due at its time, and goes by its lateness policy.
 */
export function lifted(enrollment: Enrollment, code: PauseCode, now: number): Enrollment | null {
  if (pauseOf(enrollment) !== code) return null;
  const inner = underneath(enrollment);
  if (inner.state === 'due' || waitsForItself(inner.reason)) return inner;
  return { ...inner, state: 'due', dueAt: inner.dueAt ?? now, reason: null };
}

/** What waits for a person or for time alone; of anything else it is asked anew whether it still holds. */
function waitsForItself(reason: Reason | null): boolean {
  return reason !== null && (reason.code === TASK_OPEN || reason.code.startsWith(HELD));
}

/** Does to a passage what an event or a task does to it; under a pause it stays paused, unless it ends. */
export function whilePaused<Result extends { readonly enrollment: Enrollment }>(
  enrollment: Enrollment,
  change: (inner: Enrollment) => Result,
): Result {
  if (pauseOf(enrollment) === null) return change(enrollment);
  const inner = underneath(enrollment);
  const result = change(inner);
  const next = result.enrollment;
  if (next.state === 'ended') return result;
  return { ...result, enrollment: next === inner ? enrollment : laidOver(next, enrollment.reason as Reason) };
}

/** A reason with what lies under the pause: when that is due, and what it waits for. */
function laidOver(inner: Enrollment, { code, facts }: Reason): Enrollment {
  const { due: _due, waits: _waits, ...told } = facts ?? {};
  const waits = inner.state === 'waiting' ? { waits: JSON.stringify(inner.reason) } : {};
  return { ...inner, state: 'waiting', dueAt: null, reason: { code, facts: { ...told, due: inner.dueAt, ...waits } } };
}

/** What lies under a pause; without one the passage itself. */
export function underneath(enrollment: Enrollment): Enrollment {
  if (pauseOf(enrollment) === null) return enrollment;
  const { due, waits } = enrollment.reason?.facts as { readonly due: number | null; readonly waits?: string };
  const reason = waits === undefined ? null : (JSON.parse(waits) as Reason);
  return { ...enrollment, state: reason === null ? 'due' : 'waiting', dueAt: due, reason };
}

/** A person ends it; the same one where it is over. */
export function cancelled(enrollment: Enrollment, reason: Reason, now: number): Enrollment {
  return enrollment.state === 'ended'
    ? enrollment
    : { ...enrollment, state: 'ended', step: null, dueAt: null, reason, endedAt: now };
}

/** What keeps the messages of a passage back, and until when (null = until somebody acts). Null = nothing does. */
export function keepsBack({
  reason,
  dueAt,
}: Pick<Enrollment, 'reason' | 'dueAt'>): { readonly reason: Reason; readonly until: number | null } | null {
  const keeps = reason !== null && (pauseOf({ reason }) !== null || reason.code.startsWith(HELD));
  return keeps ? { reason: told(reason), until: dueAt } : null;
}

/** Without what lies under a pause. */
function told({ code, facts }: Reason): Reason {
  const { due: _due, waits: _waits, ...rest } = facts ?? {};
  return { code, facts: rest };
}

/** A message that has not left. */
export interface Unsent {
  readonly intentKey: string;
  /** When its step was decided, epoch milliseconds. */
  readonly createdAt: number;
}

/** Where a message goes that was kept back: back in the queue, not before `dueAt`, or nowhere any more. */
export type LetGo =
  | { readonly to: 'queued'; readonly dueAt: number; readonly reason: null }
  | { readonly to: 'refused'; readonly dueAt: number; readonly reason: Reason };

/** What becomes of a message that a pause kept back, by the lateness policy of its step. `sequence` null = it is of none. */
export function letGo(
  { intentKey, createdAt }: Unsent,
  sequence: Sequence | null,
  {
    now,
    ...place
  }: { readonly now: number; readonly zone: string } & Readonly<Record<'country' | 'region', string | null>>,
): LetGo {
  if (sequence === null) return { to: 'queued', dueAt: now, reason: null };
  const { step: id } = intentOf(intentKey);
  const policy = latenessOf(
    sequence,
    sequence.steps.find((step) => step.id === id),
  );
  const late = whenLate(policy, sequence, { dueAt: createdAt, now, ...place });
  if (late.kind === 'skip') return { to: 'refused', dueAt: now, reason: { code: 'too-late', facts: { step: id } } };
  return { to: 'queued', dueAt: late.kind === 'wait' ? (late.at ?? now) : now, reason: null };
}
