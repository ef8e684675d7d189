/**
 * Forgetting: what is older than its time and stands under nothing is removed: at one stroke as far as the database can, the rest page by
 * page, each page bounded in what it reads as well as in what it removes. What is kept for ever, and why, stands in `domain/retention`.
 */
import { LIMITS } from '../../domain/limits.ts';
import type { PurgeBefore, Purged } from '../../engine/store-port.ts';
import { forgetFeed } from '../feed/feed.ts';
import { forgetSends } from '../feed/webhooks.ts';
import { forgetSeen } from '../leads/imports.ts';
import { all, allEach, type Database, first, type Program, run, runEach, type Span } from '../program.ts';
import { type SqlRow, type Statement, statement } from '../statement.ts';

/** A kind of row with its own time: how a page of its keys is read, and what keeps an old one. */
interface Kind {
  readonly table: string;
  /** The column that tells how old a row is. */
  readonly age: string;
  /** Keys and times of one page in key order, old or not: reading on is what must be bounded. */
  readonly page: Statement<SqlRow>;
  readonly remove: Statement;
  /** Gives a row where something stands on it; null = nothing ever does. */
  readonly stands: Statement<{ stands: number }> | null;
  /** The same as a condition on a row `r`. */
  readonly standsOnRow: string | null;
}

/** Names or parameters that tell which decision is meant. */
interface DecisionKey {
  readonly workspaceId: string;
  readonly campaignId: string;
  readonly leadId: string;
  readonly id: string;
}

/** Whether a member, a passage or a message stands on a decision. */
const standsOn = ({ workspaceId, campaignId, leadId, id }: DecisionKey) => `
  EXISTS (SELECT 1 FROM campaign_member s WHERE s.workspace_id = ${workspaceId} AND s.campaign_id = ${campaignId}
    AND s.lead_id = ${leadId} AND s.decision_id = ${id})
  OR EXISTS (SELECT 1 FROM enrollment s WHERE s.workspace_id = ${workspaceId} AND s.lead_id = ${leadId} AND s.decision_id = ${id})
  OR EXISTS (SELECT 1 FROM message s WHERE s.workspace_id = ${workspaceId} AND s.lead_id = ${leadId} AND s.decision_id = ${id})`;
const GIVEN: DecisionKey = { workspaceId: ':workspaceId', campaignId: ':campaignId', leadId: ':leadId', id: ':id' };
const OF_ROW: DecisionKey = {
  workspaceId: 'r.workspace_id',
  campaignId: 'r.campaign_id',
  leadId: 'r.lead_id',
  id: 'r.id',
};

/** Rows of a lead by the table's key, of these ids alone. */
const pageOf = (table: string, columns: string) =>
  statement<SqlRow>(`
    SELECT lead_id, id, ${columns} FROM ${table} WHERE workspace_id = :workspaceId
    AND (lead_id, id) > (:leadId, :id) AND id >= :from AND id < :until ORDER BY lead_id, id LIMIT :limit`);
const removeFrom = (table: string) =>
  statement(`DELETE FROM ${table} WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :id`);

const EVENT: Kind = {
  table: 'event',
  age: 'at',
  page: pageOf('event', 'at'),
  remove: removeFrom('event'),
  // Proof of an opt-in is shown for as long as it is relied on.
  stands: statement<{ stands: number }>(
    `SELECT 1 AS stands FROM event WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :id AND kind = 'opted-in'`,
  ),
  standsOnRow: "r.kind = 'opted-in'",
};
const SIGNAL_CHANGE: Kind = {
  table: 'signal_change',
  age: 'noticed_at',
  page: pageOf('signal_change', 'noticed_at AS at'),
  remove: removeFrom('signal_change'),
  stands: null,
  standsOnRow: null,
};
const DECISION: Kind = {
  table: 'decision',
  age: 'at',
  page: pageOf('decision', 'campaign_id, at'),
  remove: removeFrom('decision'),
  stands: statement<{ stands: number }>(`SELECT 1 AS stands WHERE ${standsOn(GIVEN)}`),
  standsOnRow: standsOn(OF_ROW),
};
const AUDIT: Kind = {
  table: 'audit',
  age: 'at',
  page: statement<SqlRow>(`
    SELECT '' AS lead_id, id, at FROM audit WHERE workspace_id = :workspaceId AND id > :id AND id >= :from AND id < :until
    ORDER BY id LIMIT :limit`),
  remove: statement('DELETE FROM audit WHERE workspace_id = :workspaceId AND id = :id'),
  stands: null,
  standsOnRow: null,
};
/** A workspace that keeps more than the routine's days, or forgets by hand. */
const KEEPS_MORE = statement<{ id: string }>(
  `SELECT w.id FROM workspace w WHERE NOT EXISTS
     (SELECT 1 FROM routine r WHERE r.workspace_id = w.id AND r.name = :routine AND r.enabled = 1) LIMIT 1`,
  { scans: 'once a day; one short row per workspace' },
);
const OLD_ROUTES = statement('DELETE FROM domain_check WHERE expires_at < :before', {
  scans: 'once a day; one short row per domain',
});
const OLD_COUNTERS = statement('DELETE FROM send_counter WHERE workspace_id = :workspaceId AND day < :day', {
  scans: 'once a day; one short row per counter and day',
});
const OLD_TOUCHES = statement('DELETE FROM account_touch WHERE workspace_id = :workspaceId AND at < :before');
const ABANDONED = statement<{ id: string }>(`
  SELECT id FROM import WHERE workspace_id = :workspaceId AND state = 'running' AND lease_until < :before ORDER BY id`);

const OLD_RUNS = statement(`
  DELETE FROM routine_run WHERE workspace_id = :workspaceId AND slot_at < :before AND finished_at IS NOT NULL`);

const OLD_REPLIES = statement('DELETE FROM reply WHERE workspace_id = :workspaceId AND at < :before');
const OLD_ANSWERS = statement('DELETE FROM answer WHERE workspace_id = :workspaceId AND written_at < :before');

const DAY_MS = 86_400_000;

interface Place {
  readonly leadId: string;
  readonly id: string;
}
const START: Place = { leadId: '', id: '' };

/** Removes what is old. */
export async function purge(db: Database, workspaceId: string, before: PurgeBefore): Promise<Purged> {
  const { event, signalChange = event, decision, audit, routine } = before;
  const everyone = routine !== undefined && (await db.read(() => first(KEEPS_MORE, { routine }))) === undefined;
  const forget = (kind: Kind, than: number) => purgeKind(db, { workspaceId, kind, before: than, everyone });
  const events = await forget(EVENT, event);
  const decisions = await forget(DECISION, decision);
  const audits = audit === undefined ? 0 : await forget(AUDIT, audit);
  const changes = await forget(SIGNAL_CHANGE, signalChange);
  const others = await db.write(() => purgeOthers(workspaceId, before.other));
  const answered = await db.write(() => purgeInbox(workspaceId, event));
  const told = await purgeTold(db, workspaceId, before.other);
  return { events, decisions, audits, others: changes + others + answered + told };
}

async function purgeTold(db: Database, workspaceId: string, before: number): Promise<number> {
  const limit = LIMITS.purgePageRows;
  let forgotten = 0;
  for (const forget of [forgetFeed, forgetSends]) {
    for (let page = 1; page > 0; forgotten += page) page = await db.write(() => forget(workspaceId, before, limit));
  }
  return forgotten;
}

interface Purge {
  readonly workspaceId: string;
  readonly kind: Kind;
  readonly before: number;
  /** All workspaces forget alike. */
  readonly everyone: boolean;
}

async function purgeKind(db: Database, of: Purge): Promise<number> {
  const { table, age, standsOnRow: stands } = of.kind;
  const { workspaceId, before, everyone } = of;
  const { removed, left } = await db.forget({ table, workspaceId, before, age, stands, everyone });
  let total = removed;
  for (const span of left) total += await purgeSpan(db, of, span);
  return total;
}

async function purgeSpan(db: Database, of: Purge, span: Span): Promise<number> {
  let removed = 0;
  for (let after: Place | null = START; after !== null; ) {
    const from: Place = after;
    const page = await db.write(() => purgePage(of, span, from));
    removed += page.removed;
    after = page.after;
  }
  return removed;
}

function* purgePage(
  { workspaceId, kind: { page, remove, stands }, before }: Purge,
  [from, until]: Span,
  after: Place,
): Program<{ removed: number; after: Place | null }> {
  const rows = yield* all(page, { workspaceId, ...after, from, until, limit: LIMITS.purgePageRows });
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
  removed += yield* run(OLD_COUNTERS, { workspaceId, day: Math.floor(before / DAY_MS) });
  removed += yield* run(OLD_TOUCHES, { workspaceId, before });
  removed += yield* run(OLD_RUNS, { workspaceId, before });
  for (const { id } of yield* all(ABANDONED, { workspaceId, before })) removed += yield* forgetSeen(workspaceId, id);
  return removed;
}

/** What people wrote is kept for as long as what they answered. */
function* purgeInbox(workspaceId: string, before: number): Program<number> {
  return (yield* run(OLD_REPLIES, { workspaceId, before })) + (yield* run(OLD_ANSWERS, { workspaceId, before }));
}
