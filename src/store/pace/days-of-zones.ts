/** Days by which workspaces count what leaves: those of the zone that each has set with its limits. */
import { dayBegins, localDay } from '../../domain/calendar/local-time.ts';
import { zoneOfDays } from '../../domain/consent/pace/send-limits.ts';
import { workspaceById } from '../campaigns/workspaces.ts';
import type { Program } from '../program.ts';

/** The day of a workspace at an instant, in days since 1970-01-01. */
export type DayIn = (workspaceId: string, at: number) => number;

/** Zones by workspace, each read once. One that is not there counts by days of UTC. */
export function* zonesOf(workspaceIds: Iterable<string>): Program<ReadonlyMap<string, string>> {
  const zones = new Map<string, string>();
  for (const id of new Set(workspaceIds)) zones.set(id, zoneOfDays((yield* workspaceById(id))?.settings ?? {}));
  return zones;
}

/** Days by those zones. */
export function daysBy(zones: ReadonlyMap<string, string>): DayIn {
  return (workspaceId, at) => localDay(at, zones.get(workspaceId) ?? zoneOfDays({}));
}

/** The day that it is in a zone, epoch ms. */
export function todayIn(zone: string, now: number): readonly [from: number, until: number] {
  const day = localDay(now, zone);
  return [dayBegins(day, zone), dayBegins(day + 1, zone)];
}
