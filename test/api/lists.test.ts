/** Lists as programs and people ask them: the same filter tells the same rows by every face, page by page, and says where it is wrong. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMAND_LINES } from '../../src/cli/help.ts';
import { type CommandLineParts, runCommandLine } from '../../src/cli/run.ts';
import { operationOf } from '../../src/engine/operations/table.ts';
import { type ApiStage, openApiStage } from './stage.ts';

let stage: ApiStage;
beforeEach(async () => {
  stage = await openApiStage();
  for (const [i, country] of ['DE', 'AT', 'US', 'DE', null].entries()) {
    const set = { email: `p${i}@x.example`, title: i % 2 ? 'VP Sales' : 'Engineer', employees: String(10 * i) };
    await stage.post('/api/v1/leads', { body: { set: country === null ? set : { ...set, country } } });
  }
});
afterEach(() => stage.close());

type Rows = readonly { readonly id: string; readonly email: string }[];

const emails = (rows: unknown) => (rows as Rows).map(({ email }) => email[1]).join('');
const asked = (words: Record<string, string>) => `/api/v1/leads?${new URLSearchParams(words)}`;

async function byCommandLine(...words: readonly string[]): Promise<Record<string, unknown>> {
  const out: string[] = [];
  const parts = {
    ...{ commands: COMMAND_LINES, operationOf: operationOf as CommandLineParts['operationOf'], version: '0' },
    openEngine: async () => ({ engine: stage.engine, workspaceId: 'main', close: async () => undefined }),
  };
  await runCommandLine([...words, '--json'], parts, {
    ...{ out: (text: string) => void out.push(text), err: () => undefined },
    ...{ isTerminal: false, signal: new AbortController().signal },
  });
  return JSON.parse(out.join('')) as Record<string, unknown>;
}

describe('a filter', () => {
  test.each([
    ['country in ["DE", "AT"] && title.contains("VP")', '-employees', '31'],
    ['country == null || employees >= 20', 'country,-employees', '324'],
    ['!(country == "DE")', '', '12'],
    ['createdAt > daysAgo(1) && paused == false', '-id', '43210'],
  ])('%s tells the same by the command line and by REST', async (where, sort, expected) => {
    const told = await byCommandLine('lead', 'list', '--where', where, ...(sort ? ['--sort', sort] : []), '--count');
    expect(emails(told.leads)).toBe(expected);
    expect((await stage.get(asked({ where, sort, count: 'true' }))).body).toEqual(told);
    expect(told.total).toBe(expected.length);
  });

  test('goes on from page to page, and only in its own order', async () => {
    const found: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const words = { sort: 'country,-employees', limit: '1', ...(after === '' ? {} : { after }) };
      const { body } = await stage.get(asked(words));
      found.push(emails(body.leads));
      after = body.next as string | null;
      if (found.length > 9) break;
    }
    expect(found.join('')).toBe('13024');
    const first = await stage.get(asked({ sort: 'country', limit: '1' }));
    const elsewhere = await stage.get(asked({ sort: '-country', limit: '1', after: String(first.body.next) }));
    expect(elsewhere).toMatchObject({ status: 422, body: { code: 'bad-place' } });
    for (const after of ['at.', 'at.e30', String(first.body.next)]) {
      expect((await stage.get(asked({ after }))).body.code).toBe('bad-place');
    }
  });

  test('that is none says where, and what to write', async () => {
    const { status, body } = await stage.get(asked({ where: 'country == "DE" && contry != null' }));
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'bad-filter',
      detail: '--where, character 20: "contry" is no field of this list',
    });
    expect(JSON.stringify(body)).toContain('Did you mean');
    expect((await stage.get(asked({ where: 'tier == "hot"' }))).body.code).toBe('bad-filter');
    expect((await stage.get(asked({ sort: 'tags' }))).body.code).toBe('bad-sort');
  });

  test('is declared in one place, and help is made from it', async () => {
    const { body } = await stage.get('/api/v1/lists/lead');
    expect(body.fields).toContainEqual({
      name: 'lead.country',
      type: 'text',
      values: null,
      sorts: true,
      inCampaign: false,
    });
    expect(body.fields).toContainEqual(expect.objectContaining({ name: 'standing.tier', inCampaign: true }));
  });

  test('is asked of messages and passages too', async () => {
    const where = 'state == "held" && createdAt > daysAgo(3)';
    expect((await stage.get(`/api/v1/messages?${new URLSearchParams({ where, sort: '-dueAt' })}`)).body).toEqual({
      messages: [],
      next: null,
    });
    const waiting = new URLSearchParams({ where: 'state == "waiting"', sort: 'startedAt', reason: 'paused' });
    expect((await stage.get(`/api/v1/enrollments?${waiting}`)).body).toEqual({ enrollments: [], next: null });
    const counted = await stage.get(`/api/v1/enrollments?${new URLSearchParams({ count: 'true' })}`);
    expect(counted.body).toEqual({ enrollments: [], next: null, total: 0 });
    const none = await stage.get(`/api/v1/messages?${new URLSearchParams({ where, count: 'true' })}`);
    expect(none.body).toEqual({ messages: [], next: null, total: 0 });
  });
});

describe('the list of accounts', () => {
  const ids = (body: Record<string, unknown>) => (body.accounts as Rows).map(({ id }) => id);
  const accountsAsked = (words: Record<string, string>) => stage.get(`/api/v1/accounts?${new URLSearchParams(words)}`);

  beforeEach(async () => {
    for (const [account, name, owner] of [
      ['x.example', 'Zeta', 'ann'],
      ['at.first.example', 'alpha', ''],
      ['at.second.example', 'Beta', 'ann'],
    ] as const) {
      await stage.post('/api/v1/accounts', { body: { account, name } });
      await stage.post(`/api/v1/accounts/${account}/mark`, { body: { owner } });
    }
  });

  test('is filtered, sorted, counted and cut by every face alike', async () => {
    const where = 'owner == null || contacts == 5';
    const words = ['--where', where, '--sort', '-name', '--count', '--fields', 'name', '--fields', 'contacts'];
    const told = await byCommandLine('account', 'list', ...words);
    expect(told).toEqual({
      accounts: [
        { id: 'x.example', name: 'Zeta', contacts: 5 },
        { id: 'at.first.example', name: 'alpha', contacts: 0 },
      ],
      next: null,
      total: 2,
    });
    const query = new URLSearchParams({ where, sort: '-name', count: 'true' });
    for (const field of ['name', 'contacts']) query.append('fields', field);
    expect((await stage.get(`/api/v1/accounts?${query}`)).body).toEqual(told);
    expect((await accountsAsked({ count: 'true' })).body.total).toBe(3);
    const all = await accountsAsked({ where: 'status == "none"', sort: 'name' });
    expect(ids(all.body)).toEqual(['at.first.example', 'at.second.example', 'x.example']);
  });

  test('goes on from page to page, also after ids that begin like the mark of a place', async () => {
    for (const words of [{}, { where: 'customer == false' }, { sort: '-id' }, { sort: 'name' }]) {
      const found: string[] = [];
      for (let after = ''; found.length < 9; ) {
        const { body } = await accountsAsked({ ...words, limit: '1', after });
        found.push(...ids(body));
        if (body.next === null) break;
        after = String(body.next);
      }
      const expected = ['at.first.example', 'at.second.example', 'x.example'];
      expect(found).toEqual('sort' in words && words.sort === '-id' ? expected.toReversed() : expected);
    }
  });

  test('says what is worked out for each row, and what to ask instead', async () => {
    const { status, body } = await accountsAsked({ where: 'health > 50' });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'bad-filter',
      detail: expect.stringContaining('character 1: "health" is worked'),
    });
    expect(JSON.stringify(body)).toContain('--health');
    expect((await accountsAsked({ sort: '-coverage' })).body.code).toBe('bad-sort');
    const { fields } = (await stage.get('/api/v1/lists/account')).body as { fields: { name: string }[] };
    expect(fields.map(({ name }) => name)).toContain('account.status');
  });
});

describe('a saved view', () => {
  const view = { name: 'Germany', where: 'country == "DE"', sort: '-employees', columns: ['name', 'owner'] };
  const save = (body: object, key: string) => stage.post('/api/v1/views/Germany/save', { body, key });
  const seenBy = async (key: string) => (await stage.get('/api/v1/views?list=lead', { key })).body.views;

  test('is private to whoever saved it, until it is shared with all who work there', async () => {
    const [ann, bob, elsewhere] = [
      await stage.key('operator'),
      await stage.key('viewer'),
      await stage.key('viewer', 'other'),
    ];
    const { name: _, ...words } = view;
    expect(await save(words, ann)).toMatchObject({ status: 200, body: { ...view, shared: false } });
    expect(await seenBy(ann)).toMatchObject([view]);
    expect(await seenBy(bob)).toEqual([]);
    await save({ ...words, shared: true }, ann);
    expect(await seenBy(bob)).toMatchObject([{ ...view, shared: true }]);
    expect(await seenBy(elsewhere)).toEqual([]);
    const told = (await stage.get(asked({ where: view.where, sort: view.sort }), { key: bob })).body;
    expect(emails(told.leads)).toBe('30');
    const gone = await stage.post('/api/v1/views/Germany/delete', { body: { shared: true }, key: ann });
    expect(gone.body).toEqual({ deleted: true });
    expect(await seenBy(bob)).toEqual([]);
    expect((await stage.post('/api/v1/views/Germany/delete', { body: { shared: true }, key: ann })).body.code).toBe(
      'no-such-view',
    );
  });

  test('that no list could show is refused when it is saved', async () => {
    const key = await stage.key('operator');
    expect((await save({ where: 'contry == "DE"' }, key)).body.code).toBe('bad-filter');
    expect((await save({ sort: 'standing.score' }, key)).body.code).toBe('bad-sort');
    expect(await save({ sort: 'standing.score', words: { campaign: 'spring' } }, key)).toMatchObject({ status: 200 });
    expect((await save({}, await stage.key('viewer'))).status).toBe(403);
  });
});
