/**
 * Databases that are not what they seem: a clone of one that sends, one that was brought back from a backup, and any that is opened with another secret than it was written
 * with. Both are refused, with a sentence that says what to do, before anything leaves or anybody who refused is overlooked.
 */
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { openRekindle, type Rekindle } from '../../src/index.ts';
import { queryOn } from '../postgres/own-server.ts';
import { freshDatabase, NO_POSTGRES } from '../postgres/server.ts';
import { allLeft, expectNoneTwiceNoneLost, type Field, openField, rowsIn, startWorker, until } from './field.ts';

const LONG_MS = 240_000;
const SKIPPED = '(skipped where no server is named or installed)';

let field: Field | null = null;
const folders: string[] = [];
afterEach(async () => {
  await field?.close();
  field = null;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A clone of a database on the same server, made by the server itself. */
async function cloned(address: string): Promise<string> {
  const copy = new URL(await freshDatabase(inject('postgresFolder')));
  const server = new URL(address);
  const [from, to] = [server.pathname.slice(1), copy.pathname.slice(1)];
  server.pathname = '/postgres';
  await queryOn(server.href, `DROP DATABASE ${to}`);
  await queryOn(server.href, `CREATE DATABASE ${to} TEMPLATE ${from}`);
  return copy.href;
}

/**
 * A worker is killed in the middle of its work, and a backup from before it sent anything is brought back in the place of its
 * database: every person is written to once, and in doubt is no more than was on its way.
 */
describe('a backup that is brought back after a kill sends nothing twice', () => {
  const MESSAGES = 80;
  const CONNECTIONS = 4;

  async function killedHalfway({ place, sink }: Field): Promise<void> {
    const worker = startWorker(place);
    await until(() => sink.total >= MESSAGES / 4, 60_000);
    worker.process.kill('SIGKILL');
    await once(worker.process, 'exit');
  }

  async function goneOnWith(restored: Field): Promise<void> {
    const { place, database } = restored;
    const instance = await openRekindle({ database, config: join(place.folder, 'rekindle.yaml') });
    const claimed = await instance.run('instance claim', { yes: true });
    await instance.close();
    const { leftSince } = claimed as { leftSince: number };
    expect(leftSince).toBeGreaterThanOrEqual(MESSAGES / 4);
    expect(leftSince).toBeLessThan(MESSAGES);
    const worker = startWorker(place);
    await allLeft(restored);
    expect(await worker.stop()).toBe(0);
    const { sent, arrived, notArrived } = await expectNoneTwiceNoneLost(restored);
    expect(arrived + notArrived).toBeLessThanOrEqual(CONNECTIONS);
    expect(sent).toBeGreaterThanOrEqual(MESSAGES - CONNECTIONS);
  }

  test('a file', { timeout: LONG_MS }, async () => {
    field = await openField({ messages: MESSAGES, slowMs: 20 });
    const { place, database } = field;
    const config = join(place.folder, 'rekindle.yaml');
    const backup = join(place.folder, 'before.backup');
    const instance = await openRekindle({ database, config });
    await instance.run('backup', { file: backup });
    await instance.close();
    await killedHalfway(field);
    for (const end of ['', '-wal', '-shm', '-turn']) rmSync(`${database}${end}`, { force: true });
    const other = await openRekindle({ database: ':memory:', config });
    await other.run('restore', { file: backup, to: database });
    await other.close();
    await goneOnWith(field);
  });

  // Skipped where there is no PostgreSQL.
  test.skipIf(NO_POSTGRES)(`a PostgreSQL ${SKIPPED}`, { timeout: LONG_MS }, async () => {
    field = await openField({
      database: await freshDatabase(inject('postgresFolder')),
      messages: MESSAGES,
      slowMs: 20,
    });
    const before = await cloned(field.database);
    await killedHalfway(field);
    Object.assign(field.place.environment, { REKINDLE_DB: before });
    await goneOnWith({ ...field, database: before });
  });
});

// Skipped where there is no PostgreSQL.
test.skipIf(NO_POSTGRES)(
  `a clone of a PostgreSQL sends nothing until a person claims it ${SKIPPED}`,
  { timeout: LONG_MS },
  async () => {
    field = await openField({ database: await freshDatabase(inject('postgresFolder')), messages: 3 });
    const { place, sink, database } = field;
    const config = join(place.folder, 'rekindle.yaml');
    const said: string[] = [];
    const on = (address: string) => openRekindle({ database: address, config, note: (one) => void said.push(one) });
    const original = await on(database);
    await original.run('halt add', { channel: 'email' });
    await original.run('work');
    await original.close();
    const copy = await cloned(database);
    const [first, clone] = [await on(database), await on(copy)];
    for (const one of [first, clone]) await one.run('halt lift', { channel: 'email' });
    // The original has sent by the time that the clone is looked at.
    expect(await first.run('work')).toMatchObject({ sent: 3 });
    expect(await clone.run('work')).toMatchObject({ sent: 0 });
    expect(sink.total).toBe(3);
    expect(said.at(-1)).toContain('rekindle instance claim');
    expect(await clone.run('instance show')).toMatchObject({ sends: false });
    expect(await clone.run('instance claim', { yes: true })).toMatchObject({ leftSince: 3 });
    await clone.run('work');
    expect(sink.total, 'what the original sent').toBe(3);
    expect((await rowsIn({ database: copy }, 'SELECT state FROM message')).map(({ state }) => state)).toEqual([
      ...['sent', 'sent', 'sent'],
    ]);
    expect(await first.run('instance show'), 'the original, by the same note').toMatchObject({ sends: false });
    for (const one of [first, clone]) await one.close();
  },
);

// Skipped where there is no PostgreSQL.
test.skipIf(NO_POSTGRES)(
  `what \`db copy\` made sends nothing beside what it was copied from until a person claims it ${SKIPPED}`,
  { timeout: LONG_MS },
  async () => {
    field = await openField({ messages: 3 });
    const { place, sink, database } = field;
    const config = join(place.folder, 'rekindle.yaml');
    const said: string[] = [];
    const on = (address: string) => openRekindle({ database: address, config, note: (one) => void said.push(one) });
    const address = await freshDatabase(inject('postgresFolder'));
    const file = await on(database);
    await file.run('db copy', { to: address });
    expect(said.join()).toContain('rekindle instance claim');
    expect(await file.run('work')).toMatchObject({ sent: 3 });
    await file.close();
    const server = await on(address);
    expect(await server.run('work')).toMatchObject({ sent: 0 });
    expect(sink.total).toBe(3);
    await server.run('instance claim', { yes: true });
    expect(await server.run('instance show')).toMatchObject({ sends: true });
    await server.close();
  },
);

const SECRET = 'a-secret-of-this-test-alone-0123456789';
const OTHER = 'another-secret-of-this-test-0123456789';

describe('a secret', () => {
  function folder(): string {
    const made = mkdtempSync(join(tmpdir(), 'rekindle-secret-'));
    folders.push(made);
    return made;
  }

  function open(database: string, secret?: string): Promise<Rekindle> {
    const config = join(folder(), 'rekindle.yaml');
    writeFileSync(config, `dns: { enabled: false }\n${secret === undefined ? '' : `secret: ${secret}\n`}`);
    return openRekindle({ database, config });
  }

  async function opened(database: string, secret?: string): Promise<void> {
    const instance = await open(database, secret);
    await instance.run('suppress add', { value: 'ann@acme.example' });
    await instance.close();
  }

  const DIFFERS = { code: 'secret-differs', remedy: expect.stringContaining('REKINDLE_KEY') };

  test('other than the one that a file was written with is refused, and so is none at all', async () => {
    const database = join(folder(), 'rekindle.db');
    await opened(database);
    await expect(open(database, OTHER)).rejects.toMatchObject(DIFFERS);
    const moved = join(folder(), 'rekindle.db');
    cpSync(database, moved);
    await expect(open(moved)).rejects.toMatchObject({ code: 'secret-missing' });
    expect(existsSync(`${moved}.key`)).toBe(false);
    cpSync(`${database}.key`, `${moved}.key`);
    await opened(moved);
    await opened(moved, readFileSync(`${database}.key`, 'utf8').trim());
  });

  // Skipped where there is no PostgreSQL.
  test.skipIf(NO_POSTGRES)(`is asked for on PostgreSQL too, and goes with a copy ${SKIPPED}`, async () => {
    const address = await freshDatabase(inject('postgresFolder'));
    await (await open(address, OTHER)).close();
    await expect(open(address, SECRET)).rejects.toMatchObject(DIFFERS);
    const file = join(folder(), 'rekindle.db');
    const instance = await open(file, SECRET);
    await instance.run('suppress add', { value: 'ann@acme.example' });
    await instance.run('db copy', { to: address });
    await instance.close();
    await expect(open(address, OTHER)).rejects.toMatchObject(DIFFERS);
    await opened(address, SECRET);
  });
});
