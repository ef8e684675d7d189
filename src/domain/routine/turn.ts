/**
 * What a routine does now that its time has come: which slot it runs for, and whether it may begin beside what else is
 * under way in its workspace. Owns the order of the pipeline; starts nothing.
 */
import type { Cron } from './cron.ts';
import type { RoutineReason } from './reasons.ts';
import { lastSlot, nextSlot, slotsBetween } from './slots.ts';

/** The slot of a run, and the next one. Epoch milliseconds. */
export interface Turn {
  readonly slotAt: number;
  /** Slots before it that went by while nobody worked: this run is for all of them. */
  readonly missed: number;
  /** Whether the slot had to wait for somebody who works. */
  readonly late: boolean;
  /** When the routine is due again; null = never. */
  readonly nextAt: number | null;
}

/** A run that begins so long after its slot has caught up with it, milliseconds. */
const LATE_MS = 5 * 60_000;

/** The turn of a routine that was due at `dueAt`: its latest slot, so that missed ones are caught up once. */
export function turnOf(cron: Cron, zone: string, dueAt: number, now: number): Turn {
  const slotAt = Math.max(dueAt, lastSlot(cron, zone, now) ?? dueAt);
  const missed = slotsBetween(cron, zone, dueAt, slotAt);
  return {
    slotAt,
    missed,
    late: missed > 0 || now - slotAt > LATE_MS,
    nextAt: nextSlot(cron, zone, Math.max(now, slotAt)),
  };
}

/**
 * When a routine that was to be due at `dueAt` is due by a clock that says `now`: not after its next slot, as it would be where the clock
 * was ahead. Epoch milliseconds; null = never.
 */
export function dueBy(cron: Cron, zone: string, dueAt: number | null, now: number): number | null {
  const next = nextSlot(cron, zone, now);
  return dueAt === null || next === null ? next : Math.min(dueAt, next);
}

/** A routine as the order of a workspace sees it. */
export interface Place {
  readonly name: string;
  /** Its place in the pipeline; null = it is no part of it. */
  readonly order: number | null;
}

/** What another routine, or an earlier run of the same one, is at. */
export interface Neighbour extends Place {
  readonly state: 'running' | 'due';
}

/** Whether a due routine may begin. */
export interface Opening {
  readonly verdict: 'start' | 'skip' | 'wait';
  /** Why not; null where it may. */
  readonly code: RoutineReason | null;
}

/**
 * Whether a due routine begins, is passed over, or waits. It waits for its own run, and for stages of the pipeline that come
 * before it and run or are about to; not for one that failed and waits to be tried again.
 */
export function openingOf(routine: Place & { readonly enabled: boolean }, neighbours: readonly Neighbour[]): Opening {
  if (neighbours.some(({ name, state }) => name === routine.name && state === 'running')) {
    return { verdict: 'wait', code: 'routine-under-way' };
  }
  if (!routine.enabled) return { verdict: 'skip', code: 'routine-disabled' };
  if (neighbours.some((one) => comesBefore(one, routine))) return { verdict: 'wait', code: 'earlier-stage' };
  return { verdict: 'start', code: null };
}

function comesBefore(one: Place, other: Place): boolean {
  return one.order !== null && other.order !== null && one.order < other.order;
}
