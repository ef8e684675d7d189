/** Two processes on one file, a locked file, a full disk: nothing is lost, nothing is half written, all goes on after. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/engine/store-port.ts';
import { openSqlite } from '../../src/store/sqlite/open.ts';
import { openSqliteStore, storeOn } from '../../src/store/store.ts';
import { addLeads, claim, lead, MAIN, NOW, stored } from '../../src/testing/store/samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-processes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PAGE = 10_000;

/** Page by page: how many there are depends on how fast the machine is. */
const leadsIn = async (store: Store, prefix: string) => {
  let count = 0;
  let after: string | null = null;
  for (;;) {
    const page: readonly { readonly id: string }[] = await store.leads.list({ workspaceId: MAIN, after, limit: PAGE });
    count += page.filter(({ id }) => id.startsWith(prefix)).length;
    if (page.length < PAGE) return count;
    after = page.at(-1)?.id ?? null;
  }
};

const BESIDE_MS = 1_500;

test('a command beside a server in a hot loop: both finish, and the command need not wait long', async () => {
  const path = join(folder, 'two.db');
  const store = await openSqliteStore({ path });
  const child = spawn(process.execPath, [
    '--no-warnings',
    join(import.meta.dirname, 'writing-process.ts'),
    path,
    `${BESIDE_MS}`,
  ]);
  const output = text(child.stdout);
  const errors = text(child.stderr);
  let running = true;
  const ended = once(child, 'exit').then(([code]) => {
    running = false;
    return code as number;
  });
  let batches = 0;
  for (; running; batches++) {
    await addLeads(
      store,
      Array.from({ length: 100 }, (_, i) => lead(`hot_${batches}_${i}`)),
    );
  }
  expect([await ended, await errors]).toEqual([0, '']);
  const took = (JSON.parse(await output) as number[]).sort((a, b) => a - b);
  expect(await leadsIn(store, 'hot_')).toBe(batches * 100);
  expect(await leadsIn(store, 'beside_')).toBe(took.length);
  await store.close();
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(share * took.length))]?.toFixed(1);
  // Printed, not asserted: the time depends on what else this machine does.
  process.stdout.write(
    `beside a hot loop of ${batches} batches of 100: ${took.length} writes, ms p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}\n`,
  );
});

describe('a locked file', () => {
  test('is waited for, then named; the same store goes on when it is free', async () => {
    const path = join(folder, 'locked.db');
    const store = await openSqliteStore({ path, busyTimeoutMs: 30 });
    await addLeads(store, [lead('ann')]);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await expect(addLeads(store, [lead('bob')])).rejects.toMatchObject({ code: 'database-busy' });
    expect((await stored(store, 'ann'))?.id).toBe('ann');
    await expect(claim(store, { now: NOW, owner: 'a', until: NOW, limit: 1 })).rejects.toMatchObject({
      code: 'database-busy',
    });
    other.exec('ROLLBACK');
    await addLeads(store, [lead('bob')]);
    expect(await leadsIn(store, '')).toBe(2);
    await store.close();
    other.close();
  });

  test('a command that waits long enough gets its turn', async () => {
    const path = join(folder, 'waited.db');
    const store = await openSqliteStore({ path });
    const other = spawn(process.execPath, [
      '--no-warnings',
      join(import.meta.dirname, 'locking-process.ts'),
      path,
      '300',
    ]);
    const ended = once(other, 'exit');
    await once(other.stdout, 'data');
    const from = performance.now();
    await addLeads(store, [lead('ann')]);
    expect(performance.now() - from).toBeGreaterThan(50);
    await ended;
    await store.close();
  });
});

test('a full disk: nothing of the step is written, the file is whole, and the same step works when there is room', async () => {
  const path = join(folder, 'full.db');
  const first = await openSqliteStore({ path });
  await addLeads(first, [lead('ann')]);
  await first.close();
  const connection = new DatabaseSync(path);
  const pages = (connection.prepare('PRAGMA page_count').get() as { page_count: number }).page_count;
  connection.close();
  const database = openSqlite({ path, mostPages: pages + 20 });
  const store = storeOn(database);
  const many = Array.from({ length: 500 }, (_, i) => lead(`many_${i}`, { notes: 'n'.repeat(500) }));
  await expect(addLeads(store, many)).rejects.toMatchObject({ code: 'disk-full' });
  expect([await leadsIn(store, 'many_'), await leadsIn(store, 'ann')]).toEqual([0, 1]);
  await addLeads(store, [lead('small')]);
  await store.close();
  const check = new DatabaseSync(path);
  expect(check.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  check.close();
  const roomy = await openSqliteStore({ path });
  await addLeads(roomy, many);
  expect([await leadsIn(roomy, 'many_'), await leadsIn(roomy, 'small')]).toEqual([500, 1]);
  await roomy.close();
});
