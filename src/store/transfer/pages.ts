/** Whole tables as pages of rows, in the order of their keys: read from one database, written to another. Decides nothing. */
import { LIMITS } from '../../domain/limits.ts';
import type { Perform } from '../program.ts';
import { insert, type SqlRow, type SqlValue, type Statement, snakeCase, statement } from '../statement.ts';
import { FOR_REAL, TABLES, type TableShape } from './tables.ts';

/** How a table is read and written. */
export interface TableMoves {
  readonly shape: TableShape;
  /** Its first rows, in the order of the key. */
  readonly first: Statement<SqlRow>;
  /** Rows after a key, in the order of the key. */
  readonly page: Statement<SqlRow>;
  readonly insert: Statement;
  /** Takes out what was noted when the target was first opened, which makes it no used one; null = a row in it does. */
  readonly clear: Statement | null;
}

/** What says of a database which one it is: a copy must not say the same. */
const OWN: ReadonlySet<string> = new Set(['instance']);

/** What every database that was ever opened has a row in. */
const NOTED: ReadonlySet<string> = new Set(['secret_proof']);

/** Every table that is moved, those that others refer to first. */
export const MOVES: readonly TableMoves[] = TABLES.filter(({ name }) => !OWN.has(name)).map((shape) => {
  const { name, columns, key } = shape;
  const keys = key.map((column) => `:${camelCase(column)}`).join(', ');
  return {
    shape,
    first: statement<SqlRow>(`SELECT ${columns.join(', ')} FROM ${name} ORDER BY ${key.join(', ')} LIMIT :limit`, {
      scans: 'the whole table is moved',
    }),
    page: statement<SqlRow>(`
      SELECT ${columns.join(', ')} FROM ${name} WHERE (${key.join(', ')}) > (${keys})
      ORDER BY ${key.join(', ')} LIMIT :limit`),
    insert: insert(name, columns.map(camelCase)),
    clear: NOTED.has(name) ? statement(`DELETE FROM ${name} WHERE id = 'this'`) : null,
  };
});

/** The tables that a simulation is given. */
export const REHEARSED: readonly TableMoves[] = MOVES.filter(({ shape }) => !FOR_REAL.has(shape.name));

/** `first_name` → `firstName`. */
function camelCase(name: string): string {
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (snakeCase(camel) !== name) throw new Error(`column ${name} has no name as a parameter`);
  return camel;
}

/** The rows of a table, page by page, as lists of values in the order of its columns. */
export async function* pagesOf(
  perform: Perform,
  { shape, first, page }: TableMoves,
): AsyncGenerator<readonly (readonly SqlValue[])[], void, void> {
  const { columns, key } = shape;
  const limit = LIMITS.copyPageRows;
  let after: Record<string, SqlValue> | null = null;
  for (;;) {
    const statement = after === null ? first : page;
    const rows = (await perform({ kind: 'all', statement, parameters: { ...after, limit } })) as readonly SqlRow[];
    if (rows.length > 0) yield rows.map((row) => columns.map((column) => row[column] as SqlValue));
    const last = rows.at(-1);
    if (!last || rows.length < limit) return;
    after = Object.fromEntries(key.map((column) => [camelCase(column), last[column] as SqlValue]));
  }
}

/** Whether a table has no row. */
export async function isEmpty(perform: Perform, moves: TableMoves): Promise<boolean> {
  for await (const _ of pagesOf(perform, moves)) return false;
  return true;
}
