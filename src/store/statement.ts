/**
 * SQL as named constants: written once, with `:name` parameters, prepared once per connection, checked by tests.
 * Owns the text; never runs it. Dialects differ only in how a parameter is spelt.
 * Why: building a query at every call costs 30–40 µs (measured), as much as running it; a constant costs nothing,
 * and one list of all statements lets a test ask the database for the plan of each and refuse a table scan.
 */

/** A value of a column. Times and counts are numbers, JSON is text. */
export type SqlValue = string | number | null | Uint8Array;
/** A row as the values of its columns, in their order. */
export type SqlList = readonly SqlValue[];
/** A row by column name. */
export type SqlRow = Readonly<Record<string, SqlValue>>;
/** Values by parameter name; undefined is a bug and throws when bound. */
export type Parameters = Readonly<Record<string, SqlValue | undefined>>;

/**
 * Rows of a table (or of its alias in the query) that stay this transaction's until it ends. `claim` passes over those that
 * another transaction has, `hold` waits for them and reads them as they are then. SQLite has one writer at a time and needs neither.
 */
export interface RowLock {
  readonly way: 'claim' | 'hold';
  readonly of: string;
}

/** What may be said of a statement beside its text. */
export interface StatementOptions {
  /** Why it may read a whole table; without it the plan test refuses a scan. */
  readonly scans?: string;
  /** For wide rows by the thousand, which come as lists: reading one by name costs as much again as finding it (measured). */
  readonly lists?: boolean;
  /** Table or alias whose rows are claimed: work that another transaction has taken is passed over. */
  readonly claims?: string;
  /** Table or alias whose rows are held: decided on as they are, and still so when the decision is written. */
  readonly holds?: string;
}

/** One SQL statement. `Row` is what it yields; it exists for the compiler only. */
export interface Statement<Row = never> {
  /** With `?` for each parameter, in order. */
  readonly text: string;
  /** Names of the parameters in the order of the question marks; a name may repeat. */
  readonly names: readonly string[];
  /** Why a full scan is right here; null = the plan must use an index. */
  readonly scans: string | null;
  /** Rows that are read to be changed, where a database locks rows; null = it only reads, or changes them itself. */
  readonly lock: RowLock | null;
  /** Rows come as lists of values in the order of the columns, not by name. */
  readonly lists: boolean;
  /** Made for one question of somebody, and forgotten with its answer: no connection keeps it prepared. */
  readonly passing?: true;
  /** Never present at run time. */
  readonly row?: Row;
}

const PARAMETER = /:([a-z][A-Za-z0-9]*)/g;
const ALL: Statement[] = [];

/** Every statement of the program, for the test that reads their plans. Filled as the files are loaded. */
export function allStatements(): readonly Statement[] {
  return ALL;
}

/** A statement with `:camelCase` parameters. No question mark stands in it but for them. */
export function statement<Row = never>(sql: string, options: StatementOptions = {}): Statement<Row> {
  const made = new WrittenStatement(sql, options);
  ALL.push(made);
  return made as Statement<Row>;
}

/**
 * A statement that is made while it is asked, as a filter wants it: in no list of statements, kept by no connection. What somebody wrote
 * is in its parameters alone, never in its text.
 */
export function passing<Row>(sql: string): Statement<Row> {
  return { ...readStatement(sql), scans: null, lock: null, lists: false, passing: true };
}

/** Read when it is first used: a command uses few of a thousand. */
class WrittenStatement implements Statement {
  readonly scans: string | null;
  readonly lists: boolean;
  readonly lock: RowLock | null;
  readonly #sql: string;
  #read: Pick<Statement, 'text' | 'names'> | null = null;

  constructor(sql: string, options: StatementOptions) {
    this.#sql = sql;
    this.scans = options.scans ?? null;
    this.lists = options.lists ?? false;
    this.lock = lockOf(options);
  }

  get text(): string {
    this.#read ??= readStatement(this.#sql);
    return this.#read.text;
  }

  get names(): readonly string[] {
    this.#read ??= readStatement(this.#sql);
    return this.#read.names;
  }
}

function readStatement(sql: string): Pick<Statement, 'text' | 'names'> {
  const names: string[] = [];
  const text = sql
    .replace(PARAMETER, (_, name: string) => {
      names.push(name);
      return '?';
    })
    .replace(/\s+/g, ' ')
    .trim();
  return { text, names };
}

function lockOf({ claims, holds }: StatementOptions): RowLock | null {
  if (claims !== undefined) return { way: 'claim', of: claims };
  return holds === undefined ? null : { way: 'hold', of: holds };
}

/** `firstName` → `first_name`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** An INSERT of the columns named in camelCase; parameters carry the same names. `tail` = ON CONFLICT clause. */
export function insert(table: string, columns: readonly string[], tail = ''): Statement {
  const list = columns.map(snakeCase).join(', ');
  return statement(`INSERT INTO ${table} (${list}) VALUES (${columns.map((name) => `:${name}`).join(', ')}) ${tail}`);
}

/** Where in a list each of these columns stands, the first at `from`. */
export function positionsOf<Name extends string>(columns: readonly Name[], from = 0): Readonly<Record<Name, number>> {
  return Object.fromEntries(columns.map((name, i) => [name, from + i])) as Record<Name, number>;
}

/** How each parameter is read of what a row is made from. */
export type Readers<From> = Readonly<Record<string, (from: From) => SqlValue>>;

/** Values in the order of a statement's parameters, read one by one: an object of all names would cost thrice as much. */
export function binder<From>({ names }: Statement, readers: Readers<From>): (from: From) => SqlValue[] {
  const inOrder = names.map((name) => readers[name] as Readers<From>[string]);
  return (from) => inOrder.map((read) => read(from));
}

/** A query over a list of keys, in one execution for up to `size` of them. */
export interface ListStatement<Row> {
  readonly sizes: readonly SizedStatement<Row>[];
}

/** A query over up to `size` keys. */
interface SizedStatement<Row> {
  readonly size: number;
  readonly statement: Statement<Row>;
  /** For each parameter in order the number of the key that it takes, or the name of one that is the same for all. */
  readonly places: readonly (number | string)[];
}

/** Few keys bind fast, many keys need few executions; 8 are those of one recipient, and between the others everything fits (measured). */
const LIST_SIZES = [8, 16, 64] as const;

/**
 * A query with `IN (…)` over keys that are given when it runs: `sql` is handed the list of parameters. Look-ups of
 * hundreds of keys cost half as much as one by one, and more than 64 at once gain nothing (measured).
 */
export function listStatement<Row>(sql: (keys: string) => string, options: StatementOptions = {}): ListStatement<Row> {
  return { sizes: LIST_SIZES.map((size) => sizedStatement(size, sql, options)) };
}

const KEY = /^k(\d+)$/;

function sizedStatement<Row>(
  size: number,
  sql: (keys: string) => string,
  options: StatementOptions,
): SizedStatement<Row> {
  const keys = Array.from({ length: size }, (_, i) => `:k${i}`).join(', ');
  const made = statement<Row>(sql(keys), options);
  const places = made.names.map((name) => {
    const number = KEY.exec(name)?.[1];
    return number === undefined ? name : Number(number);
  });
  return { size, statement: made, places };
}

/** Values in the order of the statement's question marks. A missing parameter is a bug and throws. */
export function bind(of: Statement<unknown>, parameters: Parameters | readonly SqlValue[]): readonly SqlValue[] {
  const { names } = of;
  if (isList(parameters)) {
    if (parameters.length !== names.length) throw new Error(`${parameters.length} values for: ${of.text}`);
    return parameters;
  }
  const values = new Array<SqlValue>(names.length);
  for (let i = 0; i < names.length; i++) {
    const value = parameters[names[i] as string];
    if (value === undefined) throw new Error(`parameter :${names[i]} is missing in: ${of.text}`);
    values[i] = value;
  }
  return values;
}

/** Text without the one character that PostgreSQL does not take. */
export function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

function isList(parameters: Parameters | readonly SqlValue[]): parameters is readonly SqlValue[] {
  return Array.isArray(parameters);
}
