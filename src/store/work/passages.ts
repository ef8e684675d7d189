/** What a lead goes through: its passages with the message that each made last, moved by a person's act, and listed. */
import { LIMITS } from '../../domain/limits.ts';
import type { MessageState } from '../../domain/message.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import { FOR_A_YES, reactionToBasis } from '../../domain/sequence/reaction.ts';
import type {
  EnrollmentQuery,
  LastMade,
  MessageKept,
  Passage,
  PassageChange,
  UnsentMessage,
} from '../../engine/store-port.ts';
import { tellMessages } from '../feed/tell.ts';
import { fromJson, toJsonOrNull } from '../json.ts';
import { pausesOf, putLeadPause } from '../leads/pauses.ts';
import { all, allEach, first, type Program, runEach, together } from '../program.ts';
import { enrollmentOf, updateEnrollments } from '../rows/enrollment.ts';
import { type SqlRow, statement } from '../statement.ts';

const PASSAGES = statement<SqlRow>(
  `SELECT e.*, m.intent_key AS last_key, m.state AS last_state FROM enrollment e
   LEFT JOIN message m ON m.workspace_id = e.workspace_id AND m.id = e.last_message_id
   WHERE e.workspace_id = :workspaceId AND e.lead_id = :leadId
   ORDER BY e.campaign_id, e.generation LIMIT ${LIMITS.storyRows}`,
  { holds: 'e' },
);
const UNSENT = statement<SqlRow>(
  `SELECT id, enrollment_id, intent_key, state, reason, created_at FROM message
   WHERE workspace_id = :workspaceId AND lead_id = :leadId AND (state = 'queued' OR state = 'claimed' OR state = 'held')
   ORDER BY intent_key LIMIT ${LIMITS.storyRows}`,
  { holds: 'message' },
);
const WAITING = statement<{ id: string; enrollment_id: string }>(
  `SELECT id, enrollment_id FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId
    AND (state = 'queued' OR state = 'held' OR state = 'claimed') AND enrollment_id IS NOT NULL
    ORDER BY id LIMIT ${LIMITS.storyRows}`,
);
const WAITING_PASSAGES = statement<SqlRow>(
  `SELECT * FROM enrollment WHERE workspace_id = :workspaceId AND lead_id = :leadId AND state = 'waiting'`,
  { holds: 'enrollment' },
);
const HELD_FOR_A_YES = statement<{ id: string }>(
  `SELECT id FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId AND state = 'held'
   AND reason_code IN (${FOR_A_YES.map((code) => `'${code}'`).join(', ')}) ORDER BY id LIMIT ${LIMITS.storyRows}`,
  { holds: 'message' },
);
const PLACE = statement<{ country: string | null; region: string | null }>(
  'SELECT country, region FROM lead WHERE workspace_id = :workspaceId AND id = :leadId',
);
/** Another fence: whoever has claimed it can write nothing any more. A moment that it was given is somebody else's by then. */
const KEEP = statement(`
  UPDATE message SET state = :to, reason = :reason, reason_code = :reasonCode, due_at = :dueAt, slot_at = NULL,
    lease_owner = NULL, lease_until = NULL, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND (state = 'queued' OR state = 'claimed' OR state = 'held')`);
const BY_ID = statement<SqlRow>('SELECT * FROM enrollment WHERE workspace_id = :workspaceId AND id = :id');
/** Reads the workspace's enrollments on from an id until enough of them fit; '' = any. */
const PAGE = statement<SqlRow>(`
  SELECT * FROM enrollment WHERE workspace_id = :workspaceId AND id > :after AND (:state = '' OR state = :state)
  AND (:campaignId = '' OR campaign_id = :campaignId) AND (:code = '' OR reason_code = :code) ORDER BY id LIMIT :limit`);
const OF_LEAD = statement<SqlRow>(`
  SELECT * FROM enrollment WHERE workspace_id = :workspaceId AND lead_id = :leadId
  AND (:campaignId = '' OR campaign_id = :campaignId) AND (:state = '' OR state = :state)
  AND (:code = '' OR reason_code = :code) ORDER BY campaign_id, generation LIMIT :limit`);

/** Passages of a lead, those that are over too, in the order of campaign and generation. */
export function* passagesOf(workspaceId: string, leadId: string): Program<Passage[]> {
  // Passages are held first, and messages read after them.
  const [rows, unsent] = yield* together(all(PASSAGES, { workspaceId, leadId }), all(WAITING, { workspaceId, leadId }));
  return rows.map((row) => {
    const older = unsent.filter(({ id, enrollment_id }) => enrollment_id === row.id && id !== row.last_message_id);
    return { enrollment: enrollmentOf(row), lastMessage: lastMadeOf(row), older: older.map(({ id }) => id) };
  });
}

function lastMadeOf({ last_message_id: id, last_key, last_state }: SqlRow): LastMade | null {
  return last_state === null
    ? null
    : { id: id as string, intentKey: last_key as string, state: last_state as LastMade['state'] };
}

/**
 * A person moves passages of a lead, and what of it has not left. Passages are held first and messages read after them, as the
 * last gate does it: no message departs between the two. The count of passages that moved.
 */
export function* changePassages({ workspaceId, leadId, decide }: PassageChange): Program<number> {
  const passages = yield* passagesOf(workspaceId, leadId);
  const unsent = (yield* all(UNSENT, { workspaceId, leadId })).map(unsentOf);
  const pause = (yield* pausesOf(workspaceId, [leadId])).get(leadId) ?? null;
  const { country = null, region = null } = (yield* first(PLACE, { workspaceId, leadId })) ?? {};
  const outcome = decide({ passages, unsent, place: { country, region }, pause });
  yield* updateEnrollments(outcome.enrollments);
  yield* keepMessages(workspaceId, outcome.messages);
  if (outcome.pause !== undefined) yield* putLeadPause(workspaceId, leadId, outcome.pause);
  return outcome.enrollments.length;
}

/** What waited for a basis on which to contact these leads is due, since another one, or another country, is stated now. */
export function* permitWaiting(workspaceId: string, leadIds: readonly string[], now: number): Program<void> {
  const rows = yield* allEach(
    WAITING_PASSAGES,
    leadIds.map((leadId) => ({ workspaceId, leadId })),
  );
  const waiting = rows.flat().map(enrollmentOf);
  const after = waiting.map((was) => [was, reactionToBasis(was, now)] as const);
  yield* updateEnrollments(after.flatMap(([was, is]) => (is === was ? [] : [is])));
  yield* permitHeld(workspaceId, leadIds, now);
}

/** Messages that the last gate holds for want of a basis or a yes are due. */
export function* permitHeld(workspaceId: string, leadIds: readonly string[], now: number): Program<void> {
  const held = yield* allEach(
    HELD_FOR_A_YES,
    leadIds.map((leadId) => ({ workspaceId, leadId })),
  );
  yield* keepMessages(
    workspaceId,
    held.flat().map(({ id }) => ({ id, to: 'queued', reason: null, dueAt: now })),
  );
}

/** Moves messages that have not left; one that is leaving already stays as it is. */
function* keepMessages(workspaceId: string, messages: readonly MessageKept[]): Program<void> {
  yield* runEach(
    KEEP,
    messages.map(({ id, to, reason, dueAt }) => {
      return { workspaceId, id, to, dueAt, reason: toJsonOrNull(reason), reasonCode: reason?.code ?? null };
    }),
  );
  yield* tellMessages(messages.map(({ id }) => ({ workspaceId, id })));
}

function unsentOf(row: SqlRow): UnsentMessage {
  return {
    id: row.id as string,
    enrollmentId: row.enrollment_id as string | null,
    intentKey: row.intent_key as string,
    state: row.state as MessageState,
    reason: fromJson(row.reason),
    createdAt: row.created_at as number,
  };
}

/** An enrollment by id. */
export function* enrollmentById(workspaceId: string, id: string): Program<Enrollment | null> {
  const row = yield* first(BY_ID, { workspaceId, id });
  return row ? enrollmentOf(row) : null;
}

/** A page of enrollments: of a lead by campaign, else in the order of their ids. */
export function* listEnrollments(query: EnrollmentQuery): Program<Enrollment[]> {
  const { workspaceId, leadId, campaignId, state, code, after, limit } = query;
  const wanted = { workspaceId, campaignId: campaignId ?? '', state: state ?? '', code: code ?? '', limit };
  const rows =
    leadId === null ? yield* all(PAGE, { ...wanted, after: after ?? '' }) : yield* all(OF_LEAD, { ...wanted, leadId });
  return rows.map(enrollmentOf);
}
