/** Reading leads: one lead's whole story, where it stands, who a key names, lists by id. Writes nothing. */
import type { CampaignState } from '../../domain/campaign/campaign.ts';
import { isWritten } from '../../domain/conversation/inbox/answer-to.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { LeadStatus, LeadStory, SuppressionKeysOf } from '../../engine/store-port.ts';
import { all, allEach, first, type Program, together } from '../program.ts';
import { campaignOf } from '../rows/campaign.ts';
import { enrollmentOf, passageStandingOf, STANDING_COLUMNS } from '../rows/enrollment.ts';
import { eventOf } from '../rows/event.ts';
import { LEAD_LIST, leadOf, RECIPIENT_COLUMNS, recipientOf, recipientOfRow } from '../rows/lead.ts';
import { decisionOf, memberOf, memberStandingOf } from '../rows/member.ts';
import { messageOf } from '../rows/message.ts';
import { answersOfMessages } from '../rows/reply.ts';
import { signalChangeOf, signalOf } from '../rows/signal.ts';
import { taskOf } from '../rows/task.ts';
import { originsOf, proofsOf } from '../sources/origins.ts';
import { type SqlList, type SqlRow, type Statement, statement } from '../statement.ts';
import { leadsById } from './leads.ts';
import { pauseOfRow, pausesOf } from './pauses.ts';
import { suppressionsFor } from './suppressions.ts';

const HOLDERS = statement<{ lead_id: string }>(`
  SELECT i.lead_id FROM identity i JOIN lead l ON l.workspace_id = i.workspace_id AND l.id = i.lead_id
  WHERE i.workspace_id = :workspaceId AND i.key = :key ORDER BY i.lead_id LIMIT ${LIMITS.identityCandidates}`);
const ALIAS = statement<{ lead_id: string }>(
  'SELECT lead_id FROM lead_alias WHERE workspace_id = :workspaceId AND alias_id = :id',
);
const ALIASES = statement<{ alias_id: string }>(`
  SELECT alias_id FROM lead_alias WHERE workspace_id = :workspaceId AND lead_id = :leadId
  ORDER BY alias_id LIMIT ${LIMITS.storyRows}`);
const LIST = statement<SqlList>(
  `SELECT ${LEAD_LIST} FROM lead WHERE workspace_id = :workspaceId AND id > :after ORDER BY id LIMIT :limit`,
  { lists: true },
);
const CAMPAIGNS = statement<SqlRow>(
  `SELECT * FROM campaign WHERE workspace_id = :workspaceId ORDER BY id LIMIT ${LIMITS.storyRows}`,
);
const MEMBER = statement<SqlRow>(`
  SELECT * FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id = :leadId`);

/** The latest rows of a lead in one table: a story too long to tell loses its beginning, not its end. */
const latestOf = (table: string, order: string) =>
  statement<SqlRow>(`
    SELECT * FROM ${table} WHERE workspace_id = :workspaceId AND lead_id = :leadId
    ORDER BY ${order} LIMIT ${LIMITS.storyRows}`);
const DECISIONS = latestOf('decision', 'id DESC');
const ENROLLMENTS = latestOf('enrollment', 'campaign_id DESC, generation DESC');
const MESSAGES = latestOf('message', 'id DESC');
const EVENTS = latestOf('event', 'id DESC');
const TASKS = latestOf('task', 'id DESC');
const SIGNALS = latestOf('signal', 'campaign_id DESC, name DESC');
const SIGNAL_CHANGES = latestOf('signal_change', 'id DESC');
const TRACES = statement<{ import_id: string; line: number; outcome: string }>(`
  SELECT import_id, line, outcome FROM import_row WHERE workspace_id = :workspaceId AND lead_id = :leadId
  ORDER BY import_id DESC, line DESC LIMIT ${LIMITS.storyRows}`);

/** Of a status: what is asked often, and so in two reads of the columns that it tells. */
const WHO = statement<SqlRow>(`
  SELECT l.id AS lead_id, l.owner, ${RECIPIENT_COLUMNS}, p.kind, p.at, p.by, p.why FROM lead l
  LEFT JOIN lead_pause p ON p.workspace_id = l.workspace_id AND p.lead_id = l.id
  WHERE l.workspace_id = :workspaceId AND l.id = :id`);
const STANDINGS = statement<SqlRow>(`
  SELECT c.name AS c_name, c.state AS c_state, m.stage, m.tier, m.score, m.coverage, m.sequence, m.reason_code,
    c.id AS c_id, e.generation, ${STANDING_COLUMNS}
  FROM campaign c
  JOIN campaign_member m ON m.workspace_id = c.workspace_id AND m.campaign_id = c.id AND m.lead_id = :id
  LEFT JOIN enrollment e ON e.workspace_id = c.workspace_id AND e.campaign_id = c.id AND e.lead_id = :id
  WHERE c.workspace_id = :workspaceId ORDER BY c.id LIMIT ${LIMITS.storyRows}`);

/** Ids of the leads that an id (an alias too) or else a key names. */
export function* leadIdsByKeys(workspaceId: string, id: string, keys: readonly string[]): Program<string[]> {
  const alias = yield* first(ALIAS, { workspaceId, id });
  const direct = yield* leadsById(workspaceId, [alias?.lead_id ?? id]);
  if (direct.size > 0) return [...direct.keys()];
  const found = yield* allEach(
    HOLDERS,
    keys.map((key) => ({ workspaceId, key })),
  );
  return [...new Set(found.flat().map((row) => row.lead_id))];
}

/** Leads after an id, in the order of their ids. */
export function* listLeads(workspaceId: string, after: string | null, limit: number): Program<Lead[]> {
  return (yield* all(LIST, { workspaceId, after: after ?? '', limit })).map(leadOf);
}

/** Everything about a lead, what happened to those that were merged into it included. */
export function* leadStory(
  workspaceId: string,
  leadId: string,
  suppressionKeys: SuppressionKeysOf,
): Program<LeadStory | null> {
  const lead = (yield* leadsById(workspaceId, [leadId])).get(leadId);
  if (!lead) return null;
  const aliases = (yield* all(ALIASES, { workspaceId, leadId })).map((row) => row.alias_id);
  const ids = [leadId, ...aliases];
  const [suppressions = []] = yield* suppressionsFor(workspaceId, [recipientOf(lead)], suppressionKeys);
  const messages = (yield* rowsOf(MESSAGES, workspaceId, ids)).map(messageOf);
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  return {
    lead,
    aliases,
    memberships: yield* membershipsOf(workspaceId, leadId),
    decisions: (yield* rowsOf(DECISIONS, workspaceId, ids)).map(decisionOf).sort(byId),
    enrollments: (yield* rowsOf(ENROLLMENTS, workspaceId, ids)).map(enrollmentOf).reverse(),
    messages: messages.sort(byId),
    written: yield* answersOfMessages(messages.filter(isWritten)),
    events: (yield* rowsOf(EVENTS, workspaceId, ids)).map(eventOf).sort(byId),
    tasks: (yield* rowsOf(TASKS, workspaceId, ids)).map(taskOf).sort(byId),
    signals: (yield* rowsOf(SIGNALS, workspaceId, ids)).map(signalOf).reverse(),
    signalChanges: (yield* rowsOf(SIGNAL_CHANGES, workspaceId, ids)).map(signalChangeOf).sort(byId),
    suppressions,
    pause: (yield* pausesOf(workspaceId, [leadId])).get(leadId) ?? null,
    imports: (yield* rowsOf(TRACES, workspaceId, ids))
      .map((row) => ({ importId: row.import_id, line: row.line, outcome: row.outcome }))
      .reverse(),
    origins: yield* originsOf(workspaceId, ids),
    proofs: yield* proofsOf(workspaceId, ids),
  };
}

/** Where a lead stands; null = no lead has that id; an alias is none. */
export function* leadStatus(
  workspaceId: string,
  id: string,
  suppressionKeys: SuppressionKeysOf,
): Program<LeadStatus | null> {
  const row = yield* first(WHO, { workspaceId, id });
  if (!row) return null;
  const recipient = recipientOfRow(row);
  const [[suppressions = []], standings] = yield* together(
    suppressionsFor(workspaceId, [recipient], suppressionKeys),
    all(STANDINGS, { workspaceId, id }),
  );
  const { name, email, phone } = recipient;
  const who = { id, name, email, phone, owner: row.owner as string | null };
  return {
    ...who,
    suppressions,
    pause: row.kind === null ? null : pauseOfRow(row),
    standings: latestOfEach(standings).map(standingOf),
  };
}

/** The row of the latest passage in each campaign; nearly always there is one. */
function latestOfEach(rows: readonly SqlRow[]): readonly SqlRow[] {
  if (rows.length < 2) return rows;
  const latest = new Map<unknown, SqlRow>();
  for (const row of rows) {
    const before = latest.get(row.c_id);
    if (!before || Number(row.generation) > Number(before.generation)) latest.set(row.c_id, row);
  }
  return [...latest.values()];
}

function standingOf(row: SqlRow): LeadStatus['standings'][number] {
  return {
    campaign: { name: row.c_name as string, state: row.c_state as CampaignState },
    member: memberStandingOf(row),
    enrollment: row.e_sequence === null ? null : passageStandingOf(row),
  };
}

function* rowsOf<Row>(of: Statement<Row>, workspaceId: string, ids: readonly string[]): Program<Row[]> {
  const rows = yield* allEach(
    of,
    ids.map((leadId) => ({ workspaceId, leadId })),
  );
  return rows.flat();
}

function* membershipsOf(workspaceId: string, leadId: string): Program<LeadStory['memberships'][number][]> {
  const campaigns = (yield* all(CAMPAIGNS, { workspaceId })).map(campaignOf);
  const rows = yield* allEach(
    MEMBER,
    campaigns.map(({ id: campaignId }) => ({ workspaceId, campaignId, leadId })),
  );
  return campaigns.flatMap((campaign, i) => {
    const row = rows[i]?.[0];
    return row ? [{ campaign, member: memberOf(row) }] : [];
  });
}
