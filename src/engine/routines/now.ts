/** Running a routine because a person wants it now: alone, or the whole pipeline in its order. */
import { settingsOf } from '../../domain/routine/routine.ts';
import type { Engine } from '../engine.ts';
import type { Progress } from '../operations/operation.ts';
import type { RoutineRecord, RunEnd } from '../store-port.ts';
import { sendAlerts } from './alerts.ts';
import { performRun, type RunHow } from './perform.ts';
import { freshRun } from './plan.ts';
import { ensureRoutines, routinesOf } from './schedule.ts';

/** Runs a routine now, whether it is switched on or not; null = a run of it is under way already. */
export async function runNow(engine: Engine, routine: RoutineRecord, how: RunHow): Promise<RunEnd | null> {
  const slot = { slotAt: engine.clock.now(), cause: 'manual', missed: 0 } as const;
  const run = freshRun(engine, routine, slot, await engine.store.now());
  await engine.store.workspaces.ensure(routine.workspaceId, slot.slotAt);
  await ensureRoutines(engine, routine.workspaceId);
  if (!(await engine.store.routines.startNow(run))) return null;
  const end = await performRun(engine, routine, run, how);
  await sendAlerts(engine);
  return end;
}

/** A stage of the pipeline that ran, or why it did not: it is switched off, or under way already. */
export interface StageEnd {
  readonly name: string;
  readonly end: RunEnd | null;
  readonly code: 'routine-disabled' | 'routine-under-way' | null;
}

/** Runs the whole pipeline now, stage by stage, each told as it begins. One that fails stops no other: its leads wait. */
export async function runPipeline(
  engine: Engine,
  workspaceId: string,
  { signal, progress = () => undefined }: RunHow,
): Promise<readonly StageEnd[]> {
  const ends: StageEnd[] = [];
  for (const routine of stagesOf(await routinesOf(engine, workspaceId))) {
    if (signal.aborted) break;
    const { name, enabled } = routine;
    const tell = ({ done, total, unit }: Progress) => progress({ stage: name, done, total, unit });
    if (enabled) tell({ stage: name, done: 0, total: null, unit: '' });
    const end = enabled ? await runNow(engine, routine, { signal, progress: tell }) : null;
    ends.push({ name, end, code: end ? null : enabled ? 'routine-under-way' : 'routine-disabled' });
  }
  return ends;
}

/** Stages in order, those of the same place by name. */
function stagesOf(routines: readonly RoutineRecord[]): readonly RoutineRecord[] {
  const placed = routines.map((routine) => ({ routine, order: settingsOf(routine.name, routine.said).order }));
  return placed
    .filter(({ order }) => order !== null)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0) || (a.routine.name < b.routine.name ? -1 : 1))
    .map(({ routine }) => routine);
}
