/** Routines of a workspace: added once, set, listed, and when the next is due. */
import type { RoutineRecord } from '../../engine/store-port.ts';
import { all, first, type Program, run, runEach } from '../program.ts';
import { routineOf, routineValues } from '../rows/routine.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const COLUMNS = ['workspaceId', 'name', 'operation', 'input', 'said', 'enabled', 'nextAt', 'changedAt'] as const;
/** Whoever has set another schedule meanwhile knows better. */
const ADD = insert(
  'routine',
  COLUMNS,
  `ON CONFLICT (workspace_id, name) DO UPDATE SET next_at = excluded.next_at
    WHERE routine.next_at > excluded.next_at AND routine.said = excluded.said`,
);
const SAVE = insert(
  'routine',
  COLUMNS,
  `ON CONFLICT (workspace_id, name) DO UPDATE SET operation = excluded.operation, input = excluded.input,
    said = excluded.said, enabled = excluded.enabled, next_at = excluded.next_at, changed_at = excluded.changed_at`,
);
const LIST = statement<SqlRow>('SELECT * FROM routine WHERE workspace_id = :workspaceId ORDER BY name LIMIT :limit');
const REMOVE = statement('DELETE FROM routine WHERE workspace_id = :workspaceId AND name = :name');
const NEXT = statement<{ next_at: number }>(
  'SELECT next_at FROM routine WHERE next_at IS NOT NULL ORDER BY next_at, workspace_id, name LIMIT 1',
);
const OPEN = statement<{ again_at: number }>(
  `SELECT COALESCE(retry_at, lease_until) AS again_at FROM routine_run WHERE state IN ('running','waiting')
   ORDER BY workspace_id, routine, slot_at LIMIT :limit`,
  { scans: 'only runs that are not over stand in the index' },
);

/** Adds those that are not there yet; one that is due later than it is said to be is due then. */
export function* ensureRoutines(routines: readonly RoutineRecord[]): Program<void> {
  yield* runEach(ADD, routines.map(routineValues));
}

/** Writes a routine, new or known. */
export function* saveRoutine(routine: RoutineRecord): Program<void> {
  yield* run(SAVE, routineValues(routine));
}

/** The routines of a workspace, by name. */
export function* listRoutines(workspaceId: string, limit: number): Program<RoutineRecord[]> {
  return (yield* all(LIST, { workspaceId, limit })).map(routineOf);
}

/** Removes a routine; its runs stay. */
export function* removeRoutine(workspaceId: string, name: string): Program<boolean> {
  return (yield* run(REMOVE, { workspaceId, name })) === 1;
}

/** When the next routine is due, is tried again, or may be taken over; null = never. */
export function* nextRoutineAt(limit: number): Program<number | null> {
  const due = yield* first(NEXT, {});
  const open = yield* all(OPEN, { limit });
  const times = [...(due ? [due.next_at] : []), ...open.map((row) => row.again_at)];
  return times.length === 0 ? null : Math.min(...times);
}
