/** Tables of reconciliation: what a CRM and we say differently of a lead, how far it was read, and who was erased here and may still be there. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of reconciliation. */
export function reconcileTables(dialect: Dialect): string[] {
  return [...differenceTable(dialect), ...readingTable(dialect), ...erasedTable(dialect)];
}

function differenceTable({ text, int, table }: Dialect): string[] {
  return [
    table('crm_difference', [
      `workspace_id ${text} NOT NULL`,
      `connection ${text} NOT NULL`,
      `contact_id ${text} NOT NULL`,
      // A field of the lead, `refusal.email`, or `being`.
      `field ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `lead_id ${text}`,
      `ours ${text}`,
      `theirs ${text}`,
      `verdict ${text} NOT NULL ${oneOf('verdict', 'take', 'write', 'propose')}`,
      `because ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'open', 'later', 'settled', 'left')}`,
      `seen_at ${int} NOT NULL`,
      `settled_at ${int}`,
      `settled_by ${text}`,
      `detail ${text}`,
      'PRIMARY KEY (workspace_id, connection, contact_id, field)',
      'UNIQUE (workspace_id, id)',
      "CHECK ((state = 'settled' OR state = 'left') = (settled_at IS NOT NULL))",
      'CHECK ((settled_at IS NULL) = (settled_by IS NULL))',
    ]),
    'CREATE INDEX crm_difference_by_state ON crm_difference (workspace_id, state, id)',
  ];
}

function readingTable({ text, json, int, table }: Dialect): string[] {
  return [
    table({ name: 'crm_reading', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `connection ${text} NOT NULL`,
      `phase ${text} NOT NULL ${oneOf('phase', 'handed', 'harvested', 'erased', 'done')}`,
      // The last one that was looked at in this phase.
      `after ${text} NOT NULL`,
      `started_at ${int} NOT NULL`,
      `ended_at ${int}`,
      `counts ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, connection)',
      "CHECK ((phase = 'done') = (ended_at IS NOT NULL))",
    ]),
  ];
}

/** A contact's id is all that is kept of them, until they are gone there too. */
function erasedTable({ text, int, table }: Dialect): string[] {
  return [
    table('crm_erased', [
      `workspace_id ${text} NOT NULL`,
      // Connection that they were handed to, or the provider whose contact they were.
      `source ${text} NOT NULL`,
      `contact_id ${text} NOT NULL`,
      `erased_at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, contact_id, source)',
    ]),
  ];
}
