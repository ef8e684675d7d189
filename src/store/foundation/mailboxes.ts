/** Tables of mailboxes that are read: who reads one, how far each folder is read, and the mails that came to nothing. */
import type { Dialect } from '../migrations/dialect.ts';

/** DDL of mailboxes. */
export function mailboxTables({ text, int, table }: Dialect): string[] {
  return [
    table('mailbox', [
      `workspace_id ${text} NOT NULL`,
      `name ${text} NOT NULL`,
      `lease_owner ${text}`,
      `lease_until ${int}`,
      // When all folders were last seen to the end.
      `read_at ${int}`,
      `fault ${text}`,
      `fault_at ${int}`,
      `recorded ${int} NOT NULL CHECK (recorded >= 0)`,
      `passed_over ${int} NOT NULL CHECK (passed_over >= 0)`,
      'PRIMARY KEY (workspace_id, name)',
      'CHECK ((lease_owner IS NULL) = (lease_until IS NULL))',
      'CHECK ((fault IS NULL) = (fault_at IS NULL))',
    ]),
    table('mailbox_folder', [
      `workspace_id ${text} NOT NULL`,
      `mailbox ${text} NOT NULL`,
      `folder ${text} NOT NULL`,
      // Another one means that the server has numbered its mails anew.
      `uid_validity ${int} NOT NULL CHECK (uid_validity > 0)`,
      `last_uid ${int} NOT NULL CHECK (last_uid >= 0)`,
      // How often reading on from there was begun: a mail that breaks a connection, or a process, is told by it after a restart too.
      `tries ${int} NOT NULL CHECK (tries >= 0)`,
      'PRIMARY KEY (workspace_id, mailbox, folder)',
    ]),
    table('mailbox_aside', [
      `workspace_id ${text} NOT NULL`,
      `mailbox ${text} NOT NULL`,
      // Of what the mail is, not of where it lies: numbered anew, it is no second one.
      `id ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `folder ${text} NOT NULL`,
      `uid ${int} NOT NULL`,
      `code ${text} NOT NULL`,
      `kind ${text}`,
      `sender ${text}`,
      `subject ${text}`,
      'PRIMARY KEY (workspace_id, mailbox, id)',
    ]),
    'CREATE INDEX mailbox_aside_latest ON mailbox_aside (workspace_id, mailbox, at, id)',
  ];
}
