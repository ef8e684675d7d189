/** Events: stored once by the origin's id, in any order; what follows from a new one is written with it. */
import { concernsAccount } from '../../domain/account/conflict.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { MessageChannel } from '../../domain/message.ts';
import { intentOf } from '../../domain/sequence/enrollment.ts';
import { isEvidence } from '../../domain/signal/evidence.ts';
import type { EventBatch, SignalRecord, TaskRecord } from '../../engine/store-port.ts';
import { wakeAccountOf } from '../accounts/move.ts';
import { untell } from '../feed/tell.ts';
import { openHandOffs } from '../handoff/handoffs.ts';
import { queueTelling } from '../handoff/refusals-told.ts';
import { leadsById, permitted } from '../leads/leads.ts';
import { putLeadPause } from '../leads/pauses.ts';
import { addSuppressionsAround, liftByKeyword } from '../leads/suppressions.ts';
import { answeringTo } from '../mailboxes/keyword-answers.ts';
import { writtenBy } from '../mailboxes/written.ts';
import { meetingsAround, putMeetings } from '../meetings/meetings.ts';
import { countFault } from '../pace/faults.ts';
import { erasureUnder } from '../people/erase.ts';
import { first, type Program, run, together } from '../program.ts';
import { retellEnds, updateEnrollments } from '../rows/enrollment.ts';
import { insertEvent } from '../rows/event.ts';
import { insertMessages } from '../rows/message.ts';
import { putReply } from '../rows/reply.ts';
import { putSignals } from '../rows/signal.ts';
import { insertTasks } from '../rows/task.ts';
import { signalsOfLead } from '../signals/signals.ts';
import { statement } from '../statement.ts';
import { callsOf } from './by-phone.ts';
import { answerMessage, takeBackMessages } from './move-messages.ts';
import { passagesOf, permitHeld } from './passages.ts';

const SURVIVOR = statement<{ lead_id: string }>(
  'SELECT lead_id FROM lead_alias WHERE workspace_id = :workspaceId AND alias_id = :leadId',
);
const FORGET = statement('DELETE FROM event WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :id');
const FORGET_REPLY = statement('DELETE FROM reply WHERE workspace_id = :workspaceId AND event_id = :id');
interface About {
  readonly recipient: string;
  readonly sender: string;
  readonly channel: MessageChannel;
  readonly intent_key: string;
  readonly enrollment_id: string | null;
}

const ABOUT = statement<About>(
  'SELECT recipient, sender, channel, intent_key, enrollment_id FROM message WHERE workspace_id = :workspaceId AND id = :id',
);

/**
 * Stores events and what follows; of each whether it was new. Events of different leads go side by side, so that a server is waited
 * for once for all of them; what follows from two of one lead follows in their order.
 */
export function* recordEvents(batch: EventBatch): Program<boolean[]> {
  const fresh = new Set<LeadEvent>();
  const given: TaskRecord[] = [];
  for (const wave of wavesOf(batch.events)) {
    const taken = yield* together(...wave.map(takeEvent));
    for (const [i, { isNew }] of taken.entries()) if (isNew) fresh.add(wave[i] as LeadEvent);
    const known = wave.flatMap((event, i) => (taken[i]?.lead ? [{ event, lead: taken[i].lead }] : []));
    yield* together(...known.map(({ event, lead }) => follow(event, lead, batch, given)));
    // Of leads that were merged away two may live on in one.
    for (const event of wave.filter((_, i) => taken[i]?.isNew && !taken[i]?.lead)) {
      const lead = yield* survivorOf(event);
      if (lead) yield* follow(event, lead, batch, given);
      else if (yield* forgetErased(event)) fresh.delete(event);
    }
  }
  // One after the other, when all else is written: a turn that was given is the next one's no more.
  yield* openHandOffs(given, batch.handOffs);
  return batch.events.map((event) => fresh.has(event));
}

/** Calls that the step has made whose call has ended; null = it is no call of ours. */
function* callsOfStep({ workspaceId }: LeadEvent, leadId: string, about: About): Program<number | null> {
  const { channel, enrollment_id, intent_key } = about;
  if (channel !== 'voice') return null;
  if (enrollment_id === null) return 1;
  const { step } = intentOf(intent_key);
  return (yield* callsOf(workspaceId, leadId, enrollment_id)).filter((key) => intentOf(key).step === step).length;
}

/** Events in their order, so that none is beside another one of its lead. */
function wavesOf(events: readonly LeadEvent[]): readonly (readonly LeadEvent[])[] {
  const waves: LeadEvent[][] = [];
  const told = new Map<string, number>();
  for (const event of events) {
    const key = `${event.workspaceId} ${event.leadId}`;
    const at = told.get(key) ?? 0;
    told.set(key, at + 1);
    waves[at] ??= [];
    waves[at].push(event);
  }
  return waves;
}

function* takeEvent(event: LeadEvent): Program<{ readonly isNew: boolean; readonly lead: Lead | undefined }> {
  const isNew = yield* insertEvent(event);
  if (isNew) yield* putReply(event);
  const { workspaceId, leadId } = event;
  return { isNew, lead: isNew ? (yield* leadsById(workspaceId, [leadId])).get(leadId) : undefined };
}

/** The lead in which one that was merged away lives on. */
function* survivorOf({ workspaceId, leadId }: LeadEvent): Program<Lead | undefined> {
  const survivor = (yield* first(SURVIVOR, { workspaceId, leadId }))?.lead_id;
  return survivor === undefined ? undefined : (yield* leadsById(workspaceId, [survivor])).get(survivor);
}

/** Of a person who was erased nothing is kept, whatever is told of a message that they once got; false = it is nobody erased. */
function* forgetErased({ workspaceId, leadId, id, kind }: LeadEvent): Program<boolean> {
  if ((yield* erasureUnder(workspaceId, [`lead:${leadId}`])) === null) return false;
  yield* run(FORGET_REPLY, { workspaceId, id });
  yield* run(FORGET, { workspaceId, leadId, id });
  yield* untell({ workspaceId, kind: `event.${kind}`, id });
  return true;
}

function* signalsMeant(event: LeadEvent, lead: Lead): Program<readonly SignalRecord[]> {
  return isEvidence(event) ? yield* signalsOfLead(event.workspaceId, lead.id) : [];
}

function* messageAbout({ workspaceId, messageId }: LeadEvent): Program<About | undefined> {
  return messageId === null ? undefined : yield* first(ABOUT, { workspaceId, id: messageId });
}

function* follow(
  event: LeadEvent,
  lead: Lead,
  { decide, asksWritten }: EventBatch,
  given: TaskRecord[],
): Program<void> {
  const { workspaceId, messageId } = event;
  if (concernsAccount(event)) yield* wakeAccountOf(workspaceId, lead.id, event.recordedAt);
  const [passages, signals, about] = yield* together(
    passagesOf(workspaceId, lead.id),
    signalsMeant(event, lead),
    messageAbout(event),
  );
  const mailedTo = about?.channel === 'email' ? about.recipient : null;
  const calls = about && event.kind === 'call-completed' ? yield* callsOfStep(event, lead.id, about) : null;
  const mailedFrom = about?.channel === 'email' ? about.sender : null;
  const asked = asksWritten?.(event, passages) ?? false;
  const [written = []] = asked ? yield* writtenBy([{ workspaceId, leadId: lead.id }]) : [];
  const answering = event.answersKeyword ? { answering: yield* answeringTo(workspaceId, lead.id) } : {};
  const meetings = asked || event.meeting ? { meetings: yield* meetingsAround(event, lead.id) } : {};
  const scene = { lead, passages, signals, mailedTo, mailedFrom, written, calls, ...answering, ...meetings };
  const outcome = decide(event, scene);
  const over = new Set(passages.flatMap(({ enrollment }) => (enrollment.state === 'ended' ? [enrollment.id] : [])));
  yield* updateEnrollments(outcome.enrollments.filter(({ id }) => !over.has(id)));
  yield* retellEnds(outcome.enrollments.filter(({ id }) => over.has(id)));
  yield* takeBackMessages(workspaceId, outcome.takenBack);
  yield* insertTasks(outcome.tasks);
  given.push(...outcome.tasks);
  yield* insertMessages(outcome.messages ?? []);
  yield* putMeetings(outcome.meetings ?? []);
  yield* putSignals(outcome.signals);
  yield* addSuppressionsAround(workspaceId, outcome.suppressions, outcome.elsewhere ?? []);
  if (outcome.lifted) yield* liftByKeyword(outcome.lifted);
  if (event.kind === 'opted-in') {
    yield* permitted(workspaceId, lead.id, outcome.consentedAt ?? null);
    yield* permitHeld(workspaceId, [lead.id], event.recordedAt);
  }
  if (outcome.tellAt != null) {
    yield* queueTelling({ workspaceId, eventId: event.id, leadId: lead.id, attempts: 0, dueAt: outcome.tellAt });
  }
  if (outcome.answer) yield* insertMessages([outcome.answer]);
  if (outcome.pause) yield* putLeadPause(workspaceId, lead.id, outcome.pause);
  if (about?.channel === 'email') yield* countFault(event, about.sender);
  if (messageId !== null && outcome.messageState !== null) {
    yield* answerMessage(workspaceId, messageId, outcome.messageState);
  }
}
