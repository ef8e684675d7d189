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
  table(of: Named, parts: readonly string[]): string;
  /** The same for a table whose rows are often longer than a kilobyte. */
  longRows(of: Named, parts: readonly string[]): string;
}

/** The name of a table, and what is known of the life of its rows. */
export type Named = string | Ways;

interface Ways {
  readonly name: string;
  /**
   * They pile up, are looked up by their id, and go by their age: the prefix of these ids, which the key holds. A server keeps them by
   * the month. Not for rows that are found without their id where it counts: such a look-up asks every month (measured: 36 months
   * cost half a millisecond).
   */
  readonly byMonth?: string;
  /** They are changed again and again, so that many of their versions are dead. */
  readonly restless?: boolean;
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
  table: (of, parts) => `CREATE TABLE ${nameOf(of)} (${parts.join(', ')}) STRICT, WITHOUT ROWID`,
  longRows: (of, parts) => `CREATE TABLE ${nameOf(of)} (${parts.join(', ')}) STRICT`,
};

/**
 * PostgreSQL: text compares by its bytes as on SQLite, whatever the database's own order is; long rows are moved out of the
 * table by themselves. What piles up is partitioned by the month of its ids, with a partition for all that has no month yet; the
 * months are made by `postgres/months`, which finds the prefix in the table's comment.
 */
export const POSTGRES: Dialect = {
  text: 'text COLLATE "C"',
  json: 'text COLLATE "C"',
  int: 'bigint',
  real: 'double precision',
  table: postgresTable,
  longRows: postgresTable,
};

/**
 * Dead versions are swept when they are a fiftieth of the table, not a fifth: every claim steps over those of the index. And what the
 * server knows of such a table follows it as closely.
 */
const SWEPT_EARLY = 'autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02';

function postgresTable(of: Named, parts: readonly string[]): string {
  const name = nameOf(of);
  const { byMonth, restless = false }: Partial<Ways> = typeof of === 'string' ? {} : of;
  const table = `CREATE TABLE ${name} (${parts.join(', ')})`;
  if (restless) return `${table} WITH (${SWEPT_EARLY})`;
  if (byMonth === undefined) return table;
  return `${table} PARTITION BY RANGE (id);
    CREATE TABLE ${name}_other PARTITION OF ${name} DEFAULT;
    COMMENT ON TABLE ${name} IS 'by month: ${byMonth}'`;
}

/** The name alone. */
export function nameOf(of: Named): string {
  return typeof of === 'string' ? of : of.name;
}

/**
 * The check of a column that holds one of a few words. Why no IN: of more than two words SQLite builds a list anew for each row
 * that is written, which takes almost a microsecond (measured); comparing takes next to nothing.
 */
export function oneOf(column: string, ...words: readonly string[]): string {
  return `CHECK (${words.map((word) => `${column} = '${word}'`).join(' OR ')})`;
}
