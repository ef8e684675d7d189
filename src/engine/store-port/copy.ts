/** What a copy of the whole database tells, while it runs and when it is done. */

/** Who looks on. */
export interface CopyWatch {
  /** Rows of a table that are copied, or proven, so far. */
  progress?(table: string, rows: number): void;
  readonly signal?: AbortSignal;
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
