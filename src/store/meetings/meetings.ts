/** Meetings: kept with the events that made them, taken up by who books them, listed. */
import type { Meeting, MeetingState } from '../../domain/booking/meeting.ts';
import type { LeadEvent } from '../../domain/event.ts';
import { LIMITS } from '../../domain/limits.ts';
import type {
  MeetingChange,
  MeetingClaim,
  MeetingQuery,
  MeetingSettled,
  MeetingVerbs,
} from '../../engine/store-port.ts';
import { fromJson, toJsonOrNull } from '../json.ts';
import { all, type Database, first, type Program, run } from '../program.ts';
import { insertMessages } from '../rows/message.ts';
import { insertTasks } from '../rows/task.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const KEY = 'workspace_id = :workspaceId AND id = :id';
const SET = `state = :state, origin = :origin, ref = :ref, starts_at = :startsAt, told_at = :toldAt, due_at = :dueAt,
    attempts = :attempts, code = :code, talk = :talk, lease_owner = NULL, lease_until = NULL`;
/** One that is known goes on, unless somebody has it in hand. */
const PUT = insert(
  'meeting',
  [
    ...['workspaceId', 'id', 'leadId', 'campaignId', 'enrollmentId', 'state', 'origin', 'ref', 'startsAt', 'toldAt'],
    ...['dueAt', 'attempts', 'code', 'talk'],
  ],
  `ON CONFLICT (workspace_id, id) DO UPDATE SET state = excluded.state, origin = excluded.origin, ref = excluded.ref,
    starts_at = excluded.starts_at, told_at = excluded.told_at, due_at = excluded.due_at, attempts = excluded.attempts,
    code = excluded.code, talk = excluded.talk WHERE meeting.lease_owner IS NULL`,
);
const LIST = statement<SqlRow>('SELECT * FROM meeting WHERE workspace_id = :workspaceId ORDER BY id DESC LIMIT :limit');
const LIST_STATE = statement<SqlRow>(
  'SELECT * FROM meeting WHERE workspace_id = :workspaceId AND state = :state ORDER BY id DESC LIMIT :limit',
);
const ONE = statement<SqlRow>(`SELECT * FROM meeting WHERE ${KEY}`);
const HELD = statement<SqlRow>(`SELECT * FROM meeting WHERE ${KEY} AND lease_owner IS NULL`, { holds: 'meeting' });
const OF_LEAD = statement<SqlRow>(`
  SELECT * FROM meeting WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY id DESC LIMIT ${LIMITS.leadMeetings}`);
const BY_REF = statement<SqlRow>(
  'SELECT * FROM meeting WHERE workspace_id = :workspaceId AND origin = :origin AND ref = :ref',
);
const DUE = statement<SqlRow>(
  `SELECT * FROM meeting WHERE due_at IS NOT NULL AND due_at <= :now ORDER BY due_at, workspace_id, id LIMIT :limit`,
  { claims: 'meeting' },
);
const TAKE = statement(`
  UPDATE meeting SET attempts = attempts + 1, lease_owner = :owner, lease_until = :until WHERE ${KEY}`);
const KEEP = statement(`UPDATE meeting SET talk = :talk WHERE ${KEY} AND lease_owner = :owner`);
const SETTLE = statement(`UPDATE meeting SET ${SET} WHERE ${KEY} AND lease_owner = :owner`);

/** The verbs over a database. */
export function meetingVerbs(db: Database): MeetingVerbs {
  return {
    list: (query) => db.read(() => listMeetings(query)),
    get: (workspaceId, id) => db.read(() => meetingById(workspaceId, id)),
    ofLead: (workspaceId, leadId) => db.read(() => meetingsOfLead(workspaceId, leadId)),
    around: (told, leadId) => db.read(() => meetingsAround(told, leadId)),
    add: (meeting) => db.write(() => putMeetings([meeting])),
    change: (change) => db.write(() => changeMeeting(change)),
    claim: (claim) => db.write(() => claimMeetings(claim)),
    keep: (meeting, owner) => db.write(() => keepMeeting(meeting, owner)),
    settle: (settled, owner) => db.write(() => settleMeeting(settled, owner)),
  };
}

/** Meetings of a lead, the newest first. */
function* meetingsOfLead(workspaceId: string, leadId: string): Program<Meeting[]> {
  return (yield* all(OF_LEAD, { workspaceId, leadId })).map(meetingOf);
}

/** What an event is decided on: the meetings of its lead, and the one that it tells of, whoever has it here: that of a lead merged away, say. */
export function* meetingsAround(
  { workspaceId, meeting }: Pick<LeadEvent, 'workspaceId' | 'meeting'>,
  leadId: string,
): Program<Meeting[]> {
  const found = yield* meetingsOfLead(workspaceId, leadId);
  if (!meeting) return found;
  const { origin, ref, before } = meeting;
  const row =
    (yield* first(BY_REF, { workspaceId, origin, ref })) ??
    (before === null ? undefined : yield* first(BY_REF, { workspaceId, origin, ref: before }));
  return row && found.every(({ id }) => id !== row.id) ? [meetingOf(row), ...found] : found;
}

/** Adds meetings, or writes how they go on. */
export function* putMeetings(meetings: readonly Meeting[]): Program<void> {
  for (const meeting of meetings) yield* run(PUT, parametersOf(meeting));
}

function* listMeetings({ workspaceId, state, limit }: MeetingQuery): Program<Meeting[]> {
  const rows =
    state === null ? yield* all(LIST, { workspaceId, limit }) : yield* all(LIST_STATE, { workspaceId, state, limit });
  return rows.map(meetingOf);
}

function* meetingById(workspaceId: string, id: string): Program<Meeting | null> {
  const row = yield* first(ONE, { workspaceId, id });
  return row ? meetingOf(row) : null;
}

function* changeMeeting({ workspaceId, id, decide }: MeetingChange): Program<Meeting | null> {
  const row = yield* first(HELD, { workspaceId, id });
  if (!row) return null;
  const after = decide(meetingOf(row));
  yield* putMeetings([after]);
  return after;
}

function* claimMeetings({ now, owner, leaseNow, until, limit, isGone }: MeetingClaim): Program<Meeting[]> {
  const taken: Meeting[] = [];
  for (const row of yield* all(DUE, { now, limit })) {
    const holder = row.lease_owner as string | null;
    if (holder !== null && (row.lease_until as number) > leaseNow && !isGone(holder)) continue;
    const meeting = meetingOf(row);
    yield* run(TAKE, { workspaceId: meeting.workspaceId, id: meeting.id, owner, until });
    taken.push({ ...meeting, attempts: meeting.attempts + 1 });
  }
  return taken;
}

function* keepMeeting({ workspaceId, id, talk }: Meeting, owner: string): Program<boolean> {
  return (yield* run(KEEP, { workspaceId, id, owner, talk: toJsonOrNull(talk) })) > 0;
}

function* settleMeeting({ meeting, messages, tasks }: MeetingSettled, owner: string): Program<boolean> {
  const { leadId: _, campaignId: __, enrollmentId: ___, ...parameters } = parametersOf(meeting);
  if ((yield* run(SETTLE, { ...parameters, owner })) === 0) return false;
  yield* insertMessages(messages);
  yield* insertTasks(tasks);
  return true;
}

function parametersOf({ talk, ...meeting }: Meeting) {
  return { ...meeting, talk: toJsonOrNull(talk) };
}

function meetingOf(row: SqlRow): Meeting {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    leadId: row.lead_id as string,
    campaignId: row.campaign_id as string | null,
    enrollmentId: row.enrollment_id as string | null,
    state: row.state as MeetingState,
    origin: row.origin as string,
    ref: row.ref as string | null,
    startsAt: row.starts_at as number | null,
    toldAt: row.told_at as number,
    dueAt: row.due_at as number | null,
    attempts: row.attempts as number,
    code: row.code as string | null,
    talk: fromJson(row.talk),
  };
}
