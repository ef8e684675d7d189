/** What a server knows of its tables follows an import, without anybody asking for it. */
import { Client } from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { addLeads, lead } from '../../src/testing/store/samples.ts';
import { freshDatabase, NO_POSTGRES } from './server.ts';

describe.skipIf(NO_POSTGRES)('tending a PostgreSQL (skipped where no server is named or installed)', () => {
  test('a table that has grown is looked at, one that has not is left alone', async () => {
    const database = await freshDatabase(inject('postgresFolder'));
    const store = await openStore({ database });
    const people = Array.from({ length: 1_100 }, (_, i) => lead(`lead_${i}`));
    await addLeads(store, people);
    await store.close();
    const client = new Client({ connectionString: database });
    await client.connect();
    const { rows } = await client.query<{ name: string; known: number }>(
      "SELECT relname AS name, reltuples::int AS known FROM pg_class WHERE relname IN ('lead','identity','campaign') ORDER BY 1",
    );
    await client.end();
    expect(rows).toEqual([
      { name: 'campaign', known: -1 },
      { name: 'identity', known: 1_100 },
      { name: 'lead', known: 1_100 },
    ]);
  });
});
