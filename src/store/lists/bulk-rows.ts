/** Acts on many leads as rows. */
import type { BulkAct } from '../../domain/bulk/act.ts';
import type { BulkRecord, BulkState } from '../../engine/store-port.ts';
import { fromJson, toJson, toJsonOrNull } from '../json.ts';
import { first, type Program, run } from '../program.ts';
import { type SqlRow, statement } from '../statement.ts';

const ONE = statement<SqlRow>('SELECT * FROM bulk WHERE workspace_id = :workspaceId AND id = :id');
const SAVE = statement(`
  UPDATE bulk SET state = :state, position = :position, changed_count = :changedCount, skipped_count = :skippedCount,
    restored_count = :restoredCount, kept_count = :keptCount, reasons = :reasons, finished_at = :finishedAt,
    lease_owner = :leaseOwner, lease_until = :leaseUntil
  WHERE workspace_id = :workspaceId AND id = :id`);

/** What became of one lead. */
interface RowOfLead {
  readonly lead_id: string;
  readonly code: string | null;
  readonly change: string | null;
  readonly undone: string | null;
}

const PAGE = (that: string) => `
  SELECT lead_id, code, change, undone FROM bulk_row
  WHERE workspace_id = :workspaceId AND bulk_id = :id AND lead_id > :after ${that} ORDER BY lead_id LIMIT :limit`;
/** Rows by lead: all, */
export const ROWS = statement<RowOfLead>(PAGE(''));
/** those that were changed, */
export const ROWS_CHANGED = statement<RowOfLead>(PAGE('AND code IS NULL'));
/** those with this reason. */
export const ROWS_OF_CODE = statement<RowOfLead>(PAGE('AND (code = :code OR undone = :code)'));

/** An act by its id. */
export function* bulkById(workspaceId: string, id: string): Program<BulkRecord | null> {
  const row = yield* first(ONE, { workspaceId, id });
  return row ? recordOf(row) : null;
}

/** Writes how far it is. `lease`: who goes on with it; null = nobody. */
export function* saveBulk(
  record: BulkRecord,
  lease: { readonly owner: string; readonly until: number } | null,
): Program<void> {
  const { workspaceId, id, state, position, changedCount, skippedCount, restoredCount, keptCount, reasons } =
    bulkOf(record);
  yield* run(SAVE, {
    ...{ workspaceId, id, state, position, changedCount, skippedCount, restoredCount, keptCount, reasons },
    ...{ finishedAt: record.finishedAt, leaseOwner: lease?.owner ?? null, leaseUntil: lease?.until ?? null },
  });
}

/** Its columns but the lease, and what it is known by to whoever asked. */
export function bulkOf(record: BulkRecord) {
  const { changed, skipped, restored, kept, reasons, filter, key: _, ...same } = record;
  return {
    ...same,
    ...{ changedCount: changed, skippedCount: skipped, restoredCount: restored, keptCount: kept },
    ...{ reasons: toJson(reasons), filter: toJsonOrNull(filter) },
  };
}

function recordOf(row: SqlRow): BulkRecord {
  return {
    ...{ workspaceId: row.workspace_id as string, id: row.id as string, key: row.request_key as string | null },
    ...{ state: row.state as BulkState, act: row.act as BulkAct, value: row.value as string, why: row.why as string },
    ...{ campaignId: row.campaign_id as string | null, asked: row.asked as string, filter: fromJson(row.filter) },
    ...{ untilId: row.until_id as string | null, position: row.position as string, fits: row.fits as number },
    ...{ changed: row.changed_count as number, skipped: row.skipped_count as number },
    ...{ restored: row.restored_count as number, kept: row.kept_count as number, reasons: fromJson(row.reasons) },
    ...{ startedBy: row.started_by as string, startedAt: row.started_at as number },
    finishedAt: row.finished_at as number | null,
  };
}
