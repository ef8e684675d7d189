/** A mailbox that answers are read in, as the engine asks for it. */
import type { ReceivedMail } from '../../domain/conversation/mail/received.ts';
import type { FolderHolds } from '../../domain/conversation/mail/traces.ts';

/** A folder that is read. */
export interface MailFolder {
  readonly path: string;
  readonly holds: FolderHolds;
}

/** How to sign in. */
export type MailboxCredentials =
  | { readonly user: string; readonly password: string }
  | { readonly user: string; readonly accessToken: string };

/** A folder that is open, to be read only. */
export interface OpenFolder {
  readonly uidValidity: number;
  /** The number before that of the first mail that came in at `since` or later, by the server's day. */
  lastUidBefore(since: number): Promise<number>;
  /** Numbers of mails after this one, lowest first, `limit` at most. A folder is read upwards: each is asked with a higher one. */
  uidsAfter(uid: number, limit: number): Promise<readonly number[]>;
  /** One mail, cut where it is too large; null = it is gone meanwhile. */
  fetch(uid: number): Promise<ReceivedMail | null>;
}

/** A connection that stands. Whatever fails on it throws a `MailboxFault`. */
export interface MailboxSession {
  /** Null = there is no such folder. */
  open(path: string): Promise<OpenFolder | null>;
  /** Until something comes into the folder that is open, `mostMs` at the latest, or the signal. */
  waitForNews(mostMs: number, signal: AbortSignal): Promise<void>;
  /** Whether the server can still be asked. */
  readonly usable: boolean;
  close(): Promise<void>;
}

/** A mailbox that can be read. */
export interface Mailbox {
  readonly name: string;
  readonly workspaceId: string;
  readonly folders: readonly MailFolder[];
  /** Addresses that it sends by, in lower case. */
  readonly addresses: readonly string[];
  /** How often folders are looked into that the server does not tell of, ms. */
  readonly pollMs: number;
  /** How far back a folder is read that was never read, ms. */
  readonly lookBackMs: number;
  /** Errors: `MailboxFault`. */
  connect(): Promise<MailboxSession>;
}

/** Why a mailbox cannot be read. */
type MailboxFaultCode = 'mailbox-unreachable' | 'mailbox-refused' | 'mailbox-lost' | 'mailbox-answer';

/** A fault of the outside. `mailbox-refused`: the login; `mailbox-answer`: the server said no to one thing and can be asked another. */
export class MailboxFault extends Error {
  readonly code: MailboxFaultCode;
  constructor(code: MailboxFaultCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'MailboxFault';
    this.code = code;
  }
}
