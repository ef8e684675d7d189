/** Tables of what was counted: messages by campaign, sender and domain, senders' moments, accounts' touches, canaries. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of pace. */
export function paceTables(dialect: Dialect): string[] {
  return [...counterTables(dialect), ...canaryTables(dialect)];
}

function counterTables({ text, int, table }: Dialect): string[] {
  return [
    table({ name: 'send_counter', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `scope ${text} NOT NULL ${oneOf('scope', 'campaign', 'sender', 'sending-domain', 'recipient-domain')}`,
      `key ${text} NOT NULL`,
      `channel ${text} NOT NULL`,
      // Days since 1970-01-01, UTC.
      `day ${int} NOT NULL`,
      `used ${int} NOT NULL CHECK (used >= 0)`,
      'PRIMARY KEY (workspace_id, scope, key, channel, day)',
    ]),
    table({ name: 'sender_slot', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `channel ${text} NOT NULL`,
      `sender ${text} NOT NULL`,
      `last_sent_at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, channel, sender)',
    ]),
    table('account_touch', [
      `workspace_id ${text} NOT NULL`,
      `account ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `message_id ${text} NOT NULL`,
      'PRIMARY KEY (workspace_id, account, at, message_id)',
    ]),
  ];
}

function canaryTables({ text, int, table }: Dialect): string[] {
  return [
    table('canary_message', [
      `workspace_id ${text} NOT NULL`,
      `campaign_id ${text} NOT NULL`,
      `message_id ${text} NOT NULL`,
      `left_at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, campaign_id, message_id)',
    ]),
    table('canary_release', [
      `workspace_id ${text} NOT NULL`,
      `campaign_id ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `by ${text} NOT NULL`,
      'PRIMARY KEY (workspace_id, campaign_id)',
    ]),
  ];
}
