/** Mailboxes with connections of their own: one that hangs, or is down, keeps only its own mails, and a slow one has few of them in hand. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { work } from '../../src/engine/loop.ts';
import type { MailChannel, SendResult } from '../../src/engine/ports.ts';
import { makeConnector } from '../../src/instance/connector.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, SENDER, type Stage } from '../pipeline/stage.ts';

const BOB = 'bob@sender.example';
const SENT: SendResult = { kind: 'sent', providerRef: null, detail: 'ok' };
const DOWN: SendResult = { kind: 'retry', afterMs: null, code: 'no-connection', detail: 'ECONNREFUSED' };
const LEADS = 300;

let stage: Stage;
let stop: AbortController;
let working: Promise<void>;

afterEach(async () => {
  stop?.abort();
  await working?.catch(() => undefined);
  await stage.close();
});

/** A server and what it was given. */
function server(answer: () => SendResult | Promise<SendResult>) {
  const given: string[] = [];
  const channel: MailChannel = {
    ...{ name: 'server', concurrency: 2, recovery: 'held', close: async () => undefined },
    async send({ to }) {
      given.push(to.address);
      return answer();
    },
  };
  return { given, channel };
}

type Server = ReturnType<typeof server>;

/** A live campaign whose mails leave by two mailboxes in turn, each with a connection of its own. */
async function launched(sam: Server, bob: Server, patient: boolean): Promise<void> {
  const real = makeConnector('https://go.sender.example');
  stage = await openStage({
    connector: {
      ...real,
      problems: async () => [],
      open: async ({ name }) => [{ kind: 'email', channel: (name === 'bob' ? bob : sam).channel }],
      mailbox: async () => null,
      hook: async () => null,
      test: async () => ({ contact: 'works', code: null, says: 'ok' }),
    },
    ...{ environment: () => 'secret', publicUrl: 'https://go.sender.example', patient },
  });
  for (const [name, from] of Object.entries({ sam: SENDER.fromAddress, bob: BOB })) {
    const set = { host: '127.0.0.1', port: '25', secure: 'none', user: name, from };
    await stage.run('connection add', { name, provider: 'smtp', set, env: { password: 'P' } });
    stage.clock.moveTo(stage.clock.now() + 1_000);
  }
  await stage.run('workspace go-live', { yes: true });
  const rows = Array.from({ length: LEADS }, (_, i) => `Ann,ann${i}@acme${i}.example,US,Software`);
  const file = stage.file('l.csv', ['First Name,Email,Country,Industry', ...rows, ''].join('\n'));
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring' });
  const senders = { dailyCap: 100_000, alsoFrom: [`${BOB} 100000`] };
  await stage.run('campaign create', { ...SENDER, ...senders, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
}

function begin(): void {
  stop = new AbortController();
  working = work(stage.engine, stop.signal);
}

async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; !isSo() && waited < 15_000; waited += 20) await pause(20);
}

const hang = () => new Promise<SendResult>(() => undefined);

test.each(['sam', 'bob'] as const)('where %s’s server hangs the mails of the other one leave', async (hanging) => {
  const [well, hung] = [server(() => SENT), server(hang)];
  await launched(hanging === 'sam' ? hung : well, hanging === 'sam' ? well : hung, true);
  begin();
  await until(() => well.given.length === LEADS / 2);
  expect([well.given.length, hung.given.length]).toEqual([LEADS / 2, 2]);
}, 40_000);

test('one that is down is tried three times, and then now and then; the other one goes on', async () => {
  const [sam, bob] = [server(() => SENT), server(() => DOWN)];
  await launched(sam, bob, false);
  await stage.run('work');
  expect(sam.given.length).toBe(LEADS / 2);
  expect(bob.given.length).toBeLessThan(6);
});

test('a slow one is given what it comes to: no more than four wait for its two lines, once it is known', async () => {
  const slow = server(async () => {
    await pause(400, undefined, { ref: false });
    return SENT;
  });
  const well = server(() => SENT);
  await launched(well, slow, true);
  // The clock of the stage stands still: it is moved as time goes by.
  const timer = setInterval(() => stage.clock.moveTo(stage.clock.now() + 2_000), 100);
  begin();
  await until(() => well.given.length === LEADS / 2);
  await pause(2_500);
  clearInterval(timer);
  const inHand = stage.count(`SELECT COUNT(*) FROM message WHERE state = 'claimed' AND sender = '${BOB}'`);
  expect(well.given.length).toBe(LEADS / 2);
  expect(inHand).toBeLessThan(40);
}, 40_000);
