/** Reading: one lead's whole story, and lists by key order. Writes nothing. */
import type { Lead } from '../domain/lead/lead.ts';
import type { LeadStory, TaskRecord } from '../engine/store-port.ts';
import { decisionOf, memberOf, recipientOf, suppressionsOf } from './assess.ts';
import { campaignOf } from './campaigns.ts';
import { leadsById } from './capture.ts';
import { enrollmentOf } from './enrollment-row.ts';
import { EVENTS_OF_LEAD, eventOf } from './events.ts';
import { leadOf } from './lead-row.ts';
import { messageOf } from './messages.ts';
import { all, first, type Program } from './program.ts';
import { type SqlRow, statement } from './statement.ts';

const BY_KEY = statement<{ lead_id: string }>(
  'SELECT lead_id FROM identity WHERE workspace_id = :workspaceId AND key = :key ORDER BY lead_id LIMIT 25',
);
const ALIAS = statement<{ lead_id: string }>(
  'SELECT lead_id FROM lead_alias WHERE workspace_id = :workspaceId AND alias_id = :id',
);
const ALIASES = statement<{ alias_id: string }>(
  'SELECT alias_id FROM lead_alias WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY alias_id LIMIT 100',
);
const LIST = statement<SqlRow>(
  'SELECT * FROM lead WHERE workspace_id = :workspaceId AND id > :after ORDER BY id LIMIT :limit',
);
const CAMPAIGNS = statement<SqlRow>('SELECT * FROM campaign WHERE workspace_id = :workspaceId ORDER BY id LIMIT 1000');
const MEMBER = statement<SqlRow>(
  'SELECT * FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id = :leadId',
);
const DECISIONS = statement<SqlRow>(
  'SELECT * FROM decision WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY id LIMIT 200',
);
const ENROLLMENTS = statement<SqlRow>(
  'SELECT * FROM enrollment WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY campaign_id, generation LIMIT 200',
);
const MESSAGES = statement<SqlRow>(
  'SELECT * FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY id LIMIT 1000',
);
const MESSAGE = statement<SqlRow>('SELECT * FROM message WHERE workspace_id = :workspaceId AND id = :id');
const TASKS = statement<SqlRow>(
  'SELECT * FROM task WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY id LIMIT 200',
);
const TRACES = statement<{ import_id: string; line: number; outcome: string }>(
  'SELECT import_id, line, outcome FROM import_row WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY import_id, line LIMIT 200',
);

/** Ids of the leads that a key or an id (alias too) names. */
export function* leadIdsByKeys(workspaceId: string, id: string, keys: readonly string[]): Program<string[]> {
  const alias = yield* first(ALIAS, { workspaceId, id });
  const direct = yield* leadsById(workspaceId, [alias?.lead_id ?? id]);
  if (direct.size > 0) return [...direct.keys()];
  const found = new Set<string>();
  for (const key of keys) for (const row of yield* all(BY_KEY, { workspaceId, key })) found.add(row.lead_id);
  return [...found];
}

export function* listLeads(workspaceId: string, after: string | null, limit: number): Program<Lead[]> {
  return (yield* all(LIST, { workspaceId, after: after ?? '', limit })).map(leadOf);
}

export function* leadStory(
  workspaceId: string,
  leadId: string,
  suppressionKeys: (recipient: ReturnType<typeof recipientOf>) => readonly string[],
): Program<LeadStory | null> {
  const lead = (yield* leadsById(workspaceId, [leadId])).get(leadId);
  if (!lead) return null;
  const key = { workspaceId, leadId };
  const memberships = [];
  for (const row of yield* all(CAMPAIGNS, { workspaceId })) {
    const member = yield* first(MEMBER, { ...key, campaignId: row.id as string });
    if (member) memberships.push({ campaign: campaignOf(row), member: memberOf(member) });
  }
  const [suppressions = []] = yield* suppressionsOf(workspaceId, [suppressionKeys(recipientOf(lead))]);
  return {
    lead,
    aliases: (yield* all(ALIASES, key)).map((row) => row.alias_id),
    memberships,
    decisions: (yield* all(DECISIONS, key)).map(decisionOf),
    enrollments: (yield* all(ENROLLMENTS, key)).map(enrollmentOf),
    messages: (yield* all(MESSAGES, key)).map(messageOf),
    events: (yield* all(EVENTS_OF_LEAD, key)).map(eventOf),
    tasks: (yield* all(TASKS, key)).map(taskOf),
    suppressions,
    imports: (yield* all(TRACES, key)).map((row) => ({
      importId: row.import_id,
      line: row.line,
      outcome: row.outcome,
    })),
  };
}

export function* messageById(workspaceId: string, id: string) {
  const row = yield* first(MESSAGE, { workspaceId, id });
  return row ? messageOf(row) : null;
}

export function taskOf(row: SqlRow): TaskRecord {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    intentKey: row.intent_key as string,
    campaignId: row.campaign_id as string,
    enrollmentId: row.enrollment_id as string,
    leadId: row.lead_id as string,
    kind: row.kind as TaskRecord['kind'],
    title: row.title as string,
    outcomes: JSON.parse(row.outcomes as string),
    state: row.state as TaskRecord['state'],
    outcome: row.outcome as string | null,
    dueAt: row.due_at as number,
    doneBy: row.done_by as string | null,
    doneAt: row.done_at as number | null,
  };
}
