/** Mailboxes that are read, as the engine asks a store for them. */
import type { EventBatch } from '../event.ts';

/** How far a folder is read: mails up to `lastUid`, as they are numbered under `uidValidity`. */
export interface FolderPosition {
  readonly folder: string;
  readonly uidValidity: number;
  readonly lastUid: number;
}

/** A mail that came to nothing, and why. */
export interface MailAside {
  /** Of what the mail is, wherever it lies. */
  readonly id: string;
  readonly at: number;
  readonly folder: string;
  readonly uid: number;
  readonly code: string;
  /** What it was read as; null = it was not read. */
  readonly kind: string | null;
  readonly sender: string | null;
  readonly subject: string | null;
}

/** Names a mailbox. */
export interface MailboxKey {
  readonly workspaceId: string;
  readonly mailbox: string;
}

/** Who wants to read a mailbox, and until when. Times are the store's own. */
export interface MailboxLease extends MailboxKey {
  readonly owner: string;
  readonly now: number;
  readonly until: number;
  isGone(owner: string): boolean;
}

/** Mails of one folder that were read: events, those that came to nothing, and the new position, all of it or none. */
export interface MailboxBatch extends MailboxKey {
  readonly owner: string;
  readonly position: FolderPosition;
  readonly events: EventBatch;
  readonly aside: readonly MailAside[];
}

/** A mailbox as it stands; null = not yet, or nothing. */
export interface MailboxRecord {
  readonly name: string;
  readonly owner: string | null;
  readonly leaseUntil: number | null;
  readonly readAt: number | null;
  readonly fault: string | null;
  readonly faultAt: number | null;
  /** Events that its mails came to. */
  readonly recorded: number;
  /** Mails that came to nothing. */
  readonly passedOver: number;
  readonly folders: readonly FolderPosition[];
}

/** The mailboxes of the store. */
export interface MailboxVerbs {
  /** Takes or prolongs the right to read a mailbox; false = somebody else has it. */
  lease(lease: MailboxLease): Promise<boolean>;
  /** Gives the right back. */
  release(key: MailboxKey, owner: string): Promise<void>;
  /** The count of events that were new; null = the right is somebody else's by now, and nothing was written. */
  take(batch: MailboxBatch): Promise<number | null>;
  /**
   * Begins to read on from this position; how many tries that makes since it was reached. `by` = how many this one counts for: none
   * where the last one was broken off by something else than a mail.
   */
  begin(key: MailboxKey, at: FolderPosition, by: number): Promise<number>;
  /** Notes that all folders were seen to the end (`fault` null), or why not. */
  note(key: MailboxKey, fault: string | null, at: number): Promise<void>;
  /** In the order of their names. */
  list(workspaceId: string): Promise<MailboxRecord[]>;
  /** Mails that came to nothing, the latest first. */
  aside(key: MailboxKey, limit: number): Promise<MailAside[]>;
}
