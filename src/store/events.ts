/** Events: stored once by the origin's id, in any order; what follows from a new one is written with it. */
import type { EventKind, EventVerdict, LeadEvent } from '../domain/event.ts';
import { MESSAGE_MOVES, type MessageState } from '../domain/message.ts';
import type { EventBatch, EventOutcome } from '../engine/store-port.ts';
import { endMembers, UPDATE_ENROLLMENT } from './advance.ts';
import { leadsById, writeSuppressions } from './capture.ts';
import { enrollmentOf, enrollmentParameters } from './enrollment-row.ts';
import { all, first, type Program, run, runEach } from './program.ts';
import { insert, type SqlRow, statement } from './statement.ts';

const INSERT_EVENT = insert(
  'event',
  [
    'workspaceId',
    'leadId',
    'id',
    'campaignId',
    'messageId',
    'kind',
    'at',
    'recordedAt',
    'origin',
    'originId',
    'verdict',
    'text',
  ],
  'ON CONFLICT (workspace_id, origin, origin_id) DO NOTHING',
);
const OPEN_ENROLLMENTS = statement<SqlRow>(
  "SELECT * FROM enrollment WHERE workspace_id = :workspaceId AND lead_id = :leadId AND state <> 'ended' ORDER BY campaign_id, generation",
);
const MESSAGE_STATE = statement<{ state: MessageState }>(
  'SELECT state FROM message WHERE workspace_id = :workspaceId AND id = :id',
);
const MOVE_MESSAGE = statement(
  `UPDATE message SET state = :to, sent_at = COALESCE(sent_at, :at) WHERE workspace_id = :workspaceId AND id = :id AND state = :from`,
);
export const EVENTS_OF_LEAD = statement<SqlRow>(
  'SELECT * FROM event WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY id LIMIT 1000',
);

/** Stores events and what follows; the count that were new. */
export function* recordEvents(batch: EventBatch): Program<number> {
  let fresh = 0;
  for (const event of batch.events) {
    if ((yield* run(INSERT_EVENT, { ...event })) === 0) continue;
    fresh += 1;
    const { workspaceId, leadId } = event;
    const lead = (yield* leadsById(workspaceId, [leadId])).get(leadId);
    if (!lead) continue;
    const open = (yield* all(OPEN_ENROLLMENTS, { workspaceId, leadId })).map(enrollmentOf);
    yield* writeOutcome(event, batch.decide(event, lead, open));
  }
  return fresh;
}

function* writeOutcome(event: LeadEvent, outcome: EventOutcome): Program<void> {
  const { workspaceId, messageId } = event;
  yield* runEach(UPDATE_ENROLLMENT, outcome.enrollments.map(enrollmentParameters));
  yield* endMembers(outcome.enrollments);
  yield* writeSuppressions(workspaceId, outcome.suppressions);
  if (messageId === null || outcome.messageState === null) return;
  const from = (yield* first(MESSAGE_STATE, { workspaceId, id: messageId }))?.state;
  if (!from || !MESSAGE_MOVES[from].includes(outcome.messageState)) return;
  yield* run(MOVE_MESSAGE, { workspaceId, id: messageId, from, to: outcome.messageState, at: event.at });
}

export function eventOf(row: SqlRow): LeadEvent {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    leadId: row.lead_id as string,
    campaignId: row.campaign_id as string | null,
    messageId: row.message_id as string | null,
    kind: row.kind as EventKind,
    at: row.at as number,
    recordedAt: row.recorded_at as number,
    origin: row.origin as string,
    originId: row.origin_id as string,
    verdict: row.verdict as EventVerdict,
    text: row.text as string | null,
  };
}
