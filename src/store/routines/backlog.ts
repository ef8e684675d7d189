/** What of a workspace waits too long: steps and messages that are late, messages whose outcome nobody knows. */
import type { Backlog } from '../../engine/store-port.ts';
import { all, type Program } from '../program.ts';
import { statement } from '../statement.ts';
import { streamsOfWorkspace } from '../work/streams.ts';

interface Late {
  readonly workspace_id: string;
  readonly due_at: number;
}

const UNCONFIRMED = statement<Late>(`
  SELECT workspace_id, due_at FROM message WHERE state = 'unconfirmed' AND COALESCE(attempted_at, due_at) <= :before
  ORDER BY due_at, score DESC, id LIMIT :limit`);
const LATE_STEPS = statement<Late>(
  'SELECT workspace_id, due_at FROM enrollment WHERE due_at <= :before ORDER BY due_at, id LIMIT :limit',
);

/** A hold that is over joins the queue with the next claim: one that does not waits for somebody to work. */
const LATE_HOLDS = statement<Late>(`
  SELECT workspace_id, due_at FROM message WHERE state = 'held' AND due_at <= :before ORDER BY due_at, score DESC, id LIMIT :limit`);

/**
 * The backlog of a workspace, looked for among the `limit` oldest of all workspaces: where those are all of others, somebody is
 * told for these, and the index by time that claims use is enough.
 */
export function* backlogOf(
  workspaceId: string,
  { due, unconfirmed, limit }: { readonly due: number; readonly unconfirmed: number; readonly limit: number },
): Program<Backlog> {
  const ours = (rows: readonly Late[]) => rows.filter((row) => row.workspace_id === workspaceId);
  const messages = (yield* streamsOfWorkspace(workspaceId)).filter(({ dueAt }) => dueAt <= due);
  const steps = ours(yield* all(LATE_STEPS, { before: due, limit }));
  const holds = ours(yield* all(LATE_HOLDS, { before: due, limit }));
  const waiting = ours(yield* all(UNCONFIRMED, { before: unconfirmed, limit }));
  const late = [steps[0], holds[0]].map((row) => row?.due_at ?? Number.POSITIVE_INFINITY);
  const oldest = Math.min(...messages.map(({ dueAt }) => dueAt), ...late);
  return { oldestDueAt: oldest === Number.POSITIVE_INFINITY ? null : oldest, unconfirmed: waiting.length };
}
