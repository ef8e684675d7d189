/** Hand-offs: made with their tasks, listed, changed by people and by their clock. */
import type { HandOff, HandOffSend } from '../../domain/handoff/handoff.ts';
import { LIMITS } from '../../domain/limits.ts';
import type {
  EscalationBatch,
  HandOffChange,
  HandOffMaker,
  HandOffOf,
  HandOffQuery,
  TaskRecord,
} from '../../engine/store-port.ts';
import { type Told, tell } from '../feed/tell.ts';
import { listConnections } from '../instance/connections.ts';
import { toJson } from '../json.ts';
import { leadStory } from '../leads/story.ts';
import { all, allEach, first, type Program, run } from '../program.ts';
import { handOffOf, insertHandOff, insertSends, sendOf } from '../rows/handoff.ts';
import { type SqlRow, statement } from '../statement.ts';
import { giveTurn, teamByName, teamHeld } from './teams.ts';

const WITH_BRIEF = `SELECT h.*, b.brief FROM hand_off h
  JOIN hand_off_brief b ON b.workspace_id = h.workspace_id AND b.hand_off_id = h.id`;
const LOAD = statement<{ owner: string; n: number }>(`
  SELECT owner, COUNT(*) AS n FROM hand_off
  WHERE workspace_id = :workspaceId AND team = :team AND state <> 'done' AND owner IS NOT NULL GROUP BY owner`);
const EARLIER = statement<{ owner: string | null }>(`
  SELECT owner FROM hand_off WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY id DESC LIMIT 1`);
const LIST = statement<SqlRow>(`
  ${WITH_BRIEF} WHERE h.workspace_id = :workspaceId AND (:team = '' OR h.team = :team) ORDER BY h.id DESC LIMIT :limit`);
const LIST_STATE = statement<SqlRow>(`
  ${WITH_BRIEF} WHERE h.workspace_id = :workspaceId AND h.state = :state AND (:team = '' OR h.team = :team)
  ORDER BY h.id DESC LIMIT :limit`);
const ONE = statement<SqlRow>(`${WITH_BRIEF} WHERE h.workspace_id = :workspaceId AND h.id = :id`);
const HELD = statement<SqlRow>(`${WITH_BRIEF} WHERE h.workspace_id = :workspaceId AND h.id = :id`, { holds: 'h' });
const OVERDUE = statement<SqlRow>(
  `${WITH_BRIEF} WHERE h.escalate_at IS NOT NULL AND h.escalate_at <= :now
  ORDER BY h.escalate_at, h.workspace_id, h.id LIMIT :limit`,
  { claims: 'h' },
);
const SENDS = statement<SqlRow>(`
  SELECT * FROM hand_off_send WHERE workspace_id = :workspaceId AND hand_off_id = :id ORDER BY target, turn`);
const SAVE = statement(`
  UPDATE hand_off SET owner = :owner, reason = :reason, state = :state, claimed_by = :claimedBy, claimed_at = :claimedAt,
    escalate_at = :escalateAt, escalations = :escalations
  WHERE workspace_id = :workspaceId AND id = :id`);
const DONE = statement(`
  UPDATE hand_off SET state = 'done', done_by = :by, done_at = :at, escalate_at = NULL
  WHERE workspace_id = :workspaceId AND task_id = :taskId AND state <> 'done'`);
const OF_TASK = statement<{ id: string; lead_id: string }>(
  "SELECT id, lead_id FROM hand_off WHERE workspace_id = :workspaceId AND task_id = :taskId AND state <> 'done'",
);
const KIND_OF_STATE = { open: 'hand-off.opened', claimed: 'hand-off.claimed', done: 'hand-off.done' } as const;
/** What somebody has in hand stays as it is. */
const MOVE_SEND = statement(`
  UPDATE hand_off_send SET state = :state, attempts = :attempts, due_at = :dueAt, ask_at = :askAt, code = :code,
    detail = :detail, receipt = :receipt
  WHERE workspace_id = :workspaceId AND hand_off_id = :handOffId AND target = :target AND turn = :turn
  AND state <> 'sending'`);

/** Makes the hand-offs of those tasks that are some, one after the other: each sees the turns that were given before it. */
export function* openHandOffs(tasks: readonly TaskRecord[], maker: HandOffMaker | undefined): Program<void> {
  if (!maker) return;
  for (const task of tasks) if (task.team !== undefined) yield* openOne(task, task.team, maker);
}

function* openOne(task: TaskRecord, name: string, { suppressionKeys, decide }: HandOffMaker): Program<void> {
  const { workspaceId, leadId } = task;
  const team = yield* teamHeld(workspaceId, name);
  const load = yield* all(LOAD, { workspaceId, team: name });
  const earlier = (yield* first(EARLIER, { workspaceId, leadId }))?.owner ?? null;
  const story = yield* leadStory(workspaceId, leadId, suppressionKeys);
  if (!story) return;
  const counts = Object.fromEntries(load.map(({ owner, n }) => [owner, n]));
  const { handOff, turn, sends } = decide({ task, team, load: counts, earlier, story });
  if (!(yield* insertHandOff(handOff))) return;
  yield* tellHandOff(handOff);
  yield* insertSends(sends);
  if (turn !== null && turn !== team?.turn) yield* giveTurn(workspaceId, name, turn);
}

/** The task of a hand-off was done, and so is the hand-off. */
export function* endHandOff(workspaceId: string, taskId: string, by: string | null, at: number | null): Program<void> {
  const open = yield* all(OF_TASK, { workspaceId, taskId });
  yield* run(DONE, { workspaceId, taskId, by, at });
  const told = { workspaceId, kind: KIND_OF_STATE.done, version: 0 };
  yield* tell(open.map(({ id, lead_id: leadId }): Told => ({ ...told, id, leadId })));
}

/** Hand-offs, the newest first. */
export function* listHandOffs({ workspaceId, state, team, limit }: HandOffQuery): Program<HandOffOf[]> {
  const of = { workspaceId, team: team ?? '', limit };
  const rows = state === null ? yield* all(LIST, of) : yield* all(LIST_STATE, { ...of, state });
  const sends = yield* allEach(
    SENDS,
    rows.map((row) => ({ workspaceId, id: row.id as string })),
  );
  return rows.map((row, i) => ({ handOff: handOffOf(row), sends: (sends[i] ?? []).map(sendOf) }));
}

/** One hand-off; null = there is none of this id. */
export function* handOffById(workspaceId: string, id: string): Program<HandOffOf | null> {
  const row = yield* first(ONE, { workspaceId, id });
  return row ? yield* withSends(handOffOf(row)) : null;
}

function* withSends(handOff: HandOff): Program<HandOffOf> {
  const { workspaceId, id } = handOff;
  return { handOff, sends: (yield* all(SENDS, { workspaceId, id })).map(sendOf) };
}

/** Changes one; null = there is none of this id. */
export function* changeHandOff({ workspaceId, id, decide }: HandOffChange): Program<HandOffOf | null> {
  const row = yield* first(HELD, { workspaceId, id });
  if (!row) return null;
  const after = decide(yield* withSends(handOffOf(row)));
  yield* save(after.handOff);
  for (const send of after.sends) yield* moveSend(send);
  return after;
}

function* save(handOff: HandOff): Program<void> {
  const { workspaceId, id, owner, state, claimedBy, claimedAt, escalateAt, escalations } = handOff;
  const reason = toJson(handOff.reason);
  yield* run(SAVE, { workspaceId, id, owner, reason, state, claimedBy, claimedAt, escalateAt, escalations });
  yield* tellHandOff(handOff);
}

function* tellHandOff({ workspaceId, id, leadId, state }: HandOff): Program<void> {
  yield* tell([{ workspaceId, id, leadId, kind: KIND_OF_STATE[state], version: 0 }]);
}

function* moveSend(send: HandOffSend): Program<void> {
  if (send.state !== 'sending') yield* run(MOVE_SEND, { ...send, receipt: toJson(send.receipt) });
}

/** Gives those whose time is over to whom their team names for that; the count looked at. */
export function* escalateHandOffs({ now, limit, decide, tells }: EscalationBatch): Program<number> {
  const rows = yield* all(OVERDUE, { now, limit });
  for (const row of rows) {
    const before = handOffOf(row);
    const { workspaceId } = before;
    const team = yield* teamByName(workspaceId, before.team);
    const connections = yield* listConnections(workspaceId, LIMITS.connections);
    const tellers = new Set(connections.filter(({ provider }) => tells(provider)).map(({ name }) => name));
    const { handOff, sends } = decide(before, team, tellers);
    yield* save(handOff);
    yield* insertSends(sends);
  }
  return rows.length;
}
