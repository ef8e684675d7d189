/** The calendar of a meeting, and the name under which it is known to have it. Owns that nothing is asked of one where nothing leaves. */
import type { BookingTalk } from '../../domain/booking/meeting.ts';
import type { CalendarWay } from '../crm-port.ts';
import type { Engine } from '../engine.ts';
import type { HandOffWays } from '../handoff/ways.ts';
import { DRY_CALENDAR } from './dry-calendar.ts';

/** Who has meetings where nothing leaves. */
export const DRY = 'dry';

/** A calendar, opened. */
export interface Place {
  readonly calendar: CalendarWay;
  /** `highlevel:<connection>`. */
  readonly origin: string;
}

/** Null = there is no such connection, or it has no calendars. */
export async function placeOf(
  engine: Engine,
  ways: HandOffWays,
  workspaceId: string,
  { connection }: Pick<BookingTalk, 'connection'>,
): Promise<Place | null> {
  const workspace = await engine.store.workspaces.get(workspaceId);
  if (workspace === null) return null;
  if (workspace.mode !== 'live') return { calendar: DRY_CALENDAR, origin: DRY };
  const found = await ways.find(workspace, connection);
  const calendar = found.way?.calendar;
  if (!found.way || !found.connection || calendar === undefined) return null;
  return { calendar, origin: `${found.connection.provider}:${found.connection.id}` };
}
