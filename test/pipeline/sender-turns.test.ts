/** A campaign that writes from several mailboxes, lived through on the whole engine: by turns, each within its cap, and nobody hears from two. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Mail } from '../../src/domain/message.ts';
import type { MailChannel } from '../../src/engine/ports.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage, TUESDAY } from './stage.ts';

const DAY_MS = 86_400_000;
const BOB = 'bob@sender.example';
const CAT = 'cat@other.example';
const mails: Mail[] = [];
const channel: MailChannel = {
  ...{ name: 'mails', concurrency: 50, recovery: 'held' },
  async send(mail) {
    mails.push(mail);
    return { kind: 'sent', providerRef: mail.id, detail: '' };
  },
  close: async () => undefined,
};
let stage: Stage;

beforeEach(async () => {
  mails.length = 0;
  stage = await openStage({ channels: { outbox: channel, live: channel } });
});
afterEach(() => stage.close());

async function begin(leads: number, more: Row = {}, days: readonly number[] = [0, 1, 2]): Promise<void> {
  const rows = Array.from({ length: leads }, (_, i) => `Ann${i},ann${i}@firm${i}.example,US,Software`);
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [...days] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook, ...more });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
}

const bySender = () =>
  Object.fromEntries([...Map.groupBy(mails, ({ from }) => from.address)].map(([from, { length }]) => [from, length]));
/** Mailboxes that each lead heard from. */
const heardFrom = () =>
  [...Map.groupBy(mails, ({ to }) => to.address).values()].map((all) => new Set(all.map(({ from }) => from.address)));

test('threads go to mailboxes by turns after their caps, and each stays with whoever began', async () => {
  await begin(40, { dailyCap: 20, alsoFrom: [`Bob Ray <${BOB}>`, `${CAT} 40`] });
  expect(bySender()).toEqual({ [SENDER.fromAddress]: 10, [BOB]: 10, [CAT]: 20 });
  expect(mails.find(({ from }) => from.address === BOB)?.from.name).toBe('Bob Ray');
  expect(mails.find(({ from }) => from.address === CAT)?.from.name).toBe(SENDER.fromName);
  await stage.liveUntil(TUESDAY + 5 * DAY_MS);
  expect(mails).toHaveLength(120);
  expect(heardFrom().every(({ size }) => size === 1)).toBe(true);
});

test('each mailbox is held to its own cap of the day', async () => {
  await begin(12, { dailyCap: 3, alsoFrom: [`${BOB} 5`] }, [0]);
  expect(bySender()).toEqual({ [SENDER.fromAddress]: 3, [BOB]: 5 });
  const held = stage.sql(
    "SELECT sender, reason_code AS code, COUNT(*) AS n FROM message WHERE state = 'held' GROUP BY 1, 2 ORDER BY 1",
  );
  expect(held).toEqual([
    { sender: BOB, code: 'cap-reached', n: 2 },
    { sender: SENDER.fromAddress, code: 'cap-reached', n: 2 },
  ]);
  await stage.liveUntil(TUESDAY + 2 * DAY_MS);
  expect(mails).toHaveLength(12);
});

test('a mailbox that is stopped gets no new threads, and its own wait for it', async () => {
  await begin(2, { alsoFrom: [BOB] });
  await stage.engine.store.instance.halt({ workspaceId: 'main', channel: `from:${BOB}`, why: 'x', by: 'test', at: 0 });
  const rows = Array.from({ length: 6 }, (_, i) => `Zoe${i},zoe${i}@home${i}.example,US,Software`);
  await stage.run('import', {
    file: stage.file('more.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`),
    basis: 'consent',
  });
  await stage.run('assess');
  await stage.run('work');
  expect(bySender()).toEqual({ [SENDER.fromAddress]: 7, [BOB]: 1 });
  await stage.liveUntil(TUESDAY + 1.5 * DAY_MS);
  expect(bySender()[BOB]).toBe(1);
  expect(stage.count(`SELECT COUNT(*) FROM message WHERE sender = '${BOB}' AND reason_code = 'sender-stopped'`)).toBe(
    1,
  );
  await stage.run('sender resume', { sender: BOB });
  await stage.liveUntil(TUESDAY + 4 * DAY_MS);
  expect(bySender()[BOB]).toBe(3);
  expect(heardFrom().every(({ size }) => size === 1)).toBe(true);
});

test('mailboxes can be added and taken out; one that joins does not get everything', async () => {
  await begin(6, { alsoFrom: [BOB] });
  await stage.run('campaign senders', { campaign: 'spring', alsoFrom: [BOB, CAT] });
  const rows = Array.from({ length: 6 }, (_, i) => `Zoe${i},zoe${i}@home${i}.example,US,Software`);
  await stage.run('import', {
    file: stage.file('more.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`),
    basis: 'consent',
  });
  await stage.run('assess');
  await stage.run('work');
  expect(bySender()).toEqual({ [SENDER.fromAddress]: 5, [BOB]: 5, [CAT]: 2 });
  const told = await stage.run('campaign senders', { campaign: 'spring' });
  expect(told.mailboxes).toEqual([{ name: SENDER.fromName, address: SENDER.fromAddress, dailyCap: SENDER.dailyCap }]);
  await stage.liveUntil(TUESDAY + 1.5 * DAY_MS);
  expect(bySender()).toMatchObject({ [BOB]: 5, [CAT]: 2 });
});

test('all mailboxes are seen: in the pre-flight, among the senders, and as our own when mails come in', async () => {
  await begin(1, { alsoFrom: [`Bob <${BOB}>`, CAT] });
  const items = (await stage.run('campaign check')).items as Row[];
  expect(items.find(({ check }) => check === 'sender')?.says).toContain(`Bob <${BOB}>, ${SENDER.fromName} <${CAT}>`);
  const senders = ((await stage.run('sender list')).senders as Row[]).map(({ sender }) => sender);
  expect(senders).toEqual(['other.example', 'sender.example', BOB, CAT, SENDER.fromAddress]);
  const file = stage.file(
    'own.eml',
    `From: ${BOB}\r\nTo: ann0@firm0.example\r\nSubject: x\r\nMessage-ID: <a@b>\r\n\r\nHello\r\n`,
  );
  expect(((await stage.run('mail record', { file })).mails as Row[])[0]).toMatchObject({
    kind: 'own-copy',
    events: [{ kind: 'human-touch' }],
  });
});

test.each([
  ['what is no mailbox', 'hello'],
  ['a cap of nothing', `${BOB} 0`],
  ['the first one again', SENDER.fromAddress.toUpperCase()],
])('%s is refused', async (_, word) => {
  await expect(stage.run('campaign create', { ...SENDER, name: 'x', alsoFrom: [word] })).rejects.toMatchObject({
    code: 'bad-sender',
  });
});

test('a campaign with one mailbox counts no turns', async () => {
  await begin(3);
  expect(stage.count('SELECT COUNT(*) FROM sender_turn')).toBe(0);
});
