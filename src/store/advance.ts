/** Due enrollments: claimed, decided and moved on in one transaction. No lease: nothing here leaves the house. */
import type { Campaign } from '../domain/campaign/campaign.ts';
import type { Message, MessageState } from '../domain/message.ts';
import type { Enrollment } from '../domain/sequence/enrollment.ts';
import type {
  AdvanceBatch,
  AdvanceOutcome,
  DueSubject,
  Recipient,
  Suppression,
  TaskRecord,
} from '../engine/store-port.ts';
import { suppressionsOf } from './assess.ts';
import { campaignOf } from './campaigns.ts';
import { enrollmentOf, enrollmentParameters } from './enrollment-row.ts';
import { all, allEach, first, type Program, runEach } from './program.ts';
import { insert, type SqlRow, type SqlValue, statement } from './statement.ts';

/** Columns of a `Recipient`, joined from the lead as `l`. */
export const RECIPIENT_COLUMNS = `l.email AS l_email, l.phone AS l_phone, l.full_name AS l_name, l.domain AS l_domain,
  l.country AS l_country, l.region AS l_region, l.basis AS l_basis, l.basis_at AS l_basis_at`;

const DUE = statement<SqlRow>(`
  SELECT e.*, ${RECIPIENT_COLUMNS} FROM enrollment e
  JOIN lead l ON l.workspace_id = e.workspace_id AND l.id = e.lead_id
  WHERE e.due_at IS NOT NULL AND e.due_at <= :now ORDER BY e.due_at, e.id LIMIT :limit`);
const NEXT_DUE = statement<{ due_at: number | null }>(
  'SELECT due_at FROM enrollment WHERE due_at IS NOT NULL ORDER BY due_at, id LIMIT 1',
);
const CAMPAIGN = statement<SqlRow>('SELECT * FROM campaign WHERE workspace_id = :workspaceId AND id = :campaignId');
const MESSAGE_STATE = statement<{ state: MessageState }>(
  'SELECT state FROM message WHERE workspace_id = :workspaceId AND id = :id',
);
const FACTS = statement<{ facts: string }>(
  'SELECT facts FROM decision WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :id',
);
export const UPDATE_ENROLLMENT = statement(`
  UPDATE enrollment SET decision_id = :decisionId, state = :state, step = :step, visit = :visit, due_at = :dueAt,
    reason = :reason, reason_code = :reasonCode, last_message_id = :lastMessageId, last_touch_at = :lastTouchAt, ended_at = :endedAt
  WHERE workspace_id = :workspaceId AND id = :id AND state <> 'ended'`);
const END_MEMBER = statement(
  `UPDATE campaign_member SET stage = 'ended' WHERE workspace_id = :workspaceId AND campaign_id = :campaignId
   AND lead_id = :leadId AND stage = 'enrolled'`,
);
/** The unique intent key makes a second message of the same intent impossible; a repeat is silently the first. */
const INSERT_MESSAGE = insert(
  'message',
  [
    'workspaceId',
    'id',
    'intentKey',
    'campaignId',
    'enrollmentId',
    'leadId',
    'channel',
    'template',
    'playbookHash',
    'decisionId',
    'recipient',
    'sender',
    'state',
    'reason',
    'reasonCode',
    'dueAt',
    'attempts',
    'fence',
    'leaseUntil',
    'subject',
    'bodyHash',
    'providerRef',
    'createdAt',
    'sentAt',
  ],
  'ON CONFLICT (workspace_id, intent_key) DO NOTHING',
);
const INSERT_TASK = insert(
  'task',
  [
    'workspaceId',
    'id',
    'intentKey',
    'campaignId',
    'enrollmentId',
    'leadId',
    'kind',
    'title',
    'outcomes',
    'state',
    'outcome',
    'dueAt',
    'doneBy',
    'doneAt',
  ],
  'ON CONFLICT (workspace_id, intent_key) DO NOTHING',
);

/** One batch of what is due; the count of enrollments looked at, 0 when nothing is due. */
export function* advanceDue(
  batch: AdvanceBatch,
): Program<{ readonly taken: number; readonly outcome: AdvanceOutcome | null }> {
  const rows = yield* all(DUE, { now: batch.now, limit: batch.limit });
  if (rows.length === 0) return { taken: 0, outcome: null };
  const outcome = batch.decide(yield* dueSubjects(batch, rows));
  yield* writeAdvance(outcome);
  return { taken: rows.length, outcome };
}

/** When the next enrollment is due; null = none is waiting for a time. */
export function* nextDueAt(): Program<number | null> {
  return (yield* first(NEXT_DUE, {}))?.due_at ?? null;
}

function* dueSubjects(batch: AdvanceBatch, rows: readonly SqlRow[]): Program<DueSubject[]> {
  const enrollments = rows.map(enrollmentOf);
  const recipients = rows.map((row) => recipientOfRow(row));
  const campaigns = yield* campaignsOf(enrollments);
  const states = yield* lastMessageStates(enrollments);
  const facts = yield* factsWhereNeeded(batch, enrollments);
  const suppressions = yield* suppressionsByWorkspace(batch, enrollments, recipients);
  return enrollments.map((enrollment, i) => ({
    enrollment,
    recipient: recipients[i] as Recipient,
    campaign: campaigns.get(`${enrollment.workspaceId} ${enrollment.campaignId}`) as Campaign,
    suppressions: suppressions[i] ?? [],
    lastMessageState: states.get(enrollment.id) ?? null,
    facts: facts.get(enrollment.id) ?? null,
  }));
}

/** The recipient of a row that was joined with `RECIPIENT_COLUMNS`. */
export function recipientOfRow(row: SqlRow): Recipient {
  return {
    leadId: row.lead_id as string,
    email: row.l_email as string | null,
    phone: row.l_phone as string | null,
    name: row.l_name as string | null,
    domain: row.l_domain as string | null,
    country: row.l_country as string | null,
    region: row.l_region as string | null,
    basis: row.l_basis as Recipient['basis'],
    basisAt: row.l_basis_at as number | null,
  };
}

function* campaignsOf(enrollments: readonly Enrollment[]): Program<Map<string, Campaign>> {
  const campaigns = new Map<string, Campaign>();
  for (const { workspaceId, campaignId } of enrollments) {
    const key = `${workspaceId} ${campaignId}`;
    if (campaigns.has(key)) continue;
    campaigns.set(key, campaignOf((yield* first(CAMPAIGN, { workspaceId, campaignId })) as SqlRow));
  }
  return campaigns;
}

function* lastMessageStates(enrollments: readonly Enrollment[]): Program<Map<string, MessageState>> {
  const after = enrollments.filter((enrollment) => enrollment.lastMessageId !== null);
  const rows = yield* allEach(
    MESSAGE_STATE,
    after.map(({ workspaceId, lastMessageId }) => ({ workspaceId, id: lastMessageId })),
  );
  const states = new Map<string, MessageState>();
  for (const [i, { id }] of after.entries()) {
    const state = rows[i]?.[0]?.state;
    if (state) states.set(id, state);
  }
  return states;
}

function* factsWhereNeeded(batch: AdvanceBatch, enrollments: readonly Enrollment[]): Program<Map<string, string>> {
  const asking = enrollments.filter((enrollment) => batch.needsFacts(enrollment));
  const rows = yield* allEach(
    FACTS,
    asking.map(({ workspaceId, leadId, decisionId }) => ({ workspaceId, leadId, id: decisionId })),
  );
  const facts = new Map<string, string>();
  for (const [i, { id }] of asking.entries()) {
    const text = rows[i]?.[0]?.facts;
    if (text !== undefined) facts.set(id, text);
  }
  return facts;
}

function* suppressionsByWorkspace(
  batch: AdvanceBatch,
  enrollments: readonly Enrollment[],
  recipients: readonly Recipient[],
): Program<(readonly Suppression[])[]> {
  const result: (readonly Suppression[])[] = new Array(enrollments.length).fill([]);
  for (const workspaceId of new Set(enrollments.map((enrollment) => enrollment.workspaceId))) {
    const mine = [...enrollments.keys()].filter((i) => enrollments[i]?.workspaceId === workspaceId);
    const keys = mine.map((i) => batch.suppressionKeys(recipients[i] as Recipient));
    const found = yield* suppressionsOf(workspaceId, keys);
    for (const [n, i] of mine.entries()) result[i] = found[n] ?? [];
  }
  return result;
}

function* writeAdvance(outcome: AdvanceOutcome): Program<void> {
  yield* insertMessages(outcome.messages);
  yield* runEach(UPDATE_ENROLLMENT, outcome.enrollments.map(enrollmentParameters));
  yield* endMembers(outcome.enrollments);
  yield* runEach(INSERT_TASK, outcome.tasks.map(taskParameters));
}

/** Adds messages to the ledger; one that is there already stays the only one. */
export function* insertMessages(messages: readonly Message[]): Program<number> {
  return yield* runEach(INSERT_MESSAGE, messages.map(messageParameters));
}

/** A member whose enrollment ended is ended too. */
export function* endMembers(enrollments: readonly Enrollment[]): Program<void> {
  const ended = enrollments.filter((enrollment) => enrollment.state === 'ended');
  yield* runEach(
    END_MEMBER,
    ended.map(({ workspaceId, campaignId, leadId }) => ({ workspaceId, campaignId, leadId })),
  );
}

function messageParameters(message: Message): Record<string, SqlValue> {
  const { reason } = message;
  return { ...message, reason: reason === null ? null : JSON.stringify(reason), reasonCode: reason?.code ?? null };
}

function taskParameters(task: TaskRecord): Record<string, SqlValue> {
  return { ...task, outcomes: JSON.stringify(task.outcomes) };
}
