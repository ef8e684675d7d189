/** A backup that is taken while others write, and a restored copy that sends nothing beside the original. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/engine.ts';
import { noteRefusals } from '../../src/engine/people/refusals-noted.ts';
import { refusalsIn, tombstonesIn } from '../../src/instance/noted/people.ts';
import { notesBeside } from '../../src/instance/notes.ts';
import { sqliteBackups } from '../../src/store/sqlite/backup.ts';
import { openSqliteStore } from '../../src/store/store.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from '../pipeline/stage.ts';

let stage: Stage;
let folder = '';
afterEach(async () => {
  await stage.close();
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

const HOUR_MS = 3_600_000;
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

/** Three mails to be sent over the days, by a database that notes itself as the one that sends. */
async function open(): Promise<{ readonly backup: string; readonly to: string }> {
  folder = mkdtempSync(join(tmpdir(), 'rekindle-backup-'));
  const database = join(folder, 'rekindle.db');
  stage = await openStage({
    folder,
    notes: notesBeside(database),
    backups: sqliteBackups(database),
    tombstones: tombstonesIn(`${database}.erased`),
    refusalNotes: refusalsIn(`${database}.refused`),
  });
  const steps = ['{ kind: email, day: 0, template: hello }', '{ kind: email, id: idea, day: 3, template: idea }'];
  const playbook = writePlaybook(folder, { name: 'spring', steps });
  const rows = 'First Name,Email,Country,Industry\nAnn,ann@acme.example,US,Software\n';
  await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess', { campaign: 'spring' });
  await stage.run('campaign launch', { campaign: 'spring' });
  return { backup: join(folder, 'a.backup'), to: join(folder, 'restored.db') };
}

test('a restored copy sends nothing until it is claimed, also one from before the first mail', async () => {
  const { backup, to } = await open();
  await stage.run('backup', { file: backup });
  await stage.liveUntil(stage.clock.now() + HOUR_MS);
  expect(stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'")).toBe(1);
  const restored = await stage.run('restore', { file: backup, to });
  expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  expect(restored).toMatchObject({ file: to, rows: { lead: 1, campaign: 1 } });

  const copy = await engineOn(to);
  const there = stageOf(copy);
  expect(await there('instance show')).toMatchObject({ sends: false });
  await there('work');
  expect(sentIn(to)).toBe(0);
  await there('instance claim', { yes: true });
  expect(await there('instance show')).toMatchObject({ sends: true });
  await there('work');
  expect(sentIn(to)).toBe(1);
  await copy.close();
});

test('who was erased since the backup is forgotten again when it is claimed', async () => {
  const { backup, to } = await open();
  await stage.run('backup', { file: backup });
  const lead = { lead: 'ann@acme.example' };
  await stage.run('person erase', { ...lead, yes: true });
  const note = `${stage.folder}/rekindle.db.erased`;
  expect(readFileSync(note, 'utf8')).not.toMatch(/ann@|acme/);
  await stage.run('restore', { file: backup, to });
  copyFileSync(note, `${to}.erased`);
  writeFileSync(`${to}.erased`, '{"torn', { flag: 'a' });
  const copy = await engineOn(to, { tombstones: tombstonesIn(`${to}.erased`) });
  const there = stageOf(copy);
  expect(await there('lead show', lead)).toMatchObject({ firstName: 'Ann' });
  expect(await there('instance claim', { yes: true })).toMatchObject({ sends: true, erasedAgain: 1 });
  expect(await code(there('lead show', lead))).toBe('erased');
  await there('work');
  expect(sentIn(to)).toBe(0);
  expect(await there('instance claim', { yes: true })).toMatchObject({ erasedAgain: 0 });
  await copy.close();
});

test('who said no since the backup is left alone when it is claimed, and a note names nobody', async () => {
  const { backup, to } = await open();
  const jane = 'jane@acme.example';
  const rows = `First Name,Email,Country\nJane,${jane},US\n`;
  await stage.run('import', { file: stage.file('jane.csv', rows), basis: 'consent' });
  await stage.run('suppress add', { value: jane, channel: 'email' });
  await noteRefusals(stage.engine);
  stage.clock.moveTo(stage.clock.now() + HOUR_MS);
  const saidAt = new Date(stage.clock.now()).toISOString();
  await stage.run('suppress lift', { lead: jane, way: 'email', proof: '“Yes, do write to me”, by phone', saidAt });
  await stage.run('backup', { file: backup });
  await stage.run('suppress add', { value: 'ann@acme.example', channel: 'email', reason: 'Ann called on Monday' });
  for (let more = 1; more > 0; ) more = await noteRefusals(stage.engine);
  expect(await noteRefusals(stage.engine)).toBe(0);
  const note = `${stage.folder}/rekindle.db.refused`;
  expect(readFileSync(note, 'utf8').trim().split(/\n+/)).toHaveLength(3);
  expect(readFileSync(note, 'utf8')).not.toMatch(/ann@|jane|acme|Monday/i);
  await stage.run('restore', { file: backup, to });
  copyFileSync(note, `${to}.refused`);
  writeFileSync(`${to}.refused`, '{"torn', { flag: 'a' });
  const copy = await engineOn(to, { refusalNotes: refusalsIn(`${to}.refused`) });
  const there = stageOf(copy);
  expect(await there('instance claim', { yes: true })).toMatchObject({ sends: true, refusedAgain: 1 });
  await there('work');
  const { messages } = await there('message list');
  expect((messages as Row[]).map(({ recipient, state }) => `${recipient} ${state}`)).toEqual([`${jane} sent`]);
  const { refusals } = await there('suppress check', { value: 'ann@acme.example' });
  expect(refusals).toMatchObject([{ channel: 'email', reason: 'refused', told: 'noted' }]);
  expect(await there('instance claim', { yes: true })).toMatchObject({ refusedAgain: 0 });
  await copy.close();
});

test('who came and was erased after the backup stays refused, although it does not know them', async () => {
  const { backup, to } = await open();
  await stage.run('backup', { file: backup });
  const jane = 'jane@acme.example';
  await stage.run('import', { file: stage.file('jane.csv', `Email,Country\n${jane},US\n`), basis: 'consent' });
  await stage.run('person erase', { lead: jane, yes: true });
  await noteRefusals(stage.engine);
  await stage.run('restore', { file: backup, to });
  const copy = await engineOn(to);
  const there = stageOf(copy);
  await there('instance claim', { yes: true });
  const { refusals } = await there('suppress check', { value: jane });
  expect(refusals).toMatchObject([{ channel: 'all', reason: 'erased', told: 'noted' }]);
  await copy.close();
});

test('whoever claims it may have every live campaign wait until somebody resumes it', async () => {
  const { backup, to } = await open();
  await stage.run('backup', { file: backup });
  await stage.run('restore', { file: backup, to });
  const copy = await engineOn(to);
  const there = stageOf(copy);
  expect(await code(there('instance claim', { pause: true }))).toBe('not-confirmed');
  expect(await there('instance claim', { yes: true, pause: true })).toMatchObject({ sends: true, paused: 1 });
  await there('work');
  expect(sentIn(to)).toBe(0);
  await there('campaign resume', { campaign: 'spring' });
  await there('work');
  expect(sentIn(to)).toBe(1);
  await copy.close();
});

test('it is taken while others write, whole, and over no file', async () => {
  const { backup } = await open();
  const writer = new DatabaseSync(join(stage.folder, 'rekindle.db'));
  writer.exec("BEGIN IMMEDIATE; INSERT INTO halt VALUES ('main', '', 'not yet', 'me', 1)");
  const saved = await stage.run('backup', { file: backup });
  writer.exec('COMMIT');
  writer.close();
  expect((saved.rows as Row).halt).toBeUndefined();
  expect(saved).toMatchObject({ bytes: readFileSync(backup).length, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(existsSync(`${backup}-wal`)).toBe(false);
  expect(await code(stage.run('backup', { file: backup }))).toBe('file-exists');
});

test('what is damaged, of another program, or not there is refused, and leaves nothing behind', async () => {
  const { backup, to } = await open();
  await stage.run('backup', { file: backup });
  expect(await code(stage.run('restore', { file: `${backup}.none`, to }))).toBe('file-not-found');
  const torn = `${backup}.torn`;
  copyFileSync(backup, torn);
  truncateSync(torn, readFileSync(torn).length - 8_192 * 20);
  expect(await code(stage.run('restore', { file: torn, to }))).toBe('backup-damaged');
  const flipped = readFileSync(backup);
  flipped.fill(0xff, 8_192 * 3, 8_192 * 30);
  writeFileSync(torn, flipped);
  expect(await code(stage.run('restore', { file: torn, to }))).toBe('backup-damaged');
  writeFileSync(torn, 'no database at all, but long enough to be looked at');
  expect(await code(stage.run('restore', { file: torn, to }))).toBe('not-a-database');
  expect([to, `${to}.partial`].filter((path) => existsSync(path))).toEqual([]);
  await stage.run('restore', { file: backup, to });
  expect(await code(stage.run('restore', { file: backup, to }))).toBe('file-exists');
});

test('a database on a server is refused plainly', async () => {
  stage = await openStage();
  expect(await code(stage.run('backup', { file: join(stage.folder, 'x') }))).toBe('backup-by-server');
  expect(await code(stage.run('restore', { file: 'x', to: 'postgres://a/b' }))).toBe('backup-by-server');
});

/** What was restored, opened by another process than the one that sends. */
async function engineOn(to: string, parts: Partial<Stage['engine']['parts']> = {}): Promise<Stage['engine']> {
  const store = await openSqliteStore({ path: to, now: stage.clock.now });
  return openEngine({ ...stage.engine.parts, store, notes: notesBeside(to), instance: 'secondone', ...parts });
}

function sentIn(path: string): number {
  const reader = new DatabaseSync(path, { readOnly: true });
  const { n } = reader.prepare("SELECT COUNT(*) AS n FROM message WHERE state = 'sent'").get() as { n: number };
  reader.close();
  return n;
}

/** Runs operations on another engine. */
function stageOf(engine: Stage['engine']): (command: string, input?: Row) => Promise<Row> {
  return (command, input) => stage.runOn(engine, command, input);
}
