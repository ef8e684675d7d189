/** What left since the backup that the database was brought back from, and the notes that it is known by. */
import type { DepartureFound, LeftNote } from '../../../domain/delivery/departed.ts';

/** A message that is about to leave, as departures are known by. */
export interface DepartureAsked {
  readonly workspaceId: string;
  readonly intent: string;
  readonly whom: string | null;
}

/** A departure that a message would be the second of. */
export interface Departure extends DepartureFound {
  /** Id of the message that left, in the database of then. */
  readonly messageId: string;
  /** Null = it may not be asked about it. */
  readonly way: string | null;
  readonly bodyHash: string;
  readonly providerRef: string | null;
}

/** Asked for departures since a backup. */
export interface DepartureVerbs {
  /** Keeps of these, which were noted in this order, what the database does not know of. Twice is once. */
  keep(workspaceId: string, notes: readonly LeftNote[]): Promise<void>;
  /** How many are kept for which no message stands yet. */
  count(): Promise<number>;
  /** Whether there is one. */
  isOpen(): Promise<boolean>;
  /** For each of these messages its own, the oldest first; null = it has not left before. None is given twice. */
  of(asked: readonly DepartureAsked[]): Promise<(Departure | null)[]>;
}

/** Departures noted outside of the database and of its backups, so that what is brought back does not send them again. */
export interface DepartureNotes {
  /** The day from which on there are some, `2026-11-20`; null = there are none. */
  from(): string | null;
  /** In the order in which they were added. */
  read(): AsyncIterable<LeftNote>;
  /** They are with the file system before this returns. Errors: the system's own, where nothing can be written. */
  add(notes: readonly LeftNote[], now: number): void;
}
