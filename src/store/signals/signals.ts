/** Signals: those that are up, those of one lead, and those whose time to fall has come. */
import type { DecayBatch, SignalOf, SignalQuery, SignalRecord } from '../../engine/store-port.ts';
import { all, type Program } from '../program.ts';
import { RECIPIENT_COLUMNS, recipientOfRow } from '../rows/lead.ts';
import { putSignals, signalOf } from '../rows/signal.ts';
import { type SqlRow, statement } from '../statement.ts';

const UP = statement<SqlRow>(`
  SELECT s.*, ${RECIPIENT_COLUMNS} FROM signal s JOIN lead l ON l.workspace_id = s.workspace_id AND l.id = s.lead_id
  WHERE s.workspace_id = :workspaceId AND s.state = 'up' AND s.falls_at > :now
  AND (:campaignId = '' OR s.campaign_id = :campaignId) AND (:name = '' OR s.name = :name)
  ORDER BY s.changed_at DESC, s.lead_id DESC, s.campaign_id DESC, s.name DESC LIMIT :limit`);
const OF_LEAD = statement<SqlRow>(`
  SELECT * FROM signal WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY campaign_id, name`);
const FALLING = statement<SqlRow>(`
  SELECT * FROM signal WHERE falls_at IS NOT NULL AND falls_at <= :now
  ORDER BY falls_at, workspace_id, lead_id, campaign_id, name LIMIT :limit`);

/** Signals that are up, the latest first. */
export function* signalsUp({ workspaceId, campaignId, name, now, limit }: SignalQuery): Program<SignalOf[]> {
  const rows = yield* all(UP, { workspaceId, campaignId: campaignId ?? '', name: name ?? '', now, limit });
  return rows.map((row) => ({ signal: signalOf(row), recipient: recipientOfRow(row) }));
}

/** All signals of a lead. */
export function* signalsOfLead(workspaceId: string, leadId: string): Program<SignalRecord[]> {
  return (yield* all(OF_LEAD, { workspaceId, leadId })).map(signalOf);
}

/** One batch of signals whose time to fall has come; the count looked at, 0 = none is due. */
export function* decaySignals({ now, limit, decide }: DecayBatch): Program<number> {
  const due = (yield* all(FALLING, { now, limit })).map(signalOf);
  if (due.length > 0) yield* putSignals(decide(due));
  return due.length;
}
