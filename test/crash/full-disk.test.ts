/**
 * The disk of the database is full while real workers send: nothing leaves whose intention is not on disk, nothing that was acknowledged
 * is lost, and it goes on by itself when there is room. On a small disk in memory, which only root may mount.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { hasBinaries, OWNER } from '../postgres/binaries.ts';
import { ownServer } from '../postgres/own-server.ts';
import { THOROUGH } from '../thorough.ts';
import {
  allLeft,
  expectNoneTwiceNoneLost,
  type Field,
  openField,
  rowsIn,
  startWorker,
  until,
  type Worker,
} from './field.ts';

const MESSAGES = 120;
const CONNECTIONS = 4;
const LONG_MS = 240_000;
const SIZE = '64m';
/** How long it stays full, ms. */
const FULL_MS = 1_500;

const NO_OWN_SERVER = !hasBinaries();

const mounted: string[] = [];
let field: Field | null = null;
let worker: Worker | null = null;

/** Runs a program of the system; whether it did what it was told. */
function system(program: string, ...words: readonly string[]): boolean {
  return spawnSync(program, words).status === 0;
}

/** A small disk; null where none may be mounted. */
function smallDisk(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-disk-'));
  if (!system('mount', '-t', 'tmpfs', '-o', `size=${SIZE}`, 'none', folder)) {
    rmSync(folder, { recursive: true });
    return null;
  }
  mounted.push(folder);
  chmodSync(folder, 0o777);
  return folder;
}

/** Fills a disk to its last byte; gives what makes room again. */
function fill(folder: string): () => void {
  const path = join(folder, 'filler');
  const file = openSync(path, 'w');
  let size = 1 << 20;
  while (size >= 1) {
    try {
      writeSync(file, Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      size = Math.floor(size / 16);
    }
  }
  closeSync(file);
  return () => unlinkSync(path);
}

/**
 * Fills the disk under a worker. `mayLeave`: how many may still leave while it is full; null = it is not asked, since PostgreSQL goes on
 * writing into the room that its pages have left, so that there only what is not recorded counts.
 */
async function live(disk: string, database: string, mayLeave: number | null): Promise<void> {
  field = await openField({ database, messages: MESSAGES, slowMs: 30 });
  const of = field;
  worker = startWorker(of.place);
  await until(() => of.sink.total >= 10, LONG_MS);
  const makeRoom = fill(disk);
  await until(() => /disk.full/.test(worker?.said() ?? ''), LONG_MS);
  const atFirst = of.sink.total;
  await sleep(FULL_MS);
  const arrived = of.sink.received.map(({ headers }) => headers.get('x-rekindle-intent'));
  if (mayLeave !== null) expect(arrived.length - atFirst, 'left while it was full').toBeLessThanOrEqual(mayLeave);
  const known = await rowsIn(of, "SELECT intent_key FROM message WHERE state IN ('sending','sent')");
  expect(
    arrived.filter((key) => !known.some(({ intent_key }) => intent_key === key)),
    'left unrecorded',
  ).toEqual([]);
  makeRoom();
  await allLeft(of, LONG_MS);
  expect(await worker.stop(), worker.said()).toBe(0);
  const doubt = await expectNoneTwiceNoneLost(of);
  expect(doubt.arrived + doubt.notArrived, 'in doubt').toBe(0);
}

describe('a disk that is full', () => {
  afterEach(async () => {
    worker?.process.kill('SIGKILL');
    await field?.close();
    [worker, field] = [null, null];
  });
  afterAll(() => {
    for (const folder of mounted)
      if (existsSync(folder) && system('umount', folder)) rmSync(folder, { recursive: true });
  });

  test('under a SQLite file', { timeout: LONG_MS }, async (context) => {
    const disk = smallDisk();
    if (disk === null) return context.skip('nothing may be mounted here; the full disk of test/faults is simulated');
    await live(disk, join(disk, 'rekindle.db'), CONNECTIONS);
    expect(await rowsIn({ database: join(disk, 'rekindle.db') }, 'PRAGMA integrity_check')).toEqual([
      { integrity_check: 'ok' },
    ]);
  });

  // Skipped where there is no PostgreSQL: this one is broken, so it is nobody else's.
  test.skipIf(NO_OWN_SERVER || !THOROUGH)(
    'under the tables of a PostgreSQL (only in the thorough tests, and where one is installed)',
    { timeout: LONG_MS },
    async (context) => {
      const disk = smallDisk();
      if (disk === null) return context.skip('nothing may be mounted here');
      if (OWNER.uid !== undefined) system('chown', `${OWNER.uid}:${OWNER.gid}`, disk);
      const server = await ownServer();
      try {
        await server.query(`CREATE TABLESPACE small LOCATION '${disk}'`);
        await live(disk, await server.createDatabase('small', 'TEMPLATE template0 TABLESPACE small'), null);
      } finally {
        await server.stop();
      }
    },
  );
});
