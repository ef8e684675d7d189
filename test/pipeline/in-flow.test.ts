/** A worker on real time goes on while a server is slow: answers leave before all that waits, and other ways out are not kept. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { NO_LIMITS } from '../../src/domain/consent/pace/send-limits.ts';
import { LIMITS } from '../../src/domain/limits.ts';
import type { Mail } from '../../src/domain/message.ts';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import { Delivery, LEASE_MS, noCount } from '../../src/engine/deliver/delivery.ts';
import { setSendLimits } from '../../src/engine/deliver/send-limits.ts';
import { underWay } from '../../src/engine/deliver/under-way.ts';
import type { WayOut } from '../../src/engine/deliver/way-out.ts';
import { untilIdle, work } from '../../src/engine/loop.ts';
import { runOperation } from '../../src/engine/operations/run.ts';
import { operationOf } from '../../src/engine/operations/table.ts';
import type { MailChannel, Resolver, SendResult } from '../../src/engine/ports.ts';
import { runEngine } from '../../src/engine/serve/run.ts';
import { claim } from '../../src/testing/store/samples.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage;
let stop = new AbortController();
let working: Promise<void> = Promise.resolve();
afterEach(async () => {
  stop.abort();
  await working;
  await stage.close();
});

const SENT: SendResult = { kind: 'sent', providerRef: null, detail: 'ok' };

/** A way out that takes `ms` for a mail, and notes whom each was for. */
function slowly(ms: number, concurrency = 2, name = 'slow') {
  const to: string[] = [];
  const over = new AbortController();
  let [inside, most] = [0, 0];
  const channel: MailChannel = {
    ...{ name, concurrency, recovery: 'held' },
    async send(mail: Mail) {
      inside += 1;
      most = Math.max(most, inside);
      to.push(mail.to.address);
      await pause(ms, undefined, { ref: false, signal: over.signal }).catch(() => undefined);
      inside -= 1;
      return SENT;
    },
    close: async () => undefined,
  };
  return { channel, to, most: () => most, release: () => over.abort() };
}

/** A campaign to so many leads, launched. */
async function many(leads: number, workspaceId = 'main'): Promise<void> {
  const run = (command: string, input = {}) => runIn(workspaceId, command, input);
  const rows = Array.from({ length: leads }, (_, i) => `Ann,ann${i}@acme${i}.example,US,Software`).join('\n');
  const file = stage.file('l.csv', `First Name,Email,Country,Industry\n${rows}\n`);
  await run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0] });
  await run('campaign create', { ...SENDER, name: 'spring', playbook });
  await run('assess');
  await run('campaign launch');
}

/** Somebody whom no campaign has judged yet. */
async function bobComes(): Promise<void> {
  const file = stage.file('bob.csv', 'First Name,Email,Country\nBob,bob@bold.example,US\n');
  await stage.run('import', { file, basis: 'consent' });
}

/** A person writes to Bob by hand. */
async function writeToBob(): Promise<void> {
  await stage.run('message write', {
    ...{ lead: 'bob@bold.example', from: SENDER.fromAddress, subject: 'Tuesday', text: 'Does ten suit you?' },
  });
}

/** Runs an operation in a workspace. */
function runIn(workspaceId: string, command: string, input: object): Promise<unknown> {
  return runOperation(
    {
      ...{ engine: stage.engine, workspaceId, actor: 'test', signal: new AbortController().signal },
      ...{ progress: () => undefined, note: () => undefined },
    },
    operationOf(command) as NonNullable<ReturnType<typeof operationOf>>,
    input,
  );
}

function begin(): void {
  stop = new AbortController();
  working = work(stage.engine, stop.signal);
}

async function until(isTrue: () => boolean, ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  while (!isTrue() && Date.now() < end) await pause(5);
  expect(isTrue()).toBe(true);
}

test('what a person writes leaves next, whatever of a campaign waits for the same slow server', async () => {
  const { channel, to, most } = slowly(30);
  stage = await openStage({ channels: { outbox: channel, live: null }, patient: true });
  await many(130);
  await bobComes();
  begin();
  await until(() => to.length >= 10);
  await writeToBob();
  const before = to.length;
  await until(() => to.includes('bob@bold.example'));
  // Behind what was on its way, and what left until the worker looked: it does every half second.
  expect(to.indexOf('bob@bold.example') - before).toBeLessThan(25);
  await until(() => stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'") === 131);
  expect(most()).toBe(2);
});

test('whoever’s address is changed while their mail waits for a connection is written to at the new one alone', async () => {
  const { channel, to } = slowly(400, 1);
  stage = await openStage({ channels: { outbox: channel, live: null }, patient: true });
  await many(2);
  begin();
  await until(() => to.length === 1);
  await until(() => stage.count("SELECT COUNT(*) FROM message WHERE state = 'claimed'") === 1);
  const [{ recipient: lead } = {}] = stage.sql("SELECT recipient FROM message WHERE state = 'claimed'");
  await stage.run('lead change', { lead, set: { email: 'new@new.example' } });
  await until(() => stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'") === 2);
  expect(to.slice(1)).toEqual(['new@new.example']);
});

test('a message that comes twice to one turn, the claim of before and the one for the new address, has the words of the new one', async () => {
  const { channel, to } = slowly(1, 2);
  stage = await openStage({ channels: { outbox: channel, live: null }, patient: true });
  await many(2);
  const { engine } = stage;
  await advanceBatch(engine);
  const { work: verbs } = engine.store;
  const server: typeof verbs = {
    ...verbs,
    async deliverTurn(finished, candidates, gate) {
      // A server is asked while words are made.
      await pause(5);
      return verbs.deliverTurn(finished, candidates, gate);
    },
  };
  const distant = Object.assign(Object.create(engine), { store: { ...engine.store, work: server } });
  const claimed = () => claim(engine.store, { now: stage.clock.now(), limit: 1 });
  const lease = stage.clock.now() + LEASE_MS;
  const [first] = await claimed();
  const way = engine.wayOut(first!.workspace, 'email', first!.message.sender) as WayOut;
  const delivery = new Delivery(distant, way, { count: noCount() });
  delivery.add([first!], lease);
  await delivery.run();
  const before = await claimed();
  await stage.run('lead change', { lead: before[0]?.message.recipient, set: { email: 'new@new.example' } });
  delivery.add([...before, ...(await claimed())], lease);
  await delivery.run();
  expect(to.slice(1)).toEqual(['new@new.example']);
});

test('a server that answers nobody keeps only its own mails waiting, and a stop ends the waiting', async () => {
  const hung = slowly(60_000, 4);
  const quick = slowly(1, 4, 'quick');
  stage = await openStage({
    channels: { outbox: quick.channel, live: hung.channel },
    publicUrl: 'https://go.sender.example',
    patient: true,
  });
  await setSendLimits(stage.engine, await stage.engine.store.workspaces.ensure('other', stage.clock.now()), NO_LIMITS);
  await many(130);
  await stage.run('workspace go-live', { yes: true });
  begin();
  await until(() => hung.to.length === 4);
  await many(150, 'other');
  await until(() => quick.to.length === 150);
  // Its steps went on meanwhile, and no more is on its way by the one that hangs than it has connections.
  expect(hung.to.length).toBe(4);
  expect(stage.sql("SELECT state, COUNT(*) AS n FROM message WHERE workspace_id = 'main' GROUP BY state")).toEqual([
    { state: 'claimed', n: 96 },
    { state: 'queued', n: 30 },
    { state: 'sending', n: 4 },
  ]);
  stop.abort();
  await working;
  expect(stage.sql("SELECT state, COUNT(*) AS n FROM message WHERE workspace_id = 'main' GROUP BY state")).toEqual([
    { state: 'queued', n: 126 },
    { state: 'unconfirmed', n: 4 },
  ]);
});

test('a connection whose settings are changed takes what it takes by them, and not by those of before', async () => {
  stage = await openStage();
  const under = underWay(stage.engine);
  const opened = (concurrency: number): WayOut => ({
    name: 'c1',
    concurrency,
    recovery: 'held',
    send: async () => SENT,
  });
  const roomOf = (way: WayOut) => {
    under.add(way, [], stage.clock.now() + LEASE_MS, undefined);
    stage.clock.moveTo(stage.clock.now() + 10_000);
    return under.roomFor('c1');
  };
  const [before, after] = [opened(1), opened(10)];
  expect([before, before, after, after].map(roomOf)).toEqual([2, 2, 20, 20]);
});

test('what is on its way longer than its lease is nobody else’s while its worker lives', async () => {
  const { promise, resolve } = Promise.withResolvers<SendResult>();
  const channel: MailChannel = {
    ...{ name: 'hung', concurrency: 1, recovery: 'held' },
    ...{ send: () => promise, close: async () => undefined },
  };
  stage = await openStage({ channels: { outbox: channel, live: null }, patient: true });
  await many(1);
  begin();
  const state = () => stage.sql('SELECT state FROM message')[0]?.state;
  await until(() => state() === 'sending');
  stage.clock.moveTo(stage.clock.now() + 6 * 60_000);
  // The worker looks for leases that are over once a round, and a round begins every half second.
  await pause(1_200);
  expect(state()).toBe('sending');
  resolve(SENT);
  await until(() => state() === 'sent');
});

test('a provider that is slow to tell what became of a mail keeps no other waiting, nor a worker that has to go', async () => {
  const quick = slowly(1, 4, 'quick');
  let asked = 0;
  const channel: MailChannel = {
    ...quick.channel,
    recovery: 'lookup',
    lookup: {
      settleMs: 0,
      ask: async () => {
        asked += 1;
        await pause(60_000, undefined, { ref: false });
        return 'unknown';
      },
    },
    send: async (mail) =>
      quick.to.length < 3
        ? quick.channel.send(mail).then(() => ({ kind: 'unconfirmed', detail: 'the line was cut' }))
        : quick.channel.send(mail),
  };
  stage = await openStage({ channels: { outbox: channel, live: null }, patient: true });
  await many(40);
  stop = new AbortController();
  working = runEngine(stage.engine, stop.signal);
  await until(() => quick.to.length === 40);
  await until(() => asked > 0);
  await bobComes();
  await writeToBob();
  await until(() => stage.count("SELECT COUNT(*) FROM message WHERE lane = 0 AND state = 'sent'") === 1, 5_000);
  const before = Date.now();
  stop.abort();
  await working;
  expect(Date.now() - before).toBeLessThan(5_000);
  // Bob is judged meanwhile, and what the campaign has for him may wait: what was written to him counts.
  const counted = "lane = 0 OR recipient LIKE 'ann%'";
  expect(stage.sql(`SELECT state, COUNT(*) AS n FROM message WHERE ${counted} GROUP BY state`)).toEqual([
    { state: 'sent', n: 38 },
    { state: 'unconfirmed', n: 3 },
  ]);
});

test('leads that take long to be judged keep nothing waiting, nor does a routine wait for a slow server', async () => {
  const slow = slowly(60_000, 1, 'slow');
  const quick = slowly(1, 4, 'quick');
  let [judging, judged] = [0, 0];
  const resolver: Resolver = {
    name: 'slow',
    async mailRoute() {
      judging += 1;
      await pause(3_000);
      judged += 1;
      return { kind: 'unknown', detail: '' };
    },
    ask: () => Promise.reject(new Error('nobody asks')),
  };
  stage = await openStage({
    channels: { outbox: quick.channel, live: slow.channel },
    publicUrl: 'https://go.sender.example',
    patient: true,
  });
  await setSendLimits(stage.engine, await stage.engine.store.workspaces.ensure('other', stage.clock.now()), NO_LIMITS);
  await many(2);
  await stage.run('workspace go-live', { yes: true });
  await many(1, 'other');
  Object.assign(stage.engine, { resolver });
  Object.assign(stage.engine.parts, { resolver });
  await runIn('main', 'import', {
    ...{ file: stage.file('eve.csv', 'First Name,Email,Country,Industry\nEve,eve@evening.example,US,Software\n') },
    basis: 'consent',
  });
  stop = new AbortController();
  working = runEngine(stage.engine, stop.signal);
  await until(() => judging === 1 && slow.to.length === 1 && quick.to.length === 1);
  await runIn('other', 'message write', {
    ...{ lead: 'ann0@acme0.example', subject: 'Tuesday', text: 'Does ten suit you?' },
  });
  await until(() => quick.to.length === 2);
  expect((await untilIdle(stage.engine, stop.signal)).advanced).toBe(0);
  expect([judging, judged]).toEqual([1, 0]);
  slow.release();
});

test('what waits too long for a slow server is claimed anew: a workspace that has gone dry sends nothing of it', async () => {
  const slow = slowly(60_000, 1);
  const quick = slowly(1, 4, 'outbox');
  stage = await openStage({
    channels: { outbox: quick.channel, live: slow.channel },
    publicUrl: 'https://go.sender.example',
    patient: true,
  });
  await many(6);
  await stage.run('workspace go-live', { yes: true });
  begin();
  await until(() => slow.to.length === 1);
  await stage.run('workspace go-dry');
  stage.clock.moveTo(stage.clock.now() + 31_000);
  await until(() => quick.to.length === 5);
  slow.release();
  await until(() => stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'") === 6);
  expect(slow.to).toHaveLength(1);
});

test('what a store fails with ends the loop, once what was on its way has landed and the rest is given back', async () => {
  const { channel, to } = slowly(80);
  stage = await openStage({ channels: { outbox: channel, live: null } });
  await many(30);
  begin();
  working.catch(() => undefined);
  await until(() => to.length >= 4);
  const { work: verbs } = stage.engine.store;
  const turn = verbs.deliverTurn.bind(verbs);
  let failing = 1;
  verbs.deliverTurn = (...given) => {
    if (failing-- > 0) return Promise.reject(new Error('the disk is made of cheese'));
    return turn(...given);
  };
  await expect(working).rejects.toThrow('made of cheese');
  working = Promise.resolve();
  const before = to.length;
  await pause(200);
  expect(to.length).toBe(before);
  // The next worker finds them: what nobody heard of is in doubt, what never began leaves.
  begin();
  await until(() => stage.count("SELECT COUNT(*) FROM message WHERE state IN ('sent', 'unconfirmed')") === 30);
  expect(new Set(to).size).toBe(to.length);
});

test('what a batch that broke off had in hand is taken up by the next one, at once', async () => {
  const { channel, to } = slowly(1);
  stage = await openStage({ channels: { outbox: channel, live: null } });
  await many(10);
  const { work: verbs } = stage.engine.store;
  const turn = verbs.deliverTurn.bind(verbs);
  verbs.deliverTurn = () => Promise.reject(new Error('the disk is made of cheese'));
  await expect(stage.run('work')).rejects.toThrow('made of cheese');
  verbs.deliverTurn = turn;
  await stage.run('work');
  expect(stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'")).toBe(10);
  expect(new Set(to).size).toBe(10);
});

test('a routine that is stopped cuts nothing off that it has brought on its way', async () => {
  const { channel, to, release } = slowly(60_000, 1);
  stage = await openStage({ channels: { outbox: channel, live: null }, patient: true });
  await many(1);
  await stage.run('halt add', { why: 'until the loop rests' });
  begin();
  await pause(600);
  await stage.run('halt lift');
  const routine = new AbortController();
  await untilIdle(stage.engine, routine.signal);
  expect(to).toHaveLength(1);
  routine.abort();
  // Longer than a worker that is stopped waits for an answer.
  await pause(LIMITS.deliveryStopMs + 500);
  release();
  await until(() => stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'") === 1);
});
