/** Imports: begun once per file and options, resumed by whoever holds the lease, finished, undone. */
import type { Lead } from '../domain/lead/lead.ts';
import { LIMITS } from '../domain/limits.ts';
import type { ImportRecord, ImportStart, ImportWish } from '../engine/store-port.ts';
import { leadsById, UPDATE_LEAD } from './capture.ts';
import { takeRevisions } from './counters.ts';
import { leadOf, leadParameters } from './lead-row.ts';
import { all, allEach, first, type Program, run, runEach } from './program.ts';
import { insert, type SqlRow, statement } from './statement.ts';

const BY_FILE = statement<SqlRow>(`
  SELECT * FROM import WHERE workspace_id = :workspaceId AND file_hash = :fileHash AND options_hash = :optionsHash
  AND state <> 'undone' ORDER BY id LIMIT 1`);
const BY_ID = statement<SqlRow>('SELECT * FROM import WHERE workspace_id = :workspaceId AND id = :id');
const LIST = statement<SqlRow>('SELECT * FROM import WHERE workspace_id = :workspaceId ORDER BY id DESC LIMIT :limit');
const INSERT_IMPORT = insert('import', [
  'workspaceId',
  'id',
  'source',
  'fileName',
  'fileHash',
  'optionsHash',
  'options',
  'state',
  'position',
  'readCount',
  'createdCount',
  'mergedCount',
  'unchangedCount',
  'rejectedCount',
  'rejectsBytes',
  'startedAt',
  'finishedAt',
  'undoneAt',
  'leaseOwner',
  'leaseUntil',
]);
const TAKE = statement(`
  UPDATE import SET lease_owner = :owner, lease_until = :leaseUntil
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'running' AND (lease_until <= :now OR lease_owner = :owner)`);
const FINISH = statement(`
  UPDATE import SET state = 'done', finished_at = :now, lease_owner = NULL, lease_until = NULL
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'running' AND lease_owner = :owner`);
const FORGET_SEEN = statement('DELETE FROM import_seen WHERE workspace_id = :workspaceId AND import_id = :id');

export function* beginImport(
  wanted: ImportWish,
  lease: { readonly owner: string; readonly until: number; readonly now: number },
): Program<ImportStart> {
  const { workspaceId } = wanted;
  const row = yield* first(BY_FILE, { workspaceId, fileHash: wanted.fileHash, optionsHash: wanted.optionsHash });
  if (row) {
    const record = importOf(row);
    if (record.state === 'done') return { kind: 'done', record };
    const taken = yield* run(TAKE, {
      workspaceId,
      id: record.id,
      owner: lease.owner,
      leaseUntil: lease.until,
      now: lease.now,
    });
    return { kind: taken === 1 ? 'resumed' : 'busy', record };
  }
  yield* run(INSERT_IMPORT, {
    ...wanted,
    options: JSON.stringify(wanted.options),
    state: 'running',
    position: null,
    readCount: 0,
    createdCount: 0,
    mergedCount: 0,
    unchangedCount: 0,
    rejectedCount: 0,
    rejectsBytes: 0,
    finishedAt: null,
    undoneAt: null,
    leaseOwner: lease.owner,
    leaseUntil: lease.until,
  });
  const begun = yield* first(BY_ID, { workspaceId, id: wanted.id });
  return { kind: 'begun', record: importOf(begun as SqlRow) };
}

export function* finishImport(workspaceId: string, id: string, owner: string, now: number): Program<ImportRecord> {
  yield* run(FINISH, { workspaceId, id, owner, now });
  yield* run(FORGET_SEEN, { workspaceId, id });
  return importOf((yield* first(BY_ID, { workspaceId, id })) as SqlRow);
}

export function* importById(workspaceId: string, id: string): Program<ImportRecord | null> {
  const row = yield* first(BY_ID, { workspaceId, id });
  return row ? importOf(row) : null;
}

export function* listImports(workspaceId: string, limit: number): Program<ImportRecord[]> {
  return (yield* all(LIST, { workspaceId, limit })).map(importOf);
}

function importOf(row: SqlRow): ImportRecord {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    source: row.source as string,
    fileName: row.file_name as string,
    fileHash: row.file_hash as string,
    optionsHash: row.options_hash as string,
    options: JSON.parse(row.options as string),
    state: row.state as ImportRecord['state'],
    position: row.position === null ? null : JSON.parse(row.position as string),
    counts: {
      read: row.read_count as number,
      created: row.created_count as number,
      merged: row.merged_count as number,
      unchanged: row.unchanged_count as number,
      rejected: row.rejected_count as number,
    },
    rejectsBytes: row.rejects_bytes as number,
    startedAt: row.started_at as number,
    finishedAt: row.finished_at as number | null,
  };
}

// --- undo -------------------------------------------------------------------------------------------------------

const CREATED_PAGE = statement<SqlRow>(
  `SELECT * FROM lead WHERE workspace_id = :workspaceId AND import_id = :id AND id > :after ORDER BY id LIMIT :limit`,
);
const TRACES_PAGE = statement<{ line: number; lead_id: string; before: string | null }>(`
  SELECT line, lead_id, before FROM import_row
  WHERE workspace_id = :workspaceId AND import_id = :id AND line < :below ORDER BY line DESC LIMIT :limit`);
const OTHER_IMPORT = statement<{ import_id: string }>(
  'SELECT import_id FROM import_row WHERE workspace_id = :workspaceId AND lead_id = :leadId AND import_id <> :id ORDER BY import_id LIMIT 1',
);
const CONTACTED = statement<{ id: string }>(
  'SELECT id FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId LIMIT 1',
);
const ADOPT = statement('UPDATE lead SET import_id = :importId WHERE workspace_id = :workspaceId AND id = :leadId');
const KEYS_OF_LEAD = statement(
  'DELETE FROM identity WHERE workspace_id = :workspaceId AND key = :key AND lead_id = :leadId',
);
const DELETE_TRACE = statement(
  'DELETE FROM import_row WHERE workspace_id = :workspaceId AND import_id = :id AND line = :line',
);
const DELETE_LEAD = statement('DELETE FROM lead WHERE workspace_id = :workspaceId AND id = :leadId');
const DELETE_ENROLLMENTS = statement('DELETE FROM enrollment WHERE workspace_id = :workspaceId AND lead_id = :leadId');
const DELETE_DECISIONS = statement('DELETE FROM decision WHERE workspace_id = :workspaceId AND lead_id = :leadId');
const DELETE_MEMBER = statement(
  'DELETE FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id = :leadId',
);
const CAMPAIGNS = statement<{ id: string }>('SELECT id FROM campaign WHERE workspace_id = :workspaceId');
const DELETE_REVIEWS = statement('DELETE FROM review_pair WHERE workspace_id = :workspaceId AND lead_id = :leadId');
const MARK_UNDONE = statement(
  `UPDATE import SET state = 'undone', undone_at = :now, lease_owner = NULL, lease_until = NULL
   WHERE workspace_id = :workspaceId AND id = :id`,
);

const DROP_ORPHAN_KEYS = statement(
  `DELETE FROM identity WHERE workspace_id = :workspaceId AND NOT EXISTS
     (SELECT 1 FROM lead WHERE lead.workspace_id = identity.workspace_id AND lead.id = identity.lead_id)`,
  { scans: 'once per undo; an index of keys by lead would cost every import a fifth of its speed' },
);

export interface UndoPage {
  readonly restored: number;
  readonly removed: number;
  /** Kept because another import brought them too, or because they were already contacted. */
  readonly kept: number;
  readonly more: boolean;
}

/** What undo needs of a merged row, as `capture` stored it. */
export interface MergeTrace {
  readonly lead: Pick<Lead, 'values' | 'attributes' | 'basis' | 'basisAt'>;
  readonly newKeys: readonly string[];
}

/** Puts back one page of leads that the import changed, newest row first. Runs until `more` is false. */
export function* undoMerges(workspaceId: string, id: string, now: number): Program<UndoPage> {
  const limit = LIMITS.assessPageLeads;
  const traces = yield* all(TRACES_PAGE, { workspaceId, id, below: Number.MAX_SAFE_INTEGER, limit });
  const leads = yield* leadsById(workspaceId, [...new Set(traces.map((trace) => trace.lead_id))]);
  let restored = 0;
  for (const trace of traces) {
    const lead = leads.get(trace.lead_id);
    if (lead && trace.before !== null) {
      const { lead: before, newKeys } = JSON.parse(trace.before) as MergeTrace;
      const put = { ...lead, ...before, changedAt: now, revision: yield* takeRevisions(workspaceId, 1) };
      leads.set(lead.id, put);
      yield* run(UPDATE_LEAD, leadParameters(put));
      yield* runEach(
        KEYS_OF_LEAD,
        newKeys.map((key) => ({ workspaceId, key, leadId: lead.id })),
      );
      restored += 1;
    }
    yield* run(DELETE_TRACE, { workspaceId, id, line: trace.line });
  }
  return { restored, removed: 0, kept: 0, more: traces.length === limit };
}

/** Removes one page of leads that only this import brought. `after` = last id of the page before. */
export function* undoCreations(
  workspaceId: string,
  id: string,
  after: string,
): Program<UndoPage & { readonly after: string }> {
  const limit = LIMITS.assessPageLeads;
  const leads = (yield* all(CREATED_PAGE, { workspaceId, id, after, limit })).map(leadOf);
  const ids = leads.map((lead) => ({ workspaceId, leadId: lead.id, id }));
  const others = yield* allEach(OTHER_IMPORT, ids);
  const contacted = yield* allEach(CONTACTED, ids);
  const gone: string[] = [];
  for (const [i, lead] of leads.entries()) {
    const other = others[i]?.[0];
    if (other) yield* run(ADOPT, { workspaceId, leadId: lead.id, importId: other.import_id });
    else if (!contacted[i]?.[0]) gone.push(lead.id);
  }
  yield* removeLeads(workspaceId, gone);
  const last = leads.at(-1)?.id ?? after;
  return {
    restored: 0,
    removed: gone.length,
    kept: leads.length - gone.length,
    more: leads.length === limit,
    after: last,
  };
}

function* removeLeads(workspaceId: string, ids: readonly string[]): Program<void> {
  if (ids.length === 0) return;
  const rows = ids.map((leadId) => ({ workspaceId, leadId }));
  for (const { id: campaignId } of yield* all(CAMPAIGNS, { workspaceId })) {
    yield* runEach(
      DELETE_MEMBER,
      rows.map((row) => ({ ...row, campaignId })),
    );
  }
  for (const text of [DELETE_ENROLLMENTS, DELETE_DECISIONS, DELETE_REVIEWS, DELETE_LEAD]) {
    yield* runEach(text, rows);
  }
}

/** Marks it undone and drops the keys of the leads that went; keys without a lead find nobody until then. */
export function* markUndone(workspaceId: string, id: string, now: number): Program<void> {
  yield* run(DROP_ORPHAN_KEYS, { workspaceId });
  yield* run(MARK_UNDONE, { workspaceId, id, now });
  yield* run(FORGET_SEEN, { workspaceId, id });
}
