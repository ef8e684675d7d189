/** Somebody is told: once for each change, by real HTTP and real SMTP, and what cannot be brought is written down. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { alertEmail } from '../../src/channels/alert-email/adapter.ts';
import { alertSlack } from '../../src/channels/alert-slack/adapter.ts';
import { AlertSlackSettingsSchema } from '../../src/channels/alert-slack/settings.ts';
import { alertWebhook } from '../../src/channels/alert-webhook/adapter.ts';
import { AlertWebhookSettingsSchema } from '../../src/channels/alert-webhook/settings.ts';
import { smtpChannel } from '../../src/channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../../src/channels/smtp/settings.ts';
import { systemClock } from '../../src/engine/clock.ts';
import type { AlertTarget } from '../../src/engine/ports.ts';
import { routinesUntilIdle } from '../../src/engine/routines/keep.ts';
import { runEngine } from '../../src/engine/serve/run.ts';
import { startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { openStage, type Row, type Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
const NOON = Date.parse('2026-06-08T12:00:00Z');
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

let stage: Stage;
const servers: Server[] = [];
afterEach(async () => {
  await stage.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A receiver on this machine that answers with these statuses in turn, then with 204. */
async function receiver(...statuses: readonly number[]): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const turns = [...statuses];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      const status = turns.shift() ?? 204;
      if (status === 0) request.socket.destroy();
      else response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}

const webhook = (url: string) =>
  alertWebhook(AlertWebhookSettingsSchema.parse({ url, secret: SECRET, allowPrivate: true }), systemClock);
const slack = (url: string) => alertSlack(AlertSlackSettingsSchema.parse({ url, allowPrivate: true }));

/** A stage whose harvest fails each hour, at once and for good. */
async function opened(...alerts: readonly AlertTarget[]): Promise<{ up(): void }> {
  let down = true;
  stage = await openStage({
    start: NOON,
    alerts,
    leadSources: [
      {
        name: 'list',
        configured: () => true,
        fetch: async () =>
          down
            ? { kind: 'failed', code: 'http-503', detail: 'the <server> is down' }
            : { kind: 'leads', vendor: null, drafts: [], rejects: [], cursor: null, more: false },
      },
    ],
  });
  await stage.engine.store.workspaces.ensure('main', NOON);
  await stage.run('routine set', { name: 'harvest', cron: '0 * * * *', retries: 0 });
  await routinesUntilIdle(stage.engine);
  return {
    up() {
      down = false;
    },
  };
}

async function hours(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    stage.clock.moveTo(stage.clock.now() + HOUR_MS);
    await routinesUntilIdle(stage.engine);
  }
}

const alerts = async () => ((await stage.run('alert list')).alerts as Row[]).reverse();
const sends = async () => (await alerts()).map((one) => one.sends as Row[]);

test('each change is told once, signed, to every target; what stays as it is is not told again', async () => {
  const [hook, chat] = [await receiver(), await receiver()];
  const source = await opened(webhook(hook.url), slack(chat.url));
  await hours(6);
  const told = hook.received.map(({ body }) => JSON.parse(body).data);
  expect(told.map(({ subject, was, status }) => [subject, was, status])).toEqual([
    ['routine:harvest', 'healthy', 'degraded'],
    ['routine:harvest', 'degraded', 'failed'],
  ]);
  expect(told[1]).toMatchObject({
    workspace: 'main',
    sentence: 'Routine “harvest” failed three times in a row or more.',
    facts: { failuresInARow: 3, error: 'list: the <server> is down' },
  });
  for (const { headers, body } of hook.received) {
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const mac = createHmac('sha256', Buffer.from(SECRET.slice(6), 'base64'))
      .update(signed)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${mac}`);
  }
  expect(chat.received.map(({ body }) => JSON.parse(body).text)).toEqual([
    expect.stringContaining('fails more often than it succeeds.\nlist: the &lt;server&gt; is down'),
    expect.stringContaining('failed three times in a row or more.'),
  ]);
  source.up();
  await hours(1);
  expect(JSON.parse(hook.received[2]?.body ?? '{}').data).toMatchObject({ was: 'failed', status: 'degraded' });
  expect((await sends()).flat().map(({ state }) => state)).toEqual(Array(6).fill('sent'));
});

test('a receiver that is busy gets it later with the same id; one that refuses does not get it again', async () => {
  const [busy, shut] = [await receiver(503, 503), await receiver(404)];
  await opened(webhook(busy.url), slack(shut.url));
  await hours(1);
  expect((await sends())[0]).toMatchObject([
    { target: 'slack', state: 'failed', attempts: 1, detail: '404' },
    { target: 'webhook', state: 'queued', attempts: 1, detail: '503' },
  ]);
  await stage.run('routine disable', { name: 'harvest' });
  await hours(3);
  expect((await sends())[0]?.[1]).toMatchObject({ state: 'sent', attempts: 3 });
  expect(new Set(busy.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect([busy.received.length, shut.received.length]).toEqual([3, 1]);
});

test('a receiver that asks for a wait gets it, up to a day', async () => {
  const asks = [2 * HOUR_MS, 9e15, Number.NaN, Number.NEGATIVE_INFINITY];
  const targets = asks.map((afterMs, at): AlertTarget => {
    const send = async () => ({ kind: 'retry', afterMs, detail: 'busy' }) as const;
    return { name: `asks-${at}`, repeatable: true, send, close: async () => undefined };
  });
  await opened(...targets);
  await hours(1);
  const waits = stage.sql('SELECT target, due_at FROM alert_send ORDER BY target').map(({ due_at }) => {
    return (Number(due_at) - stage.clock.now()) / HOUR_MS;
  });
  expect(waits).toEqual([2, 24, 1 / 12, 1 / 12]);
});

test('where the answer is lost, a webhook is told again and Slack is not', async () => {
  const [hook, chat] = [await receiver(0), await receiver(0)];
  await opened(webhook(hook.url), slack(chat.url));
  await hours(1);
  await stage.run('routine disable', { name: 'harvest' });
  await hours(3);
  expect((await sends())[0]).toMatchObject([
    { target: 'slack', state: 'unconfirmed', attempts: 1 },
    { target: 'webhook', state: 'sent', attempts: 2 },
  ]);
  expect([hook.received.length, chat.received.length]).toEqual([2, 1]);
});

test('somebody is told by e-mail, marked as automatic', async () => {
  const sink = await startSmtpSink({ keepRaw: true });
  const settings = SmtpSettingsSchema.parse({
    host: '127.0.0.1',
    port: sink.port,
    secure: 'none',
    from: { address: 'rekindle@acme.example' },
  });
  const channel = smtpChannel(settings);
  try {
    await opened(alertEmail({ to: 'ops@acme.example' }, channel, settings.from));
    await hours(1);
    const [mail, ...others] = sink.received;
    expect(others).toEqual([]);
    expect(mail?.envelope.to).toEqual(['ops@acme.example']);
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail?.raw?.toString()).toContain('Workspace: main');
    expect((await sends())[0]).toMatchObject([{ target: 'email', state: 'sent' }]);
  } finally {
    await channel.close();
    await sink.close();
  }
});

test('late work and unconfirmed messages are told when they come and when they go', async () => {
  const hook = await receiver();
  await opened(webhook(hook.url));
  await stage.run('routine disable', { name: 'harvest' });
  const { store } = stage.engine;
  const real = store.routines.backlog;
  const found = { oldestDueAt: NOON as number | null, unconfirmed: 2 };
  const routines = store.routines as { backlog: typeof real };
  routines.backlog = async (_workspace, { due, unconfirmed }) => {
    expect([stage.clock.now() - due, stage.clock.now() - unconfirmed]).toEqual([900_000, HOUR_MS]);
    return found;
  };
  await hours(3);
  Object.assign(found, { oldestDueAt: null, unconfirmed: 0 });
  await hours(2);
  const told = hook.received.map(({ body }) => JSON.parse(body).data).map(({ subject, status }) => [subject, status]);
  expect(told.sort()).toEqual([
    ['due-work', 'healthy'],
    ['due-work', 'late'],
    ['unconfirmed', 'healthy'],
    ['unconfirmed', 'waiting'],
  ]);
});

test('a target that never answers keeps no routine waiting, and a stop only a while', async () => {
  let asked = 0;
  const send = () => {
    asked += 1;
    return new Promise<never>(() => undefined);
  };
  await opened({ name: 'chat', repeatable: false, send, close: async () => undefined });
  const runs = () => stage.count("SELECT COUNT(*) FROM routine_run WHERE routine = 'harvest'");
  const stop = new AbortController();
  const running = runEngine(stage.engine, stop.signal);
  const hour = async () => {
    const ran = runs();
    stage.clock.moveTo(stage.clock.now() + HOUR_MS);
    await expect.poll(runs, { timeout: 10_000 }).toBe(ran + 1);
  };
  while (asked === 0) await hour();
  await hour();
  stop.abort();
  await running;
  expect((await sends())[0]).toMatchObject([{ target: 'chat', state: 'sending' }]);
});

test('where nobody is to be told it is written down', async () => {
  await opened();
  await hours(3);
  expect((await alerts()).map(({ says, sends: ways }) => [says, ways])).toEqual([
    ['Routine “harvest” fails more often than it succeeds.', []],
    ['Routine “harvest” failed three times in a row or more.', []],
  ]);
});
