/** Leads that a person paused: a handful of rows, looked up where a message leaves and where leads are enrolled. */
import { type Pause, pauseReason } from '../../domain/sequence/pause.ts';
import type { LeadPause } from '../../engine/store-port.ts';
import { allIn, first, type Program, run } from '../program.ts';
import { insert, listStatement, type SqlRow, statement } from '../statement.ts';
import { touchLeads } from './leads.ts';

/** Nearly no workspace has any: one look says so. */
const ANY = statement<{ lead_id: string }>('SELECT lead_id FROM lead_pause WHERE workspace_id = :workspaceId LIMIT 1');
const OF_LEADS = listStatement<SqlRow>(
  (keys) => `SELECT lead_id, at, by, why FROM lead_pause WHERE workspace_id = :workspaceId AND lead_id IN (${keys})`,
);
const PAUSE = insert(
  'lead_pause',
  ['workspaceId', 'leadId', 'at', 'by', 'why'],
  'ON CONFLICT (workspace_id, lead_id) DO NOTHING',
);
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

/** The reason of a lead's pause. */
export function leadPauseReason(pause: LeadPause): ReturnType<typeof pauseReason> {
  return pauseReason({ code: 'lead-paused', ...pause } satisfies Pause);
}

function pauseOfRow(row: SqlRow): LeadPause {
  return { at: row.at as number, by: row.by as string, why: row.why as string };
}
