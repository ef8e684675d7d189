/**
 * One story on both databases: the same simulation, the same life, byte by byte; and a database moved from one to the other.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DatabaseCopied } from '../../src/engine/store-port.ts';
import { openSqliteDatabase } from '../../src/store/open.ts';
import { openSqliteStore, openStore, storeOn } from '../../src/store/store.ts';
import { copyDatabase } from '../../src/store/transfer/copy.ts';
import { sendingMessage } from '../../src/testing/store/samples.ts';
import { hundredLeads } from '../pipeline/hundred-leads.ts';
import { openStage, type Row, SENDER, type Stage, TUESDAY } from '../pipeline/stage.ts';
import { freshDatabase, NO_POSTGRES } from './server.ts';

const DAY_MS = 86_400_000;

/** From a file of leads to thirty days of messages; what was said on the way. */
async function live(stage: Stage): Promise<Record<string, Row>> {
  const imported = await stage.run('import', { file: stage.file('leads.csv', hundredLeads()), basis: 'consent' });
  await stage.run('campaign create', { ...SENDER, name: 'spring', set: { competitors: 'rival.example' } });
  const assessed = await stage.run('assess');
  const assume = { replied: 0.1, opened: 0.3, bounced: 0.05 };
  const simulated = await stage.run('simulate', { for: '30d', seed: 7, assume });
  await stage.run('campaign launch');
  await stage.liveUntil(TUESDAY + 2 * DAY_MS);
  await stage.run('event record', { lead: 'ann2@hot2.example', kind: 'replied', text: 'Thanks, call me.' });
  await stage.run('event record', { lead: 'bob2@warm2.example', kind: 'opted-out' });
  await stage.liveUntil(TUESDAY + 30 * DAY_MS);
  return { imported: { ...imported, rejectsFile: null }, assessed, simulated };
}

describe.skipIf(NO_POSTGRES)('both databases (skipped where no server is named or installed)', () => {
  let file: Stage;
  let server: Stage;
  let said: readonly [file: Record<string, Row>, server: Record<string, Row>];
  const copied = (stage: Stage, name: string) => stage.engine.store.copyTo(join(file.folder, name), { token: 'copy' });

  beforeAll(async () => {
    file = await openStage();
    server = await openStage({ store: await openStore({ database: await freshDatabase(inject('postgresFolder')) }) });
    said = [await live(file), await live(server)];
  }, 120_000);

  afterAll(async () => {
    await server?.close();
    await file?.close();
  });

  test('the same thirty days, simulated, have the same digest', () => {
    const [onFile, onServer] = said;
    expect(onFile.simulated?.messages).toBeGreaterThan(100);
    expect(onServer.simulated?.digest).toBe(onFile.simulated?.digest);
    expect(onServer).toEqual(onFile);
  });

  test('the same thirty days, lived, leave the same bytes in every table', async () => {
    const tables = ({ tables: all }: DatabaseCopied) => all.filter(({ table }) => !TELL_PATHS.has(table));
    const ours = await copied(file, 'file.db');
    expect(tables(await copied(server, 'server.db'))).toEqual(tables(ours));
    expect(ours.tables.find(({ table }) => table === 'message')?.rows).toBeGreaterThan(100);
  });

  test('a database moves to a server and back, proven on the way', async () => {
    const address = await freshDatabase(inject('postgresFolder'));
    const there = await file.engine.store.copyTo(address, { token: 'copy' });
    const store = await openStore({ database: address });
    try {
      expect(await store.copyTo(join(file.folder, 'back.db'), { token: 'copy' })).toEqual(there);
      expect((await store.leads.list({ workspaceId: 'main', after: null, limit: 500 })).length).toBe(90);
    } finally {
      await store.close();
    }
    expect(there.rows).toBeGreaterThan(500);
    await expect(file.engine.store.copyTo(address, { token: 'copy' })).rejects.toMatchObject({
      code: 'target-not-empty',
    });
  });

  test('what only a file keeps goes without it', async () => {
    const store = await openSqliteStore({ path: ':memory:' });
    await store.workspaces.ensure('main', 1);
    await store.instance.halt({ workspaceId: '', channel: '', why: 'mo\0ving', by: 'ann', at: 1 });
    const address = await freshDatabase(inject('postgresFolder'));
    await store.copyTo(address, { token: 'copy' });
    const there = await openStore({ database: address });
    expect(await there.instance.halts()).toMatchObject([{ why: 'moving' }]);
    await there.close();
    await store.close();
  });

  test('a copy that stops in the middle leaves nothing, and the next one is whole', async () => {
    const address = await freshDatabase(inject('postgresFolder'));
    const stop = new AbortController();
    const stopping = file.engine.store.copyTo(address, {
      token: 'copy',
      signal: stop.signal,
      progress: (table) => (table === 'decision' ? stop.abort() : undefined),
    });
    await expect(stopping).rejects.toMatchObject({ name: 'AbortError' });
    const store = await openStore({ database: address });
    expect(await store.leads.list({ workspaceId: 'main', after: null, limit: 500 })).toEqual([]);
    await store.close();
    expect((await file.engine.store.copyTo(address, { token: 'copy' })).rows).toBeGreaterThan(500);
  });

  test('the command tells the tables, and the log of acts no password', async () => {
    const address = new URL(await freshDatabase(inject('postgresFolder')));
    address.password = 'open-sesame';
    const answer = await file.run('db copy', { to: address.href });
    expect(answer.tables).toContainEqual(expect.objectContaining({ table: 'lead', rows: 90 }));
    const [logged] = file.sql("SELECT input FROM audit WHERE operation = 'db copy'");
    expect(logged?.input).toContain('postgres:…@');
    expect(logged?.input).not.toContain('open-sesame');
  });
});

const IN_MEMORY = { path: ':memory:', now: () => TUESDAY };
const LEASED = { attempts: 1, fence: 1, missed: 0, processed: 0, succeeded: 0, failed: 0, code: null, error: null };

/** The log of acts and the imports name files, and each stage has a folder of its own. */
const TELL_PATHS: ReadonlySet<string> = new Set(['audit', 'import']);

describe('a copy', () => {
  test('of nothing is refused: most likely another database was meant', async () => {
    const stage = await openStage();
    const empty = await openSqliteStore({ path: ':memory:' });
    const copying = empty.copyTo(join(stage.folder, 'copy.db'), { token: 'copy' });
    await expect(copying).rejects.toMatchObject({ code: 'nothing-to-copy' });
    await empty.close();
    await stage.close();
  });

  test('is refused while a routine runs, and has the stops of all workspaces, and a mark of its own', async () => {
    const stage = await openStage();
    const { store } = stage.engine;
    const [name, until] = ['score', TUESDAY + DAY_MS];
    const of = { workspaceId: 'main', routine: name, slotAt: TUESDAY, startedAt: TUESDAY, retryAt: null, ...LEASED };
    const halt = { workspaceId: '', channel: '', why: 'moving', by: 'ann', at: TUESDAY };
    await store.routines.ensure([
      { workspaceId: 'main', name, operation: null, input: {}, said: {}, enabled: true, nextAt: null, changedAt: 0 },
    ]);
    await store.routines.startNow({
      ...of,
      ...{ cause: 'manual', state: 'running', leaseOwner: 'me', leaseUntil: until, finishedAt: null, details: {} },
    });
    await store.instance.halt(halt);
    await store.instance.begin('one', TUESDAY);
    const to = join(stage.folder, 'copy.db');
    await expect(store.copyTo(to, { token: 'copy' })).rejects.toMatchObject({ code: 'still-working' });
    stage.clock.moveTo(until);
    await store.copyTo(to, { token: 'copy' });
    const copy = await openStore({ database: to });
    expect([await copy.instance.halts(), await copy.instance.mark()]).toEqual([[halt], { token: 'copy', epoch: 1 }]);
    await copy.close();
    await stage.close();
  });

  test('is refused where somebody has begun to work by the moment that is copied', async () => {
    const [from, to] = [await openSqliteDatabase(IN_MEMORY), await openSqliteDatabase(IN_MEMORY)];
    const store = storeOn(from);
    const makeRoom = to.makeRoom.bind(to);
    Object.assign(to, {
      async makeRoom(...of: readonly [number, number]) {
        await makeRoom(...of);
        await sendingMessage(store, 'ann', TUESDAY + DAY_MS);
      },
    });
    await expect(copyDatabase(from, to, { token: 'copy' })).rejects.toMatchObject({ code: 'still-working' });
    await store.close();
  });

  test('is refused while messages are being sent, and takes leases over as ended', async () => {
    const stage = await openStage();
    const until = TUESDAY + DAY_MS;
    const { message } = await sendingMessage(stage.engine.store, 'ann', until);
    const to = join(stage.folder, 'copy.db');
    await expect(stage.engine.store.copyTo(to, { token: 'copy' })).rejects.toMatchObject({ code: 'still-working' });
    stage.clock.moveTo(until);
    await stage.engine.store.copyTo(to, { token: 'copy' });
    const store = await openStore({ database: to });
    const wish = { leaseNow: 1, limit: 9, isGone: () => false, isRepeatable: () => false };
    expect(await store.work.recoverLeases(wish)).toEqual({ requeued: 0, unconfirmed: 1 });
    expect((await store.messages.get('main', message.id))?.state).toBe('unconfirmed');
    await store.close();
    await stage.close();
    expect(existsSync(to)).toBe(false);
  });
});
