/** What a copy of the whole database tells, while it runs and when it is done. */

/** Who looks on. */
export interface CopyWatch {
  /** Rows of a table that are copied, or proven, so far. */
  progress?(table: string, rows: number): void;
  readonly signal?: AbortSignal;
}

/** A copy for good. */
export interface CopyWish extends CopyWatch {
  /** The copy is marked by it, and sends nothing until a person claims it: what it was copied from may be sending. */
  readonly token: string;
}

/** A table on both sides: as many rows, with the same bytes. */
export interface TableCopied {
  readonly table: string;
  readonly rows: number;
  /** SHA-256 over the rows in the order of their key, hex. */
  readonly digest: string;
}

/** A whole database on both sides. */
export interface DatabaseCopied {
  readonly tables: readonly TableCopied[];
  readonly rows: number;
}

/** A database that was saved, or brought back: its size, and rows by table. */
export interface Saved {
  readonly bytes: number;
  readonly rows: Readonly<Record<string, number>>;
}

/** A database that was brought back. */
export type Restored = Saved;

/** Saves the database as a file, and brings one back. Rejects with a fault of the store. */
export interface Backups {
  /** Into a file that is not there yet, while others write; `watch` is told the share that is done. */
  save(path: string, watch: (share: number) => void): Promise<Saved>;
  /** As a database file that is not there yet, under a mark of its own, which no note fits. */
  restore(from: string, to: string, of: { readonly token: string; readonly now: number }): Promise<Restored>;
}
