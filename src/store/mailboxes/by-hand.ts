/**
 * A mail by hand enters the ledger: what the lead goes through and the lead itself are held, so that two who write the same words at once
 * see each other, and message and words are written together. Owns the reading of what was written before.
 */
import { LIMITS } from '../../domain/limits.ts';
import type { BeforeHand, HandSubject, HandWish } from '../../engine/store-port.ts';
import { leadsById } from '../leads/leads.ts';
import { all, first, type Program } from '../program.ts';
import { enrollmentOf } from '../rows/enrollment.ts';
import { messageOf } from '../rows/message.ts';
import { answersOfMessages } from '../rows/reply.ts';
import { type SqlRow, statement } from '../statement.ts';
import { passagesOf } from '../work/passages.ts';
import { lastLeft, writeDraft } from './answers.ts';

const HELD = statement<{ id: string }>('SELECT id FROM lead WHERE workspace_id = :workspaceId AND id = :leadId', {
  holds: 'lead',
});
/** Intents of the same words. */
const ALIKE = statement<SqlRow>(`
  SELECT * FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId
  AND intent_key >= :from AND intent_key < :until ORDER BY intent_key LIMIT ${LIMITS.alikeByHand}`);
const PASSAGES = statement<SqlRow>(`
  SELECT * FROM enrollment WHERE workspace_id = :workspaceId AND lead_id = :leadId
  ORDER BY campaign_id, generation LIMIT ${LIMITS.storyRows}`);
/** Behind every turn: the sign after the one that stands before it. */
const BEHIND = ';';

/** Writes by hand, as `decide` says; false = there is no such lead. */
export function* writeByHand({ workspaceId, leadId, alike, decide }: HandWish): Program<boolean> {
  const passages = yield* passagesOf(workspaceId, leadId);
  yield* first(HELD, { workspaceId, leadId });
  const lead = (yield* leadsById(workspaceId, [leadId])).get(leadId);
  if (lead === undefined) return false;
  const last = yield* lastLeft(workspaceId, leadId, 'email');
  const enrollments = passages.map(({ enrollment }) => enrollment);
  const earlier = yield* writtenAlike(workspaceId, leadId, alike);
  const draft = decide({ lead, last, enrollments, passages, earlier });
  if (draft !== null) yield* writeDraft(draft);
  return true;
}

/** Those whose words are forgotten are not among them: their time is long over. */
function* writtenAlike(workspaceId: string, leadId: string, alike: string): Program<HandSubject['earlier']> {
  const range = { from: alike, until: `${alike.slice(0, -1)}${BEHIND}` };
  const messages = (yield* all(ALIKE, { workspaceId, leadId, ...range })).map(messageOf);
  const answers = new Map((yield* answersOfMessages(messages)).map((answer) => [answer.messageId, answer]));
  return messages.flatMap((message) => {
    const answer = answers.get(message.id);
    return answer ? [{ answer, message }] : [];
  });
}

/** The same without a wish to write; null = there is no such lead. Holds nothing. */
export function* beforeHand(workspaceId: string, leadId: string): Program<BeforeHand | null> {
  const lead = (yield* leadsById(workspaceId, [leadId])).get(leadId);
  if (lead === undefined) return null;
  const enrollments = (yield* all(PASSAGES, { workspaceId, leadId })).map(enrollmentOf);
  return { lead, enrollments, last: yield* lastLeft(workspaceId, leadId, 'email') };
}
