/** Mails signed by a key that a connection holds sealed, and bounces that find their message by the return path alone. */
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordOf } from '../../src/domain/deliverability/own-key.ts';
import { verifyDkim } from '../../src/testing/dkim-verifier.ts';
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { type Row, SENDER, type Stage } from '../pipeline/stage.ts';
import { campaign, connect, environment, openConnected } from './stage.ts';

const DOMAIN = 'sender.example';
const key = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
let stage: Stage;
let sink: SmtpSink;
beforeEach(async () => {
  environment.SMTP_PASSWORD = 'correct horse';
  environment.DKIM_KEY = key.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  sink = await startSmtpSink({ users: { ann: 'correct horse' }, keepRaw: true });
  stage = await openConnected();
});
afterEach(async () => {
  await stage.close();
  await sink.close();
});

const set = (more: Row): Row => ({
  set: {
    ...{ host: '127.0.0.1', port: String(sink.port), secure: 'none', user: 'ann', from: SENDER.fromAddress },
    ...more,
  },
});

test('a key that a connection holds sealed signs what leaves by it, its opt-out included', async () => {
  await connect(stage, sink.port, {
    ...set({ dkimSelector: 's1' }),
    env: { password: 'SMTP_PASSWORD', dkim: 'DKIM_KEY' },
  });
  await campaign(stage, 'ann', 1);
  await stage.run('work');
  const workspace = await stage.engine.store.workspaces.get('main');
  const [own] = (workspace && stage.engine.channelFor(workspace)?.server?.keys) ?? [];
  const record = own && recordOf(own);
  expect(record?.name).toBe(`s1._domainkey.${DOMAIN}`);
  const raw = sink.received[0]?.raw ?? Buffer.alloc(0);
  const { verdict, tags } = verifyDkim(raw, (name) => (name === record?.name ? record.value : undefined));
  expect([verdict, tags.get('d')]).toEqual(['pass', DOMAIN]);
  expect(sink.received[0]?.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(tags.get('h')?.split(':')).toEqual(expect.arrayContaining(['list-unsubscribe', 'list-unsubscribe-post']));
  expect(JSON.stringify(stage.sql('SELECT * FROM connection'))).not.toContain(environment.DKIM_KEY?.slice(50, 90));
});

test('a key without a selector, and one that cannot be read, is refused at once', async () => {
  const env = { password: 'SMTP_PASSWORD', dkim: 'DKIM_KEY' };
  await expect(connect(stage, sink.port, { ...set({}), env })).rejects.toThrow('dkim.0.selector');
  environment.DKIM_KEY = 'hello';
  await expect(connect(stage, sink.port, { ...set({ dkimSelector: 's1' }), env })).rejects.toThrow('no key to sign by');
});

/** What a server returns that keeps to no standard: no header of ours, no Message-ID, another address than we wrote to. */
const strangeBounce = (to: string) =>
  [
    'From: Mail Delivery Subsystem <mailer-daemon@relay.example>',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <bounce-1@relay.example>',
    'Content-Type: text/plain',
    '',
    'Your message could not be delivered to forwarded@elsewhere.example:',
    '550 5.1.1 No such user here',
    '',
  ].join('\r\n');

async function recordBounce(to: string): Promise<Row> {
  const file = stage.file('bounce.eml', strangeBounce(to));
  return ((await stage.run('mail record', { file })).mails as Row[])[0] ?? {};
}

test('a bounce to a return path finds its message, whatever it says', async () => {
  await connect(stage, sink.port, set({ bounceTo: `bounces+{token}@${DOMAIN}` }));
  await campaign(stage, 'ann', 3);
  await stage.run('work');
  const mails = sink.received.map(({ envelope }) => envelope);
  expect(new Set(mails.map(({ from }) => from)).size).toBe(3);
  const [, second] = mails;
  const [message] = stage.sql(`SELECT id, lead_id FROM message WHERE recipient = '${second?.to[0]}'`);
  const told = await recordBounce(second?.from ?? '');
  expect(told).toMatchObject({
    kind: 'bounce',
    aside: null,
    events: [{ leadId: message?.lead_id, kind: 'bounced', outcome: 'hard', messageId: message?.id }],
  });
  expect(
    stage
      .sql(`SELECT state FROM message ORDER BY id`)
      .map(({ state }) => state)
      .sort(),
  ).toEqual([...['bounced', 'sent', 'sent']]);
});

test('a return path that somebody made up names nobody', async () => {
  await connect(stage, sink.port, set({ bounceTo: `bounces+{token}@${DOMAIN}` }));
  await campaign(stage, 'ann', 2);
  await stage.run('work');
  const [one, other] = sink.received.map(({ envelope }) => envelope.from);
  const proofOfOther = other?.split('.')[1]?.split('@')[0];
  const forged = one?.replace(/\.[0-9a-z]{16}@/, `.${proofOfOther}@`) ?? '';
  expect(forged).not.toBe(one);
  expect(await recordBounce(forged)).toMatchObject({ events: [], aside: 'mail-unplaced' });
  expect(stage.count("SELECT COUNT(*) FROM message WHERE state = 'bounced'")).toBe(0);
});

test('each mailbox writes by its own connection, and where one fails the others go on', async () => {
  const users: Record<string, string> = { bob: 'correct horse' };
  let other = await startSmtpSink({ users });
  const bob = `bob@${DOMAIN}`;
  try {
    await connect(stage, sink.port);
    const ofBob = { ...(set({ user: 'bob', from: bob, port: String(other.port) }) as { set: Row }) };
    await connect(stage, other.port, { ...ofBob, name: 'bob' });
    const rows = Array.from({ length: 8 }, (_, i) => `Ann${i},ann${i}@firm${i}.example,US,Software`);
    const file = stage.file('leads.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
    await stage.run('import', { file, basis: 'consent' });
    await stage.run('workspace go-live', { yes: true });
    const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0, 1] });
    await stage.run('campaign create', { ...SENDER, name: 'spring', playbook, alsoFrom: [bob] });
    await stage.run('assess');
    await stage.run('campaign launch');
    await stage.run('work');
    const from = (of: SmtpSink) => [...new Set(of.received.map(({ headers }) => headers.get('from')))];
    expect([sink.total, other.total]).toEqual([4, 4]);
    expect(from(other)).toEqual([`${SENDER.fromName} <${bob}>`]);
    users.bob = 'changed';
    const { port } = other;
    await other.close();
    other = await startSmtpSink({ users, port });
    await stage.liveUntil(stage.clock.now() + 36 * 3_600_000);
    expect([sink.total, other.total]).toEqual([8, 0]);
    const held = `SELECT COUNT(*) FROM message WHERE state = 'held' AND reason_code = 'connection-failing' AND sender = '${bob}'`;
    expect(stage.count(held)).toBe(4);
    const wayOut = ((await stage.run('campaign check')).items as Row[]).find(({ check }) => check === 'way out');
    expect(wayOut).toMatchObject({ ok: false, says: expect.stringContaining('the connection bob fails') });
    users.bob = 'correct horse';
    expect(await stage.run('connection test', { connection: 'bob' })).toMatchObject({ released: 4 });
    await stage.run('work');
    expect([sink.total, other.total, stage.count(held)]).toEqual([8, 4, 0]);
    expect(from(sink)).toEqual([`${SENDER.fromName} <${SENDER.fromAddress}>`]);
  } finally {
    await other.close();
  }
});
