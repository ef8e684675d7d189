/** The routines of a simulated workspace: few enough that a run stays short, each with its slots on whole hours of UTC. */
import { BUILT_IN } from '../../src/domain/routine/routine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { RoutineRecord } from '../../src/engine/store-port.ts';

const HOUR_MS = 3_600_000;

/** How often a routine runs, hours. All others never do. */
export const PERIOD_HOURS: Readonly<Record<string, number>> = {
  nurture: 12,
  watch: 6,
  recover: 8,
  decay: 24,
  route: 24,
};

/** The routines of a workspace as a run begins with them; of one that nobody works in none ever runs. */
export function routinesAt(workspaceId: string, now: number, isUsed: boolean): readonly RoutineRecord[] {
  return Object.keys(BUILT_IN).map((name) => {
    const hours = isUsed ? PERIOD_HOURS[name] : undefined;
    const cron = hours === undefined ? '0 0 1 1 *' : hours === 24 ? '0 0 * * *' : `0 */${hours} * * *`;
    const periodMs = (hours ?? 0) * HOUR_MS;
    const nextAt = hours === undefined ? null : (Math.floor(now / periodMs) + 1) * periodMs;
    return { workspaceId, name, operation: null, input: {}, said: { cron }, enabled: true, nextAt, changedAt: now };
  });
}

/** From here on no slot comes any more; runs under way end. */
export async function endRoutines({ store }: Engine, workspaceId: string): Promise<void> {
  for (const routine of await store.routines.list(workspaceId, Object.keys(BUILT_IN).length)) {
    await store.routines.save({ ...routine, nextAt: null });
  }
}
