/** The table of meetings: from the times that are offered to the one that is booked. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of meetings. */
export function meetingTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('meeting', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `campaign_id ${text}`,
      `enrollment_id ${text}`,
      `state ${text} NOT NULL ${oneOf('state', 'wanted', 'offered', 'booking', 'booked', 'cancelled', 'no-show', 'given-up')}`,
      `origin ${text} NOT NULL`,
      `ref ${text}`,
      `starts_at ${int}`,
      `told_at ${int} NOT NULL`,
      `due_at ${int}`,
      `attempts ${int} NOT NULL CHECK (attempts >= 0)`,
      `lease_owner ${text}`,
      `lease_until ${int}`,
      `code ${text}`,
      // What was offered and said; null where somebody else arranged it.
      `talk ${json}`,
      'PRIMARY KEY (workspace_id, id)',
      "CHECK ((state <> 'wanted' AND state <> 'booking') OR due_at IS NOT NULL)",
      // One that is booked is asked about now and then.
      "CHECK (due_at IS NULL OR state = 'wanted' OR state = 'booking' OR state = 'booked')",
      'CHECK (due_at IS NULL OR talk IS NOT NULL)',
      "CHECK (state <> 'booking' OR starts_at IS NOT NULL)",
      'CHECK ((lease_owner IS NULL) = (lease_until IS NULL))',
      'CHECK (lease_owner IS NULL OR due_at IS NOT NULL)',
    ]),
    'CREATE INDEX meeting_due ON meeting (due_at, workspace_id, id) WHERE due_at IS NOT NULL',
    'CREATE INDEX meeting_by_lead ON meeting (workspace_id, lead_id, id)',
    'CREATE INDEX meeting_by_state ON meeting (workspace_id, state, id)',
    // What a calendar has once is one meeting here.
    'CREATE UNIQUE INDEX meeting_by_ref ON meeting (workspace_id, origin, ref) WHERE ref IS NOT NULL',
  ];
}
