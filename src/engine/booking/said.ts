/** Words about times as messages, and people who are asked to look. Owns their one intent each: an event is answered once. */
import type { Meeting, ReplyPlace } from '../../domain/booking/meeting.ts';
import { answerIntentKey } from '../../domain/conversation/inbox/answer-to.ts';
import type { QueuedMessage } from '../../domain/message.ts';
import { sayTemplate } from '../../domain/playbook/conversation.ts';
import type { Engine } from '../engine.ts';
import type { TaskRecord } from '../store-port.ts';

const LANE_OF_REPLIES = 0;
/** Turns of people begin at 1. */
const TURN_OF_TALK = 0;

type Of = Pick<Meeting, 'workspaceId' | 'leadId' | 'campaignId' | 'enrollmentId'>;

/** Something that is said in answer to an event. `say`: its name, with flow and language. */
export function saidMessage(
  engine: Engine,
  { workspaceId, leadId, campaignId, enrollmentId }: Of,
  { event, ...place }: ReplyPlace,
  { flow, say, language }: { readonly flow: 'seller' | 'buyer'; readonly say: string; readonly language: string },
  now: number,
): QueuedMessage {
  return {
    ...{ workspaceId, leadId, campaignId, enrollmentId, ...place },
    id: engine.ids.next('msg'),
    intentKey: answerIntentKey(event, TURN_OF_TALK),
    lane: LANE_OF_REPLIES,
    template: sayTemplate(flow, say, language, place.channel),
    dueAt: now,
    createdAt: now,
  };
}

/** A person is asked to look. `why`: tells it from others of the same meeting. */
export function meetingTask(engine: Engine, meeting: Of, why: string, title: string, now: number): TaskRecord[] {
  const { workspaceId, leadId, campaignId, enrollmentId } = meeting;
  if (campaignId === null || enrollmentId === null) return [];
  return [
    {
      ...{ workspaceId, leadId, campaignId, enrollmentId, title },
      id: engine.ids.next('task'),
      intentKey: `meeting:${why}`,
      kind: 'hand-off',
      outcomes: [],
      state: 'open',
      outcome: null,
      dueAt: now,
      doneBy: null,
      doneAt: null,
    },
  ];
}
