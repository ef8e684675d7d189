/** Tables of campaigns: their members, the decisions on them, their passages through sequences. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of campaigns. */
export function campaignTables(dialect: Dialect): string[] {
  return [...campaignTable(dialect), ...memberTables(dialect), ...enrollmentTable(dialect)];
}

function campaignTable({ text, json, int, table }: Dialect): string[] {
  return [
    table('campaign', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `name ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'draft', 'checked', 'live', 'paused', 'finished', 'cancelled')}`,
      `playbook_hash ${text} NOT NULL`,
      `audience ${json} NOT NULL`,
      `sender ${json} NOT NULL`,
      `tracking ${text} ${oneOf('tracking', 'clicks', 'opens-and-clicks')}`,
      `assessed_revision ${int} NOT NULL`,
      `created_at ${int} NOT NULL`,
      `launched_at ${int}`,
      `launched_by ${text}`,
      `finished_at ${int}`,
      'PRIMARY KEY (workspace_id, id)',
      'UNIQUE (workspace_id, name)',
      'FOREIGN KEY (workspace_id, playbook_hash) REFERENCES playbook (workspace_id, hash)',
    ]),
  ];
}

function memberTables({ text, json, int, table, longRows }: Dialect): string[] {
  return [
    table({ name: 'campaign_member', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `campaign_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `stage ${text} NOT NULL ${oneOf('stage', 'rejected', 'review', 'ready', 'unrouted', 'enrolled', 'ended', 'left')}`,
      `tier ${text} NOT NULL ${oneOf('tier', 'hot', 'warm', 'cool', 'cold')}`,
      `score ${int} NOT NULL`,
      `coverage ${int} NOT NULL`,
      `sequence ${text}`,
      `reason_code ${text} NOT NULL`,
      `decision_id ${text} NOT NULL`,
      `review ${text} ${oneOf('review', 'approved', 'rejected')}`,
      `reviewed_by ${text}`,
      `reassess_at ${int}`,
      'PRIMARY KEY (workspace_id, campaign_id, lead_id)',
    ]),
    "CREATE INDEX member_review ON campaign_member (workspace_id, campaign_id, score, lead_id) WHERE stage = 'review'",
    `CREATE INDEX member_reassess ON campaign_member (workspace_id, campaign_id, reassess_at, lead_id)
       WHERE reassess_at IS NOT NULL`,
    table('member_count', [
      `workspace_id ${text} NOT NULL`,
      `campaign_id ${text} NOT NULL`,
      `stage ${text} NOT NULL`,
      `tier ${text} NOT NULL`,
      `reason_code ${text} NOT NULL`,
      `leads ${int} NOT NULL CHECK (leads >= 0)`,
      'PRIMARY KEY (workspace_id, campaign_id, stage, tier, reason_code)',
    ]),
    longRows({ name: 'decision', byMonth: 'dec' }, [
      `workspace_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `campaign_id ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `verdict ${text} NOT NULL`,
      `ruleset_id ${text} NOT NULL`,
      `reasons ${json} NOT NULL`,
      `facts ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, lead_id, id)',
    ]),
  ];
}

function enrollmentTable({ text, json, int, table }: Dialect): string[] {
  return [
    table({ name: 'enrollment', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `campaign_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `generation ${int} NOT NULL CHECK (generation >= 1)`,
      `sequence ${text} NOT NULL`,
      `playbook_hash ${text} NOT NULL`,
      `decision_id ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'due', 'waiting', 'ended')}`,
      `step ${text}`,
      `visit ${int} NOT NULL CHECK (visit >= 0)`,
      `due_at ${int}`,
      `reason ${json}`,
      `reason_code ${text}`,
      `zone ${text} NOT NULL`,
      // In millionths, as its campaign has scored the lead.
      `score ${int} NOT NULL`,
      `started_at ${int} NOT NULL`,
      // From when on touches by others hold it, where somebody let it go on; else from its start.
      `watched_from ${int}`,
      `last_message_id ${text}`,
      `last_touch_at ${int}`,
      // Who wrote first, as limits count it: the passage has begun. And when its next message wants to leave; null = it has its moment, or none.
      `begun_by ${text}`,
      `follows_at ${int}`,
      `ended_at ${int}`,
      'PRIMARY KEY (workspace_id, id)',
      "CHECK (state <> 'due' OR (due_at IS NOT NULL AND step IS NOT NULL))",
      "CHECK (state <> 'waiting' OR reason IS NOT NULL)",
      "CHECK (state <> 'ended' OR (reason IS NOT NULL AND due_at IS NULL AND ended_at IS NOT NULL))",
      'CHECK ((reason IS NULL) = (reason_code IS NULL))',
      'CHECK (follows_at IS NULL OR begun_by IS NOT NULL)',
    ]),
    'CREATE UNIQUE INDEX enrollment_by_lead ON enrollment (workspace_id, lead_id, campaign_id, generation)',
    'CREATE INDEX enrollment_due ON enrollment (due_at, id) WHERE due_at IS NOT NULL',
    `CREATE INDEX enrollment_parked ON enrollment (workspace_id, campaign_id, reason_code, id)
       WHERE state = 'waiting' AND due_at IS NULL`,
    // Of passages that have begun: places of a day are kept for what follows.
    'CREATE INDEX enrollment_follows ON enrollment (workspace_id, begun_by, follows_at) WHERE follows_at IS NOT NULL',
    // Of ended ones only: a passage that moves on does not touch it.
    "CREATE INDEX enrollment_ends ON enrollment (workspace_id, campaign_id, reason_code) WHERE state = 'ended'",
  ];
}
