/**
 * A person's answer enters the ledger: reply, passages and free turn are held, the answer is decided on as they are, and message and
 * words are written together. Owns which turn is free.
 */
import { NOTHING_CAME } from '../../domain/conversation/inbox/inbox.ts';
import type { LeadEvent } from '../../domain/event.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Message, MessageState } from '../../domain/message.ts';
import type { AnswerDraft, AnswerWish, ReplyKey } from '../../engine/store-port.ts';
import { all, first, type Program, run } from '../program.ts';
import { updateEnrollments } from '../rows/enrollment.ts';
import { insertMessages, messageOf } from '../rows/message.ts';
import { HAS_LEFT } from '../rows/message-state.ts';
import { answerOf, insertAnswer } from '../rows/reply.ts';
import { type SqlRow, statement } from '../statement.ts';
import { takeBackMessages } from '../work/move-messages.ts';
import { passagesOf } from '../work/passages.ts';
import { heldReply } from './replies.ts';

const GIVEN = statement<SqlRow>(`
  SELECT a.*, m.state AS message_state FROM answer a
  LEFT JOIN message m ON m.workspace_id = a.workspace_id AND m.id = a.message_id
  WHERE a.workspace_id = :workspaceId AND a.event_id = :eventId ORDER BY a.turn LIMIT ${LIMITS.answersPerReply}`);
/** Intents of this reply, of whoever answered it. */
const TURNS = statement<{ intent_key: string }>(`
  SELECT intent_key FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId
  AND intent_key >= :from AND intent_key < :until ORDER BY intent_key LIMIT ${LIMITS.answersPerReply}`);
const BY_ID = statement<SqlRow>('SELECT * FROM message WHERE workspace_id = :workspaceId AND id = :id');
const LAST = statement<SqlRow>(`
  SELECT * FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId AND (:channel = '' OR channel = :channel)
  AND ${HAS_LEFT} ORDER BY id DESC LIMIT 1`);
const CLOSE = statement(`
  UPDATE reply SET state = 'done', closed_by = :by WHERE workspace_id = :workspaceId AND event_id = :eventId`);

/** Gives an answer, as `decide` says; false = there is no such reply. */
export function* giveAnswer({ decide, ...key }: AnswerWish): Program<boolean> {
  const { workspaceId, eventId } = key;
  const held = yield* heldReply(key);
  if (held === null) return false;
  const written = yield* all(GIVEN, { workspaceId, eventId });
  const answers = written.filter((row) => !NOTHING_CAME.has(row.message_state as MessageState)).map(answerOf);
  const turns = [
    ...written.map(({ turn }) => turn as number),
    ...(yield* turnsTaken(key, [held.event.leadId, held.lead.id])),
  ];
  const draft = decide({
    ...held,
    answers,
    turn: Math.max(0, ...turns) + 1,
    before: yield* messageBefore(held.event, held.lead.id),
    passages: yield* passagesOf(workspaceId, held.lead.id),
  });
  if (draft === null) return true;
  yield* writeDraft(draft);
  yield* run(CLOSE, { workspaceId, eventId, by: draft.answer.by });
  return true;
}

/** What a person wrote enters the ledger: message and words, and what becomes of what the lead goes through. */
export function* writeDraft({ message, answer, enrollments, takenBack }: AnswerDraft): Program<void> {
  yield* insertMessages([message]);
  yield* insertAnswer(answer);
  yield* updateEnrollments(enrollments);
  yield* takeBackMessages(message.workspaceId, takenBack);
}

function* turnsTaken({ workspaceId, eventId }: ReplyKey, leads: readonly string[]): Program<number[]> {
  const turns: number[] = [];
  for (const leadId of new Set(leads)) {
    const from = `reply:${eventId}:`;
    const keys = yield* all(TURNS, { workspaceId, leadId, from, until: `reply:${eventId};` });
    turns.push(...keys.map(({ intent_key: key }) => Number(key.slice(from.length)) || 0));
  }
  return turns;
}

/** What the reply is to, where that went the way that the reply came; else the last one that left by this way. */
function* messageBefore(event: LeadEvent, leadId: string): Program<Message | null> {
  const { workspaceId, messageId: id, channel } = event;
  const named = id === null ? undefined : yield* first(BY_ID, { workspaceId, id });
  if (named && (channel === null || named.channel === channel)) return messageOf(named);
  for (const of of new Set([leadId, event.leadId])) {
    const last = yield* lastLeft(workspaceId, of, channel);
    if (last) return last;
  }
  return null;
}

/** The last message that left for a lead by a way; null as the way = by any. */
export function* lastLeft(workspaceId: string, leadId: string, channel: string | null): Program<Message | null> {
  const last = yield* first(LAST, { workspaceId, leadId, channel: channel ?? '' });
  return last ? messageOf(last) : null;
}
