/** What is told of routines: when a schedule would come round, what the last run of each did and why, how far one is that a person wants. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Progress } from '../../src/engine/operations/operation.ts';
import { runOperation } from '../../src/engine/operations/run.ts';
import { allOperations, operationOf } from '../../src/engine/operations/table.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

/** A Monday at noon, UTC. */
const NOON = Date.parse('2026-06-08T12:00:00Z');

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ start: NOON, operations: allOperations });
});
afterEach(() => stage.close());

const listed = async (name: string) =>
  ((await stage.run('routine list')).routines as Row[]).find((one) => one.name === name) as Row;

test('a schedule tells its next three times in its zone, and nothing is written', async () => {
  const next = await stage.run('routine next', { cron: '30 1 * * mon-fri', zone: 'Europe/Berlin' });
  expect(next).toEqual({
    zone: 'Europe/Berlin',
    next: ['2026-06-08T23:30:00.000Z', '2026-06-09T23:30:00.000Z', '2026-06-10T23:30:00.000Z'],
  });
  expect(await stage.run('routine next', { cron: '0 2 29 2 *', zone: 'instance' })).toMatchObject({ zone: 'UTC' });
  expect(stage.count('SELECT COUNT(*) FROM routine')).toBe(0);
  for (const [wish, code, message] of [
    [{ cron: '61 * * * *' }, 'bad-schedule', '“61 * * * *” is no schedule'],
    [{ cron: '0 0 30 2 *' }, 'bad-schedule', '“0 0 30 2 *” never comes'],
    [{ cron: '0 0 * * *', zone: 'Mars/Olympus' }, 'bad-zone', 'there is no time zone “Mars/Olympus”'],
  ] as const) {
    expect(await stage.run('routine next', wish).catch((error: unknown) => error)).toMatchObject({ code, message });
  }
});

test('the list tells the last run of each, why it did nothing with what to do, and whether its zone is its own', async () => {
  expect(await listed('harvest')).toMatchObject({ last: null, ownZone: false, zone: 'UTC' });
  await stage.run('routine run', { name: 'harvest' });
  stage.clock.moveTo(NOON + 1_000);
  await stage.run('routine run', { name: 'harvest' });
  const { last } = await listed('harvest');
  expect(last).toMatchObject({
    started: '2026-06-08T12:00:01.000Z',
    state: 'skipped',
    why: {
      code: 'no-source-configured',
      says: 'No source of leads is configured for this workspace, so there was nothing to fetch from.',
      remedy: 'Name a folder in rekindle.yaml, under harvest.',
    },
  });
  await stage.run('routine set', { name: 'harvest', zone: 'UTC' });
  expect(await listed('harvest')).toMatchObject({ ownZone: true, zone: 'UTC' });
  await stage.run('routine set', { name: 'harvest', zone: 'instance' });
  expect(await listed('harvest')).toMatchObject({ ownZone: false, zone: 'UTC' });
});

test('the pipeline tells each stage as it begins, and how many leads it has judged in all campaigns', async () => {
  const rows = Array.from({ length: 9 }, (_, n) => `Ann${n},ann${n}@acme${n}.example,US,Software`);
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  for (const name of ['spring', 'autumn']) {
    await stage.run('campaign create', { ...SENDER, name, playbook: writePlaybook(stage.folder, { name }) });
  }
  await stage.run('routine set', { name: 'score', batch: 4 });
  await stage.run('routine disable', { name: 'route' });
  const told: Progress[] = [];
  const signal = new AbortController().signal;
  const context = { engine: stage.engine, workspaceId: 'main', actor: 'test', signal, note: () => undefined };
  const operation = operationOf('routine run-all');
  if (!operation) throw new Error('there is no such operation');
  await runOperation({ ...context, progress: (one) => void told.push(one) }, operation, {});
  expect([...new Set(told.map((one) => one.stage))]).toEqual(['harvest', 'score', 'qualify', 'nurture']);
  const judged = told.filter((one) => one.stage === 'score').map(({ done }) => done);
  expect(judged).toEqual([...judged].sort((a, b) => a - b));
  expect(judged[0]).toBe(0);
  expect(judged.length).toBeGreaterThan(4);
  expect(judged.at(-1)).toBe(((await listed('score')) as { last: { processed: number } }).last.processed);
});
