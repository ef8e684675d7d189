/** Claiming: what is due to leave is leased to one worker, with everything its words and its last gate need. */
import type { ClaimedMessage, LeaseWish, Workspace } from '../../engine/store-port.ts';
import { workspaceById } from '../campaigns/workspaces.ts';
import { toJson } from '../json.ts';
import { all, first, type Program, run, runEach } from '../program.ts';
import { type CampaignsRead, campaignIn } from '../rows/campaign.ts';
import { RECIPIENT_COLUMNS, recipientOfRow } from '../rows/lead.ts';
import { messageOf } from '../rows/message.ts';
import { IS_OPEN } from '../rows/message-state.ts';
import { type SqlRow, statement } from '../statement.ts';

const HELD = statement<{ workspace_id: string; id: string }>(
  `SELECT workspace_id, id FROM message WHERE state = 'held' AND ${IS_OPEN} AND due_at <= :now ORDER BY due_at, id LIMIT :limit`,
  { claims: 'message' },
);
const RELEASE = statement(`
  UPDATE message SET state = 'queued', reason = NULL, reason_code = NULL
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'held'`);
const QUEUED = statement<SqlRow>(
  `
  SELECT m.*, ${RECIPIENT_COLUMNS}, l.id AS l_id, d.facts AS d_facts, e.zone AS e_zone FROM message m
  LEFT JOIN lead l ON l.workspace_id = m.workspace_id AND l.id = m.lead_id
  LEFT JOIN decision d ON d.workspace_id = m.workspace_id AND d.lead_id = m.lead_id AND d.id = m.decision_id
  LEFT JOIN enrollment e ON e.workspace_id = m.workspace_id AND e.id = m.enrollment_id
  WHERE m.state = 'queued' AND m.${IS_OPEN} AND m.due_at <= :now ORDER BY m.due_at, m.id LIMIT :limit`,
  { claims: 'm' },
);
const CLAIM = statement(`
  UPDATE message SET state = 'claimed', lease_owner = :owner, lease_until = :until, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'queued'`);
const REFUSE = statement(`
  UPDATE message SET state = 'refused', reason = :reason, reason_code = 'merged'
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'queued'`);
const NEXT = (state: 'queued' | 'held') =>
  statement<{ due_at: number }>(
    `SELECT due_at FROM message WHERE state = '${state}' AND ${IS_OPEN} ORDER BY due_at, id LIMIT 1`,
  );
const NEXT_QUEUED = NEXT('queued');
const NEXT_HELD = NEXT('held');

/** Claims what is due, oldest first; holds whose time has come join the queue before. */
export function* claimMessages(now: number, { owner, until, limit }: LeaseWish): Program<ClaimedMessage[]> {
  const held = yield* all(HELD, { now, limit });
  yield* runEach(
    RELEASE,
    held.map((row) => ({ workspaceId: row.workspace_id, id: row.id })),
  );
  const [whole, orphans] = partition(yield* all(QUEUED, { now, limit }), (row) => row.l_id !== null);
  yield* runEach(
    CLAIM,
    whole.map((row) => ({ ...keyOf(row), owner, until })),
  );
  // Its lead was merged into another while it was claimed by a worker that died: the other lead's passage goes on.
  for (const row of orphans) yield* run(REFUSE, { ...keyOf(row), reason: toJson({ code: 'merged' }) });
  return yield* claimedOf(whole, until);
}

function keyOf(row: SqlRow) {
  return { workspaceId: row.workspace_id as string, id: row.id as string };
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function* claimedOf(rows: readonly SqlRow[], leaseUntil: number): Program<ClaimedMessage[]> {
  const workspaces = new Map<string, Workspace>();
  const campaigns: CampaignsRead = new Map();
  const claimed: ClaimedMessage[] = [];
  for (const row of rows) {
    const queued = messageOf(row);
    const { workspaceId, campaignId } = queued;
    claimed.push({
      message: { ...queued, state: 'claimed', fence: queued.fence + 1, leaseUntil },
      recipient: recipientOfRow(row),
      zone: row.e_zone as string | null,
      facts: (row.d_facts ?? '{}') as string,
      campaign: yield* campaignIn(campaigns, workspaceId, campaignId),
      workspace: yield* workspaceIn(workspaces, workspaceId),
    });
  }
  return claimed;
}

function* workspaceIn(read: Map<string, Workspace>, id: string): Program<Workspace> {
  const workspace = read.get(id) ?? (yield* workspaceById(id));
  if (!workspace) throw new Error(`workspace ${id} is not stored`);
  read.set(id, workspace);
  return workspace;
}

/** When the next queued or held message may be looked at; null = none. */
export function* nextMessageAt(): Program<number | null> {
  const queued = (yield* first(NEXT_QUEUED, {}))?.due_at ?? null;
  const held = (yield* first(NEXT_HELD, {}))?.due_at ?? null;
  return queued === null || held === null ? (queued ?? held) : Math.min(queued, held);
}
