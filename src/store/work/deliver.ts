/**
 * One turn of delivery in one transaction: results of finished sends are written, then the messages for which a connection
 * is free pass the last gate and become `sending`, with their words on record and the sender's day counted.
 */
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { haltOf } from '../../domain/delivery/queue.ts';
import type { ClaimedMessage, LastFacts, MessageUpdate, SendGate, Suppression } from '../../engine/store-port.ts';
import { refusalsGate, senderGate, stopsGate } from '../gates.ts';
import { readHalts } from '../instance/halts.ts';
import { followContacts } from '../instance/rests.ts';
import { fromJson } from '../json.ts';
import { suppressionsFor } from '../leads/suppressions.ts';
import { enterAlone, enterTogether, first, type Program, run } from '../program.ts';
import { insert, statement } from '../statement.ts';
import { departMessage, moveMessages } from './move-messages.ts';

const USED = statement<{ used: number }>(
  'SELECT used FROM sender_day WHERE workspace_id = :workspaceId AND sender = :sender AND day = :day',
);
const USE = insert(
  'sender_day',
  ['workspaceId', 'sender', 'day', 'used'],
  'ON CONFLICT (workspace_id, sender, day) DO UPDATE SET used = sender_day.used + excluded.used',
);
const ENROLLMENT = statement<{ state: string; reason: string | null }>(
  'SELECT state, reason FROM enrollment WHERE workspace_id = :workspaceId AND id = :id',
  { holds: 'enrollment' },
);
const CAMPAIGN_STATE = statement<{ state: Campaign['state'] }>(
  'SELECT state FROM campaign WHERE workspace_id = :workspaceId AND id = :id',
);

const DAY_MS = 86_400_000;

/** What a turn did. */
export interface DeliverTurn {
  /** Those that may leave now. */
  readonly sending: readonly ClaimedMessage[];
  /** Results and candidates that were no longer this worker's. */
  readonly lost: number;
}

/** Writes results, then lets candidates leave, in order: each sees what those before it used of the sender's day. */
export function* deliverTurn(
  finished: readonly MessageUpdate[],
  candidates: readonly ClaimedMessage[],
  gate: SendGate,
): Program<DeliverTurn> {
  yield* enterDeparture(candidates);
  let lost = finished.length - (yield* moveMessages(finished));
  if (gate.contacts.length > 0) yield* followContacts(gate.contacts, gate.now);
  const sending: ClaimedMessage[] = [];
  const suppressions = yield* refusalsOf(candidates, gate);
  const halts = candidates.length === 0 ? [] : yield* readHalts();
  for (const claimed of candidates) {
    const { message } = claimed;
    const verdict = gate.decide(claimed, {
      ...(yield* lastFacts(claimed, suppressions.get(claimed) ?? [], gate.now)),
      halt: haltOf(halts, message.workspaceId, message.channel),
    });
    if (verdict.kind === 'stay') lost += 1 - (yield* moveMessages([verdict.update]));
    else if (!(yield* departMessage(message, verdict, gate.now))) lost += 1;
    else {
      const { workspaceId, sender } = message;
      yield* run(USE, { workspaceId, sender, day: dayOf(gate.now), used: 1 });
      sending.push(claimed);
    }
  }
  return { sending, lost };
}

/** Gates are passed before anything is locked, always in the same order, so that no two transactions wait for each other. */
function* enterDeparture(candidates: readonly ClaimedMessage[]): Program<void> {
  if (candidates.length > 0) yield* enterTogether(stopsGate());
  for (const workspaceId of new Set(candidates.map(({ message }) => message.workspaceId).sort())) {
    yield* enterTogether(refusalsGate(workspaceId));
  }
  const senders = candidates.map(({ message: { workspaceId, sender } }) => senderGate(workspaceId, sender));
  for (const gate of new Set(senders.sort())) yield* enterAlone(gate);
}

function* refusalsOf(
  candidates: readonly ClaimedMessage[],
  { suppressionKeys }: SendGate,
): Program<Map<ClaimedMessage, readonly Suppression[]>> {
  const found = new Map<ClaimedMessage, readonly Suppression[]>();
  const byWorkspace = Map.groupBy(candidates, ({ message }) => message.workspaceId);
  for (const [workspaceId, mine] of byWorkspace) {
    const recipients = mine.map(({ recipient }) => recipient);
    const standing = yield* suppressionsFor(workspaceId, recipients, suppressionKeys);
    for (const [i, claimed] of mine.entries()) found.set(claimed, standing[i] ?? []);
  }
  return found;
}

function* lastFacts(
  { message }: ClaimedMessage,
  suppressions: readonly Suppression[],
  now: number,
): Program<Omit<LastFacts, 'halt'>> {
  const { workspaceId, sender, enrollmentId, campaignId } = message;
  const used = yield* first(USED, { workspaceId, sender, day: dayOf(now) });
  const enrollment = enrollmentId === null ? undefined : yield* first(ENROLLMENT, { workspaceId, id: enrollmentId });
  const campaign = campaignId === null ? undefined : yield* first(CAMPAIGN_STATE, { workspaceId, id: campaignId });
  return {
    suppressions,
    usedToday: used?.used ?? 0,
    ended: enrollment?.state === 'ended' ? fromJson(enrollment.reason) : null,
    campaignState: campaign?.state ?? null,
  };
}

/** Days since 1970-01-01, UTC; a cap counts by them wherever the sender sits. */
function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}
