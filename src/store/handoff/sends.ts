/** The way of hand-offs to their targets: taken up target by target, kept, settled. */

import type { HandOffSend, Receipt } from '../../domain/handoff/handoff.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { ClaimedHandOff, HandOffClaim } from '../../engine/store-port.ts';
import { toJson } from '../json.ts';
import { all, first, type Program, run, runEach } from '../program.ts';
import { handOffOf, sendOf } from '../rows/handoff.ts';
import { type SqlRow, statement } from '../statement.ts';

const KEY = 'workspace_id = :workspaceId AND hand_off_id = :handOffId AND target = :target AND turn = :turn';
const SENDING = statement<SqlRow>(
  `SELECT * FROM hand_off_send WHERE state = 'sending'
  ORDER BY lease_until, workspace_id, hand_off_id, target, turn LIMIT :limit`,
  { claims: 'hand_off_send' },
);
const LOST = statement(`
  UPDATE hand_off_send SET state = 'unconfirmed', ask_at = :askAt, code = 'hand-off-unanswered', detail = :detail,
    lease_owner = NULL, lease_until = NULL
  WHERE ${KEY} AND state = 'sending' AND lease_owner = :owner`);
const ASKED = statement(`
  UPDATE hand_off_send SET state = 'queued', due_at = ask_at, ask_at = NULL
  WHERE ask_at IS NOT NULL AND ask_at <= :now AND state = 'unconfirmed'`);
/** The next target after one that has anything queued: a leap in the index, whatever is queued to each. */
const NEXT = statement<{ workspace_id: string; target: string }>(`
  SELECT workspace_id, target FROM hand_off_send
  WHERE state = 'queued' AND (workspace_id, target) > (:workspaceId, :target)
  ORDER BY workspace_id, target LIMIT 1`);
const DUE = statement<SqlRow>(
  `SELECT s.*, h.id, h.intent_key, h.task_id, h.campaign_id, h.enrollment_id, h.lead_id, h.team, h.owner, h.reason,
    h.opened_at, h.claimed_by, h.claimed_at, h.done_by, h.done_at, h.escalate_at, h.escalations, h.state AS standing,
    b.brief
  FROM hand_off_send s JOIN hand_off h ON h.workspace_id = s.workspace_id AND h.id = s.hand_off_id
  JOIN hand_off_brief b ON b.workspace_id = s.workspace_id AND b.hand_off_id = s.hand_off_id
  WHERE s.state = 'queued' AND s.workspace_id = :workspaceId AND s.target = :target AND s.due_at <= :now
  ORDER BY s.due_at, s.hand_off_id, s.turn LIMIT :limit`,
  { claims: 's' },
);
const CLAIM = statement(`
  UPDATE hand_off_send SET state = 'sending', attempts = attempts + 1, lease_owner = :owner, lease_until = :until
  WHERE ${KEY} AND state = 'queued'`);
const KEEP = statement(`
  UPDATE hand_off_send SET receipt = :receipt WHERE ${KEY} AND state = 'sending' AND lease_owner = :owner`);
const SETTLE = statement(`
  UPDATE hand_off_send SET state = :state, due_at = :dueAt, ask_at = :askAt, code = :code, detail = :detail,
    receipt = :receipt, lease_owner = NULL, lease_until = NULL
  WHERE ${KEY} AND state = 'sending' AND lease_owner = :owner`);

/** How long after it was lost a sending is asked about, ms: what the other side was handed is seen there by then. */
const LOST_ASK_MS = 60_000;

/** Takes up what is due, of each target so many; what a dead process had in hand is in doubt first. */
export function* claimHandOffs(wish: HandOffClaim): Program<ClaimedHandOff[]> {
  yield* settleLost(wish);
  yield* run(ASKED, { now: wish.now });
  const claimed: ClaimedHandOff[] = [];
  let at = { workspaceId: '', target: '' };
  for (let streams = 0; streams < LIMITS.handOffStreams; streams++) {
    const next = yield* first(NEXT, at);
    if (!next) break;
    at = { workspaceId: next.workspace_id, target: next.target };
    if (!wish.isBusy(at.workspaceId, at.target)) claimed.push(...(yield* claimStream(at, wish)));
  }
  return claimed;
}

function* claimStream(
  at: { readonly workspaceId: string; readonly target: string },
  { now, owner, until, limit }: HandOffClaim,
): Program<ClaimedHandOff[]> {
  const claimed: ClaimedHandOff[] = [];
  for (const row of yield* all(DUE, { ...at, now, limit })) {
    const send = sendOf(row);
    if ((yield* run(CLAIM, { ...keyOf(send), owner, until })) === 0) continue;
    const handOff = handOffOf({ ...row, state: row.standing ?? null });
    claimed.push({ send: { ...send, state: 'sending', attempts: send.attempts + 1 }, handOff });
  }
  return claimed;
}

function* settleLost({ now, leaseNow, isGone }: HandOffClaim): Program<void> {
  const lost = (yield* all(SENDING, { limit: LIMITS.handOffStreams })).filter(
    (row) => (row.lease_until as number) <= leaseNow || isGone(row.lease_owner as string),
  );
  const detail = 'the process that sent it ended before there was an answer';
  yield* runEach(
    LOST,
    lost.map((row) => ({ ...keyOf(sendOf(row)), owner: row.lease_owner as string, askAt: now + LOST_ASK_MS, detail })),
  );
}

/** Writes down what the other side has given, or what is about to be begun; false = somebody else has it in hand by now. */
export function* keepReceipt(send: HandOffSend, receipt: Receipt, owner: string): Program<boolean> {
  return (yield* run(KEEP, { ...keyOf(send), receipt: toJson(receipt), owner })) > 0;
}

/** Writes what became of a sending. */
export function* settleSend(send: HandOffSend, owner: string): Program<void> {
  const { state, dueAt, askAt, code, detail, receipt } = send;
  yield* run(SETTLE, { ...keyOf(send), owner, state, dueAt, askAt, code, detail, receipt: toJson(receipt) });
}

function keyOf({ workspaceId, handOffId, target, turn }: HandOffSend) {
  return { workspaceId, handOffId, target, turn };
}
