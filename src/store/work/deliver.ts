/**
 * One turn of delivery in one transaction: results of finished sends are written, then the messages for which a connection
 * is free pass the last gate and become `sending`, with their words on record and themselves counted wherever a limit counts.
 */
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { haltOf } from '../../domain/delivery/queue.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import { keepsBack, pauseOfLead, pauseReason } from '../../domain/sequence/pause.ts';
import type { ClaimedMessage, LastFacts, MessageUpdate, SendGate, Suppression } from '../../engine/store-port.ts';
import { paceGate, refusalsGate, stopsGate } from '../gates.ts';
import { readHalts } from '../instance/halts.ts';
import { followContacts } from '../instance/rests.ts';
import { fromJson } from '../json.ts';
import { pausesOf } from '../leads/pauses.ts';
import { suppressionsFor } from '../leads/suppressions.ts';
import { readPace } from '../pace/turn.ts';
import { allEach, enterAlone, enterTogether, first, type Program } from '../program.ts';
import { statement } from '../statement.ts';
import { departMessage, moveMessages } from './move-messages.ts';

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
  yield* enterDeparture(candidates);
  const lost = finished.length - (yield* moveMessages(finished));
  if (gate.contacts.length > 0) yield* followContacts(gate.contacts, gate.now);
  if (candidates.length === 0) return { sending: [], lost };
  const turn = yield* departures(candidates, gate);
  return { sending: turn.sending, lost: lost + turn.lost };
}

function* departures(candidates: readonly ClaimedMessage[], gate: SendGate): Program<DeliverTurn> {
  const sending: ClaimedMessage[] = [];
  let lost = 0;
  const others = yield* otherFacts(candidates, gate);
  const pace = yield* readPace(candidates, gate);
  for (const [i, claimed] of candidates.entries()) {
    const { watchedFrom, ...facts } = others[i] as OtherFacts;
    const verdict = gate.decide(claimed, { ...facts, counted: { ...pace.of(claimed), watchedFrom } });
    if (verdict.kind === 'leave') {
      if (yield* departMessage(claimed.message, verdict, gate.now)) {
        pace.depart(claimed, verdict);
        sending.push(claimed);
      } else lost += 1;
    } else if ((yield* moveMessages([verdict.update])) === 1) yield* pace.stay(claimed, verdict.slotAt ?? null);
    else lost += 1;
  }
  yield* pace.write();
  return { sending, lost };
}

/** All but what was counted. */
interface OtherFacts extends Omit<LastFacts, 'counted'> {
  readonly watchedFrom: number | null;
}

function* otherFacts(candidates: readonly ClaimedMessage[], gate: SendGate): Program<OtherFacts[]> {
  const suppressions = yield* refusalsOf(candidates, gate);
  const halts = yield* readHalts();
  const passages = yield* passagesOf(candidates);
  const pauses = yield* pausedLeads(candidates);
  const campaigns = new Map<string, Campaign['state'] | null>();
  const facts: OtherFacts[] = [];
  for (const claimed of candidates) {
    const { workspaceId, channel, campaignId } = claimed.message;
    const { keptBack, ...passage } = passages.get(claimed) ?? NO_PASSAGE;
    facts.push({
      suppressions: suppressions.get(claimed) ?? [],
      halt: haltOf(halts, workspaceId, channel),
      campaignState: yield* campaignStateIn(campaigns, workspaceId, campaignId),
      keptBack: keptBack ?? pauses.get(claimed) ?? null,
      ...passage,
    });
  }
  return facts;
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

function* campaignStateIn(
  read: Map<string, Campaign['state'] | null>,
  workspaceId: string,
  id: string | null,
): Program<Campaign['state'] | null> {
  if (id === null) return null;
  const key = `${workspaceId} ${id}`;
  let state = read.get(key);
  if (state === undefined) {
    state = (yield* first(CAMPAIGN_STATE, { workspaceId, id }))?.state ?? null;
    read.set(key, state);
  }
  return state;
}

interface Passage extends Pick<LastFacts, 'ended' | 'keptBack'> {
  readonly watchedFrom: number | null;
}
const NO_PASSAGE: Passage = { ended: null, keptBack: null, watchedFrom: null };

function* passagesOf(candidates: readonly ClaimedMessage[]): Program<Map<ClaimedMessage, Passage>> {
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
  return passages;
}

/**
 * Gates are passed before anything is locked, always in the same order, so that no two transactions wait for each other. Limits
 * are counted across the senders of a workspace, so its messages depart one turn after the other.
 */
function* enterDeparture(candidates: readonly ClaimedMessage[]): Program<void> {
  const workspaces = [...new Set(candidates.map(({ message }) => message.workspaceId))].sort();
  if (workspaces.length === 0) return;
  yield* enterTogether(stopsGate());
  // A refusal under '' holds in every workspace.
  for (const workspaceId of ['', ...workspaces]) yield* enterTogether(refusalsGate(workspaceId));
  for (const workspaceId of workspaces) yield* enterAlone(paceGate(workspaceId));
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
