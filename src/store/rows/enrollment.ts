/** Enrollments as rows: written, moved on, read. */
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type { PassageStanding } from '../../engine/store-port.ts';
import { fromJson, toJsonOrNull } from '../json.ts';
import { type Program, runEach, runEachLater } from '../program.ts';
import { insert, positionsOf, type SqlList, type SqlRow, type SqlValue, snakeCase, statement } from '../statement.ts';
import { endMembers } from './member.ts';
import { HAS_LEFT } from './message-state.ts';

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
  'score',
  'startedAt',
  'watchedFrom',
  'lastMessageId',
  'lastTouchAt',
  'endedAt',
] as const;

/** Columns of an enrollment read as `e` into a list, in this order and before all others. */
export const ENROLLMENT_COLUMNS = COLUMNS.map((name) => `e.${snakeCase(name)}`);
const AT = positionsOf(COLUMNS);

/** Values of an enrollment in the order of `COLUMNS`. */
function valuesOf(enrollment: Enrollment): SqlValue[] {
  const { reason } = enrollment;
  return [
    enrollment.workspaceId,
    enrollment.id,
    enrollment.campaignId,
    enrollment.leadId,
    enrollment.generation,
    enrollment.sequence,
    enrollment.playbookHash,
    enrollment.decisionId,
    enrollment.state,
    enrollment.step,
    enrollment.visit,
    enrollment.dueAt,
    toJsonOrNull(reason),
    reason?.code ?? null,
    enrollment.zone,
    enrollment.scoreMillionths,
    enrollment.startedAt,
    enrollment.watchedFrom,
    enrollment.lastMessageId,
    enrollment.lastTouchAt,
    enrollment.endedAt,
  ];
}

const OF_LEAD = 'm.workspace_id = e.workspace_id AND m.lead_id = e.lead_id';
/**
 * Columns that tell where a passage `e` stands. The passage notes a touch as a message is made: where that has not left, it was none, and of
 * what left the time of leaving is told.
 */
export const STANDING_COLUMNS = `e.sequence AS e_sequence, e.reason AS e_reason, e.due_at,
  (SELECT MAX(COALESCE(m.sent_at, m.attempted_at)) FROM message m WHERE ${OF_LEAD} AND m.campaign_id = e.campaign_id
    AND (${HAS_LEFT} OR m.may_have_left = 1)) AS left_at,
  CASE WHEN NOT EXISTS (SELECT 1 FROM message m WHERE ${OF_LEAD} AND m.created_at = e.last_touch_at) THEN e.last_touch_at END AS touched_at`;

/** Where a passage stands, of a row with these columns. */
export function passageStandingOf(row: SqlRow): PassageStanding {
  const times = [row.left_at, row.touched_at].filter((at) => at !== null) as number[];
  return {
    sequence: row.e_sequence as string,
    reason: fromJson(row.e_reason),
    dueAt: row.due_at as number | null,
    lastAt: times.length === 0 ? null : Math.max(...times),
  };
}

/** A second enrollment of the same generation is refused by the unique index, and that is no error. */
const INSERT = insert('enrollment', COLUMNS, 'ON CONFLICT DO NOTHING');
/** What follows is due with the passage; a message that was made just now still waits to leave, as it did before (`pace/threads`). */
const UPDATE = statement(`
  UPDATE enrollment SET decision_id = :decisionId, state = :state, step = :step, visit = :visit, due_at = :dueAt,
    reason = :reason, reason_code = :reasonCode, last_message_id = :lastMessageId, last_touch_at = :lastTouchAt,
    watched_from = :watchedFrom, ended_at = :endedAt,
    follows_at = CASE WHEN begun_by IS NULL THEN NULL
      WHEN COALESCE(last_message_id, '') = COALESCE(:lastMessageId, '') THEN :dueAt ELSE follows_at END
  WHERE workspace_id = :workspaceId AND id = :id AND state <> 'ended'`);
/** Nobody calls a person whose passage is over; a hand-off stays, for it is what the passage led to. */
const CANCEL_TASKS = statement(`
  UPDATE task SET state = 'cancelled' WHERE workspace_id = :workspaceId AND lead_id = :leadId AND enrollment_id = :id
  AND state = 'open' AND kind = 'task'`);

/** Adds enrollments; one of the same lead, campaign and generation stays the only one. */
export function* insertEnrollments(enrollments: readonly Enrollment[]): Program<void> {
  yield* runEachLater(INSERT, enrollments.values().map(valuesOf));
}

/** Moves enrollments on. One that is over stays over; with it end its member and the tasks that it waited for. */
export function* updateEnrollments(enrollments: readonly Enrollment[]): Program<void> {
  yield* runEachLater(UPDATE, enrollments.values().map(parametersOf));
  const ended = enrollments.filter(({ state }) => state === 'ended');
  yield* runEachLater(
    CANCEL_TASKS,
    ended.map(({ workspaceId, leadId, id }) => ({ workspaceId, leadId, id })),
  );
  yield* endMembers(ended);
}

const RETELL_END = statement(`
  UPDATE enrollment SET reason = :reason, reason_code = :reasonCode, last_touch_at = :lastTouchAt, ended_at = :endedAt
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'ended'`);

/** Writes anew why and when passages ended that are over already: what ended them was told late. They stay over. */
export function* retellEnds(enrollments: readonly Enrollment[]): Program<void> {
  yield* runEach(
    RETELL_END,
    enrollments.map(({ workspaceId, id, reason, lastTouchAt, endedAt }) => ({
      ...{ workspaceId, id, lastTouchAt, endedAt },
      reason: toJsonOrNull(reason),
      reasonCode: reason?.code ?? null,
    })),
  );
}

function parametersOf(enrollment: Enrollment): Record<string, SqlValue> {
  const { reason } = enrollment;
  return { ...enrollment, reason: toJsonOrNull(reason), reasonCode: reason?.code ?? null };
}

/** The enrollment of a row that holds all its columns. */
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
    reason: fromJson(row.reason),
    zone: row.zone as string,
    scoreMillionths: row.score as number,
    startedAt: row.started_at as number,
    watchedFrom: row.watched_from as number | null,
    lastMessageId: row.last_message_id as string | null,
    lastTouchAt: row.last_touch_at as number | null,
    endedAt: row.ended_at as number | null,
  };
}

/** The enrollment of a list that begins with `ENROLLMENT_COLUMNS`. */
export function enrollmentOfList(values: SqlList): Enrollment {
  return {
    workspaceId: values[AT.workspaceId] as string,
    id: values[AT.id] as string,
    campaignId: values[AT.campaignId] as string,
    leadId: values[AT.leadId] as string,
    generation: values[AT.generation] as number,
    sequence: values[AT.sequence] as string,
    playbookHash: values[AT.playbookHash] as string,
    decisionId: values[AT.decisionId] as string,
    state: values[AT.state] as Enrollment['state'],
    step: values[AT.step] as string | null,
    visit: values[AT.visit] as number,
    dueAt: values[AT.dueAt] as number | null,
    reason: fromJson(values[AT.reason]),
    zone: values[AT.zone] as string,
    scoreMillionths: values[AT.score] as number,
    startedAt: values[AT.startedAt] as number,
    watchedFrom: values[AT.watchedFrom] as number | null,
    lastMessageId: values[AT.lastMessageId] as string | null,
    lastTouchAt: values[AT.lastTouchAt] as number | null,
    endedAt: values[AT.endedAt] as number | null,
  };
}
