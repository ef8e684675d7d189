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
import type { EventOutcome, LeadSuppression, Suppression } from './store-port.ts';

/** An event as a source tells it; the engine gives it its id and the time of recording. */
export type EventReport = Omit<LeadEvent, 'id' | 'recordedAt'>;

const MESSAGE_STATE: Partial<Record<EventKind, MessageState>> = { delivered: 'delivered', bounced: 'bounced' };
/** Events after which nothing more may be sent, whatever a playbook says. */
const REFUSALS: ReadonlySet<EventKind> = new Set(['opted-out', 'complained', 'bounced']);

/** Origin of events of the page under the link in each e-mail. */
export const UNSUBSCRIBE_PAGE = 'unsubscribe-page';

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
    suppressions: REFUSALS.has(event.kind) ? refusalsOf(engine, event, lead) : [],
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

/**
 * A bounce and a complaint speak of the address. An opt-out by the link under an e-mail ends e-mail; said in words, by
 * whatever way, it ends every channel, to every address and number of the person.
 */
function refusalsOf(engine: Engine, event: LeadEvent, lead: Lead): LeadSuppression[] {
  const everything = event.kind === 'opted-out' && event.origin !== UNSUBSCRIBE_PAGE;
  const { email, phone } = lead.values;
  const targets: [Suppression['kind'], string][] = [];
  if (email !== null) targets.push(['address', mailboxOf(email)]);
  if (phone !== null && everything) targets.push(['phone', phone]);
  if (email === null || everything) targets.push(['lead', lead.id]);
  const channel = everything ? 'all' : 'email';
  return targets.map(([kind, value]) => {
    const keyHash = engine.keyring.hash(kind, value);
    const suppression = {
      keyHash,
      channel,
      kind,
      value,
      reason: event.kind,
      origin: event.origin,
      at: event.at,
    } as const;
    return { leadId: lead.id, suppression };
  });
}
