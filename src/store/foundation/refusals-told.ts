/** Refusals that a CRM is still to be told, or could not be: one row by event, gone once it knows. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of what a CRM is told. */
export function refusalTables({ text, int, table }: Dialect): string[] {
  return [
    table('refusal_telling', [
      `workspace_id ${text} NOT NULL`,
      `event_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'queued', 'failed')}`,
      `attempts ${int} NOT NULL CHECK (attempts >= 0)`,
      `due_at ${int} NOT NULL`,
      `detail ${text}`,
      'PRIMARY KEY (workspace_id, event_id)',
      "CHECK (state <> 'failed' OR detail IS NOT NULL)",
    ]),
    "CREATE INDEX refusal_telling_queued ON refusal_telling (due_at, workspace_id, event_id) WHERE state = 'queued'",
  ];
}
