/** The suite of the store on PostgreSQL, unchanged: with statements kept prepared, and as behind a pooler that keeps none. */
import { describe, inject, test } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { describeStore } from '../../src/testing/store-conformance.ts';
import { emptied, freshDatabase, NO_POSTGRES } from '../postgres/server.ts';
import { THOROUGH } from '../thorough.ts';

/** A store whose tables are empty, on one database for the whole suite. */
function storeOf(suffix: string): () => ReturnType<typeof openStore> {
  let address: Promise<string> | null = null;
  return async () => {
    address ??= freshDatabase(inject('postgresFolder'));
    await emptied(await address);
    return openStore({ database: `${await address}${suffix}` });
  };
}

describe.skipIf(NO_POSTGRES)('PostgreSQL (skipped where no server is named or installed)', () => {
  describeStore('PostgreSQL', storeOf(''), { describe, test });
  if (THOROUGH) describeStore('PostgreSQL behind a pooler', storeOf('?pgbouncer=true'), { describe, test });
});
