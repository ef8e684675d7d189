/** Replies of the inbox and answers as rows: put in with the event that a reply is, and read. */
import { meaningOf, standingOf } from '../../domain/conversation/inbox/inbox.ts';
import type { ReplyIntent } from '../../domain/conversation/reply-intent.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { Answer, ReplyRecord } from '../../engine/store-port.ts';
import { fromJson, toJson, toJsonOrNull } from '../json.ts';
import { allEach, first, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const PUT = insert(
  'reply',
  ['workspaceId', 'eventId', 'leadId', 'at', 'state', 'meaning', 'corrections', 'thread'],
  'ON CONFLICT (workspace_id, event_id) DO NOTHING',
);
const ANSWER = insert('answer', [
  'workspaceId',
  'messageId',
  'eventId',
  'turn',
  'writtenBy',
  'writtenAt',
  'subject',
  'thread',
  'words',
  'sequence',
  'zone',
]);
const OF_MESSAGE = statement<SqlRow>(
  'SELECT * FROM answer WHERE workspace_id = :workspaceId AND message_id = :messageId',
);

/** Puts a new event into the inbox, where it is a reply. */
export function* putReply(event: LeadEvent): Program<void> {
  const state = standingOf(event);
  if (state === null) return;
  const { workspaceId, id: eventId, leadId, at, thread = null } = event;
  const meaning = meaningOf(event);
  yield* run(PUT, { workspaceId, eventId, leadId, at, state, meaning, corrections: 0, thread: toJsonOrNull(thread) });
}

/** Writes an answer down. */
export function* insertAnswer({ by, at, references, ...answer }: Answer): Program<void> {
  yield* run(ANSWER, { ...answer, writtenBy: by, writtenAt: at, thread: toJson(references) });
}

/** What of a lead's messages people wrote, in the order of the messages given; what is forgotten is not among it. */
export function* answersOfMessages(
  messages: readonly { readonly workspaceId: string; readonly id: string }[],
): Program<Answer[]> {
  const keys = messages.map(({ workspaceId, id: messageId }) => ({ workspaceId, messageId }));
  return (yield* allEach(OF_MESSAGE, keys)).flat().map(answerOf);
}

/** The words of a message that a person wrote; null = there are none, or they are forgotten. */
export function* answerOfMessage(workspaceId: string, messageId: string): Program<Answer | null> {
  const row = yield* first(OF_MESSAGE, { workspaceId, messageId });
  return row ? answerOf(row) : null;
}

/** The reply of a row. */
export function replyOf(row: SqlRow): ReplyRecord {
  return {
    workspaceId: row.workspace_id as string,
    eventId: row.event_id as string,
    leadId: row.lead_id as string,
    at: row.at as number,
    state: row.state as ReplyRecord['state'],
    meaning: row.meaning as ReplyIntent,
    assignedTo: row.assigned_to as string | null,
    snoozedUntil: row.snoozed_until as number | null,
    corrections: row.corrections as number,
    correctedBy: row.corrected_by as string | null,
    correctedAt: row.corrected_at as number | null,
    closedBy: row.closed_by as string | null,
    thread: fromJson(row.thread),
  };
}

/** The answer of a row. */
export function answerOf(row: SqlRow): Answer {
  return {
    workspaceId: row.workspace_id as string,
    messageId: row.message_id as string,
    eventId: row.event_id as string | null,
    turn: row.turn as number,
    by: row.written_by as string,
    at: row.written_at as number,
    subject: row.subject as string,
    references: fromJson(row.thread),
    words: row.words as string,
    sequence: row.sequence as string | null,
    zone: row.zone as string | null,
  };
}
