/**
 * One exchange with the server: any number of statements, each for any number of parameter sets, written in one go and
 * answered in one go. Speaks the extended query protocol through `pg`'s connection; knows no transaction.
 * Why: `pg` waits for each answer before it writes the next question, so that a batch of 200 rows were 200 round trips.
 * Source: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
import type { Connection, Submittable } from 'pg';
import type { SqlList, SqlRow, SqlValue } from '../statement.ts';

/** A statement and the parameter sets it is run for. */
export interface Execution {
  readonly text: string;
  /** To be prepared under once per connection; '' = not kept (a pooler may give the next transaction another connection). */
  readonly name: string;
  /** Whether rows come back. */
  readonly reads: boolean;
  /** Whether they come as lists of values, not by name. */
  readonly lists: boolean;
  /** It is run once for so many sets of parameters, and the first column says which of them a row is for, from 1; null = for each set. */
  readonly groups: number | null;
  /** Parameter sets that it stands for. */
  readonly weight: number;
  readonly sets: readonly (readonly (string | Buffer | null)[])[];
}

/** What an execution gave: rows by parameter set where it reads, and how many rows it changed or read each time that it was run. */
export interface Executed {
  readonly rows: readonly (readonly Row[])[];
  readonly counts: readonly number[];
  /** Rows changed in all. */
  readonly wrote: number;
}

/** As the statement says. */
type Row = SqlRow | SqlList;

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** int8, int2, int4, float4, float8, numeric. Source: pg_type.dat; all other columns of ours are text. */
const NUMBERS: ReadonlySet<number> = new Set([20, 21, 23, 700, 701, 1700]);

/** What the server says of a statement that changed rows. */
const WRITES = /^(INSERT|UPDATE|DELETE)/;

/** Statements that a connection has prepared, by name. */
export type Prepared = Set<string>;

/** Written to a connection by `client.query(exchange)`; `done` tells what came of it. */
export class Exchange implements Submittable {
  readonly done: Promise<readonly Executed[]>;
  /** Whether a failure leaves it unknown which statements the connection has prepared. */
  readonly prepares: boolean;
  readonly #executions: readonly Execution[];
  readonly #prepared: Prepared;
  readonly #resolve: (executed: readonly Executed[]) => void;
  readonly #reject: (error: unknown) => void;
  readonly #results: { rows: Row[][]; counts: number[]; wrote: number }[] = [];
  #at = 0;
  #set = 0;
  #fields: readonly Field[] = [];
  /** Of the set at hand, or of all sets that one execution is for. */
  #rows: Row[][] = [[]];

  constructor(executions: readonly Execution[], prepared: Prepared) {
    this.#executions = executions;
    this.#prepared = prepared;
    this.#rows = Array.from({ length: executions[0]?.groups ?? 1 }, () => []);
    this.prepares = executions.some(({ name }) => name !== '' && !prepared.has(name));
    const { promise, resolve, reject } = Promise.withResolvers<readonly Executed[]>();
    this.done = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Called by `pg` when it is this exchange's turn on the connection. */
  submit(connection: Connection): void {
    connection.stream.cork();
    for (const execution of this.#executions) this.#write(connection, execution);
    connection.sync();
    connection.stream.uncork();
  }

  #write(connection: Connection, { text, name, reads, sets }: Execution): void {
    if (name === '' || !this.#prepared.has(name)) connection.parse({ name, text, types: [] }, true);
    if (name !== '') this.#prepared.add(name);
    for (const [i, values] of sets.entries()) {
      // The types say `string`, the writer takes bytes as well.
      connection.bind({ portal: '', statement: name, binary: '', values: values as string[] }, true);
      if (reads && i === 0) connection.describe({ type: 'P', name: '' }, true);
      connection.execute({ portal: '', rows: '' }, true);
    }
  }

  /** The columns of the rows that follow. */
  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#fields = fields;
  }

  /** One row, as text. A statement that is run for what it does may give one too, such as that of a lock. */
  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const execution = this.#executions[this.#at];
    if (!execution?.reads) return;
    const values = fields.map((text, i) => numberOrText(this.#fields[i] as Field, text));
    if (execution.groups === null) this.#rows[0]?.push(execution.lists ? values : this.#byName(values, 0));
    else this.#rows[(values[0] as number) - 1]?.push(execution.lists ? values.slice(1) : this.#byName(values, 1));
  }

  #byName(values: SqlList, from: number): SqlRow {
    const row: Record<string, SqlValue> = {};
    for (let i = from; i < values.length; i++) row[(this.#fields[i] as Field).name] = values[i] as SqlValue;
    return row;
  }

  /** One parameter set is done: `UPDATE 3`, `INSERT 0 1`, `BEGIN`. */
  handleCommandComplete({ text }: { readonly text: string }): void {
    const execution = this.#executions[this.#at] as Execution;
    this.#results[this.#at] ??= { rows: [], counts: [], wrote: 0 };
    const result = this.#results[this.#at] as { rows: Row[][]; counts: number[]; wrote: number };
    const count = Number(/\d+$/.exec(text)?.[0] ?? 0);
    result.counts.push(count);
    if (WRITES.test(text)) result.wrote += count;
    if (execution.reads) result.rows.push(...this.#rows);
    this.#set += 1;
    if (this.#set === execution.sets.length) {
      this.#set = 0;
      this.#at += 1;
    }
    this.#rows = Array.from({ length: this.#executions[this.#at]?.groups ?? 1 }, () => []);
  }

  /** The server has done all of it. */
  handleReadyForQuery(): void {
    this.#resolve(this.#results);
  }

  /** The server refused a statement and skipped the rest, or the connection broke. */
  handleError(error: unknown): void {
    this.#reject(error);
  }
}

/** Asks of which types the parameters of a statement are; runs nothing. */
export class Inquiry implements Submittable {
  readonly done: Promise<readonly number[]>;
  readonly #text: string;
  readonly #resolve: (types: readonly number[]) => void;
  readonly #reject: (error: unknown) => void;
  #types: readonly number[] = [];

  constructor(text: string) {
    this.#text = text;
    const { promise, resolve, reject } = Promise.withResolvers<readonly number[]>();
    this.done = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Called by `pg` when it is this inquiry's turn on the connection. */
  submit(connection: Connection): void {
    connection.once('parameterDescription', ({ dataTypeIDs }: { readonly dataTypeIDs: readonly number[] }) => {
      this.#types = dataTypeIDs;
    });
    connection.parse({ name: '', text: this.#text, types: [] }, true);
    connection.describe({ type: 'S', name: '' }, true);
    connection.sync();
  }

  /** The columns of a statement that reads: nobody asked for them. */
  handleRowDescription(): void {
    // Comes with the types where the statement is a query.
  }

  /** The server has told all of it. */
  handleReadyForQuery(): void {
    this.#resolve(this.#types);
  }

  /** The server refused the statement, or the connection broke. */
  handleError(error: unknown): void {
    this.#reject(error);
  }
}

function numberOrText({ dataTypeID }: Field, text: string | null): SqlValue {
  return text !== null && NUMBERS.has(dataTypeID) ? Number(text) : text;
}
