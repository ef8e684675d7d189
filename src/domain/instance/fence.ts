/**
 * Whether this database is the one that sends (directives/instance-fence.md). A database that was restored or copied holds
 * messages that have left already; it must send nothing until a person says that it is the one. Owns the comparison only.
 */

/** What a database says of itself. */
export interface Mark {
  /** Made by chance when the database first sent, anew with every claim. */
  readonly token: string;
  /** Grows while it sends: an older copy has a smaller one. */
  readonly epoch: number;
}

/** What was noted outside of the database, and of its backups, by who last sent from it here. */
export interface Note extends Mark {
  /** Which file or server it was: a copy is another one. */
  readonly place: string;
}

/** `ours`: it may send. `new`: nothing was ever sent from it. Otherwise the reason why it may not. */
export type FenceVerdict =
  | 'ours'
  | 'new'
  | 'instance-without-token'
  | 'instance-of-another'
  | 'instance-restored'
  | 'instance-moved';

/** Compares what the database says of itself with what was noted beside it. `place`: where the database is now. */
export function fenceVerdict(mark: Mark | null, note: Note | null, place: string): FenceVerdict {
  if (mark === null) return 'new';
  if (note === null) return 'instance-without-token';
  if (note.token !== mark.token) return 'instance-of-another';
  if (mark.epoch < note.epoch) return 'instance-restored';
  return note.place === place ? 'ours' : 'instance-moved';
}
