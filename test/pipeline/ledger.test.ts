/** What keeps messages from leaving, and what lets them leave again: a server that is down, a person's stop, dead letters, copies. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { smtpChannel } from '../../src/channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../../src/channels/smtp/settings.ts';
import { notesBeside } from '../../src/instance/notes.ts';
import { openSqliteStore } from '../../src/store/store.ts';
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
let sink: SmtpSink | null = null;
afterEach(async () => {
  await stage.close();
  await sink?.close();
  sink = null;
});

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;

function channelTo(port: number) {
  const from = { name: SENDER.fromName, address: SENDER.fromAddress };
  return smtpChannel(SmtpSettingsSchema.parse({ host: '127.0.0.1', port, secure: 'none', from, connections: 1 }));
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function campaign(name: string, count: number, live = true): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => `${name}${i},${name}${i}@${name}.example,US,Software`);
  const file = stage.file(`${name}.csv`, `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  if (live) await stage.run('workspace go-live', { yes: true });
  const playbook = writePlaybook(stage.folder, { name, days: [0] });
  await stage.run('campaign create', { ...SENDER, name, playbook, where: `lead.email.endsWith("@${name}.example")` });
  await stage.run('assess', { campaign: name });
  await stage.run('campaign launch', { campaign: name });
}

const states = () => stage.sql('SELECT state, COUNT(*) AS n FROM message GROUP BY state ORDER BY state');
const PUBLIC_URL = 'https://go.sender.example';

describe('a mail server that is down', () => {
  test('is tried by one message at a time, and everything leaves within half a minute of its return', async () => {
    const port = await freePort();
    stage = await openStage({ channels: { outbox: channelTo(port), live: channelTo(port) }, publicUrl: PUBLIC_URL });
    await campaign('ann', 20);
    await stage.run('work');
    const rest = stage.sql('SELECT faults, rests, until - 0 AS until, code FROM connection_rest')[0]!;
    expect(rest).toMatchObject({ rests: 1, code: 'no-connection', until: stage.clock.now() + 5 * SECOND_MS });
    await stage.liveUntil(stage.clock.now() + HOUR_MS);
    const tries = stage.count('SELECT SUM(attempts) FROM message');
    // In an hour 120 rests of half a minute, one try each, and the few that opened it.
    expect(tries).toBeLessThan(130);
    expect(states()).toEqual([{ state: 'queued', n: 20 }]);
    sink = await startSmtpSink({ port });
    await stage.liveUntil(stage.clock.now() + HOUR_MS);
    expect(states()).toEqual([{ state: 'sent', n: 20 }]);
    expect(sink.total).toBe(20);
    expect(stage.count('SELECT COUNT(*) FROM connection_rest')).toBe(0);
  });
});

describe('a stop', () => {
  test.each([
    ['of the workspace', {}],
    ['of everything', { everything: true }],
    ['of e-mail', { channel: 'email' }],
  ])('%s holds everything back until it is lifted', async (_, scope: Row) => {
    stage = await openStage();
    await campaign('ann', 3, false);
    await stage.run('halt add', { why: 'wrong list', ...scope });
    await stage.liveUntil(stage.clock.now() + HOUR_MS);
    expect(stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'")).toBe(0);
    expect(await stage.run('halt list')).toMatchObject([{ why: 'wrong list', by: 'test' }]);
    expect(await stage.run('halt lift', scope)).toEqual({ lifted: true });
    await stage.liveUntil(stage.clock.now() + HOUR_MS);
    expect(states()).toEqual([{ state: 'sent', n: 3 }]);
  });
});

describe('a small campaign', () => {
  test('does not wait behind a large one', async () => {
    sink = await startSmtpSink();
    const channel = channelTo(sink.port);
    stage = await openStage({ channels: { outbox: channel, live: channel }, publicUrl: PUBLIC_URL });
    await campaign('large', 400);
    await campaign('small', 10);
    await stage.run('halt add', { channel: 'email' });
    await stage.run('work');
    await stage.run('halt lift', { channel: 'email' });
    await stage.run('work');
    const order = sink.received.map(({ envelope }) => envelope.to[0]!.startsWith('small'));
    expect(order.filter(Boolean)).toHaveLength(10);
    expect(order.lastIndexOf(true)).toBeLessThan(100);
  });
});

describe('a dead letter', () => {
  test('is tried again when a person says so, and the unconfirmed settled', async () => {
    sink = await startSmtpSink({
      behaviours: [
        { kind: 'reject', to: /^ann0@/, code: 452, text: '4.2.2 Mailbox full', times: 4 },
        { kind: 'hang', to: /^ann1@/, times: 1 },
      ],
    });
    const from = { name: SENDER.fromName, address: SENDER.fromAddress };
    const timeouts = { answerMs: 200 };
    const settings = { host: '127.0.0.1', port: sink.port, secure: 'none', from, timeouts };
    const channel = smtpChannel(SmtpSettingsSchema.parse(settings));
    stage = await openStage({ channels: { outbox: channel, live: channel }, publicUrl: PUBLIC_URL });
    await campaign('ann', 3);
    await stage.liveUntil(stage.clock.now() + 24 * HOUR_MS);
    expect(states()).toEqual([
      { state: 'failed', n: 1 },
      { state: 'sent', n: 1 },
      { state: 'unconfirmed', n: 1 },
    ]);
    expect(await stage.run('message retry', { code: 'outcome-unknown' })).toEqual({ moved: 0 });
    expect(await stage.run('message retry', { code: 'retries-used-up' })).toEqual({ moved: 1 });
    expect(await stage.run('message settle', { as: 'sent' })).toEqual({ moved: 1 });
    await stage.run('work');
    expect(states()).toEqual([{ state: 'sent', n: 3 }]);
    const [one] = stage.sql('SELECT id FROM message ORDER BY id LIMIT 1');
    await expect(stage.run('message retry', { id: one?.id })).rejects.toMatchObject({ code: 'nothing-to-move' });
  });

  test('is told from what was taken back', async () => {
    stage = await openStage();
    await campaign('ann', 3, false);
    await stage.run('halt add', { channel: 'email' });
    await stage.run('work');
    expect(await stage.run('message cancel')).toEqual({ moved: 3 });
    await stage.run('halt lift', { channel: 'email' });
    await stage.run('work');
    expect(states()).toEqual([{ state: 'refused', n: 3 }]);
    expect(stage.count("SELECT COUNT(*) FROM message WHERE reason_code = 'cancelled'")).toBe(3);
  });
});

describe('a database that was copied', () => {
  test('sends nothing until it is claimed', async () => {
    stage = await openStage();
    const original = join(stage.folder, 'rekindle.db');
    await campaign('ann', 3, false);
    await stage.engine.store.instance.begin('the original', stage.clock.now());
    const told: string[] = [];
    const copy = join(stage.folder, 'copy.db');
    copyFileSync(original, copy);
    copyFileSync(`${original}-wal`, `${copy}-wal`);
    const second = await openStage({
      store: await openSqliteStore({ path: copy }),
      notes: notesBeside(copy),
      instance: 'copystage',
      log: { info: () => undefined, error: (sentence) => void told.push(sentence) },
    });
    expect(await second.run('work')).toMatchObject({ sent: 0 });
    await second.run('work');
    expect(told).toHaveLength(1);
    expect(second.notes[0]).toContain('rekindle instance claim');
    expect(await second.run('instance show')).toMatchObject({ sends: false });
    await expect(second.run('instance claim')).rejects.toMatchObject({ code: 'not-confirmed' });
    await second.run('instance claim', { yes: true });
    expect(await second.run('work')).toMatchObject({ sent: 3 });
    await second.close();
  });

  test('goes on sending after a simulation and a scenario were lived through on its copies', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'rekindle-fence-'));
    const path = join(dir, 'rekindle.db');
    stage = await openStage({ store: await openSqliteStore({ path }), notes: notesBeside(path) });
    await campaign('ann', 3, false);
    await stage.run('work');
    const noted = readFileSync(`${path}.instance`, 'utf8');
    await stage.run('simulate', { for: '30d' });
    await stage.run('playbook test', { playbook: 'acquisition' });
    expect(readFileSync(`${path}.instance`, 'utf8')).toBe(noted);
    expect(await stage.run('instance show')).toMatchObject({ sends: true });
    rmSync(dir, { recursive: true });
  });
});
