/**
 * After a restore: what left since the backup is read from the notes as the database is claimed, and does not leave again. Which it
 * is, and what becomes of it, is `domain/delivery/departed`.
 */
import { leftAlready } from '../../../domain/delivery/departed.ts';
import type { Engine } from '../../engine.ts';
import { takeNotes } from '../../instance/noted.ts';
import type { ClaimedMessage, Departure, SendVerdict } from '../../store-port.ts';
import type { Envelope } from '../envelope.ts';
import { askedAt } from '../send-result.ts';
import { departureKeys } from './note.ts';

/** Keeps what this database does not know to have left; how many of them are still to be come by. */
export async function keepDepartures({ store, parts }: Engine): Promise<number> {
  const { departureNotes } = parts;
  if (!departureNotes) return 0;
  await takeNotes(
    store,
    departureNotes.read(),
    ({ workspaceId }) => workspaceId,
    (workspaceId, notes) => store.departures.keep(workspaceId, notes),
  );
  return store.departures.count();
}

/** Claimed messages with what is known of their having left before; of a dry workspace nothing has. */
export async function withDepartures(
  engine: Engine,
  claimed: readonly ClaimedMessage[],
): Promise<readonly ClaimedMessage[]> {
  const live = claimed.filter(({ workspace }) => workspace.mode === 'live');
  if (live.length === 0 || !(await engine.store.departures.isOpen())) return claimed;
  const found = await engine.store.departures.of(live.map((one) => departureKeys(engine, one)));
  const before = new Map(live.map((one, i) => [one, found[i] ?? null]));
  return claimed.map((one) => {
    const departure = before.get(one);
    return departure ? { ...one, departure } : one;
  });
}

/** What is written of a message that left before: no gate is asked, it is over. */
export function verdictOnLeft(
  { message }: ClaimedMessage,
  departure: Departure,
  words: () => Envelope,
  now: number,
): SendVerdict {
  const { to, reason, isAsked } = leftAlready(departure);
  const { workspaceId, id, fence } = message;
  const subject = words().subject ?? '';
  const isSent = to === 'sent';
  return {
    kind: 'left',
    departure: { ...departure, way: isAsked ? departure.way : null },
    subject,
    update: {
      ...{ workspaceId, id, fence, from: 'sending', to, reason },
      dueAt: isSent ? askedAt(message, true, now) : message.dueAt,
      ...{ subject, bodyHash: departure.bodyHash },
      providerRef: isSent ? departure.providerRef : null,
      sentAt: isSent ? departure.at : null,
    },
  };
}
