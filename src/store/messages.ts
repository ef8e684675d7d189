/**
 * The ledger's way out: claim, mark sending, finish. Every move names the state it leaves and the fence it was claimed
 * under, so a worker that lost its lease can write nothing.
 */
import type { Campaign } from '../domain/campaign/campaign.ts';
import type { Message, MessageState } from '../domain/message.ts';
import type { ClaimedMessage, LastFacts, MessageUpdate, SendGate, Workspace } from '../engine/store-port.ts';
import { RECIPIENT_COLUMNS, recipientOfRow } from './advance.ts';
import { suppressionsOf } from './assess.ts';
import { campaignOf, workspaceById } from './campaigns.ts';
import { all, first, type Program, run, runEach } from './program.ts';
import { insert, type SqlRow, type SqlValue, statement } from './statement.ts';

const DUE_IN = (state: string) =>
  statement<{ workspace_id: string; id: string; lead_id: string }>(`
    SELECT workspace_id, id, lead_id FROM message
    WHERE state = '${state}' AND due_at <= :now ORDER BY due_at, id LIMIT :limit`);
const QUEUED = DUE_IN('queued');
const HELD_DUE = DUE_IN('held');
const CLAIM = statement(`
  UPDATE message SET state = 'claimed', lease_owner = :owner, lease_until = :leaseUntil, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'queued'`);
const RELEASE_HELD = statement(
  "UPDATE message SET state = 'queued', reason = NULL, reason_code = NULL WHERE workspace_id = :workspaceId AND id = :id AND state = 'held'",
);
const EXPIRED = (state: string) =>
  statement<{ workspace_id: string; id: string }>(`
    SELECT workspace_id, id FROM message WHERE state = '${state}' AND due_at <= :now AND lease_until <= :leaseNow
    ORDER BY due_at, id LIMIT :limit`);
const EXPIRED_CLAIMED = EXPIRED('claimed');
const EXPIRED_SENDING = EXPIRED('sending');
const BACK_TO_QUEUE = statement(`
  UPDATE message SET state = 'queued', lease_owner = NULL, lease_until = NULL, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'claimed'`);
const TO_UNCONFIRMED = statement(`
  UPDATE message SET state = 'unconfirmed', reason = :reason, reason_code = 'outcome-unknown', lease_owner = NULL, lease_until = NULL, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'sending'`);
const CLAIMED_BY = statement<SqlRow>(`
  SELECT m.*, ${RECIPIENT_COLUMNS}, d.facts AS d_facts, e.zone AS e_zone FROM message m
  JOIN lead l ON l.workspace_id = m.workspace_id AND l.id = m.lead_id
  JOIN decision d ON d.workspace_id = m.workspace_id AND d.lead_id = m.lead_id AND d.id = m.decision_id
  LEFT JOIN enrollment e ON e.workspace_id = m.workspace_id AND e.id = m.enrollment_id
  WHERE m.workspace_id = :workspaceId AND m.id = :id`);
const CAMPAIGN = statement<SqlRow>('SELECT * FROM campaign WHERE workspace_id = :workspaceId AND id = :campaignId');
const UPDATE = statement(`
  UPDATE message SET state = :to, reason = :reason, reason_code = :reasonCode, due_at = :dueAt, subject = COALESCE(:subject, subject),
    body_hash = COALESCE(:bodyHash, body_hash), provider_ref = COALESCE(:providerRef, provider_ref),
    sent_at = COALESCE(:sentAt, sent_at), attempts = attempts + :attempt,
    lease_owner = CASE WHEN :to IN ('claimed','sending') THEN lease_owner ELSE NULL END,
    lease_until = CASE WHEN :to IN ('claimed','sending') THEN lease_until ELSE NULL END
  WHERE workspace_id = :workspaceId AND id = :id AND state = :from AND fence = :fence`);
const USED = statement<{ used: number }>(
  'SELECT used FROM sender_day WHERE workspace_id = :workspaceId AND sender = :sender AND day = :day',
);
const USE = insert(
  'sender_day',
  ['workspaceId', 'sender', 'day', 'used'],
  'ON CONFLICT (workspace_id, sender, day) DO UPDATE SET used = sender_day.used + excluded.used',
);
const NEXT = (state: string) =>
  statement<{ due_at: number }>(`SELECT due_at FROM message WHERE state = '${state}' ORDER BY due_at, id LIMIT 1`);
const NEXT_QUEUED = NEXT('queued');
const NEXT_HELD = NEXT('held');
const ENROLLMENT_END = statement<{ state: string; reason: string | null }>(
  'SELECT state, reason FROM enrollment WHERE workspace_id = :workspaceId AND id = :id',
);
const CAMPAIGN_STATE = statement<{ state: Campaign['state'] }>(
  'SELECT state FROM campaign WHERE workspace_id = :workspaceId AND id = :id',
);
const UNCONFIRMED_REASON = JSON.stringify({ code: 'outcome-unknown' });

export interface Lease {
  readonly owner: string;
  readonly until: number;
  readonly limit: number;
}

/** Puts leases that ran out in order: an untouched claim back in the queue, a dead `sending` to unconfirmed. */
export function* recoverLeases(leaseNow: number, limit: number): Program<{ requeued: number; unconfirmed: number }> {
  const far = { now: Number.MAX_SAFE_INTEGER, leaseNow, limit };
  const claimed = yield* all(EXPIRED_CLAIMED, far);
  const sending = yield* all(EXPIRED_SENDING, far);
  const key = ({ workspace_id, id }: { workspace_id: string; id: string }) => ({ workspaceId: workspace_id, id });
  const requeued = yield* runEach(BACK_TO_QUEUE, claimed.map(key));
  const unconfirmed = yield* runEach(
    TO_UNCONFIRMED,
    sending.map((row) => ({ ...key(row), reason: UNCONFIRMED_REASON })),
  );
  return { requeued, unconfirmed };
}

/** Claims what is due, oldest first; holds whose time has come join the queue before. */
export function* claimMessages(now: number, lease: Lease): Program<ClaimedMessage[]> {
  const key = (row: { workspace_id: string; id: string }) => ({ workspaceId: row.workspace_id, id: row.id });
  const held = yield* all(HELD_DUE, { now, limit: lease.limit });
  yield* runEach(RELEASE_HELD, held.map(key));
  const queued = yield* all(QUEUED, { now, limit: lease.limit });
  yield* runEach(
    CLAIM,
    queued.map((row) => ({ ...key(row), owner: lease.owner, leaseUntil: lease.until })),
  );
  const workspaces = new Map<string, Workspace>();
  const claimed: ClaimedMessage[] = [];
  for (const row of queued) {
    const full = yield* first(CLAIMED_BY, key(row));
    if (full) claimed.push(yield* claimedOf(full, workspaces));
  }
  return claimed;
}

function* claimedOf(row: SqlRow, workspaces: Map<string, Workspace>): Program<ClaimedMessage> {
  const message = messageOf(row);
  const { workspaceId, campaignId } = message;
  let workspace = workspaces.get(workspaceId);
  if (!workspace) {
    workspace = (yield* workspaceById(workspaceId)) as Workspace;
    workspaces.set(workspaceId, workspace);
  }
  const campaignRow = campaignId === null ? undefined : yield* first(CAMPAIGN, { workspaceId, campaignId });
  return {
    message,
    recipient: recipientOfRow(row),
    zone: row.e_zone as string | null,
    facts: row.d_facts as string,
    campaign: campaignRow ? campaignOf(campaignRow) : null,
    workspace,
  };
}

/**
 * One turn of the delivery loop in one transaction: results of finished sends are written, then the messages for which
 * a connection is free pass the last gate and become `sending`. Gives those that may leave now.
 */
export function* deliverTurn(
  finished: readonly MessageUpdate[],
  candidates: readonly ClaimedMessage[],
  gate: SendGate,
): Program<{ readonly sending: ClaimedMessage[]; readonly lost: number }> {
  const written = yield* updateMessages(finished);
  const sending: ClaimedMessage[] = [];
  let lost = finished.length - written;
  for (const claimed of candidates) {
    const { message } = claimed;
    const verdict = gate.decide(claimed, yield* lastFacts(claimed, gate));
    const moved = yield* updateMessages([verdict.kind === 'stay' ? verdict.update : toSending(message, verdict)]);
    if (moved === 0) lost += 1;
    else if (verdict.kind === 'leave') {
      const { workspaceId, sender } = message;
      yield* run(USE, { workspaceId, sender, day: dayOf(gate.now), used: 1 });
      sending.push(claimed);
    }
  }
  return { sending, lost };
}

function* lastFacts({ message, recipient }: ClaimedMessage, gate: SendGate): Program<LastFacts> {
  const { workspaceId, sender, enrollmentId, campaignId } = message;
  const [suppressions = []] = yield* suppressionsOf(workspaceId, [gate.suppressionKeys(recipient)]);
  const used = yield* first(USED, { workspaceId, sender, day: dayOf(gate.now) });
  const enrollment =
    enrollmentId === null ? undefined : yield* first(ENROLLMENT_END, { workspaceId, id: enrollmentId });
  const campaign = campaignId === null ? undefined : yield* first(CAMPAIGN_STATE, { workspaceId, id: campaignId });
  return {
    suppressions,
    usedToday: used?.used ?? 0,
    ended: enrollment?.state === 'ended' ? JSON.parse(enrollment.reason as string) : null,
    campaignState: campaign?.state ?? null,
  };
}

/** UTC day; a cap counts by it wherever the sender sits. */
function dayOf(at: number): string {
  return String(Math.floor(at / 86_400_000));
}

function toSending(
  { workspaceId, id, fence, dueAt }: Message,
  { subject, bodyHash }: { readonly subject: string; readonly bodyHash: string },
): MessageUpdate {
  return {
    workspaceId,
    id,
    fence,
    from: 'claimed',
    to: 'sending',
    reason: null,
    dueAt,
    subject,
    bodyHash,
    providerRef: null,
    sentAt: null,
  };
}

/** Moves messages; the count that were still in the state and under the fence that the update names. */
export function* updateMessages(updates: readonly MessageUpdate[]): Program<number> {
  return yield* runEach(
    UPDATE,
    updates.map(({ reason, ...update }) => ({
      ...update,
      reason: reason === null ? null : JSON.stringify(reason),
      reasonCode: reason?.code ?? null,
      attempt: update.from === 'claimed' && update.to === 'sending' ? 1 : 0,
    })),
  );
}

/** When the next queued or held message may be looked at; null = none. */
export function* nextMessageAt(): Program<number | null> {
  const queued = (yield* first(NEXT_QUEUED, {}))?.due_at ?? null;
  const held = (yield* first(NEXT_HELD, {}))?.due_at ?? null;
  return queued === null || held === null ? (queued ?? held) : Math.min(queued, held);
}

export function messageOf(row: SqlRow): Message {
  const text = (name: string) => row[name] as string;
  const orNull = <T extends SqlValue>(name: string) => (row[name] ?? null) as T | null;
  return {
    workspaceId: text('workspace_id'),
    id: text('id'),
    intentKey: text('intent_key'),
    campaignId: orNull('campaign_id'),
    enrollmentId: orNull('enrollment_id'),
    leadId: text('lead_id'),
    channel: 'email',
    template: text('template'),
    playbookHash: text('playbook_hash'),
    decisionId: text('decision_id'),
    recipient: text('recipient'),
    sender: text('sender'),
    state: row.state as MessageState,
    reason: row.reason === null ? null : JSON.parse(row.reason as string),
    dueAt: row.due_at as number,
    attempts: row.attempts as number,
    fence: row.fence as number,
    leaseUntil: orNull('lease_until'),
    subject: orNull('subject'),
    bodyHash: orNull('body_hash'),
    providerRef: orNull('provider_ref'),
    createdAt: row.created_at as number,
    sentAt: orNull('sent_at'),
  };
}
