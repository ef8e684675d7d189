/** Signals and their rises and falls as rows: written and read. */
import type { SignalChange, SignalOutcome, SignalRecord } from '../../engine/store-port.ts';
import { fromJson, toJson } from '../json.ts';
import { type Program, runEach } from '../program.ts';
import { insert, type SqlRow } from '../statement.ts';

const RECORD = [
  'workspaceId',
  'leadId',
  'campaignId',
  'name',
  'playbookHash',
  'state',
  'changedAt',
  'fallsAt',
  'evidence',
] as const;
const PUT = insert(
  'signal',
  RECORD,
  `ON CONFLICT (workspace_id, lead_id, campaign_id, name) DO UPDATE SET playbook_hash = excluded.playbook_hash,
    state = excluded.state, changed_at = excluded.changed_at, falls_at = excluded.falls_at, evidence = excluded.evidence`,
);
const CHANGE = [
  'workspaceId',
  'leadId',
  'id',
  'campaignId',
  'name',
  'state',
  'at',
  'noticedAt',
  'points',
  'evidence',
] as const;
const INSERT_CHANGE = insert('signal_change', CHANGE);

/** Writes signals as they are from now on, and what led there. */
export function* putSignals({ records, changes }: SignalOutcome): Program<void> {
  yield* runEach(
    PUT,
    records.map((record) => ({ ...record, evidence: toJson(record.evidence) })),
  );
  yield* runEach(
    INSERT_CHANGE,
    changes.map((change) => ({ ...change, evidence: toJson(change.evidence) })),
  );
}

/** The signal of a row that holds all its columns. */
export function signalOf(row: SqlRow): SignalRecord {
  return {
    workspaceId: row.workspace_id as string,
    leadId: row.lead_id as string,
    campaignId: row.campaign_id as string,
    name: row.name as string,
    playbookHash: row.playbook_hash as string,
    state: row.state as SignalRecord['state'],
    changedAt: row.changed_at as number | null,
    fallsAt: row.falls_at as number | null,
    evidence: fromJson(row.evidence),
  };
}

/** The rise or fall of a row that holds all its columns. */
export function signalChangeOf(row: SqlRow): SignalChange {
  return {
    workspaceId: row.workspace_id as string,
    leadId: row.lead_id as string,
    id: row.id as string,
    campaignId: row.campaign_id as string,
    name: row.name as string,
    state: row.state as SignalChange['state'],
    at: row.at as number,
    noticedAt: row.noticed_at as number,
    points: row.points as number,
    evidence: fromJson(row.evidence),
  };
}
