/** Numbers that only grow, one row each. Raised inside the transaction that uses them, so no two batches share one. */
import { first, type Program } from './program.ts';
import { statement } from './statement.ts';

const RAISE = statement<{ value: number }>(`
  INSERT INTO counter (workspace_id, name, value) VALUES (:workspaceId, :name, :by)
  ON CONFLICT (workspace_id, name) DO UPDATE SET value = counter.value + :by RETURNING value`);

/** Takes `count` lead revisions; gives the first of them. */
export function* takeRevisions(workspaceId: string, count: number): Program<number> {
  const row = yield* first(RAISE, { workspaceId, name: 'lead-revision', by: count });
  return (row?.value ?? count) - count + 1;
}
