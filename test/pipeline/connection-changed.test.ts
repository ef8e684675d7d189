/** A message in doubt is asked about, and sent again, by nobody but the way out that it was handed to. */
import { afterEach, expect, test } from 'vitest';
import { untilIdle } from '../../src/engine/loop.ts';
import type { MailChannel, SendResult } from '../../src/engine/ports.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const URL = 'https://go.sender.example';
const SENT: SendResult = { kind: 'sent', providerRef: null, detail: '' };

let first: Stage;
let second: Stage;

afterEach(async () => {
  await second.close();
  // What it waits for never comes.
  await first.engine.store.close();
});

function channel(name: string, part: Partial<MailChannel> = {}): MailChannel {
  return { name, concurrency: 1, recovery: 'held', send: async () => SENT, close: async () => undefined, ...part };
}

/** A live campaign whose one mail is handed to `live`, of which no answer comes; then the worker is gone. */
async function diedSending(live: MailChannel, part: Partial<MailChannel> = {}): Promise<string[]> {
  const taken: string[] = [];
  const hangs: MailChannel = {
    ...live,
    send(mail) {
      taken.push(mail.to.address);
      return new Promise(() => undefined);
    },
  };
  const outbox = channel('outbox', { recovery: 'idempotent' });
  const peers = { self: 'one', isGone: () => false };
  first = await openStage({ channels: { outbox, live: hangs }, publicUrl: URL, peers });
  const file = first.file('l.csv', 'First Name,Email,Country,Industry\nAnn,ann@acme.example,US,Software\n');
  await first.run('import', { file, basis: 'consent' });
  await first.run('workspace go-live', { yes: true });
  const playbook = writePlaybook(first.folder, { name: 'spring' });
  await first.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await first.run('assess');
  await first.run('campaign launch');
  void untilIdle(first.engine).catch(() => undefined);
  while (taken.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const again = channel('smtp', {
    ...part,
    async send(mail) {
      taken.push(mail.to.address);
      return SENT;
    },
  });
  const after = { self: 'two', isGone: (owner: string) => owner === 'one' };
  const channels = { outbox, live: again };
  second = await openStage({ folder: first.folder, instance: 'second', channels, publicUrl: URL, peers: after });
  return taken;
}

const message = () => second.sql('SELECT state, reason_code AS because FROM message')[0];

test('a folder that honours keys says nothing of what a mail server was given before', async () => {
  const taken = await diedSending(channel('smtp'));
  await second.run('workspace go-dry');
  await second.run('campaign pause', { campaign: 'spring' });
  await second.run('work');
  await second.run('workspace go-live', { yes: true });
  await second.run('campaign resume', { campaign: 'spring' });
  await second.liveUntil(second.clock.now() + HOUR);
  expect([taken, message()]).toEqual([['ann@acme.example'], { state: 'unconfirmed', because: 'outcome-unknown' }]);
});

test('nor is a provider asked about what another one was given', async () => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return 'absent' as const;
  };
  const taken = await diedSending(channel('other'), { recovery: 'lookup', lookup: { settleMs: HOUR, ask } });
  await second.liveUntil(second.clock.now() + 7 * DAY);
  expect([taken, message()?.state, asked]).toEqual([['ann@acme.example'], 'unconfirmed', 0]);
});

test('what was to be sent again by its key does not leave by another way that has come meanwhile', async () => {
  const taken = await diedSending(channel('keyed', { recovery: 'idempotent' }));
  const still = channel('keyed', { recovery: 'idempotent' });
  const channels = { outbox: channel('outbox'), live: still };
  const third = await openStage({
    ...{ folder: first.folder, instance: 'third', channels, publicUrl: URL },
    peers: { self: 'three', isGone: (owner) => owner === 'one' },
  });
  await third.run('campaign pause', { campaign: 'spring' });
  await third.run('work');
  await third.close();
  await second.run('campaign resume', { campaign: 'spring' });
  await second.liveUntil(second.clock.now() + HOUR);
  expect([taken, message()]).toEqual([['ann@acme.example'], { state: 'unconfirmed', because: 'outcome-unknown' }]);
  expect(second.sql('SELECT reason FROM message')[0]?.reason).toContain('connection-changed');
});

test('a workspace that is live and has lost its mail server holds its mails: none goes into a folder', async () => {
  const folder: string[] = [];
  const outbox = channel('outbox', {
    async send(mail) {
      folder.push(mail.to.address);
      return SENT;
    },
  });
  await diedSending(channel('smtp'));
  const third = await openStage({
    folder: first.folder,
    instance: 'third',
    channels: { outbox, live: null },
    publicUrl: URL,
  });
  const file = third.file('m.csv', 'First Name,Email,Country,Industry\nBob,bob@acme.example,US,Software\n');
  await third.run('import', { file, basis: 'consent' });
  await third.run('work');
  expect(third.sql("SELECT state, reason_code AS because FROM message WHERE recipient = 'bob@acme.example'")).toEqual([
    { state: 'held', because: 'mail-not-connected' },
  ]);
  expect(folder).toEqual([]);
  await third.close();
});
