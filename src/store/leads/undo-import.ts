/**
 * Taking an import back, in pages: what it changed goes back field by field, newest row first; leads that it alone
 * brought go, unless something has happened with them. Its refusals stay: no undo may bring back a person who said no.
 * A kill in the middle leaves the import `undoing`; the same command goes on.
 */
import { LIMITS } from '../../domain/limits.ts';
import type { ImportUndone } from '../../engine/store-port.ts';
import { assessGate, leadsGate } from '../gates.ts';
import { fromJson } from '../json.ts';
import { all, allEach, type Database, enterAlone, type Program, run, runEach } from '../program.ts';
import { deleteMembers } from '../rows/member.ts';
import { statement } from '../statement.ts';
import { forgetSeen } from './imports.ts';
import { adoptLead, deleteLeads, dropKeys, leadsById, updateLeads } from './leads.ts';
import { type StoredChange, takenBack } from './take-back.ts';

const BEGIN = statement(`
  UPDATE import SET state = 'undoing', lease_owner = NULL, lease_until = NULL
  WHERE workspace_id = :workspaceId AND id = :id AND state IN ('running','done','undoing')`);
const TRACES = statement<{ line: number; lead_id: string; change: string | null }>(`
  SELECT line, lead_id, change FROM import_row
  WHERE workspace_id = :workspaceId AND import_id = :id ORDER BY line DESC LIMIT :limit`);
const DELETE_TRACE = statement(
  'DELETE FROM import_row WHERE workspace_id = :workspaceId AND import_id = :id AND line = :line',
);
const OLDER_CHANGE = statement<{ line: number }>(`
  SELECT line FROM import_row WHERE workspace_id = :workspaceId AND lead_id = :leadId AND import_id = :id
  AND change IS NOT NULL LIMIT 1`);
/** Reads on through the leads by id: an index by import would cost each lead of every import, for a command that is hardly ever given. */
const BROUGHT = statement<{ id: string }>(`
  SELECT id FROM lead WHERE workspace_id = :workspaceId AND import_id = :id AND id > :after ORDER BY id LIMIT :limit`);
const OTHER_IMPORT = statement<{ import_id: string }>(`
  SELECT import_id FROM import_row WHERE workspace_id = :workspaceId AND lead_id = :leadId AND import_id <> :id
  ORDER BY import_id LIMIT 1`);
const TOUCHED = statement<{ touched: number }>(`
  SELECT 1 AS touched WHERE
    EXISTS (SELECT 1 FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId)
    OR EXISTS (SELECT 1 FROM event WHERE workspace_id = :workspaceId AND lead_id = :leadId)
    OR EXISTS (SELECT 1 FROM task WHERE workspace_id = :workspaceId AND lead_id = :leadId)
    OR EXISTS (SELECT 1 FROM permission_proof WHERE workspace_id = :workspaceId AND lead_id = :leadId)
    OR EXISTS (SELECT 1 FROM lead_alias WHERE workspace_id = :workspaceId AND lead_id = :leadId)`);
const DELETE_ENROLLMENTS = statement('DELETE FROM enrollment WHERE workspace_id = :workspaceId AND lead_id = :leadId');
const DELETE_DECISIONS = statement('DELETE FROM decision WHERE workspace_id = :workspaceId AND lead_id = :leadId');
const DELETE_ORIGINS = statement('DELETE FROM lead_origin WHERE workspace_id = :workspaceId AND lead_id = :leadId');
const DELETE_ASKED = statement('DELETE FROM source_asked WHERE workspace_id = :workspaceId AND lead_id = :leadId');
/** Of what the import changed: what others brought while it ran is forgotten with it. */
const FORGET_ORIGINS = statement(`
  DELETE FROM lead_origin WHERE workspace_id = :workspaceId AND lead_id = :leadId
  AND at >= (SELECT started_at FROM import WHERE workspace_id = :workspaceId AND id = :id)
  AND at <= (SELECT COALESCE(finished_at, :now) FROM import WHERE workspace_id = :workspaceId AND id = :id)`);
const CAMPAIGN_IDS = statement<{ id: string }>('SELECT id FROM campaign WHERE workspace_id = :workspaceId ORDER BY id');
const ONCE = 'once per undo; an index by lead would cost every import a fifth of its speed';
const DROP_ORPHAN_KEYS = statement(
  `DELETE FROM identity WHERE workspace_id = :workspaceId AND NOT EXISTS
     (SELECT 1 FROM lead WHERE lead.workspace_id = identity.workspace_id AND lead.id = identity.lead_id)`,
  { scans: ONCE },
);
const DROP_ORPHAN_PAIRS = statement(
  `DELETE FROM review_pair WHERE workspace_id = :workspaceId AND state = 'open' AND NOT (
     EXISTS (SELECT 1 FROM lead l WHERE l.workspace_id = review_pair.workspace_id AND l.id = review_pair.lead_id)
     AND EXISTS (SELECT 1 FROM lead o WHERE o.workspace_id = review_pair.workspace_id AND o.id = review_pair.other_id))
   AND NOT EXISTS (SELECT 1 FROM lead_alias a WHERE a.workspace_id = review_pair.workspace_id AND a.alias_id = review_pair.lead_id)
   AND NOT EXISTS (SELECT 1 FROM lead_alias b WHERE b.workspace_id = review_pair.workspace_id AND b.alias_id = review_pair.other_id)`,
  { scans: ONCE },
);
const MARK = statement(
  "UPDATE import SET state = 'undone', undone_at = :now WHERE workspace_id = :workspaceId AND id = :id",
);

const PAGE = { limit: LIMITS.assessPageLeads } as const;

/** Takes an import back, page by page. All zeros where it was taken back before, or never was. */
export async function undoImport(db: Database, workspaceId: string, id: string, now: number): Promise<ImportUndone> {
  const total = { restored: 0, removed: 0, kept: 0 };
  const key = { workspaceId, id };
  if ((await db.write(() => run(BEGIN, key))) === 0) return total;
  for (let more = true; more; ) {
    const page = await db.write(() => undoChanges(workspaceId, id, now));
    total.restored += page.restored;
    more = page.more;
  }
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after;
    const page: CreationsPage = await db.write(() => undoCreations(workspaceId, id, from));
    total.removed += page.removed;
    total.kept += page.kept;
    after = page.after;
  }
  await db.write(() => markUndone(workspaceId, id, now));
  return total;
}

/** Puts back one page of what rows of the import changed in leads that were there before it. */
function* undoChanges(workspaceId: string, id: string, now: number) {
  yield* enterAlone(leadsGate(workspaceId));
  const traces = yield* all(TRACES, { workspaceId, id, ...PAGE });
  const leads = yield* leadsById(workspaceId, [...new Set(traces.map((trace) => trace.lead_id))]);
  const changed = new Set<string>();
  for (const trace of traces) {
    const lead = leads.get(trace.lead_id);
    if (!lead || trace.change === null || lead.importId === id) continue;
    const change = fromJson<StoredChange>(trace.change);
    leads.set(lead.id, { ...lead, ...takenBack(lead, change), changedAt: now });
    yield* dropKeys(workspaceId, lead.id, change.keys);
    changed.add(lead.id);
  }
  yield* updateLeads(
    workspaceId,
    [...leads.values()].filter((lead) => changed.has(lead.id)),
  );
  yield* runEach(
    FORGET_ORIGINS,
    [...changed].map((leadId) => ({ workspaceId, leadId, id, now })),
  );
  yield* runEach(
    DELETE_TRACE,
    traces.map(({ line }) => ({ workspaceId, id, line })),
  );
  const older = yield* allEach(
    OLDER_CHANGE,
    [...changed].map((leadId) => ({ workspaceId, leadId, id })),
  );
  return { restored: older.filter((rows) => rows.length === 0).length, more: traces.length === PAGE.limit };
}

interface CreationsPage {
  readonly removed: number;
  readonly kept: number;
  readonly after: string | null;
}

/** Removes one page of leads that only this import brought. */
function* undoCreations(workspaceId: string, id: string, after: string): Program<CreationsPage> {
  yield* enterAlone(leadsGate(workspaceId));
  // A page that is being judged may have read whom this removes, and would enrol them when they are gone.
  yield* enterAlone(assessGate(workspaceId));
  const rows = yield* all(BROUGHT, { workspaceId, id, after, ...PAGE });
  const keys = rows.map((row) => ({ workspaceId, leadId: row.id, id }));
  const others = yield* allEach(OTHER_IMPORT, keys);
  const touched = yield* allEach(TOUCHED, keys);
  const gone: string[] = [];
  for (const [i, { leadId }] of keys.entries()) {
    const other = others[i]?.[0];
    if (other) yield* adoptLead(workspaceId, leadId, other.import_id);
    else if (!touched[i]?.[0]) gone.push(leadId);
  }
  yield* removeLeads(workspaceId, gone);
  const last = rows.length === PAGE.limit ? (rows.at(-1)?.id ?? null) : null;
  return { removed: gone.length, kept: rows.length - gone.length, after: last };
}

function* removeLeads(workspaceId: string, ids: readonly string[]): Program<void> {
  if (ids.length === 0) return;
  const rows = ids.map((leadId) => ({ workspaceId, leadId }));
  for (const { id: campaignId } of yield* all(CAMPAIGN_IDS, { workspaceId })) {
    yield* deleteMembers(rows.map((row) => ({ ...row, campaignId })));
  }
  yield* runEach(DELETE_ENROLLMENTS, rows);
  yield* runEach(DELETE_DECISIONS, rows);
  yield* runEach(DELETE_ORIGINS, rows);
  yield* runEach(DELETE_ASKED, rows);
  yield* deleteLeads(workspaceId, ids);
}

/** Keys and pairs of the leads that went find nobody until they go here, all at once. */
function* markUndone(workspaceId: string, id: string, now: number): Program<void> {
  yield* enterAlone(leadsGate(workspaceId));
  yield* run(DROP_ORPHAN_KEYS, { workspaceId });
  yield* run(DROP_ORPHAN_PAIRS, { workspaceId });
  yield* forgetSeen(workspaceId, id);
  yield* run(MARK, { workspaceId, id, now });
}
