/**
 * The schema's version and its migrations on PostgreSQL: a table of one number a step, each step in a transaction of its own,
 * one process at a time. A kill at any statement leaves the steps before it.
 */
import type { PoolClient } from 'pg';
import { StoreError } from '../errors.ts';
import type { MigrationStep } from '../program.ts';
import { faultOf } from './faults.ts';

/** The table of versions: the first to be made, and hardly ever written. */
export const VERSIONS = 'rekindle_schema';
const THERE = `SELECT to_regclass('${VERSIONS}') IS NOT NULL AS there`;
const NEWEST = `SELECT coalesce(max(version), 0)::int AS version FROM ${VERSIONS}`;
const CREATE = `CREATE TABLE IF NOT EXISTS ${VERSIONS} (
  version bigint PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`;
const APPLIED = `INSERT INTO ${VERSIONS} (version, name) VALUES ($1, $2)`;
/** One gate for all who migrate this database, whatever they find in it. */
const ENTER_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('rekindle migrations', 0))";
const PATIENT = "SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)";
const OTHERS = `SELECT count(*)::int AS n FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
  WHERE s.nspname = current_schema() AND c.relkind IN ('r','p') AND c.relname <> '${VERSIONS}'`;

/** Those that hold every letter; SQL_ASCII holds whatever it is given. */
const ENCODINGS: ReadonlySet<string> = new Set(['UTF8', 'SQL_ASCII']);

/** Version of the last migration that was applied; 0 = an empty database. */
export async function versionOf(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ there: boolean }>(THERE);
  if (!rows[0]?.there) return 0;
  return (await client.query<{ version: number }>(NEWEST)).rows[0]?.version ?? 0;
}

/** Applies a step unless another process has; wholly or not at all. Errors: `migration-failed`, `not-a-database`. */
export async function migrateOne(client: PoolClient, step: MigrationStep): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(PATIENT);
    await client.query(ENTER_ALONE);
    await client.query(CREATE);
    // Asked again inside the gate: another process may have migrated while we waited for it.
    const { rows } = await client.query<{ version: number }>(NEWEST);
    const version = rows[0]?.version ?? 0;
    if (version === 0) {
      await refuseNarrow(client);
      await refuseForeign(client);
    }
    if (version < step.version) {
      for (const text of step.statements) await client.query(text);
      await client.query(APPLIED, [step.version, step.name]);
    }
    await client.query('COMMIT');
  } catch (error) {
    const cause = faultOf(await rolledBack(client, error));
    if (cause instanceof StoreError) throw cause;
    const message = `migration ${step.version} (${step.name}) failed and changed nothing`;
    throw new StoreError('migration-failed', message, { cause });
  }
}

/** One name in other letters would fail all that is written with it. */
async function refuseNarrow(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ encoding: string }>("SELECT current_setting('server_encoding') AS encoding");
  const encoding = rows[0]?.encoding ?? '';
  if (ENCODINGS.has(encoding)) return;
  throw new StoreError(
    'not-a-database',
    `the database keeps text as ${encoding}, which lacks most letters; make it anew: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'`,
  );
}

/** A schema with tables of somebody else must not get ours beside them. */
async function refuseForeign(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ n: number }>(OTHERS);
  if (rows[0]?.n === 0) return;
  throw new StoreError(
    'not-a-database',
    'the database has tables of another program; give Rekindle one of its own and name it by --db or REKINDLE_DB',
  );
}

async function rolledBack(client: PoolClient, error: unknown): Promise<unknown> {
  try {
    await client.query('ROLLBACK');
    return error;
  } catch (second) {
    return faultOf(second) instanceof StoreError
      ? error
      : new AggregateError([error, second], 'a failed migration could not be rolled back');
  }
}
