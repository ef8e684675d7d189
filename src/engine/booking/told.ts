/** Meetings that calendars tell of, as events bring them: begun or gone on with in the event's own transaction. */
import type { Meeting } from '../../domain/booking/meeting.ts';
import { afterTold, meetingTold } from '../../domain/booking/told.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { Engine } from '../engine.ts';
import type { EventReport } from '../react.ts';
import type { EventSubject } from '../store-port.ts';
import { timesAgain } from './talk.ts';

/** What becomes of the meeting that an event tells of; none where it tells of none, or of one that is being booked here. */
export function meetingsTold(engine: Engine, event: LeadEvent, subject: EventSubject): readonly Meeting[] {
  const { meeting: told } = event;
  const { meetings = [], lead } = subject;
  if (!told) return [];
  const known = meetingTold(meetings, told);
  if (known) {
    const again = timesAgain(engine, event, known);
    return [afterTold({ ...known, origin: told.origin }, told, event.at), ...(again === null ? [] : [again])];
  }
  // Whoever books it writes down what came of it.
  if (meetings.some(({ state, startsAt }) => state === 'booking' && startsAt === told.startsAt)) return [];
  const { origin, ref, state, startsAt } = told;
  const ofCampaign = subject.passages.filter(({ enrollment }) => enrollment.campaignId === event.campaignId);
  const { enrollment } = (ofCampaign.length > 0 ? ofCampaign : subject.passages).at(-1) ?? { enrollment: null };
  const of = {
    workspaceId: event.workspaceId,
    id: engine.ids.next('mtg'),
    leadId: lead.id,
    origin,
    ref,
    state,
    startsAt,
  };
  const where = { campaignId: enrollment?.campaignId ?? null, enrollmentId: enrollment?.id ?? null };
  return [{ ...of, ...where, toldAt: event.at, dueAt: null, attempts: 0, code: null, talk: null }];
}

/** Whether a report of a move tells the time that is known: a calendar tells of whatever else is changed as well. */
export async function isAsKnown(engine: Engine, report: EventReport): Promise<boolean> {
  const { kind, workspaceId, leadId, meeting } = report;
  if (kind !== 'meeting-moved' || !meeting || meeting.before !== null) return false;
  const known = meetingTold(await engine.store.meetings.around({ workspaceId, meeting }, leadId), meeting);
  return known?.state === 'booked' && known.startsAt === meeting.startsAt;
}
