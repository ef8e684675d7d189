/** Tables of the inbox: replies as people work through them, and what people write: answers, and mails by hand that answer nothing. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of the inbox. */
export function replyTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('reply', [
      `workspace_id ${text} NOT NULL`,
      // The event that it is, of this lead.
      `event_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'open', 'done')}`,
      // As it was read, or as a person says since.
      `meaning ${text} NOT NULL`,
      `assigned_to ${text}`,
      `snoozed_until ${int}`,
      `corrections ${int} NOT NULL CHECK (corrections >= 0)`,
      `corrected_by ${text}`,
      `corrected_at ${int}`,
      `closed_by ${text}`,
      `thread ${json}`,
      'PRIMARY KEY (workspace_id, event_id)',
      'CHECK ((corrections = 0) = (corrected_by IS NULL))',
      'CHECK ((corrected_by IS NULL) = (corrected_at IS NULL))',
      "CHECK (closed_by IS NULL OR state = 'done')",
    ]),
    'CREATE INDEX reply_by_state ON reply (workspace_id, state, event_id)',
    'CREATE INDEX reply_by_time ON reply (workspace_id, at)',
    table('answer', [
      `workspace_id ${text} NOT NULL`,
      `message_id ${text} NOT NULL`,
      // The reply that it answers; null = it was written by hand, and answers none.
      `event_id ${text}`,
      `turn ${int} NOT NULL CHECK (turn >= 1)`,
      `written_by ${text} NOT NULL`,
      `written_at ${int} NOT NULL`,
      `subject ${text} NOT NULL`,
      `thread ${json} NOT NULL`,
      `words ${text} NOT NULL CHECK (length(words) > 0)`,
      // Of a mail by hand: the sequence in whose hours it leaves; null = at any hour.
      `sequence ${text}`,
      // And by which clock.
      `zone ${text}`,
      'PRIMARY KEY (workspace_id, message_id)',
      'UNIQUE (workspace_id, event_id, turn)',
    ]),
    'CREATE INDEX answer_by_time ON answer (workspace_id, written_at)',
  ];
}
