/** Links to classes: made once by id, found, used, ended. */
import type { ClassInvite, InviteWish, LearnerKey } from '../../engine/store-port.ts';
import { all, first, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';
import { enroll, isLead, keyOf } from './learners.ts';
import { classInviteOf } from './rows.ts';

const INSERT = insert(
  'class_invite',
  ['workspaceId', 'id', 'leadId', 'course', 'generatedAt', 'sentAt', 'channel', 'messageId', 'expiresAt'],
  'ON CONFLICT (workspace_id, id) DO NOTHING',
);
const WITH_MESSAGE = `SELECT i.*, m.sent_at AS left_at FROM class_invite i
  LEFT JOIN message m ON m.workspace_id = i.workspace_id AND m.id = i.message_id`;
const BY_ID = statement<SqlRow>(`${WITH_MESSAGE} WHERE i.workspace_id = :workspaceId AND i.id = :id`);
const NEWEST_GOOD = statement<SqlRow>(`
  ${WITH_MESSAGE} WHERE i.workspace_id = :workspaceId AND i.lead_id = :leadId AND i.course = :course
  AND i.revoked_at IS NULL AND i.expires_at > :now ORDER BY i.generated_at DESC, i.id DESC LIMIT 1`);
const SEND = statement(`
  UPDATE class_invite SET sent_at = :sentAt, channel = :channel
  WHERE workspace_id = :workspaceId AND id = :id AND sent_at IS NULL`);
const BEAR = statement(`
  UPDATE class_invite SET message_id = :messageId, channel = :channel
  WHERE workspace_id = :workspaceId AND id = :id AND sent_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM message m WHERE m.workspace_id = class_invite.workspace_id
    AND m.id = class_invite.message_id AND m.sent_at IS NOT NULL)`);
const FIRST_USE = statement(`
  UPDATE class_invite SET first_used_at = :now
  WHERE workspace_id = :workspaceId AND id = :id AND first_used_at IS NULL`);
const REVOKE = statement(`
  UPDATE class_invite SET revoked_at = :now
  WHERE workspace_id = :workspaceId AND lead_id = :leadId AND course = :course AND revoked_at IS NULL`);

/** Makes a link, or gives the one that there is. Null = no such lead. */
export function* inviteLearner(wish: InviteWish): Program<ClassInvite | null> {
  if (!(yield* isLead(wish))) return null;
  yield* enroll(wish, wish.sectionCount, wish.now);
  const good = wish.reuse ? (yield* all(NEWEST_GOOD, { ...keyOf(wish), now: wish.now }))[0] : undefined;
  const id = good ? (good.id as string) : wish.id;
  const { workspaceId, now: generatedAt, sentAt, channel, messageId, expiresAt } = wish;
  if (!good) yield* run(INSERT, { ...keyOf(wish), id, generatedAt, sentAt, channel, messageId, expiresAt });
  if (sentAt !== null) yield* run(SEND, { workspaceId, id, sentAt, channel });
  if (messageId !== null) yield* run(BEAR, { workspaceId, id, messageId, channel });
  return yield* inviteById(workspaceId, id);
}

/** A link by its id. */
export function* inviteById(workspaceId: string, id: string): Program<ClassInvite | null> {
  const row = yield* first(BY_ID, { workspaceId, id });
  return row ? classInviteOf(row) : null;
}

/** Notes the first use. */
export function* firstUse(workspaceId: string, id: string, now: number): Program<void> {
  yield* run(FIRST_USE, { workspaceId, id, now });
}

/** Ends all links of a lead to a class. */
export function* revokeInvites(key: LearnerKey, now: number): Program<number> {
  return yield* run(REVOKE, { ...keyOf(key), now });
}
