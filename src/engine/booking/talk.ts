/**
 * Times in a conversation: wanted where somebody is ready, and what is written back to an offer read against it. Owns how these hang together
 * with the conversation; which time is meant, and what follows, are rules of `domain/booking`.
 */
import { readChoice } from '../../domain/booking/choice.ts';
import { type BookingTalk, type Meeting, openSlots, type ReplyPlace } from '../../domain/booking/meeting.ts';
import { bookingSettingsOf } from '../../domain/booking/settings.ts';
import { type TalkNext, talkAfter } from '../../domain/booking/talk.ts';
import { zoneOfLead } from '../../domain/calendar/zone.ts';
import { readReply } from '../../domain/conversation/intent.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { QueuedMessage } from '../../domain/message.ts';
import type { FlowDecision } from '../../domain/qualification/flow.ts';
import { languageIn } from '../../domain/qualification/words.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type { Engine } from '../engine.ts';
import { replyPlace } from '../react/reply-place.ts';
import type { EventSubject, TaskRecord } from '../store-port.ts';
import { meetingTask, saidMessage } from './said.ts';

/** What follows from an answer to times. */
export interface TimesAnswered {
  readonly meetings: readonly Meeting[];
  readonly messages: readonly QueuedMessage[];
  readonly tasks: readonly TaskRecord[];
  /** It was no answer to times: the conversation goes on with it. */
  readonly isLeft: boolean;
}

/** What is said where somebody is ready for a time, and a time is offered in its place. */
const READY: ReadonlySet<string> = new Set(['done-hot', 'ask-showing', 'showing-noted']);
/** Where a meeting is under way no other is begun. */
const UNDER_WAY: ReadonlySet<Meeting['state']> = new Set(['wanted', 'offered', 'booking']);

/** Ids of what a lead wrote that was an answer to times, and is none to a question. */
export function readAsTimes({ meetings = [] }: EventSubject): ReadonlySet<string> {
  return new Set(meetings.flatMap(({ talk }) => talk?.read ?? []));
}

/** What follows from what a lead wrote while times are open; null = none are. */
export function answerToTimes(
  engine: Engine,
  event: LeadEvent,
  subject: EventSubject,
  enrollment: Enrollment,
): TimesAnswered | null {
  const open = (subject.meetings ?? []).find((one) => one.state === 'offered' && one.enrollmentId === enrollment.id);
  const place = replyPlace(event, subject, enrollment);
  if (!open?.talk || place === null || event.text === null) return null;
  const { talk } = open;
  const choice = readChoice(event.text, openSlots(open), { zone: talk.rules.zone, now: event.at });
  const next = talkAfter(choice, readReply(event.text).intent, talk, event.recordedAt);
  if (next.kind === 'leave') {
    const meetings: readonly Meeting[] = next.isOver ? [{ ...open, state: 'given-up', code: codeOf(next) }] : [];
    return { meetings, messages: [], tasks: [], isLeft: true };
  }
  const language = languageIn(event.text, talk.language);
  const told = { ...talk, language, read: [...talk.read, event.id], reply: place };
  return { ...follow(engine, { ...open, talk: told }, next, { event, text: event.text }), isLeft: false };
}

type Followed = Omit<TimesAnswered, 'isLeft'>;

function follow(
  engine: Engine,
  meeting: Meeting & { readonly talk: BookingTalk },
  next: TalkNext,
  { event, text }: { readonly event: LeadEvent; readonly text: string },
): Followed {
  const now = event.recordedAt;
  const { talk } = meeting;
  const code = codeOf(next);
  const say = (name: string) => [saidMessage(engine, meeting, talk.reply, { ...talk, say: name }, now)];
  const due = { dueAt: now, attempts: 0, code: null };
  const nobody = { messages: [], tasks: [] };
  if (next.kind === 'book') {
    const startsAt = next.slots[0] ?? null;
    return {
      meetings: [{ ...meeting, ...due, state: 'booking', startsAt, talk: { ...talk, began: false } }],
      ...nobody,
    };
  }
  if (next.kind === 'offer') {
    const passed = [...talk.passed, ...openSlots(meeting)];
    return {
      meetings: [{ ...meeting, ...due, state: 'wanted', talk: { ...talk, passed, isAsked: false } }],
      ...nobody,
    };
  }
  if (next.kind === 'ask') {
    const turns = [...talk.turns, { event: event.id, say: 'ask-slot', slots: next.slots }];
    return {
      meetings: [{ ...meeting, talk: { ...talk, turns, isAsked: true } }],
      messages: say('ask-slot'),
      tasks: [],
    };
  }
  const state = next.isOver ? 'given-up' : meeting.state;
  const title = next.isOver ? 'Arrange a time with the lead' : 'Read what the lead wrote, and answer: times are open';
  const words = next.isOver ? say('no-slots') : text.includes('?') ? say('person-answers') : [];
  const tasks = meetingTask(engine, meeting, event.id, title, now);
  return { meetings: [{ ...meeting, state, code }], messages: words, tasks };
}

function codeOf({ reasons }: TalkNext): string | null {
  return reasons.at(-1)?.code ?? null;
}

/** A meeting for which times are to be asked, where somebody is ready for one and the playbook names a calendar; null = none. */
export function timesWanted(
  engine: Engine,
  event: LeadEvent,
  subject: EventSubject,
  enrollment: Enrollment,
  { say, state }: FlowDecision,
): Meeting | null {
  const { playbook } = engine.playbooks.get(enrollment.playbookHash);
  const settings = bookingSettingsOf(playbook.settings);
  const place = replyPlace(event, subject, enrollment);
  if (settings === null || place === null || say === null || !READY.has(say)) return null;
  if ((subject.meetings ?? []).some((one) => isUnderWay(one, event.recordedAt))) return null;
  const { connection, calendar, minutes, ...hours } = settings;
  const talk = {
    ...{ connection, calendar, minutes, flow: state.flow, language: state.language, otherwise: say },
    rules: { ...hours, ...windowOf(engine, subject, enrollment) },
  };
  return freshMeeting(engine, enrollment, { ...talk, ...NOTHING_SAID, read: [], isAgain: false, reply: place }, event);
}

const NOTHING_SAID = { passed: [], offers: 0, isAsked: false, turns: [], began: false };

function isUnderWay({ state, startsAt }: Meeting, now: number): boolean {
  return UNDER_WAY.has(state) || (state === 'booked' && (startsAt ?? 0) > now);
}

/** Days and hours of the sequence, where the lead is. */
function windowOf(engine: Engine, { lead }: EventSubject, { playbookHash, sequence }: Enrollment) {
  const { window } = engine.playbooks.get(playbookHash).playbook.sequences[sequence] ?? {};
  if (!window) throw new Error(`there is no sequence ${sequence}`);
  const { days, fromMinute, toMinute, fallbackZone } = window;
  return { days, fromMinute, toMinute, zone: zoneOfLead(lead.values).zone ?? fallbackZone };
}

function freshMeeting(
  engine: Engine,
  {
    workspaceId,
    leadId,
    campaignId,
    id: enrollmentId,
  }: Pick<Enrollment, 'workspaceId' | 'leadId' | 'campaignId' | 'id'>,
  talk: BookingTalk,
  { recordedAt }: LeadEvent,
): Meeting {
  return {
    ...{ workspaceId, leadId, campaignId, enrollmentId, talk },
    id: engine.ids.next('mtg'),
    state: 'wanted',
    origin: '',
    ref: null,
    startsAt: null,
    toldAt: recordedAt,
    dueAt: recordedAt,
    attempts: 0,
    code: null,
  };
}

/** Times anew for a meeting that was cancelled, once, by the way that they were offered before; null = they are not. */
export function timesAgain(engine: Engine, event: LeadEvent, cancelled: Meeting | undefined): Meeting | null {
  const { talk, campaignId, enrollmentId, workspaceId, leadId } = cancelled ?? {};
  if (event.kind !== 'meeting-cancelled' || !talk || talk.isAgain || cancelled?.state !== 'booked') return null;
  if (campaignId == null || enrollmentId == null || workspaceId === undefined || leadId === undefined) return null;
  const passed = [...talk.passed, ...(cancelled.startsAt === null ? [] : [cancelled.startsAt])];
  const reply: ReplyPlace = { ...talk.reply, event: event.id };
  const again = { ...talk, ...NOTHING_SAID, offers: 1, passed, reply, otherwise: null, isAgain: true };
  return freshMeeting(engine, { workspaceId, leadId, campaignId, id: enrollmentId }, again, event);
}
