/** What a keyword of a text is answered after: the last text that left to the person, and the answers that they were given before. */
import { KEYWORD_INTENT, keywordOfIntent } from '../../domain/conversation/keyword-answer.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Answering } from '../../engine/store-port.ts';
import { all, first, type Program } from '../program.ts';
import { messageOf } from '../rows/message.ts';
import { HAS_LEFT } from '../rows/message-state.ts';
import { type SqlRow, statement } from '../statement.ts';

const LAST_TEXT = statement<SqlRow>(`
  SELECT * FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId AND channel = 'sms' AND ${HAS_LEFT}
  ORDER BY created_at DESC, id DESC LIMIT 1`);
const ANSWERS = statement<{ intent_key: string; created_at: number }>(`
  SELECT intent_key, created_at FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId
  AND intent_key >= :from AND intent_key < :until ORDER BY created_at DESC, id DESC LIMIT ${LIMITS.answersPerReply}`);
/** The character after the last that a key of this beginning may go on with. */
const UNTIL = `${KEYWORD_INTENT.slice(0, -1)}.`;

/** What has been texted to this lead. */
export function* answeringTo(workspaceId: string, leadId: string): Program<Answering> {
  const last = yield* first(LAST_TEXT, { workspaceId, leadId });
  const answers = yield* all(ANSWERS, { workspaceId, leadId, from: KEYWORD_INTENT, until: UNTIL });
  return {
    before: last === undefined ? null : messageOf(last),
    answered: answers.flatMap(({ intent_key: key, created_at: at }) => {
      const keyword = keywordOfIntent(key);
      return keyword === null ? [] : [{ keyword, at }];
    }),
  };
}
