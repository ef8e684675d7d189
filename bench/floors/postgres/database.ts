/**
 * What every bare loop on PostgreSQL stands on: one connection, the tables of a program that only had to be fast, statements that
 * stay prepared, and whole batches written by one statement. Owns no loop.
 */
import { Client } from 'pg';
import { openBare } from '../database.ts';

/** The tables of `floors/database.ts`, as PostgreSQL spells them. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS lead (
    id text COLLATE "C" PRIMARY KEY, first_name text, last_name text, full_name text, email text, phone text, title text, company text,
    domain text, website text, linkedin_url text, industry text, employees bigint, city text, country text, zone text,
    source text NOT NULL, score bigint, tier text, changed_at bigint NOT NULL
  );
  CREATE TABLE IF NOT EXISTS decision (
    id text COLLATE "C" PRIMARY KEY, lead_id text NOT NULL, at bigint NOT NULL, verdict text NOT NULL, reasons text NOT NULL
  );
  CREATE TABLE IF NOT EXISTS enrollment (
    id text COLLATE "C" PRIMARY KEY, lead_id text NOT NULL, decision_id text NOT NULL, sequence text NOT NULL, step bigint NOT NULL,
    state text NOT NULL, due_at bigint, zone text NOT NULL, started_at bigint NOT NULL, touched_at bigint
  );
  CREATE INDEX IF NOT EXISTS enrollment_due ON enrollment (due_at, id) WHERE due_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS message (
    id text COLLATE "C" PRIMARY KEY, intent_key text COLLATE "C" NOT NULL UNIQUE, enrollment_id text NOT NULL, lead_id text NOT NULL,
    step bigint NOT NULL, channel text NOT NULL, recipient text NOT NULL, state text NOT NULL, subject text, body text,
    created_at bigint NOT NULL
  );
  CREATE TABLE IF NOT EXISTS event (
    id text COLLATE "C" PRIMARY KEY, lead_id text NOT NULL, message_id text, kind text NOT NULL, at bigint NOT NULL
  );`;

/** A statement for a whole batch: `$1`, `$2`, … are the columns of its rows. */
export interface Batch {
  readonly name: string;
  readonly text: string;
}

/** An INSERT of rows that come as one list a column. */
export function insertion(table: string, columns: Readonly<Record<string, string>>, tail = ''): Batch {
  const names = Object.keys(columns);
  const lists = Object.values(columns).map((type, at) => `$${at + 1}::${type}[]`);
  const text = `INSERT INTO ${table} (${names.join(', ')}) SELECT * FROM unnest(${lists.join(', ')}) ${tail}`;
  return { name: `into_${table}`, text };
}

/** Connects, and makes the tables where they are missing. */
export async function connectBare(address: string): Promise<Client> {
  const client = new Client({ connectionString: address });
  await client.connect();
  await client.query(TABLES);
  return client;
}

/** Runs a statement for rows, in one go. */
export async function writeBatch(
  client: Client,
  { name, text }: Batch,
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = (rows[0] as readonly unknown[]).map((_, at) => rows.map((row) => row[at]));
  await client.query({ name, text, values: columns });
}

const PAGE_ROWS = 5_000;

/** Copies the leads that `importFloor` wrote; how many. Measured by nobody. */
export async function copyLeads(path: string, address: string): Promise<number> {
  const client = await connectBare(address);
  const db = openBare(path, 'OFF');
  const page = db.prepare('SELECT * FROM lead WHERE id > ? ORDER BY id LIMIT ?');
  let leads = 0;
  for (let last = ''; ; ) {
    const rows = page.all(last, PAGE_ROWS);
    if (rows.length === 0) break;
    const columns = Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, typeOf(name)]));
    await writeBatch(client, insertion('lead', columns), rows.map(Object.values));
    leads += rows.length;
    last = rows.at(-1)?.id as string;
  }
  await client.query('VACUUM ANALYZE lead');
  db.close();
  await client.end();
  return leads;
}

function typeOf(column: string): string {
  return column === 'employees' || column === 'score' || column === 'changed_at' ? 'bigint' : 'text';
}
