/** Runs of routines: begun under a lease, kept, ended under their fence, listed. */

import { LIMITS } from '../../domain/limits.ts';
import type { RunOutcome } from '../../domain/routine/health.ts';
import type { AlertJudge, RoutineRun, RunEnd, RunQuery } from '../../engine/store-port.ts';
import { toJson } from '../json.ts';
import { all, type Program, run } from '../program.ts';
import { runOf } from '../rows/routine.ts';
import { insert, type SqlRow, statement } from '../statement.ts';
import { addAlert, lastStatus } from './alerts.ts';

const ADD = insert(
  'routine_run',
  [
    'workspaceId',
    'routine',
    'slotAt',
    'cause',
    'state',
    'missed',
    'attempts',
    'fence',
    'leaseOwner',
    'leaseUntil',
    'retryAt',
    'startedAt',
    'finishedAt',
    'processed',
    'succeeded',
    'failed',
    'code',
    'error',
    'details',
  ],
  'ON CONFLICT DO NOTHING',
);
const KEY = 'workspace_id = :workspaceId AND routine = :routine AND slot_at = :slotAt';
const AGAIN = statement(`
  UPDATE routine_run SET state = 'running', attempts = :attempts, fence = :fence, lease_owner = :leaseOwner,
    lease_until = :leaseUntil, retry_at = NULL WHERE ${KEY} AND fence = :fence - 1 AND state IN ('running','waiting')`);
const KEEP = statement(
  `UPDATE routine_run SET lease_until = :until WHERE ${KEY} AND fence = :fence AND state = 'running'`,
);
const FINISH = statement(`
  UPDATE routine_run SET state = :state, attempts = :attempts, lease_owner = NULL, lease_until = NULL, retry_at = :retryAt,
    finished_at = :finishedAt, processed = :processed, succeeded = :succeeded, failed = :failed, code = :code, error = :error,
    details = :details WHERE ${KEY} AND fence = :fence AND state IN ('running','waiting')`);
/** Writes nothing new: it makes two who want to begin the same routine come one after the other. */
const LOCK = statement(
  'UPDATE routine SET changed_at = changed_at WHERE workspace_id = :workspaceId AND name = :routine',
);
const RUNNING = statement<{ slot_at: number }>(`
  SELECT slot_at FROM routine_run WHERE workspace_id = :workspaceId AND routine = :routine AND state = 'running'`);
/** A slot to come has a run where the clock was ahead: it would stay the newest until then, and hide all that fails meanwhile. */
const OUTCOMES = statement<{ state: RunOutcome }>(`
  SELECT state FROM routine_run WHERE workspace_id = :workspaceId AND routine = :routine AND slot_at <= :until
  AND finished_at IS NOT NULL ORDER BY slot_at DESC LIMIT :limit`);
const LIST = statement<SqlRow>(`
  SELECT * FROM routine_run WHERE workspace_id = :workspaceId ORDER BY slot_at DESC, routine DESC LIMIT :limit`);
const LIST_OF = statement<SqlRow>(`
  SELECT * FROM routine_run WHERE workspace_id = :workspaceId AND routine = :routine ORDER BY slot_at DESC LIMIT :limit`);

/** Adds a run; false = its slot has one, or another one of its routine is under way. */
export function* addRun(of: RoutineRun): Program<boolean> {
  return (yield* run(ADD, { ...of, details: toJson(of.details) })) === 1;
}

/** Begins the next attempt of a run, which carries its raised fence. False = somebody else did. */
export function* tryAgain(of: RoutineRun): Program<boolean> {
  const { workspaceId, routine, slotAt, attempts, fence, leaseOwner, leaseUntil } = of;
  const written = yield* run(AGAIN, { workspaceId, routine, slotAt, attempts, fence, leaseOwner, leaseUntil });
  return written === 1;
}

/** Waits for whoever begins the same routine; then whether none but this run is under way. False = no such routine, too. */
export function* isFree({ workspaceId, routine, slotAt }: RoutineRun): Program<boolean> {
  if ((yield* run(LOCK, { workspaceId, routine })) === 0) return false;
  const running = yield* all(RUNNING, { workspaceId, routine });
  return running.every((row) => row.slot_at === slotAt);
}

/** Begins a run that a person wants. */
export function* startRunNow(of: RoutineRun): Program<boolean> {
  return (yield* isFree(of)) && (yield* addRun(of));
}

/** Prolongs a lease. */
export function* keepRun({ workspaceId, routine, slotAt, fence }: RoutineRun, until: number): Program<boolean> {
  return (yield* run(KEEP, { workspaceId, routine, slotAt, fence, until })) === 1;
}

/** Ends an attempt; where the run is over, somebody may have to be told, in the same transaction. */
export function* finishRun(end: RunEnd, judge: AlertJudge): Program<boolean> {
  if ((yield* run(FINISH, { ...end, details: toJson(end.details) })) === 0) return false;
  if (end.finishedAt !== null) yield* tell(end, Math.max(end.finishedAt, end.slotAt), judge);
  return true;
}

function* tell(end: RunEnd, until: number, judge: AlertJudge): Program<void> {
  const { workspaceId, routine } = end;
  const outcomes = yield* all(OUTCOMES, { workspaceId, routine, until, limit: LIMITS.healthRuns });
  const last = yield* lastStatus(workspaceId, `routine:${routine}`);
  const alert = judge.ofRun(
    end,
    outcomes.map(({ state }) => state),
    last,
  );
  if (alert) yield* addAlert(alert, judge.targets);
}

/** Runs of a workspace, newest slot first. */
export function* listRuns({ workspaceId, routine, limit }: RunQuery): Program<RoutineRun[]> {
  const rows =
    routine === null ? yield* all(LIST, { workspaceId, limit }) : yield* all(LIST_OF, { workspaceId, routine, limit });
  return rows.map(runOf);
}
