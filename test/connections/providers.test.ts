/** Asking providers how they stand, against servers on the loopback that answer as they do; texts that leave by a connection. */
import { afterEach, describe, expect, test } from 'vitest';
import { PROVIDERS } from '../../src/domain/connection/providers.ts';
import { HOOKS, hookOfConnection } from '../../src/hooks/hooks.ts';
import { startHighLevelServer } from '../../src/testing/providers/highlevel-server.ts';
import { startRetellServer } from '../../src/testing/providers/retell-server.ts';
import { startTwilioServer, type TwilioServerOptions } from '../../src/testing/providers/twilio-server.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { type Row, SENDER, type Stage } from '../pipeline/stage.ts';
import { environment, openConnected } from './stage.ts';

let stage: Stage;
const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const ACCOUNT = `AC${'0'.repeat(32)}`;
const tested = async (name: string) => (await stage.run('connection test', { connection: name })) as Row;

async function twilio(options: Partial<TwilioServerOptions> = {}) {
  stage = await openConnected();
  endings.push(() => stage.close());
  const more = { accountSid: ACCOUNT, authToken: 'token', now: stage.clock.now, ...options };
  const server = await startTwilioServer(more);
  endings.push(() => server.close());
  environment.TWILIO_TOKEN = 'token';
  const set = { accountSid: ACCOUNT, from: '+12025550100', baseUrl: server.url };
  const added = await stage.run('connection add', {
    ...{ name: 'texts', provider: 'twilio', set, env: { authToken: 'TWILIO_TOKEN' } },
  });
  return { server, added };
}

describe('Twilio', () => {
  test('is asked for the account, and sends nothing', async () => {
    const { server, added } = await twilio();
    expect(added).toMatchObject({ connection: { state: 'well', uses: ['sms', 'hook'] }, test: { works: true } });
    expect(server.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET /2010-04-01/Accounts/${ACCOUNT}.json`,
    ]);
  });

  test('of which the account is suspended fails, though its login is taken', async () => {
    let status = 'suspended';
    const { added } = await twilio({ status: () => status });
    const says = 'the account is suspended';
    expect(added).toMatchObject({
      connection: { state: 'failing' },
      test: { works: false, code: 'sender-refused', says },
    });
    status = 'active';
    expect(await tested('texts')).toMatchObject({ connection: { state: 'well' } });
  });

  test('that is away makes nothing fail', async () => {
    const { server } = await twilio();
    await server.close();
    expect(await tested('texts')).toMatchObject({ connection: { state: 'well' }, test: { code: 'no-connection' } });
  });

  test('whose token was changed holds texts, and they go on with the new one', async () => {
    const options = { authToken: 'token' };
    const { server } = await twilio(options);
    await stage.run('connection rotate', { connection: 'texts', env: { authToken: 'TWILIO_TOKEN' } });
    const proof = { kind: 'opted-in', channel: 'sms', text: 'Box ticked on sender.example/join, 2026-02-01' };
    const people = ['Ann,+12125550101', 'Bob,+12125550102'];
    const rows = people.map((person) => `${person},${person.split(',')[0]}@acme.example,US,Software`.toLowerCase());
    const file = stage.file('leads.csv', `First Name,Phone,Email,Country,Industry\n${rows.join('\n')}\n`);
    await stage.run('import', { file, basis: 'consent' });
    for (const name of ['ann', 'bob']) await stage.run('event record', { lead: `${name}@acme.example`, ...proof });
    await stage.engine.store.workspaces.save({
      ...(await stage.engine.store.workspaces.get('main'))!,
      mode: 'live',
    });
    environment.TWILIO_TOKEN = 'wrong';
    await stage.run('connection rotate', { connection: 'texts', env: { authToken: 'TWILIO_TOKEN' }, test: false });
    const playbook = writePlaybook(stage.folder, {
      ...{ name: 'texting', days: [], steps: ['{ kind: sms, day: 0, template: sms-hello }'] },
    });
    await stage.run('campaign create', { ...SENDER, name: 'texting', playbook });
    await stage.run('assess', { campaign: 'texting' });
    const { campaigns } = stage.engine.store;
    const made = (await campaigns.get('main', 'texting'))!;
    await campaigns.save({ ...made, state: 'checked' }, made.state);
    await campaigns.save({ ...made, state: 'live', assessedRevision: 0 }, 'checked');
    await stage.run('work');
    await stage.run('work');
    const states = () => stage.sql('SELECT channel, state, reason_code AS code FROM message');
    const held = { channel: 'sms', state: 'held', code: 'connection-failing' };
    expect(states()).toEqual([held, held]);
    expect(server.taken).toEqual([]);
    environment.TWILIO_TOKEN = 'token';
    expect(
      await stage.run('connection rotate', { connection: 'texts', env: { authToken: 'TWILIO_TOKEN' } }),
    ).toMatchObject({ released: 2 });
    await stage.run('work');
    expect(server.taken.map(({ to }) => to).sort()).toEqual(['+12125550101', '+12125550102']);
  });
});

describe('Retell', () => {
  test.each([
    ['taken', 'key', { connection: { state: 'well' }, test: { works: true, says: '0 of 20 calls under way' } }],
    [
      'a wrong key',
      'other',
      { connection: { state: 'failing' }, test: { code: 'login-refused', says: '401 Invalid API key' } },
    ],
  ])('%s', async (_, key, expected) => {
    stage = await openConnected();
    endings.push(() => stage.close());
    const server = await startRetellServer({ apiKey: 'key', now: stage.clock.now });
    endings.push(() => server.close());
    environment.RETELL_KEY = key;
    const wish = { name: 'calls', provider: 'retell', set: { baseUrl: server.url }, env: { apiKey: 'RETELL_KEY' } };
    expect(await stage.run('connection add', wish)).toMatchObject(expected);
    expect(server.placed).toEqual([]);
  });
});

describe('HighLevel', () => {
  test.each([
    ['texts alone', 'pit', {}, { connection: { state: 'well' }, test: { says: 'location Acme' } }, [true, false]],
    ['both', 'pit', { sends: 'both' }, { connection: { state: 'well' } }, [true, true]],
    ['nothing', 'pit', { sends: 'nothing' }, { connection: { state: 'well' } }, [false, false]],
    [
      'a wrong token',
      'other',
      {},
      {
        connection: { state: 'failing' },
        test: { code: 'login-refused', says: expect.stringContaining('Invalid token') },
      },
      [true, false],
    ],
  ])('%s', async (_, token, more, expected, ways) => {
    stage = await openConnected();
    endings.push(() => stage.close());
    const takes = (given: string) => given === 'pit';
    const server = await startHighLevelServer({ takes, location: 'loc', now: stage.clock.now });
    endings.push(() => server.close());
    environment.PIT = token;
    const wish = { name: 'crm', provider: 'highlevel', set: { location: 'loc', baseUrl: server.url, ...more } };
    expect(await stage.run('connection add', { ...wish, env: { token: 'PIT' } })).toMatchObject(expected);
    await stage.engine.connections.refresh();
    const workspace = (await stage.engine.store.workspaces.get('main'))!;
    expect([stage.engine.connections.has(workspace, 'sms'), stage.engine.connections.has(workspace, 'email')]).toEqual(
      ways,
    );
    expect(server.taken).toEqual([]);
  });
});

describe('the table of providers', () => {
  test('knows every provider whose webhooks are read', () => {
    const hooking = Object.entries(PROVIDERS).filter(([, { uses }]) => uses.includes('hook'));
    const asked = { workspaceId: 'main', id: 'c', name: 'c', settings: {}, secrets: {}, token: null };
    for (const [provider] of hooking) expect(hookOfConnection({ ...asked, provider }).provider).toBe(provider);
    expect(hooking.map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(HOOKS)));
  });

  test.each(
    Object.entries(PROVIDERS),
  )('%s says a remedy for each of its fields, and no secret among its settings', (_, provider) => {
    for (const field of [...Object.values(provider.settings), ...Object.values(provider.secrets)]) {
      expect(field.says).not.toBe('');
      expect(field.remedy).not.toBe('');
    }
    expect(Object.keys(provider.settings).filter((name) => name in provider.secrets)).toEqual([]);
    for (const set of provider.oneOf ?? []) for (const name of set) expect(provider.secrets).toHaveProperty(name);
  });
});
