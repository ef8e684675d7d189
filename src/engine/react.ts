/**
 * What comes back: events are stored once, with what follows from them. Owns the order and the hashes of refusals; what
 * follows from an event is `domain/sequence/reaction`.
 */
import type { LeadEvent } from '../domain/event.ts';
import type { Lead } from '../domain/lead/lead.ts';
import type { Enrollment } from '../domain/sequence/enrollment.ts';
import { type Refused, reactionTo } from '../domain/sequence/reaction.ts';
import type { Engine } from './engine.ts';
import type { EventOutcome, LeadSuppression } from './store-port.ts';

/** An event as a source tells it; the engine gives it its id and the time of recording. */
export type EventReport = Omit<LeadEvent, 'id' | 'recordedAt'>;

/** Stores events, each once by its origin's id, with what follows from them. Gives how many were new. */
export async function recordEvents(engine: Engine, reports: readonly EventReport[]): Promise<number> {
  const recordedAt = engine.clock.now();
  const events = reports.map((report) => ({ ...report, id: engine.ids.next('evt'), recordedAt }));
  await engine.playbooks.refresh();
  return engine.store.work.record({ events, decide: (...told) => reactTo(engine, ...told) });
}

function reactTo(
  engine: Engine,
  event: LeadEvent,
  lead: Lead,
  open: readonly Enrollment[],
  mailedTo: string | null,
): EventOutcome {
  const { id, values } = lead;
  const underWay = open.map((enrollment) => ({ enrollment, exits: exitsOf(engine, enrollment) }));
  const { ended, refused, messageState } = reactionTo(
    event,
    { id, email: values.email, phone: values.phone, mailedTo },
    underWay,
  );
  return {
    enrollments: ended,
    suppressions: refused.map((refusal) => suppressionOf(engine, event, id, refusal)),
    messageState,
  };
}

function exitsOf(engine: Engine, { playbookHash, sequence }: Enrollment) {
  return engine.playbooks.get(playbookHash).playbook.sequences[sequence]?.exits ?? [];
}

function suppressionOf(engine: Engine, event: LeadEvent, leadId: string, refused: Refused): LeadSuppression {
  const keyHash = engine.keyring.hash(refused.kind, refused.value);
  const { kind: reason, origin, at } = event;
  return { leadId, suppression: { ...refused, keyHash, reason, origin, at } };
}
