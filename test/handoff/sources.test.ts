/** Contacts of CRMs as leads: with what they refused, within the rate, and going on where a reading broke off. */
import { afterEach, expect, test } from 'vitest';
import type { ApiServer } from '../../src/testing/providers/api-server.ts';
import { startHighlevelCrm } from '../../src/testing/providers/highlevel-crm-server.ts';
import { startHubspot } from '../../src/testing/providers/hubspot-server.ts';
import { environment, openConnected } from '../connections/stage.ts';
import type { Row, Stage } from '../pipeline/stage.ts';

let stage: Stage;
let server: ApiServer;
afterEach(async () => {
  await stage.close();
  await server.close();
});

async function highlevel(options: Partial<Parameters<typeof startHighlevelCrm>[0]> = {}, set: Row = {}) {
  stage = await openConnected();
  const crm = await startHighlevelCrm({ location: 'loc1', token: 'pit-1', ...options });
  server = crm;
  environment.SOURCE_TOKEN = 'pit-1';
  const settings = { location: 'loc1', baseUrl: crm.url, harvest: 'yes', basis: 'consent', ...set };
  const env = { token: 'SOURCE_TOKEN' };
  await stage.run('connection add', { name: 'crm', provider: 'highlevel', set: settings, env, test: false });
  return crm;
}

function fill(contacts: Map<string, { readonly id: string }>, count: number): void {
  for (let i = 1; i <= count; i++) {
    const id = `c${String(i).padStart(5, '0')}`;
    contacts.set(id, {
      id,
      ...{ firstName: 'Ann', lastName: `No${i}`, email: `ann${i}@acme.example`, tags: ['warm'] },
    });
  }
}

const harvest = (input: Row = {}) => stage.run('harvest', { limit: 100_000, ...input });
const refusals = () => stage.sql("SELECT channel, value FROM suppression WHERE kind <> 'lead' ORDER BY value, channel");

test('nobody comes in without what they refused, which the list of contacts leaves out', async () => {
  const crm = await highlevel();
  fill(crm.contacts, 3);
  crm.contacts.set('c00001', { ...crm.contacts.get('c00001'), id: 'c00001', dnd: true });
  const sms = { SMS: { status: 'active' }, Email: { status: 'inactive' } };
  crm.contacts.set('c00002', { ...crm.contacts.get('c00002'), id: 'c00002', phone: '+12025550102', dndSettings: sms });
  crm.customFields.push({ id: 'f1', name: 'Course price' });
  crm.contacts.set('c00003', {
    ...crm.contacts.get('c00003'),
    id: 'c00003',
    customFields: [{ id: 'f1', value: '900' }],
  });
  expect(await harvest()).toMatchObject({ created: 3, failed: 0 });
  expect(refusals().map(({ channel, value }) => `${channel} ${value}`)).toEqual([
    'sms +12025550102',
    'all ann1@acme.example',
  ]);
  expect(stage.sql("SELECT attributes FROM lead WHERE email = 'ann3@acme.example'")[0]?.attributes).toContain('"900"');
  expect(stage.count("SELECT COUNT(*) FROM lead WHERE basis = 'consent'")).toBe(3);
});

test('a location of many contacts is read within its rate, and a second reading hears what was refused since', async () => {
  const crm = await highlevel({ rate: { calls: 100, spanMs: 250 } });
  fill(crm.contacts, 350);
  expect(await harvest()).toMatchObject({ created: 350, failed: 0 });
  expect(crm.replies.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(8);
  expect(crm.calls.filter(({ path }) => path.endsWith('/customFields'))).toHaveLength(1);
  fill(crm.contacts, 355);
  crm.contacts.set('c00009', { ...crm.contacts.get('c00009'), id: 'c00009', dnd: true });
  expect(await harvest()).toMatchObject({ created: 5, merged: 1, unchanged: 349, failed: 0 });
  expect(refusals()).toEqual([{ channel: 'all', value: 'ann9@acme.example' }]);
});

test('a reading that breaks off goes on where it was; the limit of a run is kept', async () => {
  let broken = false;
  const crm = await highlevel({ fault: () => (broken ? 'broken' : null) });
  fill(crm.contacts, 250);
  expect(await harvest({ limit: 100 })).toMatchObject({ discovered: 100 });
  broken = true;
  expect(await harvest()).toMatchObject({ discovered: 0, failed: 1, errors: [{ source: 'crm', code: 'server-busy' }] });
  broken = false;
  expect(await harvest()).toMatchObject({ discovered: 150, created: 150 });
});

test('a contact that is deleted meanwhile, or told in a form that nobody knows, keeps none of the others out', async () => {
  const crm = await highlevel({
    fault: (call) => {
      if (call === 'GET /contacts/c00002') crm.contacts.delete('c00002');
      return null;
    },
  });
  fill(crm.contacts, 130);
  crm.contacts.set('c00003', { ...crm.contacts.get('c00003'), id: 'c00003', dndSettings: { SMS: { status: 7 } } });
  expect(await harvest()).toMatchObject({
    ...{ created: 128, rejected: 1, failed: 0 },
    errors: [{ source: 'crm', code: 'source-unreadable', message: expect.stringContaining('contact c00003') }],
  });
});

test('a location that names a next contact after its last one is read from the beginning the next time', async () => {
  const crm = await highlevel({ namesNext: 'always' });
  fill(crm.contacts, 200);
  expect(await harvest()).toMatchObject({ created: 200, failed: 0 });
  crm.contacts.set('c00009', { ...crm.contacts.get('c00009'), id: 'c00009', dnd: true });
  expect(await harvest()).toMatchObject({ merged: 1, unchanged: 199, failed: 0 });
  expect(refusals()).toEqual([{ channel: 'all', value: 'ann9@acme.example' }]);
});

test('a location whose pages lead round is told, and not asked for ever', async () => {
  const crm = await highlevel({ namesNext: 'first' });
  fill(crm.contacts, 300);
  expect(await harvest({ limit: 2_000 })).toMatchObject({
    ...{ created: 101, failed: 1, errors: [{ source: 'crm', code: 'harvest-loops' }] },
  });
});

test('a connection fetches no leads until somebody says so', async () => {
  const crm = await highlevel({}, { harvest: 'no' });
  fill(crm.contacts, 1);
  await expect(harvest()).rejects.toMatchObject({ code: 'no-source-configured' });
  expect(crm.calls).toHaveLength(0);
});

test('contacts of HubSpot come in with their opt-outs, page by page', async () => {
  stage = await openConnected();
  const crm = await startHubspot({ token: 'pat-1' });
  server = crm;
  environment.SOURCE_TOKEN = 'pat-1';
  const set = { baseUrl: crm.url, harvest: 'yes' };
  await stage.run('connection add', { name: 'hub', provider: 'hubspot', set, env: { token: 'SOURCE_TOKEN' } });
  for (let i = 0; i < 250; i++) {
    const properties = {
      email: `bob${i}@acme.example`,
      firstname: 'Bob',
      jobtitle: 'CTO',
      hs_email_optout: i === 7 ? 'true' : '',
    };
    crm.contacts.push({ id: String(i), properties, contacts: [] });
  }
  expect(await harvest()).toMatchObject({ created: 250, failed: 0 });
  expect(refusals()).toEqual([{ channel: 'email', value: 'bob7@acme.example' }]);
  expect(stage.count("SELECT COUNT(*) FROM lead WHERE title = 'CTO'")).toBe(250);
  expect(await harvest()).toMatchObject({ discovered: 250, unchanged: 250 });
});
