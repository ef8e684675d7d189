/**
 * Brings a database to where jobs are that have waited a while, before the time is taken: its statistics are known, as a server learns them by
 * itself, and all is on disk, so that the first change of each page is written whole.
 */
import { Client } from 'pg';

/** Errors: throws where the address may not ask for it. */
export async function onDisk(connectionString) {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query('ANALYZE');
  await client.query('CHECKPOINT');
  await client.end();
}
