/**
 * What comes back: events are stored once, end the enrollments they must end, and become refusals where a person said no.
 * Decides nothing about words: an event arrives with its kind.
 */
import { mailboxOf } from '../domain/consent/suppression.ts';
import type { EventKind, LeadEvent } from '../domain/event.ts';
import type { Lead } from '../domain/lead/lead.ts';
import type { MessageState } from '../domain/message.ts';
import type { ExitEvent } from '../domain/playbook/playbook.ts';
import type { Enrollment } from '../domain/sequence/enrollment.ts';
import type { Engine } from './engine.ts';
import type { EventOutcome, Suppression } from './store-port.ts';

/** An event as a source tells it; the engine gives it its id and the time of recording. */
export type EventReport = Omit<LeadEvent, 'id' | 'recordedAt'>;

const MESSAGE_STATE: Partial<Record<EventKind, MessageState>> = { delivered: 'delivered', bounced: 'bounced' };
/** Events after which nothing more may be sent, whatever a playbook says. */
const REFUSALS: ReadonlySet<EventKind> = new Set(['opted-out', 'complained', 'bounced']);

/** Stores events, each once by its origin's id, with what follows from them. Gives how many were new. */
export async function recordEvents(engine: Engine, reports: readonly EventReport[]): Promise<number> {
  const recordedAt = engine.clock.now();
  const events = reports.map((report) => ({ ...report, id: engine.ids.next('evt'), recordedAt }));
  await engine.playbooks.refresh();
  return engine.store.work.record({ events, decide: (event, lead, open) => reactTo(engine, event, lead, open) });
}

function reactTo(engine: Engine, event: LeadEvent, lead: Lead, open: readonly Enrollment[]): EventOutcome {
  const ends = open.filter((enrollment) => endsBy(engine, enrollment, event.kind));
  return {
    enrollments: ends.map((enrollment) => endedBy(enrollment, event)),
    suppressions: REFUSALS.has(event.kind) ? [{ leadId: lead.id, suppression: refusalOf(engine, event, lead) }] : [],
    messageState: MESSAGE_STATE[event.kind] ?? null,
  };
}

function endsBy(engine: Engine, enrollment: Enrollment, kind: EventKind): boolean {
  if (REFUSALS.has(kind)) return true;
  const exits = engine.playbooks.get(enrollment.playbookHash).playbook.sequences[enrollment.sequence]?.exits ?? [];
  return exits.includes(kind as ExitEvent);
}

function endedBy(enrollment: Enrollment, event: LeadEvent): Enrollment {
  return {
    ...enrollment,
    state: 'ended',
    step: null,
    dueAt: null,
    reason: { code: event.kind, facts: { event: event.id } },
    endedAt: event.recordedAt,
  };
}

/** A bounce speaks of the address; a complaint or an opt-out of the person's address on every channel it was said for. */
function refusalOf(engine: Engine, event: LeadEvent, lead: Lead): Suppression {
  const { email } = lead.values;
  const base = { channel: 'email', reason: event.kind, origin: event.origin, at: event.at } as const;
  if (email === null) return { ...base, keyHash: engine.keyring.hash('lead', lead.id), kind: 'lead', value: lead.id };
  const value = mailboxOf(email);
  return { ...base, keyHash: engine.keyring.hash('address', value), kind: 'address', value };
}
