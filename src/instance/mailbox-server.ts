/** Which server the mailbox of a connection is on, and how it is signed in to. Speaks to nobody but for a token. */
import type { Asked } from '../domain/connection/asked.ts';
import type { MailboxCredentials } from '../engine/ports.ts';
import { type MailboxSettings, MailboxSettingsSchema } from '../sources/imap/settings.ts';

/** Settings of the mailbox, and what it is signed in with now. */
export interface MailboxServer {
  readonly settings: MailboxSettings;
  /** Errors: `TokenFault` where no token comes about. */
  credentials(): Promise<MailboxCredentials>;
}

/** Source: support.google.com/mail/answer/7126229; learn.microsoft.com, “POP, IMAP, and SMTP settings”. */
const SERVERS: Readonly<Record<string, string>> = { google: 'imap.gmail.com', microsoft365: 'outlook.office365.com' };

/** The mailbox of a connection. Errors: zod's where its settings do not fit. */
export function mailboxServer({ workspaceId, name, provider, settings, secrets, token }: Asked): MailboxServer {
  const { user = '', secure, from } = settings;
  const port = settings.imapPort ?? settings.port;
  const parsed = MailboxSettingsSchema.parse({
    ...{ name, workspace: workspaceId, user, passwordFrom: 'NONE' },
    host: settings.imapHost ?? settings.host ?? SERVERS[provider] ?? '',
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(secure === undefined ? {} : { secure }),
    ...(from === undefined ? {} : { addresses: [from] }),
  });
  return {
    settings: parsed,
    credentials: async () =>
      token === null ? { user, password: secrets.password ?? '' } : { user, accessToken: await token(false) },
  };
}
