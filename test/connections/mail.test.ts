/** Mail by a connection on record: what leaves by it, what is held while it fails, and how that heals. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { askFailing } from '../../src/engine/connections/keep.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { untilIdle } from '../../src/engine/loop.ts';
import { openSqliteStore } from '../../src/store/store.ts';
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts';
import type { Stage } from '../pipeline/stage.ts';
import { campaign, connect, environment, openConnected } from './stage.ts';

let stage: Stage;
let sink: SmtpSink;
let users: Record<string, string>;
beforeEach(async () => {
  users = { ann: 'correct horse' };
  environment.SMTP_PASSWORD = 'correct horse';
  sink = await startSmtpSink({ users });
  stage = await openConnected();
});
afterEach(async () => {
  await stage.close();
  await sink.close();
});

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const states = () =>
  stage.sql('SELECT state, reason_code AS code, COUNT(*) AS n FROM message GROUP BY state, reason_code ORDER BY state');
const connection = async () => (await stage.run('connection list')).connections as Record<string, unknown>[];

describe('a connection that works', () => {
  test('is tested as it is added, and carries what leaves', async () => {
    expect(await connect(stage, sink.port)).toMatchObject({
      connection: { name: 'sales', state: 'well', uses: ['email'], failure: null },
      test: { works: true, says: `127.0.0.1:${sink.port} takes ann` },
    });
    await campaign(stage, 'ann', 5);
    await stage.run('work');
    expect(states()).toEqual([{ state: 'sent', code: null, n: 5 }]);
    expect(sink.total).toBe(5);
    expect(await connection()).toMatchObject([{ state: 'well' }]);
  });

  test('is not used by a dry workspace', async () => {
    await connect(stage, sink.port);
    await campaign(stage, 'ann', 1);
    await stage.run('workspace go-dry');
    await stage.run('work');
    expect(sink.total).toBe(0);
    expect(states()).toEqual([{ state: 'sent', code: null, n: 1 }]);
  });

  test('of two the one that was made first is used, and the other once that is removed', async () => {
    const other = await startSmtpSink({ users });
    try {
      await connect(stage, sink.port);
      await connect(stage, other.port, { name: 'second' });
      await campaign(stage, 'ann', 2);
      await stage.run('work');
      await stage.run('connection remove', { connection: 'sales', yes: true });
      await campaign(stage, 'bob', 3);
      await stage.run('work');
      expect([sink.total, other.total]).toEqual([2, 3]);
    } finally {
      await other.close();
    }
  });
});

describe('a login that is refused', () => {
  test('holds everything with the reason, and a new secret lets all of it go on at once', async () => {
    await connect(stage, sink.port);
    await campaign(stage, 'ann', 12);
    users.ann = 'changed';
    await stage.run('work');
    expect(states()).toEqual([{ state: 'held', code: 'connection-failing', n: 12 }]);
    const facts = JSON.parse(String(stage.sql('SELECT reason FROM message LIMIT 1')[0]?.reason)).facts;
    expect(facts).toEqual({ connection: 'sales', answer: 'login-refused', detail: '535 5.7.8 Wrong user or password' });
    expect(await connection()).toMatchObject([
      { state: 'failing', failure: { code: 'login-refused', says: '535 5.7.8 Wrong user or password' } },
    ]);
    // One answer was enough: nothing else knocked at the door, whatever time passes.
    const tries = stage.count('SELECT SUM(attempts) FROM message');
    expect(tries).toBeLessThanOrEqual(4);
    await stage.liveUntil(stage.clock.now() + 100 * HOUR_MS);
    expect(stage.count('SELECT SUM(attempts) FROM message')).toBe(tries);
    expect(states()).toEqual([{ state: 'held', code: 'connection-failing', n: 12 }]);

    environment.SMTP_PASSWORD = 'still wrong';
    const wrong = await stage.run('connection rotate', { connection: 'sales', env: { password: 'SMTP_PASSWORD' } });
    expect(wrong).toMatchObject({ connection: { state: 'failing' }, test: { works: false }, released: 0 });
    await stage.run('work');
    expect(sink.total).toBe(0);

    environment.SMTP_PASSWORD = 'changed';
    const right = await stage.run('connection rotate', { connection: 'sales', env: { password: 'SMTP_PASSWORD' } });
    expect(right).toMatchObject({ connection: { state: 'well' }, test: { works: true }, released: 12 });
    await stage.run('work');
    expect(states()).toEqual([{ state: 'sent', code: null, n: 12 }]);
    expect(sink.duplicates().size).toBe(0);
  });

  test('heals by itself within a quarter of an hour of when the provider takes us again', async () => {
    await connect(stage, sink.port);
    await campaign(stage, 'ann', 3);
    users.ann = 'changed';
    await stage.run('work');
    await askFailing(stage.engine);
    expect(await connection()).toMatchObject([{ state: 'failing', checkedAt: expect.any(String) }]);
    users.ann = 'correct horse';
    stage.clock.moveTo(stage.clock.now() + 14 * MINUTE_MS);
    await askFailing(stage.engine);
    expect(await connection()).toMatchObject([{ state: 'failing' }]);
    stage.clock.moveTo(stage.clock.now() + MINUTE_MS);
    await askFailing(stage.engine);
    expect(await connection()).toMatchObject([{ state: 'well' }]);
    await stage.run('work');
    expect(states()).toEqual([{ state: 'sent', code: null, n: 3 }]);
  });

  test('heals by a test once the provider takes us again', async () => {
    await connect(stage, sink.port);
    await campaign(stage, 'ann', 3);
    users.ann = 'changed';
    await stage.run('work');
    users.ann = 'correct horse';
    const healed = { test: { works: true }, released: 3, connection: { state: 'well' } };
    expect(await stage.run('connection test', { connection: 'sales' })).toMatchObject(healed);
    await stage.run('work');
    expect(states()).toEqual([{ state: 'sent', code: null, n: 3 }]);
  });

  test('a database that is away as it heals stops nobody: what is held is let go on with the next look', async () => {
    await connect(stage, sink.port);
    const { connections, store } = stage.engine;
    await connections.refresh();
    const name = 'smtp:main/sales';
    connections.hear([{ connection: name, contact: 'fails', code: 'login-refused', says: 'no' }]);
    await connections.writeHeard();
    expect(await connection()).toMatchObject([{ state: 'failing' }]);
    const { heal } = store.connections;
    let healed = 0;
    store.connections.heal = async (wish) => {
      if (healed++ === 0) throw Object.assign(new Error('gone'), { name: 'StoreError', code: 'connection-lost' });
      return heal(wish);
    };
    connections.hear([{ connection: name, contact: 'works', code: null, says: '' }]);
    await connections.writeHeard();
    expect(healed).toBe(1);
    await connections.writeHeard();
    expect(healed).toBe(2);
    expect(await connection()).toMatchObject([{ state: 'well' }]);
  });

  test('a worker that held messages after another process had healed it lets them go on itself', async () => {
    await connect(stage, sink.port);
    await campaign(stage, 'ann', 2);
    users.ann = 'changed';
    await stage.run('work');
    // Another process: it sees the connection well, and what is held is not yet there for it to heal.
    users.ann = 'correct horse';
    const other = openEngine({
      ...stage.engine.parts,
      store: await openSqliteStore({
        path: join(stage.folder, 'rekindle.db'),
        durability: 'none',
        now: stage.clock.now,
      }),
      instance: 'other',
    });
    const [sales] = await other.store.connections.list('main', 1);
    const health = { ...sales!.health, state: 'well' as const };
    await other.store.connections.judge({
      workspaceId: 'main',
      id: sales!.id,
      revision: 1,
      health,
      way: 'smtp:main/sales',
    });
    await other.store.close();
    await untilIdle(stage.engine);
    expect(states()).toEqual([{ state: 'sent', code: null, n: 2 }]);
  });
});

describe('a server that is down', () => {
  test('makes no connection fail: messages wait for it, as they always did', async () => {
    await connect(stage, sink.port);
    await campaign(stage, 'ann', 4);
    const { port } = sink;
    await sink.close();
    await stage.liveUntil(stage.clock.now() + HOUR_MS);
    expect(await connection()).toMatchObject([{ state: 'well', failure: { code: 'no-connection' } }]);
    expect(states()).toEqual([{ state: 'queued', code: 'try-again', n: 4 }]);
    sink = await startSmtpSink({ users, port });
    await stage.liveUntil(stage.clock.now() + HOUR_MS);
    expect(states()).toEqual([{ state: 'sent', code: null, n: 4 }]);
  });
});

describe('secrets', () => {
  const SECRET = 'correct horse';

  test('stand nowhere: not in the database, its log of acts, nor in any answer', async () => {
    const answers = [
      await connect(stage, sink.port),
      await stage.run('connection show', { connection: 'sales' }),
      await stage.run('connection list'),
      await stage.run('connection rotate', { connection: 'sales', env: { password: 'SMTP_PASSWORD' } }),
    ];
    expect(JSON.stringify(answers)).not.toContain(SECRET);
    expect(answers[1]).toMatchObject({ secrets: ['password'], way: 'smtp:main/sales' });
    expect(stage.sql('SELECT input FROM audit').map(({ input }) => input)).not.toContain(SECRET);
    for (const name of ['rekindle.db', 'rekindle.db-wal'])
      expect(readFileSync(join(stage.folder, name)).includes(SECRET)).toBe(false);
    expect(String(stage.sql('SELECT sealed FROM connection')[0]?.sealed)).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{40,}$/);
  });

  test('of another key do not open: the connection fails, and says what to do', async () => {
    await connect(stage, sink.port);
    await campaign(stage, 'ann', 1);
    const path = join(stage.folder, 'rekindle.db');
    const store = await openSqliteStore({ path, durability: 'none', now: stage.clock.now });
    const other = openEngine({ ...stage.engine.parts, store, secret: Buffer.alloc(32, 7), instance: 'other' });
    await untilIdle(other);
    expect(states()).toEqual([{ state: 'held', code: 'connection-failing', n: 1 }]);
    expect(String(stage.sql('SELECT reason FROM message')[0]?.reason)).toContain('secret-unreadable');
    await store.close();
  });

  test.each([
    ['among the settings', { set: { host: 'h', from: 'a@x.example', password: 'hunter2' } }, 'secret-in-words'],
    ['a variable that is not set', { env: { password: 'NOT_SET' } }, 'secret-missing'],
    ['given twice', { stdin: ['password'] }, 'secret-twice'],
    ['that the provider does not know', { env: { passwort: 'SMTP_PASSWORD' } }, 'bad-connection'],
  ])('%s are refused, and not repeated', async (_, more, code) => {
    const error = await connect(stage, sink.port, more).then(
      () => null,
      (refusal: { code: string; message: string; remedy: string }) => refusal,
    );
    expect(error?.code).toBe(code);
    expect(`${error?.message} ${error?.remedy}`).not.toMatch(/hunter2|correct horse/);
    expect(error?.remedy).not.toBe('');
    expect(await connection()).toEqual([]);
  });

  test.each([
    ['a setting that is missing', { provider: 'smtp', set: { from: 'a@x.example' } }, 'setting host is missing'],
    [
      'a setting of another form',
      { provider: 'smtp', set: { host: 'h', from: 'a' } },
      'setting from must be one address',
    ],
    ['a word that is none of them', { provider: 'smtp', set: { host: 'h', from: 'a@x.example', secure: 'x' } }, 'tls'],
    [
      'a login over an open line',
      { set: { host: 'mail.example', user: 'a', secure: 'none', from: 'a@x.example' } },
      'TLS',
    ],
    ['an OAuth app without its secret', { provider: 'google', set: { user: 'a@x.example' }, env: {} }, 'refreshToken'],
    ['a provider that nobody knows', { provider: 'pigeon' }, 'no provider'],
    [
      'no sender',
      { provider: 'twilio', set: { accountSid: `AC${'0'.repeat(32)}` }, env: { authToken: 'SMTP_PASSWORD' } },
      'from',
    ],
  ])('%s is refused with its place', async (_, more, words) => {
    await expect(connect(stage, sink.port, more)).rejects.toThrow(words);
    expect(await connection()).toEqual([]);
  });

  test('a second connection of one name is refused', async () => {
    await connect(stage, sink.port);
    await expect(connect(stage, sink.port)).rejects.toMatchObject({ code: 'name-taken' });
  });
});
