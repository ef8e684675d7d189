/** What people do with meetings: book a time for a lead, cancel one. Owns what is refused; a calendar is asked as the desk asks it. */
import type { BookingTalk, Meeting } from '../../domain/booking/meeting.ts';
import { bookingSettingsOf } from '../../domain/booking/settings.ts';
import { meetingOriginId } from '../../domain/booking/told.ts';
import { zoneOfLead } from '../../domain/calendar/zone.ts';
import { ApiStop } from '../crm-port.ts';
import type { Engine } from '../engine.ts';
import { HandOffWays } from '../handoff/ways.ts';
import { Refusal } from '../operations/operation.ts';
import { recordEvents } from '../react.ts';
import type { LeadStory } from '../store-port.ts';
import { placeOf } from './place.ts';

/** Which meeting. */
export interface MeetingKey {
  readonly workspaceId: string;
  readonly id: string;
}

/** The meeting of this id. Errors: refusal `no-such-meeting`. */
export async function meetingOfId(engine: Engine, { workspaceId, id }: MeetingKey): Promise<Meeting> {
  const found = await engine.store.meetings.get(workspaceId, id);
  if (found) return found;
  throw new Refusal('no-such-meeting', `there is no meeting ${id}`, 'rekindle meeting list shows them');
}

/** A time that a person chose for a lead; who books meetings does it. Errors: refusals `no-calendar`, `meeting-past`. */
export async function bookFor(
  engine: Engine,
  { lead, enrollments }: LeadStory,
  { campaignId, startsAt }: { readonly campaignId: string; readonly startsAt: number },
): Promise<Meeting> {
  const now = engine.clock.now();
  if (startsAt <= now) throw new Refusal('meeting-past', 'this time is past', 'name one that is to come');
  const enrollment = enrollments.filter((one) => one.campaignId === campaignId).at(-1);
  await engine.playbooks.refresh();
  const { playbook } = enrollment ? engine.playbooks.get(enrollment.playbookHash) : { playbook: null };
  const settings = playbook && bookingSettingsOf(playbook.settings);
  const window = enrollment && playbook?.sequences[enrollment.sequence]?.window;
  if (!enrollment || !settings || !window)
    throw new Refusal(
      'no-calendar',
      'the playbook of what the lead is in names no calendar',
      'campaign create … --set bookingConnection=NAME bookingCalendar=ID',
    );
  const { connection, calendar, minutes, ...hours } = settings;
  const { days, fromMinute, toMinute, fallbackZone } = window;
  const { playbookHash, decisionId, workspaceId } = enrollment;
  const talk: BookingTalk = {
    ...{ connection, calendar, minutes, flow: playbook.conversation?.flow ?? 'seller', language: 'en' },
    rules: { ...hours, days, fromMinute, toMinute, zone: zoneOfLead(lead.values).zone ?? fallbackZone },
    ...{ passed: [], offers: 0, isAsked: false, turns: [], read: [], began: false, isAgain: true, otherwise: null },
    // A person tells the lead: no event is answered.
    reply: { event: '', channel: 'sms', recipient: '', sender: '', playbookHash, decisionId },
  };
  const of = { workspaceId, leadId: lead.id, campaignId, enrollmentId: enrollment.id, talk };
  const meeting: Meeting = {
    ...{ ...of, id: engine.ids.next('mtg'), state: 'booking', origin: '', ref: null, startsAt },
    ...{ toldAt: now, dueAt: now, attempts: 0, code: null },
  };
  await engine.store.meetings.add(meeting);
  return meeting;
}

/** Cancels it, at its calendar first where that has it. Errors: refusals `no-such-meeting`, `meeting-elsewhere`, `meeting-in-hand`, `calendar-refuses`. */
export async function cancelMeeting(engine: Engine, key: MeetingKey): Promise<Meeting> {
  const meeting = await meetingOfId(engine, key);
  if (meeting.state === 'booking') throw inHand(meeting);
  if (meeting.state === 'booked') await cancelThere(engine, meeting);
  const now = engine.clock.now();
  const state = meeting.state === 'booked' ? 'cancelled' : 'given-up';
  const after = await engine.store.meetings.change({
    ...key,
    decide: (known) => (known.state === meeting.state ? { ...known, state, toldAt: now, dueAt: null } : known),
  });
  if (after === null) throw inHand(meeting);
  if (meeting.ref !== null && state === 'cancelled') await tell(engine, after, meeting.ref, now);
  return after;
}

function inHand({ id }: Meeting): Refusal {
  return new Refusal('meeting-in-hand', `meeting ${id} is being booked`, 'try again in a minute');
}

async function cancelThere(engine: Engine, meeting: Meeting): Promise<void> {
  const ways = new HandOffWays(engine);
  try {
    const place = meeting.talk && (await placeOf(engine, ways, meeting.workspaceId, meeting.talk));
    if (!place || meeting.ref === null)
      throw new Refusal(
        'meeting-elsewhere',
        'it was not booked by us',
        'cancel it where it was booked: it is told here',
      );
    await place.calendar.cancel(meeting.ref);
  } catch (error) {
    if (!(error instanceof ApiStop)) throw error;
    throw new Refusal('calendar-refuses', error.reply.detail, 'rekindle connection test NAME');
  } finally {
    await ways.close();
  }
}

async function tell(engine: Engine, meeting: Meeting, ref: string, at: number): Promise<void> {
  const { workspaceId, leadId, campaignId, origin, startsAt } = meeting;
  const of = { workspaceId, leadId, campaignId, messageId: null, at, origin } as const;
  const originId = meetingOriginId('meeting-cancelled', ref, startsAt);
  const kind = 'meeting-cancelled';
  await recordEvents(engine, [{ ...of, kind, originId, verdict: 'human', direction: 'out', text: 'cancelled by us' }]);
}
