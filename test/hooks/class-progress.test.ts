/** A class that is held elsewhere tells of progress by a signed call: whose it is, once, and what comes to nothing. */
import { createHmac } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { HOOKS } from '../../src/hooks/hooks.ts';
import { buildHttp } from '../../src/http/app.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from '../pipeline/stage.ts';

const KEY = Buffer.from('a-key-of-this-test-alone-01234567');
let stage: Stage;
let app: ReturnType<typeof buildHttp>;
const lines: object[] = [];

beforeEach(async () => {
  lines.length = 0;
  const secrets = [`whsec_${KEY.toString('base64')}`];
  stage = await openStage({
    hooks: [{ adapter: HOOKS['standard-webhooks'], name: 'lms', secrets, workspaceId: 'main' }],
    log: { info: (_, facts) => void lines.push(facts ?? {}), error: () => undefined },
  });
  app = buildHttp(publicHouse(stage.engine, () => true));
  const rows = 'First Name,Email,Country\nAnn,ann@acme.example,US\n';
  await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'school' });
  const section = 'class: { id: school, title: School, link: "https://lms.example", sections: [one, two, three] }';
  appendFileSync(join(playbook, 'playbook.yaml'), `${section}\n`);
  await stage.run('campaign create', { ...SENDER, name: 'school', playbook });
});
afterEach(async () => {
  await app.close();
  await stage.close();
});

/** A call as Standard Webhooks signs it. */
async function call(id: string, data: Row, type = 'class.section-completed', key = KEY): Promise<number> {
  const payload = JSON.stringify({ type, timestamp: new Date(stage.clock.now()).toISOString(), data });
  const at = String(Math.floor(stage.clock.now() / 1_000));
  const proof = createHmac('sha256', key).update(`${id}.${at}.${payload}`).digest('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${proof}` };
  const url = '/hooks/standard-webhooks/lms';
  const kind = { 'content-type': 'application/json' };
  return (await app.inject({ method: 'POST', url, headers: { ...kind, ...headers }, payload })).statusCode;
}

const ANN = { email: 'Ann@Acme.example' };
const reports = () => stage.sql('SELECT section, origin, origin_id FROM class_progress ORDER BY origin_id');

test('CLASS-7.4 a section that was done elsewhere is stored once, with its quiz', async () => {
  expect(await call('m1', { ...ANN, section: 'one', score: 80, tries: 2 })).toBe(204);
  expect(await call('m1', { ...ANN, section: 'one', score: 80, tries: 2 })).toBe(204);
  expect(await call('m2', { ...ANN, class: 'school', section: 'two' })).toBe(204);
  expect(reports()).toEqual([
    { section: 'one', origin: 'standard-webhooks:lms', origin_id: 'm1' },
    { section: 'two', origin: 'standard-webhooks:lms', origin_id: 'm2' },
  ]);
  expect(stage.sql('SELECT attempt, points FROM class_attempt')).toEqual([
    { attempt: 1, points: 0 },
    { attempt: 2, points: 80 },
  ]);
  expect(stage.sql('SELECT outcome FROM event ORDER BY id').map(({ outcome }) => outcome)).toEqual([
    'started',
    'section',
    'section',
  ]);
});

test.each([
  ['another class', { ...ANN, class: 'college', section: 'one' }, 'no-such-class'],
  ['another section', { ...ANN, section: 'nine' }, 'class-no-such-section'],
  ['a score over a hundred', { ...ANN, section: 'one', score: 101 }, 'class-score-impossible'],
  ['a score that is no number', { ...ANN, section: 'one', score: 'NaN' }, 'class-score-impossible'],
  ['half a try', { ...ANN, section: 'one', score: 10, tries: 0.5 }, 'class-score-impossible'],
])('%s comes to nothing, and is said in the log', async (_, data, why) => {
  expect(await call('m1', data)).toBe(204);
  expect(reports()).toEqual([]);
  expect(stage.count('SELECT COUNT(*) FROM class_enrollment')).toBe(0);
  expect(lines).toContainEqual(expect.objectContaining({ why }));
});

test('nobody known, no section, another key, or the ledger’s own word: nothing is stored', async () => {
  expect(await call('m1', { email: 'zoe@acme.example', section: 'one' })).toBe(204);
  expect(await call('m2', ANN)).toBe(204);
  expect(await call('m3', { ...ANN, outcome: 'hot' }, 'lead.class')).toBe(204);
  expect(await call('m4', { ...ANN, section: 'one' }, undefined, Buffer.from('another-key'))).toBe(403);
  expect([reports(), stage.count('SELECT COUNT(*) FROM event')]).toEqual([[], 0]);
});
