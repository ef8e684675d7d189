/** People who log in: cookies, origins, tokens, guessing, and what becomes of a session. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ApiStage, openApiStage, runIn } from './stage.ts';

const ANN = 'ann@acme.example';
let stage: ApiStage;
let password: string;
beforeEach(async () => {
  stage = await openApiStage();
  password = (await runIn(stage, 'main', 'user add', { email: ANN, role: 'operator' })).password as string;
});
afterEach(() => stage.close());

const login = (words: object = {}, headers: Record<string, string> = {}) =>
  stage.post('/api/v1/login', { key: null, body: { email: ANN, password, ...words }, headers });

/** What a browser sends back. */
async function browser(headers: Record<string, string> = {}) {
  const answer = await login();
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  const csrf = answer.body.csrf as string;
  return { key: null, headers: { cookie, 'x-csrf-token': csrf, ...headers } };
}

describe('a person', () => {
  test('logs in with the first password, acts, and logs out', async () => {
    const ann = await browser();
    expect((await stage.get('/api/v1/leads', ann)).status).toBe(200);
    expect((await stage.post('/api/v1/halts', ann)).status).toBe(200);
    expect((await stage.get('/api/v1/audit?limit=1')).body.acts).toMatchObject([{ actor: `user:${ANN}` }]);
    expect((await stage.get('/api/v1/keys', ann)).body.code).toBe('role-too-low');
    expect((await stage.get('/api/v1/session', ann)).body).toMatchObject({
      roles: [{ role: 'operator', workspace: 'main' }],
    });
    expect((await stage.post('/api/v1/logout', ann)).status).toBe(200);
    expect((await stage.get('/api/v1/leads', ann)).status).toBe(401);
  });

  test('has a cookie that no script reads, and over https none that goes by http', async () => {
    expect((await login()).headers['set-cookie']).toMatch(
      /^rekindle=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax; Expires=/,
    );
    await stage.close();
    stage = await openApiStage({ publicUrl: 'https://mail.acme.example' });
    ({ password } = (await runIn(stage, 'main', 'user add', { email: ANN, role: 'viewer' })) as { password: string });
    expect((await login()).headers['set-cookie']).toMatch(/^__Host-rekindle=\S+; Path=\/; .*; Secure$/);
  });

  test('neither password nor session stands in the database', async () => {
    const { headers } = await browser();
    const token = headers.cookie?.split('=')[1] as string;
    for (const table of ['user_account', 'user_session', 'audit', 'kept_answer']) {
      const rows = JSON.stringify(stage.sql(`SELECT * FROM ${table}`));
      expect(rows).not.toContain(password);
      expect(rows).not.toContain(token);
    }
  });

  test('has the role of each workspace, and none elsewhere', async () => {
    await runIn(stage, 'main', 'workspace add', { name: 'acme' });
    await runIn(stage, 'main', 'workspace add', { name: 'other' });
    await runIn(stage, 'acme', 'user add', { email: ANN, role: 'viewer' });
    const at = async (workspace: string) => {
      const ann = await browser({ 'rekindle-workspace': workspace });
      return (await stage.post('/api/v1/halts', ann)).body.code ?? 'done';
    };
    expect([await at('main'), await at('acme'), await at('other')]).toEqual([
      'done',
      'role-too-low',
      'workspace-not-yours',
    ]);
  });

  test('who is removed or whose password is reset is out at once', async () => {
    const before = await browser();
    const reset = await stage.post(`/api/v1/users/${ANN}/reset`);
    expect(reset.body).toMatchObject({ sessionsEnded: 1 });
    expect((await stage.get('/api/v1/leads', before)).status).toBe(401);
    password = reset.body.password as string;
    const after = await browser();
    expect((await stage.post(`/api/v1/users/${ANN}/remove`)).body).toMatchObject({ removed: true, logsIn: false });
    expect((await stage.get('/api/v1/leads', after)).status).toBe(401);
    expect((await login()).status).toBe(401);
  });

  test('takes a password of their own, which ends their other sessions', async () => {
    const [one, two] = [await browser(), await browser()];
    const change = (before: string, after: string) =>
      stage.post('/api/v1/session/password', { ...one, body: { before, after } });
    expect((await change('wrong', 'a sentence of mine')).status).toBe(401);
    expect((await change(password, 'too short')).body.code).toBe('password-too-weak');
    expect((await change(password, 'a sentence of mine')).status).toBe(200);
    expect((await stage.get('/api/v1/leads', one)).status).toBe(200);
    expect((await stage.get('/api/v1/leads', two)).status).toBe(401);
    password = 'a sentence of mine';
    expect((await login()).status).toBe(200);
  });

  test('coming, going and another password stand in the log of acts, by which request, with no word of either password', async () => {
    const answer = await login();
    await login({ password: 'wrong' });
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
    const ann = { key: null, headers: { cookie, 'x-csrf-token': answer.body.csrf as string } };
    const after = 'a sentence of mine';
    await stage.post('/api/v1/session/password', { ...ann, body: { before: password, after } });
    await stage.post('/api/v1/logout', { ...ann, body: { everywhere: true } });
    const { acts } = (await stage.get('/api/v1/audit?limit=3')).body as { acts: Record<string, unknown>[] };
    expect(acts.map(({ operation }) => operation)).toEqual(['logout everywhere', 'password change', 'login password']);
    expect(acts.every(({ actor }) => actor === `user:${ANN}`)).toBe(true);
    expect(acts.at(-1)?.requestId).toBe(answer.headers['x-request-id']);
    expect(JSON.stringify(acts)).not.toContain(after);
    expect(JSON.stringify(acts)).not.toContain(password);
  });

  test('a session ends after a day without use, and after two weeks', async () => {
    const idle = await browser();
    stage.clock.moveTo(stage.clock.now() + 86_400_000);
    expect((await stage.get('/api/v1/leads', idle)).status).toBe(401);
    const used = await browser();
    for (let half = 1; half <= 28; half++) {
      stage.clock.moveTo(stage.clock.now() + 43_200_000);
      expect((await stage.get('/api/v1/leads', used)).status).toBe(half < 28 ? 200 : 401);
    }
  });

  test('an admin of one workspace gets no password of somebody with more', async () => {
    await runIn(stage, 'main', 'user add', { email: ANN, role: 'admin', everywhere: true });
    const admin = await stage.key('admin');
    expect((await stage.post(`/api/v1/users/${ANN}/reset`, { key: admin })).body.code).toBe('whole-instance-only');
    expect((await login()).status).toBe(200);
  });
});

describe('another page', () => {
  test('does nothing in the name of a logged-in person', async () => {
    const without = await browser({ 'x-csrf-token': '' });
    expect((await stage.post('/api/v1/halts', without)).body.code).toBe('csrf-missing');
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ]) {
      expect((await stage.post('/api/v1/halts', await browser(headers as Record<string, string>))).body.code).toBe(
        'foreign-origin',
      );
    }
    expect(stage.count('SELECT COUNT(*) FROM halt')).toBe(0);
    const own = await browser({ origin: 'http://localhost:80', host: 'localhost:80', 'sec-fetch-site': 'same-origin' });
    expect((await stage.post('/api/v1/halts', own)).status).toBe(200);
  });

  test('logs nobody in', async () => {
    expect((await login({}, { origin: 'https://evil.example' })).body.code).toBe('foreign-origin');
  });

  test('the token of one session is no good for another', async () => {
    const [one, two] = [await browser(), await browser()];
    const mixed = { key: null, headers: { ...one.headers, 'x-csrf-token': two.headers['x-csrf-token'] as string } };
    expect((await stage.post('/api/v1/halts', mixed)).body.code).toBe('csrf-missing');
  });
});

describe('guessing', () => {
  const guess = (from: string, email = ANN) => login({ email, password: 'guess' }, { 'x-forwarded-for': from });

  test('is slowed down by network and account, and keeps nobody else out', async () => {
    for (let n = 0; n < 10; n++) expect((await guess('203.0.113.7')).status).toBe(401);
    const eleventh = await guess('203.0.113.7');
    expect(eleventh).toMatchObject({ status: 429, body: { code: 'login-too-often' } });
    expect(Number(eleventh.headers['retry-after'])).toBeGreaterThan(50);
    expect((await login({}, { 'x-forwarded-for': '203.0.113.7' })).status).toBe(429);
    expect((await login({}, { 'x-forwarded-for': '198.51.100.9' })).status).toBe(200);
    stage.clock.moveTo(stage.clock.now() + 60_000);
    expect((await login({}, { 'x-forwarded-for': '203.0.113.7' })).status).toBe(200);
  });

  test('learns nothing of who there is: the same words, and the same work', async () => {
    const time = async (email: string, from: string) => {
      const times: number[] = [];
      for (let n = 0; n < 5; n++) {
        const start = performance.now();
        const answer = await guess(from, email);
        times.push(performance.now() - start);
        expect(answer).toMatchObject({ status: 401, body: { code: 'login-refused-here' } });
      }
      return Math.min(...times);
    };
    const known = await time(ANN, '203.0.113.1');
    const unknown = await time('nobody@acme.example', '203.0.113.2');
    // A hash takes tens of milliseconds; a look-up that is spared would be a thousandth of it. Other work on the machine may double a time.
    expect(unknown / known).toBeGreaterThan(0.4);
    expect(known / unknown).toBeGreaterThan(0.4);
  });

  test('by many at once is put off before it takes the machine', async () => {
    const many = await Promise.all(Array.from({ length: 40 }, (_, n) => guess(`203.0.113.${n}`)));
    const statuses = new Set(many.map(({ status }) => status));
    expect(statuses).toEqual(new Set([401, 429]));
  });
});

test('a network address that is claimed by anybody but a proxy on this machine is not believed', async () => {
  const inject = (remoteAddress: string) =>
    stage.app.inject({
      ...{ method: 'POST', url: '/api/v1/login', remoteAddress, payload: { email: ANN, password: 'guess' } },
      headers: { 'x-forwarded-for': `198.51.100.${Math.trunc(performance.now() * 1000) % 250}` },
    });
  const statuses: number[] = [];
  for (let n = 0; n < 11; n++) statuses.push((await inject('203.0.113.50')).statusCode);
  expect(statuses.at(-1)).toBe(429);
});
