/** Imports: begun once per file and options, resumed by whoever holds the lease, finished. */
import { LIMITS } from '../../domain/limits.ts';
import type { ImportLease, ImportRecord, ImportStart, ImportWish } from '../../engine/store-port.ts';
import { importsGate } from '../gates.ts';
import { fromJson, toJson } from '../json.ts';
import { all, enterAlone, first, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';
import { takenOver } from './capture.ts';

const BY_FILE = statement<SqlRow>(`
  SELECT * FROM import WHERE workspace_id = :workspaceId AND file_hash = :fileHash AND options_hash = :optionsHash
  AND state IN ('running','done')`);
const BY_ID = statement<SqlRow>('SELECT * FROM import WHERE workspace_id = :workspaceId AND id = :id');
const LIST = statement<SqlRow>('SELECT * FROM import WHERE workspace_id = :workspaceId ORDER BY id DESC LIMIT :limit');
const RUNNING = statement<{ id: string; lease_owner: string }>(
  "SELECT id, lease_owner FROM import WHERE state = 'running' AND lease_until > :now LIMIT :limit",
  { scans: 'as many rows as imports there ever were, once an import; an index would be one more beside that of files' },
);
const INSERT = insert('import', [
  'workspaceId',
  'id',
  'source',
  'fileName',
  'fileHash',
  'optionsHash',
  'options',
  'state',
  'readCount',
  'createdCount',
  'mergedCount',
  'unchangedCount',
  'rejectedCount',
  'rejectsBytes',
  'startedAt',
  'leaseOwner',
  'leaseUntil',
]);
const NOTHING_YET = {
  state: 'running',
  readCount: 0,
  createdCount: 0,
  mergedCount: 0,
  unchangedCount: 0,
  rejectedCount: 0,
  rejectsBytes: 0,
} as const;
const TAKE = statement(`
  UPDATE import SET lease_owner = :owner, lease_until = :leaseUntil
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'running' AND (lease_until <= :now OR lease_owner = :owner)`);
const FINISH = statement(`
  UPDATE import SET state = 'done', finished_at = :now, lease_owner = NULL, lease_until = NULL
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'running' AND lease_owner = :owner`);
const FORGET_SEEN = statement('DELETE FROM import_seen WHERE workspace_id = :workspaceId AND import_id = :id');

/** Begins an import, or says what is known of the same file with the same options. */
export function* beginImport(wish: ImportWish, lease: ImportLease): Program<ImportStart> {
  const { workspaceId, fileHash, optionsHash } = wish;
  yield* enterAlone(importsGate());
  const row = yield* first(BY_FILE, { workspaceId, fileHash, optionsHash });
  const running = row?.state === 'done' ? 0 : yield* othersRunning(lease, row?.id as string | undefined);
  if (lease.atOnce !== undefined && running >= lease.atOnce) return { kind: 'crowded', running };
  if (row) return yield* goOn(importOf(row), row.lease_owner as string | null, lease);
  const { owner: leaseOwner, until: leaseUntil } = lease;
  yield* run(INSERT, { ...wish, ...NOTHING_YET, options: toJson(wish.options), leaseOwner, leaseUntil });
  return { kind: 'begun', record: yield* existingImport(workspaceId, wish.id) };
}

/** Imports other than this one that are being worked on: their lease is good, and its owner not known to be gone. */
function* othersRunning({ now, isGone }: ImportLease, own: string | undefined): Program<number> {
  const rows = yield* all(RUNNING, { now, limit: LIMITS.importsListed });
  return rows.filter(({ id, lease_owner: owner }) => id !== own && !isGone(owner)).length;
}

function* goOn(record: ImportRecord, holder: string | null, lease: ImportLease): Program<ImportStart> {
  if (record.state === 'done') return { kind: 'done', record };
  const { workspaceId, id } = record;
  const { owner, until: leaseUntil } = lease;
  const now = holder !== null && lease.isGone(holder) ? Number.MAX_SAFE_INTEGER : lease.now;
  const taken = yield* run(TAKE, { workspaceId, id, owner, leaseUntil, now });
  return { kind: taken === 1 ? 'resumed' : 'busy', record };
}

/** Ends an import that this owner runs. Errors: `import-taken-over`. */
export function* finishImport(workspaceId: string, id: string, owner: string, now: number): Program<ImportRecord> {
  if ((yield* run(FINISH, { workspaceId, id, owner, now })) === 0) throw takenOver();
  yield* forgetSeen(workspaceId, id);
  return yield* existingImport(workspaceId, id);
}

/** Drops the counts of equal rows: they are needed only while the file is read. */
export function* forgetSeen(workspaceId: string, id: string): Program<number> {
  return yield* run(FORGET_SEEN, { workspaceId, id });
}

/** An import by id. */
export function* importById(workspaceId: string, id: string): Program<ImportRecord | null> {
  const row = yield* first(BY_ID, { workspaceId, id });
  return row ? importOf(row) : null;
}

function* existingImport(workspaceId: string, id: string): Program<ImportRecord> {
  const record = yield* importById(workspaceId, id);
  if (!record) throw new Error(`import ${id} is not stored`);
  return record;
}

/** The latest imports, newest first. */
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
    options: fromJson(row.options),
    state: row.state as ImportRecord['state'],
    position: fromJson(row.position),
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
