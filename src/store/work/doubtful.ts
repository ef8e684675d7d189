/** What has left and is not known to be over: messages in doubt and calls under way, those to be asked about, and when to come by again. */
import { NEVER_ASKED } from '../../domain/delivery/providers/text-end.ts';
import type { Message } from '../../domain/message.ts';
import type { Doubtful, Workspace } from '../../engine/store-port.ts';
import { workspaceById } from '../campaigns/workspaces.ts';
import { all, first, type Program, run } from '../program.ts';
import { messageOf } from '../rows/message.ts';
import { type SqlRow, statement } from '../statement.ts';

const DUE = statement<SqlRow>(
  "SELECT * FROM message WHERE state = 'unconfirmed' AND due_at <= :now ORDER BY due_at, score DESC, id LIMIT :limit",
);
const LATER = statement(
  'UPDATE message SET due_at = :at WHERE workspace_id = :workspaceId AND id = :id AND state = :state',
);
const CALLS = statement<SqlRow>(
  "SELECT * FROM message WHERE state = 'sent' AND channel = 'voice' AND due_at <= :now ORDER BY due_at, id LIMIT :limit",
);
const NEXT_CALL = statement<{ due_at: number }>(
  "SELECT due_at FROM message WHERE state = 'sent' AND channel = 'voice' AND due_at > :after ORDER BY due_at, id LIMIT 1",
);

const TEXTS = statement<SqlRow>(
  "SELECT * FROM message WHERE state = 'sent' AND channel = 'sms' AND due_at <= :now ORDER BY due_at, id LIMIT :limit",
);
const NEXT_TEXT = statement<{ due_at: number }>(`
  SELECT due_at FROM message WHERE state = 'sent' AND channel = 'sms' AND due_at > :after AND due_at < ${NEVER_ASKED}
  ORDER BY due_at, id LIMIT 1`);

/** Unconfirmed messages that are due to be asked about, those due first before the others. */
export function* unconfirmedMessages(now: number, limit: number): Program<Doubtful[]> {
  return yield* doubtfulOf(yield* all(DUE, { now, limit }));
}

/** Calls under way that are due to be asked about, those due first before the others. */
export function* callsUnderWay(now: number, limit: number): Program<Doubtful[]> {
  return yield* doubtfulOf(yield* all(CALLS, { now, limit }));
}

/** When the next call is due to be asked about, later than `after`; null = none is under way. */
export function* nextCallAt(after: number): Program<number | null> {
  return (yield* first(NEXT_CALL, { after }))?.due_at ?? null;
}

/** Texts that left, whose end nobody told, that are due to be asked about, those due first before the others. */
export function* textsToAsk(now: number, limit: number): Program<Doubtful[]> {
  return yield* doubtfulOf(yield* all(TEXTS, { now, limit }));
}

/** When the next text is due to be asked about, later than `after`; null = none is. */
export function* nextTextAt(after: number): Program<number | null> {
  return (yield* first(NEXT_TEXT, { after }))?.due_at ?? null;
}

function* doubtfulOf(rows: readonly SqlRow[]): Program<Doubtful[]> {
  const found: Doubtful[] = [];
  for (const row of rows) {
    const workspace = (yield* workspaceById(row.workspace_id as string)) as Workspace;
    const message = messageOf(row);
    found.push({ message, workspace, attemptedAt: message.attemptedAt as number });
  }
  return found;
}

/** Comes by a message again at this time; nothing where it was settled meanwhile. */
export function* askLater(
  { workspaceId, id, state }: Pick<Message, 'workspaceId' | 'id' | 'state'>,
  at: number,
): Program<void> {
  yield* run(LATER, { workspaceId, id, state, at });
}
