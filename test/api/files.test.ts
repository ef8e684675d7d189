/** What the command line reads from files and standard input, sent to the interface. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { holdFile } from '../../src/instance/held-files.ts';
import { type ApiStage, openApiStage } from './stage.ts';

const CSV = 'First Name,Email,Company\nAnn,ann@acme.example,Acme\nBob,bob@acme.example,Acme\n - , - , - \n';
let stage: ApiStage;
/** Of these tests alone: others hold files of theirs at the same time. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rekindle-files-'));
  vi.stubEnv('TMPDIR', folder);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  stage = await openApiStage({ holdFile });
});
afterEach(() => stage.close());

const held = () => readdirSync(folder).filter((name) => name.startsWith('rekindle-held-'));

test('a file of leads comes in as it is, or in JSON; twice, it changes nothing; nothing of it stays', async () => {
  const before = held();
  const headers = { 'content-type': 'text/csv' };
  const first = await stage.post('/api/v1/imports?basis=consent&fileName=leads.csv', {
    body: Buffer.from(CSV),
    headers,
  });
  expect(first).toMatchObject({ status: 200, body: { read: 3, created: 2, rejected: 1, rejectsFile: null } });
  const second = await stage.post('/api/v1/imports', {
    body: { content: CSV, fileName: 'leads.csv', basis: 'consent' },
  });
  expect(second.body).toMatchObject({ again: true });
  expect((await stage.get('/api/v1/imports')).body.imports).toMatchObject([{ fileName: 'leads.csv', rejected: 1 }]);
  expect(held()).toEqual(before);
});

test('addresses and mails are judged line by line', async () => {
  const answer = await stage.app.inject({
    ...{ method: 'POST', url: '/api/v1/addresses/verify', payload: 'ann@acme.example\nno address\n' },
    headers: { authorization: `Bearer ${await stage.key('viewer')}`, 'content-type': 'text/plain' },
  });
  expect(answer.headers['content-type']).toBe('application/x-ndjson');
  const lines = answer.body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(lines).toMatchObject([{ address: 'ann@acme.example' }, { verdict: 'undeliverable' }]);
});

test('a file name has no folder, and what is of the machine is not given from elsewhere', async () => {
  for (const fileName of ['../x.csv', '/etc/passwd', '..', 'a\\b']) {
    expect((await stage.post('/api/v1/imports', { body: { content: CSV, fileName } })).status).toBe(400);
  }
  const folder = mkdtempSync(`${tmpdir()}/rekindle-test-`);
  for (const body of [{ file: '/etc/passwd' }, { content: CSV, rejects: `${folder}/x` }]) {
    expect((await stage.post('/api/v1/imports', { body })).body.code).toBe('only-on-the-machine');
  }
  expect((await stage.get(`/api/v1/playbooks/${encodeURIComponent(folder)}`)).body.code).toBe('only-on-the-machine');
  expect((await stage.get('/api/v1/playbooks/acquisition/check')).status).toBe(200);
});

test('text sent to what takes no file is refused', async () => {
  const headers = { 'content-type': 'text/plain' };
  expect((await stage.post('/api/v1/halts', { body: Buffer.from('x'), headers })).status).toBe(415);
});

test('secrets of a connection come by name, are sealed, and stand nowhere in clear; no variable of the machine is read', async () => {
  const body = {
    ...{ name: 'sales', provider: 'smtp', test: false, secrets: { password: 'hunter2-canary' } },
    set: { host: 'smtp.acme.example', user: 'ann', from: 'ann@acme.example' },
  };
  const once = { headers: { 'idempotency-key': 'c-1' } };
  expect(await stage.post('/api/v1/connections', { body, ...once })).toMatchObject({ status: 200 });
  for (const table of ['connection', 'audit', 'kept_answer']) {
    expect(JSON.stringify(stage.sql(`SELECT * FROM ${table}`))).not.toContain('hunter2-canary');
  }
  const env = await stage.post('/api/v1/connections', { body: { ...body, name: 'other', env: { password: 'PATH' } } });
  expect(env.body.code).toBe('only-on-the-machine');
});
