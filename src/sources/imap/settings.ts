/** What a mailbox needs to be told. Owns the shape; connects to nothing. */
import { z } from 'zod';
import { LIMITS } from '../../domain/limits.ts';

const FolderSchema = z.strictObject({
  path: z.string().min(1).max(500),
  holds: z.enum(['received', 'sent']).default('received'),
});

/** Settings of one mailbox that is read by IMAP. */
export const MailboxSettingsSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens'),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).optional(),
  /** tls: from the first byte · starttls: before the login, or not at all · none: on a machine of one's own, for tests. */
  secure: z.enum(['tls', 'starttls', 'none']).default('tls'),
  user: z.string().min(1),
  /** Name of the environment's variable that holds the password. */
  passwordFrom: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, 'the name of a variable of the environment, such as SALES_MAIL_PASSWORD')
    .refine((name) => !name.startsWith('REKINDLE_'), 'a name of your own, not one that begins with REKINDLE_'),
  /** Workspace that its mails belong to; the one of `workspace` where absent. */
  workspace: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens')
    .optional(),
  folders: z
    .array(FolderSchema)
    .min(1)
    .max(LIMITS.mailboxFolders)
    .default([{ path: 'INBOX', holds: 'received' }]),
  /** Addresses that are written from beside `user`. */
  addresses: z.array(z.email()).max(100).default([]),
  pollSeconds: z.int().min(1).max(3_600).default(60),
  /** How many days back a folder is read that was never read before. */
  lookBackDays: z.int().min(0).max(365).default(14),
});

/** Settings as used. */
export type MailboxSettings = z.output<typeof MailboxSettingsSchema>;
