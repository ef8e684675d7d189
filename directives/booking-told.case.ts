/** Runs a row of booking-told.md. */
import type { Meeting } from '../src/domain/booking/meeting.ts';
import { afterTold, type MeetingTold, meetingTold } from '../src/domain/booking/told.ts';

interface Row extends Pick<MeetingTold, 'ref' | 'before' | 'state' | 'startsAt'> {
  readonly at: number;
}

type Known = Pick<Meeting, 'state' | 'ref' | 'startsAt' | 'toldAt' | 'dueAt' | 'code'>;

const KNOWN: Known = { state: 'booked', ref: 'a', startsAt: 100, toldAt: 10, dueAt: 50, code: null };
/** One that nobody has booked yet is never told of. */
const UNBOOKED: Known = { ...KNOWN, ref: null };

export function run({ at, ...row }: Row) {
  const told = { ...row, origin: 'o' };
  const found = meetingTold([UNBOOKED, KNOWN], told);
  const { code: _, ...after } = found ? afterTold(found, told, at) : KNOWN;
  return { found: found !== undefined, ...after };
}
