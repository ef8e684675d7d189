/**
 * How messages leave at this moment: how many left lately, and how many stand in each state on the way there. Reads the end of the feed and
 * the indexes that claims use; never more of them than it is told to look at.
 */
import type { Flow, FlowWish } from '../../engine/store-port.ts';
import { first, type Program, together } from '../program.ts';
import { statement } from '../statement.ts';

/** Places and times of the feed rise together, so that the latest entries stand at its end. */
const LEFT = statement<{ sent: number | null; looked: number; since: number | null }>(
  `SELECT SUM(CASE WHEN kind = 'message.sent' AND at >= :from THEN 1 ELSE 0 END) AS sent, COUNT(*) AS looked, MIN(at) AS since
   FROM (SELECT kind, at FROM feed WHERE workspace_id = :workspaceId AND position > 0 ORDER BY position DESC LIMIT :limit) latest`,
  { scans: 'the entries that the limit leaves' },
);
const QUEUED = statement<{ n: number }>(
  `SELECT COUNT(*) AS n FROM (SELECT id FROM message WHERE state = 'queued' AND lane = :lane AND workspace_id = :workspaceId
   LIMIT :limit) found`,
  { scans: 'the messages that the limit leaves' },
);
const UNDER_WAY = ['claimed', 'sending', 'held', 'unconfirmed'] as const;
/** The index is one of all workspaces: those due first are looked at, and counted where they are of this one. */
const STATES = UNDER_WAY.map(
  (state) =>
    [
      state,
      statement<{ n: number }>(
        `SELECT COUNT(*) AS n FROM (SELECT workspace_id FROM message WHERE state = '${state}' ORDER BY due_at, score DESC, id LIMIT :limit) found
         WHERE workspace_id = :workspaceId`,
        { scans: 'the messages that the limit leaves' },
      ),
    ] as const,
);

/** The flow of a workspace at `now`. */
export function* flowOf({ workspaceId, now, overMs, feed, limit }: FlowWish): Program<Flow> {
  const from = now - overMs;
  const [left, answers, others, ...states] = yield* together(
    first(LEFT, { workspaceId, from, limit: feed }),
    first(QUEUED, { workspaceId, lane: 0, limit }),
    first(QUEUED, { workspaceId, lane: 1, limit }),
    ...STATES.map(([, counted]) => first(counted, { workspaceId, limit })),
  );
  const n = (row: { readonly n: number } | undefined) => Number(row?.n ?? 0);
  const since = Number(left?.since ?? 0);
  // So much happens that the end of the feed is shorter than the time asked about.
  const isCut = Number(left?.looked ?? 0) >= feed && since > from;
  const [claimed, sending, held, unconfirmed] = states.map(n) as [number, number, number, number];
  return {
    sent: Number(left?.sent ?? 0),
    overMs: isCut ? Math.max(1_000, now - since) : overMs,
    queue: { queued: Math.min(limit, n(answers) + n(others)), claimed, sending, held, unconfirmed },
  };
}
