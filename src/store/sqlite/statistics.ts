/**
 * What SQLite's planner is told about the data: a large workspace with all else in proportion, the same on every
 * database from its first day on.
 * Why: without statistics SQLite takes `workspace_id = ?` alone for nearly as selective as a lead's id and reads a whole
 * workspace where three rows are wanted; with statistics of its own it plans by the day on which it happened to look.
 * Source: https://sqlite.org/fileformat2.html#stat1tab
 */
import type { DatabaseSync } from 'node:sqlite';

/** Rows of a large instance, by table; a table that is not named is one of the long ones. */
const ROWS: Readonly<Record<string, number>> = {
  secret_proof: 1,
  workspace: 10,
  counter: 10,
  campaign: 50,
  playbook: 50,
  playbook_draft: 50,
  import: 1_000,
  send_counter: 100_000,
  sender_slot: 1_000,
  sender_dns: 100,
  home_sale: 100_000,
  sender_turn: 500,
  account_touch: 20_000,
  canary_message: 2_000,
  canary_release: 50,
  audit: 100_000,
  lead_alias: 20_000,
  review_pair: 20_000,
  member_count: 2_000,
  suppression: 50_000,
  refusal_note: 500,
  departure: 20_000,
  lead_pause: 100,
  routine: 100,
  routine_run: 50_000,
  alert: 1_000,
  connection: 100,
  class_enrollment: 100_000,
  class_invite: 200_000,
  mailbox: 100,
  mailbox_folder: 200,
  mailbox_aside: 20_000,
  reply: 50_000,
  answer: 20_000,
  alert_send: 3_000,
  api_key: 1_000,
  kept_answer: 100_000,
  user_account: 1_000,
  user_identity: 1_000,
  user_role: 2_000,
  user_session: 2_000,
  team: 100,
  meeting: 50_000,
  erasure: 1_000,
  source_spend: 5_000,
  source_tally: 50,
  source_asked: 100_000,
  permission_proof: 100_000,
  plan: 1_000,
  bulk: 1_000,
  saved_view: 500,
  view_default: 500,
};
const LONG = 1_000_000;

/** Share of the rows of a table that a partial index holds. */
const PART: Readonly<Record<string, number>> = {
  bulk_open: 0.01,
  message_queued: 0.01,
  message_under_way: 0.01,
  message_calls: 0.0001,
  message_texts: 0.001,
  message_to_number: 0.1,
  enrollment_parked: 0.05,
  member_review: 0.1,
  member_reassess: 0.05,
  review_pair_open: 0.5,
  task_open: 0.1,
  signal_up: 0.05,
  signal_falls: 0.05,
  routine_run_running: 0.0001,
  routine_run_open: 0.0002,
  alert_send_open: 0.01,
  hand_off_open: 0.05,
  meeting_due: 0.0002,
  meeting_by_ref: 0.8,
  hand_off_escalates: 0.01,
  hand_off_send_queued: 0.005,
  refusal_telling_queued: 0.5,
  source_spend_waiting: 0.05,
  hand_off_send_sending: 0.0001,
  hand_off_send_asked: 0.0005,
};

/** Share of the rows that one value of a column leaves; a column that is not named tells every row from the others. */
const SHARE: Readonly<Record<string, number>> = {
  workspace_id: 1,
  campaign_id: 0.2,
  import_id: 0.1,
  lead_id: 0.000004,
  message_id: 0.000001,
  lane: 0.5,
  stage: 0.2,
  state: 0.2,
  tier: 0.3,
  kind: 0.5,
  channel: 0.5,
  origin: 0.3,
  reason_code: 0.05,
  decision_id: 0.000002,
  score: 0.001,
  due_at: 0.0001,
  reassess_at: 0.0001,
  started_at: 0.001,
  changed_at: 0.0001,
  falls_at: 0.0001,
  sender: 0.02,
  scope: 0.3,
  account: 0.001,
  day: 0.03,
  line: 0.00001,
  sent_at: 0.00001,
  routine: 0.05,
  slot_at: 0.001,
  next_at: 0.01,
  subject: 0.05,
  mailbox: 0.02,
  course: 0.5,
  section: 0.1,
  user_id: 0.001,
  expires_at: 0.0001,
  caller: 0.01,
  team: 0.1,
  target: 0.2,
};
const ONE_ROW = 0.000001;

/** Writes the statistics of every index that there is, inside the transaction of a migration. */
export function writeStatistics(connection: DatabaseSync): void {
  connection.exec('ANALYZE sqlite_schema');
  connection.exec('ANALYZE');
  connection.exec('DELETE FROM sqlite_stat1');
  const insert = connection.prepare('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)');
  for (const { table, index, isKey, columns } of indexesOf(connection)) {
    // The key of a table WITHOUT ROWID is the table itself, and goes by its name.
    insert.run(table, isKey ? table : index, statOf(table, index, columns));
  }
}

/** Has this connection plan by them at once; others read them when they open. */
export function loadStatistics(connection: DatabaseSync): void {
  connection.exec('ANALYZE sqlite_schema');
}

interface IndexShape {
  readonly table: string;
  readonly index: string;
  readonly isKey: boolean;
  readonly columns: readonly string[];
}

function indexesOf(connection: DatabaseSync): IndexShape[] {
  const rows = connection
    .prepare(
      `SELECT t.name AS tbl, i.name AS idx, t.wr AND i.origin = 'pk' AS is_key, c.name AS col FROM pragma_table_list t
       JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c
       WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, i.name, c.seqno`,
    )
    .all() as { tbl: string; idx: string; is_key: number; col: string }[];
  const byIndex = Map.groupBy(rows, ({ idx }) => idx);
  return [...byIndex].map(([index, [first, ...more]]) => ({
    table: first?.tbl ?? '',
    index,
    isKey: first?.is_key === 1,
    columns: [first, ...more].map((row) => row?.col ?? ''),
  }));
}

/** Entries of the index, then the rows that each prefix of its columns leaves. */
function statOf(table: string, index: string, columns: readonly string[]): string {
  const rows = Math.ceil((ROWS[table] ?? LONG) * (PART[index] ?? 1));
  let share = 1;
  const left = columns.map((column) => {
    share *= SHARE[column] ?? ONE_ROW;
    return Math.max(1, Math.ceil(rows * share));
  });
  return [rows, ...left].join(' ');
}
