/** Routines as they stand in a workspace: made on first sight, with the settings they have and the slot they are due for. */
import { LIMITS } from '../../domain/limits.ts';
import { type Cron, readCron } from '../../domain/routine/cron.ts';
import { BUILT_IN, type BuiltInName, type RoutineSettings, settingsOf } from '../../domain/routine/routine.ts';
import { nextSlot } from '../../domain/routine/slots.ts';
import { dueBy } from '../../domain/routine/turn.ts';
import type { Engine } from '../engine.ts';
import type { RoutineRecord } from '../store-port.ts';

/** A routine's settings, its schedule read. */
export interface Schedule {
  readonly settings: RoutineSettings;
  readonly cron: Cron;
  readonly zone: string;
}

/** The schedule of a routine. What is stored was read before: a text that is none is a bug. */
export function scheduleOf(engine: Engine, { name, said }: Pick<RoutineRecord, 'name' | 'said'>): Schedule {
  const settings = settingsOf(name, said);
  const cron = readCron(settings.cron);
  if (!cron) throw new Error(`routine ${name} has the schedule “${settings.cron}”, which is none`);
  return { settings, cron, zone: settings.zone ?? engine.parts.zone ?? 'UTC' };
}

/** The routine, due for its next slot from now on. */
export function rescheduled(engine: Engine, routine: RoutineRecord): RoutineRecord {
  const now = engine.clock.now();
  const { cron, zone } = scheduleOf(engine, routine);
  return { ...routine, nextAt: nextSlot(cron, zone, now), changedAt: now };
}

/** The routine, due as it was, but not after its next slot from now on. */
export function stillDue(engine: Engine, routine: RoutineRecord): RoutineRecord {
  const { cron, zone } = scheduleOf(engine, routine);
  return { ...routine, nextAt: dueBy(cron, zone, routine.nextAt, engine.clock.now()) };
}

const NAMES = Object.keys(BUILT_IN) as readonly BuiltInName[];

/** The routines of a workspace, by name; built-in ones that are not stored yet are as they come. Writes nothing. */
export async function routinesOf(engine: Engine, workspaceId: string): Promise<readonly RoutineRecord[]> {
  const stored = await engine.store.routines.list(workspaceId, LIMITS.routines);
  return [...stored, ...missing(engine, workspaceId, stored)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Gives a workspace its built-in routines where it has not got them; what it said of them stays. Routines that a clock which was ahead has left
 * due later than their next slot are due at that one.
 */
export async function ensureRoutines(engine: Engine, workspaceId: string): Promise<void> {
  const stored = await engine.store.routines.list(workspaceId, LIMITS.routines);
  const early = stored.map((one) => stillDue(engine, one)).filter(({ nextAt }, i) => nextAt !== stored[i]?.nextAt);
  const fresh = [...missing(engine, workspaceId, stored), ...early];
  if (fresh.length > 0) await engine.store.routines.ensure(fresh);
}

function missing(engine: Engine, workspaceId: string, stored: readonly RoutineRecord[]): RoutineRecord[] {
  const known = new Set(stored.map(({ name }) => name));
  const fresh = { workspaceId, operation: null, input: {}, said: {}, enabled: true, nextAt: null, changedAt: 0 };
  return NAMES.filter((name) => !known.has(name)).map((name) => rescheduled(engine, { ...fresh, name }));
}
