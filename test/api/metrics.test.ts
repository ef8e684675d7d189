/** What an instance says of itself in numbers, and to whom. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LATE_AFTER_MS } from '../../src/domain/routine/alert.ts';
import { type Meter, makeMeter } from '../../src/engine/serve/meter.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { SENDER } from '../pipeline/stage.ts';
import { type ApiStage, openApiStage } from './stage.ts';

let stage: ApiStage;
let meter: Meter;
beforeEach(async () => {
  meter = makeMeter();
  stage = await openApiStage({ meter: makeMeter(meter.shared) });
});
afterEach(() => stage.close());

async function metrics(key: string) {
  const answer = await stage.app.inject({ url: '/metrics', headers: { authorization: `Bearer ${key}` } });
  return { status: answer.statusCode, text: answer.body };
}

/** A campaign whose first message is due. */
async function launch(): Promise<void> {
  const rows = 'First Name,Email,Country,Industry\njane,jane@acme.example,US,Software\n';
  await stage.run('import', { file: stage.file('l.csv', rows), basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
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

test('tell what the loop did, counted on another thread’s meter', async () => {
  meter.stepped(7);
  meter.delivered({ sent: 3, refused: 1, held: 0, retried: 0, unconfirmed: 2, leftBefore: 0 });
  meter.left(400);
  meter.left(90_000);
  meter.delayed([0.02, 0.03, 0.5]);
  const { text } = await metrics(await stage.key('viewer', ''));
  for (const line of [
    '# TYPE rekindle_messages_total counter',
    'rekindle_messages_total{outcome="sent"} 3',
    'rekindle_messages_total{outcome="unconfirmed"} 2',
    'rekindle_steps_total 7',
    '# TYPE rekindle_delivery_lag_seconds histogram',
    'rekindle_delivery_lag_seconds_bucket{le="0.1"} 0',
    'rekindle_delivery_lag_seconds_bucket{le="0.5"} 1',
    'rekindle_delivery_lag_seconds_bucket{le="300"} 2',
    'rekindle_delivery_lag_seconds_bucket{le="+Inf"} 2',
    'rekindle_delivery_lag_seconds_sum 90.4',
    'rekindle_delivery_lag_seconds_count 2',
    'rekindle_loop_delay_seconds{quantile="1"} 0.5',
  ])
    expect(text).toContain(`${line}\n`);
});

test('count messages that leave, from when they were due', async () => {
  await launch();
  stage.clock.moveTo(stage.clock.now() + 40_000);
  await stage.run('work');
  const { text } = await metrics(await stage.key('viewer', ''));
  expect(text).toContain('rekindle_messages_total{outcome="sent"} 1\n');
  expect(text).toContain('rekindle_steps_total 1\n');
  expect(text).toMatch(/^rekindle_delivery_lag_seconds_count 1$/m);
});

test('say how old the oldest due work is, before it counts as late', async () => {
  const key = await stage.key('viewer', '');
  const age = async () =>
    Number(/^rekindle_oldest_due_seconds\{workspace="main"\} (\S+)$/m.exec((await metrics(key)).text)?.[1]);
  expect(await age()).toBe(0);
  await launch();
  stage.clock.moveTo(stage.clock.now() + LATE_AFTER_MS / 2);
  expect(await age()).toBeGreaterThanOrEqual(LATE_AFTER_MS / 2_000);
  expect((await metrics(key)).text).toContain('rekindle_late_work_seconds{workspace="main"} 0\n');
  stage.clock.moveTo(stage.clock.now() + LATE_AFTER_MS);
  expect((await metrics(key)).text).not.toContain('rekindle_late_work_seconds{workspace="main"} 0\n');
});
