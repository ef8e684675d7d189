/** The words in which the two databases' DDL differs; a migration is written once with them. */

/** Types and table form of one database. */
export interface Dialect {
  /** Text compared by its bytes: ids, codes and keys have the same order everywhere. */
  readonly text: string;
  /** JSON is canonical text, compared and hashed as bytes. */
  readonly json: string;
  /** 64-bit integer. */
  readonly int: string;
  readonly real: string;
  /** CREATE TABLE with the columns and constraints given. */
  table(name: string, parts: readonly string[]): string;
  /** The same for a table whose rows are often longer than a kilobyte. */
  longRows(name: string, parts: readonly string[]): string;
}

/**
 * SQLite: STRICT, so that a wrong type is an error; WITHOUT ROWID, so that a row is stored once, under its key
 * (a third less space, measured). Text compares by bytes by default. In a table WITHOUT ROWID what does not fit a quarter of a
 * page spills onto a page of its own, so that a row of 1.1 kB takes 4.7 kB (measured); long rows keep their rowid.
 */
export const SQLITE: Dialect = {
  text: 'text',
  json: 'text',
  int: 'integer',
  real: 'real',
  table: (name, parts) => `CREATE TABLE ${name} (${parts.join(', ')}) STRICT, WITHOUT ROWID`,
  longRows: (name, parts) => `CREATE TABLE ${name} (${parts.join(', ')}) STRICT`,
};

/**
 * PostgreSQL: text compares by its bytes as on SQLite, whatever the database's own order is; long rows are moved out of the
 * table by themselves.
 */
export const POSTGRES: Dialect = {
  text: 'text COLLATE "C"',
  json: 'text COLLATE "C"',
  int: 'bigint',
  real: 'double precision',
  table: (name, parts) => `CREATE TABLE ${name} (${parts.join(', ')})`,
  longRows: (name, parts) => `CREATE TABLE ${name} (${parts.join(', ')})`,
};

/**
 * The check of a column that holds one of a few words. Why no IN: of more than two words SQLite builds a list anew for each row
 * that is written, which takes almost a microsecond (measured); comparing takes next to nothing.
 */
export function oneOf(column: string, ...words: readonly string[]): string {
  return `CHECK (${words.map((word) => `${column} = '${word}'`).join(' OR ')})`;
}
