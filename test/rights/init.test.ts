/** The first command: what it asks, what it writes, that the configuration reads it, and that it writes over nothing. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { runOperation } from '../../src/engine/operations/run.ts';
import { operationOf } from '../../src/engine/operations/table.ts';
import { openStage, type Row, type Stage } from '../pipeline/stage.ts';

const GIVEN = {
  ...{ fromName: 'Ann "the pen" Lee', fromAddress: 'ann@acme.example', company: 'Acme: Pens # Ink' },
  ...{ postalAddress: "1 Main St, O'Town", basis: 'consent' },
};
let stage: Stage;
const folders: string[] = [];
afterEach(async () => {
  await stage.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

async function open(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-init-'));
  folders.push(folder);
  stage = await openStage();
  return join(folder, 'rekindle.yaml');
}

/** On a terminal where these answers are typed. */
async function typed(
  file: string,
  answers: readonly string[],
): Promise<{ readonly told: Row; readonly asked: string[] }> {
  const asked: string[] = [];
  const operation = operationOf('init');
  if (!operation) throw new Error('there is no init');
  const context = {
    ...{ engine: stage.engine, workspaceId: 'main', actor: 'test', signal: new AbortController().signal },
    ...{ progress: () => undefined, note: () => undefined },
    ask: async (question: string) => answers[asked.push(question) - 1] ?? '',
  };
  return { told: (await runOperation(context, operation, { file })) as Row, asked };
}

test('what is said as words is asked by nobody, and the file is read as it was meant', async () => {
  const file = await open();
  const { next, key } = await stage.run('init', { file, ...GIVEN });
  expect(key).toBe(null);
  expect(next).toContain(`rekindle import leads.csv --basis consent --config ${file}`);
  const config = readConfig({ config: file, db: null, workspace: null }, {});
  expect(config).toMatchObject({
    ...{ database: './rekindle.db', workspace: 'main' },
    sender: {
      ...{ name: GIVEN.fromName, address: GIVEN.fromAddress, company: GIVEN.company },
      postalAddress: GIVEN.postalAddress,
    },
  });
  expect(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('#')).length,
  ).toBeGreaterThan(10);
});

test('it writes over no file, and makes none of what is wrong or missing', async () => {
  const file = await open();
  expect(await code(stage.run('init', { file }))).toBe('not-said');
  expect(await code(stage.run('init', { file, ...GIVEN, basis: 'hope' }))).toBe('bad-answer');
  expect(await code(stage.run('init', { file, ...GIVEN, fromAddress: 'ann' }))).toBe('bad-answer');
  expect(await code(stage.run('init', { file, ...GIVEN, name: 'My Shop' }))).toBe('bad-answer');
  expect(await code(stage.run('init', { file, ...GIVEN, company: 'two\nlines' }))).toBe('bad-answer');
  await stage.run('init', { file, ...GIVEN });
  const before = readFileSync(file, 'utf8');
  expect(await code(stage.run('init', { file, ...GIVEN, fromName: 'Bob' }))).toBe('file-exists');
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('on a terminal it asks, proposes, and asks again what it cannot take', async () => {
  const file = await open();
  const words = ['My Shop', 'shop', 'Ann', 'ann@acme.example', '', '1 Main St', 'legitimate-interest', ''];
  const { asked } = await typed(file, words);
  expect(asked).toHaveLength(words.length);
  expect(asked[0]).toContain('[main]');
  expect(asked[1]).toContain('Not so: small letters, digits and hyphens.');
  const config = readConfig({ config: file, db: null, workspace: null }, {});
  expect(config).toMatchObject({
    workspace: 'shop',
    sender: { name: 'Ann', company: 'Ann' },
    database: './rekindle.db',
  });
});

test('an instance on a server is told its secret once, and the configuration wants it', async () => {
  const file = await open();
  const { key } = await stage.run('init', { file, ...GIVEN, database: 'postgres://rekindle@db.acme.example/rekindle' });
  expect(String(key).length).toBeGreaterThan(40);
  expect(readFileSync(file, 'utf8')).not.toContain(String(key));
  expect(() => readConfig({ config: file, db: null, workspace: null }, {})).toThrow('REKINDLE_KEY');
  readConfig({ config: file, db: null, workspace: null }, { REKINDLE_KEY: String(key) });
});

test('campaigns that name nobody are written by whom the configuration names', async () => {
  stage = await openStage({
    sender: { name: 'Ann', address: 'ann@acme.example', company: 'Acme', postalAddress: '1 Main St' },
  });
  await stage.run('campaign create', { name: 'spring' });
  await stage.run('campaign create', { name: 'autumn', fromName: 'Bob', fromAddress: 'bob@acme.example' });
  const senders = stage
    .sql('SELECT sender FROM campaign ORDER BY id')
    .map(({ sender }) => JSON.parse(String(sender)) as Row);
  expect(senders).toMatchObject([
    { name: 'Ann', address: 'ann@acme.example', company: 'Acme', postalAddress: '1 Main St' },
    { name: 'Bob', address: 'bob@acme.example', company: 'Bob', postalAddress: '1 Main St' },
  ]);
});
