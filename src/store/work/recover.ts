/**
 * Leases that are over: they ran out, or their owner is known to be gone. An untouched claim goes back in the queue; a dead
 * `sending` goes where somebody heard of it, else to unconfirmed, and back in the queue only where a second sending cannot
 * send twice.
 */
import { LIMITS } from '../../domain/limits.ts';
import type { MessageChannel } from '../../domain/message.ts';
import type { HandedOver, RecoverWish, Workspace } from '../../engine/store-port.ts';
import { workspaceById } from '../campaigns/workspaces.ts';
import { tellMessages } from '../feed/tell.ts';
import { toJson } from '../json.ts';
import { all, type Program, runEach } from '../program.ts';
import { statement } from '../statement.ts';

interface Leased {
  readonly workspace_id: string;
  readonly id: string;
  readonly channel: MessageChannel;
  readonly sender: string;
  readonly left_by: string | null;
  readonly lease_owner: string;
  readonly lease_until: number;
  readonly attempts: number;
}

const LEASED = (state: 'claimed' | 'sending') =>
  statement<Leased>(
    `SELECT workspace_id, id, channel, sender, left_by, lease_owner, lease_until, attempts FROM message
    WHERE state = '${state}' ORDER BY due_at, score DESC, id LIMIT :limit`,
    { claims: 'message' },
  );
const CLAIMED = LEASED('claimed');
const SENDING = LEASED('sending');
const BACK_TO_QUEUE = statement(`
  UPDATE message SET state = 'queued', lease_owner = NULL, lease_until = NULL, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'claimed'`);
const SETTLE = statement(`
  UPDATE message SET state = COALESCE(heard, :to), reason = :reason, reason_code = :reasonCode,
    may_have_left = CASE WHEN heard IS NULL THEN 1 END,
    sent_at = CASE WHEN heard IS NOT NULL THEN attempted_at END, lease_owner = NULL, lease_until = NULL, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'sending'`);

const UNCONFIRMED = { to: 'unconfirmed', reason: toJson({ code: 'outcome-unknown' }), reasonCode: 'outcome-unknown' };
const AGAIN = { to: 'queued', reason: null, reasonCode: null };

/** Takes back what is over; counts by where it went. */
export function* recoverLeases(
  wish: RecoverWish,
): Program<{ readonly requeued: number; readonly unconfirmed: number }> {
  const { limit } = wish;
  const claimed = over(yield* all(CLAIMED, { limit }), wish);
  const settled = yield* destinations(over(yield* all(SENDING, { limit }), wish), wish);
  const requeued = yield* runEach(BACK_TO_QUEUE, claimed.map(keyOf));
  yield* runEach(SETTLE, settled);
  yield* tellMessages(settled);
  const again = settled.filter(({ to }) => to === 'queued').length;
  return { requeued: requeued + again, unconfirmed: settled.length - again };
}

function over(leased: readonly Leased[], { leaseNow, isGone, holds }: RecoverWish): Leased[] {
  const gone = new Set([...new Set(leased.map((row) => row.lease_owner))].filter((owner) => isGone(owner)));
  return leased.filter((row) => (row.lease_until <= leaseNow || gone.has(row.lease_owner)) && !holds?.(row.id));
}

function* destinations(
  found: readonly Leased[],
  { isRepeatable }: RecoverWish,
): Program<(ReturnType<typeof keyOf> & (typeof UNCONFIRMED | typeof AGAIN))[]> {
  const workspaces = new Map<string, Workspace>();
  for (const { workspace_id: id } of found) {
    if (!workspaces.has(id)) workspaces.set(id, (yield* workspaceById(id)) as Workspace);
  }
  const mayRepeat = (row: Leased) =>
    row.attempts < LIMITS.keyedTries && isRepeatable(workspaces.get(row.workspace_id) as Workspace, handedOver(row));
  return found.map((row) => ({ ...keyOf(row), ...(mayRepeat(row) ? AGAIN : UNCONFIRMED) }));
}

function handedOver({ channel, sender, left_by: leftBy }: Leased): HandedOver {
  return { channel, sender, leftBy };
}

function keyOf({ workspace_id: workspaceId, id }: Leased) {
  return { workspaceId, id };
}
