/** Tasks as rows: one per intent, and read. */
import type { TaskRecord } from '../../engine/store-port.ts';
import { tell } from '../feed/tell.ts';
import { fromJson, toJson } from '../json.ts';
import { type Program, runEach } from '../program.ts';
import { insert, type SqlRow } from '../statement.ts';

const COLUMNS = [
  'workspaceId',
  'id',
  'intentKey',
  'campaignId',
  'enrollmentId',
  'leadId',
  'kind',
  'title',
  'outcomes',
  'state',
  'outcome',
  'dueAt',
  'doneBy',
  'doneAt',
] as const;
const INSERT = insert('task', COLUMNS, 'ON CONFLICT (workspace_id, intent_key) DO NOTHING');

/** Adds tasks; one whose intent is there already stays the only one. */
export function* insertTasks(tasks: readonly TaskRecord[]): Program<void> {
  yield* runEach(
    INSERT,
    tasks.map(({ team: _, ...task }) => ({ ...task, outcomes: toJson(task.outcomes) })),
  );
  yield* tell(
    tasks.map(({ workspaceId, id, leadId }) => ({ workspaceId, id, leadId, kind: 'task.opened', version: 0 })),
  );
}

/** The task of a row that holds all its columns. */
export function taskOf(row: SqlRow): TaskRecord {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    intentKey: row.intent_key as string,
    campaignId: row.campaign_id as string,
    enrollmentId: row.enrollment_id as string,
    leadId: row.lead_id as string,
    kind: row.kind as TaskRecord['kind'],
    title: row.title as string,
    outcomes: fromJson(row.outcomes),
    state: row.state as TaskRecord['state'],
    outcome: row.outcome as string | null,
    dueAt: row.due_at as number,
    doneBy: row.done_by as string | null,
    doneAt: row.done_at as number | null,
  };
}
