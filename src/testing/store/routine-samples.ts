/** What the suites of routines and alerts are played with: a routine, a run, how it ends, an alert. */
import type { AlertJudge, AlertRecord, RoutineRecord, RoutineRun, RunEnd } from '../../engine/store-port.ts';
import { MAIN, NOW } from './samples.ts';

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000;
/** Nobody is told anything. */
export const QUIET: AlertJudge = { targets: [], ofRun: () => null };

/** A routine that is due now. */
export function routine(name: string, part: Partial<RoutineRecord> = {}): RoutineRecord {
  const base = { workspaceId: MAIN, operation: null, input: {}, said: {}, enabled: true };
  return { ...base, name, nextAt: NOW, changedAt: NOW, ...part };
}

/** A run under way. */
export function run(name: string, part: Partial<RoutineRun> = {}): RoutineRun {
  return {
    workspaceId: MAIN,
    routine: name,
    slotAt: NOW,
    cause: 'schedule',
    state: 'running',
    missed: 0,
    attempts: 1,
    fence: 1,
    leaseOwner: 'me',
    leaseUntil: NOW + 60_000,
    retryAt: null,
    startedAt: NOW,
    finishedAt: null,
    processed: 0,
    succeeded: 0,
    failed: 0,
    code: null,
    error: null,
    details: {},
    ...part,
  };
}

/** The run, over. */
export function over({
  leaseOwner: _o,
  leaseUntil: _u,
  cause: _c,
  missed: _m,
  startedAt: _s,
  ...of
}: RoutineRun): RunEnd {
  return {
    ...of,
    state: 'completed',
    finishedAt: NOW + 5,
    processed: 7,
    succeeded: 6,
    failed: 1,
    details: { rows: 7 },
  };
}

/** The run, to be tried again. */
export const waiting = (of: RoutineRun): RunEnd => ({
  ...over(of),
  state: 'waiting',
  finishedAt: null,
  retryAt: NOW + 300,
  code: 'routine-failed',
  error: 'broke',
});

/** A change that somebody is told of. */
export const alert = (id: string, part: Partial<AlertRecord> = {}): AlertRecord => {
  const base = { workspaceId: MAIN, subject: 'routine:score', status: 'failed', was: 'healthy' } as const;
  return { ...base, id, at: NOW, facts: { n: 1 }, ...part };
};
