/**
 * Messages that a person moves: dead letters tried again, the unconfirmed settled, what waits taken back. By id, or page by page
 * through a campaign's messages of one state. Every move is legal by `MESSAGE_MOVES` and guarded by the state it leaves.
 */
import { MESSAGE_MOVES, type MessageState } from '../../domain/message.ts';
import type { Settled, Settlement } from '../../engine/store-port.ts';
import { tellMessages } from '../feed/tell.ts';
import { toJson } from '../json.ts';
import { all, type Program, runEach } from '../program.ts';
import { IS_CLOSED } from '../rows/message-state.ts';
import { statement } from '../statement.ts';
import { REFUSED, refusedFor } from './in-doubt.ts';

interface Found {
  readonly id: string;
}

const ONE = statement<Found>(`
  SELECT id FROM message WHERE workspace_id = :workspaceId AND id = :id AND state = :from AND :after = ''
  AND (:code = '' OR reason_code = :code)`);
/** Reads the workspace's messages on from an id until enough of them fit: open ones are among the latest. */
const OPEN = statement<Found>(`
  SELECT id FROM message WHERE workspace_id = :workspaceId AND id > :after AND state = :from
  AND campaign_id = :campaignId AND (:code = '' OR reason_code = :code) ORDER BY id LIMIT :limit`);
const CLOSED = statement<Found>(`
  SELECT id FROM message WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND state = :from AND ${IS_CLOSED}
  AND id > :after AND (:code = '' OR reason_code = :code) ORDER BY id LIMIT :limit`);
const CANCEL = statement(`
  UPDATE message SET ${REFUSED}, due_at = :now, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state = :from`);
/**
 * A message that is tried again begins anew; one that is settled as sent left when it was attempted. What was in doubt is as it is
 * told; what waited and goes on is as before.
 */
const MOVE = statement(`
  UPDATE message SET state = :to, reason = :reason, reason_code = :reasonCode, due_at = :now,
    may_have_left = CASE WHEN :from = 'unconfirmed' THEN :mayHaveLeft ELSE may_have_left END,
    attempts = CASE WHEN :to = 'queued' AND :from <> 'held' THEN 0 ELSE attempts END,
    sent_at = CASE WHEN :to = 'sent' THEN COALESCE(sent_at, attempted_at, :now) ELSE sent_at END, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state = :from`);
const CLOSED_STATES: ReadonlySet<MessageState> = new Set(['sent', 'delivered', 'bounced', 'refused', 'failed']);

/** Moves one page; `last` null = nothing is left. */
export function* settleMessages(settlement: Settlement): Program<Settled> {
  const { workspaceId, id, from, to, reason, now, limit } = settlement;
  if (!MESSAGE_MOVES[from].includes(to)) throw new Error(`messages may not go from ${from} to ${to}`);
  const page = { workspaceId, from, code: settlement.code ?? '', after: settlement.after };
  const found =
    id !== null
      ? yield* all(ONE, { ...page, id })
      : yield* all(CLOSED_STATES.has(from) ? CLOSED : OPEN, {
          ...page,
          campaignId: settlement.campaignId,
          limit,
        });
  const keys = found.map((row) => ({ workspaceId, id: row.id, from, now }));
  const moved =
    to === 'refused' && reason !== null
      ? yield* runEach(
          CANCEL,
          keys.map((key) => ({ ...key, ...refusedFor(reason) })),
        )
      : yield* runEach(
          MOVE,
          keys.map((key) => ({ ...key, ...movedTo(settlement) })),
        );
  yield* tellMessages(keys);
  return { moved, last: id === null && found.length === limit ? (found.at(-1)?.id ?? null) : null };
}

function movedTo({ to, reason, mayHaveLeft }: Settlement) {
  const told =
    reason === null ? { reason: null, reasonCode: null } : { reason: toJson(reason), reasonCode: reason.code };
  return { ...told, to, mayHaveLeft: mayHaveLeft === true ? 1 : null };
}
