/** Sample data: people who do not exist come in, are tried with, and go. */
import { afterEach, expect, test } from 'vitest';
import { samplePeople } from '../../src/domain/lead/sample.ts';
import { holdFile } from '../../src/instance/held-files.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage | null = null;
afterEach(async () => {
  await stage?.close();
  stage = null;
});

const mail = {
  ...{ name: 'live', concurrency: 1, recovery: 'held' as const, close: async () => undefined },
  send: async () => ({ kind: 'sent' as const, providerRef: null, detail: '' }),
};

const people = ({ count }: Stage) => count('SELECT COUNT(*) FROM lead');

test('they come in once, however often they are asked for, and go in one act', async () => {
  stage = await openStage({ holdFile });
  expect(await stage.run('sample load')).toMatchObject({ people: 24, created: 24, again: false });
  expect(await stage.run('sample load')).toMatchObject({ again: true });
  expect(people(stage)).toBe(24);
  expect(await stage.run('sample remove')).toEqual({ removed: 24, kept: 0 });
  expect(await stage.run('sample remove')).toEqual({ removed: 0, kept: 0 });
  expect(people(stage)).toBe(0);
  expect(await stage.run('sample load')).toMatchObject({ created: 24 });
});

test('one’s own leads stay as they were', async () => {
  stage = await openStage({ holdFile });
  await stage.run('import', {
    file: stage.file('own.csv', 'First Name,Email\nEve,eve@own.example\n'),
    basis: 'consent',
  });
  await stage.run('sample load');
  await stage.run('sample remove');
  expect(stage.sql('SELECT email FROM lead')).toEqual([{ email: 'eve@own.example' }]);
});

test('a campaign lives through them: all tiers but none that is sent to for real', async () => {
  stage = await openStage({ holdFile });
  await stage.run('sample load');
  await stage.run('campaign create', { ...SENDER, name: 'try', playbook: 'acquisition', tag: ['sample'] });
  const { messages, byDay } = await stage.run('simulate', { for: '45d' });
  expect(messages).toBeGreaterThan(40);
  expect(Object.keys(byDay as object).length).toBeGreaterThan(5);
});

test('once messages leave for real, all ways to those who are still in are refused, and none come in', async () => {
  stage = await openStage({ holdFile, channels: { outbox: mail, live: mail }, publicUrl: 'https://go.example' });
  expect(await stage.run('workspace go-live', { yes: true })).toEqual({
    mode: 'live',
    samplesRefused: 0,
    warnings: [],
  });
  await expect(stage.run('sample load')).rejects.toMatchObject({ code: 'workspace-is-live' });
  await stage.run('workspace go-dry');
  await stage.run('sample load');
  const told = await stage.run('workspace go-live', { yes: true });
  expect(told.samplesRefused).toBeGreaterThanOrEqual(24);
  expect((await stage.run('suppress list', { limit: 100 })).refusals).toHaveLength(told.samplesRefused as number);
});

test('nobody of them can be reached: reserved names, and numbers that are set aside for fiction', () => {
  const lines = samplePeople().trim().split('\n').slice(1);
  for (const line of lines) {
    const [, , email = '', phone = ''] = line.split('","');
    expect(email).toMatch(/^[a-z]+\.[a-z]+@[a-z]+\.example$/);
    expect(phone).toMatch(/^(|\+1212555 ?01\d\d)$/);
  }
  expect(lines).toHaveLength(24);
});
