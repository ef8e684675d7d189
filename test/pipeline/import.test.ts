/** Files of leads through the whole house: who is one person, what is said twice, what cannot be taken. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { operationOf } from '../../src/engine/operations/table.ts';

import { openStage, type Row, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const LEADS = `First Name,Last Name,Email,Company,Website
Ann,Lee,ann@acme.example,Acme,acme.example
Bob,Ray,bob@acme.example,Acme,acme.example
`;

const importOf = (name: string, text: string, more: Row = {}) =>
  stage.run('import', { file: stage.file(name, text), ...more });
const everything = () =>
  stage.sql('SELECT * FROM lead ORDER BY id').concat(stage.sql('SELECT * FROM identity ORDER BY key, lead_id'));

test('PIPE-4 the same e-mail in other case is one lead', async () => {
  expect(await importOf('a.csv', 'Email,First Name\nAnn@Acme.Example,Ann\nANN@ACME.EXAMPLE,\n')).toMatchObject({
    read: 2,
    created: 1,
    unchanged: 1,
  });
  expect(stage.sql('SELECT email FROM lead')).toEqual([{ email: 'ann@acme.example' }]);
});

test('PIPE-5 without e-mail: same name and domain is one lead; same name alone is two, on the review list', async () => {
  const text = 'First Name,Last Name,Website\nAnn,Lee,acme.example\nAnn,Lee,https://www.acme.example/about\nAnn,Lee,\n';
  expect(await importOf('a.csv', text)).toMatchObject({ read: 3, created: 2 });
  const { pairs } = (await stage.run('pair list')) as { pairs: Row[] };
  expect(pairs).toHaveLength(1);
});

test('PIPE-6 a file imported again changes nothing', async () => {
  await importOf('a.csv', LEADS);
  const before = everything();
  stage.clock.moveTo(stage.clock.now() + 86_400_000);
  expect(await stage.run('import', { file: join(stage.folder, 'a.csv') })).toMatchObject({
    read: 2,
    created: 0,
    merged: 0,
    unchanged: 2,
    rejected: 0,
    again: true,
  });
  expect(everything()).toEqual(before);
});

test('PIPE-6 the same leads in other bytes change nothing either', async () => {
  await importOf('a.csv', LEADS);
  const before = everything();
  expect(await importOf('b.csv', LEADS.replaceAll(',', ';'))).toMatchObject({ read: 2, unchanged: 2, again: false });
  expect(everything()).toEqual(before);
});

test('PIPE-7 the same file under another name: said with its first name, nothing changes', async () => {
  await importOf('a.csv', LEADS.replace('\nBob', '\n,,,,\nBob'));
  const before = everything();
  const rejects = readFileSync(join(stage.folder, 'a.rejects.csv'), 'utf8');
  copyFileSync(join(stage.folder, 'a.csv'), join(stage.folder, 'b.csv'));
  const again = await stage.run('import', { file: join(stage.folder, 'b.csv') });
  expect(again).toMatchObject({ again: true, created: 0, merged: 0, rejectsFile: join(stage.folder, 'a.rejects.csv') });
  expect(stage.notes).toEqual([
    'This file was imported before as “a.csv”, on 2026-03-03, with the same options; nothing changed.',
  ]);
  expect(everything()).toEqual(before);
  expect(readFileSync(join(stage.folder, 'a.rejects.csv'), 'utf8')).toBe(rejects);
});

test('PIPE-8 bad rows are counted with line and reason, good rows are in; a mended rejects file is imported again', async () => {
  const text = 'First Name,Email\nAnn,ann@acme.example\n,\n"Bob",bob@acme.example\n , \nCid,cid@acme.example\n';
  const report = await importOf('a.csv', text);
  expect(report).toMatchObject({ read: 5, created: 3, rejected: 2, rejections: { 'empty-row': 2 } });
  const rejectsFile = String(report.rejectsFile);
  const lines = readFileSync(rejectsFile, 'utf8').replace('\ufeff', '').split('\n');
  expect(lines.map((line) => line.split(',').slice(0, 2))).toEqual([
    ['rekindle_line', 'rekindle_reason'],
    ['3', 'empty-row: Nothing in the row says anything.'],
    ['5', 'empty-row: Nothing in the row says anything.'],
    [''],
  ]);

  const mended = [lines[0], `${lines[1]?.slice(0, -1)}Dan,dan@acme.example`, lines[2], ''].join('\n');
  writeFileSync(rejectsFile, mended);
  expect(await stage.run('import', { file: rejectsFile })).toMatchObject({ read: 2, created: 1, rejected: 1 });
  expect(stage.sql('SELECT first_name AS name, attributes FROM lead ORDER BY first_name')).toEqual(
    ['Ann', 'Bob', 'Cid', 'Dan'].map((name) => ({ name, attributes: null })),
  );
});

test('a rejects file that cannot be written is said with its place, before anything is taken in', async () => {
  const file = stage.file('a.csv', 'Email,Name\nann@acme.example,Ann\n,\nbob@acme.example,Bob\n');
  const refused = stage.run('import', { file, rejects: join(stage.folder, 'nowhere', 'r.csv') });
  await expect(refused).rejects.toMatchObject({ code: 'file-unwritable', message: expect.stringContaining('nowhere') });
  expect(stage.count('SELECT count(*) FROM lead')).toBe(0);
});

test('an import that is undone takes back what only it brought, and puts back what it changed', async () => {
  await importOf('a.csv', LEADS);
  const before = stage.sql('SELECT email, title, attributes FROM lead ORDER BY email');
  const { importId } = await importOf('b.csv', 'Email,Title\nann@acme.example,CEO\nzoe@acme.example,CTO\n');
  expect(await stage.run('import undo', { import: importId })).toEqual({ removed: 1, restored: 1, kept: 0 });
  expect(stage.sql('SELECT email, title, attributes FROM lead ORDER BY email')).toEqual(before);
  expect(await stage.run('import undo', { import: importId })).toEqual({ removed: 0, restored: 0, kept: 0 });
  expect(await stage.run('import', { file: join(stage.folder, 'b.csv') })).toMatchObject({ created: 1, merged: 1 });
});

test('how many rows say that somebody is to be left alone is told, by a trial too', async () => {
  const text = 'Email,Do not allow Emails,Phone 1 DNC\nann@a.example,Do Not Allow,\nbob@b.example,Allow,No\n';
  const file = stage.file('a.csv', text);
  const printed = (told: unknown) => operationOf('import')?.print?.(told) ?? '';
  const trial = await stage.run('import', { file, dryRun: true });
  expect(trial).toMatchObject({ created: 2, refusing: 1 });
  expect(printed(trial)).toContain('1 row says that somebody is to be left alone; it would be kept as refusals');
  expect(printed(await stage.run('import', { file }))).toContain('; it is kept as refusals: rekindle suppress list\n');
  expect(stage.sql('SELECT value, channel FROM suppression')).toEqual([{ value: 'ann@a.example', channel: 'email' }]);
});

test('a condition that cannot be read is refused when it is typed', async () => {
  const refused = stage.run('campaign create', { name: 'spring', where: 'lead.country ==' });
  await expect(refused).rejects.toMatchObject({ code: 'bad-audience' });
  expect(stage.count('SELECT count(*) FROM campaign')).toBe(0);
});

test('a wish for a field that there is not names those there are; a lead that is typed with a broken address is told so', async () => {
  const file = stage.file('x.csv', 'Mail,X\nann@acme.example,yes\n');
  await expect(stage.run('import', { file, map: { X: 'optout' } })).rejects.toMatchObject({
    code: 'unknown-field',
    remedy: expect.stringMatching(/email, .*optOut\.email/),
  });
  for (const set of [{ email: 'broken' }, { email: 'ann@acme.example', phone: 'none of mine' }])
    await expect(stage.run('lead add', { set })).rejects.toMatchObject({ code: 'unusable-value' });
  expect(stage.count('SELECT COUNT(*) FROM lead')).toBe(0);
});
