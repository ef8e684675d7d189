/**
 * Replies whose answer did not leave after all: refused by the last gate, given up, taken back. Each opens again in the transaction that
 * ends the message, and is closed where a person has it tried once more. Owns how they are found; when a reply is unanswered is `domain/conversation/inbox`.
 */
import { isUnanswered } from '../../domain/conversation/inbox/inbox.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Message, MessageState } from '../../domain/message.ts';
import { all, allEach, first, type Program, run } from '../program.ts';
import { statement } from '../statement.ts';

const ANSWERS = statement<{ event_id: string | null; written_by: string }>(
  'SELECT event_id, written_by FROM answer WHERE workspace_id = :workspaceId AND message_id = :id',
);
const KEY = 'workspace_id = :workspaceId AND event_id = :eventId';
/** Closed by somebody: what nobody has to answer is closed by nobody. */
const CLOSED = statement<{ event_id: string }>(
  `SELECT event_id FROM reply WHERE ${KEY} AND state = 'done' AND closed_by IS NOT NULL`,
  { holds: 'reply' },
);
const STATES = statement<{ state: MessageState }>(`
  SELECT m.state FROM answer a JOIN message m ON m.workspace_id = a.workspace_id AND m.id = a.message_id
  WHERE a.workspace_id = :workspaceId AND a.event_id = :eventId ORDER BY a.turn LIMIT ${LIMITS.answersPerReply}`);
/** Whoever had put it off did so before it was answered. */
const OPEN = statement(`UPDATE reply SET state = 'open', closed_by = NULL, snoozed_until = NULL WHERE ${KEY}`);
const CLOSE = statement(`UPDATE reply SET state = 'done', closed_by = :by WHERE ${KEY} AND state = 'open'`);

/** Closes the replies again that these messages are to answer: a person has them tried once more. */
export function* closeReplies(again: readonly Pick<Message, 'workspaceId' | 'id'>[]): Program<void> {
  const found = yield* allEach(
    ANSWERS,
    again.map(({ workspaceId, id }) => ({ workspaceId, id })),
  );
  for (const [i, { workspaceId }] of again.entries()) {
    const { event_id: eventId = null, written_by: by = '' } = found[i]?.[0] ?? {};
    if (eventId !== null) yield* run(CLOSE, { workspaceId, eventId, by });
  }
}

/** Opens the replies that these messages were to answer, where no other answer has left or may. The messages have been moved before. */
export function* reopenReplies(ended: readonly Pick<Message, 'workspaceId' | 'id'>[]): Program<void> {
  const found = yield* allEach(
    ANSWERS,
    ended.map(({ workspaceId, id }) => ({ workspaceId, id })),
  );
  for (const [i, { workspaceId }] of ended.entries()) {
    const eventId = found[i]?.[0]?.event_id ?? null;
    if (eventId === null || !(yield* first(CLOSED, { workspaceId, eventId }))) continue;
    const states = yield* all(STATES, { workspaceId, eventId });
    if (isUnanswered(states.map(({ state }) => state))) yield* run(OPEN, { workspaceId, eventId });
  }
}
