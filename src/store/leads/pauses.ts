/** Leads that a person paused: a handful of rows, looked up where a message leaves and where leads are enrolled. */
import type { LeadPause, PausedLead } from '../../engine/store-port.ts';
import { all, allIn, first, type Program, run } from '../program.ts';
import { RECIPIENT_COLUMNS, recipientOfRow } from '../rows/lead.ts';
import { insert, listStatement, type SqlRow, statement } from '../statement.ts';
import { touchLeads } from './leads.ts';

/** Nearly no workspace has any: one look says so. */
const ANY = statement<{ lead_id: string }>('SELECT lead_id FROM lead_pause WHERE workspace_id = :workspaceId LIMIT 1');
const OF_LEADS = listStatement<SqlRow>(
  (keys) =>
    `SELECT lead_id, kind, at, by, why FROM lead_pause WHERE workspace_id = :workspaceId AND lead_id IN (${keys})`,
);
const PAUSE = insert(
  'lead_pause',
  ['workspaceId', 'leadId', 'kind', 'at', 'by', 'why'],
  `ON CONFLICT (workspace_id, lead_id) DO UPDATE SET kind = excluded.kind, at = excluded.at, by = excluded.by, why = excluded.why
   WHERE excluded.kind = 'opt-out' AND lead_pause.kind = 'person'`,
);
const LIST = statement<SqlRow>(`
  SELECT p.lead_id, p.kind, p.at, p.by, p.why, ${RECIPIENT_COLUMNS} FROM lead_pause p
  JOIN lead l ON l.workspace_id = p.workspace_id AND l.id = p.lead_id
  WHERE p.workspace_id = :workspaceId AND p.kind = :kind AND p.lead_id > :after ORDER BY p.lead_id LIMIT :limit`);
const LIFT = statement('DELETE FROM lead_pause WHERE workspace_id = :workspaceId AND lead_id = :leadId');

/** Pauses by lead, of those of these leads that a person paused. */
export function* pausesOf(workspaceId: string, leadIds: readonly string[]): Program<ReadonlyMap<string, LeadPause>> {
  if (leadIds.length === 0 || !(yield* first(ANY, { workspaceId }))) return new Map();
  const rows = yield* allIn(OF_LEADS, [...new Set(leadIds)], { workspaceId });
  return new Map(rows.map((row) => [row.lead_id as string, pauseOfRow(row)]));
}

/** Sets or lifts (null) the pause of a lead; one that stands already stays as it is. Campaigns look at the lead anew. */
export function* putLeadPause(workspaceId: string, leadId: string, pause: LeadPause | null): Program<boolean> {
  const parameters = { workspaceId, leadId };
  const changed = pause === null ? yield* run(LIFT, parameters) : yield* run(PAUSE, { ...parameters, ...pause });
  if (changed === 1) yield* touchLeads(workspaceId, [leadId]);
  return changed === 1;
}

/** A merged lead's pause goes on as that of the lead it lives on in. */
export function* followPause(workspaceId: string, from: string, to: string): Program<void> {
  const pause = (yield* pausesOf(workspaceId, [from])).get(from);
  if (!pause) return;
  yield* run(PAUSE, { workspaceId, leadId: to, ...pause });
  yield* run(LIFT, { workspaceId, leadId: from });
}

/** Leads that are paused in this way, in the order of their ids. */
export function* listPauses(
  workspaceId: string,
  kind: LeadPause['kind'],
  page: { readonly after: string; readonly limit: number },
): Program<PausedLead[]> {
  const rows = yield* all(LIST, { workspaceId, kind, ...page });
  return rows.map((row) => ({ recipient: recipientOfRow(row), pause: pauseOfRow(row) }));
}

/** The pause of a row that holds its columns. */
export function pauseOfRow(row: SqlRow): LeadPause {
  return { kind: row.kind as LeadPause['kind'], at: row.at as number, by: row.by as string, why: row.why as string };
}
