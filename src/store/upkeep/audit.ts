/** The log of acts: who did what, when, and what changed by it. */
import type { AuditEntry, AuditQuery } from '../../engine/store-port.ts';
import { all, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const INSERT = insert('audit', [...['workspaceId', 'id', 'at', 'actor', 'operation', 'input', 'change', 'requestId']]);
const PAGE = statement<SqlRow>(`
  SELECT id, at, actor, operation, input, change, request_id FROM audit WHERE workspace_id = :workspaceId AND id < :before
  ORDER BY id DESC LIMIT :limit`);
/** After every id. */
const END = '\u{10ffff}';

/** Adds an entry. */
export function* writeAudit(entry: AuditEntry): Program<void> {
  yield* run(INSERT, { change: null, requestId: null, ...entry });
}

/** A page of it, newest first. */
export function* listAudit({ workspaceId, before, limit }: AuditQuery): Program<AuditEntry[]> {
  const rows = yield* all(PAGE, { workspaceId, before: before ?? END, limit });
  return rows.map((row) => ({
    ...{ workspaceId, id: row.id as string, at: row.at as number, actor: row.actor as string },
    ...{ operation: row.operation as string, input: row.input as string },
    ...{ change: row.change as string | null, requestId: row.request_id as string | null },
  }));
}
