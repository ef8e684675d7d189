/**
 * Claiming a run: the scene is read, the engine decides on it, and what it decided is written, all in one transaction. The key of
 * runs and the expected slot hold what two workers want at once apart: one gets it, the other gets nothing.
 */
import { LIMITS } from '../../domain/limits.ts';
import type {
  RoutineClaim,
  RoutinePlan,
  RoutineRecord,
  RoutineRun,
  RoutineScene,
  RoutineWish,
} from '../../engine/store-port.ts';
import { routinesGate } from '../gates.ts';
import { all, enterAlone, type Program, run } from '../program.ts';
import { routineOf, runOf } from '../rows/routine.ts';
import { type SqlRow, statement } from '../statement.ts';
import { listRoutines } from './routines.ts';
import { addRun, finishRun, isFree, tryAgain } from './runs.ts';

const DUE = statement<SqlRow>(
  'SELECT * FROM routine WHERE next_at <= :now ORDER BY next_at, workspace_id, name LIMIT :limit',
);
const OPEN = statement<SqlRow>(
  `SELECT * FROM routine_run WHERE state IN ('running','waiting') ORDER BY workspace_id, routine, slot_at LIMIT :limit`,
  { scans: 'only runs that are not over stand in the index' },
);
const MOVE_ON = statement(`
  UPDATE routine SET next_at = :nextAt WHERE workspace_id = :workspaceId AND name = :name AND next_at = :expected`);

/** Takes up at most one run. */
export function* claimRun({ now, limit, judge, decide }: RoutineWish): Program<RoutineClaim> {
  yield* enterAlone(routinesGate());
  const scene = yield* sceneAt(now, limit);
  if (scene.due.length === 0 && scene.open.length === 0) return { run: null, moved: false };
  const plan = decide(scene);
  for (const end of plan.ends) yield* finishRun(end, judge);
  for (const { run: skipped, nextAt } of plan.skips) {
    if (yield* moveOn(scene, skipped, nextAt)) yield* addRun(skipped);
  }
  const begun = plan.start === null ? null : yield* start(scene, plan.start);
  const started = begun === true ? (plan.start?.run ?? null) : null;
  return { run: started, moved: begun !== null || plan.ends.length + plan.skips.length > 0 };
}

function* sceneAt(now: number, limit: number): Program<RoutineScene> {
  const due = (yield* all(DUE, { now, limit })).map(routineOf);
  const open = (yield* all(OPEN, { limit })).map(runOf);
  const routines: RoutineRecord[] = [];
  for (const workspaceId of new Set(open.map((one) => one.workspaceId))) {
    routines.push(...(yield* listRoutines(workspaceId, LIMITS.routines)));
  }
  return { due, open, routines };
}

/** False = somebody else took the slot. */
function* moveOn({ due }: RoutineScene, of: RoutineRun, nextAt: number | null): Program<boolean> {
  const { workspaceId, routine: name } = of;
  const expected = due.find((one) => one.workspaceId === workspaceId && one.name === name)?.nextAt;
  if (expected === undefined) throw new Error(`routine ${name} is not due`);
  return (yield* run(MOVE_ON, { workspaceId, name, nextAt, expected })) === 1;
}

/** False = its slot has a run already, and it is due at its next one; null = nothing was changed. */
function* start(scene: RoutineScene, { run: of, nextAt }: NonNullable<RoutinePlan['start']>): Program<boolean | null> {
  if (!(yield* isFree(of))) return null;
  if (nextAt === undefined) return (yield* tryAgain(of)) || null;
  return (yield* moveOn(scene, of, nextAt)) ? yield* addRun(of) : null;
}
