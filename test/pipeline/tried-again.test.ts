/** What costs a message its tries, and when it is given up: its own delays alone, and the time since it was tried first. */
import { afterEach, expect, test } from 'vitest';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import type { MailChannel, SendResult } from '../../src/engine/ports.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SENT: SendResult = { kind: 'sent', providerRef: null, detail: '' };
const AWAY: SendResult = { kind: 'retry', afterMs: null, code: 'no-connection', detail: 'ECONNREFUSED' };
const GREYLISTED: SendResult = { kind: 'retry', afterMs: null, code: 'greylisted', detail: '451', blame: 'policy' };
const FULL: SendResult = { kind: 'retry', afterMs: null, code: 'mailbox-busy', detail: '452', blame: 'recipient' };

let stage: Stage;

afterEach(() => stage.close());

/** A campaign to Ann alone, by a server that answers as listed, and takes everything afterwards. */
async function launched(...answers: SendResult[]): Promise<void> {
  const send: MailChannel['send'] = async () => answers.shift() ?? SENT;
  const outbox: MailChannel = { name: 'post', concurrency: 1, recovery: 'held', send, close: async () => undefined };
  stage = await openStage({ channels: { outbox, live: null } });
  const file = stage.file('l.csv', 'First Name,Email,Country,Industry\nAnn,ann@acme.example,US,Software\n');
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('campaign create', {
    ...SENDER,
    name: 'spring',
    playbook: writePlaybook(stage.folder, { name: 'spring' }),
  });
  await stage.run('assess');
  await stage.run('campaign launch');
}

const message = () => stage.sql('SELECT state, attempts FROM message')[0];

test('what the connection did before costs a message none of its own tries', async () => {
  await launched(AWAY, AWAY, AWAY, GREYLISTED, GREYLISTED, GREYLISTED);
  await stage.liveUntil(stage.clock.now() + 12 * HOUR);
  expect(message()).toEqual({ state: 'sent', attempts: 7 });
});

test('one that a stop held for days is not given up at the first hiccup of its connection', async () => {
  await launched(AWAY);
  await advanceBatch(stage.engine);
  await stage.run('halt add', { why: 'holiday' });
  await stage.liveUntil(stage.clock.now() + 4 * DAY);
  await stage.run('halt lift', {});
  await stage.liveUntil(stage.clock.now() + DAY);
  expect(message()).toEqual({ state: 'sent', attempts: 2 });
});

test('a dead letter that a person tries again begins anew, however old it is', async () => {
  await launched(FULL, FULL, FULL, FULL, AWAY, FULL);
  await stage.liveUntil(stage.clock.now() + 4 * DAY);
  expect(message()).toEqual({ state: 'failed', attempts: 4 });
  await stage.run('message retry', { id: stage.sql('SELECT id FROM message')[0]?.id });
  await stage.liveUntil(stage.clock.now() + DAY);
  expect(message()).toEqual({ state: 'sent', attempts: 3 });
});

test('one that only the connection holds up is given up three days after its first try', async () => {
  await launched(...Array.from({ length: 500 }, () => AWAY));
  await stage.liveUntil(stage.clock.now() + 4 * DAY);
  expect(message()?.state).toBe('failed');
});

test('dead letters are tried again by what is asked of them, whichever campaign they are of', async () => {
  await launched(FULL, FULL, FULL, FULL);
  await stage.liveUntil(stage.clock.now() + DAY);
  const retry = (where: string) => stage.run('message retry', { where });
  expect(await retry('recipient.endsWith("@other.example")')).toEqual({ moved: 0 });
  await expect(retry('recipient.endsWith(')).rejects.toMatchObject({ code: 'bad-filter' });
  expect(message()?.state).toBe('failed');
  expect(await retry('recipient.endsWith("@acme.example") && attempts >= 4')).toEqual({ moved: 1 });
  await stage.liveUntil(stage.clock.now() + HOUR);
  expect(message()).toEqual({ state: 'sent', attempts: 1 });
});
