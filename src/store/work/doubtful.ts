/** Messages of which nobody knows whether they arrived: those to be asked about, and when to come by again. */
import type { Message } from '../../domain/message.ts';
import type { Doubtful, Workspace } from '../../engine/store-port.ts';
import { workspaceById } from '../campaigns/workspaces.ts';
import { all, type Program, run } from '../program.ts';
import { messageOf } from '../rows/message.ts';
import { type SqlRow, statement } from '../statement.ts';

const DUE = statement<SqlRow>(
  "SELECT * FROM message WHERE state = 'unconfirmed' AND due_at <= :now ORDER BY due_at, id LIMIT :limit",
);
const LATER = statement(
  "UPDATE message SET due_at = :at WHERE workspace_id = :workspaceId AND id = :id AND state = 'unconfirmed'",
);

/** Unconfirmed messages that are due to be asked about, those due first before the others. */
export function* unconfirmedMessages(now: number, limit: number): Program<Doubtful[]> {
  const found: Doubtful[] = [];
  for (const row of yield* all(DUE, { now, limit })) {
    const workspace = (yield* workspaceById(row.workspace_id as string)) as Workspace;
    found.push({ message: messageOf(row), workspace, attemptedAt: row.attempted_at as number });
  }
  return found;
}

/** Comes by a message again at this time; nothing where it was settled meanwhile. */
export function* askLater({ workspaceId, id }: Pick<Message, 'workspaceId' | 'id'>, at: number): Program<void> {
  yield* run(LATER, { workspaceId, id, at });
}
