/** Due enrollments: decided and moved on in one transaction. No lease: nothing here leaves the house. */
import type { Campaign } from '../../domain/campaign/campaign.ts';
import type { MessageState } from '../../domain/message.ts';
import type { LastMessage } from '../../domain/sequence/advance.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type { AdvanceBatch, AdvanceOutcome, DueSubject, Recipient, Suppression } from '../../engine/store-port.ts';
import { suppressionsFor } from '../leads/suppressions.ts';
import { all, allEach, first, type Program } from '../program.ts';
import { type CampaignsRead, campaignIn } from '../rows/campaign.ts';
import { enrollmentOf, updateEnrollments } from '../rows/enrollment.ts';
import { RECIPIENT_COLUMNS, recipientOfRow } from '../rows/lead.ts';
import { insertMessages } from '../rows/message.ts';
import { insertTasks } from '../rows/task.ts';
import { type SqlRow, statement } from '../statement.ts';

const DUE = statement<SqlRow>(
  `
  SELECT e.*, ${RECIPIENT_COLUMNS}, m.state AS last_state, m.due_at AS last_due_at FROM enrollment e
  JOIN lead l ON l.workspace_id = e.workspace_id AND l.id = e.lead_id
  LEFT JOIN message m ON m.workspace_id = e.workspace_id AND m.id = e.last_message_id
  WHERE e.due_at IS NOT NULL AND e.due_at <= :now ORDER BY e.due_at, e.id LIMIT :limit`,
  { claims: 'e' },
);
const NEXT_DUE = statement<{ due_at: number }>(
  'SELECT due_at FROM enrollment WHERE due_at IS NOT NULL ORDER BY due_at, id LIMIT 1',
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

/** One batch of what is due, oldest first. */
export function* advanceDue(batch: AdvanceBatch): Program<Advanced> {
  const rows = yield* all(DUE, { now: batch.now, limit: batch.limit });
  if (rows.length === 0) return { taken: 0, outcome: null };
  const outcome = batch.decide(yield* subjectsOf(batch, rows));
  yield* insertMessages(outcome.messages);
  yield* updateEnrollments(outcome.enrollments);
  yield* insertTasks(outcome.tasks);
  return { taken: rows.length, outcome };
}

/** When the next enrollment is due; null = none is waiting for a time. */
export function* nextDueAt(): Program<number | null> {
  return (yield* first(NEXT_DUE, {}))?.due_at ?? null;
}

function* subjectsOf(batch: AdvanceBatch, rows: readonly SqlRow[]): Program<DueSubject[]> {
  const enrollments = rows.map(enrollmentOf);
  const recipients = rows.map(recipientOfRow);
  const facts = yield* factsWhereNeeded(batch, enrollments);
  const suppressions = yield* suppressionsByWorkspace(batch, enrollments, recipients);
  const campaigns: CampaignsRead = new Map();
  const subjects: DueSubject[] = [];
  for (const [i, enrollment] of enrollments.entries()) {
    const campaign = yield* campaignIn(campaigns, enrollment.workspaceId, enrollment.campaignId);
    subjects.push({
      enrollment,
      recipient: recipients[i] as Recipient,
      campaign: campaign as Campaign,
      suppressions: suppressions[i] ?? [],
      lastMessage: lastMessageOf(rows[i] as SqlRow),
      facts: facts.get(i) ?? null,
    });
  }
  return subjects;
}

function lastMessageOf({ last_state, last_due_at }: SqlRow): LastMessage | null {
  return last_state === null ? null : { state: last_state as MessageState, dueAt: last_due_at as number };
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
