/** Finding the routine that the user named, and holding what is set of one to what a schedule may be. */
import { z } from 'zod';
import { isZone } from '../../../domain/calendar/zone-span.ts';
import { type Cron, readCron } from '../../../domain/routine/cron.ts';
import { settingsOf } from '../../../domain/routine/routine.ts';
import { rescheduled, routinesOf, stillDue } from '../../routines/schedule.ts';
import type { RoutineRecord } from '../../store-port.ts';
import { type OperationContext, Refusal } from '../operation.ts';

/** How a routine is named in an input. */
export const routineName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens, a letter first')
  .describe('name of the routine');

/** The routine of this name. Errors: refusal `no-such-routine`, which says what there is. */
export async function routineNamed({ engine, workspaceId }: OperationContext, name: string): Promise<RoutineRecord> {
  const routines = await routinesOf(engine, workspaceId);
  const found = routines.find((one) => one.name === name);
  if (found) return found;
  const names = routines.map((one) => one.name).join(', ');
  throw new Refusal('no-such-routine', `there is no routine “${name}”`, `there are: ${names}`);
}

/** How a schedule is written in an input. */
export const scheduleText = z.string().describe('minute hour day month weekday, such as "0 2 * * mon-fri"');
/** How its zone is. */
export const zoneText = z
  .string()
  .describe('IANA zone of the schedule, such as Europe/Berlin; instance = the one configured');

/** The zone that was typed; null = that of the instance. */
export function zoneSaid(zone: string): string | null {
  return zone === 'instance' ? null : zone;
}

/** A schedule and its zone, read; null = that of the instance. Errors: refusals `bad-schedule` and `bad-zone`. */
export function readSchedule(text: string, zone: string | null): { readonly cron: Cron; readonly zone: string | null } {
  const cron = readCron(text);
  if (!cron) {
    const remedy = 'write minute, hour, day of the month, month and weekday, such as "0 2 * * mon-fri"';
    throw new Refusal('bad-schedule', `“${text}” is no schedule`, remedy);
  }
  if (zone !== null && !isZone(zone)) {
    throw new Refusal('bad-zone', `there is no time zone “${zone}”`, 'write an IANA name, such as Europe/Berlin');
  }
  return { cron, zone };
}

/** The refusal of a schedule that can be read and has no slot, such as 30 February. */
export function neverComes(cron: string): Refusal {
  return new Refusal('bad-schedule', `“${cron}” never comes`, 'look at its day of the month and its month');
}

/**
 * The routine, due for its next slot; where its schedule is that of `before`, a slot that nobody has worked at yet is still due. Errors: refusals
 * `bad-schedule` and `bad-zone`.
 */
export function due({ engine }: OperationContext, routine: RoutineRecord, before?: RoutineRecord): RoutineRecord {
  const { cron, zone } = settingsOf(routine.name, routine.said);
  readSchedule(cron, zone);
  const next = rescheduled(engine, routine);
  if (next.nextAt === null) throw neverComes(cron);
  const was = before && settingsOf(before.name, before.said);
  return was?.cron === cron && was.zone === zone ? { ...next, nextAt: stillDue(engine, routine).nextAt } : next;
}
