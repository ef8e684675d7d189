/** The inbox: replies found, listed and moved on by people. What a person says a reply means is told as an event in the same transaction. */
import type { LeadEvent } from '../../domain/event.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type {
  InboxQuery,
  ReplyChange,
  ReplyCorrection,
  ReplyKey,
  ReplyOf,
  ReplyRecord,
} from '../../engine/store-port.ts';
import { leadsById } from '../leads/leads.ts';
import { all, allEach, first, type Program, run } from '../program.ts';
import { eventOf } from '../rows/event.ts';
import { messageOf } from '../rows/message.ts';
import { answerOf, replyOf } from '../rows/reply.ts';
import { type SqlRow, statement } from '../statement.ts';
import { recordEvents } from '../work/events.ts';

const KEY = 'workspace_id = :workspaceId AND event_id = :eventId';
const BY_KEY = statement<SqlRow>(`SELECT * FROM reply WHERE ${KEY}`);
const HELD = statement<SqlRow>(`SELECT * FROM reply WHERE ${KEY}`, { holds: 'reply' });
const FITS = `workspace_id = :workspaceId AND state = :state AND (:meaning = '' OR meaning = :meaning)
  AND (:assignedTo = '' OR assigned_to = :assignedTo) AND COALESCE(snoozed_until, 0) <= :awakeAt`;
const OLDEST = statement<SqlRow>(`
  SELECT * FROM reply WHERE ${FITS} AND event_id > :after ORDER BY event_id LIMIT :limit`);
const LATEST = statement<SqlRow>(`
  SELECT * FROM reply WHERE ${FITS} AND event_id < :after ORDER BY event_id DESC LIMIT :limit`);
const EVENT = statement<SqlRow>(
  'SELECT * FROM event WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :eventId',
);
const ALIAS = statement<{ alias_id: string; lead_id: string }>(
  'SELECT alias_id, lead_id FROM lead_alias WHERE workspace_id = :workspaceId AND alias_id = :leadId',
);
const ANSWERS = statement<SqlRow>(`SELECT * FROM answer WHERE ${KEY} ORDER BY turn LIMIT ${LIMITS.answersPerReply}`);
const MESSAGE = statement<SqlRow>('SELECT * FROM message WHERE workspace_id = :workspaceId AND id = :messageId');
const CHANGE = statement(`
  UPDATE reply SET state = :state, closed_by = :closedBy, assigned_to = :assignedTo, snoozed_until = :snoozedUntil
  WHERE ${KEY}`);
const CORRECT = statement(`
  UPDATE reply SET meaning = :meaning, state = :state, closed_by = NULL, corrected_by = :by, corrected_at = :at,
    corrections = corrections + 1
  WHERE ${KEY} AND corrections = :corrections`);
/** Behind every id. */
const END = '\u{10ffff}';

/** One reply; null = there is none. */
export function* replyByKey({ workspaceId, eventId }: ReplyKey): Program<ReplyOf | null> {
  const row = yield* first(BY_KEY, { workspaceId, eventId });
  return row ? ((yield* withStories([replyOf(row)]))[0] ?? null) : null;
}

/** A page of the inbox. */
export function* listReplies({ workspaceId, state, after, limit, ...of }: InboxQuery): Program<ReplyOf[]> {
  const fits = {
    meaning: of.meaning ?? '',
    assignedTo: of.assignedTo ?? '',
    awakeAt: of.awakeAt ?? Number.MAX_SAFE_INTEGER,
  };
  const oldestFirst = state === 'open';
  const page = { workspaceId, state, ...fits, after: after ?? (oldestFirst ? '' : END), limit };
  return yield* withStories((yield* all(oldestFirst ? OLDEST : LATEST, page)).map(replyOf));
}

function* withStories(replies: readonly ReplyRecord[]): Program<ReplyOf[]> {
  const keys = replies.map(({ workspaceId, eventId, leadId }) => ({ workspaceId, eventId, leadId }));
  const events = yield* allEach(EVENT, keys);
  const answers = yield* allEach(ANSWERS, keys);
  const leads = yield* livingLeads(replies);
  const found: ReplyOf[] = [];
  for (const [i, reply] of replies.entries()) {
    const given = (answers[i] ?? []).map(answerOf);
    const messages = yield* allEach(
      MESSAGE,
      given.map(({ workspaceId, messageId }) => ({ workspaceId, messageId })),
    );
    found.push({
      reply,
      event: events[i]?.[0] ? eventOf(events[i][0]) : null,
      lead: leads.get(reply.leadId) ?? null,
      answers: given.map((answer, at) => ({ answer, message: messages[at]?.[0] ? messageOf(messages[at][0]) : null })),
    });
  }
  return found;
}

/** Leads by the id that a reply names; one that was merged lives on in another. */
function* livingLeads(replies: readonly ReplyRecord[]): Program<Map<string, Lead>> {
  const [one] = replies;
  if (one === undefined) return new Map();
  const { workspaceId } = one;
  const ids = [...new Set(replies.map(({ leadId }) => leadId))];
  const leads = yield* leadsById(workspaceId, ids);
  const gone = ids.filter((id) => !leads.has(id)).map((leadId) => ({ workspaceId, leadId }));
  const aliases = (yield* allEach(ALIAS, gone)).flat();
  const survivors = yield* leadsById(
    workspaceId,
    aliases.map((row) => row.lead_id),
  );
  for (const row of aliases) {
    const survivor = survivors.get(row.lead_id);
    if (survivor) leads.set(row.alias_id, survivor);
  }
  return leads;
}

/** A reply that this transaction holds, with its event and lead; null = one of them is gone. */
export function* heldReply(
  key: ReplyKey,
): Program<{ readonly reply: ReplyRecord; readonly event: LeadEvent; readonly lead: Lead } | null> {
  const { workspaceId, eventId } = key;
  const row = yield* first(HELD, { workspaceId, eventId });
  if (!row) return null;
  const reply = replyOf(row);
  const event = yield* first(EVENT, { workspaceId, eventId, leadId: reply.leadId });
  const lead = (yield* livingLeads([reply])).get(reply.leadId);
  return event && lead ? { reply, event: eventOf(event), lead } : null;
}

/** Moves a reply on; null = there is none. */
export function* changeReply({ workspaceId, eventId, ...change }: ReplyChange): Program<ReplyRecord | null> {
  const row = yield* first(HELD, { workspaceId, eventId });
  if (!row) return null;
  const { state, closedBy, assignedTo, snoozedUntil, ...rest } = { ...replyOf(row), ...change };
  yield* run(CHANGE, { workspaceId, eventId, state, closedBy, assignedTo, snoozedUntil });
  return { ...rest, state, closedBy, assignedTo, snoozedUntil };
}

/** Notes a correction and tells its event; false = somebody else was faster. */
export function* correctReply({ events, ...told }: ReplyCorrection): Program<boolean> {
  const { workspaceId, eventId, meaning, state, by, at, corrections } = told;
  if ((yield* run(CORRECT, { workspaceId, eventId, meaning, state, by, at, corrections })) === 0) return false;
  yield* recordEvents(events);
  return true;
}
