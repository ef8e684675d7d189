/** Lists and counts of messages, parked enrollments, the audit log. */
import type { Message, MessageState } from '../domain/message.ts';
import type { AuditEntry, CampaignReasons, MessageCounts, MessageQuery } from '../engine/store-port.ts';
import { messageOf } from './messages.ts';
import { all, first, type Program, run, runEach } from './program.ts';
import { insert, type SqlRow, statement } from './statement.ts';

const MESSAGES = statement<SqlRow>(`
  SELECT * FROM message WHERE workspace_id = :workspaceId AND id > :after
  AND (:state IS NULL OR state = :state) AND (:campaignId IS NULL OR campaign_id = :campaignId)
  ORDER BY id LIMIT :limit`);
const COUNTS = statement<{ state: MessageState; code: string | null; day: number | null; n: number }>(`
  SELECT state, reason_code AS code, sent_at / 86400000 AS day, COUNT(*) AS n FROM message
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId GROUP BY 1, 2, 3`);
const PARKED = statement<{ id: string }>(`
  SELECT id FROM enrollment WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND state = 'waiting'
  AND due_at IS NULL AND reason_code = 'campaign-paused' ORDER BY id LIMIT :limit`);
const WAKE = statement(`
  UPDATE enrollment SET state = 'due', due_at = :now, reason = NULL, reason_code = NULL
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'waiting'`);
const OPEN = statement<{ n: number }>(`
  SELECT COUNT(*) AS n FROM campaign_member m JOIN enrollment e
    ON e.workspace_id = m.workspace_id AND e.lead_id = m.lead_id AND e.campaign_id = m.campaign_id
  WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId AND e.state <> 'ended'`);
const MEMBER_REASONS = statement<{ stage: string; code: string; n: number }>(`
  SELECT stage, reason_code AS code, COUNT(*) AS n FROM campaign_member
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND stage IN ('rejected','review','unrouted') GROUP BY stage, reason_code`);
const ENDS = statement<{ code: string; n: number }>(`
  SELECT e.reason_code AS code, COUNT(*) AS n FROM campaign_member m JOIN enrollment e
    ON e.workspace_id = m.workspace_id AND e.lead_id = m.lead_id AND e.campaign_id = m.campaign_id
  WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId AND e.state = 'ended' GROUP BY e.reason_code`);
const HANDOFFS = statement<{ n: number }>(`
  SELECT COUNT(*) AS n FROM task WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND kind = 'hand-off'`);
const AUDIT = insert('audit', ['workspaceId', 'id', 'at', 'actor', 'operation', 'input']);

export function* listMessages(query: MessageQuery): Program<Message[]> {
  return (yield* all(MESSAGES, { ...query, after: query.after ?? '' })).map(messageOf);
}

export function* countMessages(workspaceId: string, campaignId: string): Program<MessageCounts> {
  const states: Record<string, number> = {};
  const reasons: Record<string, number> = {};
  const byDay: Record<string, number> = {};
  for (const { state, code, day, n } of yield* all(COUNTS, { workspaceId, campaignId })) {
    states[state] = (states[state] ?? 0) + n;
    if (code !== null && state !== 'sent' && state !== 'delivered') reasons[code] = (reasons[code] ?? 0) + n;
    if (day !== null) byDay[isoDay(day)] = (byDay[isoDay(day)] ?? 0) + n;
  }
  return { states, reasons, byDay };
}

/** ISO date of a count of days since 1970-01-01, UTC. */
function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

export function* wakeParked(workspaceId: string, campaignId: string, now: number, limit: number): Program<number> {
  const rows = yield* all(PARKED, { workspaceId, campaignId, limit });
  return yield* runEach(
    WAKE,
    rows.map(({ id }) => ({ workspaceId, id, now })),
  );
}

export function* countOpenEnrollments(workspaceId: string, campaignId: string): Program<number> {
  return (yield* first(OPEN, { workspaceId, campaignId }))?.n ?? 0;
}

export function* writeAudit(entry: AuditEntry): Program<void> {
  yield* run(AUDIT, { ...entry });
}

/** Why leads were left out, and why passages ended, counted. */
export function* countReasons(workspaceId: string, campaignId: string): Program<CampaignReasons> {
  const refused: Record<string, number> = {};
  for (const { code, n } of yield* all(MEMBER_REASONS, { workspaceId, campaignId }))
    refused[code] = (refused[code] ?? 0) + n;
  const ends: Record<string, number> = {};
  for (const { code, n } of yield* all(ENDS, { workspaceId, campaignId })) ends[code] = n;
  return { refused, ends, handoffs: (yield* first(HANDOFFS, { workspaceId, campaignId }))?.n ?? 0 };
}
