/** Mailboxes and accounts that were allowed by OAuth: tokens are renewed before they run out, by one process, and kept before they are used. */
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Engine, openEngine } from '../../src/engine/engine.ts';
import { untilIdle } from '../../src/engine/loop.ts';
import { openSqliteStore } from '../../src/store/store.ts';
import { startApiServer } from '../../src/testing/providers/api-server.ts';
import {
  type OAuthServer,
  type OAuthServerOptions,
  startOAuthServer,
} from '../../src/testing/providers/oauth-server.ts';
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts';
import type { Row, Stage } from '../pipeline/stage.ts';
import { campaign, environment, openConnected } from './stage.ts';

let stage: Stage;
let oauth: OAuthServer;
let sink: SmtpSink;
const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const MINUTE_MS = 60_000;
const states = () =>
  stage.sql('SELECT state, reason_code AS code, COUNT(*) AS n FROM message GROUP BY state, reason_code ORDER BY state');

async function begin(options: Partial<OAuthServerOptions> = {}): Promise<void> {
  stage = await openConnected();
  endings.push(() => stage.close());
  oauth = await startOAuthServer({ now: stage.clock.now, clientSecret: 'app secret', ...options });
  endings.push(() => oauth.close());
  sink = await startSmtpSink({ takesToken: (user, token) => user === 'ann@acme.example' && oauth.isGood(token) });
  endings.push(() => sink.close());
  environment.APP_SECRET = 'app secret';
  environment.REFRESH = oauth.refreshToken;
}

function connect(provider = 'google', more: Row = {}): Promise<Row> {
  const set = {
    ...{ clientId: 'app', user: 'ann@acme.example', tokenUrl: `${oauth.url}/token`, secure: 'none' },
    ...{ smtpHost: '127.0.0.1', smtpPort: String(sink.port) },
  };
  const env = { clientSecret: 'APP_SECRET', refreshToken: 'REFRESH' };
  return stage.run('connection add', { name: 'ann', provider, set, env, test: false, ...more });
}

const account = async (engine: Engine = stage.engine) => (await engine.store.connections.list('main', 1))[0]!;
const tokenOf = async (engine: Engine = stage.engine) => engine.connections.asked(await account(engine))!.token!;

/** Another process on the same database. */
async function neighbour(instance: string): Promise<Engine> {
  const store = await openSqliteStore({
    path: join(stage.folder, 'rekindle.db'),
    durability: 'none',
    now: stage.clock.now,
  });
  endings.push(() => store.close());
  return openEngine({ ...stage.engine.parts, store, instance });
}

describe('a Google mailbox', () => {
  test('is signed in to with a token, which is renewed before it runs out', async () => {
    await begin();
    await connect();
    await campaign(stage, 'ann', 5);
    await stage.run('work');
    expect(states()).toEqual([{ state: 'sent', code: null, n: 5 }]);
    expect(oauth.calls).toHaveLength(1);
    const form = new URLSearchParams(oauth.calls[0]?.body);
    expect(Object.fromEntries(form)).toEqual({
      ...{ grant_type: 'refresh_token', refresh_token: 'refresh-0', client_id: 'app', client_secret: 'app secret' },
    });
    const token = await tokenOf();
    await token(false);
    stage.clock.moveTo(stage.clock.now() + 55 * MINUTE_MS);
    await token(false);
    expect(oauth.calls).toHaveLength(2);
    expect(oauth.reused).toEqual([]);
  });

  test('of which the authorisation was taken back holds its messages, until it is given again', async () => {
    await begin();
    await connect();
    await campaign(stage, 'ann', 3);
    oauth.revoke();
    await stage.run('work');
    expect(states()).toEqual([{ state: 'held', code: 'connection-failing', n: 3 }]);
    expect((await account()).health.failure).toMatchObject({
      code: 'login-refused',
      says: '400 invalid_grant: Token has been expired or revoked.',
    });
    oauth.revoke();
    Object.assign(oauth, { refreshToken: 'given again' });
    environment.REFRESH = 'given again';
    await stage.run('connection rotate', { connection: 'ann', env: { refreshToken: 'REFRESH' }, test: false });
    await stage.run('work');
    expect(states()).toEqual([{ state: 'held', code: 'connection-failing', n: 3 }]);
  });

  test('whose token is not taken though its time is not over gets another one', async () => {
    await begin();
    await connect();
    const token = await tokenOf();
    const first = await token(false);
    oauth.revoke(first);
    await campaign(stage, 'ann', 2);
    await stage.run('work');
    expect(states()).toEqual([{ state: 'sent', code: null, n: 2 }]);
    expect(oauth.calls).toHaveLength(2);
  });

  test('whose provider is away for a moment does not fail', async () => {
    const faults: ('busy' | null)[] = ['busy'];
    await begin({ fault: () => faults.shift() ?? null });
    await connect();
    await campaign(stage, 'ann', 1);
    await stage.run('work');
    expect((await account()).health).toMatchObject({ state: 'new', failure: { code: 'no-connection' } });
    expect(states()).toEqual([{ state: 'queued', code: 'try-again', n: 1 }]);
    await stage.liveUntil(stage.clock.now() + 10 * MINUTE_MS);
    expect(states()).toEqual([{ state: 'sent', code: null, n: 1 }]);
  });
});

describe('a refresh token that is good for one time', () => {
  test('is never used twice, however many ask at once in however many processes', async () => {
    await begin({ slowMs: 20 });
    await connect();
    const engines = [stage.engine, await neighbour('two'), await neighbour('three')];
    for (let round = 1; round <= 4; round++) {
      const sources = await Promise.all(engines.flatMap((engine) => [tokenOf(engine), tokenOf(engine)]));
      const tokens = await Promise.all(sources.flatMap((token) => [token(false), token(false)]));
      expect(new Set(tokens).size).toBe(1);
      expect(oauth.isGood(tokens[0]!)).toBe(true);
      expect(oauth.calls).toHaveLength(round);
      stage.clock.moveTo(stage.clock.now() + 58 * MINUTE_MS);
    }
    expect(oauth.reused).toEqual([]);
  });

  test('the new one is kept before its access token is used', async () => {
    await begin();
    await connect();
    const token = await (await tokenOf())(false);
    const kept = stage.engine.connections.asked(await account())?.secrets;
    expect(kept).toMatchObject({ refreshToken: 'refresh-1', accessToken: token });
  });

  test('one whose answer was lost is gone: the connection fails and says so, and nobody tries it again and again', async () => {
    const faults: ('lose-answer' | null)[] = ['lose-answer'];
    await begin({ fault: () => faults.shift() ?? null });
    await connect();
    await campaign(stage, 'ann', 2);
    await stage.liveUntil(stage.clock.now() + 10 * MINUTE_MS);
    expect(states()).toEqual([{ state: 'held', code: 'connection-failing', n: 2 }]);
    expect(oauth.calls).toHaveLength(2);
  });

  test('a secret that a person gave while it was renewed stands', async () => {
    await begin({ slowMs: 100 });
    await connect();
    const renewing = (await tokenOf())(false);
    await new Promise((resolve) => setTimeout(resolve, 40));
    environment.REFRESH = 'refresh-1';
    await stage.run('connection rotate', { connection: 'ann', env: { refreshToken: 'REFRESH' }, test: false });
    expect(oauth.isGood(await renewing)).toBe(true);
    expect(stage.engine.connections.asked(await account())?.secrets.refreshToken).toBe('refresh-2');
  });
});

describe('Microsoft 365', () => {
  test('is asked with its scopes, and no app secret where there is none', async () => {
    await begin({ clientSecret: undefined as never });
    await connect('microsoft365', { env: { refreshToken: 'REFRESH' } });
    await (await tokenOf())(false);
    const form = Object.fromEntries(new URLSearchParams(oauth.calls[0]?.body));
    expect(form).toMatchObject({ client_id: 'app', scope: expect.stringContaining('SMTP.Send') });
    expect(form.client_secret).toBeUndefined();
  });
});

describe('HighLevel', () => {
  async function location(more: Row): Promise<Row> {
    const set = { location: 'loc', clientId: 'app', baseUrl: oauth.url, ...(more.set as Row) };
    return stage.run('connection add', { name: 'agency', provider: 'highlevel', test: false, ...more, set });
  }
  const env = { clientSecret: 'APP_SECRET', refreshToken: 'REFRESH' };

  test('an agency’s token gets one for the location, and that again by the agency’s own', async () => {
    await begin();
    await location({ set: { company: 'co' }, env });
    const token = await tokenOf();
    expect(await token(false)).toBe('access-2');
    expect(oauth.calls.map(({ path }) => path)).toEqual(['/oauth/token', '/oauth/locationToken']);
    expect(new URLSearchParams(oauth.calls[0]?.body).get('user_type')).toBe('Company');
    expect(Object.fromEntries(new URLSearchParams(oauth.calls[1]?.body))).toEqual({
      companyId: 'co',
      locationId: 'loc',
    });
    expect(await token(true)).toBe('access-3');
    expect(oauth.calls).toHaveLength(3);
    oauth.revoke('access-1');
    expect(await token(true)).toBe('access-5');
    expect(oauth.calls.slice(3).map(({ path }) => path)).toEqual([
      '/oauth/locationToken',
      '/oauth/token',
      '/oauth/locationToken',
    ]);
    expect(oauth.reused).toEqual([]);
  });

  test('a private token is asked as it is', async () => {
    await begin();
    const seen: unknown[] = [];
    const api = await startApiServer(({ headers, path }) => {
      seen.push([path, headers.authorization, headers.version]);
      return headers.authorization === 'Bearer pit-1'
        ? { status: 200, body: { location: { name: 'Acme' } } }
        : { status: 401, body: { message: 'Invalid Private Integration token' } };
    });
    endings.push(() => api.close());
    environment.PIT = 'pit-1';
    const wish = { set: { baseUrl: api.url }, env: { token: 'PIT' }, test: true };
    expect(await location(wish)).toMatchObject({ test: { works: true, says: 'location Acme' } });
    expect(seen).toEqual([['/locations/loc', 'Bearer pit-1', '2021-07-28']]);
    environment.PIT = 'pit-2';
    expect(await stage.run('connection rotate', { connection: 'agency', env: { token: 'PIT' } })).toMatchObject({
      connection: { state: 'failing' },
      test: { works: false, code: 'login-refused', says: '401 Invalid Private Integration token' },
    });
    await untilIdle(stage.engine);
  });
});
