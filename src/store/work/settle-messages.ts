/**
 * Messages that a person moves: dead letters tried again, the unconfirmed settled, what waits taken back. By id, or page by page
 * through a campaign's messages of one state. Every move is legal by `MESSAGE_MOVES` and guarded by the state it leaves.
 */
import { isByHand } from '../../domain/conversation/inbox/by-hand.ts';
import { MESSAGE_MOVES, type MessageState } from '../../domain/message.ts';
import { letGoBy, type SinceThen } from '../../domain/sequence/hand-hold.ts';
import type { Settled, Settlement } from '../../engine/store-port.ts';
import { tellMessages } from '../feed/tell.ts';
import { paceGate } from '../gates.ts';
import { toJson } from '../json.ts';
import { closeReplies, reopenReplies } from '../mailboxes/reopen.ts';
import { giveBack } from '../pace/counters.ts';
import { all, allEach, enterAlone, first, type Program, run, runEach } from '../program.ts';
import { updateEnrollments } from '../rows/enrollment.ts';
import { IS_CLOSED } from '../rows/message-state.ts';
import { statement } from '../statement.ts';
import { REFUSED, refusedFor } from './in-doubt.ts';
import { TRIED, type TriedRow, triedOf } from './move-messages.ts';
import { passagesOf } from './passages.ts';

interface Found {
  readonly id: string;
  readonly lead_id: string;
  readonly intent_key: string;
  readonly created_at: number;
}

const WHAT = 'id, lead_id, intent_key, created_at';
const ONE = statement<Found>(`
  SELECT ${WHAT} FROM message WHERE workspace_id = :workspaceId AND id = :id AND state = :from AND :after = ''
  AND (:code = '' OR reason_code = :code)`);
/** Reads the workspace's messages on from an id until enough of them fit: open ones are among the latest. */
const OPEN = statement<Found>(`
  SELECT ${WHAT} FROM message WHERE workspace_id = :workspaceId AND id > :after AND state = :from
  AND campaign_id = :campaignId AND (:code = '' OR reason_code = :code) ORDER BY id LIMIT :limit`);
const CLOSED = statement<Found>(`
  SELECT ${WHAT} FROM message WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND state = :from AND ${IS_CLOSED}
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
    put_offs = CASE WHEN :to = 'queued' AND :from <> 'held' THEN 0 ELSE put_offs END,
    left_by = CASE WHEN :from = 'unconfirmed' THEN NULL ELSE left_by END,
    sent_at = CASE WHEN :to = 'sent' THEN COALESCE(sent_at, attempted_at, :now) ELSE sent_at END, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state = :from`);
const SETTLED = statement<TriedRow>(
  `SELECT ${TRIED} FROM message WHERE workspace_id = :workspaceId AND id = :id AND state = :from`,
  { holds: 'message' },
);
/** Of what a person wrote to the lead since, by intent: what has left, or may yet. */
const WRITTEN_SINCE = statement<{ id: string }>(`
  SELECT id FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId AND intent_key >= :intent AND intent_key < :behind
  AND created_at >= :since AND id <> :id AND state <> 'refused' AND state <> 'failed' ORDER BY intent_key LIMIT 1`);
/** What a sequence may react to by a hold. */
const HEARD_SINCE = statement<{ id: string }>(`
  SELECT id FROM event WHERE workspace_id = :workspaceId AND lead_id = :leadId AND recorded_at >= :since AND verdict <> 'machine'
  AND kind IN ('clicked', 'replied', 'booked', 'meeting-moved', 'meeting-cancelled', 'no-show', 'converted', 'call-completed',
    'human-touch', 'tool-touch', 'class') ORDER BY id DESC LIMIT 1`);
const CLOSED_STATES: ReadonlySet<MessageState> = new Set(['sent', 'delivered', 'bounced', 'refused', 'failed']);

/** Moves one page; `last` null = nothing is left. */
export function* settleMessages(settlement: Settlement): Program<Settled> {
  const { workspaceId, id, from, to, reason, now, limit } = settlement;
  if (!MESSAGE_MOVES[from].includes(to)) throw new Error(`messages may not go from ${from} to ${to}`);
  if (didNotLeave(settlement)) yield* enterAlone(paceGate(workspaceId));
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
  if (didNotLeave(settlement)) yield* giveBackSettled(keys);
  const moved =
    to === 'refused' && reason !== null
      ? yield* takeBack(found, { workspaceId, from, now, ...refusedFor(reason) })
      : yield* runEach(
          MOVE,
          keys.map((key) => ({ ...key, ...movedTo(settlement) })),
        );
  if (to === 'refused' || to === 'failed') yield* reopenReplies(keys);
  if (from === 'failed') yield* closeReplies(keys);
  yield* tellMessages(keys);
  return { moved, last: id === null && found.length === limit ? (found.at(-1)?.id ?? null) : null };
}

/** What was in doubt turns out not to have left. */
function didNotLeave({ from, to, mayHaveLeft }: Settlement): boolean {
  return from === 'unconfirmed' && (to === 'failed' || (to === 'queued' && mayHaveLeft !== true));
}

function* giveBackSettled(keys: readonly { workspaceId: string; id: string; from: MessageState }[]): Program<void> {
  const found = yield* allEach(
    SETTLED,
    keys.map(({ workspaceId, id, from }) => ({ workspaceId, id, from })),
  );
  yield* giveBack(found.flat().map(triedOf));
}

type Refusal = ReturnType<typeof refusedFor> & Readonly<{ workspaceId: string; from: MessageState; now: number }>;

/** What waited is refused, and what a person wrote lets go on what it held. */
function* takeBack(found: readonly Found[], refusal: Refusal): Program<number> {
  const byHand = found.filter(({ intent_key: intentKey }) => isByHand({ intentKey }));
  const others = found.filter((row) => !byHand.includes(row));
  let moved = yield* runEach(
    CANCEL,
    others.map(({ id }) => ({ ...refusal, id })),
  );
  for (const row of byHand) {
    const { workspaceId, now } = refusal;
    // Passages are held first, and messages moved after them, as everywhere.
    const passages = yield* passagesOf(workspaceId, row.lead_id);
    if ((yield* run(CANCEL, { ...refusal, id: row.id })) === 0) continue;
    moved += 1;
    const since = yield* sinceThen(workspaceId, row);
    const after = passages.map(({ enrollment }) => [enrollment, letGoBy(row.id, enrollment, since, now)] as const);
    yield* updateEnrollments(after.flatMap(([was, is]) => (is === was ? [] : [is])));
  }
  return moved;
}

function* sinceThen(workspaceId: string, { id, lead_id: leadId, created_at: since }: Found): Program<SinceThen> {
  const lead = { workspaceId, leadId, since };
  let message: string | null = null;
  for (const intent of BY_PEOPLE) {
    message ??= (yield* first(WRITTEN_SINCE, { ...lead, id, intent: `${intent}:`, behind: `${intent};` }))?.id ?? null;
  }
  return { message, isHeardOf: (yield* first(HEARD_SINCE, lead)) !== undefined };
}

/** How intents of what people write begin. */
const BY_PEOPLE = ['hand', 'reply'];

function movedTo({ to, reason, mayHaveLeft }: Settlement) {
  const told =
    reason === null ? { reason: null, reasonCode: null } : { reason: toJson(reason), reasonCode: reason.code };
  return { ...told, to, mayHaveLeft: mayHaveLeft === true ? 1 : null };
}
