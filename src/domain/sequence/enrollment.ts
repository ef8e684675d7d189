/** One lead's passage through a sequence. Owns the shape and the states. */
import type { Reason } from '../reason.ts';

/** due: has a time · waiting: held, with a reason · ended: over, with a reason. There is no other state. */
export type EnrollmentState = 'due' | 'waiting' | 'ended';

/** One passage of one lead through one sequence, pinned to the playbook version it began with. */
export interface Enrollment {
  readonly workspaceId: string;
  readonly id: string;
  readonly campaignId: string;
  readonly leadId: string;
  /** Counts passages of one lead through one campaign, from 1; unique together. */
  readonly generation: number;
  readonly sequence: string;
  /** The playbook version it started with, and stays on. */
  readonly playbookHash: string;
  readonly decisionId: string;
  readonly state: EnrollmentState;
  /** Id of the step that comes next; null when ended. */
  readonly step: string | null;
  /** How often this step was come to; part of the intent key. */
  readonly visit: number;
  /** When the step, or the next look at a held one, is due; null = not by itself. */
  readonly dueAt: number | null;
  /** Reason of a wait, or of the end. */
  readonly reason: Reason | null;
  readonly zone: string;
  /** The lead's score in its campaign, in millionths. */
  readonly scoreMillionths: number;
  readonly startedAt: number;
  /** When a person last let it go on: touches by others hold it from then on; null = from its start. */
  readonly watchedFrom: number | null;
  readonly lastMessageId: string | null;
  readonly lastTouchAt: number | null;
  readonly endedAt: number | null;
}

/** Whether it is not over. */
export function isOpen({ state }: Pick<Enrollment, 'state'>): boolean {
  return state !== 'ended';
}

/** The intent key of a step's message: one message per (enrollment, step, visit), for ever. */
export function stepIntentKey(enrollmentId: string, step: string, visit: number): string {
  return `enr:${enrollmentId}:${step}:${visit}`;
}

/** Step and visit that an intent key of a step ends with. */
export function intentOf(intentKey: string): { readonly step: string; readonly visit: number } {
  const [visit = '', step = ''] = intentKey.split(':').reverse();
  return { step, visit: Number(visit) };
}
