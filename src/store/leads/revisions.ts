/** Lead revisions: a number that only grows, raised inside the transaction that uses it, so no two batches share one. */
import { first, type Program } from '../program.ts';
import { statement } from '../statement.ts';

const RAISE = statement<{ value: number }>(`
  INSERT INTO counter (workspace_id, name, value) VALUES (:workspaceId, 'lead-revision', :by)
  ON CONFLICT (workspace_id, name) DO UPDATE SET value = counter.value + excluded.value RETURNING value`);

/** Takes `count` revisions; gives the first of them. */
export function* takeRevisions(workspaceId: string, count: number): Program<number> {
  const row = yield* first(RAISE, { workspaceId, by: count });
  if (!row) throw new Error('the revision counter gave nothing back');
  return row.value - count + 1;
}
