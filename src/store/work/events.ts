/** Events: stored once by the origin's id, in any order; what follows from a new one is written with it. */
import type { LeadEvent } from '../../domain/event.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { MessageChannel } from '../../domain/message.ts';
import { intentOf } from '../../domain/sequence/enrollment.ts';
import { isEvidence } from '../../domain/signal/evidence.ts';
import type { EventBatch } from '../../engine/store-port.ts';
import { leadsById } from '../leads/leads.ts';
import { putLeadPause } from '../leads/pauses.ts';
import { addSuppressions } from '../leads/suppressions.ts';
import { first, type Program } from '../program.ts';
import { retellEnds, updateEnrollments } from '../rows/enrollment.ts';
import { insertEvent } from '../rows/event.ts';
import { putSignals } from '../rows/signal.ts';
import { insertTasks } from '../rows/task.ts';
import { signalsOfLead } from '../signals/signals.ts';
import { statement } from '../statement.ts';
import { callsOf } from './by-phone.ts';
import { answerMessage, takeBackMessages } from './move-messages.ts';
import { passagesOf } from './passages.ts';

const SURVIVOR = statement<{ lead_id: string }>(
  'SELECT lead_id FROM lead_alias WHERE workspace_id = :workspaceId AND alias_id = :leadId',
);
interface About {
  readonly recipient: string;
  readonly channel: MessageChannel;
  readonly intent_key: string;
  readonly enrollment_id: string | null;
}

const ABOUT = statement<About>(
  'SELECT recipient, channel, intent_key, enrollment_id FROM message WHERE workspace_id = :workspaceId AND id = :id',
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

/** Calls that the step has made whose call has ended; null = it is no call of ours. */
function* callsOfStep({ workspaceId }: LeadEvent, leadId: string, about: About): Program<number | null> {
  const { channel, enrollment_id, intent_key } = about;
  if (channel !== 'voice') return null;
  if (enrollment_id === null) return 1;
  const { step } = intentOf(intent_key);
  return (yield* callsOf(workspaceId, leadId, enrollment_id)).filter((key) => intentOf(key).step === step).length;
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
  const about = messageId === null ? undefined : yield* first(ABOUT, { workspaceId, id: messageId });
  const mailedTo = about?.channel === 'email' ? about.recipient : null;
  const calls = about && event.kind === 'call-completed' ? yield* callsOfStep(event, lead.id, about) : null;
  const outcome = decide(event, { lead, passages, signals, mailedTo, calls });
  const over = new Set(passages.flatMap(({ enrollment }) => (enrollment.state === 'ended' ? [enrollment.id] : [])));
  yield* updateEnrollments(outcome.enrollments.filter(({ id }) => !over.has(id)));
  yield* retellEnds(outcome.enrollments.filter(({ id }) => over.has(id)));
  yield* takeBackMessages(workspaceId, outcome.takenBack);
  yield* insertTasks(outcome.tasks);
  yield* putSignals(outcome.signals);
  yield* addSuppressions(workspaceId, outcome.suppressions);
  if (outcome.pause) yield* putLeadPause(workspaceId, lead.id, outcome.pause);
  if (messageId !== null && outcome.messageState !== null) {
    yield* answerMessage(workspaceId, messageId, outcome.messageState);
  }
}
