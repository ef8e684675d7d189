/** Teams, hand-offs and their sendings as rows: written and read. */
import type { HandOff, HandOffSend, HandOffSendState, HandOffState } from '../../domain/handoff/handoff.ts';
import { type Team, TeamSettingsSchema } from '../../domain/handoff/team.ts';
import { fromJson, toJson } from '../json.ts';
import { type Program, run, runEach } from '../program.ts';
import { insert, type SqlRow } from '../statement.ts';

const HAND_OFF = insert(
  'hand_off',
  [
    ...['workspaceId', 'id', 'intentKey', 'taskId', 'campaignId', 'enrollmentId', 'leadId', 'team', 'owner', 'reason'],
    ...['state', 'openedAt', 'claimedBy', 'claimedAt', 'doneBy', 'doneAt', 'escalateAt', 'escalations'],
  ],
  'ON CONFLICT (workspace_id, intent_key) DO NOTHING',
);
const BRIEF = insert('hand_off_brief', ['workspaceId', 'handOffId', 'brief']);
const SEND = insert(
  'hand_off_send',
  [
    ...['workspaceId', 'handOffId', 'target', 'turn', 'state', 'attempts', 'dueAt', 'askAt', 'code', 'detail'],
    'receipt',
  ],
  'ON CONFLICT (workspace_id, hand_off_id, target, turn) DO NOTHING',
);

/** Adds a hand-off; false = its intent has one already. */
export function* insertHandOff(handOff: HandOff): Program<boolean> {
  const { workspaceId, id: handOffId, brief, reason } = handOff;
  if ((yield* run(HAND_OFF, { ...parametersOf(handOff), reason: toJson(reason) })) === 0) return false;
  yield* run(BRIEF, { workspaceId, handOffId, brief: toJson(brief) });
  return true;
}

function parametersOf({ brief: _, reason: __, ...rest }: HandOff) {
  return rest;
}

/** Adds sendings; one of the same target and turn stays the only one. */
export function* insertSends(sends: readonly HandOffSend[]): Program<void> {
  yield* runEach(
    SEND,
    sends.map((send) => ({ ...send, receipt: toJson(send.receipt) })),
  );
}

/** The team of a row. */
export function teamOf(row: SqlRow): Team {
  return {
    workspaceId: row.workspace_id as string,
    name: row.name as string,
    settings: TeamSettingsSchema.parse(fromJson(row.settings)),
    turn: row.turn as number,
  };
}

/** The hand-off of a row that holds its columns and its brief. */
export function handOffOf(row: SqlRow): HandOff {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    intentKey: row.intent_key as string,
    taskId: row.task_id as string,
    campaignId: row.campaign_id as string,
    enrollmentId: row.enrollment_id as string,
    leadId: row.lead_id as string,
    team: row.team as string,
    owner: row.owner as string | null,
    reason: fromJson(row.reason),
    brief: fromJson(row.brief),
    state: row.state as HandOffState,
    openedAt: row.opened_at as number,
    claimedBy: row.claimed_by as string | null,
    claimedAt: row.claimed_at as number | null,
    doneBy: row.done_by as string | null,
    doneAt: row.done_at as number | null,
    escalateAt: row.escalate_at as number | null,
    escalations: row.escalations as number,
  };
}

/** The sending of a row. */
export function sendOf(row: SqlRow): HandOffSend {
  return {
    workspaceId: row.workspace_id as string,
    handOffId: row.hand_off_id as string,
    target: row.target as string,
    turn: row.turn as number,
    state: row.state as HandOffSendState,
    attempts: row.attempts as number,
    dueAt: row.due_at as number,
    askAt: row.ask_at as number | null,
    code: row.code as string | null,
    detail: row.detail as string | null,
    receipt: fromJson(row.receipt),
  };
}
