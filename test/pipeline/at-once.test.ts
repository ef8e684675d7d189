/** How much of a kind of work is under way at once is a setting, and is seen to hold. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { operation } from '../../src/engine/operations/operation.ts';
import type { MailChannel } from '../../src/engine/ports.ts';
import { keepRoutines } from '../../src/engine/routines/keep.ts';
import { launchTo } from './one-mail.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

/** Counts how many are inside at once, and the most there ever were. */
function turnstile(stayMs = 5) {
  let inside = 0;
  const count = { most: 0, all: 0 };
  const pass = async () => {
    inside += 1;
    count.all += 1;
    count.most = Math.max(count.most, inside);
    await pause(stayMs);
    inside -= 1;
  };
  return { count, pass };
}

test.each([
  [2, 2],
  [1, 1],
  [undefined, 8],
])('with atOnce.messages %s, %i of a connection of eight are under way at once', async (messages, most) => {
  const { count, pass } = turnstile();
  const channel: MailChannel = {
    name: 'slow',
    concurrency: 8,
    recovery: 'held',
    async send() {
      await pass();
      return { kind: 'sent', providerRef: null, detail: 'ok' };
    },
    close: async () => undefined,
  };
  stage = await openStage({ channels: { outbox: channel, live: null }, ...(messages && { atOnce: { messages } }) });
  await launchTo(
    stage,
    Array.from({ length: 20 }, (_, i) => `lead${i}@acme${i}.example`),
  );
  await stage.run('work');
  expect(count).toEqual({ most, all: 20 });
});

test('with atOnce.routines 2, no third one is begun before one has ended', async () => {
  const { count, pass } = turnstile(400);
  const slow = operation({
    ...{ noun: 'nap', verb: 'take', command: 'nap take', summary: 'Take a nap', kind: 'job' },
    ...{ input: z.strictObject({}), output: z.object({}), positional: [], errors: [], examples: [] },
    ...{ role: 'operator', scope: 'workspace', effect: 'write', idempotent: true },
    async run() {
      await pass();
      return {};
    },
  });
  stage = await openStage({ operations: () => [slow], atOnce: { routines: 2 } });
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    await stage.run('routine add', { name, operation: 'nap take', cron: '* * * * *' });
  }
  stage.clock.moveTo(stage.clock.now() + 90_000);
  const stop = new AbortController();
  const keeping = keepRoutines(stage.engine, stop.signal);
  const until = Date.now() + 20_000;
  while (count.all < 5 && Date.now() < until) await pause(10);
  stop.abort();
  await keeping;
  expect(count).toEqual({ most: 2, all: 5 });
});

test('with atOnce.imports 1, a second import is refused while one runs, and says what to do', async () => {
  stage = await openStage({ atOnce: { imports: 1 } });
  const rows = 'First Name,Email\nAnn,ann@acme.example\n';
  const wish = {
    workspaceId: 'main',
    id: 'imp_1',
    source: 'csv',
    fileName: 'other.csv',
    fileHash: 'h',
    optionsHash: 'o',
  };
  const now = stage.clock.now();
  const lease = { owner: 'another', until: now + 60_000, now, isGone: () => false };
  await stage.engine.store.imports.begin({ ...wish, options: {}, startedAt: now }, lease);
  const file = stage.file('leads.csv', rows);
  await expect(stage.run('import', { file, basis: 'consent' })).rejects.toMatchObject({
    code: 'too-many-imports',
    remedy: expect.stringContaining('atOnce.imports'),
  });
  await stage.engine.store.imports.finish('main', 'imp_1', 'another', now);
  expect(await stage.run('import', { file, basis: 'consent' })).toMatchObject({ created: 1 });
});

test('what the configuration says wrong of it names the remedy', async () => {
  stage = await openStage();
  const words = (text: string) => ({ config: stage.file('rekindle.yaml', text), db: null, workspace: null });
  expect(() => readConfig(words('atOnce: { messages: 0, routines: many, imports: 17 }'), {})).toThrow(
    /atOnce\.messages: write a whole number from 1 to 50\n.*atOnce\.routines: write a whole number from 1 to 16\n.*atOnce\.imports: write a whole number from 1 to 16/s,
  );
  expect(readConfig(words('atOnce: { imports: 3 }'), {}).atOnce).toEqual({ imports: 3 });
});
