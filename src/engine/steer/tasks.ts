/**
 * Tasks: what a sequence asks a person to do. Doing one moves the enrollment that waited for it, in one transaction. Owns the
 * order; where it goes on is `domain/sequence`.
 */
import { afterTask } from '../../domain/sequence/advance.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import type { TaskOf, TaskRecord } from '../store-port.ts';

/** Who did which task, and what came of it. */
export interface TaskDone {
  readonly workspaceId: string;
  readonly taskId: string;
  /** Id of the step that follows; null = the task names none, and the next one follows. */
  readonly outcome: string | null;
  readonly by: string;
}

/** Marks a task done. Errors: refusals `no-such-task`, `task-over`, `which-outcome`. */
export async function doTask(engine: Engine, done: TaskDone): Promise<TaskRecord> {
  await engine.playbooks.refresh();
  const { workspaceId, taskId } = done;
  const task = await engine.store.tasks.answer({
    workspaceId,
    id: taskId,
    decide: (of, enrollment) => answered(engine, done, of, enrollment),
  });
  if (task) return task;
  throw new Refusal('no-such-task', `there is no task ${taskId}`, 'rekindle task list shows those that are open');
}

function answered(
  engine: Engine,
  { outcome, by }: TaskDone,
  { task, recipient }: TaskOf,
  enrollment: Enrollment | null,
): { readonly task: TaskRecord; readonly enrollment: Enrollment | null } {
  if (task.state !== 'open') throw isOver(task);
  checkOutcome(task, outcome);
  const now = engine.clock.now();
  const did: TaskRecord = { ...task, state: 'done', outcome, doneBy: by, doneAt: now };
  const sequence = enrollment && engine.playbooks.get(enrollment.playbookHash).playbook.sequences[enrollment.sequence];
  const moves = task.kind === 'task' && enrollment && sequence;
  return { task: did, enrollment: moves ? afterTask(enrollment, sequence, did, recipient, now) : null };
}

function isOver({ id, state, doneBy, doneAt }: TaskRecord): Refusal {
  const how =
    state === 'done' ? `done by ${doneBy} on ${new Date(doneAt ?? 0).toISOString().slice(0, 10)}` : 'cancelled';
  return new Refusal('task-over', `task ${id} is ${how}`, 'rekindle task list shows those that are open');
}

function checkOutcome({ outcomes, title }: TaskRecord, outcome: string | null): void {
  if (outcomes.length === 0 ? outcome === null : outcome !== null && outcomes.includes(outcome)) return;
  const remedy =
    outcomes.length === 0 ? 'leave --outcome out: the next step follows' : `say --outcome ${outcomes.join(' or ')}`;
  throw new Refusal(
    'which-outcome',
    outcome === null ? `“${title}” can end in several ways` : `“${title}” has no outcome “${outcome}”`,
    remedy,
  );
}
