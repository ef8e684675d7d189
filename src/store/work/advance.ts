/** Due enrollments: decided and moved on in one transaction. No lease: nothing here leaves the house. */
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { haltOf } from '../../domain/delivery/queue.ts';
import type { MessageChannel, MessageState } from '../../domain/message.ts';
import type { LastMessage } from '../../domain/sequence/advance.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type {
  AdvanceBatch,
  AdvanceOutcome,
  DueSubject,
  LeadPause,
  Recipient,
  Suppression,
  Workspace,
  WrittenLine,
} from '../../engine/store-port.ts';
import { workspaceById } from '../campaigns/workspaces.ts';
import { stopsGate } from '../gates.ts';
import { openHandOffs } from '../handoff/handoffs.ts';
import { readHalts } from '../instance/halts.ts';
import { pausesOf } from '../leads/pauses.ts';
import { suppressionsFor } from '../leads/suppressions.ts';
import { writtenBy } from '../mailboxes/written.ts';
import { all, allEach, enterTogether, first, type Program } from '../program.ts';
import { type CampaignsRead, campaignIn } from '../rows/campaign.ts';
import { ENROLLMENT_COLUMNS, enrollmentOfList, updateEnrollments } from '../rows/enrollment.ts';
import { RECIPIENT_LIST, recipientReader } from '../rows/lead.ts';
import { insertMessages } from '../rows/message.ts';
import { insertTasks } from '../rows/task.ts';
import { positionsOf, type SqlList, statement } from '../statement.ts';
import { byPhoneOf } from './by-phone.ts';
import { senderTurns, writeSenderTurns } from './sender-turns.ts';

const LAST = ['state', 'due_at', 'left_at', 'channel', 'call_key'] as const;
/** When the last message left; null = it did not, or nobody knows when. */
const LEFT_AT = `CASE WHEN m.state = 'sent' OR m.state = 'delivered' OR m.state = 'unconfirmed'
  THEN COALESCE(m.sent_at, m.attempted_at) END`;
const CALL_KEY = "CASE WHEN m.channel = 'voice' THEN m.intent_key END";
const COLUMNS = [...ENROLLMENT_COLUMNS, ...RECIPIENT_LIST, 'm.state', 'm.due_at', LEFT_AT, 'm.channel', CALL_KEY];
const AT = positionsOf(LAST, COLUMNS.length - LAST.length);
const recipientOf = recipientReader(ENROLLMENT_COLUMNS.length);
const DUE = statement<SqlList>(
  `SELECT ${COLUMNS.join(', ')} FROM enrollment e
  JOIN lead l ON l.workspace_id = e.workspace_id AND l.id = e.lead_id
  LEFT JOIN message m ON m.workspace_id = e.workspace_id AND m.id = e.last_message_id
  WHERE e.due_at IS NOT NULL AND e.due_at <= :now ORDER BY e.due_at, e.id LIMIT :limit`,
  { lists: true, claims: 'e' },
);
const NEXT_DUE = statement<{ due_at: number }>(
  'SELECT due_at FROM enrollment WHERE due_at > :after ORDER BY due_at, id LIMIT 1',
);
const FACTS = statement<{ facts: string }>(
  'SELECT facts FROM decision WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :id',
);

/** What one batch did. */
export interface Advanced {
  /** Enrollments looked at; 0 = nothing is due. */
  readonly taken: number;
  readonly outcome: AdvanceOutcome | null;
}

/**
 * One batch of what is due, oldest first; nothing while everything is stopped. Stops are read here and not before: whoever lifts one
 * wakes what it had parked, and what is parked after that by an older look would sleep for ever.
 */
export function* advanceDue(batch: AdvanceBatch): Program<Advanced> {
  yield* enterTogether(stopsGate());
  const halts = yield* readHalts();
  if (haltOf(halts, '', null)) return { taken: 0, outcome: null };
  const rows = yield* all(DUE, { now: batch.now, limit: batch.limit });
  if (rows.length === 0) return { taken: 0, outcome: null };
  const subjects = yield* subjectsOf(batch, rows);
  const outcome = batch.decide(subjects, halts, yield* senderTurns(subjects));
  yield* insertMessages(outcome.messages);
  yield* updateEnrollments(outcome.enrollments);
  yield* insertTasks(outcome.tasks);
  yield* openHandOffs(outcome.tasks, batch.handOffs);
  yield* writeSenderTurns(outcome.turns ?? []);
  return { taken: rows.length, outcome };
}

/** When the next enrollment is due that is due later than `after`; null = none is waiting for a time. */
export function* nextDueAt(after: number): Program<number | null> {
  return (yield* first(NEXT_DUE, { after }))?.due_at ?? null;
}

function* subjectsOf(batch: AdvanceBatch, rows: readonly SqlList[]): Program<DueSubject[]> {
  const enrollments = rows.map(enrollmentOfList);
  const recipients = rows.map((row, i) => recipientOf(enrollments[i]?.leadId as string, row));
  const facts = yield* factsWhereNeeded(batch, enrollments);
  const suppressions = yield* suppressionsByWorkspace(batch, enrollments, recipients);
  const campaigns = yield* campaignsOf(enrollments);
  const byPhone = yield* byPhoneWhereUsed(batch, enrollments);
  const written = yield* writtenWhereAsked(batch, enrollments);
  const pauses = yield* pausesByPosition(enrollments);
  return enrollments.map((enrollment, i) => ({
    enrollment,
    recipient: recipients[i] as Recipient,
    campaign: campaigns[i] as Campaign,
    suppressions: suppressions[i] ?? [],
    lastMessage: lastMessageOf(rows[i] as SqlList),
    facts: facts.get(i) ?? null,
    byPhone: byPhone.get(i) ?? null,
    written: written.get(i) ?? [],
    pause: pauses.get(i) ?? null,
  }));
}

/** Pauses of leads by position. Who pauses a lead sees no passage that a page of judging is about to write. */
function* pausesByPosition(enrollments: readonly Enrollment[]): Program<ReadonlyMap<number, LeadPause>> {
  const byPosition = new Map<number, LeadPause>();
  for (const [workspaceId, mine] of Map.groupBy(enrollments.entries(), ([, one]) => one.workspaceId)) {
    const pauses = yield* pausesOf(
      workspaceId,
      mine.map(([, { leadId }]) => leadId),
    );
    for (const [i, { leadId }] of mine) {
      const pause = pauses.get(leadId);
      if (pause) byPosition.set(i, pause);
    }
  }
  return byPosition;
}

/** What the leads of those enrollments wrote whose steps ask for it, by position. */
function* writtenWhereAsked(
  { asksWritten }: AdvanceBatch,
  enrollments: readonly Enrollment[],
): Program<Map<number, readonly WrittenLine[]>> {
  const asking = [...enrollments.entries()].filter(([, enrollment]) => asksWritten?.(enrollment) === true);
  const lines = yield* writtenBy(asking.map(([, enrollment]) => enrollment));
  return new Map(asking.map(([i], n) => [i, lines[n] ?? []]));
}

/** The campaign of each. Those of a batch are mostly of one, which stands at hand for the next. */
function* campaignsOf(enrollments: readonly Enrollment[]): Program<(Campaign | null)[]> {
  const read: CampaignsRead = new Map();
  const campaigns: (Campaign | null)[] = [];
  for (const [i, { workspaceId, campaignId }] of enrollments.entries()) {
    const before = enrollments[i - 1];
    const same = before?.campaignId === campaignId && before.workspaceId === workspaceId;
    campaigns.push(same ? (campaigns[i - 1] ?? null) : yield* campaignIn(read, workspaceId, campaignId));
  }
  return campaigns;
}

function byPhone(row: SqlList): Pick<LastMessage, 'channel' | 'callKey'> {
  return { channel: row[AT.channel] as MessageChannel, callKey: row[AT.call_key] as string | null };
}

function lastMessageOf(row: SqlList): LastMessage | null {
  const state = row[AT.state] as MessageState | null;
  if (state === null) return null;
  return {
    state,
    dueAt: row[AT.due_at] as number,
    leftAt: row[AT.left_at] as number | null,
    ...(row[AT.channel] === 'email' ? {} : byPhone(row)),
  };
}

/** Facts by position, of the enrollments that ask for them. */
function* factsWhereNeeded(batch: AdvanceBatch, enrollments: readonly Enrollment[]): Program<Map<number, string>> {
  const asking = [...enrollments.entries()].filter(([, enrollment]) => batch.needsFacts(enrollment));
  const rows = yield* allEach(
    FACTS,
    asking.map(([, { workspaceId, leadId, decisionId }]) => ({ workspaceId, leadId, id: decisionId })),
  );
  return new Map(asking.flatMap(([i], n) => (rows[n] ?? []).map(({ facts }) => [i, facts] as const)));
}

/** What is on record of texts and calls by position, of the enrollments whose sequences text or call. */
function* byPhoneWhereUsed(
  { usesPhone }: AdvanceBatch,
  enrollments: readonly Enrollment[],
): Program<Map<number, NonNullable<DueSubject['byPhone']>>> {
  const using = [...enrollments.entries()].filter(([, enrollment]) => usesPhone?.(enrollment) === true);
  const found = yield* byPhoneOf(using.map(([, { workspaceId, leadId }]) => ({ workspaceId, leadId, but: '' })));
  const byPosition = new Map<number, NonNullable<DueSubject['byPhone']>>();
  const workspaces = new Map<string, Workspace>();
  for (const [n, [i, { workspaceId }]] of using.entries()) {
    const workspace = workspaces.get(workspaceId) ?? (yield* workspaceById(workspaceId));
    const record = found[n];
    if (!workspace || !record) continue;
    workspaces.set(workspaceId, workspace);
    byPosition.set(i, { ...record, workspace });
  }
  return byPosition;
}

function* suppressionsByWorkspace(
  { suppressionKeys }: AdvanceBatch,
  enrollments: readonly Enrollment[],
  recipients: readonly Recipient[],
): Program<(readonly Suppression[])[]> {
  const result: (readonly Suppression[])[] = enrollments.map(() => []);
  const byWorkspace = Map.groupBy(enrollments.keys(), (i) => enrollments[i]?.workspaceId as string);
  for (const [workspaceId, mine] of byWorkspace) {
    const asked = mine.map((i) => recipients[i] as Recipient);
    const found = yield* suppressionsFor(workspaceId, asked, suppressionKeys);
    for (const [n, i] of mine.entries()) result[i] = found[n] ?? [];
  }
  return result;
}
