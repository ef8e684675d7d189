/**
 * Leases that are over: they ran out, or their owner is known to be gone. An untouched claim goes back in the queue; a dead
 * `sending` goes where somebody heard of it, else to unconfirmed, and back in the queue only where a second sending cannot
 * send twice.
 */
import type { RecoverWish, Workspace } from '../../engine/store-port.ts';
import { workspaceById } from '../campaigns/workspaces.ts';
import { toJson } from '../json.ts';
import { all, type Program, runEach } from '../program.ts';
import { IS_OPEN } from '../rows/message-state.ts';
import { statement } from '../statement.ts';

interface Found {
  readonly workspace_id: string;
  readonly id: string;
  readonly lease_owner: string;
}

const OVER = (state: 'claimed' | 'sending') =>
  statement<Found>(`
    SELECT workspace_id, id, lease_owner FROM message
    WHERE state = '${state}' AND ${IS_OPEN} AND (lease_until <= :leaseNow OR lease_owner = :gone) ORDER BY due_at, id LIMIT :limit`);
const OVER_CLAIMED = OVER('claimed');
const OVER_SENDING = OVER('sending');
const OWNERS = (state: 'claimed' | 'sending') =>
  statement<{ lease_owner: string }>(
    `SELECT lease_owner FROM message WHERE state = '${state}' AND ${IS_OPEN} ORDER BY due_at, id LIMIT :limit`,
  );
const OWNERS_CLAIMED = OWNERS('claimed');
const OWNERS_SENDING = OWNERS('sending');
const BACK_TO_QUEUE = statement(`
  UPDATE message SET state = 'queued', lease_owner = NULL, lease_until = NULL, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'claimed'`);
const SETTLE = statement(`
  UPDATE message SET state = COALESCE(heard, :to), reason = :reason, reason_code = :reasonCode,
    sent_at = CASE WHEN heard IS NOT NULL THEN attempted_at END, lease_owner = NULL, lease_until = NULL, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'sending'`);

const UNCONFIRMED = { to: 'unconfirmed', reason: toJson({ code: 'outcome-unknown' }), reasonCode: 'outcome-unknown' };
const AGAIN = { to: 'queued', reason: null, reasonCode: null };

/** Owner that signs no lease: with it only those that ran out are found. */
const NOBODY = '';

/** Takes back what is over; counts by where it went. */
export function* recoverLeases(
  wish: RecoverWish,
): Program<{ readonly requeued: number; readonly unconfirmed: number }> {
  const { leaseNow, limit } = wish;
  let requeued = 0;
  let unconfirmed = 0;
  for (const gone of [NOBODY, ...(yield* goneOwners(wish))]) {
    const claimed = yield* all(OVER_CLAIMED, { leaseNow, gone, limit });
    requeued += yield* runEach(BACK_TO_QUEUE, claimed.map(keyOf));
    const settled = yield* destinations(yield* all(OVER_SENDING, { leaseNow, gone, limit }), wish);
    yield* runEach(SETTLE, settled);
    const again = settled.filter(({ to }) => to === 'queued').length;
    requeued += again;
    unconfirmed += settled.length - again;
  }
  return { requeued, unconfirmed };
}

function* goneOwners({ limit, isGone }: RecoverWish): Program<string[]> {
  const owners = [...(yield* all(OWNERS_CLAIMED, { limit })), ...(yield* all(OWNERS_SENDING, { limit }))];
  return [...new Set(owners.map((row) => row.lease_owner))].filter((owner) => isGone(owner));
}

function* destinations(
  found: readonly Found[],
  { isRepeatable }: RecoverWish,
): Program<(ReturnType<typeof keyOf> & (typeof UNCONFIRMED | typeof AGAIN))[]> {
  const repeatable = new Map<string, boolean>();
  for (const { workspace_id } of found) {
    if (repeatable.has(workspace_id)) continue;
    repeatable.set(workspace_id, isRepeatable((yield* workspaceById(workspace_id)) as Workspace));
  }
  return found.map((row) => ({ ...keyOf(row), ...(repeatable.get(row.workspace_id) ? AGAIN : UNCONFIRMED) }));
}

function keyOf({ workspace_id: workspaceId, id }: Found) {
  return { workspaceId, id };
}
