/** Files of leads being taken in and taken back, as the engine asks a store for them. */

/** Rows of a file by what became of them; `read` is the sum of the rest. */
export interface ImportCounts {
  readonly read: number;
  readonly created: number;
  readonly merged: number;
  readonly unchanged: number;
  readonly rejected: number;
}

/** One file taken in, or being taken in. Times in epoch milliseconds. */
export interface ImportRecord {
  readonly workspaceId: string;
  readonly id: string;
  readonly source: string;
  readonly fileName: string;
  readonly fileHash: string;
  readonly optionsHash: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** undoing: being taken back; it can only go on being taken back. */
  readonly state: 'running' | 'done' | 'undoing' | 'undone';
  /** Opaque position of the reader after the last committed batch. */
  readonly position: unknown;
  readonly counts: ImportCounts;
  /** Committed length of the rejects file. */
  readonly rejectsBytes: number;
  readonly startedAt: number;
  readonly finishedAt: number | null;
}

/**
 * What beginning an import found: a fresh one, one to go on with, one that is done, or one that another process runs; `crowded`: as many
 * others run as may.
 */
export type ImportStart =
  | { readonly kind: 'begun' | 'resumed' | 'done' | 'busy'; readonly record: ImportRecord }
  | { readonly kind: 'crowded'; readonly running: number };

/** Who takes an import in hand, until when, and whose hand need not be waited for. Times in epoch milliseconds. */
export interface ImportLease {
  readonly owner: string;
  readonly until: number;
  readonly now: number;
  /** Whether the owner of a lease that has not run out is known to be gone. */
  isGone(owner: string): boolean;
  /** Imports that may run at once on this database; absent = any number. */
  readonly atOnce?: number;
}

/** An import to begin. */
export type ImportWish = Omit<ImportRecord, 'state' | 'position' | 'counts' | 'rejectsBytes' | 'finishedAt'>;

/** What undoing an import did, in leads. */
export interface ImportUndone {
  /** Leads put back as they were before the import changed them. */
  readonly restored: number;
  readonly removed: number;
  /** Kept because another import brought them too, or because they were already contacted. */
  readonly kept: number;
}
