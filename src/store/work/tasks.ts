/** What people have to do: the open list, and one task answered together with the enrollment that waited for it. */
import type { TaskAnswer, TaskOf, TaskQuery, TaskRecord } from '../../engine/store-port.ts';
import { wakeAccount } from '../accounts/move.ts';
import { tell } from '../feed/tell.ts';
import { endHandOff } from '../handoff/handoffs.ts';
import { all, first, type Program, run } from '../program.ts';
import { enrollmentOf, updateEnrollments } from '../rows/enrollment.ts';
import { RECIPIENT_COLUMNS, recipientOfRow } from '../rows/lead.ts';
import { taskOf } from '../rows/task.ts';
import { type SqlRow, statement } from '../statement.ts';

const OPEN = statement<SqlRow>(`
  SELECT t.*, ${RECIPIENT_COLUMNS} FROM task t JOIN lead l ON l.workspace_id = t.workspace_id AND l.id = t.lead_id
  WHERE t.workspace_id = :workspaceId AND t.state = 'open' AND (:campaignId = '' OR t.campaign_id = :campaignId)
  ORDER BY t.due_at, t.id LIMIT :limit`);
const BY_ID = statement<SqlRow>(`
  SELECT t.*, ${RECIPIENT_COLUMNS} FROM task t JOIN lead l ON l.workspace_id = t.workspace_id AND l.id = t.lead_id
  WHERE t.workspace_id = :workspaceId AND t.id = :id`);
const ENROLLMENT = statement<SqlRow>('SELECT * FROM enrollment WHERE workspace_id = :workspaceId AND id = :id', {
  holds: 'enrollment',
});
const ANSWER = statement(`
  UPDATE task SET state = :state, outcome = :outcome, done_by = :doneBy, done_at = :doneAt
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'open'`);

/** Open tasks, those due first before the others. */
export function* openTasks({ workspaceId, campaignId, limit }: TaskQuery): Program<TaskOf[]> {
  const rows = yield* all(OPEN, { workspaceId, campaignId: campaignId ?? '', limit });
  return rows.map((row) => ({ task: taskOf(row), recipient: recipientOfRow(row) }));
}

/** Answers one task; null = there is none of this id. One that is over already stays as it is. */
export function* answerTask({ workspaceId, id, decide }: TaskAnswer): Program<TaskRecord | null> {
  const row = yield* first(BY_ID, { workspaceId, id });
  if (!row) return null;
  const before = taskOf(row);
  const waiting = yield* first(ENROLLMENT, { workspaceId, id: before.enrollmentId });
  const { task, enrollment } = decide(
    { task: before, recipient: recipientOfRow(row) },
    waiting ? enrollmentOf(waiting) : null,
  );
  const { state, outcome, doneBy, doneAt } = task;
  if ((yield* run(ANSWER, { workspaceId, id, state, outcome, doneBy, doneAt })) === 0) return before;
  const { leadId } = task;
  if (state === 'done') yield* tell([{ workspaceId, id, leadId, kind: 'task.done', version: 0 }]);
  if (task.kind === 'hand-off') yield* endHandOff(workspaceId, id, doneBy, doneAt);
  if (enrollment) yield* updateEnrollments([enrollment]);
  if (!waiting && doneAt !== null) yield* wakeAccount(workspaceId, before.enrollmentId, doneAt);
  return task;
}
