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

/** What does not fit together in the settings of a mailbox, each with its place. */
export function problemsOfMailbox(asked: Asked): readonly string[] {
  const parsed = MailboxSettingsSchema.safeParse(rawOf(asked));
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'settings'}: ${message}`);
}

/** The mailbox of a connection. Errors: zod's where `problemsOfMailbox` finds some. */
export function mailboxServer(asked: Asked): MailboxServer {
  const { settings, secrets, token } = asked;
  const user = settings.user ?? '';
  return {
    settings: MailboxSettingsSchema.parse(rawOf(asked)),
    credentials: async () =>
      token === null ? { user, password: secrets.password ?? '' } : { user, accessToken: await token(false) },
  };
}

function rawOf({ workspaceId, name, provider, settings }: Asked): Record<string, unknown> {
  const { user = '', secure, from } = settings;
  const port = settings.imapPort ?? settings.port;
  return {
    ...{ name, workspace: workspaceId, user, passwordFrom: 'NONE' },
    host: settings.imapHost ?? settings.host ?? SERVERS[provider] ?? '',
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(secure === undefined ? {} : { secure }),
    ...(from === undefined ? {} : { addresses: [from] }),
  };
}
