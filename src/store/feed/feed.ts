/** The feed, read: what has no place yet is given one, and from a place on it is told in order. */
import { orderOfKind } from '../../domain/webhook/kinds.ts';
import type { FeedEntry } from '../../engine/store-port.ts';
import { all, first, type Program, run, runEach } from '../program.ts';
import { type SqlRow, statement } from '../statement.ts';

const NEW = statement<{ workspace_id: string; kind: string; id: string }>(
  'SELECT workspace_id, kind, id FROM feed WHERE position IS NULL ORDER BY position, workspace_id, kind, id LIMIT :limit',
  { holds: 'feed' },
);
const ANY_NEW = statement<{ found: number }>('SELECT 1 AS found FROM feed WHERE position IS NULL LIMIT 1');
const BEGIN_HEAD = statement('INSERT INTO feed_head (id, position) VALUES (:id, 0) ON CONFLICT (id) DO NOTHING');
const HEAD = statement<{ position: number }>('SELECT position FROM feed_head WHERE id = :id', { holds: 'feed_head' });
const READ_HEAD = statement<{ position: number }>('SELECT position FROM feed_head WHERE id = :id');
const MOVE_HEAD = statement('UPDATE feed_head SET position = :position WHERE id = :id');
const PLACE = statement(`
  UPDATE feed SET position = :position, at = :now
  WHERE workspace_id = :workspaceId AND kind = :kind AND id = :id AND position IS NULL`);
const AFTER = statement<SqlRow>(`
  SELECT * FROM feed WHERE workspace_id = :workspaceId AND position > :after ORDER BY position LIMIT :limit`);
const SINCE = statement<{ position: number }>(`
  SELECT position FROM feed WHERE workspace_id = :workspaceId AND position > 0 AND at < :at ORDER BY position DESC LIMIT 1`);
const OLDEST = statement<{ position: number; at: number }>(`
  SELECT position, at FROM feed WHERE workspace_id = :workspaceId AND position > 0 ORDER BY position LIMIT :limit`);
const FORGET = statement('DELETE FROM feed WHERE workspace_id = :workspaceId AND position > 0 AND position <= :last');

const FEED = { id: 'feed' };

/** Whether anything waits for its place. */
export function* hasNews(): Program<boolean> {
  return (yield* first(ANY_NEW, {})) !== undefined;
}

/** Gives a page of what was told its places; the count. Whoever does it is alone: the head is held until the end. */
export function* placeNews(now: number, limit: number): Program<number> {
  yield* run(BEGIN_HEAD, FEED);
  const head = (yield* first(HEAD, FEED))?.position ?? 0;
  const found = yield* all(NEW, { limit });
  if (found.length === 0) return 0;
  const inOrder = found.toSorted((a, b) => orderOfKind(a.kind) - orderOfKind(b.kind));
  yield* runEach(
    PLACE,
    inOrder.map(({ workspace_id: workspaceId, kind, id }, i) => ({
      workspaceId,
      kind,
      id,
      now,
      position: head + i + 1,
    })),
  );
  yield* run(MOVE_HEAD, { ...FEED, position: head + found.length });
  return found.length;
}

/** The last place that was given. */
export function* feedHead(): Program<number> {
  return (yield* first(READ_HEAD, FEED))?.position ?? 0;
}

/** What happened behind a place, in order. */
export function* feedAfter(workspaceId: string, after: number, limit: number): Program<FeedEntry[]> {
  return (yield* all(AFTER, { workspaceId, after, limit })).map((row) => ({
    workspaceId,
    position: row.position as number,
    kind: row.kind as string,
    id: row.id as string,
    leadId: row.lead_id as string,
    version: row.version as number,
    at: row.at as number,
  }));
}

/** The last place before a time; 0 = nothing is known from before it. */
export function* feedBefore(workspaceId: string, at: number): Program<number> {
  return (yield* first(SINCE, { workspaceId, at }))?.position ?? 0;
}

/** Forgets a page of what is older; the count. Places and times rise together, so that the oldest are first. */
export function* forgetFeed(workspaceId: string, before: number, limit: number): Program<number> {
  const last = (yield* all(OLDEST, { workspaceId, limit })).findLast(({ at }) => at < before);
  return last ? yield* run(FORGET, { workspaceId, last: last.position }) : 0;
}
