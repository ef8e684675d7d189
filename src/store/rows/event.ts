/** Events as rows: stored once by the origin's id, and read. */
import type { EventKind, EventVerdict, LeadEvent } from '../../domain/event.ts';
import type { Reason } from '../../domain/reason.ts';
import { tell } from '../feed/tell.ts';
import { toJson } from '../json.ts';
import { type Program, run } from '../program.ts';
import { insert, type SqlRow } from '../statement.ts';

const COLUMNS = [
  'workspaceId',
  'leadId',
  'id',
  'campaignId',
  'messageId',
  'kind',
  'at',
  'recordedAt',
  'origin',
  'originId',
  'verdict',
  'direction',
  'channel',
  'outcome',
  'text',
  'holdUntil',
  'why',
] as const;
const INSERT = insert('event', COLUMNS, 'ON CONFLICT (workspace_id, origin, origin_id) DO NOTHING');

/** Stores an event; false = its origin told us before. */
export function* insertEvent(event: LeadEvent): Program<boolean> {
  const { holdUntil = null, why = null, thread: _, answersKeyword: __, meeting: ___, ways: ____, ...told } = event;
  const isNew = (yield* run(INSERT, { ...told, holdUntil, why: why === null ? null : toJson(why) })) === 1;
  const { workspaceId, id, leadId, kind } = event;
  if (isNew) yield* tell([{ workspaceId, id, leadId, kind: `event.${kind}`, version: 0 }]);
  return isNew;
}

/** The event of a row that holds all its columns. */
export function eventOf(row: SqlRow): LeadEvent {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    leadId: row.lead_id as string,
    campaignId: row.campaign_id as string | null,
    messageId: row.message_id as string | null,
    kind: row.kind as EventKind,
    at: row.at as number,
    recordedAt: row.recorded_at as number,
    origin: row.origin as string,
    originId: row.origin_id as string,
    verdict: row.verdict as EventVerdict,
    direction: row.direction as LeadEvent['direction'],
    channel: row.channel as LeadEvent['channel'],
    outcome: row.outcome as string | null,
    text: row.text as string | null,
    ...(row.hold_until === null ? {} : { holdUntil: row.hold_until as number }),
    ...(row.why === null ? {} : { why: JSON.parse(row.why as string) as readonly Reason[] }),
  };
}
