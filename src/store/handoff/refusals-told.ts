/** Refusals on their way to a CRM: queued with the event that brings them, taken up when due, gone once told. */
import type { Telling } from '../../engine/store-port.ts';
import { all, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const INSERT = insert(
  'refusal_telling',
  ['workspaceId', 'eventId', 'leadId', 'state', 'attempts', 'dueAt'],
  'ON CONFLICT DO NOTHING',
);
const DUE = statement<SqlRow>(`
  SELECT * FROM refusal_telling WHERE state = 'queued' AND due_at <= :now
  ORDER BY due_at, workspace_id, event_id LIMIT :limit`);
/** By the tries that it was read with: of two who told it at once one writes. */
const MOVE = statement(`
  UPDATE refusal_telling SET state = :state, attempts = attempts + 1, due_at = :dueAt, detail = :detail
  WHERE workspace_id = :workspaceId AND event_id = :eventId AND attempts = :attempts`);
const TOLD = statement('DELETE FROM refusal_telling WHERE workspace_id = :workspaceId AND event_id = :eventId');

/** Queues one; the same event twice is one. */
export function* queueTelling({ workspaceId, eventId, leadId, dueAt }: Telling): Program<void> {
  yield* run(INSERT, { workspaceId, eventId, leadId, dueAt, state: 'queued', attempts: 0 });
}

/** Those that are due, first first. */
export function* tellingsDue(now: number, limit: number): Program<Telling[]> {
  const rows = yield* all(DUE, { now, limit });
  return rows.map((row) => ({
    workspaceId: row.workspace_id as string,
    eventId: row.event_id as string,
    leadId: row.lead_id as string,
    attempts: row.attempts as number,
    dueAt: row.due_at as number,
  }));
}

/** Writes what came of a try; null = it is told. False = somebody else has written it. */
export function* settleTelling(
  { workspaceId, eventId, attempts }: Telling,
  after: { readonly state: 'queued' | 'failed'; readonly dueAt: number; readonly detail: string } | null,
): Program<boolean> {
  const written =
    after === null
      ? yield* run(TOLD, { workspaceId, eventId })
      : yield* run(MOVE, { workspaceId, eventId, attempts, ...after });
  return written > 0;
}
