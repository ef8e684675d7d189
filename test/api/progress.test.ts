/** How far long work is, told line by line to whoever asks for it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdFile } from '../../src/instance/held-files.ts';
import { type ApiStage, openApiStage } from './stage.ts';

let stage: ApiStage;
beforeEach(async () => {
  stage = await openApiStage({ holdFile });
});
afterEach(() => stage.close());

const CSV = 'First Name,Email\nAnn,ann@acme.example\nBob,bob@acme.example\n';

async function asked(url: string, payload: object, headers: Readonly<Record<string, string>> = {}) {
  const authorization = `Bearer ${await stage.key('operator')}`;
  const accept = 'application/x-ndjson, application/json';
  const answer = await stage.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { authorization, accept, ...headers },
  });
  const type = String(answer.headers['content-type']).split(';', 1)[0];
  const lines = answer.body.trimEnd().split('\n');
  return { status: answer.statusCode, type, told: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test('an import says how many rows are read, then its answer; in the language that is asked for', async () => {
  const body = { content: `${CSV}-,-\n`, fileName: 'leads.csv', basis: 'consent' };
  const { status, type, told } = await asked('/api/v1/imports', body);
  expect([status, type]).toEqual([200, 'application/x-ndjson']);
  expect(told).toMatchObject([
    { progress: { stage: 'import', done: 3, total: 3, unit: 'rows' } },
    { output: { read: 3, created: 2, rejected: 1 } },
  ]);
  const other = { ...body, content: `${CSV}?,?\n`, dryRun: true };
  const spanish = await asked('/api/v1/imports', other, { 'accept-language': 'es' });
  const output = spanish.told.at(-1)?.output as { doubtful: { problem: { says: string } }[] };
  expect(output.doubtful[0]?.problem.says).toMatch(/fila|correo|teléfono/i);
});

test('what is refused before it is begun has its own status; what breaks off later is the last line', async () => {
  const early = await asked('/api/v1/imports', { content: CSV, basis: 'sometimes' });
  expect([early.status, early.type]).toEqual([400, 'application/problem+json']);
  const unknown = await asked('/api/v1/imports', { content: CSV, map: { Mail: 'email' } });
  expect(unknown).toMatchObject({ status: 422, told: [{ code: 'unknown-column' }] });
  const finish = stage.engine.store.imports.finish;
  stage.engine.store.imports.finish = async () => {
    throw new Error('the disk went away');
  };
  const late = await asked('/api/v1/imports', { content: CSV, fileName: 'late.csv' });
  stage.engine.store.imports.finish = finish;
  expect(late.status).toBe(200);
  expect(late.told).toMatchObject([
    { progress: { done: 2 } },
    { problem: { type: 'urn:rekindle:reason:fault-inside', status: 500, title: 'Internal Server Error' } },
  ]);
  expect(JSON.stringify(late.told)).not.toContain('disk');
});

test('whoever asks for nothing but JSON gets one document, and what is over at once is one', async () => {
  const plain = await asked('/api/v1/imports', { content: CSV }, { accept: 'application/json' });
  expect(plain).toMatchObject({ type: 'application/json', told: [{ read: 2 }] });
  const again = await asked('/api/v1/imports', { content: CSV });
  expect(again).toMatchObject({ type: 'application/json', told: [{ again: true }] });
});
