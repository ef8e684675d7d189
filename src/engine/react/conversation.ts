/**
 * Answers those who write back, where the playbook of what they are in has a conversation. Owns where an answer goes and its one
 * intent; what is said is `domain/qualification/flow`, worked out anew from all that the lead wrote, so that nothing is kept beside it.
 */
import type { Meeting } from '../../domain/booking/meeting.ts';
import { keywordIn } from '../../domain/conversation/keyword-answer.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { QueuedMessage } from '../../domain/message.ts';
import { type FlowDecision, type FlowEnd, type FlowRules, flowOf } from '../../domain/qualification/flow.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import { linesOf } from '../advance/standing.ts';
import { saidMessage } from '../booking/said.ts';
import { answerToTimes, readAsTimes, timesWanted } from '../booking/talk.ts';
import type { Engine } from '../engine.ts';
import type { EventSubject, Passage, TaskRecord } from '../store-port.ts';
import { replyPlace } from './reply-place.ts';
import { latestByCampaign } from './signals.ts';

/** What a conversation adds to what follows from an event. */
export interface Answered {
  readonly messages: readonly QueuedMessage[];
  readonly tasks: readonly TaskRecord[];
  /** Meetings that begin or go on. */
  readonly meetings: readonly Meeting[];
  /** The passage whose conversation is over, and how; null = it goes on. */
  readonly over: { readonly passage: Passage; readonly how: FlowEnd } | null;
}

const NOTHING: Answered = { messages: [], tasks: [], meetings: [], over: null };
/** Ends after which people are still answered. */
const GOES_ON: ReadonlySet<string> = new Set(['completed', 'replied', 'goal-reached']);
const TITLES: Readonly<Record<NonNullable<FlowDecision['handOff']>, string>> = {
  hot: 'Call now: qualified and ready',
  qualified: 'Look at what was answered, and write back',
  exhausted: 'Five answers that say nothing: call, or let it rest',
  asks: 'Answer the question of the lead',
  person: 'Read what the lead wrote, and answer',
  showing: 'Arrange a showing, and confirm the time',
  offer: 'Call about an offer',
  step: 'The lead is on the way to a home: read it, and go on with them',
};

/** Whether what the lead wrote before must be read for an event. */
export function asksWritten(engine: Engine, event: LeadEvent, passages: readonly Passage[]): boolean {
  return isSaid(event) && conversing(engine, event, passages) !== null;
}

/** A keyword, HELP say, has an answer of its own. */
function isSaid({ kind, why }: LeadEvent): boolean {
  return kind === 'replied' && keywordIn(why) === null;
}

interface Conversing {
  readonly passage: Passage;
  readonly enrollment: Enrollment;
  readonly rules: FlowRules;
}

/** The passage that answers; null = none does. One that ended in another way than by its last step answers nobody. */
function conversing(engine: Engine, event: LeadEvent, passages: readonly Passage[]): Conversing | null {
  for (const passage of latestByCampaign(passages).toReversed()) {
    const { enrollment } = passage;
    const rules = engine.playbooks.get(enrollment.playbookHash).playbook.conversation;
    const isOther = event.campaignId !== null && event.campaignId !== enrollment.campaignId;
    const isOver = enrollment.state === 'ended' && !GOES_ON.has(enrollment.reason?.code ?? '');
    if (rules !== undefined && !isOther && !isOver) return { passage, enrollment, rules };
  }
  return null;
}

/** The answer to what a lead wrote, and what a person is asked to do. */
export function answerTo(engine: Engine, event: LeadEvent, subject: EventSubject): Answered {
  const { written = [], passages } = subject;
  const by = isSaid(event) && event.verdict !== 'machine' ? conversing(engine, event, passages) : null;
  if (by === null || event.text === null) return NOTHING;
  // Beyond what a conversation takes nobody is left without an answer: a person reads on.
  if (!written.some(({ id }) => id === event.id)) {
    return { ...NOTHING, tasks: [taskOf(engine, event, by.enrollment, TITLES.person)] };
  }
  const times = answerToTimes(engine, event, subject, by.enrollment);
  if (times?.isLeft === false) return { ...times, over: null };
  const ofTimes = readAsTimes(subject);
  const lines = linesOf(written, by.enrollment, event.id).filter(({ id }) => !ofTimes.has(id));
  const decision = flowOf(by.rules, lines);
  if (decision === null) return { ...NOTHING, meetings: times?.meetings ?? [] };
  const wanted = timesWanted(engine, event, subject, by.enrollment, decision);
  const speaks = decision.say !== null && wanted === null;
  const message = speaks ? messageOf(engine, event, subject, by.enrollment, decision) : null;
  const unsaid = speaks && message === null;
  const handOff = decision.handOff ?? (unsaid ? 'person' : null);
  return {
    messages: message === null ? [] : [message],
    tasks: handOff === null ? [] : [taskOf(engine, event, by.enrollment, TITLES[handOff])],
    meetings: [...(times?.meetings ?? []), ...(wanted === null ? [] : [wanted])],
    over: decision.state.over && { passage: by.passage, how: decision.state.over },
  };
}

/** By the way that it came; null where there is none to go back by. */
function messageOf(
  engine: Engine,
  event: LeadEvent,
  subject: EventSubject,
  enrollment: Enrollment,
  { say, state }: FlowDecision,
): QueuedMessage | null {
  const place = replyPlace(event, subject, enrollment);
  if (place === null || say === null) return null;
  const { workspaceId, campaignId, id: enrollmentId } = enrollment;
  const of = { workspaceId, campaignId, enrollmentId, leadId: subject.lead.id };
  return saidMessage(engine, of, place, { ...state, say }, event.recordedAt);
}

function taskOf(engine: Engine, event: LeadEvent, enrollment: Enrollment, title: string): TaskRecord {
  const { workspaceId, campaignId, leadId } = enrollment;
  return {
    ...{ workspaceId, campaignId, leadId, title },
    id: engine.ids.next('task'),
    intentKey: `react:${event.id}:${enrollment.id}:conversation`,
    enrollmentId: enrollment.id,
    kind: 'hand-off',
    outcomes: [],
    state: 'open',
    outcome: null,
    dueAt: event.recordedAt,
    doneBy: null,
    doneAt: null,
  };
}
