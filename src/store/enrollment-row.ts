/** Enrollments as rows. */
import type { Enrollment } from '../domain/sequence/enrollment.ts';
import { insert, type SqlRow, type SqlValue } from './statement.ts';

const COLUMNS = [
  'workspaceId',
  'id',
  'campaignId',
  'leadId',
  'generation',
  'sequence',
  'playbookHash',
  'decisionId',
  'state',
  'step',
  'visit',
  'dueAt',
  'reason',
  'reasonCode',
  'zone',
  'startedAt',
  'lastMessageId',
  'lastTouchAt',
  'endedAt',
] as const;

/** A second enrollment of the same generation is refused by the unique index, and that is no error. */
export const INSERT_ENROLLMENT = insert('enrollment', COLUMNS, 'ON CONFLICT DO NOTHING');

export function enrollmentParameters(enrollment: Enrollment): Record<string, SqlValue> {
  const { reason } = enrollment;
  return { ...enrollment, reason: reason === null ? null : JSON.stringify(reason), reasonCode: reason?.code ?? null };
}

export function enrollmentOf(row: SqlRow): Enrollment {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    campaignId: row.campaign_id as string,
    leadId: row.lead_id as string,
    generation: row.generation as number,
    sequence: row.sequence as string,
    playbookHash: row.playbook_hash as string,
    decisionId: row.decision_id as string,
    state: row.state as Enrollment['state'],
    step: row.step as string | null,
    visit: row.visit as number,
    dueAt: row.due_at as number | null,
    reason: row.reason === null ? null : JSON.parse(row.reason as string),
    zone: row.zone as string,
    startedAt: row.started_at as number,
    lastMessageId: row.last_message_id as string | null,
    lastTouchAt: row.last_touch_at as number | null,
    endedAt: row.ended_at as number | null,
  };
}
