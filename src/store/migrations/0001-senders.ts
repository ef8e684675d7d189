/** Tables of senders: what DNS was last found to say of the domains that mails come from. */
import type { Dialect } from './dialect.ts';

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
  ];
}
