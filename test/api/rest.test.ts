/** The REST interface as a program uses it: keys, lists, acts, problems, and what is sent twice. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ApiStage, openApiStage } from './stage.ts';

let stage: ApiStage;
beforeEach(async () => {
  stage = await openApiStage();
});
afterEach(() => stage.close());

const jane = { set: { email: 'jane@acme.example', firstName: 'Jane' }, basis: 'consent' };

describe('a program with a key', () => {
  test('adds, lists and shows leads, by id and by address', async () => {
    const added = await stage.post('/api/v1/leads', { body: jane });
    expect(added).toMatchObject({ status: 200, body: { outcome: 'created' } });
    expect(added.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(added.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect((await stage.get('/api/v1/leads?limit=5')).body).toMatchObject({ leads: [{ email: 'jane@acme.example' }] });
    for (const ref of [added.body.leadId as string, 'jane%40acme.example']) {
      expect((await stage.get(`/api/v1/leads/${ref}`)).body.id).toBe(added.body.leadId);
    }
  });

  test('goes through a list page by page', async () => {
    for (const name of ['a', 'b', 'c'])
      await stage.post('/api/v1/leads', { body: { set: { email: `${name}@x.example` } } });
    const first = await stage.get('/api/v1/leads?limit=2');
    expect(first.body.leads).toHaveLength(2);
    const second = await stage.get(`/api/v1/leads?limit=2&after=${String(first.body.next)}`);
    expect(second.body).toMatchObject({ leads: [{ email: 'c@x.example' }], next: null });
  });

  test('a list tells only the fields that are asked for, and counts where it is asked to', async () => {
    for (const name of ['a', 'b', 'c'])
      await stage.post('/api/v1/leads', { body: { set: { email: `${name}@x.example` } } });
    const { body } = await stage.get('/api/v1/leads?limit=2&fields=email&fields=refused&count=true');
    expect(body).toMatchObject({ total: 3, leads: [{ email: 'a@x.example', refused: [] }, {}] });
    const leads = body.leads as Record<string, unknown>[];
    expect(leads.map((row) => Object.keys(row))).toEqual([1, 2].map(() => ['id', 'email', 'refused']));
    expect((await stage.get('/api/v1/leads')).body).not.toHaveProperty('total');
    expect((await stage.get('/api/v1/leads?fields=secret')).status).toBe(400);
  });

  test('an act without a body is taken, whatever type it says', async () => {
    for (const headers of [{}, { 'content-type': 'application/json' }] as Record<string, string>[]) {
      expect(await stage.post('/api/v1/halts', { headers })).toMatchObject({
        status: 200,
        body: { workspace: 'main' },
      });
    }
  });
});

describe('problems tell their reason', () => {
  const problem = (path: string, asked = {}) => stage.get(path, asked);

  test('nobody, and nobody known', async () => {
    for (const key of [null, 'nonsense', `rk_${'0'.repeat(10)}_${'0'.repeat(48)}`]) {
      const answer = await problem('/api/v1/leads', { key });
      expect(answer).toMatchObject({ status: 401, body: { code: 'not-known', status: 401, title: 'Unauthorized' } });
      expect(answer.headers['content-type']).toMatch('application/problem+json');
      expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
      expect(answer.body.type).toBe('urn:rekindle:reason:not-known');
    }
  });

  test('what is not there, what is not to be done, what is no input', async () => {
    expect(await problem('/api/v1/leads/nobody')).toMatchObject({ status: 404, body: { code: 'no-such-lead' } });
    const refused = await stage.post('/api/v1/suppressions', { body: {} });
    expect(refused).toMatchObject({ status: 422, body: { code: 'which-refusal' } });
    const limit = await problem('/api/v1/leads?limit=many');
    expect(limit).toMatchObject({ status: 400, body: { code: 'bad-input', errors: [{ field: 'limit' }] } });
    const unknown = await stage.post('/api/v1/leads', { body: { ...jane, colour: 'red' } });
    expect(unknown).toMatchObject({ status: 400, body: { code: 'bad-input' } });
    expect((await stage.post('/api/v1/leads', { body: [1] })).body.code).toBe('body-no-object');
    expect((await problem('/api/v1/nothing')).status).toBe(404);
  });

  test('a body that is too long, or no JSON', async () => {
    const long = { set: { email: 'a@x.example', 'attribute.note': 'x'.repeat(1_100_000) } };
    expect((await stage.post('/api/v1/leads', { body: long })).status).toBe(413);
    const headers = { 'content-type': 'application/json' };
    expect((await stage.post('/api/v1/leads', { body: '{"a":', headers })).status).toBe(400);
    expect((await stage.post('/api/v1/leads', { body: '{"__proto__":{"role":"admin"}}', headers })).status).toBe(400);
  });
});

describe('keys', () => {
  test('a key is told once, and only its hash is kept', async () => {
    const { body } = await stage.post('/api/v1/keys', { body: { name: 'site', role: 'operator' } });
    const key = String(body.key);
    expect(key).toMatch(/^rk_[0-9a-f]{10}_[0-9a-f]{48}$/);
    expect(JSON.stringify((await stage.get('/api/v1/keys')).body)).not.toContain(key);
    for (const table of ['api_key', 'audit', 'kept_answer']) {
      expect(JSON.stringify(stage.sql(`SELECT * FROM ${table}`))).not.toContain(key);
    }
    expect((await stage.get('/api/v1/leads', { key })).status).toBe(200);
  });

  test('ends when it is revoked, at once, and when its time is over', async () => {
    const key = await stage.key('viewer');
    expect((await stage.get('/api/v1/leads', { key })).status).toBe(200);
    await stage.post(`/api/v1/keys/${key.slice(0, 13)}/revoke`);
    expect((await stage.get('/api/v1/leads', { key })).status).toBe(401);
    const short = (await stage.post('/api/v1/keys', { body: { name: 's', role: 'viewer', days: 1 } })).body
      .key as string;
    expect((await stage.get('/api/v1/leads', { key: short })).status).toBe(200);
    stage.clock.moveTo(stage.clock.now() + 86_400_000);
    expect((await stage.get('/api/v1/leads', { key: short })).status).toBe(401);
  });

  test('one that is revoked by another process is known for a second at most', async () => {
    const key = await stage.key('viewer');
    await stage.get('/api/v1/leads', { key });
    await stage.run('key revoke', { key: key.slice(0, 13) });
    stage.clock.moveTo(stage.clock.now() + 1_000);
    expect((await stage.get('/api/v1/leads', { key })).status).toBe(401);
  });

  test('nobody gives away more than they have', async () => {
    const admin = await stage.key('admin');
    const give = (body: object) => stage.post('/api/v1/keys', { key: admin, body: { name: 'n', ...body } });
    expect((await give({ role: 'admin' })).status).toBe(200);
    expect(await give({ role: 'viewer', everywhere: true })).toMatchObject({
      status: 403,
      body: { code: 'whole-instance-only' },
    });
  });

  test('of one workspace reach nothing beyond it, by no word of an operation', async () => {
    const key = await stage.key('admin');
    const beyond = { status: 403, body: { code: 'whole-instance-only' } };
    const acts: readonly (readonly [string, object])[] = [
      ['suppressions', { value: 'a@x.example', everywhere: true }],
      ['halts', { everything: true }],
      ['halts/lift', { everything: true }],
      ['routines', { name: 'mine', operation: 'work', cron: '0 5 * * *' }],
    ];
    for (const [path, body] of acts) expect(await stage.post(`/api/v1/${path}`, { key, body })).toMatchObject(beyond);
    expect(stage.count('SELECT COUNT(*) FROM halt')).toBe(0);
  });

  test('reads no file of the machine', async () => {
    const body = { name: 'c', playbook: stage.folder };
    expect((await stage.post('/api/v1/campaigns', { body })).body.code).toBe('only-on-the-machine');
  });
});

describe('a workspace', () => {
  test('is that of the key, or the one that a key of the instance names', async () => {
    await stage.post('/api/v1/workspaces', { body: { name: 'acme' } });
    const acme = await stage.key('operator', 'acme');
    await stage.post('/api/v1/leads', { key: acme, body: jane });
    expect((await stage.get('/api/v1/leads')).body.leads).toEqual([]);
    const headers = { 'rekindle-workspace': 'acme' };
    expect((await stage.get('/api/v1/leads', { headers })).body.leads).toHaveLength(1);
    const slip = await stage.get('/api/v1/leads', { headers: { 'rekindle-workspace': 'acne' } });
    expect(slip).toMatchObject({ status: 404, body: { code: 'no-such-workspace' } });
    expect(stage.count("SELECT COUNT(*) FROM workspace WHERE id = 'acne'")).toBe(0);
  });
});

describe('a request that is sent twice', () => {
  const once = (body: object, key = 'k-1') => stage.post('/api/v1/keys', { body, headers: { 'idempotency-key': key } });

  test('is done once, and its answer told again without what is told once', async () => {
    const body = { name: 'site', role: 'viewer' };
    const first = await once(body);
    const second = await once(body);
    expect(second.body).toEqual({ ...first.body, key: null });
    expect([first, second].map(({ headers }) => headers['idempotency-replayed'])).toEqual([undefined, 'true']);
    expect(stage.count("SELECT COUNT(*) FROM api_key WHERE name = 'site'")).toBe(1);
  });

  test('with another body is refused; after a day the key is free', async () => {
    await once({ name: 'site', role: 'viewer' });
    const other = { name: 'other', role: 'viewer' };
    expect(await once(other)).toMatchObject({ status: 422, body: { code: 'key-of-other-request' } });
    stage.clock.moveTo(stage.clock.now() + 86_400_000);
    expect((await once(other)).status).toBe(200);
  });

  test('while the first is under way is told so; at once from many, it is done once', async () => {
    const body = { name: 'site', role: 'viewer' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => once(body)));
    for (const { status, body: said } of answers) if (status !== 200) expect(said.code).toBe('key-under-way');
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(stage.count("SELECT COUNT(*) FROM api_key WHERE name = 'site'")).toBe(1);
  });

  test('what was refused is not kept: it may be tried again', async () => {
    const act = () =>
      stage.post('/api/v1/leads/jane%40acme.example/pause', { headers: { 'idempotency-key': '"a b"' } });
    expect((await act()).body.code).toBe('bad-idempotency-key');
    const pause = () =>
      stage.post('/api/v1/leads/jane%40acme.example/pause', { headers: { 'idempotency-key': '"ab"' } });
    expect((await pause()).status).toBe(404);
    await stage.post('/api/v1/leads', { body: jane });
    expect((await pause()).status).toBe(200);
  });

  test('the keys of two callers have nothing to do with each other', async () => {
    const headers = { 'idempotency-key': 'same' };
    for (const role of ['operator', 'manager']) {
      const key = await stage.key(role);
      expect((await stage.post('/api/v1/halts', { key, headers, body: { why: role } })).status).toBe(200);
    }
  });
});

describe('the log of acts', () => {
  test('tells who, what, and what was so before and after', async () => {
    const key = await stage.key('admin');
    const done = await stage.post('/api/v1/workspace/set-voice', { key, body: { on: true } });
    expect(done.status).toBe(200);
    const { body } = await stage.get('/api/v1/audit?limit=1', { key });
    expect(body.acts).toMatchObject([
      {
        actor: `key:${key.slice(0, 13)} (a admin)`,
        operation: 'workspace set-voice',
        input: { on: true },
        requestId: done.headers['x-request-id'],
        change: { before: { mode: 'dry' }, after: { mode: 'dry' } },
      },
    ]);
    const [{ change }] = body.acts as [{ change: { before: object; after: object } }];
    expect(change.before).not.toEqual(change.after);
  });

  test('is read page by page, newest first', async () => {
    for (const why of ['a', 'b', 'c']) await stage.post('/api/v1/halts', { body: { why } });
    const first = await stage.get('/api/v1/audit?limit=2');
    const second = await stage.get(`/api/v1/audit?limit=2&after=${String(first.body.next)}`);
    const whys = [first, second].flatMap(({ body }) =>
      (body.acts as { input: { why?: string } }[]).map((act) => act.input.why),
    );
    expect(whys.slice(0, 3)).toEqual(['c', 'b', 'a']);
  });
});
