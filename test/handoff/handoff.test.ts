/** A hot lead is handed over: with its task in one transaction, to whose it is, and to each target once, whatever the other side does. */
import { afterEach, expect, test } from 'vitest';
import { handOffsUntilIdle } from '../../src/engine/handoff/deliver.ts';
import { escalateHandOffs } from '../../src/engine/handoff/keep.ts';
import type { ApiServer } from '../../src/testing/providers/api-server.ts';
import { type ReceiverFault, startReceiver } from '../../src/testing/receiver.ts';
import type { Row, Stage } from '../pipeline/stage.ts';
import { connectTo, goLive, heat, openHot, sends } from './stage.ts';

const MINUTE_MS = 60_000;
let stage: Stage;
const servers: ApiServer[] = [];
afterEach(async () => {
  await stage.close();
  for (const server of servers.splice(0)) await server.close();
});

async function receiver(provider: 'webhook' | 'slack', fault?: () => ReceiverFault, name: string = provider) {
  const server = await startReceiver(fault);
  servers.push(server);
  await connectTo(stage, provider, server.url, name);
  return server;
}

const team = (more: Row = {}) => stage.run('team set', { name: 'sales', member: ['eve@team.example'], ...more });
const list = async () => (await stage.run('handoff list')).handOffs as Row[];
const only = async () => stage.run('handoff show', { id: (await list())[0]?.id });
const later = (minutes: number) => stage.clock.moveTo(stage.clock.now() + minutes * MINUTE_MS);

test('a hot lead becomes a hand-off with its task, its owner and why it is hot, in one transaction', async () => {
  stage = await openHot();
  await team();
  await heat(stage);
  const handOff = await only();
  expect(handOff).toMatchObject({ headline: 'Ann Lee, Acme', team: 'sales', owner: 'eve@team.example', state: 'open' });
  expect(handOff.reason).toMatchObject({ code: 'owner-by-turn' });
  const brief = (handOff.brief as string[]).join('\n');
  expect(brief).toContain('Why: signal “hot”');
  expect(brief).toContain("“I'm interested, please call me”");
  const [task] = (await stage.run('task list')).tasks as Row[];
  expect(task).toMatchObject({ id: handOff.taskId, kind: 'hand-off' });
});

test('the same event told three times is one hand-off and one task', async () => {
  stage = await openHot();
  await team();
  for (let time = 0; time < 3; time++) await heat(stage, 'ann', { originId: 'told-1' });
  expect(stage.count('SELECT COUNT(*) FROM hand_off')).toBe(1);
  expect(stage.count("SELECT COUNT(*) FROM task WHERE kind = 'hand-off'")).toBe(1);
});

test('owners take turns; of one who is full the next takes it, and what is done makes room', async () => {
  stage = await openHot({ leads: ['ann', 'bob', 'cid', 'dan'] });
  await team({ member: ['eve@team.example=1', 'fay@team.example'] });
  for (const name of ['ann', 'bob', 'cid']) await heat(stage, name);
  const owners = async () => (await list()).map(({ owner }) => String(owner)[0]).reverse();
  expect(await owners()).toEqual(['e', 'f', 'f']);
  const eves = (await list()).find(({ owner }) => owner === 'eve@team.example');
  await stage.run('handoff done', { id: eves?.id });
  await heat(stage, 'dan');
  expect(await owners()).toEqual(['e', 'f', 'f', 'e']);
});

test('it is delivered to a signed webhook once, under an id that stays the same over tries', async () => {
  stage = await openHot({ live: true });
  const faults: ReceiverFault[] = ['broken', 'lose-answer', null];
  const crm = await receiver('webhook', () => faults.shift() ?? null);
  await team({ target: ['webhook'] });
  await heat(stage);
  for (const minutes of [0, 1, 5]) {
    later(minutes);
    await handOffsUntilIdle(stage.engine);
  }
  expect(sends(stage)).toEqual(['webhook sent']);
  expect(new Set(crm.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(crm.calls.every(({ headers }) => String(headers['webhook-signature']).startsWith('v1,'))).toBe(true);
  expect(JSON.parse(crm.taken.at(-1)?.body ?? '')).toMatchObject({
    type: 'hand-off.opened',
    data: { team: 'sales', owner: 'eve@team.example', headline: 'Ann Lee, Acme' },
  });
  expect(await handOffsUntilIdle(stage.engine)).toBe(0);
});

test('a chat whose answer is lost is told once and shown as unconfirmed, until a person says what they saw', async () => {
  stage = await openHot({ live: true });
  const chat = await receiver('slack', () => 'lose-answer');
  await team({ target: ['slack'] });
  await heat(stage);
  await handOffsUntilIdle(stage.engine);
  later(10_000);
  await handOffsUntilIdle(stage.engine);
  expect(sends(stage)).toEqual(['slack unconfirmed hand-off-unanswered']);
  expect(chat.taken).toHaveLength(1);
  await stage.run('handoff retry', { id: (await only()).id, arrived: true });
  expect(sends(stage)).toEqual(['slack sent']);
  expect(chat.taken).toHaveLength(1);
});

test('one that is refused is dead, others go on, and it is tried again when a person says so', async () => {
  stage = await openHot({ leads: ['ann', 'bob'], live: true });
  let status: ReceiverFault = 410;
  const crm = await receiver('webhook', () => status);
  const chat = await receiver('slack');
  await team({ target: ['webhook', 'slack'] });
  await heat(stage);
  await heat(stage, 'bob');
  await handOffsUntilIdle(stage.engine);
  expect(sends(stage)).toEqual([
    'slack sent',
    'webhook failed hand-off-refused',
    'slack sent',
    'webhook failed hand-off-refused',
  ]);
  status = null;
  for (const { id } of await list()) await stage.run('handoff retry', { id, target: 'webhook' });
  await handOffsUntilIdle(stage.engine);
  expect(sends(stage)).toEqual(['slack sent', 'webhook sent', 'slack sent', 'webhook sent']);
  expect([crm.taken.length, chat.taken.length]).toEqual([2, 2]);
});

test('nobody claims it in time: it goes to whom the team names, who is told; a claim stops the clock', async () => {
  stage = await openHot({ leads: ['ann', 'bob'], live: true });
  const chat = await receiver('slack');
  await team({ target: ['slack'], within: 30, escalate: 'boss@team.example' });
  await heat(stage);
  await heat(stage, 'bob');
  await handOffsUntilIdle(stage.engine);
  const [bobs, anns] = await list();
  await stage.run('handoff claim', { id: bobs?.id, as: 'eve@team.example' });
  await expect(stage.run('handoff claim', { id: bobs?.id })).rejects.toMatchObject({ code: 'hand-off-claimed' });
  later(29);
  expect(await escalateHandOffs(stage.engine)).toBe(0);
  later(1);
  expect(await escalateHandOffs(stage.engine)).toBe(1);
  expect(await escalateHandOffs(stage.engine)).toBe(0);
  await handOffsUntilIdle(stage.engine);
  expect(await stage.run('handoff show', { id: anns?.id })).toMatchObject({
    owner: 'boss@team.example',
    reason: { code: 'owner-by-escalation' },
    escalations: 1,
  });
  expect(sends(stage)).toEqual(['slack sent', 'slack 1 sent', 'slack sent']);
  expect(chat.taken.at(-1)?.body).toContain('Nobody claimed it in time');
});

test('a dry workspace gives nothing to a CRM; a mail to its owner goes to the outbox', async () => {
  stage = await openHot();
  const crm = await receiver('webhook');
  await team({ target: ['webhook', 'email'] });
  await heat(stage);
  await handOffsUntilIdle(stage.engine);
  expect(sends(stage)).toEqual(['email sent', 'webhook failed hand-off-dry']);
  expect(crm.calls).toHaveLength(0);
  await goLive(stage);
  await stage.run('handoff retry', { id: (await only()).id });
  await handOffsUntilIdle(stage.engine);
  expect(sends(stage)).toEqual(['email sent', 'webhook sent']);
});

test('a worker that dies with one in hand leaves it in doubt, and the next one settles it', async () => {
  stage = await openHot({ live: true });
  const crm = await receiver('webhook');
  const chat = await receiver('slack');
  await team({ target: ['webhook', 'slack'] });
  await heat(stage);
  const now = stage.clock.now();
  const dead = {
    now,
    leaseNow: now,
    until: now + MINUTE_MS,
    owner: 'dead',
    limit: 9,
    isGone: () => false,
    isBusy: () => false,
  };
  for (const { send } of await stage.engine.store.handOffs.claim(dead)) {
    const doing = send.target === 'slack' ? 'message' : '';
    await stage.engine.store.handOffs.keep(send, { doing }, 'dead');
  }
  later(1);
  expect(await handOffsUntilIdle(stage.engine)).toBe(0);
  expect(sends(stage)).toEqual(['slack unconfirmed hand-off-unanswered', 'webhook unconfirmed hand-off-unanswered']);
  later(1);
  await handOffsUntilIdle(stage.engine);
  expect(sends(stage)).toEqual(['slack unconfirmed hand-off-unanswered', 'webhook sent']);
  expect([crm.taken.length, chat.taken.length]).toEqual([1, 0]);
});

test('a database that is away before anything is handed over is waited for, and nothing is in doubt', async () => {
  stage = await openHot({ live: true, parts: { patient: true } });
  const crm = await receiver('webhook');
  await team({ target: ['webhook'] });
  await heat(stage);
  const { leads } = stage.engine.store;
  const { story } = leads;
  let asked = 0;
  leads.story = async (...of) => {
    if (asked++ === 0) throw Object.assign(new Error('gone'), { name: 'StoreError', code: 'connection-lost' });
    return story.apply(leads, of);
  };
  await handOffsUntilIdle(stage.engine);
  expect(sends(stage)).toEqual(['webhook sent']);
  expect(crm.taken).toHaveLength(1);
});

test('a team is not set with what would only be noticed when a lead is hot', async () => {
  stage = await openHot();
  const bad = (more: Row) => expect(team(more)).rejects.toMatchObject({ code: 'bad-team' });
  await bad({ target: ['nowhere'] });
  await bad({ rule: ['country=DE:strange@team.example'] });
  await bad({ rule: ['shoe=9:eve@team.example'] });
  await bad({ member: ['eve'] });
  expect(await stage.run('team list')).toEqual({ teams: [] });
});
