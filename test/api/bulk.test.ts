/** Acts on many leads as programs ask for them: the preview tells what is done, keys are kept, what is cut off is gone on with, undo is exact. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runOperation } from '../../src/engine/operations/run.ts';
import { operationOf } from '../../src/engine/operations/table.ts';
import { holdFile } from '../../src/instance/held-files.ts';
import type { Row } from '../pipeline/stage.ts';
import { type ApiStage, openApiStage } from './stage.ts';

let stage: ApiStage;
const LEADS = 450;
beforeEach(async () => {
  stage = await openApiStage({ holdFile });
  const rows = Array.from(
    { length: LEADS },
    (_, i) => `p${i}@x.example,${i % 3 === 0 ? 'DE' : 'US'},${i % 9 === 0 ? 'vip' : ''}`,
  );
  const content = `Email,Country,Tags\n${rows.join('\n')}\n`;
  await stage.post('/api/v1/imports', { body: { content, fileName: 'leads.csv' } });
});
afterEach(() => stage.close());

const WISH = { act: 'tag', value: 'vip', where: 'country == "DE"' };
const act = async (body: Row, headers = {}) => (await stage.post('/api/v1/bulk/start', { body, headers })).body;
const told = async (id: unknown, words = '') => (await stage.get(`/api/v1/bulk/${String(id)}${words}`)).body;

async function tagged(): Promise<number> {
  const where = encodeURIComponent('"vip" in tags');
  return (await stage.get(`/api/v1/leads?where=${where}&count=true`)).body.total as number;
}

/** All that is stored of the leads. */
async function everything(): Promise<unknown[]> {
  const { engine } = stage;
  const { leads } = (await stage.get(`/api/v1/leads?limit=${LEADS}`)).body as { leads: { id: string }[] };
  const rows: unknown[] = [];
  for (const { id } of leads) {
    const story = await engine.store.leads.story('main', id, engine.suppressionKeys);
    if (!story) throw new Error(id);
    const { revision: _, ...row } = story.lead;
    rows.push(row);
  }
  return rows;
}

describe('an act on all leads that fit', () => {
  test('is previewed by the code that does it, done, shown, and taken back to the byte', async () => {
    const before = await everything();
    const { body: preview } = await stage.post('/api/v1/bulk/preview', { body: WISH });
    expect(preview).toMatchObject({
      fits: 150,
      changes: 100,
      whole: true,
      skips: [{ code: 'already-tagged', leads: 50 }],
    });
    expect(await tagged()).toBe(50);
    const done = await act(WISH);
    expect(done).toMatchObject({ state: 'done', fits: 150, changed: 100, skipped: 50, reasons: preview.skips });
    expect(await tagged()).toBe(150);
    const { leads } = (await told(done.id, '?reason=changed&limit=3')) as { leads: { leadId: string }[] };
    const touched = leads[0]?.leadId;
    const { email } = (await stage.get(`/api/v1/leads/${touched}`)).body as { email: string };
    await stage.post('/api/v1/leads', { body: { set: { email, title: 'CEO' } } });
    const undone = (await stage.post(`/api/v1/bulk/${String(done.id)}/undo`)).body;
    expect(undone).toMatchObject({ state: 'undone', restored: 99, kept: 1 });
    expect((await told(done.id, '?reason=changed-since')).leads).toEqual([
      { leadId: touched, reason: null, undone: 'changed-since' },
    ]);
    const unlike = (rows: readonly unknown[]) => rows.filter((row) => (row as { id: string }).id !== touched);
    expect(unlike(await everything())).toEqual(unlike(before));
    expect(await tagged()).toBe(51);
    expect((await stage.get('/api/v1/bulk')).body.acts).toMatchObject([{ id: done.id, state: 'undone' }]);
  });

  test('is done once for one key, and refused for another act under it', async () => {
    const headers = { 'idempotency-key': 'a-key-of-ours' };
    const once = await act(WISH, headers);
    expect(await act(WISH, headers)).toEqual(once);
    const mine = await act({ ...WISH, value: 'x', key: 'mine' });
    expect(await act({ ...WISH, value: 'x', key: 'mine' })).toMatchObject({ id: mine.id, changed: 150 });
    expect(await act({ ...WISH, value: 'y', key: 'mine' })).toMatchObject({ code: 'bulk-key-taken' });
    expect((await stage.get('/api/v1/bulk')).body.acts).toHaveLength(2);
  });

  test('goes on where it was cut off', async () => {
    const operation = operationOf('bulk start');
    if (!operation) throw new Error('there is no such operation');
    const cut = new AbortController();
    const batches: number[] = [];
    const context = {
      ...{ engine: stage.engine, workspaceId: 'main', actor: 'ann', signal: cut.signal, note: () => undefined },
      progress({ done }: { done: number }) {
        batches.push(done);
        cut.abort();
      },
    };
    const stopped = (await runOperation(context, operation, { act: 'assign', value: 'ann', everybody: true })) as Row;
    expect(stopped).toMatchObject({ state: 'running', changed: 200 });
    expect(batches).toEqual([200]);
    expect((await stage.post(`/api/v1/bulk/${String(stopped.id)}/undo`)).body.code).toBe('bulk-runs');
    const over = (await stage.post(`/api/v1/bulk/${String(stopped.id)}/resume`)).body;
    expect(over).toMatchObject({ state: 'done', changed: LEADS, skipped: 0 });
    expect((await stage.post(`/api/v1/bulk/${String(stopped.id)}/resume`)).body.code).toBe('bulk-busy');
  });

  test('is cancelled where it is', async () => {
    const done = await act({ act: 'pause', where: 'email == "p3@x.example"', why: 'asked' });
    expect(done).toMatchObject({ changed: 1 });
    expect((await stage.post(`/api/v1/bulk/${String(done.id)}/cancel`)).body).toMatchObject({ state: 'done' });
    expect((await stage.get('/api/v1/leads/p3%40x.example')).body).toMatchObject({ paused: { why: 'asked' } });
    expect((await stage.post(`/api/v1/bulk/${String(done.id)}/undo`)).body).toMatchObject({ restored: 1 });
  });

  test('of refusing ends by its proof alone', async () => {
    const done = await act({ act: 'suppress', where: 'email.startsWith("p1")' });
    expect(done).toMatchObject({ state: 'done', skipped: 0 });
    expect(
      (await stage.post('/api/v1/bulk/preview', { body: { act: 'suppress', where: 'email.startsWith("p1")' } })).body,
    ).toMatchObject({
      changes: 0,
      skips: [{ code: 'already-refused' }],
    });
    expect((await stage.post(`/api/v1/bulk/${String(done.id)}/undo`)).body.code).toBe('not-undoable');
  });

  test('concerns those who are named, and of them those who fit', async () => {
    const { leads } = (await stage.get('/api/v1/leads?limit=6')).body as { leads: { id: string; country: string }[] };
    const ids = leads.map(({ id }) => id);
    const german = leads.filter(({ country }) => country === 'DE').length;
    const wish = { act: 'tag', value: 'named', leads: ids };
    const { body: preview } = await stage.post('/api/v1/bulk/preview', { body: { ...wish, leads: [...ids, ids[0]] } });
    expect(preview).toMatchObject({ fits: 6, changes: 6 });
    const some = { ...wish, where: 'country == "DE"', key: 'some' };
    expect(await act(some)).toMatchObject({ fits: german, changed: german, named: 6, where: 'country == "DE"' });
    expect(await act({ ...some, leads: ids.slice(1) })).toMatchObject({ code: 'bulk-key-taken' });
    expect(await act(wish)).toMatchObject({ changed: 6 - german, skipped: german, named: 6, where: '' });
    const { status } = await stage.post('/api/v1/bulk/start', { body: { ...wish, leads: [] } });
    expect(status).toBe(400);
    const many = Array.from({ length: 1_001 }, (_, i) => `lead_${i}`);
    expect((await stage.post('/api/v1/bulk/start', { body: { ...wish, leads: many } })).status).toBe(400);
  });

  test('concerns nobody by mistake', async () => {
    for (const [body, code] of [
      [{ act: 'pause' }, 'bulk-everybody'],
      [{ act: 'tag', where: 'paused' }, 'bulk-value'],
      [{ act: 'pause', value: 'x', where: 'paused' }, 'bulk-value'],
      [{ act: 'pause', where: 'stage == "x"' }, 'bad-filter'],
    ] as const) {
      for (const verb of ['preview', 'start'])
        expect((await stage.post(`/api/v1/bulk/${verb}`, { body })).body.code).toBe(code);
    }
    expect((await stage.get('/api/v1/bulk/blk_0')).body.code).toBe('no-such-bulk');
    expect((await stage.post('/api/v1/bulk/start', { body: WISH, key: await stage.key('viewer') })).status).toBe(403);
  });
});
