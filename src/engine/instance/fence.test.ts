import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { notesBeside } from '../../instance/notes.ts';
import { openSqliteStore } from '../../store/store.ts';
import { makeIds } from '../ids.ts';
import { makeFence } from './fence.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'fence-'));
  folders.push(path);
  return path;
}

let now = 1_000_000;
const clock = { now: () => now };
const MINUTE_MS = 60_000;

async function worker(path: string) {
  const store = await openSqliteStore({ path });
  return { store, fence: makeFence(store, notesBeside(path), clock, makeIds(clock)) };
}

test('a new database may send, and so may every worker on it', async () => {
  const path = join(folder(), 'r.db');
  const [one, two] = [await worker(path), await worker(path)];
  expect([await one.fence.closed(), await two.fence.closed()]).toEqual([null, null]);
  now += 2 * MINUTE_MS;
  expect([await two.fence.closed(), await one.fence.closed()]).toEqual([null, null]);
  expect((await one.store.instance.mark())?.epoch).toBe(5);
  await one.store.close();
  await two.store.close();
});

test('a copy may not, wherever it lies, and the original goes on', async () => {
  const dir = folder();
  const path = join(dir, 'r.db');
  const one = await worker(path);
  expect(await one.fence.closed()).toBeNull();
  await one.store.close();
  const alone = join(dir, 'alone.db');
  copyFileSync(path, alone);
  const withNote = join(dir, 'with-note.db');
  copyFileSync(path, withNote);
  copyFileSync(`${path}.instance`, `${withNote}.instance`);
  const codes = [];
  for (const copy of [alone, withNote, path]) {
    const { store, fence } = await worker(copy);
    now += 2 * MINUTE_MS;
    codes.push((await fence.closed())?.code ?? 'sends');
    await store.close();
  }
  expect(codes).toEqual(['instance-without-token', 'instance-moved', 'sends']);
});

test('a backup that was put back may not, until a person claims it', async () => {
  const dir = folder();
  const path = join(dir, 'r.db');
  const one = await worker(path);
  await one.fence.closed();
  await one.store.close();
  copyFileSync(path, join(dir, 'backup.db'));
  const later = await worker(path);
  now += 2 * MINUTE_MS;
  expect(await later.fence.closed()).toBeNull();
  await later.store.close();
  copyFileSync(join(dir, 'backup.db'), path);
  const restored = await worker(path);
  now += 2 * MINUTE_MS;
  expect(await restored.fence.look()).toEqual({ code: 'instance-restored' });
  expect(await restored.fence.closed()).toEqual({ code: 'instance-restored' });
  await restored.fence.claim('ann');
  expect([await restored.fence.look(), await restored.fence.closed()]).toEqual([null, null]);
  await restored.store.close();
});

test('a clock that is set back makes it look again, and not a day later', async () => {
  const path = join(folder(), 'r.db');
  const { store, fence } = await worker(path);
  now += 24 * 60 * MINUTE_MS;
  expect(await fence.closed()).toBeNull();
  now -= 24 * 60 * MINUTE_MS;
  await store.instance.claim('another', 'ann', now);
  expect(await fence.closed()).toEqual({ code: 'instance-of-another' });
  await store.close();
});
