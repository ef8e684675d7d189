/** Tables of senders: turns of a campaign's mailboxes, and what DNS was last found to say of the domains that mails come from. */
import type { Dialect } from '../migrations/dialect.ts';

/** DDL of senders. */
export function senderTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('sender_dns', [
      `workspace_id ${text} NOT NULL`,
      // The mailbox's own, in ASCII.
      `domain ${text} NOT NULL CHECK (length(domain) > 0)`,
      `asked_at ${int} NOT NULL`,
      `findings ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, domain)',
    ]),
    table({ name: 'sender_turn', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `campaign_id ${text} NOT NULL`,
      `sender ${text} NOT NULL`,
      // Threads that it was given.
      `given ${int} NOT NULL CHECK (given >= 0)`,
      'PRIMARY KEY (workspace_id, campaign_id, sender)',
    ]),
  ];
}
