/**
 * What was sent, what failed, what came back and who answered, by day of the workspace's zone. Reads the counters that limits are kept by; messages are looked
 * at only where the feed tells that they failed.
 */
import { MINUTE_MS } from '../../domain/calendar/day.ts';
import { dayBegins, localDay } from '../../domain/calendar/local-time.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { DayFigures } from '../../engine/store-port.ts';
import { all, type Program, together } from '../program.ts';
import { statement } from '../statement.ts';
import { zonesOf } from './days-of-zones.ts';
import { BACK } from './faults.ts';

/** Every zone's day begins with a quarter of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;

const COUNTED = statement<{ day: number; channel: string; used: number }>(`
  SELECT day, channel, SUM(used) AS used FROM send_counter
  WHERE workspace_id = :workspaceId AND scope = 'sender' AND day >= :from GROUP BY day, channel`);
const ANSWERED = statement<{ quarter: number; n: number }>(`
  SELECT at / ${QUARTER_MS} AS quarter, COUNT(*) AS n FROM reply WHERE workspace_id = :workspaceId AND at >= :from
  GROUP BY at / ${QUARTER_MS}`);

/** Those that were made last, by the key of the feed; one that was tried again and failed again counts on the later day. */
const FAILED = statement<{ channel: string; at: number }>(
  `SELECT m.channel, f.at FROM (SELECT workspace_id, id, at FROM feed WHERE workspace_id = :workspaceId AND kind = 'message.failed'
   ORDER BY id DESC LIMIT :limit) f JOIN message m ON m.workspace_id = f.workspace_id AND m.id = f.id WHERE f.at >= :from`,
  { scans: 'the entries that the limit leaves' },
);

/** The days up to that of `now`, the oldest first; a day without anything is one of zeros. */
export function* figuresByDay(workspaceId: string, days: number, now: number): Program<DayFigures[]> {
  const zone = (yield* zonesOf([workspaceId])).get(workspaceId) as string;
  const today = localDay(now, zone);
  const from = today - days + 1;
  const begins = dayBegins(from, zone);
  const [counted, answered, broken] = yield* together(
    all(COUNTED, { workspaceId, from }),
    all(ANSWERED, { workspaceId, from: begins }),
    all(FAILED, { workspaceId, from: begins, limit: LIMITS.failuresLooked }),
  );
  const of = (day: number, channel: string) =>
    Number(counted.find((row) => Number(row.day) === day && row.channel === channel)?.used ?? 0);
  const failed = (day: number, channel: string) =>
    broken.filter((row) => row.channel === channel && localDay(Number(row.at), zone) === day).length;
  const replied = new Map<number, number>();
  for (const { quarter, n } of answered) {
    const day = localDay(Number(quarter) * QUARTER_MS, zone);
    replied.set(day, (replied.get(day) ?? 0) + Number(n));
  }
  return Array.from({ length: days }, (_, i) => from + i).map((day) => ({
    day,
    sent: { email: of(day, 'email'), sms: of(day, 'sms'), voice: of(day, 'voice') },
    failed: { email: failed(day, 'email'), sms: failed(day, 'sms'), voice: failed(day, 'voice') },
    replied: replied.get(day) ?? 0,
    bounced: of(day, BACK.bounced),
    complained: of(day, BACK.complained),
  }));
}
