/** Tables of what leaves and what comes back: messages, senders' days, events, tasks. */
import type { Dialect } from './dialect.ts';

/** DDL of the ledger. */
export function ledgerTables(dialect: Dialect): string[] {
  return [...messageTables(dialect), ...eventTable(dialect), ...taskTable(dialect)];
}

const OPEN = "'queued','claimed','sending','held','unconfirmed'";
const CLOSED = "'sent','delivered','bounced','refused','failed'";

function messageTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('message', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `intent_key ${text} NOT NULL`,
      `campaign_id ${text}`,
      `enrollment_id ${text}`,
      `lead_id ${text} NOT NULL`,
      `channel ${text} NOT NULL`,
      `template ${text} NOT NULL`,
      `playbook_hash ${text} NOT NULL`,
      `decision_id ${text} NOT NULL`,
      `recipient ${text} NOT NULL`,
      `sender ${text} NOT NULL`,
      `state ${text} NOT NULL CHECK (state IN (${OPEN},${CLOSED}))`,
      // What came back while it was on its way out, before its own result was known.
      `heard ${text} CHECK (heard IN ('delivered','bounced'))`,
      `reason ${json}`,
      `reason_code ${text}`,
      `due_at ${int} NOT NULL`,
      `attempts ${int} NOT NULL`,
      `attempted_at ${int}`,
      `fence ${int} NOT NULL`,
      `lease_owner ${text}`,
      `lease_until ${int}`,
      `subject ${text}`,
      `body_hash ${text}`,
      `provider_ref ${text}`,
      `created_at ${int} NOT NULL`,
      `sent_at ${int}`,
      'PRIMARY KEY (workspace_id, id)',
      'UNIQUE (workspace_id, intent_key)',
      "CHECK (state NOT IN ('held','refused','failed') OR reason IS NOT NULL)",
      "CHECK (state NOT IN ('sent','delivered') OR sent_at IS NOT NULL)",
      "CHECK (state NOT IN ('sending','sent') OR (subject IS NOT NULL AND body_hash IS NOT NULL AND attempted_at IS NOT NULL))",
      "CHECK (state NOT IN ('claimed','sending') OR (lease_owner IS NOT NULL AND lease_until IS NOT NULL))",
      'CHECK ((reason IS NULL) = (reason_code IS NULL))',
    ]),
    'CREATE INDEX message_by_lead ON message (workspace_id, lead_id, id)',
    `CREATE INDEX message_open ON message (state, due_at, id) WHERE state IN (${OPEN})`,
    // Written once, when a message's way is over; counts and lists of a campaign are read from it.
    `CREATE INDEX message_closed ON message (workspace_id, campaign_id, state, id, reason_code, sent_at)
       WHERE state IN (${CLOSED})`,
    table('sender_day', [
      `workspace_id ${text} NOT NULL`,
      `sender ${text} NOT NULL`,
      `day ${int} NOT NULL`,
      `used ${int} NOT NULL CHECK (used >= 0)`,
      'PRIMARY KEY (workspace_id, sender, day)',
    ]),
  ];
}

function eventTable({ text, int, table }: Dialect): string[] {
  return [
    table('event', [
      `workspace_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `campaign_id ${text}`,
      `message_id ${text}`,
      `kind ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `recorded_at ${int} NOT NULL`,
      `origin ${text} NOT NULL`,
      `origin_id ${text} NOT NULL`,
      `verdict ${text} NOT NULL CHECK (verdict IN ('human','machine','unknown'))`,
      `direction ${text} CHECK (direction IN ('in','out'))`,
      `channel ${text} CHECK (channel IN ('email','sms','voice','chat','social','in-person','other'))`,
      `outcome ${text}`,
      `text ${text}`,
      'PRIMARY KEY (workspace_id, lead_id, id)',
      'UNIQUE (workspace_id, origin, origin_id)',
    ]),
  ];
}

function taskTable({ text, json, int, table }: Dialect): string[] {
  return [
    table('task', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `intent_key ${text} NOT NULL`,
      `campaign_id ${text} NOT NULL`,
      `enrollment_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `kind ${text} NOT NULL CHECK (kind IN ('task','hand-off'))`,
      `title ${text} NOT NULL`,
      `outcomes ${json} NOT NULL`,
      `state ${text} NOT NULL CHECK (state IN ('open','done','cancelled'))`,
      `outcome ${text}`,
      `due_at ${int} NOT NULL`,
      `done_by ${text}`,
      `done_at ${int}`,
      'PRIMARY KEY (workspace_id, id)',
      'UNIQUE (workspace_id, intent_key)',
    ]),
    "CREATE INDEX task_open ON task (workspace_id, due_at, id) WHERE state = 'open'",
    'CREATE INDEX task_by_lead ON task (workspace_id, lead_id, id)',
    'CREATE INDEX task_by_campaign ON task (workspace_id, campaign_id, kind)',
  ];
}
