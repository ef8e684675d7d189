/** Whole tables as pages of rows, in the order of their keys: read from one database, written to another. Decides nothing. */
import { LIMITS } from '../../domain/limits.ts';
import type { Perform } from '../program.ts';
import { insert, type SqlRow, type SqlValue, type Statement, snakeCase, statement } from '../statement.ts';
import { TABLES, type TableShape } from './tables.ts';

/** How a table is read and written. */
export interface TableMoves {
  readonly shape: TableShape;
  /** Rows after a key, in the order of the key. */
  readonly page: Statement<SqlRow>;
  readonly insert: Statement;
}

/** Every table, those that others refer to first. */
export const MOVES: readonly TableMoves[] = TABLES.map((shape) => {
  const { name, columns, key } = shape;
  const keys = key.map((column) => `:${camelCase(column)}`).join(', ');
  return {
    shape,
    page: statement<SqlRow>(`
      SELECT ${columns.join(', ')} FROM ${name} WHERE (${key.join(', ')}) > (${keys})
      ORDER BY ${key.join(', ')} LIMIT :limit`),
    insert: insert(name, columns.map(camelCase)),
  };
});

/** `first_name` → `firstName`. */
function camelCase(name: string): string {
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (snakeCase(camel) !== name) throw new Error(`column ${name} has no name as a parameter`);
  return camel;
}

/** The rows of a table, page by page, as lists of values in the order of its columns. */
export async function* pagesOf(
  perform: Perform,
  { shape, page }: TableMoves,
): AsyncGenerator<readonly (readonly SqlValue[])[], void, void> {
  const { columns, key, numbers } = shape;
  const limit = LIMITS.copyPageRows;
  // Every key begins with a text that is never empty, so that all of them come after this one.
  let after: Record<string, SqlValue> = Object.fromEntries(
    key.map((column) => [camelCase(column), numbers.has(column) ? 0 : '']),
  );
  for (;;) {
    const parameters = { ...after, limit };
    const rows = (await perform({ kind: 'all', statement: page, parameters })) as readonly SqlRow[];
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
