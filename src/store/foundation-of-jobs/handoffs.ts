/** Tables of hand-offs: teams that take them, the hand-offs themselves, and their way to each target. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of hand-offs. */
export function handOffTables(dialect: Dialect): string[] {
  return [...teamTable(dialect), ...handOffTable(dialect), ...sendTable(dialect)];
}

function teamTable({ text, json, int, table }: Dialect): string[] {
  return [
    table('team', [
      `workspace_id ${text} NOT NULL`,
      `name ${text} NOT NULL CHECK (length(name) > 0)`,
      `settings ${json} NOT NULL`,
      // Turns that it gave: whose is the next one.
      `turn ${int} NOT NULL CHECK (turn >= 0)`,
      `changed_at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, name)',
    ]),
  ];
}

function handOffTable({ text, json, int, table, longRows }: Dialect): string[] {
  return [
    table('hand_off', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `intent_key ${text} NOT NULL`,
      `task_id ${text} NOT NULL`,
      `campaign_id ${text} NOT NULL`,
      `enrollment_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `team ${text} NOT NULL`,
      `owner ${text}`,
      `reason ${json} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'open', 'claimed', 'done')}`,
      `opened_at ${int} NOT NULL`,
      `claimed_by ${text}`,
      `claimed_at ${int}`,
      `done_by ${text}`,
      `done_at ${int}`,
      `escalate_at ${int}`,
      `escalations ${int} NOT NULL CHECK (escalations >= 0)`,
      'PRIMARY KEY (workspace_id, id)',
      // One with its task: the same intent never makes two.
      'UNIQUE (workspace_id, intent_key)',
      "CHECK (state <> 'claimed' OR claimed_by IS NOT NULL)",
      "CHECK ((state = 'done') = (done_at IS NOT NULL))",
      'CHECK ((claimed_by IS NULL) = (claimed_at IS NULL))',
      "CHECK (escalate_at IS NULL OR state = 'open')",
    ]),
    // Briefs are long and read one at a time.
    longRows('hand_off_brief', [
      `workspace_id ${text} NOT NULL`,
      `hand_off_id ${text} NOT NULL`,
      `brief ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, hand_off_id)',
    ]),
    "CREATE INDEX hand_off_open ON hand_off (workspace_id, team, owner, id) WHERE state <> 'done'",
    'CREATE INDEX hand_off_by_lead ON hand_off (workspace_id, lead_id, id)',
    'CREATE INDEX hand_off_by_task ON hand_off (workspace_id, task_id)',
    'CREATE INDEX hand_off_by_state ON hand_off (workspace_id, state, id)',
    'CREATE INDEX hand_off_escalates ON hand_off (escalate_at, workspace_id, id) WHERE escalate_at IS NOT NULL',
  ];
}

function sendTable({ text, json, int, table }: Dialect): string[] {
  return [
    table('hand_off_send', [
      `workspace_id ${text} NOT NULL`,
      `hand_off_id ${text} NOT NULL`,
      `target ${text} NOT NULL`,
      `turn ${int} NOT NULL CHECK (turn >= 0)`,
      `state ${text} NOT NULL ${oneOf('state', 'queued', 'sending', 'sent', 'failed', 'unconfirmed')}`,
      `attempts ${int} NOT NULL CHECK (attempts >= 0)`,
      `due_at ${int} NOT NULL`,
      `ask_at ${int}`,
      `lease_owner ${text}`,
      `lease_until ${int}`,
      `code ${text}`,
      `detail ${text}`,
      // What the other side has given so far, and what was begun without an answer.
      `receipt ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, hand_off_id, target, turn)',
      "CHECK ((state = 'sending') = (lease_owner IS NOT NULL))",
      'CHECK ((lease_owner IS NULL) = (lease_until IS NULL))',
      "CHECK (ask_at IS NULL OR state = 'unconfirmed')",
      "CHECK ((state <> 'failed' AND state <> 'unconfirmed') OR code IS NOT NULL)",
    ]),
    // Target by target, so that one that hangs or fails keeps no other waiting.
    `CREATE INDEX hand_off_send_queued ON hand_off_send (workspace_id, target, due_at, hand_off_id, turn)
       WHERE state = 'queued'`,
    `CREATE INDEX hand_off_send_sending ON hand_off_send (state, lease_until, workspace_id, hand_off_id, target, turn)
       WHERE state = 'sending'`,
    `CREATE INDEX hand_off_send_asked ON hand_off_send (ask_at, workspace_id, hand_off_id, target, turn)
       WHERE ask_at IS NOT NULL`,
  ];
}
