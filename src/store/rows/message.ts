/** Messages as rows: into the ledger, and read. Moving them is `work/move-messages`. */
import type { Lane } from '../../domain/delivery/share.ts';
import type { Message, MessageState, QueuedMessage } from '../../domain/message.ts';
import { fromJson } from '../json.ts';
import { type Program, runEach } from '../program.ts';
import { type SqlRow, snakeCase, statement } from '../statement.ts';

/** What a message brings into the ledger. All else is as it is for every queued one, or null until it happens. */
const BROUGHT = [
  'workspaceId',
  'id',
  'intentKey',
  'enrollmentId',
  'leadId',
  'channel',
  'lane',
  'template',
  'playbookHash',
  'decisionId',
  'recipient',
  'sender',
  'dueAt',
  'createdAt',
] as const satisfies readonly (keyof QueuedMessage)[];

/** The unique intent key makes a second message of the same intent impossible; a repeat is silently the first. */
const INSERT = statement(`
  INSERT INTO message (${BROUGHT.map(snakeCase).join(', ')}, campaign_id, score, state, attempts, fence)
  VALUES (${BROUGHT.map((name) => `:${name}`).join(', ')}, :campaignId, :score, 'queued', 0, 0)
  ON CONFLICT (workspace_id, lead_id, intent_key) DO NOTHING`);

/** Adds messages to the ledger; one whose intent is there already stays the only one. Gives how many were new. */
export function* insertMessages(messages: readonly QueuedMessage[]): Program<number> {
  return yield* runEach(
    INSERT,
    messages
      .values()
      .map((message) => [
        ...BROUGHT.map((name) => message[name]),
        message.campaignId ?? '',
        message.scoreMillionths ?? 0,
      ]),
  );
}

/** The message of a row that holds all its columns. */
export function messageOf(row: SqlRow): Message {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    intentKey: row.intent_key as string,
    campaignId: (row.campaign_id as string) || null,
    enrollmentId: row.enrollment_id as string | null,
    leadId: row.lead_id as string,
    channel: row.channel as Message['channel'],
    lane: row.lane as Lane,
    template: row.template as string,
    playbookHash: row.playbook_hash as string,
    decisionId: row.decision_id as string,
    recipient: row.recipient as string,
    sender: row.sender as string,
    state: row.state as MessageState,
    mayHaveLeft: row.may_have_left === 1,
    reason: fromJson(row.reason),
    dueAt: row.due_at as number,
    attempts: row.attempts as number,
    putOffs: row.put_offs as number,
    firstAttemptedAt: row.first_attempted_at as number | null,
    leftBy: row.left_by as string | null,
    fence: row.fence as number,
    leaseUntil: row.lease_until as number | null,
    subject: row.subject as string | null,
    bodyHash: row.body_hash as string | null,
    providerRef: row.provider_ref as string | null,
    createdAt: row.created_at as number,
    attemptedAt: row.attempted_at as number | null,
    sentAt: row.sent_at as number | null,
  };
}
