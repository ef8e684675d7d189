/** Runs a row of routine-pipeline.md. What is null is left out. */
import { type RoutineSettings, settingsOf } from '../src/domain/routine/routine.ts';

/** The settings of a routine, in the units of the table. */
export function run({ name, said }: { name: string; said: Partial<RoutineSettings> }): Record<string, unknown> {
  const { cron, order, batchSize, mostRows, timeoutMs, retries, zone, ...others } = settingsOf(name, said);
  if (zone !== null || Object.keys(others).length > 0) throw new Error(`more than the table shows: ${zone} ${others}`);
  return {
    cron,
    ...(order === null ? {} : { order }),
    batch: batchSize,
    ...(mostRows === null ? {} : { most: mostRows }),
    minutes: timeoutMs / 60_000,
    retries,
  };
}
