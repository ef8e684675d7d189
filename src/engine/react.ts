/**
 * What comes back: events are stored once, with what follows from them. Owns the order and the hashes of refusals; what
 * follows from an event is `domain/sequence/reaction`, what is inferred from it `domain/signal`.
 */
import { consentedAt } from '../domain/consent/opt-in-basis.ts';
import type { LeadEvent } from '../domain/event.ts';
import { intentOf } from '../domain/sequence/enrollment.ts';
import { type Moved, type Refused, reactionTo, reactionToEnd, reactionToRise } from '../domain/sequence/reaction.ts';
import { endedByEvent, isUnsent, type LastSent, type UnderWay } from '../domain/sequence/steer.ts';
import { meetingsTold } from './booking/told.ts';
import type { Engine } from './engine.ts';
import { handOffMaker } from './handoff/open.ts';
import { answerTo, asksWritten } from './react/conversation.ts';
import { afterKeyword, reasonOfRefusal, tellAt } from './react/keywords.ts';
import { refusedElsewhere, sharersFor } from './react/shared-sender.ts';
import { latestByCampaign, type SignalsAfter, signalsAfter } from './react/signals.ts';
import type {
  EventBatch,
  EventOutcome,
  EventSubject,
  LastMade,
  LeadSuppression,
  Passage,
  TaskRecord,
} from './store-port.ts';

type Told = 'direction' | 'channel' | 'outcome';
/** An event as a source tells it; the engine gives it its id and the time of recording. What is left out is not known. */
export type EventReport = Omit<LeadEvent, 'id' | 'recordedAt' | Told> & Partial<Pick<LeadEvent, Told>>;

/** Stores events, each once by its origin's id, with what follows from them. Gives how many were new. */
export async function recordEvents(engine: Engine, reports: readonly EventReport[]): Promise<number> {
  return (await recordEach(engine, reports)).filter(Boolean).length;
}

/** The same; of each report whether it was new. */
export async function recordEach(engine: Engine, reports: readonly EventReport[]): Promise<readonly boolean[]> {
  return engine.store.work.record(await eventBatch(engine, reports));
}

/** Events with what decides on them, for a store that records them together with something else. */
export async function eventBatch(engine: Engine, reports: readonly EventReport[]): Promise<EventBatch> {
  const recordedAt = engine.clock.now();
  const events = reports.map((report) => ({
    ...{ direction: null, channel: null, outcome: null },
    ...report,
    id: engine.ids.next('evt'),
    recordedAt,
  }));
  await engine.playbooks.refresh();
  if (events.some(({ kind }) => MAY_REFUSE.has(kind))) await engine.connections.refresh();
  const sharers = await sharersFor(engine, events);
  return {
    events,
    handOffs: handOffMaker(engine),
    asksWritten: (event, passages) => asksWritten(engine, event, passages),
    decide: (event, subject) => reactTo(engine, event, subject, sharers),
  };
}

/** Events by which somebody may refuse something, or allow it again, of which the connections of their workspace are told. */
const MAY_REFUSE: ReadonlySet<LeadEvent['kind']> = new Set(['opted-out', 'opted-in', 'complained']);

type Sharers = Awaited<ReturnType<typeof sharersFor>>;

function reactTo(engine: Engine, event: LeadEvent, subject: EventSubject, sharers: Sharers): EventOutcome {
  const { id, values } = subject.lead;
  const underWay = subject.passages.filter(mayMove).map((passage) => underWayOf(engine, passage));
  const { moved, refused, pause, messageState } = reactionTo(
    event,
    { id, email: values.email, phone: values.phone, mailedTo: subject.mailedTo, calls: subject.calls },
    underWay,
  );
  const signals = signalsAfter(engine, event, subject);
  const byRises = reactToRises(engine, event, subject, signals, moved);
  const { messages, tasks, over, meetings } = answerTo(engine, event, subject);
  const so = [...moved, ...byRises];
  const all = over ? [...so, reactionToEnd(over.how, event, sofar(underWayOf(engine, over.passage), so))] : so;
  return {
    enrollments: changedBy(subject, all),
    takenBack: all.flatMap(({ takenBack }) => takenBack),
    tasks: [
      ...all.flatMap((one) => (one.handOffTo === null ? [] : [handOff(engine, event, one, one.handOffTo)])),
      ...tasks,
    ],
    messages,
    meetings: [...meetingsTold(engine, event, subject), ...meetings],
    signals,
    suppressions: refused.map((refusal) => suppressionOf(engine, event, id, refusal)),
    elsewhere: refusedElsewhere(engine, event, refused, sharers),
    ...afterKeyword(engine, event, subject, sharers),
    consentedAt: consentedAt(event),
    tellAt: refused.length > 0 || event.kind === 'opted-in' ? tellAt(engine, event) : null,
    pause: pause && { kind: 'opt-out', at: pause.at, by: pause.by, why: pause.why },
    messageState,
  };
}

/** What a lead goes through after a person of ours wrote, as by a touch that is told: the message itself is on record, no event. */
export function movedByTouch(
  engine: Engine,
  touch: LeadEvent,
  { lead, passages }: Pick<EventSubject, 'lead' | 'passages'>,
): Pick<EventOutcome, 'enrollments' | 'takenBack'> {
  const underWay = passages.filter(mayMove).map((passage) => underWayOf(engine, passage));
  const { email, phone } = lead.values;
  const { moved } = reactionTo(touch, { id: lead.id, email, phone, mailedTo: null }, underWay);
  return { enrollments: changedBy({ passages }, moved), takenBack: moved.flatMap(({ takenBack }) => takenBack) };
}

/** One that is not over, or was ended by an event that may turn out to be the later one, or one of whose messages has not left yet. */
function mayMove({ enrollment, lastMessage, older }: Passage): boolean {
  const { state } = enrollment;
  return state !== 'ended' || endedByEvent(enrollment) || isUnsent(lastOf(lastMessage)) || older.length > 0;
}

function underWayOf(engine: Engine, { enrollment, lastMessage, older }: Passage): UnderWay {
  const { playbook } = engine.playbooks.get(enrollment.playbookHash);
  const sequence = playbook.sequences[enrollment.sequence];
  if (!sequence) throw new Error(`playbook ${playbook.name} has no sequence ${enrollment.sequence}`);
  return { enrollment, sequence, last: lastOf(lastMessage), older };
}

function lastOf(made: LastMade | null): LastSent | null {
  return made === null ? null : { id: made.id, state: made.state, ...intentOf(made.intentKey) };
}

/** What follows where signals rose, after what the event itself did. */
function reactToRises(
  engine: Engine,
  event: LeadEvent,
  { passages }: EventSubject,
  { rises }: SignalsAfter,
  moved: readonly Moved[],
): Moved[] {
  const byRises: Moved[] = [];
  for (const { campaignId, name } of rises) {
    const latest = latestByCampaign(passages).find(({ enrollment }) => enrollment.campaignId === campaignId);
    if (latest) byRises.push(reactionToRise(name, event, sofar(underWayOf(engine, latest), [...moved, ...byRises])));
  }
  return byRises;
}

/** A passage as it is after what was decided of it so far; a message that was taken back is not there to be taken back again. */
function sofar(of: UnderWay, moved: readonly Moved[]): UnderWay {
  const mine = moved.filter(({ enrollment }) => enrollment.id === of.enrollment.id);
  const back = new Set(mine.flatMap(({ takenBack }) => takenBack));
  const last = of.last !== null && back.has(of.last.id) ? null : of.last;
  const older = of.older?.filter((id) => !back.has(id)) ?? [];
  return { ...of, enrollment: mine.at(-1)?.enrollment ?? of.enrollment, last, older };
}

/** The last word on each passage that is not as it was. */
function changedBy({ passages }: Pick<EventSubject, 'passages'>, moved: readonly Moved[]): EventOutcome['enrollments'] {
  const before = new Set(passages.map(({ enrollment }) => enrollment));
  const last = new Map(moved.map(({ enrollment }) => [enrollment.id, enrollment]));
  return [...last.values()].filter((enrollment) => !before.has(enrollment));
}

function handOff(engine: Engine, event: LeadEvent, { enrollment, because }: Moved, to: string): TaskRecord {
  return {
    workspaceId: event.workspaceId,
    id: engine.ids.next('task'),
    intentKey: `react:${event.id}:${enrollment.id}:${because}`,
    campaignId: enrollment.campaignId,
    enrollmentId: enrollment.id,
    leadId: enrollment.leadId,
    kind: 'hand-off',
    title: `Hand off to ${to}`,
    outcomes: [],
    state: 'open',
    outcome: null,
    dueAt: event.recordedAt,
    doneBy: null,
    doneAt: null,
    team: to,
  };
}

/** A refusal that an event brings, under its hash. */
export function suppressionOf(
  engine: Engine,
  event: Pick<LeadEvent, 'kind' | 'origin' | 'at' | 'why'>,
  leadId: string,
  refused: Refused,
): LeadSuppression {
  const keyHash = engine.keyring.hash(refused.kind, refused.value);
  const { origin, at } = event;
  const reason = reasonOfRefusal(event);
  return { leadId, suppression: { ...refused, keyHash, reason, origin, at } };
}
