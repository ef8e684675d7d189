/** Leads fetched from sources: the order, the limit, faults, and where a harvest that was cut off goes on. */
import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { mapColumns } from '../../src/domain/lead/columns.ts';
import { draftOf } from '../../src/domain/lead/draft.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { operationOf } from '../../src/engine/operations/table.ts';
import type { HarvestAsk, HarvestPage, LeadSource } from '../../src/engine/source-port.ts';
import { folderSource } from '../../src/sources/folder/adapter.ts';
import { FolderSettingsSchema } from '../../src/sources/folder/settings.ts';
import { localFiles } from '../../src/sources/table/files.ts';
import { openStage, type Row, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

function drafts(...emails: readonly string[]) {
  const mapping = mapColumns(['email']);
  return emails.map((email) => {
    const reading = draftOf([email], mapping, { defaultCountry: null, basis: null });
    if (!reading.ok) throw new Error(reading.code);
    return reading.draft;
  });
}

/** A source that gives these addresses, as many at once as it is asked for, and counts how often it is asked. */
function listed(name: string, emails: readonly string[]): LeadSource & { asked: number } {
  return {
    name,
    asked: 0,
    configured: () => true,
    async fetch({ limit, cursor }): Promise<HarvestPage> {
      this.asked += 1;
      const from = (cursor as number | null) ?? 0;
      const page = emails.slice(from, from + limit);
      const next = from + page.length;
      return {
        kind: 'leads',
        vendor: null,
        drafts: drafts(...page),
        rejects: [],
        cursor: next,
        more: next < emails.length,
      };
    },
  };
}

function failing(name: string, how: 'answers' | 'throws'): LeadSource {
  return {
    name,
    configured: () => true,
    async fetch() {
      if (how === 'throws') throw new Error('a bug in this source');
      return { kind: 'failed', code: 'http-503', detail: 'the server is down' };
    },
  };
}

function folder(name: string): LeadSource {
  mkdirSync(join(stage.folder, name), { recursive: true });
  const settings = FolderSettingsSchema.parse({ folder: join(stage.folder, name), settleSeconds: 0 });
  return folderSource(settings, { openLeads: localFiles.openLeads, clock: { now: () => systemClock.now() + 1_000 } });
}

const addresses = () => stage.sql('SELECT email FROM lead ORDER BY email').map(({ email }) => email);

test('PIPE-1 the first of two sources fails: recorded by name, the second is asked, its leads are in', async () => {
  const second = listed('second', ['a@x.example', 'b@x.example']);
  stage = await openStage({ leadSources: [failing('first', 'answers'), second] });
  const report = await stage.run('harvest');
  expect(report).toMatchObject({
    tried: 2,
    failed: 1,
    succeeded: 1,
    discovered: 2,
    created: 2,
    merged: 0,
    unchanged: 0,
  });
  expect(report.errors).toEqual([{ source: 'first', code: 'http-503', message: 'the server is down' }]);
  expect(addresses()).toEqual(['a@x.example', 'b@x.example']);
  // Whoever runs it by a script is told by its end as well.
  expect(operationOf('harvest')?.failed?.(report)).toBe(true);
});

test('PIPE-1 a source that throws is a loud bug, and the next is asked all the same', async () => {
  const error = vi.fn();
  stage = await openStage({
    leadSources: [failing('first', 'throws'), listed('second', ['a@x.example'])],
    log: { info: () => undefined, error },
  });
  expect(await stage.run('harvest')).toMatchObject({
    failed: 1,
    created: 1,
    errors: [{ source: 'first', code: 'bug' }],
  });
  expect(error).toHaveBeenCalledOnce();
});

test('PIPE-2 the limit is reached: later sources are not asked, nor counted as tried', async () => {
  const [first, second, third] = [
    listed('first', ['a@x.example', 'b@x.example']),
    listed('second', ['c@x.example', 'd@x.example']),
    listed('third', ['e@x.example']),
  ];
  stage = await openStage({ leadSources: [first, second, third] });
  const report = await stage.run('harvest', { limit: 3 });
  expect(report).toMatchObject({ tried: 2, succeeded: 2, discovered: 3 });
  expect(report.sources).toEqual([
    { source: 'first', state: 'done' },
    { source: 'second', state: 'done' },
    { source: 'third', state: 'not-asked' },
  ]);
  expect(third.asked).toBe(0);
  expect(addresses()).toEqual(['a@x.example', 'b@x.example', 'c@x.example']);

  await stage.run('harvest', { limit: 3 });
  expect(addresses()).toEqual(['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example', 'e@x.example']);
});

test('PIPE-3 no source is configured: a clear error that says what to do', async () => {
  stage = await openStage({ leadSources: [{ ...failing('apollo', 'answers'), configured: () => false }] });
  const refusal = stage.run('harvest');
  await expect(refusal).rejects.toMatchObject({
    code: 'no-source-configured',
    message: 'no source of leads is configured',
  });
  await expect(refusal).rejects.toHaveProperty('remedy', expect.stringContaining('rekindle.yaml'));
});

test('a source that is named and not there is refused with the names there are', async () => {
  stage = await openStage({ leadSources: [listed('first', [])] });
  await expect(stage.run('harvest', { source: ['frist'] })).rejects.toMatchObject({ remedy: 'there are: first' });
});

test('who two sources name is one lead; a known one is unchanged', async () => {
  stage = await openStage({ leadSources: [listed('first', ['Ann@X.example']), listed('second', ['ann@x.example'])] });
  expect(await stage.run('harvest')).toMatchObject({ discovered: 2, created: 1, unchanged: 1 });
  expect(stage.count('SELECT count(*) FROM lead')).toBe(1);
});

test('a harvest is an import: listed, counted, undone like any; an empty one leaves no trace', async () => {
  stage = await openStage({ leadSources: [listed('first', ['a@x.example', 'b@x.example'])] });
  await stage.run('harvest');
  await stage.run('harvest');
  const { imports } = (await stage.run('import list')) as { imports: Row[] };
  expect(imports).toHaveLength(1);
  expect(imports[0]).toMatchObject({ source: 'harvest first', state: 'done', read: 2, created: 2 });
  expect(await stage.run('import undo', { import: imports[0]?.id })).toMatchObject({ removed: 2 });
  expect(await stage.run('harvest')).toMatchObject({ discovered: 0 });
});

test('a page whose cursor was not committed comes again: nothing lost, nothing doubled', async () => {
  const source = listed('first', ['a@x.example', 'b@x.example', 'c@x.example']);
  stage = await openStage({ leadSources: [source], peers: { self: 'one', isGone: (owner) => owner === 'one' } });
  const { capture } = stage.engine.store.leads;
  let batches = 0;
  Object.assign(stage.engine.store.leads, {
    capture: (batch: Parameters<typeof capture>[0]) => {
      batches += 1;
      return batches === 2 ? Promise.reject(new Error('the power failed')) : capture(batch);
    },
  });
  Object.assign(source, {
    fetch: (ask: HarvestAsk) =>
      listed('', ['a@x.example', 'b@x.example', 'c@x.example']).fetch({ ...ask, limit: Math.min(ask.limit, 1) }),
  });
  await expect(stage.run('harvest')).rejects.toThrow('the power failed');
  expect(await stage.run('harvest')).toMatchObject({ discovered: 2, created: 2 });
  expect(addresses()).toEqual(['a@x.example', 'b@x.example', 'c@x.example']);
  expect(stage.sql('SELECT state, read_count, created_count FROM import')).toEqual([
    { state: 'done', read_count: 3, created_count: 3 },
  ]);
});

test('a source that another process harvests is told as busy, and the next is asked', async () => {
  const busy = listed('first', ['a@x.example', 'b@x.example']);
  stage = await openStage({ leadSources: [busy, listed('second', ['c@x.example'])] });
  const lease = { owner: 'somebody', until: stage.clock.now() + 60_000, now: stage.clock.now(), isGone: () => false };
  const wish = { workspaceId: 'main', id: 'imp_1', source: 'harvest first', fileName: 'first', fileHash: 'imp_1' };
  await stage.run('workspace show');
  await stage.engine.store.imports.begin({ ...wish, optionsHash: 'harvest', options: {}, startedAt: 1 }, lease);
  expect(await stage.run('harvest')).toMatchObject({ failed: 1, created: 1, errors: [{ code: 'harvest-busy' }] });
});

test('a watched folder: each file once, in order; a changed one again; limits stop within a file', async () => {
  stage = await openStage();
  const leadSources = [folder('inbox')];
  Object.assign(stage.engine.parts, { leadSources });
  const put = (name: string, text: string) => writeFileSync(join(stage.folder, 'inbox', name), text);
  put('a.csv', 'Email,First Name\na1@x.example,Ann\n,\na2@x.example,Amy\na3@x.example,Ada\n');
  expect(await stage.run('harvest', { limit: 2 })).toMatchObject({
    discovered: 2,
    rejected: 1,
    errors: [{ source: 'inbox', code: 'empty-row', message: expect.stringContaining('a.csv, line 3') }],
  });
  expect(await stage.run('harvest')).toMatchObject({ discovered: 1, created: 1 });
  expect(await stage.run('harvest')).toMatchObject({ tried: 1, discovered: 0 });
  put('b.csv', 'Email,First Name\nb1@x.example,Bob\n');
  put('b.rejects.csv', 'Email\nnever@x.example\n');
  put('not-a-table.xlsx', 'PK\x03\x04 no workbook at all');
  expect(await stage.run('harvest')).toMatchObject({ created: 1, rejected: 1, errors: [{ source: 'inbox' }] });
  expect(await stage.run('harvest')).toMatchObject({ discovered: 0, rejected: 0 });
  put('a.csv', 'Email,First Name\na1@x.example,Ann\na4@x.example,Abe\n');
  expect(await stage.run('harvest')).toMatchObject({ discovered: 2, created: 1, unchanged: 1 });
  expect(addresses()).toEqual(['a1', 'a2', 'a3', 'a4', 'b1'].map((name) => `${name}@x.example`));
});

test('a file that is moved into a watched folder is read, however old it is', async () => {
  stage = await openStage();
  Object.assign(stage.engine.parts, { leadSources: [folder('inbox')] });
  const old = stage.file('old.csv', 'Email\nold@x.example\n');
  utimesSync(old, 1_000, 1_000);
  writeFileSync(join(stage.folder, 'inbox', 'new.csv'), 'Email\nnew@x.example\n');
  expect(await stage.run('harvest')).toMatchObject({ created: 1 });
  renameSync(old, join(stage.folder, 'inbox', 'old.csv'));
  expect(await stage.run('harvest')).toMatchObject({ created: 1 });
});

test('a file that may still be being written waits; a folder that is not there is a fault', async () => {
  stage = await openStage();
  const settings = (name: string) => FolderSettingsSchema.parse({ folder: join(stage.folder, name) });
  const parts = { openLeads: localFiles.openLeads, clock: systemClock };
  const leadSources = [folderSource(settings('missing'), parts), folderSource(settings('inbox'), parts)];
  Object.assign(stage.engine.parts, { leadSources });
  mkdirSync(join(stage.folder, 'inbox'));
  writeFileSync(join(stage.folder, 'inbox', 'a.csv'), 'Email\na@x.example\n');
  const report = await stage.run('harvest');
  expect(report).toMatchObject({ tried: 2, failed: 1, discovered: 0 });
  expect(report.errors).toMatchObject([
    { code: 'folder-unreadable', message: expect.stringContaining('no such folder') },
  ]);
});
