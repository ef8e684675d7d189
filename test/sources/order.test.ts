/** Several sources in an order: the next gives what the one before could not, for want of credits, people or a login. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../src/engine/clock.ts';
import { makeConnector } from '../../src/instance/connector.ts';
import { folderSource } from '../../src/sources/folder/adapter.ts';
import { FolderSettingsSchema } from '../../src/sources/folder/settings.ts';
import { localFiles } from '../../src/sources/table/files.ts';
import { type ApolloServer, startApollo } from '../../src/testing/providers/apollo-server.ts';
import { type HubspotServer, startHubspot } from '../../src/testing/providers/hubspot-server.ts';
import { environment, openConnected } from '../connections/stage.ts';
import type { Row, Stage } from '../pipeline/stage.ts';

let stage: Stage;
let apollo: ApolloServer;
let hubspot: HubspotServer;
afterEach(async () => {
  await stage.close();
  await apollo.close();
  await hubspot.close();
});

const person = (i: number) => ({
  ...{ id: `p${i}`, first_name: `Ann${i}`, last_name: 'Lee', email: `ann${i}@acme.example`, title: 'CEO' },
});

async function open(apolloKey = 'key-1'): Promise<void> {
  apollo = await startApollo({ apiKey: 'key-1', people: Array.from({ length: 20 }, (_, i) => person(i)) });
  hubspot = await startHubspot({ token: 'pat-1' });
  for (let i = 0; i < 30; i++) {
    const properties = { email: i < 3 ? `ann${i}@acme.example` : `bob${i}@hub.example`, firstname: 'Bob' };
    hubspot.contacts.push({ id: String(i), properties, contacts: [] });
  }
  stage = await openConnected({ connector: makeConnector('https://go.sender.example'), leadSources: [] });
  mkdirSync(join(stage.folder, 'inbox'));
  const settings = FolderSettingsSchema.parse({ folder: join(stage.folder, 'inbox'), settleSeconds: 0 });
  const clock = { now: () => systemClock.now() + 1_000 };
  Object.assign(stage.engine.parts, {
    leadSources: [folderSource(settings, { openLeads: localFiles.openLeads, clock })],
  });
  stage.file('inbox/drop.csv', 'Email\neve1@drop.example\neve2@drop.example\n');
  environment.APOLLO_KEY = apolloKey;
  environment.HUB_TOKEN = 'pat-1';
  const set = { harvest: 'yes', baseUrl: apollo.url, creditsPerRun: '7', creditsPerMonth: '100' };
  await stage.run('connection add', {
    name: 'buyers',
    provider: 'apollo',
    set,
    env: { apiKey: 'APOLLO_KEY' },
    test: false,
  });
  const hub = { harvest: 'yes', baseUrl: hubspot.url };
  await stage.run('connection add', { name: 'hub', provider: 'hubspot', set: hub, env: { token: 'HUB_TOKEN' } });
}

const figures = async () =>
  Object.fromEntries(
    ((await stage.run('source list')) as { sources: Row[] }).sources.map(({ source, created, merged, unchanged }) => [
      source,
      [created, merged, unchanged],
    ]),
  );

test('PIPE-2 a folder, people for credits and a CRM fill one limit in their order; the credits stop one, the next goes on', async () => {
  await open();
  await stage.run('lead add', { set: { email: 'ann1@acme.example' } });
  expect((await stage.run('source list')) as Row).toMatchObject({ order: ['inbox', 'buyers', 'hub'] });
  const report = await stage.run('harvest', { limit: 20 });
  expect(report).toMatchObject({
    ...{ tried: 3, succeeded: 3, discovered: 20, created: 16, merged: 4 },
    sources: [
      { source: 'inbox', state: 'done' },
      { source: 'buyers', state: 'done', credits: 7, stopped: 'source-run-spent' },
      { source: 'hub', state: 'done' },
    ],
  });
  expect(await figures()).toMatchObject({ inbox: [2, 0, 0], apollo: [6, 1, 0], manual: [1, 0, 0] });
  expect(stage.count('SELECT COUNT(*) FROM lead')).toBe(17);
});

test('PIPE-1 a source whose login is refused is told by name, and costs the others nothing', async () => {
  await open('wrong');
  expect(await stage.run('harvest', { limit: 20 })).toMatchObject({
    ...{ tried: 3, failed: 1, created: 20, errors: [{ source: 'buyers', code: 'login-refused' }] },
  });
});

test('sources are asked in the order in which they are named', async () => {
  await open();
  const report = await stage.run('harvest', { limit: 30, source: ['hub', 'buyers'] });
  expect(report).toMatchObject({
    sources: [
      { source: 'hub', state: 'done' },
      { source: 'buyers', state: 'not-asked' },
    ],
  });
  await stage.run('harvest', { limit: 30, source: ['buyers'] });
  expect(apollo.charged()).toBe(7);
});

test('the nightly routine asks them in the same order, within the same limits', async () => {
  await open();
  await stage.run('routine run', { name: 'harvest' });
  const [{ details } = { details: '{}' }] = stage.sql("SELECT details FROM routine_run WHERE routine = 'harvest'");
  expect(JSON.parse(String(details))).toMatchObject({ tried: 3, failed: 0 });
  expect(apollo.charged()).toBe(7);
});
