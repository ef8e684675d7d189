/** Tables of what runs on a schedule: routines, their runs, and the alerts that come of them. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of routines. */
export function routineTables(dialect: Dialect): string[] {
  return [...routineTable(dialect), ...runTable(dialect), ...alertTables(dialect)];
}

function routineTable({ text, json, int, table }: Dialect): string[] {
  return [
    table('routine', [
      `workspace_id ${text} NOT NULL`,
      `name ${text} NOT NULL`,
      `operation ${text}`,
      `input ${json} NOT NULL`,
      `said ${json} NOT NULL`,
      `enabled ${int} NOT NULL CHECK (enabled IN (0, 1))`,
      `next_at ${int}`,
      `changed_at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, name)',
    ]),
    'CREATE INDEX routine_due ON routine (next_at, workspace_id, name) WHERE next_at IS NOT NULL',
  ];
}

function runTable({ text, json, int, table }: Dialect): string[] {
  return [
    // The key is the promise: one run for each slot, whoever works.
    table('routine_run', [
      `workspace_id ${text} NOT NULL`,
      `routine ${text} NOT NULL`,
      `slot_at ${int} NOT NULL`,
      `cause ${text} NOT NULL ${oneOf('cause', 'schedule', 'catch-up', 'manual')}`,
      `state ${text} NOT NULL ${oneOf('state', 'running', 'waiting', 'completed', 'failed', 'skipped')}`,
      `missed ${int} NOT NULL`,
      `attempts ${int} NOT NULL`,
      `fence ${int} NOT NULL`,
      `lease_owner ${text}`,
      `lease_until ${int}`,
      `retry_at ${int}`,
      `started_at ${int} NOT NULL`,
      `finished_at ${int}`,
      `processed ${int} NOT NULL`,
      `succeeded ${int} NOT NULL`,
      `failed ${int} NOT NULL`,
      `code ${text}`,
      `error ${text}`,
      `details ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, routine, slot_at)',
      "CHECK ((state = 'running') = (lease_owner IS NOT NULL AND lease_until IS NOT NULL))",
      "CHECK ((state = 'waiting') = (retry_at IS NOT NULL))",
      "CHECK ((state IN ('running','waiting')) = (finished_at IS NULL))",
      "CHECK (state NOT IN ('failed','skipped') OR code IS NOT NULL)",
    ]),
    // One at a time of each routine.
    "CREATE UNIQUE INDEX routine_run_running ON routine_run (workspace_id, routine) WHERE state = 'running'",
    `CREATE INDEX routine_run_open ON routine_run (workspace_id, routine, slot_at)
       WHERE state IN ('running','waiting')`,
    'CREATE INDEX routine_run_by_slot ON routine_run (workspace_id, slot_at, routine)',
  ];
}

function alertTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('alert', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `subject ${text} NOT NULL`,
      `status ${text} NOT NULL`,
      `was ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `facts ${json} NOT NULL`,
      // Which of its subject it is: ids and times are those of many clocks.
      `turn ${int} NOT NULL CHECK (turn > 0)`,
      'PRIMARY KEY (workspace_id, id)',
      'UNIQUE (workspace_id, subject, turn)',
      'CHECK (status <> was)',
    ]),
    table('alert_send', [
      `workspace_id ${text} NOT NULL`,
      `alert_id ${text} NOT NULL`,
      `target ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'queued', 'sending', 'sent', 'failed', 'unconfirmed')}`,
      `attempts ${int} NOT NULL`,
      `due_at ${int} NOT NULL`,
      `lease_owner ${text}`,
      `lease_until ${int}`,
      `detail ${text}`,
      'PRIMARY KEY (workspace_id, alert_id, target)',
      "CHECK ((state = 'sending') = (lease_owner IS NOT NULL AND lease_until IS NOT NULL))",
    ]),
    `CREATE INDEX alert_send_open ON alert_send (state, due_at, workspace_id, alert_id, target)
       WHERE state IN ('queued','sending')`,
  ];
}
