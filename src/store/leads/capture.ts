/** Leads coming in: finds who may be meant, lets the engine decide, writes what came of it in one transaction. */
import type { CaptureBatch, CaptureOutcome, CaptureRow, Readdressed, RowTrace } from '../../engine/store-port.ts';
import { StoreError } from '../errors.ts';
import { leadsGate } from '../gates.ts';
import { toJson } from '../json.ts';
import { allEach, enterAlone, type Program, run, runEach } from '../program.ts';
import { addToTally, type Taken } from '../sources/figures.ts';
import { keepProofs, noteOrigins } from '../sources/origins.ts';
import { insert, statement } from '../statement.ts';
import { permitWaiting } from '../work/passages.ts';
import { findKnown } from './known.ts';
import { addKeysOf, insertLeads, updateLeads } from './leads.ts';
import { addPairs } from './pairs.ts';
import { addSuppressions } from './suppressions.ts';
import { storedChange } from './take-back.ts';

const SEEN = statement<{ seen: number }>(`
  SELECT seen FROM import_seen WHERE workspace_id = :workspaceId AND import_id = :importId AND content_hash = :hash`);
const SAW = insert(
  'import_seen',
  ['workspaceId', 'importId', 'contentHash', 'seen'],
  'ON CONFLICT (workspace_id, import_id, content_hash) DO UPDATE SET seen = excluded.seen',
);
const INSERT_TRACE = insert(
  'import_row',
  ['workspaceId', 'importId', 'line', 'leadId', 'outcome', 'change'],
  'ON CONFLICT DO NOTHING',
);
const PROGRESS = statement(`
  UPDATE import SET position = :position, rejects_bytes = :rejectsBytes, lease_until = :leaseUntil,
    read_count = read_count + :read, created_count = created_count + :created, merged_count = merged_count + :merged,
    unchanged_count = unchanged_count + :unchanged, rejected_count = rejected_count + :rejected
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'running' AND lease_owner = :owner`);

/** Another fence: a worker that has claimed it for the old address can let nothing leave any more. */
const GOES_TO_ANOTHER = `
  UPDATE message SET recipient = :to, state = CASE WHEN state = 'claimed' THEN 'queued' ELSE state END,
    lease_owner = NULL, lease_until = NULL, fence = fence + 1
  WHERE workspace_id = :workspaceId AND lead_id = :leadId AND state IN ('queued','held','claimed')
  AND attempted_at IS NULL AND recipient = :from`;
const READDRESS = {
  email: statement(`${GOES_TO_ANOTHER} AND channel = 'email'`),
  phone: statement(`${GOES_TO_ANOTHER} AND channel <> 'email'`),
} as const;

/** One batch of rows: found, decided, written. The outcome tells what became of each. Errors: `import-taken-over`. */
export function* capture(batch: CaptureBatch): Program<CaptureOutcome> {
  const { workspaceId, progress } = batch;
  yield* enterAlone(leadsGate(workspaceId));
  const contentKeys = yield* numberContents(batch);
  const outcome = batch.decide(yield* findKnown(workspaceId, batch.rows, contentKeys));
  const { created, changed } = outcome;
  yield* insertLeads(
    workspaceId,
    created.map(({ lead }) => lead),
  );
  yield* updateLeads(
    workspaceId,
    changed.map(({ lead }) => lead),
  );
  yield* addKeysOf(workspaceId, [
    ...created.map(({ lead, keys }) => ({ id: lead.id, keys })),
    ...changed.map(({ lead, newKeys }) => ({ id: lead.id, keys: newKeys })),
  ]);
  if (progress) yield* writeTraces(workspaceId, progress.id, outcome.traces);
  yield* noteOrigins(batch, outcome.traces);
  yield* keepProofs(workspaceId, outcome.proofs);
  if (outcome.suppressions.length > 0) {
    const written = new Set([...created, ...changed].map(({ lead }) => lead.id));
    yield* addSuppressions(workspaceId, outcome.suppressions, written);
  }
  yield* addPairs(workspaceId, outcome.reviews, batch.now);
  yield* readdress(workspaceId, outcome.readdressed ?? []);
  yield* permitWaiting(workspaceId, outcome.permitted ?? [], batch.now);
  yield* writeProgress(batch, outcome);
  if (batch.uncounted !== true) yield* count(batch, outcome);
  return outcome;
}

/** What waits for an address that is given up goes to the new one; what was tried at it stays there: it may have arrived. */
function* readdress(workspaceId: string, changes: readonly Readdressed[]): Program<void> {
  for (const { way, ...change } of changes) yield* run(READDRESS[way], { workspaceId, ...change });
}

/** Rows without a key of their own are told apart by which occurrence of their content they are in this file. */
function* numberContents({ workspaceId, rows, progress }: CaptureBatch): Program<Map<number, string>> {
  const keys = new Map<number, string>();
  const keyless = rows.filter((row): row is CaptureRow & { content: string } => row.content !== null);
  if (keyless.length === 0) return keys;
  const importId = progress?.id ?? '';
  const hashes = [...new Set(keyless.map((row) => row.content))];
  const found = yield* allEach(
    SEEN,
    hashes.map((hash) => ({ workspaceId, importId, hash })),
  );
  const seen = new Map(hashes.map((hash, i) => [hash, found[i]?.[0]?.seen ?? 0]));
  for (const { content, line } of keyless) {
    const occurrence = (seen.get(content) ?? 0) + 1;
    seen.set(content, occurrence);
    keys.set(line, `${content}:${occurrence}`);
  }
  const counted = [...seen].map(([contentHash, count]) => ({ workspaceId, importId, contentHash, seen: count }));
  if (progress) yield* runEach(SAW, counted);
  return keys;
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
      change: change === null ? null : toJson(storedChange(change)),
    })),
  );
}

function* writeProgress({ progress, workspaceId }: CaptureBatch, outcome: CaptureOutcome): Program<void> {
  if (!progress) return;
  const { id, owner, leaseUntil, rejectsBytes, rejected } = progress;
  const taken = takenOf(outcome, rejected);
  const read = taken.created + taken.merged + taken.unchanged + rejected;
  const position = toJson(progress.position);
  const counts = { read, ...taken };
  const changes = yield* run(PROGRESS, { workspaceId, id, owner, leaseUntil, rejectsBytes, position, ...counts });
  if (changes === 0) throw takenOver();
}

function* count({ workspaceId, source, now, progress }: CaptureBatch, outcome: CaptureOutcome): Program<void> {
  yield* addToTally(workspaceId, source, takenOf(outcome, progress?.rejected ?? 0), now);
}

function takenOf({ created, traces }: CaptureOutcome, rejected: number): Taken {
  const merged = traces.filter(({ outcome }) => outcome === 'merged').length;
  return { created: created.length, merged, unchanged: traces.length - merged, rejected };
}

/** What a process is told whose import another one continues, or takes back. */
export function takenOver(): StoreError {
  return new StoreError(
    'import-taken-over',
    'another process goes on with this import, or takes it back; this one stops, nothing of it is lost',
  );
}
