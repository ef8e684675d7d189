/**
 * What was sent, what failed, what came back and who answered, by day of UTC. Reads the counters that limits are kept by; messages are looked
 * at only where the feed tells that they failed.
 */
import { DAY_MS, dayOf } from '../../domain/calendar/day.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { DayFigures } from '../../engine/store-port.ts';
import { all, type Program, together } from '../program.ts';
import { statement } from '../statement.ts';
import { BACK } from './faults.ts';

const COUNTED = statement<{ day: number; channel: string; used: number }>(`
  SELECT day, channel, SUM(used) AS used FROM send_counter
  WHERE workspace_id = :workspaceId AND scope = 'sender' AND day >= :from GROUP BY day, channel`);
const ANSWERED = statement<{ day: number; n: number }>(`
  SELECT at / ${DAY_MS} AS day, COUNT(*) AS n FROM reply WHERE workspace_id = :workspaceId AND at >= :from
  GROUP BY at / ${DAY_MS}`);

/** Those that were made last, by the key of the feed; one that was tried again and failed again counts on the later day. */
const FAILED = statement<{ channel: string; at: number }>(
  `SELECT m.channel, f.at FROM (SELECT workspace_id, id, at FROM feed WHERE workspace_id = :workspaceId AND kind = 'message.failed'
   ORDER BY id DESC LIMIT :limit) f JOIN message m ON m.workspace_id = f.workspace_id AND m.id = f.id WHERE f.at >= :from`,
  { scans: 'the entries that the limit leaves' },
);

/** The days up to that of `now`, the oldest first; a day without anything is one of zeros. */
export function* figuresByDay(workspaceId: string, days: number, now: number): Program<DayFigures[]> {
  const today = dayOf(now);
  const from = today - days + 1;
  const [counted, answered, broken] = yield* together(
    all(COUNTED, { workspaceId, from }),
    all(ANSWERED, { workspaceId, from: from * DAY_MS }),
    all(FAILED, { workspaceId, from: from * DAY_MS, limit: LIMITS.failuresLooked }),
  );
  const of = (day: number, channel: string) =>
    Number(counted.find((row) => Number(row.day) === day && row.channel === channel)?.used ?? 0);
  const failed = (day: number, channel: string) =>
    broken.filter((row) => row.channel === channel && dayOf(Number(row.at)) === day).length;
  return Array.from({ length: days }, (_, i) => from + i).map((day) => ({
    day,
    sent: { email: of(day, 'email'), sms: of(day, 'sms'), voice: of(day, 'voice') },
    failed: { email: failed(day, 'email'), sms: failed(day, 'sms'), voice: failed(day, 'voice') },
    replied: Number(answered.find((row) => Number(row.day) === day)?.n ?? 0),
    bounced: of(day, BACK.bounced),
    complained: of(day, BACK.complained),
  }));
}
