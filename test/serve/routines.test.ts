/** Routines as a user has them: kept by real workers on one file, looked at and set on the command line. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { Shell } from '../shell/rekindle.ts';

const shells: Shell[] = [];
afterEach(() => {
  for (const shell of shells.splice(0)) shell[Symbol.dispose]();
});

const STAGES = ['harvest', 'score', 'qualify', 'route', 'nurture'];
const DAY_MS = 86_400_000;

/** A folder with a watched inbox of one file. */
function shop(): Shell {
  const shell = new Shell();
  shells.push(shell);
  shell.write(
    'rekindle.yaml',
    'dns: { enabled: false }\nharvest: { sources: [{ folder: ./inbox, basis: consent, settleSeconds: 0 }] }\n',
  );
  mkdirSync(join(shell.folder, 'inbox'));
  shell.write('inbox/leads.csv', 'First Name,Email\nAnn,ann@acme.example\nBob,bob@acme.example\n');
  return shell;
}

/** Works on the database file past all of our own code. */
function onFile<T>(shell: Shell, use: (file: DatabaseSync) => T): T {
  const file = new DatabaseSync(join(shell.folder, 'rekindle.db'));
  try {
    file.exec('PRAGMA busy_timeout = 10000');
    return use(file);
  } finally {
    file.close();
  }
}

const runs = (shell: Shell) =>
  onFile(shell, (file) =>
    file.prepare('SELECT routine, state, attempts FROM routine_run ORDER BY started_at, routine').all(),
  ) as { routine: string; state: string; attempts: number }[];

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (what()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to pass within 30 s');
}

test('PIPE-37 four worker processes on one file run a night’s slots once', { timeout: 90_000 }, async () => {
  const shell = shop();
  for (const name of STAGES) await shell.json('routine', 'set', name, '--timeout', '60');
  const yesterday = Date.now() - DAY_MS;
  onFile(shell, (file) => file.exec(`UPDATE routine SET next_at = ${yesterday}`));
  const workers = [1, 2, 3, 4].map(() => shell.start('worker'));
  await Promise.all(workers.map((worker) => worker.says(/Working on all workspaces/)));
  await until(() =>
    STAGES.every((name) => runs(shell).some(({ routine, state }) => routine === name && state === 'completed')),
  );
  for (const worker of workers) expect((await worker.stop()).code).toBe(0);
  const night = runs(shell).filter(({ routine }) => STAGES.includes(routine));
  expect(night).toEqual(STAGES.map((routine) => ({ routine, state: 'completed', attempts: 1 })));
  const { processed, succeeded } =
    ((await shell.json('routine', 'show', 'harvest')).runs as Record<string, number>[])[0] ?? {};
  expect([processed, succeeded]).toEqual([2, 2]);
});

test('a run whose process is killed is taken over by another, and goes on where it was', {
  timeout: 90_000,
}, async () => {
  const shell = shop();
  const rows = Array.from({ length: 20_000 }, (_, i) => `Ann${i},ann${i}@acme${i}.example`);
  shell.write('inbox/leads.csv', `First Name,Email\n${rows.join('\n')}\n`);
  await shell.json('routine', 'set', 'harvest', '--batch', '200', '--most', '0');
  await shell.json('routine', 'disable', 'score');
  onFile(shell, (file) => file.exec(`UPDATE routine SET next_at = ${Date.now() - DAY_MS} WHERE name = 'harvest'`));
  const leads = () =>
    onFile(shell, (file) => Number(Object.values(file.prepare('SELECT COUNT(*) FROM lead').get() ?? {})[0]));
  const first = shell.start('worker');
  await until(() => leads() > 1_000);
  first.process.kill('SIGKILL');
  const harvested = () => runs(shell).filter(({ routine }) => routine === 'harvest');
  expect(harvested()).toEqual([{ routine: 'harvest', state: 'running', attempts: 1 }]);
  const second = shell.start('worker');
  await until(() => harvested()[0]?.state === 'completed');
  expect(harvested()).toEqual([{ routine: 'harvest', state: 'completed', attempts: 2 }]);
  expect(leads()).toBe(20_000);
  expect((await second.stop()).code).toBe(0);
});

test('the command line lists, sets, runs and tells how routines are doing', { timeout: 60_000 }, async () => {
  const shell = shop();
  const { out } = await shell.run('routine', 'list');
  for (const name of [...STAGES, 'purge', 'recover', 'watch']) expect(out).toContain(name);
  const bad = await shell.run('routine', 'set', 'harvest', '--cron', '0 25 * * *');
  expect([bad.code, bad.err]).toEqual([1, expect.stringContaining('“0 25 * * *” is no schedule')]);
  await shell.json('routine', 'disable', 'nurture');
  const all = await shell.json('routine', 'run-all');
  expect((all.runs as { routine: string; state: string }[]).map(({ routine, state }) => [routine, state])).toEqual(
    STAGES.slice(0, 4).map((name) => [name, 'completed']),
  );
  expect(all.notRun).toEqual([{ name: 'nurture', code: 'routine-disabled' }]);
  expect((await shell.run('routine', 'history', 'harvest')).out).toMatch(/harvest +\S+ +completed +2 +2 +0/);
  expect((await shell.run('routine', 'health')).out).toContain('Routines are healthy.');
  expect((await shell.run('alert', 'list')).out).toContain('Nobody had to be told anything yet.');
  const gone = await shell.run('routine', 'run', 'reap');
  expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('there are: harvest, nurture')]);
});

test('mistakes in who is to be told are named before anything runs', async () => {
  const shell = shop();
  shell.write(
    'rekindle.yaml',
    'zone: Mars/Olympus\nalerts: { email: { to: ops@acme.example }, webhook: { url: "ftp://x", secret: short } }\n',
  );
  const { code, err } = await shell.run('routine', 'list');
  expect(code).not.toBe(0);
  for (const mistake of ['zone: an IANA time zone', 'alerts.webhook.url', 'alerts.webhook.secret: whsec_']) {
    expect(err).toContain(mistake);
  }
  shell.write('rekindle.yaml', 'alerts: { email: { to: ops@acme.example } }\n');
  expect((await shell.run('routine', 'list')).err).toContain('alerts.email: there is no mail server to send by');
});
