/** Tables of what leaves and what comes back: messages, what left since a backup, events, tasks. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of the ledger. */
export function ledgerTables(dialect: Dialect): string[] {
  return [
    ...messageTable(dialect),
    ...MESSAGE_INDEXES,
    ...departureTable(dialect),
    ...eventTable(dialect),
    ...taskTable(dialect),
  ];
}

const UNDER_WAY = ['claimed', 'sending', 'held', 'unconfirmed'];
const CLOSED = ['sent', 'delivered', 'bounced', 'refused', 'failed'];

/** The condition of a partial index. A query that asks for one of the states by its name is served by it. */
const whereState = (states: readonly string[]) => `WHERE (${states.map((state) => `state = '${state}'`).join(' OR ')})`;

const MESSAGE_INDEXES = [
  `CREATE INDEX message_queued ON message (lane, workspace_id, channel, campaign_id, sender, due_at, id) ${whereState(['queued'])}`,
  `CREATE INDEX message_under_way ON message (state, due_at, score DESC, id) ${whereState(UNDER_WAY)}`,
  // Moments that senders have given to messages that wait.
  `CREATE INDEX message_moments ON message (workspace_id, channel, sender, slot_at)
     ${whereState(['queued', 'claimed', 'held'])} AND slot_at IS NOT NULL`,
  // Calls under way, and texts that left: their ends are asked for.
  `CREATE INDEX message_calls ON message (due_at, id) WHERE state = 'sent' AND channel = 'voice'`,
  `CREATE INDEX message_texts ON message (due_at, id) WHERE state = 'sent' AND channel = 'sms'`,
  // The law's limits on attempts are the number's.
  `CREATE INDEX message_to_number ON message (workspace_id, recipient, attempted_at)
     WHERE channel <> 'email' AND attempted_at IS NOT NULL`,
  // Written once, when a message's way is over; counts and lists of a campaign are read from it.
  `CREATE INDEX message_closed ON message (workspace_id, campaign_id, state, id, reason_code, sent_at)
     ${whereState(CLOSED)}`,
];

function messageTable({ text, json, int, table }: Dialect): string[] {
  return [
    table({ name: 'message', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `intent_key ${text} NOT NULL`,
      // '' = of no campaign.
      `campaign_id ${text} NOT NULL`,
      `enrollment_id ${text}`,
      `lead_id ${text} NOT NULL`,
      `channel ${text} NOT NULL`,
      `lane ${int} NOT NULL CHECK (lane = 0 OR lane = 1)`,
      `template ${text} NOT NULL`,
      `playbook_hash ${text} NOT NULL`,
      `decision_id ${text} NOT NULL`,
      `recipient ${text} NOT NULL`,
      `sender ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'queued', ...UNDER_WAY, ...CLOSED)}`,
      // What came back while it was on its way out, before its own result was known.
      `heard ${text} ${oneOf('heard', 'delivered', 'bounced')}`,
      // 1 = it was sending before, and nobody knows what became of that.
      `may_have_left ${int} CHECK (may_have_left = 1)`,
      `reason ${json}`,
      `reason_code ${text}`,
      `due_at ${int} NOT NULL`,
      // In millionths, of whom it is for: of those held until the same moment the higher leaves first.
      `score ${int} NOT NULL DEFAULT 0`,
      // The moment at which its sender lets it leave, where it had to wait for others.
      `slot_at ${int}`,
      `attempts ${int} NOT NULL`,
      // Those of them that were put off for the message's own sake; all others were the connection's.
      `put_offs ${int} NOT NULL DEFAULT 0`,
      `first_attempted_at ${int}`,
      `attempted_at ${int}`,
      // The way out that it was handed to last: nobody else knows whether it left.
      `left_by ${text}`,
      `fence ${int} NOT NULL`,
      `lease_owner ${text}`,
      `lease_until ${int}`,
      `subject ${text}`,
      `body_hash ${text}`,
      `provider_ref ${text}`,
      `created_at ${int} NOT NULL`,
      `sent_at ${int}`,
      'PRIMARY KEY (workspace_id, id)',
      // Who an intent is for never changes, so no two leads share one; the same index finds a lead's messages.
      'UNIQUE (workspace_id, lead_id, intent_key)',
      "CHECK ((state <> 'held' AND state <> 'refused' AND state <> 'failed') OR reason IS NOT NULL)",
      "CHECK ((state <> 'sent' AND state <> 'delivered') OR sent_at IS NOT NULL)",
      `CHECK ((state <> 'sending' AND state <> 'sent')
        OR (subject IS NOT NULL AND body_hash IS NOT NULL AND attempted_at IS NOT NULL))`,
      "CHECK ((state <> 'claimed' AND state <> 'sending') OR (lease_owner IS NOT NULL AND lease_until IS NOT NULL))",
      'CHECK ((reason IS NULL) = (reason_code IS NULL))',
      // One that may have left is never said not to have, and never forgotten to be in doubt but by evidence.
      `CHECK (may_have_left IS NULL OR (${['refused', 'failed', 'sent', 'delivered', 'bounced'].map((state) => `state <> '${state}'`).join(' AND ')}))`,
    ]),
  ];
}

/** What left since the backup that this database was brought back from: known by notes that are kept outside of it. */
function departureTable({ text, int, table }: Dialect): string[] {
  // Not claimed yet by the message that has the same intent here.
  const open = "WHERE taken_by IS NULL AND state <> 'back'";
  return [
    table('departure', [
      `workspace_id ${text} NOT NULL`,
      `message_id ${text} NOT NULL`,
      // Digests: they name nobody.
      `intent ${text} NOT NULL`,
      `whom ${text}`,
      `at ${int} NOT NULL`,
      `way ${text} NOT NULL`,
      `body_hash ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'unknown', 'left', 'back')}`,
      `provider_ref ${text}`,
      `taken_by ${text}`,
      'PRIMARY KEY (workspace_id, message_id)',
    ]),
    `CREATE INDEX departure_intent ON departure (workspace_id, intent, at) ${open}`,
    `CREATE INDEX departure_whom ON departure (workspace_id, whom, at) ${open}`,
  ];
}

function eventTable({ text, json, int, table }: Dialect): string[] {
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
      `verdict ${text} NOT NULL ${oneOf('verdict', 'human', 'machine', 'unknown')}`,
      `direction ${text} ${oneOf('direction', 'in', 'out')}`,
      `channel ${text} ${oneOf('channel', 'email', 'sms', 'voice', 'chat', 'social', 'in-person', 'other')}`,
      `outcome ${text}`,
      `text ${text}`,
      `hold_until ${int}`,
      `why ${json}`,
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
      `kind ${text} NOT NULL ${oneOf('kind', 'task', 'hand-off')}`,
      `title ${text} NOT NULL`,
      `outcomes ${json} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'open', 'done', 'cancelled')}`,
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
