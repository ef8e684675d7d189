/** What an e-mail of a conversation answers, so that it stands in the thread. Owns only the reading; nothing is held. */
import { answeredBy, isWritten } from '../../domain/conversation/inbox/answer-to.ts';
import type { MailThread } from '../../domain/conversation/mail/thread.ts';
import type { Message } from '../../domain/message.ts';
import type { Answered } from '../../engine/store-port.ts';
import { fromJson } from '../json.ts';
import { first, type Program } from '../program.ts';
import { messageOf } from '../rows/message.ts';
import { type SqlRow, statement } from '../statement.ts';

const REPLY = statement<{ lead_id: string; thread: string | null }>(
  'SELECT lead_id, thread FROM reply WHERE workspace_id = :workspaceId AND event_id = :eventId',
);
/** Why not the last message by this way: it may be another one when the same answer is made again, and the bytes would change. */
const ASKED = statement<SqlRow>(`
  SELECT m.* FROM event e JOIN message m ON m.workspace_id = e.workspace_id AND m.id = e.message_id
  WHERE e.workspace_id = :workspaceId AND e.lead_id = :leadId AND e.id = :eventId`);

/** Whether a message is an answer by e-mail whose words stand in a template. */
export function asksThread(message: Message): boolean {
  return message.channel === 'email' && !isWritten(message) && answeredBy(message) !== null;
}

/** What such a message answers; null = nothing that could be named in its head. */
export function* threadOfAnswer(message: Message): Program<Answered | null> {
  const { workspaceId } = message;
  const eventId = answeredBy(message) ?? '';
  const reply = yield* first(REPLY, { workspaceId, eventId });
  if (reply === undefined) return null;
  const before = yield* first(ASKED, { workspaceId, leadId: reply.lead_id, eventId });
  const thread: MailThread | null = fromJson(reply.thread);
  return thread || before ? { thread, before: before ? messageOf(before) : null } : null;
}
