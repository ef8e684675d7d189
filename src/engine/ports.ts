/**
 * What the engine asks of the world. Adapters implement these; nothing here knows an adapter.
 * An adapter returns faults of the outside as values; an exception means a bug in the adapter.
 */
import type { Blame } from '../domain/delivery/reply.ts';
import type { Mail } from '../domain/message.ts';
import type { MailRoute } from '../domain/verify/route.ts';

/** Time as the engine sees it: real, or virtual in a simulation. */
export interface Clock {
  /** Epoch milliseconds, UTC. */
  now(): number;
}

/** Globally unique, time-ordered ids: `lead_01jd…`. */
export interface Ids {
  next(prefix: string): string;
}

/** What became of a send. `unconfirmed` = the request may have been accepted: never sent again blindly. */
export type SendResult =
  | { readonly kind: 'sent'; readonly providerRef: string | null; readonly detail: string }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly detail: string;
      readonly blame: Blame;
    }
  | {
      readonly kind: 'retry';
      readonly afterMs: number | null;
      readonly code: string;
      readonly detail: string;
      /** Whose fault the delay is, where the answer tells: a throttled sender rests, one full mailbox stops nobody. */
      readonly blame?: Blame;
    }
  | { readonly kind: 'unconfirmed'; readonly detail: string };

/** A way out of the house. One per connection; safe to call concurrently up to `concurrency`. */
export interface MailChannel {
  readonly name: string;
  /** Sends that may be in flight at once; a kill leaves at most this many unconfirmed. */
  readonly concurrency: number;
  /** How a send whose outcome was lost is recovered. */
  readonly recovery: 'lookup' | 'idempotent' | 'held';
  send(mail: Mail): Promise<SendResult>;
  close(): Promise<void>;
}

/** DNS behind a port: cached, bounded in concurrency and time. */
export interface Resolver {
  /** `domain` in ASCII, lower case. Never rejects. */
  mailRoute(domain: string): Promise<MailRoute>;
}

/** Structured log lines; never a place for decisions. */
export interface Log {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}

/** One row of a file of leads. */
export interface TableRow {
  /** Line of the file on which the row begins, from 1; of a workbook, the row's number. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Reason code where the row could not be read whole. */
  readonly problem?: string;
}

export interface TableBatch {
  readonly rows: readonly TableRow[];
  /** JSON-able position after this batch: `openTable` goes on from there. */
  readonly resumeAt: unknown;
}

/** A file of leads, being read. */
export interface Table {
  readonly kind: 'csv' | 'xlsx';
  /** How it is written: delimiter, encoding, what was found odd. */
  readonly dialect: Readonly<Record<string, unknown>>;
  readonly headers: readonly string[];
  readonly rows: AsyncIterable<TableBatch>;
}

/** A file of rows that could not be taken, with line and reason; it can be mended and imported again. */
export interface RejectsWriter {
  readonly path: string;
  add(row: TableRow, code: string, says: string): void;
  /** Writes what was added; the length of the file then, in bytes. */
  flush(): Promise<number>;
  close(): Promise<void>;
}

/** A text file being written; `write` waits while the disk is slower than we are. */
export interface TextWriter {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Reads what lies in files. */
export interface Sources {
  /** Errors: refusals `file-not-found`, `file-not-readable`, `not-a-table` with a remedy. */
  openTable(path: string, options?: { readonly resumeAt?: unknown }): Promise<Table>;
  /** SHA-256 (hex) of the bytes, and their count. */
  fingerprint(path: string): Promise<{ readonly hash: string; readonly bytes: number }>;
  /** Lines of a text file, without their ends; `-` = standard input. Errors: refusal `file-not-found`. */
  readLines(path: string): AsyncIterable<string>;
  /** Makes (or empties) a text file. */
  openText(path: string): Promise<TextWriter>;
  /** `keepBytes`: length to which an earlier run committed the file; anything after it is cut off. */
  openRejects(path: string, headers: readonly string[], keepBytes: number): Promise<RejectsWriter>;
}
