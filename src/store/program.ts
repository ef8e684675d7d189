/**
 * A store program: what to ask of the database, in order, written once for every database.
 * A program is a generator that yields commands and is given their results. SQLite runs it in one synchronous block,
 * so that nothing can slip into its transaction; PostgreSQL runs the same program and awaits each command.
 * Why: callbacks on an async connection would let other work of the process join an open SQLite transaction,
 * and two sets of store code would drift apart.
 */
import type { PoolCounts } from '../engine/store-port.ts';
import type { ListStatement, Parameters, SqlRow, SqlValue, Statement } from './statement.ts';

/** Parameters by name, or as values in the order of the statement's names. */
export type RowOfParameters = Parameters | readonly SqlValue[];

/** One thing asked of the database; `-each` forms run one statement for many parameter sets. */
export type Command =
  | { readonly kind: 'all'; readonly statement: Statement<unknown>; readonly parameters: RowOfParameters }
  | { readonly kind: 'run'; readonly statement: Statement<unknown>; readonly parameters: Parameters }
  | {
      readonly kind: 'run-each';
      readonly statement: Statement<unknown>;
      readonly rows: Iterable<RowOfParameters>;
      /** Nobody asks for the count, so that nobody need wait for it: it is 0. */
      readonly later?: boolean;
    }
  | { readonly kind: 'all-each'; readonly statement: Statement<unknown>; readonly rows: readonly Parameters[] }
  | { readonly kind: 'lock'; readonly name: string; readonly shared: boolean }
  | { readonly kind: 'together'; readonly commands: readonly Command[] };

/** What a command gives back: rows, rows per parameter set, the count of changed rows; of several at once one of these each. */
export type CommandResult = readonly SqlRow[] | readonly (readonly SqlRow[])[] | number | Results;
/** Results in the order of the commands. */
export interface Results {
  readonly each: readonly CommandResult[];
}

/** Yields commands, returns `T`. Runs inside one transaction or not at all. */
export type Program<T> = Generator<Command, T, CommandResult>;

/** All rows of a query. */
export function* all<Row>(statement: Statement<Row>, parameters: RowOfParameters): Program<readonly Row[]> {
  return (yield { kind: 'all', statement, parameters }) as unknown as readonly Row[];
}

/** The first row, or undefined. */
export function* first<Row>(statement: Statement<Row>, parameters: Parameters): Program<Row | undefined> {
  return (yield* all(statement, parameters))[0];
}

/** Runs a statement; the count of rows it changed. */
export function* run(statement: Statement, parameters: Parameters): Program<number> {
  return (yield { kind: 'run', statement, parameters }) as number;
}

/**
 * Runs one statement for each parameter set; the count of rows changed in all. The shape of every bulk write. Thousands of rows
 * are best given as an iterator: each is then made when it is written and forgotten at once, not kept until the last one is.
 */
export function* runEach(statement: Statement, rows: Iterable<RowOfParameters>): Program<number> {
  return (yield { kind: 'run-each', statement, rows }) as number;
}

/**
 * The same where nobody asks how many rows were changed: it is done before whatever is asked next, and in the same transaction, but a
 * database server is not waited for.
 */
export function* runEachLater(statement: Statement, rows: Iterable<RowOfParameters>): Program<void> {
  yield { kind: 'run-each', statement, rows, later: true };
}

type Returned<P> = P extends Program<infer T> ? T : never;

/**
 * Runs programs that do not need each other's results side by side: the first commands of all go out together, then the second ones,
 * each in the order of the programs. On a database server it costs the waits of the longest of them, and not of all.
 */
export function* together<const P extends readonly Program<unknown>[]>(
  ...programs: P
): Program<{ -readonly [K in keyof P]: Returned<P[K]> }> {
  const steps = programs.map((program) => program.next());
  for (;;) {
    const open = [...steps.keys()].filter((at) => !steps[at]?.done);
    if (open.length === 0) break;
    const commands = open.map((at) => steps[at]?.value as Command);
    const { each } = (yield { kind: 'together', commands }) as Results;
    for (const [i, at] of open.entries()) {
      steps[at] = (programs[at] as Program<unknown>).next(each[i] as CommandResult);
    }
  }
  return steps.map(({ value }) => value) as { -readonly [K in keyof P]: Returned<P[K]> };
}

/** Rows of one query for each parameter set, in their order. The shape of every bulk look-up. */
export function* allEach<Row>(
  statement: Statement<Row>,
  rows: readonly Parameters[],
): Program<readonly (readonly Row[])[]> {
  if (rows.length === 0) return [];
  return (yield { kind: 'all-each', statement, rows }) as unknown as readonly (readonly Row[])[];
}

/** Rows of a query over a list of keys, a few executions for all of them. Nothing is asked for an empty list. */
export function* allIn<Row>(
  list: ListStatement<Row>,
  keys: readonly SqlValue[],
  common: Parameters,
): Program<readonly Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < keys.length; ) {
    const rest = keys.length - from;
    const fit = list.sizes.find(({ size }) => size >= rest) ?? list.sizes.at(-1);
    if (!fit) return rows;
    // The last key fills the places that are left over: a key twice in the list changes nothing.
    const values = fit.places.map((place) =>
      typeof place === 'number' ? keys[Math.min(from + place, keys.length - 1)] : common[place],
    );
    rows.push(...(yield* all(fit.statement, values as SqlValue[])));
    from += fit.size;
  }
  return rows;
}

/**
 * Passes a gate that has room for one transaction at a time, until this one ends. Where a decision is made on what is *not* there
 * (nobody has this address yet) no row can be locked for it. Asked before anything is read that the decision is made on; a
 * database with one writer at a time has the gate already.
 */
export function* enterAlone(name: string): Program<void> {
  yield { kind: 'lock', name, shared: false };
}

/** Passes a gate together with others who only enter it so; whoever enters alone waits for all of them. */
export function* enterTogether(name: string): Program<void> {
  yield { kind: 'lock', name, shared: true };
}

/** Has one command done in a transaction that is open. */
export type Perform = (command: Command) => Promise<CommandResult>;

/** What a session does: reads one moment, or writes. */
export type SessionMode = 'read' | 'write';

/** What is to be forgotten of one table. */
export interface Forgetting {
  readonly table: string;
  readonly workspaceId: string;
  /** Rows of before this instant (epoch ms), */
  readonly before: number;
  /** as this column tells, */
  readonly age: string;
  /** unless something stands on them: a condition on a row `r` of the table; null = nothing ever does. */
  readonly stands: string | null;
  /** All workspaces forget the same of this table. */
  readonly everyone: boolean;
}

/** Ids from the one to before the other. */
export type Span = readonly [from: string, until: string];

/** What became of it. */
export interface Forgotten {
  /** Rows that went: of all workspaces, where all forget the same. */
  readonly removed: number;
  /** Where there may be more of the workspace, to be looked through row by row. */
  readonly left: readonly Span[];
}

/** All ids. */
export const ALL_IDS: Span = ['', '\u{10ffff}'];

/** What a database offers to the store: programs in a transaction. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  /**
   * Runs a program in one write transaction; commits when it returns, rolls back when it throws. `wipe`: the bytes of what it takes away
   * are overwritten, where the database can; a server does so when it vacuums.
   */
  write<T>(program: () => Program<T>, how?: { readonly wipe: boolean }): Promise<T>;
  /** Runs a program that only reads, on one snapshot. */
  read<T>(program: () => Program<T>): Promise<T>;
  /** Version of the last migration that was applied; 0 = an empty database. */
  schemaVersion(): Promise<number>;
  /** Applies what is missing, each step in one transaction. Errors: `migration-failed`, which has changed nothing. */
  migrate(steps: readonly MigrationStep[]): Promise<void>;
  /** Which database of which server this is, as the server says; null = it is a file. */
  place(): Promise<string | null>;
  /** How its connections are used; null = there is no pool. */
  pool(): PoolCounts | null;
  /** Bytes on its disk. */
  bytes(): Promise<number>;
  /** The time that all who share this database agree on, epoch ms: leases are measured by it. */
  now(): Promise<number>;
  /**
   * Waits until another process has written, or `mostMs` at the latest, or the signal. A hint, and never more: one that is lost
   * costs only the wait.
   */
  waitForNews(mostMs: number, signal: AbortSignal): Promise<void>;
  /**
   * One transaction that lasts while its body awaits other things: for moving whole tables, one moment in and out. `write` is for a
   * database that nobody else of this process uses meanwhile. Commits when the body returns, rolls back when it throws.
   */
  session<T>(mode: SessionMode, body: (perform: Perform) => Promise<T>): Promise<T>;
  /** Makes room for rows made from `from` on to some time after `until` (epoch ms), where it is made ahead. */
  makeRoom(from: number, until: number): Promise<void>;
  /** Forgets at one stroke what can be forgotten so, and tells what is left to do. */
  forget(wish: Forgetting): Promise<Forgotten>;
  /** A copy in memory of one moment of this database, on the clock given; later writes to either are not seen by the other. */
  copy(now: () => number): Promise<Database>;
  close(): Promise<void>;
}

/** One forward-only migration: applied in a transaction with its number, wholly or not at all. */
export interface MigrationStep {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
}
