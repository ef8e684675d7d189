/** Webhooks out: what happened is told to whoever asked for it, signed, once by its id, until it is taken or given up. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { webhooksUntilIdle } from '../../src/engine/webhooks/deliver.ts';
import { speech as real } from '../../src/instance/speech.ts';
import { heat, openHot } from '../handoff/stage.ts';
import type { Row, Stage } from '../pipeline/stage.ts';
import { type Receiver, signatureOf, startReceiver } from './receiver.ts';

let stage: Stage;
let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await stage.close();
  await receiver.close();
});

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function open({ live = true, tell = ['*'] }: { live?: boolean; tell?: string[] } = {}): Promise<string> {
  const speech = { ...real, now: () => stage.clock.now() };
  stage = await openHot({ live, leads: ['ann', 'bob'], parts: { speech: async () => speech } });
  const { secret } = await stage.run('webhook add', { name: 'crm', url: receiver.url, tell, private: true });
  return secret as string;
}

const told = () => webhooksUntilIdle(stage.engine, { ...real, now: () => stage.clock.now() });
const kinds = () => receiver.taken.map(({ body }) => body.type);
const webhook = async () => ((await stage.run('webhook list')).webhooks as Row[])[0] as Row;
async function later(ms: number): Promise<void> {
  stage.clock.moveTo(stage.clock.now() + ms);
  await told();
}

test('a reply and the hand-off that it makes are told in the words of the ledger, signed by a secret told once', async () => {
  const secret = await open();
  await heat(stage);
  await told();
  expect(kinds()).toEqual(expect.arrayContaining(['event.replied', 'hand-off.opened', 'task.opened']));
  for (const one of receiver.taken) expect(one.signatures).toEqual([signatureOf(one, secret)]);
  const reply = receiver.taken.find(({ body }) => body.type === 'event.replied');
  expect(reply?.body.data).toMatchObject({ workspace: 'main', text: "I'm interested, please call me" });
  expect(JSON.stringify(await stage.run('webhook list'))).not.toContain(secret.slice(6, 20));
  const many = receiver.taken.length;
  await told();
  expect(receiver.taken).toHaveLength(many);
});

test('only what was asked for is told, and nothing from before', async () => {
  stage = await openHot({ live: true, leads: ['ann', 'bob'] });
  await heat(stage, 'bob');
  await stage.run('webhook add', { name: 'crm', url: receiver.url, tell: ['hand-off.*'], private: true });
  await told();
  expect(kinds()).toEqual([]);
  await heat(stage, 'ann');
  await told();
  expect(kinds()).toEqual(['hand-off.opened']);
});

test('what is not taken is tried again under the same id; one that is down is not asked for each thing that happens', async () => {
  await open({ tell: ['event.*'] });
  receiver.answers.push(500, 500);
  await heat(stage, 'ann');
  await told();
  await heat(stage, 'bob');
  await told();
  expect(receiver.taken).toHaveLength(1);
  expect(await webhook()).toMatchObject({ queued: 2, fails: 1, state: 'on' });
  await later(6_000);
  expect(receiver.taken).toHaveLength(2);
  await later(10 * MINUTE_MS);
  expect(await webhook()).toMatchObject({ queued: 0, sent: 2, fails: 0 });
  expect(new Set(receiver.taken.map(({ id }) => id)).size).toBe(2);
});

test('Retry-After is kept; 410 ends it; a person has it go on', async () => {
  await open({ tell: ['event.*'] });
  receiver.answers.push([429, { 'retry-after': '3600' }], 410);
  await heat(stage);
  await told();
  await later(30 * MINUTE_MS);
  expect(receiver.taken).toHaveLength(1);
  await later(31 * MINUTE_MS);
  expect(receiver.taken).toHaveLength(2);
  expect(await webhook()).toMatchObject({ state: 'off', reason: 'webhook-gone', failed: 1 });
  await heat(stage, 'bob');
  await later(HOUR_MS);
  expect(receiver.taken).toHaveLength(2);
  await stage.run('webhook change', { webhook: 'crm', on: true });
  expect(await stage.run('webhook retry', { webhook: 'crm' })).toEqual({ queued: 1 });
  await told();
  expect(await webhook()).toMatchObject({ state: 'on', sent: 2, failed: 0 });
});

test('after three days it is given up, shown, and sent again when a person says so', async () => {
  await open({ tell: ['event.replied'] });
  receiver.answers.push(...Array.from({ length: 10 }, () => 503));
  await heat(stage);
  for (let hours = 0; hours < 100; hours++) await later(HOUR_MS);
  expect(receiver.taken).toHaveLength(10);
  expect(await webhook()).toMatchObject({ failed: 1, queued: 0 });
  const { sends } = await stage.run('webhook sends', { webhook: 'crm' });
  expect(sends).toMatchObject([{ kind: 'event.replied', attempts: 10, status: 503 }]);
  await stage.run('webhook retry', { webhook: 'crm', send: (sends as Row[])[0]?.id });
  await later(HOUR_MS);
  expect(await webhook()).toMatchObject({ failed: 0, sent: 1 });
});

test('a new secret stands beside the one before for a day', async () => {
  const before = await open({ tell: ['event.replied'] });
  const { secret: after } = await stage.run('webhook rotate', { webhook: 'crm' });
  await heat(stage, 'ann');
  await told();
  await later(25 * HOUR_MS);
  await heat(stage, 'bob');
  await told();
  const [first, second] = receiver.taken;
  if (!first || !second) throw new Error('two tellings were expected');
  expect(first.signatures).toEqual([signatureOf(first, after as string), signatureOf(first, before)]);
  expect(second.signatures).toEqual([signatureOf(second, after as string)]);
});

test('a replay tells again what happened since, under the ids of then', async () => {
  await open({ tell: ['event.replied'] });
  const since = new Date(stage.clock.now()).toISOString();
  await heat(stage);
  await later(MINUTE_MS);
  await stage.run('webhook replay', { webhook: 'crm', since });
  await told();
  expect(receiver.taken).toHaveLength(2);
  expect(receiver.taken[0]?.id).toBe(receiver.taken[1]?.id);
});

test('a dry workspace tells nobody, but a trial reaches', async () => {
  await open({ live: false });
  await heat(stage);
  await told();
  expect(kinds()).toEqual([]);
  expect(await stage.run('webhook test', { webhook: 'crm' })).toMatchObject({ arrived: true, status: 204 });
  expect(kinds()).toEqual(['webhook.test']);
});

test('an address within is not reached unless its owner says so', async () => {
  await open();
  await stage.run('webhook change', { webhook: 'crm', url: 'https://localhost:8443/in', private: false });
  expect(await stage.run('webhook test', { webhook: 'crm' })).toMatchObject({ arrived: false, status: null });
  await expect(stage.run('webhook change', { webhook: 'crm', url: receiver.url })).rejects.toMatchObject({
    code: 'bad-webhook',
  });
  await expect(stage.run('webhook change', { webhook: 'crm', tell: ['everything'] })).rejects.toMatchObject({
    code: 'bad-webhook',
  });
  expect(kinds()).toEqual([]);
});

test('of a person who is erased nothing is on its way any more', async () => {
  await open();
  receiver.answers.push(500);
  await heat(stage);
  await told();
  expect((await webhook()).queued).toBeGreaterThan(0);
  await stage.run('person erase', { lead: 'ann@acme.example', yes: true });
  const left = stage.sql("SELECT body FROM webhook_send WHERE body LIKE '%interested%'");
  expect(left).toEqual([]);
});

test('every message that came to something is told of', async () => {
  await open({ tell: ['message.*'] });
  await stage.run('campaign cancel', { campaign: 'spring' });
  await told();
  const states = stage.sql("SELECT id, state FROM message WHERE state NOT IN ('queued','claimed','sending','held')");
  const heard = receiver.taken.map(({ body }) => `${body.data.message} ${body.data.state}`);
  expect(heard.toSorted()).toEqual(states.map(({ id, state }) => `${id} ${state}`).toSorted());
});
