/** The fence on a server: what is noted lies with the worker, and says which database of which server it is about. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeIds } from '../../src/engine/ids.ts';
import { makeFence } from '../../src/engine/instance/fence.ts';
import type { Store } from '../../src/engine/store-port.ts';
import { notesOnServer } from '../../src/instance/notes.ts';
import { openStore } from '../../src/store/store.ts';
import { freshDatabase, NO_POSTGRES } from './server.ts';

const clock = { now: () => 1_000_000 };

describe.skipIf(NO_POSTGRES)('the fence on PostgreSQL (skipped where no server is named or installed)', () => {
  let folder: string;
  const stores: Store[] = [];
  const fenceOf = (store: Store, file: string) =>
    makeFence(store, notesOnServer(store, join(folder, file)), clock, makeIds(clock));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rekindle-fence-'));
    for (let i = 0; i < 2; i++) {
      stores.push(await openStore({ database: await freshDatabase(inject('postgresFolder')) }));
    }
  });

  afterAll(async () => {
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true });
  });

  test('a new database may send from where it is noted, and from nowhere else', async () => {
    const [store] = stores as [Store];
    expect(await fenceOf(store, 'here').closed()).toBeNull();
    expect(await fenceOf(store, 'here').closed()).toBeNull();
    expect(await fenceOf(store, 'elsewhere').closed()).toEqual({ code: 'instance-without-token' });
  });

  test('a copy under another name may not, until a person says that it is the one', async () => {
    const [store, copy] = stores as [Store, Store];
    await fenceOf(store, 'one').claim('ann');
    const token = (await store.instance.mark())?.token as string;
    await copy.instance.begin(token, 1);
    while ((await copy.instance.mark())?.epoch !== 9) await copy.instance.grow(token);
    expect(await fenceOf(copy, 'one').closed()).toEqual({ code: 'instance-moved' });
    await fenceOf(copy, 'one').claim('ann');
    expect(await fenceOf(copy, 'one').closed()).toBeNull();
    expect(await fenceOf(store, 'one').closed()).toEqual({ code: 'instance-of-another' });
  });
});
