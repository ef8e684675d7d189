/** Mailboxes and webhooks of connections on record: signed in to with a password or a token, told at an address of their own. */
import { afterEach, describe, expect, test } from 'vitest';
import { mailboxesOf } from '../../src/engine/mailboxes/keep.ts';
import { MailboxFault } from '../../src/engine/ports.ts';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { type ImapDoorOptions, startImapDoor } from '../../src/testing/imap-door.ts';
import { type OAuthServer, startOAuthServer } from '../../src/testing/providers/oauth-server.ts';
import { startSmtpSink } from '../../src/testing/smtp-sink.ts';
import type { Row, Stage } from '../pipeline/stage.ts';
import { environment, openConnected } from './stage.ts';

let stage: Stage;
const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function open(): Promise<void> {
  stage = await openConnected();
  endings.push(() => stage.close());
}

async function door(options: ImapDoorOptions) {
  const imap = await startImapDoor(options);
  endings.push(() => imap.close());
  return imap;
}

describe('a mailbox with a password', () => {
  const add = (port: number): Promise<Row> =>
    stage.run('connection add', {
      ...{ name: 'answers', provider: 'imap', env: { password: 'IMAP_PASSWORD' } },
      set: { host: '127.0.0.1', port: String(port), secure: 'none', user: 'ann@acme.example' },
    });

  test('is signed in to, and read from then on; by another password it is another one', async () => {
    await open();
    let password = 'one';
    const imap = await door({ takesPassword: (user, given) => user === 'ann@acme.example' && given === password });
    environment.IMAP_PASSWORD = 'one';
    expect(await add(imap.port)).toMatchObject({ connection: { state: 'well', uses: ['mailbox'] } });
    expect(imap.entered).toBe(1);
    await stage.engine.connections.refresh();
    const [first] = mailboxesOf(stage.engine);
    expect(first).toMatchObject({ name: 'answers', workspaceId: 'main', addresses: ['ann@acme.example'] });
    await stage.engine.connections.refresh();
    expect(mailboxesOf(stage.engine)[0]).toBe(first);
    password = 'two';
    await expect(first?.connect()).rejects.toMatchObject({ code: 'mailbox-refused' });
    environment.IMAP_PASSWORD = 'two';
    const wish = { connection: 'answers', env: { password: 'IMAP_PASSWORD' } };
    expect(await stage.run('connection rotate', wish)).toMatchObject({ test: { works: true } });
    await stage.engine.connections.refresh();
    const [second] = mailboxesOf(stage.engine);
    expect(second).not.toBe(first);
    await (await second?.connect())?.close();
    await stage.run('connection remove', { connection: 'answers', yes: true });
    await stage.engine.connections.refresh();
    expect(mailboxesOf(stage.engine)).toEqual([]);
  });

  test('whose password is wrong fails', async () => {
    await open();
    const imap = await door({ takesPassword: () => false });
    environment.IMAP_PASSWORD = 'one';
    expect(await add(imap.port)).toMatchObject({
      connection: { state: 'failing' },
      test: { code: 'login-refused', says: 'Invalid credentials' },
    });
  });

  test('that is not there fails nothing', async () => {
    await open();
    const imap = await door({});
    await imap.close();
    expect(await add(imap.port)).toMatchObject({ connection: { state: 'new' }, test: { code: 'no-connection' } });
  });
});

describe('a mailbox by OAuth', () => {
  test('is signed in to with a token, for mail that leaves and for mail that comes', async () => {
    await open();
    const oauth: OAuthServer = await startOAuthServer({ now: stage.clock.now });
    endings.push(() => oauth.close());
    const takesToken = (user: string, token: string) => user === 'ann@acme.example' && oauth.isGood(token);
    const sink = await startSmtpSink({ takesToken });
    endings.push(() => sink.close());
    const imap = await door({ takesToken });
    Object.assign(environment, { APP_SECRET: 'app', REFRESH: oauth.refreshToken });
    const set = {
      ...{ clientId: 'app', user: 'ann@acme.example', tokenUrl: `${oauth.url}/token`, secure: 'none' },
      ...{ smtpHost: '127.0.0.1', smtpPort: String(sink.port), imapHost: '127.0.0.1', imapPort: String(imap.port) },
    };
    const env = { clientSecret: 'APP_SECRET', refreshToken: 'REFRESH' };
    const added = await stage.run('connection add', { name: 'ann', provider: 'google', set, env });
    expect(added).toMatchObject({ connection: { state: 'well', uses: ['email', 'mailbox'] }, test: { works: true } });
    expect(imap.entered).toBe(1);
    expect(oauth.calls).toHaveLength(1);
    await stage.engine.connections.refresh();
    const [mailbox] = mailboxesOf(stage.engine);
    await (await mailbox?.connect())?.close();
    expect(imap.entered).toBe(2);
    oauth.revoke();
    stage.clock.moveTo(stage.clock.now() + 3_600_000);
    const fault = await mailbox?.connect().catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(MailboxFault);
    expect(fault).toMatchObject({ code: 'mailbox-refused' });
  });
});

describe('a provider that tells by webhook', () => {
  test('is believed at the address of its connection, by the secret of it alone', async () => {
    await open();
    environment.SIGNING = 'hook:secret';
    const wish = { name: 'bounces', provider: 'postmark', env: { signing: 'SIGNING' } };
    expect(await stage.run('connection add', wish)).toMatchObject({ test: { works: true } });
    const { hook } = (await stage.run('connection show', { connection: 'bounces' })) as { hook: string };
    expect(hook).toMatch(/^https:\/\/go\.sender\.example\/hooks\/postmark\/con_\w+$/);
    const path = new URL(hook).pathname;
    const house = publicHouse(stage.engine, () => true);
    const call = (secret: string, connection = path.split('/')[3] ?? '') =>
      house.hook?.({
        ...{ provider: 'postmark', connection, path, method: 'POST' as const },
        headers: { authorization: `Basic ${Buffer.from(secret).toString('base64')}` },
        body: Buffer.from(JSON.stringify({ RecordType: 'Delivery', MessageID: 'x', Recipient: 'a@x.example' })),
      });
    expect(await call('hook:secret')).toEqual({ kind: 'taken' });
    expect(await call('hook:other')).toMatchObject({ kind: 'refused' });
    expect(await call('hook:secret', 'con_other')).toEqual({ kind: 'unknown' });
    await stage.run('connection remove', { connection: 'bounces', yes: true });
    expect(await call('hook:secret')).toEqual({ kind: 'unknown' });
  });
});
