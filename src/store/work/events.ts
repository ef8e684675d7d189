/** Events: stored once by the origin's id, in any order; what follows from a new one is written with it. */
import type { LeadEvent } from '../../domain/event.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import { isEvidence } from '../../domain/signal/evidence.ts';
import type { EventBatch, LastMade, Passage, PassageChange } from '../../engine/store-port.ts';
import { leadsById } from '../leads/leads.ts';
import { addSuppressions } from '../leads/suppressions.ts';
import { all, first, type Program } from '../program.ts';
import { enrollmentOf, retellEnds, updateEnrollments } from '../rows/enrollment.ts';
import { insertEvent } from '../rows/event.ts';
import { putSignals } from '../rows/signal.ts';
import { insertTasks } from '../rows/task.ts';
import { signalsOfLead } from '../signals/signals.ts';
import { type SqlRow, statement } from '../statement.ts';
import { answerMessage, takeBackMessages } from './move-messages.ts';

const PASSAGES = statement<SqlRow>(
  `SELECT e.*, m.intent_key AS last_key, m.state AS last_state FROM enrollment e
   LEFT JOIN message m ON m.workspace_id = e.workspace_id AND m.id = e.last_message_id
   WHERE e.workspace_id = :workspaceId AND e.lead_id = :leadId
   ORDER BY e.campaign_id, e.generation LIMIT ${LIMITS.storyRows}`,
  { holds: 'e' },
);
const SURVIVOR = statement<{ lead_id: string }>(
  'SELECT lead_id FROM lead_alias WHERE workspace_id = :workspaceId AND alias_id = :leadId',
);
const MAILED_TO = statement<{ recipient: string }>(
  'SELECT recipient FROM message WHERE workspace_id = :workspaceId AND id = :id',
);

/** Stores events and what follows; the count that were new. */
export function* recordEvents(batch: EventBatch): Program<number> {
  let fresh = 0;
  for (const event of batch.events) {
    if (!(yield* insertEvent(event))) continue;
    fresh += 1;
    const lead = yield* leadOfEvent(event);
    if (lead) yield* follow(event, lead, batch);
  }
  return fresh;
}

/** The lead it is about; where that one was merged away since, the one it lives on in. */
function* leadOfEvent({ workspaceId, leadId }: LeadEvent): Program<Lead | undefined> {
  const direct = (yield* leadsById(workspaceId, [leadId])).get(leadId);
  if (direct) return direct;
  const survivor = (yield* first(SURVIVOR, { workspaceId, leadId }))?.lead_id;
  return survivor === undefined ? undefined : (yield* leadsById(workspaceId, [survivor])).get(survivor);
}

function* follow(event: LeadEvent, lead: Lead, { decide }: EventBatch): Program<void> {
  const { workspaceId, messageId } = event;
  const passages = yield* passagesOf(workspaceId, lead.id);
  const signals = isEvidence(event) ? yield* signalsOfLead(workspaceId, lead.id) : [];
  const mail = messageId === null ? undefined : yield* first(MAILED_TO, { workspaceId, id: messageId });
  const outcome = decide(event, { lead, passages, signals, mailedTo: mail?.recipient ?? null });
  const over = new Set(passages.flatMap(({ enrollment }) => (enrollment.state === 'ended' ? [enrollment.id] : [])));
  yield* updateEnrollments(outcome.enrollments.filter(({ id }) => !over.has(id)));
  yield* retellEnds(outcome.enrollments.filter(({ id }) => over.has(id)));
  yield* takeBackMessages(workspaceId, outcome.takenBack);
  yield* insertTasks(outcome.tasks);
  yield* putSignals(outcome.signals);
  yield* addSuppressions(workspaceId, outcome.suppressions);
  if (messageId !== null && outcome.messageState !== null) {
    yield* answerMessage(workspaceId, messageId, outcome.messageState);
  }
}

function* passagesOf(workspaceId: string, leadId: string): Program<Passage[]> {
  const rows = yield* all(PASSAGES, { workspaceId, leadId });
  return rows.map((row) => ({ enrollment: enrollmentOf(row), lastMessage: lastMadeOf(row) }));
}

function lastMadeOf({ last_message_id: id, last_key, last_state }: SqlRow): LastMade | null {
  return last_state === null
    ? null
    : { id: id as string, intentKey: last_key as string, state: last_state as LastMade['state'] };
}

/** A person moves passages of a lead; the count of those that moved. */
export function* changePassages({ workspaceId, leadId, decide }: PassageChange): Program<number> {
  const open = (yield* passagesOf(workspaceId, leadId)).filter(({ enrollment }) => enrollment.state !== 'ended');
  const moved = decide(open.map(({ enrollment }) => enrollment));
  yield* updateEnrollments(moved);
  return moved.length;
}
