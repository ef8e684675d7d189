/**
 * One turn of delivery in one transaction: results of finished sends are written, then the messages for which a connection
 * is free pass the last gate and become `sending`, with their words on record and themselves counted wherever a limit counts.
 */
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { keysOfSender } from '../../domain/consent/pace/counters.ts';
import { type Halt, haltOf } from '../../domain/delivery/queue.ts';
import { haltOfSender } from '../../domain/delivery/sender-halt.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import { keepsBack, pauseOfLead, pauseReason } from '../../domain/sequence/pause.ts';
import type {
  ClaimedMessage,
  GateReads,
  LastFacts,
  MessageUpdate,
  SendGate,
  Suppression,
} from '../../engine/store-port.ts';
import { accountsAtSending } from '../accounts/sending.ts';
import { paceGate, refusalsGate, stopsGate } from '../gates.ts';
import { readHalts } from '../instance/halts.ts';
import { endTry, followContacts } from '../instance/rests.ts';
import { fromJson } from '../json.ts';
import { pausesOf } from '../leads/pauses.ts';
import { suppressionsFor } from '../leads/suppressions.ts';
import { enterDepartures, type LeftBefore } from '../left/departures.ts';
import { readPace, type TurnPace } from '../pace/turn.ts';
import { allEach, enterAlone, enterTogether, type Program, together } from '../program.ts';
import { statement } from '../statement.ts';
import { byPhoneOf } from './by-phone.ts';
import {
  type Departure,
  departMessages,
  giveBackTries,
  holdClaimed,
  mayNotHaveLeft,
  moveHeld,
  moveMessages,
} from './move-messages.ts';

interface PassageRow {
  readonly state: Enrollment['state'];
  readonly reason: string | null;
  readonly due_at: number | null;
  readonly watched_from: number;
}

const ENROLLMENT = statement<PassageRow>(
  `SELECT state, reason, due_at, COALESCE(watched_from, started_at) AS watched_from FROM enrollment
   WHERE workspace_id = :workspaceId AND id = :id`,
  { holds: 'enrollment' },
);
const CAMPAIGN_STATE = statement<{ state: Campaign['state'] }>(
  'SELECT state FROM campaign WHERE workspace_id = :workspaceId AND id = :id',
);

/** What a turn did. */
export interface DeliverTurn {
  /** Those that may leave now. */
  readonly sending: readonly ClaimedMessage[];
  /** Results and candidates that were no longer this worker's. */
  readonly lost: number;
}

/** Writes results, then lets candidates leave, in order: each sees what those before it used of every limit. */
export function* deliverTurn(
  finished: readonly MessageUpdate[],
  candidates: readonly ClaimedMessage[],
  gate: SendGate,
): Program<DeliverTurn> {
  const back = finished.filter(mayNotHaveLeft);
  yield* enterDeparture(candidates, back);
  yield* giveBackTries(back);
  const [moved, , ours, others, pace] = yield* together(
    moveMessages(finished),
    followContacts(gate.contacts, gate.now),
    holdClaimed(candidates.map(({ message }) => message)),
    otherFacts(candidates, gate),
    readPace(candidates, gate),
  );
  const sending = yield* departures(candidates, gate, { ours, others, pace });
  const lost = finished.length - moved + ours.filter((isOurs) => !isOurs).length;
  return { sending, lost };
}

/** What a turn was told, by candidate: whether its claim is still good, and what its last gate asks for. */
interface Told {
  readonly ours: readonly boolean[];
  readonly others: readonly OtherFacts[];
  readonly pace: TurnPace;
}

/** Those that leave. Nobody else can take a candidate any more, so that all are written together, after the last was decided. */
function* departures(
  candidates: readonly ClaimedMessage[],
  gate: SendGate,
  { ours, others, pace }: Told,
): Program<ClaimedMessage[]> {
  const sending: ClaimedMessage[] = [];
  const departing: Departure[] = [];
  const staying: MessageUpdate[] = [];
  const left: LeftBefore[] = [];
  for (const [i, claimed] of candidates.entries()) {
    if (!ours[i]) continue;
    const { watchedFrom, ...facts } = others[i] as OtherFacts;
    const verdict = gate.decide(claimed, { ...facts, counted: { ...pace.of(claimed), watchedFrom } });
    if (verdict.kind === 'leave') {
      const { subject, bodyHash } = verdict;
      departing.push({ message: claimed.message, subject, bodyHash });
      pace.depart(claimed, verdict);
      sending.push(claimed);
      continue;
    }
    if (claimed.tries) yield* endTry(gate.way, gate.now);
    if (verdict.kind === 'left') {
      left.push({ claimed, verdict });
      pace.leftBefore(claimed);
      continue;
    }
    staying.push(verdict.update);
    pace.stay(claimed, verdict.slotAt ?? null, verdict.update.dueAt ?? null);
  }
  yield* departMessages(departing, gate);
  if (left.length > 0) yield* enterDepartures(left);
  yield* moveHeld(staying);
  yield* pace.write();
  return sending;
}

/** What the last gate would be told of a message that is not on record yet. Reads, and holds nothing. */
export function* factsBefore(claimed: ClaimedMessage, gate: GateReads): Program<LastFacts> {
  const [others, pace] = yield* together(otherFacts([claimed], gate), readPace([claimed], gate));
  const [{ watchedFrom, ...facts }] = others as [OtherFacts];
  return { ...facts, counted: { ...pace.of(claimed), watchedFrom } };
}

/** All but what was counted. */
interface OtherFacts extends Omit<LastFacts, 'counted'> {
  readonly watchedFrom: number | null;
}

function* otherFacts(candidates: readonly ClaimedMessage[], gate: GateReads): Program<OtherFacts[]> {
  if (candidates.length === 0) return [];
  const phoned = candidates.filter(({ message }) => message.channel !== 'email');
  const [suppressions, halts, passages, pauses, campaigns, byPhone] = yield* together(
    refusalsOf(candidates, gate),
    readHalts(),
    passagesOf(candidates, gate),
    pausedLeads(candidates),
    campaignStates(candidates),
    byPhoneOf(phoned.map(({ message: { workspaceId, leadId, id: but } }) => ({ workspaceId, leadId, but }))),
  );
  return candidates.map((claimed) => {
    const { workspaceId, channel } = claimed.message;
    const { keptBack, ...passage } = passages.get(claimed) ?? NO_PASSAGE;
    return {
      suppressions: suppressions.get(claimed) ?? [],
      byPhone: channel === 'email' ? null : (byPhone[phoned.indexOf(claimed)] ?? null),
      halt: haltOf(halts, workspaceId, channel) ?? haltOfItsSender(halts, claimed),
      campaignState: campaigns.get(campaignKey(claimed)) ?? null,
      keptBack: keptBack ?? pauses.get(claimed) ?? null,
      ...passage,
    };
  });
}

/** Nearly no workspace has stopped a sender. */
function haltOfItsSender(
  halts: readonly Halt[],
  { message: { workspaceId, channel, sender } }: ClaimedMessage,
): Halt | null {
  if (channel !== 'email' || halts.length === 0) return null;
  return haltOfSender(halts, workspaceId, keysOfSender(sender));
}

/** Messages whose lead a person paused. */
function* pausedLeads(
  candidates: readonly ClaimedMessage[],
): Program<Map<ClaimedMessage, NonNullable<LastFacts['keptBack']>>> {
  const kept = new Map<ClaimedMessage, NonNullable<LastFacts['keptBack']>>();
  for (const [workspaceId, mine] of Map.groupBy(candidates, ({ message }) => message.workspaceId)) {
    const pauses = yield* pausesOf(
      workspaceId,
      mine.map(({ message }) => message.leadId),
    );
    for (const claimed of mine) {
      const pause = pauses.get(claimed.message.leadId);
      if (pause) kept.set(claimed, { reason: pauseReason(pauseOfLead(pause)), until: null });
    }
  }
  return kept;
}

function campaignKey({ message: { workspaceId, campaignId } }: ClaimedMessage): string {
  return `${workspaceId} ${campaignId ?? ''}`;
}

/** States of the candidates' campaigns, each read once. */
function* campaignStates(candidates: readonly ClaimedMessage[]): Program<Map<string, Campaign['state']>> {
  const ofCampaigns = candidates.filter(({ message }) => message.campaignId !== null);
  const asked = new Map(ofCampaigns.map((claimed) => [campaignKey(claimed), claimed.message]));
  const found = yield* allEach(
    CAMPAIGN_STATE,
    [...asked.values()].map(({ workspaceId, campaignId }) => ({ workspaceId, id: campaignId })),
  );
  return new Map([...asked.keys()].flatMap((key, i) => (found[i] ?? []).map(({ state }) => [key, state] as const)));
}

interface Passage extends Pick<LastFacts, 'ended' | 'keptBack' | 'account'> {
  readonly watchedFrom: number | null;
}
const NO_PASSAGE: Passage = { ended: null, keptBack: null, watchedFrom: null };

function* passagesOf(
  candidates: readonly ClaimedMessage[],
  { suppressionKeys }: GateReads,
): Program<Map<ClaimedMessage, Passage>> {
  const ofPassages = candidates.filter(({ message }) => message.enrollmentId !== null);
  const found = yield* allEach(
    ENROLLMENT,
    ofPassages.map(({ message: { workspaceId, enrollmentId } }) => ({ workspaceId, id: enrollmentId })),
  );
  const passages = new Map<ClaimedMessage, Passage>();
  for (const [i, claimed] of ofPassages.entries()) {
    const row = found[i]?.[0];
    if (!row) continue;
    const reason: Reason | null = fromJson(row.reason);
    passages.set(claimed, {
      ended: row.state === 'ended' ? reason : null,
      keptBack: row.state === 'waiting' ? keepsBack({ reason, dueAt: row.due_at }) : null,
      watchedFrom: row.watched_from,
    });
  }
  // What is no passage of a lead is one of an account.
  const others = ofPassages.filter((claimed) => !passages.has(claimed));
  const accounts = yield* accountsAtSending(others, suppressionKeys);
  for (const [i, claimed] of others.entries()) passages.set(claimed, { ...NO_PASSAGE, account: accounts[i] ?? null });
  return passages;
}

/**
 * Gates are passed before anything is locked, always in the same order, so that no two transactions wait for each other. Limits
 * are counted across the senders of a workspace, so its messages depart one turn after the other, and what a try had counted is given
 * back in such a turn.
 */
function* enterDeparture(candidates: readonly ClaimedMessage[], back: readonly MessageUpdate[]): Program<void> {
  const workspaces = [...new Set(candidates.map(({ message }) => message.workspaceId))].sort();
  const counted = new Set([...workspaces, ...back.map(({ workspaceId }) => workspaceId)]);
  if (workspaces.length > 0) {
    yield* enterTogether(stopsGate());
    // A refusal under '' holds in every workspace.
    for (const workspaceId of ['', ...workspaces]) yield* enterTogether(refusalsGate(workspaceId));
  }
  for (const workspaceId of [...counted].sort()) yield* enterAlone(paceGate(workspaceId));
}

function* refusalsOf(
  candidates: readonly ClaimedMessage[],
  { suppressionKeys }: GateReads,
): Program<Map<ClaimedMessage, readonly Suppression[]>> {
  const found = new Map<ClaimedMessage, readonly Suppression[]>();
  const byWorkspace = [...Map.groupBy(candidates, ({ message }) => message.workspaceId)];
  const standing = yield* together(
    ...byWorkspace.map(([workspaceId, mine]) =>
      suppressionsFor(
        workspaceId,
        mine.map(({ recipient }) => recipient),
        suppressionKeys,
      ),
    ),
  );
  for (const [at, [, mine]] of byWorkspace.entries()) {
    for (const [i, claimed] of mine.entries()) found.set(claimed, standing[at]?.[i] ?? []);
  }
  return found;
}
