/** Routines and their runs as operations give them, and as a person reads them. */
import { z } from 'zod';
import { settingsOf } from '../../../domain/routine/routine.ts';
import type { Engine } from '../../engine.ts';
import { spoken } from '../../explain/spoken.ts';
import { scheduleOf } from '../../routines/schedule.ts';
import type { RoutineRecord, RoutineRun, RunEnd } from '../../store-port.ts';
import { table } from '../print/table.ts';

/** A routine as it stands. */
export const routineRow = z.object({
  name: z.string(),
  enabled: z.boolean(),
  cron: z.string(),
  zone: z.string(),
  /** The zone was set for this routine; else it is the one of the instance, and changes with it. */
  ownZone: z.boolean(),
  /** When it is due. */
  next: z.string().nullable(),
  /** Its place in the pipeline. */
  order: z.number().nullable(),
  /** Rows of one transaction. */
  batch: z.number(),
  /** Rows of one run. */
  most: z.number().nullable(),
  /** Seconds. */
  timeout: z.number(),
  retries: z.number(),
  /** The command that an own routine runs. */
  operation: z.string().nullable(),
  input: z.record(z.string(), z.unknown()),
});
/** A routine as it stands. */
export type RoutineRow = z.output<typeof routineRow>;

/** A run, or as much of it as is there. */
export const runRow = z.object({
  routine: z.string(),
  slot: z.string(),
  cause: z.string().optional(),
  state: z.string(),
  missed: z.number().optional(),
  attempts: z.number(),
  started: z.string().optional(),
  finished: z.string().nullable(),
  retry: z.string().nullable(),
  processed: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  code: z.string().nullable(),
  /** The code in words. */
  why: z
    .object({ code: z.string(), says: z.string(), remedy: z.string(), facts: z.record(z.string(), z.unknown()) })
    .nullable(),
  error: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
/** A run, or as much of it as is there. */
export type RunRow = z.output<typeof runRow>;

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The row of a routine. */
export function routineRowOf(engine: Engine, routine: RoutineRecord): RoutineRow {
  const { name, enabled, nextAt, operation, input, said } = routine;
  const { order, batchSize, mostRows, timeoutMs, retries, cron } = settingsOf(name, said);
  return {
    name,
    enabled,
    cron,
    zone: scheduleOf(engine, routine).zone,
    ownZone: said.zone != null,
    next: iso(nextAt),
    order,
    batch: batchSize,
    most: mostRows,
    timeout: timeoutMs / 1_000,
    retries,
    operation,
    input: { ...input },
  };
}

/** The row of a run that is over or waits. */
export function endRowOf(end: RunEnd): RunRow {
  const { routine, slotAt, state, attempts, finishedAt, retryAt, processed, succeeded, failed, code, error } = end;
  return {
    routine,
    slot: new Date(slotAt).toISOString(),
    state,
    attempts,
    finished: iso(finishedAt),
    retry: iso(retryAt),
    processed,
    succeeded,
    failed,
    code,
    why: code === null ? null : { ...spoken({ code }) },
    error,
    details: { ...end.details },
  };
}

/** The row of a run as it is stored. */
export function runRowOf(run: RoutineRun): RunRow {
  const { cause, missed, startedAt } = run;
  return { ...endRowOf(run), cause, missed, started: new Date(startedAt).toISOString() };
}

/** Runs for a person, one a line. */
export function printRuns(runs: readonly RunRow[]): string {
  if (runs.length === 0) return 'No runs yet.\n';
  return table([
    ['ROUTINE', 'SLOT', 'STATE', 'ROWS', 'WELL', 'BADLY', 'WHY'],
    ...runs.map((run) => [
      run.routine,
      run.slot,
      run.state,
      String(run.processed),
      String(run.succeeded),
      String(run.failed),
      why(run),
    ]),
  ]);
}

function why({ code, error, retry, missed, cause, attempts }: RunRow): string {
  const parts = [
    code,
    error,
    retry === null ? null : `tried again at ${retry}`,
    attempts > 1 ? `attempt ${attempts}` : null,
    missed ? `for ${missed} missed slots too` : cause === 'catch-up' ? 'caught up' : null,
  ];
  return parts.filter((part) => part !== null).join('; ');
}
