/** Routines, their runs and alerts as rows, and read. */
import type { AlertRecord, RoutineRecord, RoutineRun } from '../../engine/store-port.ts';
import { fromJson, toJson } from '../json.ts';
import type { SqlRow, SqlValue } from '../statement.ts';

/** The routine of a row that holds all its columns. */
export function routineOf(row: SqlRow): RoutineRecord {
  return {
    workspaceId: row.workspace_id as string,
    name: row.name as string,
    operation: row.operation as string | null,
    input: fromJson(row.input),
    said: fromJson(row.said),
    enabled: row.enabled === 1,
    nextAt: row.next_at as number | null,
    changedAt: row.changed_at as number,
  };
}

/** The values of a routine's row. */
export function routineValues(routine: RoutineRecord): Record<string, SqlValue> {
  const { input, said, enabled } = routine;
  return { ...routine, input: toJson(input), said: toJson(said), enabled: enabled ? 1 : 0 };
}

/** The run of a row that holds all its columns. */
export function runOf(row: SqlRow): RoutineRun {
  return {
    workspaceId: row.workspace_id as string,
    routine: row.routine as string,
    slotAt: row.slot_at as number,
    cause: row.cause as RoutineRun['cause'],
    state: row.state as RoutineRun['state'],
    missed: row.missed as number,
    attempts: row.attempts as number,
    fence: row.fence as number,
    leaseOwner: row.lease_owner as string | null,
    leaseUntil: row.lease_until as number | null,
    retryAt: row.retry_at as number | null,
    startedAt: row.started_at as number,
    finishedAt: row.finished_at as number | null,
    processed: row.processed as number,
    succeeded: row.succeeded as number,
    failed: row.failed as number,
    code: row.code as string | null,
    error: row.error as string | null,
    details: fromJson(row.details),
  };
}

/** The alert of a row that holds all its columns. */
export function alertOf(row: SqlRow): AlertRecord {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    subject: row.subject as AlertRecord['subject'],
    status: row.status as AlertRecord['status'],
    was: row.was as AlertRecord['was'],
    at: row.at as number,
    facts: fromJson(row.facts),
  };
}
