/**
 * Forgetting: what is older than its time and stands under nothing is removed, page by page, each page bounded in what it
 * reads as well as in what it removes. What is kept for ever, and why, stands in `domain/retention`.
 */
import { LIMITS } from '../../domain/limits.ts';
import type { PurgeBefore, Purged } from '../../engine/store-port.ts';
import { forgetSeen } from '../leads/imports.ts';
import { all, allEach, type Database, type Program, run, runEach } from '../program.ts';
import { type SqlRow, type Statement, statement } from '../statement.ts';

/** A kind of row with its own time: how a page of its keys is read, and what keeps an old one. */
interface Kind {
  /** Keys and times of one page in key order, old or not: reading on is what must be bounded. */
  readonly page: Statement<SqlRow>;
  readonly remove: Statement;
  /** Gives a row where something stands on it; null = nothing ever does. */
  readonly stands: Statement<{ stands: number }> | null;
}

const EVENT: Kind = {
  page: statement<SqlRow>(`
    SELECT lead_id, id, at FROM event WHERE workspace_id = :workspaceId AND (lead_id, id) > (:leadId, :id)
    ORDER BY lead_id, id LIMIT :limit`),
  remove: statement('DELETE FROM event WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :id'),
  stands: null,
};
const DECISION: Kind = {
  page: statement<SqlRow>(`
    SELECT lead_id, id, campaign_id, at FROM decision WHERE workspace_id = :workspaceId
    AND (lead_id, id) > (:leadId, :id) ORDER BY lead_id, id LIMIT :limit`),
  remove: statement('DELETE FROM decision WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :id'),
  stands: statement<{ stands: number }>(`
    SELECT 1 AS stands WHERE
      EXISTS (SELECT 1 FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId
        AND lead_id = :leadId AND decision_id = :id)
      OR EXISTS (SELECT 1 FROM enrollment WHERE workspace_id = :workspaceId AND lead_id = :leadId AND decision_id = :id)
      OR EXISTS (SELECT 1 FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId AND decision_id = :id)`),
};
const AUDIT: Kind = {
  page: statement<SqlRow>(`
    SELECT '' AS lead_id, id, at FROM audit WHERE workspace_id = :workspaceId AND id > :id ORDER BY id LIMIT :limit`),
  remove: statement('DELETE FROM audit WHERE workspace_id = :workspaceId AND id = :id'),
  stands: null,
};
const OLD_ROUTES = statement('DELETE FROM domain_check WHERE expires_at < :before', {
  scans: 'once a day; one short row per domain',
});
const OLD_SENDER_DAYS = statement('DELETE FROM sender_day WHERE workspace_id = :workspaceId AND day < :day');
const ABANDONED = statement<{ id: string }>(`
  SELECT id FROM import WHERE workspace_id = :workspaceId AND state = 'running' AND lease_until < :before ORDER BY id`);

const OLD_RUNS = statement(`
  DELETE FROM routine_run WHERE workspace_id = :workspaceId AND slot_at < :before AND finished_at IS NOT NULL`);

const DAY_MS = 86_400_000;

interface Place {
  readonly leadId: string;
  readonly id: string;
}
const START: Place = { leadId: '', id: '' };

/** Removes what is old. */
export async function purge(db: Database, workspaceId: string, before: PurgeBefore): Promise<Purged> {
  const events = await purgeKind(db, workspaceId, EVENT, before.event);
  const decisions = await purgeKind(db, workspaceId, DECISION, before.decision);
  const audits = before.audit === undefined ? 0 : await purgeKind(db, workspaceId, AUDIT, before.audit);
  const others = await db.write(() => purgeOthers(workspaceId, before.other));
  return { events, decisions, audits, others };
}

async function purgeKind(db: Database, workspaceId: string, kind: Kind, before: number): Promise<number> {
  let removed = 0;
  for (let after: Place | null = START; after !== null; ) {
    const from: Place = after;
    const page = await db.write(() => purgePage(workspaceId, kind, before, from));
    removed += page.removed;
    after = page.after;
  }
  return removed;
}

function* purgePage(
  workspaceId: string,
  { page, remove, stands }: Kind,
  before: number,
  after: Place,
): Program<{ removed: number; after: Place | null }> {
  const rows = yield* all(page, { workspaceId, ...after, limit: LIMITS.purgePageRows });
  const old = rows.filter((row) => (row.at as number) < before).map((row) => ({ workspaceId, ...keyOf(row) }));
  const held = stands === null ? [] : yield* allEach(stands, old);
  const gone = old.filter((_, i) => (held[i]?.length ?? 0) === 0);
  yield* runEach(remove, gone);
  const last = rows.at(-1);
  return { removed: gone.length, after: last && rows.length === LIMITS.purgePageRows ? keyOf(last) : null };
}

function keyOf(row: SqlRow) {
  return { leadId: row.lead_id as string, id: row.id as string, campaignId: (row.campaign_id ?? '') as string };
}

/**
 * What expires by date alone: answers of the DNS, counters of past days, runs of routines, counts of imports that nobody
 * went on with.
 */
function* purgeOthers(workspaceId: string, before: number): Program<number> {
  let removed = yield* run(OLD_ROUTES, { before });
  removed += yield* run(OLD_SENDER_DAYS, { workspaceId, day: Math.floor(before / DAY_MS) });
  removed += yield* run(OLD_RUNS, { workspaceId, before });
  for (const { id } of yield* all(ABANDONED, { workspaceId, before })) removed += yield* forgetSeen(workspaceId, id);
  return removed;
}
