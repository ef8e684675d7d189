/** The suite of the store on PostgreSQL, unchanged: with statements kept prepared, and as behind a pooler that keeps none. */
import { afterAll, describe, inject, test } from 'vitest';
import type { Store } from '../../src/engine/store-port.ts';
import { openStore } from '../../src/store/store.ts';
import { describeStore } from '../../src/testing/store-conformance.ts';
import { type Emptier, emptierOf, freshDatabase, NO_POSTGRES } from '../postgres/server.ts';
import { THOROUGH } from '../thorough.ts';

interface Opened {
  readonly store: Store;
  readonly emptier: Emptier;
}

/**
 * A store whose tables are empty: one store on one database for the whole suite, as a worker has one for days. Each connection reads the
 * schema anew, which takes longer than most tests.
 */
function storeOf(suffix: string): () => Promise<Store> {
  let opened: Promise<Opened> | null = null;
  afterAll(async () => {
    const { store, emptier } = (await opened) ?? {};
    await store?.close();
    await emptier?.close();
  });
  return async () => {
    opened ??= open(suffix);
    const { store, emptier } = await opened;
    await emptier.empty();
    return { ...store, close: async () => undefined };
  };
}

async function open(suffix: string): Promise<Opened> {
  const address = await freshDatabase(inject('postgresFolder'));
  return { store: await openStore({ database: `${address}${suffix}` }), emptier: await emptierOf(address) };
}

describe.skipIf(NO_POSTGRES)('PostgreSQL (skipped where no server is named or installed)', () => {
  describeStore('PostgreSQL', storeOf(''), { describe, test });
  if (THOROUGH) describeStore('PostgreSQL behind a pooler', storeOf('?pgbouncer=true'), { describe, test });
});
