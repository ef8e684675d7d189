/** Known leads completed: only what lacks, within the budget, each value with its source; numbers that come later; figures by source. */
import { afterEach, expect, test } from 'vitest';
import { allOperations } from '../../src/engine/operations/table.ts';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { buildHttp } from '../../src/http/app.ts';
import { makeConnector } from '../../src/instance/connector.ts';
import { type ApolloServer, type ApolloServerOptions, startApollo } from '../../src/testing/providers/apollo-server.ts';
import { environment, openConnected } from '../connections/stage.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { type Row, SENDER, type Stage } from '../pipeline/stage.ts';

let stage: Stage;
let apollo: ApolloServer;
let app: ReturnType<typeof buildHttp>;
afterEach(async () => {
  await app.close();
  await stage.close();
  await apollo.close();
});

const PUBLIC = 'https://go.sender.example';
const ANN = {
  ...{
    id: 'p-ann',
    first_name: 'Ann',
    last_name: 'Lee',
    title: 'CEO',
    email: 'ann@acme.example',
    phone: '+12025550111',
  },
  organization: { name: 'Acme', primary_domain: 'acme.example', industry: 'construction', estimated_num_employees: 40 },
};
const BOB = { id: 'p-bob', first_name: 'Bob', last_name: 'Ray', title: 'CTO', email: 'bob@bolt.example' };
const LEADS = `First Name,Last Name,Email,Title,Company Domain
Ann,Lee,ann@acme.example,Boss,acme.example
Bob,Ray,bob@bolt.example,,
Nora,,nora@nobody.example,,
Sam,,,,
`;

async function open(options: Partial<ApolloServerOptions> = {}, set: Row = {}): Promise<void> {
  apollo = await startApollo({ apiKey: 'key-1', people: [ANN, BOB], ...options });
  stage = await openConnected({ connector: makeConnector(PUBLIC), publicUrl: PUBLIC, operations: allOperations });
  environment.APOLLO_KEY = 'key-1';
  environment.APOLLO_CALLBACK = 'a-callback-of-this-test';
  const settings = { enrich: 'yes', baseUrl: apollo.url, creditsPerRun: '100', creditsPerMonth: '1000', ...set };
  const env = { apiKey: 'APOLLO_KEY', callback: 'APOLLO_CALLBACK' };
  await stage.run('connection add', { name: 'more', provider: 'apollo', set: settings, env, test: false });
  await stage.run('import', { file: stage.file('leads.csv', LEADS), basis: 'consent' });
  app = buildHttp(publicHouse(stage.engine, () => true));
}

const enrich = async (input: Row = {}) =>
  ((await stage.run('lead enrich', { want: ['title'], ...input })) as { sources: Row[] }).sources;
const show = (lead: string) => stage.run('lead show', { lead });
const asked = () =>
  apollo.calls.flatMap(({ path, body }) => (path === '/people/bulk_match' ? JSON.parse(body).details : []));

test('only who lacks what is wanted is asked about, and only what is empty is filled in', async () => {
  await open();
  expect(await enrich()).toEqual([
    { source: 'more', asked: 2, found: 1, filled: 1, credits: 1, stopped: null, error: null },
  ]);
  expect(asked()).toMatchObject([{ email: 'bob@bolt.example', first_name: 'Bob' }, { email: 'nora@nobody.example' }]);
  expect(await show('bob@bolt.example')).toMatchObject({
    title: 'CTO',
    origins: { title: { source: 'apollo', at: '2026-03-03T15:00:00.000Z' } },
  });
  expect(await show('ann@acme.example')).toMatchObject({ title: 'Boss', origins: {} });
  await enrich({ want: ['industry'] });
  expect(await show('ann@acme.example')).toMatchObject({
    ...{ title: 'Boss', industry: 'construction', employees: 40 },
    origins: { industry: { source: 'apollo' }, employees: { source: 'apollo' } },
  });
});

test('why a lead was decided on so is told with where its facts are from', async () => {
  await open();
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await enrich();
  await stage.run('assess');
  const { facts } = (await stage.run('explain', { lead: 'bob@bolt.example' })) as { facts: Row };
  expect(facts.origins).toMatchObject({ title: { source: 'apollo' } });
  const ann = (await stage.run('explain', { lead: 'ann@acme.example' })) as { facts: Row };
  expect(ann.facts).not.toHaveProperty('origins');
});

test('who was asked about is not asked about again until it is long ago', async () => {
  await open();
  await enrich();
  expect(await enrich()).toMatchObject([{ asked: 0, credits: 0 }]);
  stage.clock.moveTo(stage.clock.now() + 91 * 86_400_000);
  expect(await enrich()).toMatchObject([{ asked: 1, found: 0 }]);
});

test('who refused everything is not bought more of', async () => {
  await open();
  await stage.run('suppress add', { value: 'bob@bolt.example' });
  expect(await enrich()).toMatchObject([{ asked: 1, found: 0 }]);
});

test('the budget is shown before, and kept', async () => {
  await open({}, { creditsPerRun: '1' });
  expect(await enrich({ dryRun: true })).toMatchObject([{ asked: 1, credits: 1, stopped: 'source-run-spent' }]);
  expect(apollo.calls).toEqual([]);
  expect(await enrich()).toMatchObject([{ asked: 1, credits: 1, stopped: 'source-run-spent' }]);
  expect(apollo.charged()).toBe(1);
});

test('who is erased while Apollo answers is not brought back, and the others are completed', async () => {
  await open({ people: [ANN, BOB, { ...BOB, id: 'p-nora', first_name: 'Nora', email: 'nora@nobody.example' }] });
  const { sources: verbs } = stage.engine.store;
  const { settle } = verbs;
  const eraseFirst = async (told: Parameters<typeof settle>[0]) => {
    await stage.run('person erase', { lead: 'bob@bolt.example', yes: true });
    return settle(told);
  };
  Object.assign(verbs, { settle: eraseFirst });
  expect(await enrich()).toMatchObject([{ asked: 2, found: 2, filled: 1, error: null }]);
  expect(await show('nora@nobody.example')).toMatchObject({ title: 'CTO' });
  expect(stage.count('SELECT COUNT(*) FROM lead')).toBe(3);
});

test('a routine completes leads at night, within the same limits', async () => {
  await open({}, { creditsPerRun: '1' });
  const input = JSON.stringify({ want: ['title'] });
  await stage.run('routine add', { name: 'complete', operation: 'lead enrich', input, cron: '0 3 * * *' });
  await stage.run('routine run', { name: 'complete' });
  expect(await show('bob@bolt.example')).toMatchObject({ title: 'CTO' });
  expect(apollo.charged()).toBe(1);
});

test('what is told of one lead and is another’s address is looked at by a person', async () => {
  await open({ people: [{ ...BOB, email: 'ann@acme.example', linkedin_url: 'https://www.linkedin.com/in/bobray' }] });
  await stage.run('lead add', { set: { linkedinUrl: 'https://www.linkedin.com/in/bobray', firstName: 'Bob' } });
  await enrich({ want: ['email'] });
  const reasons = stage.sql('SELECT reasons FROM review_pair ORDER BY score DESC').map((row) => String(row.reasons));
  expect(reasons[0]).toContain('same-email');
  expect(stage.sql("SELECT full_name FROM lead WHERE email = 'ann@acme.example'")).toEqual([{ full_name: 'Ann Lee' }]);
  expect(stage.sql("SELECT title, email FROM lead WHERE linkedin_url LIKE '%bobray'")).toEqual([
    { title: 'CTO', email: null },
  ]);
  expect(stage.count('SELECT COUNT(*) FROM lead')).toBe(5);
});

test('numbers come later, by a call that is proven, once however often it is told', async () => {
  await open({}, { phones: 'yes' });
  await enrich({ want: ['phone'] });
  expect(stage.sql('SELECT state, most, credits FROM source_spend')).toEqual([
    { state: 'waiting', most: 18, credits: 2 },
  ]);
  const [telling] = apollo.tellings;
  const { pathname, search, origin } = new URL(telling?.url ?? '');
  expect(origin).toBe(PUBLIC);
  const tell = (query: string) =>
    app.inject({ method: 'POST', url: pathname + query, payload: telling?.body as object });
  expect((await tell('')).statusCode).toBe(401);
  expect((await tell(search.replace(/proof=./, 'proof=x'))).statusCode).toBe(403);
  for (let i = 0; i < 2; i++) expect((await tell(search)).statusCode).toBe(204);
  expect(stage.sql('SELECT phone FROM lead WHERE phone IS NOT NULL')).toEqual([{ phone: '+12025550111' }]);
  expect(stage.sql('SELECT state, credits FROM source_spend')).toEqual([{ state: 'settled', credits: 10 }]);
  expect(apollo.charged()).toBe(10);
  expect(await show('ann@acme.example')).toMatchObject({ origins: { phone: { source: 'apollo' } } });
});

test('a call that never comes is asked after, by the id of 64 bits that it has', async () => {
  await open({}, { phones: 'yes' });
  await enrich({ want: ['phone'] });
  await enrich({ want: ['phone'] });
  expect(stage.sql('SELECT state, request FROM source_spend')).toEqual([
    { state: 'waiting', request: '-1039995589705121907' },
  ]);
  apollo.ripen();
  await enrich({ want: ['phone'] });
  expect(stage.sql('SELECT state, credits FROM source_spend')).toEqual([{ state: 'settled', credits: 10 }]);
  expect(stage.count('SELECT COUNT(*) FROM lead WHERE phone IS NOT NULL')).toBe(1);
});

test('numbers of whom nobody here is any more make no lead', async () => {
  await open({}, { phones: 'yes' });
  await enrich({ want: ['phone'] });
  await stage.run('person erase', { lead: 'ann@acme.example', yes: true });
  const [telling] = apollo.tellings;
  const { pathname, search } = new URL(telling?.url ?? '');
  const answer = await app.inject({ method: 'POST', url: pathname + search, payload: telling?.body as object });
  expect(answer.statusCode).toBe(204);
  expect(stage.count('SELECT COUNT(*) FROM lead WHERE phone IS NOT NULL')).toBe(0);
  expect(stage.count('SELECT COUNT(*) FROM lead')).toBe(3);
});

test('without an address that it could call no numbers are paid for', async () => {
  await open({}, { phones: 'yes', callbackUrl: 'http://go.sender.example/hooks' });
  expect(await enrich({ want: ['phone'] })).toMatchObject([{ error: { code: 'source-no-callback' } }]);
  expect(apollo.calls).toEqual([]);
});

test('an import that is taken back takes its sources of values with it, and nobody who gave permission since', async () => {
  await open();
  const more = 'Email,Industry\nann@acme.example,roofing\nnew@new.example,\n';
  const done = await stage.run('import', { file: stage.file('more.csv', more), basis: 'legitimate-interest' });
  expect(await show('ann@acme.example')).toMatchObject({
    industry: 'roofing',
    origins: { industry: { source: 'csv' } },
  });
  environment.FORM_TOKEN = 'a-token-in-the-page';
  const env = { token: 'FORM_TOKEN' };
  await stage.run('connection add', { name: 'offer', provider: 'form', set: { basis: 'consent' }, env, test: false });
  const { hook } = (await stage.run('connection show', { connection: 'offer' })) as { hook: string };
  const url = `${new URL(hook).pathname}?token=a-token-in-the-page`;
  expect((await app.inject({ method: 'POST', url, payload: 'Email=new%40new.example' })).statusCode).toBe(204);
  await stage.run('import undo', { import: done.importId });
  expect(stage.sql("SELECT industry FROM lead WHERE email = 'ann@acme.example'")).toEqual([{ industry: null }]);
  expect(stage.count('SELECT COUNT(*) FROM lead_origin')).toBe(0);
  expect(await show('new@new.example')).toMatchObject({ basis: 'consent', permission: [{ source: 'form offer' }] });
});

test('figures by source: what came, what became of it, what it cost', async () => {
  await open({}, { harvest: 'yes' });
  await stage.run('harvest', { limit: 10 });
  await stage.run('lead add', { set: { email: 'eve@hand.example' } });
  await stage.run('event record', { lead: 'bob@bolt.example', kind: 'replied', text: 'Yes, please' });
  const { order, sources } = (await stage.run('source list')) as { order: string[]; sources: Row[] };
  expect(order).toEqual(['more']);
  expect(sources).toMatchObject([
    {
      source: 'apollo',
      by: ['more'],
      came: 2,
      created: 0,
      merged: 2,
      leads: 0,
      credits: { month: 2, total: 2, open: 0 },
    },
    { source: 'csv', came: 4, created: 4, leads: 4, replied: 1, credits: null },
    { source: 'manual', came: 1, created: 1, leads: 1 },
  ]);
  expect(await stage.run('source show', { source: 'more' })).toMatchObject({ source: 'apollo' });
  await expect(stage.run('source show', { source: 'nowhere' })).rejects.toMatchObject({ code: 'no-such-source' });
});
