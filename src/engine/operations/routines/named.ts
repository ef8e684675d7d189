/** Finding the routine that the user named, and holding what is set of one to what a schedule may be. */
import { z } from 'zod';
import { isZone } from '../../../domain/calendar/zone-span.ts';
import { readCron } from '../../../domain/routine/cron.ts';
import { rescheduled, routinesOf } from '../../routines/schedule.ts';
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

/** The routine, due for its next slot. Errors: refusals `bad-schedule` and `bad-zone`. */
export function due({ engine }: OperationContext, routine: RoutineRecord): RoutineRecord {
  const { cron, zone } = routine.said;
  if (cron !== undefined && !readCron(cron)) {
    const remedy = 'write minute, hour, day of the month, month and weekday, such as "0 2 * * mon-fri"';
    throw new Refusal('bad-schedule', `“${cron}” is no schedule`, remedy);
  }
  if (zone != null && !isZone(zone)) {
    throw new Refusal('bad-zone', `there is no time zone “${zone}”`, 'write an IANA name, such as Europe/Berlin');
  }
  const next = rescheduled(engine, routine);
  if (next.nextAt !== null) return next;
  throw new Refusal('bad-schedule', `“${cron}” never comes`, 'look at its day of the month and its month');
}
