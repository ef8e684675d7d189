/** Workspaces, versions of playbooks, the log of acts, and what is forgotten, as the engine asks a store for them. */
import type { AttachmentContent } from '../../domain/playbook/attachment.ts';

/** One customer’s world: everything stored belongs to one, and none sees another’s rows. */
export interface Workspace {
  readonly id: string;
  /** dry: everything runs, messages go to the outbox folder. */
  readonly mode: 'dry' | 'live';
  readonly settings: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly liveAt: number | null;
  readonly liveBy: string | null;
}

/** A version to be stored, with the content of the files that come with its mails. */
export interface PlaybookVersion extends StoredPlaybook {
  readonly contents?: readonly AttachmentContent[];
}

/** One version of a playbook; it never changes. */
export interface StoredPlaybook {
  readonly workspaceId: string;
  readonly hash: string;
  readonly name: string;
  /** Canonical JSON of the whole playbook. */
  readonly content: string;
  readonly createdAt: number;
}

/** A playbook that is being written: its files as they are, until it is published. */
export interface PlaybookDraft {
  readonly workspaceId: string;
  readonly name: string;
  /** Counts saves, from 1. */
  readonly revision: number;
  /** Text by path inside the folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly changedAt: number;
  readonly changedBy: string;
}

/** Drafts of the store. */
export interface DraftVerbs {
  /** By name, without their files. */
  list(workspaceId: string, limit: number): Promise<Omit<PlaybookDraft, 'files'>[]>;
  get(workspaceId: string, name: string): Promise<PlaybookDraft | null>;
  /** Keeps it in place of the revision before it; false = there is another one by now, and nothing was written. */
  put(draft: PlaybookDraft): Promise<boolean>;
  /** False = there was none. */
  remove(workspaceId: string, name: string): Promise<boolean>;
}

/** Who did what, and when. */
export interface AuditEntry {
  readonly workspaceId: string;
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly operation: string;
  /** Canonical JSON. */
  readonly input: string;
  /** Canonical JSON of what it was about, `{before, after}`; null or absent = not known. */
  readonly change?: string | null;
  /** Of the request by which it came; null or absent = by none. */
  readonly requestId?: string | null;
}

/** A page of the log of acts, newest first. */
export interface AuditQuery {
  readonly workspaceId: string;
  /** Only what is older than this id; null = from the newest on. */
  readonly before: string | null;
  readonly limit: number;
}

/** Times (epoch ms) before which each kind is removed; see `domain/retention` for what they come from. */
export interface PurgeBefore {
  readonly event: number;
  /** Absent = as events, of which they come. */
  readonly signalChange?: number;
  readonly decision: number;
  /** Absent = the log is kept whole. */
  readonly audit?: number;
  /** Counters of past days, rows of abandoned imports. */
  readonly other: number;
  /**
   * The routine by which it is done. Where all workspaces have it, all forget the same, and what lies together may go at one stroke;
   * absent = it is for this workspace alone.
   */
  readonly routine?: string;
}

/** Rows removed, by kind; of all workspaces, where all forgot at one stroke. */
export interface Purged {
  readonly events: number;
  readonly decisions: number;
  readonly audits: number;
  /** Rises and falls of signals included. */
  readonly others: number;
}
