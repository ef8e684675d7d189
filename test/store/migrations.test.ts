/** Migrations end whole or not at all: broken after each statement, killed in the middle, refused where they do not fit. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { SQLITE } from '../../src/store/migrations/dialect.ts';
import { migrations } from '../../src/store/migrations/migrations.ts';
import { openSqlite } from '../../src/store/sqlite/open.ts';
import { openSqliteStore } from '../../src/store/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-migrations-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newPath = () => join(folder, `${files++}.db`);

const steps = migrations(SQLITE);
const statements = steps.flatMap((step) => step.statements);
const tablesIn = (path: string): number => {
  const database = new DatabaseSync(path);
  const { n } = database.prepare('SELECT COUNT(*) AS n FROM sqlite_schema').get() as { n: number };
  database.close();
  return n;
};
const openAndClose = async (path: string) => (await openSqliteStore({ path })).close();

describe('a migration that fails', () => {
  test('after any of its statements changes nothing, and the next opening completes it', async () => {
    expect(statements.length).toBeGreaterThan(30);
    const path = newPath();
    for (let n = 0; n <= statements.length; n++) {
      const database = openSqlite({ path, durability: 'none' });
      const broken = [...statements.slice(0, n), 'SELECT planted_fault()'];
      const failing = database.migrate([{ version: 1, name: 'broken', statements: broken }]);
      await expect(failing).rejects.toMatchObject({ code: 'migration-failed' });
      expect(await database.schemaVersion()).toBe(0);
      await database.close();
    }
    expect(tablesIn(path)).toBe(0);
    await openAndClose(path);
    expect(tablesIn(path)).toBeGreaterThan(statements.length);
  });

  test('in its second step keeps the first', async () => {
    const path = newPath();
    await openAndClose(path);
    const database = openSqlite({ path });
    const next = { version: 2, name: 'next', statements: ['CREATE TABLE extra (a)', 'SELECT planted_fault()'] };
    await expect(database.migrate([...steps, next])).rejects.toMatchObject({ code: 'migration-failed' });
    expect(await database.schemaVersion()).toBe(1);
    await database.close();
    await openAndClose(path);
  });
});

test('a process killed in the middle of a migration leaves a database that opens', async () => {
  const path = newPath();
  const child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'migrating-process.ts'), path]);
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(statSync(path).size).toBeGreaterThan(0);
  const store = await openSqliteStore({ path });
  expect(await store.workspaces.ensure('main', 1)).toMatchObject({ id: 'main' });
  await store.close();
});

test('many processes that open a new file at once all get the one schema', async () => {
  const path = newPath();
  const opened = Array.from({ length: 4 }, () => {
    const child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'opening-process.ts'), path]);
    return once(child, 'exit').then(([code]) => code as number);
  });
  expect(await Promise.all(opened)).toEqual([0, 0, 0, 0]);
});

describe('a file that does not fit is refused and left as it is', () => {
  const opening = async (path: string, readOnly = false) => openSqliteStore({ path, readOnly });

  test('a newer schema', async () => {
    const path = newPath();
    await openAndClose(path);
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(opening(path)).rejects.toMatchObject({ code: 'newer-schema' });
  });

  test('no database', async () => {
    const path = newPath();
    writeFileSync(path, 'name,email\nAnn,ann@example.com\n'.repeat(100));
    await expect(opening(path)).rejects.toMatchObject({ code: 'not-a-database' });
  });

  test('the database of another program', async () => {
    const path = newPath();
    const database = new DatabaseSync(path);
    database.exec('CREATE TABLE photos (id INTEGER PRIMARY KEY)');
    database.close();
    await expect(opening(path)).rejects.toMatchObject({ code: 'not-a-database' });
    expect(tablesIn(path)).toBe(1);
  });

  test('a folder that is not there', async () => {
    await expect(opening(join(folder, 'nowhere', 'a.db'))).rejects.toMatchObject({ code: 'database-cannot-open' });
  });

  test('an empty database that may only be read', async () => {
    const path = newPath();
    new DatabaseSync(path).exec('PRAGMA user_version = 0');
    await expect(opening(path, true)).rejects.toMatchObject({ code: 'older-schema' });
  });

  test('a damaged database', async () => {
    const path = newPath();
    const store = await openSqliteStore({ path });
    for (let i = 0; i < 50; i++) await store.workspaces.ensure(`workspace ${i}`.padEnd(400, '.'), 1);
    await store.close();
    const bytes = Buffer.alloc(statSync(path).size - 4096, 0xee);
    const database = new DatabaseSync(path);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    const { openSync, writeSync, closeSync } = await import('node:fs');
    const file = openSync(path, 'r+');
    writeSync(file, bytes, 0, bytes.length, 4096);
    closeSync(file);
    const reading = opening(path).then((broken) => broken.workspaces.get('main').finally(() => broken.close()));
    await expect(reading).rejects.toMatchObject({ code: 'database-corrupt' });
  });
});
