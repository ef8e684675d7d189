/**
 * What becomes of a meeting of which a calendar tells (directives/booking-told.md). Pure; in whatever order things are told, what was last
 * true stands.
 */
import type { Meeting, MeetingState } from './meeting.ts';

/** Events by which a meeting is told of. */
export type MeetingEvent = 'booked' | 'meeting-moved' | 'meeting-cancelled' | 'no-show';

/** Id of such an event where a calendar gives none: the same, whether we did it, are told of it, or find it out. */
export function meetingOriginId(kind: MeetingEvent, ref: string, startsAt: number | null): string {
  return `${kind}:${ref}:${startsAt ?? ''}`;
}

/** What a calendar tells of a meeting. */
export interface MeetingTold {
  readonly origin: string;
  readonly ref: string;
  /** Its id before it was moved, where moving makes a new one; null = it keeps its id. */
  readonly before: string | null;
  readonly state: Extract<MeetingState, 'booked' | 'cancelled' | 'no-show'>;
  /** Null = not told. */
  readonly startsAt: number | null;
}

/** The one of these that is told of; undefined = none is. */
export function meetingTold<M extends Pick<Meeting, 'ref'>>(meetings: readonly M[], told: MeetingTold): M | undefined {
  return meetings.find(({ ref }) => ref !== null && (ref === told.ref || ref === told.before));
}

/** As it is then. `at`: when it came to be so, by the clock of who tells. */
export function afterTold<M extends Pick<Meeting, 'state' | 'ref' | 'startsAt' | 'toldAt' | 'dueAt' | 'code'>>(
  meeting: M,
  told: MeetingTold,
  at: number,
): M {
  if (at < meeting.toldAt) return meeting;
  const { ref, state } = told;
  const dueAt = state === 'booked' ? meeting.dueAt : null;
  return { ...meeting, ref, state, startsAt: told.startsAt ?? meeting.startsAt, toldAt: at, dueAt, code: null };
}
