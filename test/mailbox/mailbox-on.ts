/** A mailbox on a server of the tests. */
import type { Mailbox } from '../../src/engine/ports.ts';
import { imapMailbox } from '../../src/sources/imap/adapter.ts';
import { MailboxSettingsSchema } from '../../src/sources/imap/settings.ts';
import { parseMail } from '../../src/sources/mail/parse.ts';
import { PASSWORD } from './dovecot.ts';

/** INBOX and Sent of a user, looked into every second. */
export function mailboxOn(port: number, user: string, password = PASSWORD): Mailbox {
  const settings = MailboxSettingsSchema.parse({
    ...{ name: 'sales', host: '127.0.0.1', port, secure: 'none', user, passwordFrom: 'UNUSED', pollSeconds: 1 },
    folders: [{ path: 'INBOX' }, { path: 'Sent', holds: 'sent' }],
  });
  return imapMailbox(settings, 'main', { user, password }, parseMail);
}
