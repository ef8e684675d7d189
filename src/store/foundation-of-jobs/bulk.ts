/** Tables of acts on many leads: what is done, how far it is, what became of each lead. And of saved views. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of acts on many leads. */
export function bulkTables({ text, json, int, table, longRows }: Dialect): string[] {
  return [
    longRows('bulk', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      // By which whoever asked knows it again; null = by its id alone.
      `request_key ${text}`,
      `state ${text} NOT NULL ${oneOf('state', 'running', 'done', 'cancelled', 'undoing', 'undone')}`,
      `act ${text} NOT NULL ${oneOf('act', 'tag', 'untag', 'assign', 'pause', 'suppress', 'enroll')}`,
      `value ${text} NOT NULL`,
      `why ${text} NOT NULL`,
      `campaign_id ${text}`,
      `asked ${text} NOT NULL`,
      `filter ${json}`,
      // The last lead that there was when it began: those who come in meanwhile are not meant.
      `until_id ${text}`,
      // The last lead that was looked at, while it runs or is taken back.
      `position ${text} NOT NULL`,
      `fits ${int} NOT NULL CHECK (fits >= 0)`,
      `changed_count ${int} NOT NULL CHECK (changed_count >= 0)`,
      `skipped_count ${int} NOT NULL CHECK (skipped_count >= 0)`,
      `restored_count ${int} NOT NULL CHECK (restored_count >= 0 AND restored_count <= changed_count)`,
      `kept_count ${int} NOT NULL CHECK (kept_count >= 0)`,
      `reasons ${json} NOT NULL`,
      `started_by ${text} NOT NULL`,
      `started_at ${int} NOT NULL`,
      `finished_at ${int}`,
      `lease_owner ${text}`,
      `lease_until ${int}`,
      'PRIMARY KEY (workspace_id, id)',
      "CHECK ((state = 'running' OR state = 'undoing') OR (lease_owner IS NULL AND finished_at IS NOT NULL))",
      'CHECK ((lease_owner IS NULL) = (lease_until IS NULL))',
    ]),
    'CREATE UNIQUE INDEX bulk_by_key ON bulk (workspace_id, request_key) WHERE request_key IS NOT NULL',
    // Whoever runs looks for those that nobody goes on with.
    'CREATE INDEX bulk_open ON bulk (lease_until, workspace_id, id) WHERE finished_at IS NULL',
    table('bulk_row', [
      `workspace_id ${text} NOT NULL`,
      `bulk_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      // Why it was passed over; null = it was changed.
      `code ${text}`,
      // What taking it back must know.
      `change ${json}`,
      // What became of that: '' = it is as before, else why it is not.
      `undone ${text}`,
      'PRIMARY KEY (workspace_id, bulk_id, lead_id)',
      'CHECK ((code IS NULL) = (change IS NOT NULL))',
      'CHECK (undone IS NULL OR change IS NOT NULL)',
    ]),
  ];
}
