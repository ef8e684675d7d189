/** What an instance says of itself in numbers, and to whom. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ApiStage, openApiStage } from './stage.ts';

let stage: ApiStage;
beforeEach(async () => {
  stage = await openApiStage();
});
afterEach(() => stage.close());

async function metrics(key: string) {
  const answer = await stage.app.inject({ url: '/metrics', headers: { authorization: `Bearer ${key}` } });
  return { status: answer.statusCode, text: answer.body };
}

test('are for whoever may look at the whole instance', async () => {
  expect((await stage.app.inject('/metrics')).statusCode).toBe(401);
  expect((await metrics(await stage.key('admin'))).status).toBe(403);
  expect((await metrics(await stage.key('client', ''))).status).toBe(403);
  expect((await metrics(await stage.key('viewer', ''))).status).toBe(200);
});

test('count answers by route and never by address, and tell what is stopped', async () => {
  const key = await stage.key('viewer', '');
  await stage.post('/api/v1/leads', { body: { set: { email: 'jane@acme.example' } } });
  await stage.get('/api/v1/leads/jane%40acme.example');
  await stage.get('/api/v1/leads/nobody');
  await stage.post('/api/v1/halts');
  const { text } = await metrics(key);
  expect(text).toContain(
    'rekindle_http_request_seconds_count{method="GET",route="/api/v1/leads/:lead",status="200"} 1\n',
  );
  expect(text).toContain(
    'rekindle_http_request_seconds_count{method="GET",route="/api/v1/leads/:lead",status="404"} 1\n',
  );
  expect(text).toContain('rekindle_halts 1\n');
  expect(text).toContain('rekindle_late_work_seconds{workspace="main"} 0\n');
  expect(text).not.toContain('jane');
  const lines = text.trimEnd().split('\n');
  const sample = /^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [-+.\de]+$/;
  expect(lines.filter((line) => !/^# (HELP|TYPE) [a-z_]+ .+$/.test(line) && !sample.test(line))).toEqual([]);
});
