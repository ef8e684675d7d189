/** What the world does to a database on a server: each fault has its code, and what may pass is tried again. */
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Store } from '../../src/engine/store-port.ts';
import { openPostgres } from '../../src/store/postgres/open.ts';
import { all, type Database, type Program, run } from '../../src/store/program.ts';
import { statement } from '../../src/store/statement.ts';
import { openStore } from '../../src/store/store.ts';
import { copyToMemory } from '../../src/store/transfer/copy.ts';
import { NOW } from '../../src/testing/store/samples.ts';
import { queryOn } from './own-server.ts';
import { freshDatabase, NO_POSTGRES } from './server.ts';

const PUT = statement(
  'INSERT INTO counter (workspace_id, name, value) VALUES (:w, :name, 1) ON CONFLICT (workspace_id, name) DO UPDATE SET value = counter.value + 1',
);
const PLAIN_PUT = statement('INSERT INTO counter (workspace_id, name, value) VALUES (:w, :name, 1)');
const GET = statement<{ name: string; value: number }>(
  'SELECT name, value FROM counter WHERE workspace_id = :w ORDER BY name',
);
const PID = statement<{ pid: number }>('SELECT pg_backend_pid() AS pid', { scans: 'reads no table' });
const SLEEP = statement('SELECT pg_sleep(:seconds)', { scans: 'reads no table' });

describe.skipIf(NO_POSTGRES)('faults of PostgreSQL (skipped where no server is named or installed)', () => {
  let address: string;
  let database: Database;
  let other: Client;
  const values = () => database.read(() => all(GET, { w: 'w' }));

  beforeEach(async () => {
    address = await freshDatabase(inject('postgresFolder'));
    await (await openStore({ database: address })).close();
    database = openPostgres({ url: address, statementTimeoutMs: 2_000, copyInto: copyToMemory });
    other = new Client({ connectionString: address });
    await other.connect();
  });

  afterEach(async () => {
    await database.close();
    await other.end();
  });

  test('two that wait for each other: one is begun again, and both pass', async () => {
    await database.write(function* () {
      for (const name of ['a', 'b']) yield* run(PUT, { w: 'w', name });
    });
    let begun = 0;
    const both = (first: string, second: string) =>
      database.write(function* () {
        begun += 1;
        yield* run(PUT, { w: 'w', name: first });
        yield* run(SLEEP, { seconds: 0.1 });
        yield* run(PUT, { w: 'w', name: second });
      });
    await Promise.all([both('a', 'b'), both('b', 'a')]);
    expect(begun).toBe(3);
    expect(await values()).toEqual([
      { name: 'a', value: 3 },
      { name: 'b', value: 3 },
    ]);
  });

  test('a key that somebody takes meanwhile is found when the program is begun again', async () => {
    const addOnce = function* (): Program<'there' | 'added'> {
      if ((yield* all(GET, { w: 'w' })).length > 0) return 'there';
      yield* run(SLEEP, { seconds: 0.05 });
      yield* run(PLAIN_PUT, { w: 'w', name: 'a' });
      return 'added';
    };
    expect((await Promise.all([database.write(addOnce), database.write(addOnce)])).sort()).toEqual(['added', 'there']);
  });

  test('a key that is there for good is a bug, and loud', async () => {
    const twice = function* () {
      yield* run(PLAIN_PUT, { w: 'w', name: 'a' });
      yield* run(PLAIN_PUT, { w: 'w', name: 'a' });
    };
    await expect(database.write(twice)).rejects.toMatchObject({ code: '23505', table: 'counter' });
    expect(await values()).toEqual([]);
  });

  test('a connection that breaks before the commit: the program is begun again on another', async () => {
    const killed: number[] = [];
    const victim = database.session('write', async (perform) => {
      const [row] = (await perform({ kind: 'all', statement: PID, parameters: {} })) as unknown as [{ pid: number }];
      killed.push(row.pid);
      await other.query('SELECT pg_terminate_backend($1)', [row.pid]);
      return perform({ kind: 'run', statement: PUT, parameters: { w: 'w', name: 'a' } });
    });
    await expect(victim).rejects.toMatchObject({ code: 'connection-lost' });
    let tried = 0;
    await database.write(function* () {
      const [row] = yield* all(PID, {});
      tried += 1;
      if (tried === 1) void other.query('SELECT pg_terminate_backend($1)', [row?.pid]);
      yield* run(SLEEP, { seconds: tried === 1 ? 0.5 : 0 });
      yield* run(PUT, { w: 'w', name: 'b' });
    });
    expect(tried).toBe(2);
    expect(await values()).toEqual([{ name: 'b', value: 1 }]);
  });

  test('an idle connection that the server ended is replaced', async () => {
    expect(await values()).toEqual([]);
    await other.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
    );
    expect(await values()).toEqual([]);
  });

  test('a commit without an answer is said to be one', async () => {
    // The trigger ends the connection while the server commits, after all statements have passed.
    await other.query(`
      CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER die AFTER INSERT ON counter DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die();`);
    await expect(database.write(() => run(PUT, { w: 'w', name: 'a' }))).rejects.toMatchObject({
      code: 'commit-unknown',
    });
  });

  test('a statement that takes too long is stopped, and the connection stays good', async () => {
    await expect(database.write(() => run(SLEEP, { seconds: 3 }))).rejects.toMatchObject({ code: 'statement-timeout' });
    expect(await values()).toEqual([]);
  });

  test('what a program throws leaves nothing and comes through as it is', async () => {
    const broken = database.write(function* () {
      yield* run(PUT, { w: 'w', name: 'a' });
      throw new TypeError('a bug');
    });
    await expect(broken).rejects.toBeInstanceOf(TypeError);
    expect(await values()).toEqual([]);
  });

  test('thousands of rows go in pieces, and their changes are counted', async () => {
    const rows = Array.from({ length: 1_203 }, (_, i) => ({ w: 'w', name: `n${i}` }));
    const changed = await database.session('write', (perform) =>
      perform({ kind: 'run-each', statement: PUT, rows: rows.values() }),
    );
    expect(changed).toBe(1_203);
    expect((await values()).length).toBe(1_203);
  });
});

const opening = (database: string): Promise<Store> => openStore({ database });

test('a server that is not there is said to be unreachable', async () => {
  await expect(opening('postgres://127.0.0.1:1/none')).rejects.toMatchObject({ code: 'database-unreachable' });
  await expect(opening('postgres://no-such-host.invalid/none')).rejects.toMatchObject({
    code: 'database-unreachable',
  });
});

describe.skipIf(NO_POSTGRES)('opening (skipped where no server is named or installed)', () => {
  test('a database that lacks letters, before anything is made in it', async () => {
    const address = new URL(await freshDatabase(inject('postgresFolder')));
    const name = `${address.pathname.slice(1)}_narrow`;
    await queryOn(
      address.href,
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
    address.pathname = `/${name}`;
    await expect(opening(address.href)).rejects.toMatchObject({
      code: 'not-a-database',
      message: expect.stringContaining("ENCODING 'UTF8'"),
    });
    expect(await queryOn(address.href, "SELECT to_regclass('rekindle_schema') AS made")).toEqual([{ made: null }]);
  });

  test('no database of this name, tables of somebody else, a newer schema', async () => {
    const address = await freshDatabase(inject('postgresFolder'));
    await expect(opening(`${address}_not`)).rejects.toMatchObject({ code: 'database-cannot-open' });
    const client = new Client({ connectionString: address });
    await client.connect();
    await client.query('CREATE TABLE customers (id int)');
    await expect(opening(address)).rejects.toMatchObject({ code: 'not-a-database' });
    await client.query('DROP TABLE customers');
    await (await opening(address)).close();
    await client.query("INSERT INTO rekindle_schema (version, name) VALUES (99, 'from tomorrow')");
    await expect(opening(address)).rejects.toMatchObject({ code: 'newer-schema' });
    await client.end();
  });

  test('many that open a new database at once all get the one schema', async () => {
    const address = await freshDatabase(inject('postgresFolder'));
    const stores = await Promise.all(Array.from({ length: 6 }, () => opening(address)));
    for (const store of stores) {
      await store.workspaces.ensure('main', NOW);
      await store.close();
    }
  });

  test('a migration that fails changes nothing', async () => {
    const address = await freshDatabase(inject('postgresFolder'));
    const database = openPostgres({ url: address, copyInto: copyToMemory });
    const step = (statements: string[]) => ({ version: 1, name: 'try', statements });
    await expect(database.migrate([step(['CREATE TABLE one (id int)', 'CREATE TABEL two'])])).rejects.toMatchObject({
      code: 'migration-failed',
    });
    expect(await database.schemaVersion()).toBe(0);
    await database.migrate([step(['CREATE TABLE one (id int)'])]);
    expect(await database.schemaVersion()).toBe(1);
    await database.close();
  });
});
