/**
 * Copying a database, table by table: into memory for a simulation, or into another database for good. Each side is one
 * transaction: one moment is read, and all of it is written or nothing.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { CopyWatch, CopyWish, DatabaseCopied, TableCopied } from '../../engine/store-port.ts';
import { StoreError } from '../errors.ts';
import { CLAIM } from '../instance/mark.ts';
import { SQLITE } from '../migrations/dialect.ts';
import { migrations } from '../migrations/migrations.ts';
import { all, type Database, type Perform } from '../program.ts';
import { IS_UNDER_WAY } from '../rows/message-state.ts';
import { openSqlite } from '../sqlite/open.ts';
import { type SqlValue, statement, withoutNul } from '../statement.ts';
import { isEmpty, MOVES, pagesOf, REHEARSED, type TableMoves } from './pages.ts';

const WORKING = statement<{ n: number }>(`
  SELECT COUNT(*) AS n FROM message
  WHERE state IN ('claimed','sending') AND ${IS_UNDER_WAY} AND lease_until > :now`);
const RUNNING = statement<{ n: number }>(
  "SELECT COUNT(*) AS n FROM routine_run WHERE state IN ('running','waiting') AND lease_until > :now",
  { scans: 'only runs that are not over stand in the index' },
);
const BEGUN = statement<{ at: number }>('SELECT created_at AS at FROM workspace', {
  scans: 'once per copy; one short row per workspace',
});
/** Whoever holds a lease of the other database holds none of this one: it is over, and anybody may go on. */
const LEASE: Readonly<Record<string, SqlValue>> = { lease_owner: 'copied', lease_until: 0 };

/** A database in memory with the content of another one but for its connections, on the clock given. */
export async function copyToMemory(from: Database, now: () => number): Promise<Database> {
  const memory = openSqlite({ path: ':memory:', now });
  await memory.migrate(migrations(SQLITE));
  await from.session('read', (read) =>
    memory.session('write', async (write) => {
      for (const moves of REHEARSED) for await (const rows of pagesOf(read, moves)) await put(write, moves, rows);
    }),
  );
  return memory;
}

/**
 * Copies everything into an empty database and closes that one. The rows are then read back and compared by count and by hash,
 * in the same transaction that wrote them. Errors: `target-not-empty`, `nothing-to-copy`, `still-working`,
 * `copy-differs`.
 */
export async function copyDatabase(from: Database, to: Database, wish: CopyWish): Promise<DatabaseCopied> {
  try {
    await makeRoomFor(from, to);
    const now = await from.now();
    const tables = await from.session('read', async (read) => {
      await refuseWhileWorking(read, now);
      return to.session('write', async (write) => {
        const copied = await copyTables(read, write, wish);
        // In the same transaction: no copy ever sends beside what it was copied from without a person knowing.
        await write({ kind: 'run', statement: CLAIM, parameters: { token: wish.token, now, by: 'copy' } });
        return copied;
      });
    });
    return { tables, rows: tables.reduce((sum, { rows }) => sum + rows, 0) };
  } finally {
    await to.close();
  }
}

/** Nothing was made before the first workspace was. */
async function makeRoomFor(from: Database, to: Database): Promise<void> {
  const now = await from.now();
  const begun = await from.read(() => all(BEGUN, {}));
  const oldest = begun.reduce((least, { at }) => Math.min(least, at), now);
  await to.makeRoom(oldest, now);
}

/** What is under way in the moment that is copied would be sent by both. */
async function refuseWhileWorking(read: Perform, now: number): Promise<void> {
  let under = 0;
  for (const statement of [WORKING, RUNNING]) {
    const [row] = (await read({ kind: 'all', statement, parameters: { now } })) as readonly { readonly n: number }[];
    under += row?.n ?? 0;
  }
  if (under === 0) return;
  throw new StoreError(
    'still-working',
    'messages are being sent from this database, or a routine runs; stop serve and all workers first',
  );
}

async function copyTables(read: Perform, write: Perform, watch: CopyWatch): Promise<TableCopied[]> {
  await write({ kind: 'lock', name: 'copy', shared: false });
  for (const moves of MOVES) if (moves.clear === null && !(await isEmpty(write, moves))) throw notEmpty();
  const told: TableCopied[] = [];
  for (const moves of MOVES) told.push(await copyTable(read, write, moves, watch));
  if (told.every(({ rows }, i) => rows === 0 || MOVES[i]?.clear)) throw nothingThere();
  for (const [i, moves] of MOVES.entries()) {
    const found = await digestOf(moves, pagesOf(write, moves), watch);
    const { rows, digest } = told[i] as TableCopied;
    if (found.rows !== rows || found.digest !== digest) throw differs(moves.shape.name);
  }
  return told;
}

async function copyTable(read: Perform, write: Perform, moves: TableMoves, watch: CopyWatch): Promise<TableCopied> {
  return digestOf(moves, copied(read, write, moves), watch);
}

/** The pages of a table without its leases, and without what only a file keeps, each written before it is handed on. */
async function* copied(read: Perform, write: Perform, moves: TableMoves) {
  const { columns } = moves.shape;
  if (moves.clear) await write({ kind: 'run', statement: moves.clear, parameters: {} });
  for await (const page of pagesOf(read, moves)) {
    const rows = page.map((row) =>
      row.map((value, i) => {
        const moved = value === null ? null : (LEASE[columns[i] as string] ?? value);
        return typeof moved === 'string' ? withoutNul(moved) : moved;
      }),
    );
    await put(write, moves, rows);
    yield rows;
  }
}

async function put(write: Perform, { insert }: TableMoves, rows: readonly (readonly SqlValue[])[]): Promise<void> {
  await write({ kind: 'run-each', statement: insert, rows });
}

async function digestOf(
  { shape: { name: table } }: TableMoves,
  pages: AsyncIterable<readonly (readonly SqlValue[])[]>,
  { progress, signal }: CopyWatch,
): Promise<TableCopied> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const page of pages) {
    signal?.throwIfAborted();
    for (const row of page) hash.update(`${canonicalJson(row)}\n`);
    rows += page.length;
    progress?.(table, rows);
  }
  return { table, rows, digest: hash.digest('hex') };
}

function nothingThere(): StoreError {
  return new StoreError('nothing-to-copy', 'the database to copy from has no rows; check --db');
}

function notEmpty(): StoreError {
  return new StoreError(
    'target-not-empty',
    'the database to copy into has rows already; give an empty one, nothing was changed',
  );
}

function differs(table: string): StoreError {
  return new StoreError('copy-differs', `the rows of ${table} were not the same when read back; nothing was written`);
}
