/** Leads coming in: finds who may be meant, lets the engine decide, writes what came of it in one transaction. */
import type { Lead } from '../domain/lead/lead.ts';
import { LIMITS } from '../domain/limits.ts';
import type {
  CaptureBatch,
  CaptureOutcome,
  CaptureRow,
  ChangedLead,
  KnownLeads,
  LeadSuppression,
  NewLead,
  ReviewPair,
  RowTrace,
} from '../engine/store-port.ts';
import { takeRevisions } from './counters.ts';
import { StoreError } from './errors.ts';
import { LEAD_COLUMNS, leadOf, leadParameters } from './lead-row.ts';
import { allEach, type Program, run, runEach } from './program.ts';
import { insert, type SqlRow, snakeCase, statement } from './statement.ts';

const HOLDERS = statement<{ lead_id: string }>(
  `SELECT lead_id FROM identity WHERE workspace_id = :workspaceId AND key = :key ORDER BY lead_id LIMIT ${LIMITS.identityCandidates}`,
);
const NAMESAKES = statement<{ key: string; lead_id: string }>(
  `SELECT key, lead_id FROM identity WHERE workspace_id = :workspaceId AND key >= :from AND key < :to
   ORDER BY key, lead_id LIMIT ${LIMITS.identityCandidates}`,
);
const SEEN = statement<{ seen: number }>(
  'SELECT seen FROM import_seen WHERE workspace_id = :workspaceId AND import_id = :importId AND content_hash = :hash',
);
const SAW = insert(
  'import_seen',
  ['workspaceId', 'importId', 'contentHash', 'seen'],
  'ON CONFLICT (workspace_id, import_id, content_hash) DO UPDATE SET seen = excluded.seen',
);
export const LEAD_BY_ID = statement<SqlRow>('SELECT * FROM lead WHERE workspace_id = :workspaceId AND id = :id');
const INSERT_LEAD = insert('lead', LEAD_COLUMNS);
const KEPT = new Set(['workspaceId', 'id', 'source', 'importId', 'createdAt']);
export const UPDATE_LEAD = statement(
  `UPDATE lead SET ${LEAD_COLUMNS.filter((name) => !KEPT.has(name))
    .map((name) => `${snakeCase(name)} = :${name}`)
    .join(', ')} WHERE workspace_id = :workspaceId AND id = :id`,
);
const INSERT_IDENTITY = insert('identity', ['workspaceId', 'key', 'leadId'], 'ON CONFLICT DO NOTHING');
const INSERT_TRACE = insert(
  'import_row',
  ['workspaceId', 'importId', 'line', 'leadId', 'outcome', 'before'],
  'ON CONFLICT DO NOTHING',
);
const INSERT_SUPPRESSION = insert(
  'suppression',
  ['workspaceId', 'keyHash', 'channel', 'kind', 'value', 'reason', 'origin', 'at'],
  'ON CONFLICT DO NOTHING',
);
const INSERT_REVIEW = insert(
  'review_pair',
  ['workspaceId', 'leadId', 'otherId', 'score', 'reasons', 'state', 'createdAt'],
  'ON CONFLICT DO NOTHING',
);
const PROGRESS = statement(`
  UPDATE import SET position = :position, rejects_bytes = :rejectsBytes, lease_until = :leaseUntil,
    read_count = read_count + :read, created_count = created_count + :created, merged_count = merged_count + :merged,
    unchanged_count = unchanged_count + :unchanged, rejected_count = rejected_count + :rejected
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'running' AND lease_owner = :owner`);

/** One batch of rows: found, decided, written. The outcome tells what became of each. */
export function* capture(batch: CaptureBatch): Program<CaptureOutcome> {
  const contentKeys = yield* numberContents(batch);
  const known = yield* findKnown(batch, contentKeys);
  const outcome = batch.decide(known);
  yield* writeCreated(batch, outcome.created);
  yield* writeChanged(batch, outcome.changed);
  if (batch.progress) yield* writeTraces(batch.workspaceId, batch.progress.id, outcome.traces);
  yield* writeSuppressions(batch.workspaceId, outcome.suppressions);
  yield* writeReviews(batch, outcome.reviews);
  yield* writeProgress(batch, outcome);
  return outcome;
}

/** Rows without a key of their own are told apart by which occurrence of their content they are in this file. */
function* numberContents(batch: CaptureBatch): Program<Map<number, string>> {
  const keys = new Map<number, string>();
  const rows = batch.rows.filter((row): row is CaptureRow & { content: string } => row.content !== null);
  if (rows.length === 0) return keys;
  const importId = batch.progress?.id ?? '';
  const hashes = [...new Set(rows.map((row) => row.content))];
  const found = yield* allEach(
    SEEN,
    hashes.map((hash) => ({ workspaceId: batch.workspaceId, importId, hash })),
  );
  const seen = new Map(hashes.map((hash, i) => [hash, found[i]?.[0]?.seen ?? 0]));
  for (const row of rows) {
    const occurrence = (seen.get(row.content) ?? 0) + 1;
    seen.set(row.content, occurrence);
    keys.set(row.line, `${row.content}:${occurrence}`);
  }
  if (batch.progress) {
    const counted = [...seen].map(([contentHash, n]) => ({
      workspaceId: batch.workspaceId,
      importId,
      contentHash,
      seen: n,
    }));
    yield* runEach(SAW, counted);
  }
  return keys;
}

function* findKnown(batch: CaptureBatch, contentKeys: ReadonlyMap<number, string>): Program<KnownLeads> {
  const { workspaceId } = batch;
  const exact = new Set(contentKeys.values());
  const names = new Set<string>();
  for (const row of batch.rows) {
    for (const key of row.keys) exact.add(key);
    if (row.person !== null) names.add(row.person.slice(0, row.person.indexOf('|') + 1));
  }
  const keys = [...exact];
  const prefixes = [...names];
  const holders = yield* allEach(
    HOLDERS,
    keys.map((key) => ({ workspaceId, key })),
  );
  const namesakes = yield* allEach(
    NAMESAKES,
    prefixes.map((prefix) => ({ workspaceId, from: prefix, to: `${prefix.slice(0, -1)}}` })),
  );
  const ids = new Set<string>();
  for (const rows of holders) for (const row of rows) ids.add(row.lead_id);
  for (const rows of namesakes) for (const row of rows) ids.add(row.lead_id);
  const leads = yield* leadsById(workspaceId, [...ids]);
  return knownLeads(
    new Map(keys.map((key, i) => [key, (holders[i] ?? []).map((row) => row.lead_id)])),
    new Map(
      prefixes.map((prefix, i) => [
        prefix,
        (namesakes[i] ?? []).map((row) => ({ leadId: row.lead_id, person: row.key })),
      ]),
    ),
    leads,
    contentKeys,
  );
}

function knownLeads(
  byKey: ReadonlyMap<string, readonly string[]>,
  byName: ReadonlyMap<string, readonly { leadId: string; person: string }[]>,
  leads: ReadonlyMap<string, Lead>,
  contentKeys: ReadonlyMap<number, string>,
): KnownLeads {
  return {
    holders: (key) => (byKey.get(key) ?? []).filter((id) => leads.has(id)),
    namesakes: (person) =>
      (byName.get(person.slice(0, person.indexOf('|') + 1)) ?? []).filter(({ leadId }) => leads.has(leadId)),
    contentKey: (line) => contentKeys.get(line) ?? null,
    lead: (id) => {
      const lead = leads.get(id);
      if (!lead) throw new Error(`lead ${id} is named by a key but not stored`);
      return lead;
    },
  };
}

/** Leads by id, in one look-up each; unknown ids are left out. */
export function* leadsById(workspaceId: string, ids: readonly string[]): Program<Map<string, Lead>> {
  const rows = yield* allEach(
    LEAD_BY_ID,
    ids.map((id) => ({ workspaceId, id })),
  );
  const leads = new Map<string, Lead>();
  for (const [row] of rows) if (row) leads.set(row.id as string, leadOf(row));
  return leads;
}

function* writeCreated(batch: CaptureBatch, created: readonly NewLead[]): Program<void> {
  if (created.length === 0) return;
  const revision = yield* takeRevisions(batch.workspaceId, created.length);
  yield* runEach(
    INSERT_LEAD,
    created.map(({ lead }, i) => leadParameters({ ...lead, revision: revision + i })),
  );
  yield* writeIdentities(
    batch.workspaceId,
    created.map(({ lead, keys }) => ({ id: lead.id, keys })),
  );
}

function* writeChanged(batch: CaptureBatch, changed: readonly ChangedLead[]): Program<void> {
  if (changed.length === 0) return;
  const revision = yield* takeRevisions(batch.workspaceId, changed.length);
  yield* runEach(
    UPDATE_LEAD,
    changed.map(({ lead }, i) => leadParameters({ ...lead, revision: revision + i })),
  );
  yield* writeIdentities(
    batch.workspaceId,
    changed.map(({ lead, newKeys }) => ({ id: lead.id, keys: newKeys })),
  );
}

function* writeIdentities(workspaceId: string, of: readonly { id: string; keys: readonly string[] }[]): Program<void> {
  const rows = of.flatMap(({ id, keys }) => keys.map((key) => ({ workspaceId, key, leadId: id })));
  yield* runEach(INSERT_IDENTITY, rows);
}

function* writeTraces(workspaceId: string, importId: string, traces: readonly RowTrace[]): Program<void> {
  yield* runEach(
    INSERT_TRACE,
    traces.map(({ line, leadId, outcome, change }) => ({
      workspaceId,
      importId,
      line,
      leadId,
      outcome,
      before: change === null ? null : JSON.stringify({ lead: change.before, newKeys: change.newKeys }),
    })),
  );
}

const TOUCH_LEAD = statement('UPDATE lead SET revision = :revision WHERE workspace_id = :workspaceId AND id = :leadId');

/** Standing refusals; one that is there already stays as it is, a new one has its lead assessed anew. */
export function* writeSuppressions(workspaceId: string, list: readonly LeadSuppression[]): Program<number> {
  let fresh = 0;
  for (const { leadId, suppression } of list) {
    if ((yield* run(INSERT_SUPPRESSION, { workspaceId, ...suppression })) === 0) continue;
    fresh += 1;
    yield* run(TOUCH_LEAD, { workspaceId, leadId, revision: yield* takeRevisions(workspaceId, 1) });
  }
  return fresh;
}

function* writeReviews(batch: CaptureBatch, reviews: readonly ReviewPair[]): Program<void> {
  yield* runEach(
    INSERT_REVIEW,
    reviews.map(({ leadId, otherId, score, reasons }) => ({
      workspaceId: batch.workspaceId,
      leadId: leadId < otherId ? leadId : otherId,
      otherId: leadId < otherId ? otherId : leadId,
      score,
      reasons: JSON.stringify(reasons),
      state: 'open',
      createdAt: batch.now,
    })),
  );
}

function* writeProgress(batch: CaptureBatch, outcome: CaptureOutcome): Program<void> {
  const { progress, workspaceId } = batch;
  if (!progress) return;
  const merged = outcome.traces.filter((trace) => trace.outcome === 'merged').length;
  const unchanged = outcome.traces.length - merged;
  const changes = yield* run(PROGRESS, {
    workspaceId,
    id: progress.id,
    owner: progress.owner,
    leaseUntil: progress.leaseUntil,
    position: JSON.stringify(progress.position),
    rejectsBytes: progress.rejectsBytes,
    read: outcome.created.length + outcome.traces.length + progress.rejected,
    created: outcome.created.length,
    merged,
    unchanged,
    rejected: progress.rejected,
  });
  if (changes === 0) {
    throw new StoreError(
      'import-taken-over',
      'another process is importing the same file; this one stops, nothing is lost',
    );
  }
}
