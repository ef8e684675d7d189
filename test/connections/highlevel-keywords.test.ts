/** STOP by text that HighLevel hears: it names the person by its own id alone, and is asked who that is. */
import { afterEach, expect, test } from 'vitest';
import { hookDesk } from '../../src/engine/react/hooks.ts';
import { type HighlevelCrmServer, startHighlevelCrm } from '../../src/testing/providers/highlevel-crm-server.ts';
import type { Stage } from '../pipeline/stage.ts';
import { environment, openConnected } from './stage.ts';

const ANN = '+12125550101';
let stage: Stage;
let crm: HighlevelCrmServer;
let connection = '';
let isDown = false;
afterEach(async () => {
  await stage.close();
  await crm.close();
});

async function begin(): Promise<void> {
  stage = await openConnected({ log: { info: () => undefined, error: () => undefined } });
  crm = await startHighlevelCrm({
    ...{ location: 'loc1', token: 'pit-1' },
    fault: (call) => (isDown && call.startsWith('GET /contacts/') ? 'broken' : null),
  });
  environment.HIGHLEVEL_TOKEN = 'pit-1';
  environment.HIGHLEVEL_SIGNING = 'a-secret-of-this-test';
  const set = { location: 'loc1', baseUrl: crm.url };
  const env = { token: 'HIGHLEVEL_TOKEN', signing: 'HIGHLEVEL_SIGNING' };
  const added = await stage.run('connection add', { name: 'crm', provider: 'highlevel', set, env, test: false });
  connection = (added as { connection: { id: string } }).connection.id;
  const rows = `First Name,Phone,Email,Country,State,Industry\nAnn,${ANN},ann@acme.example,US,NY,Software\n`;
  await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
}

function texted(body: string, contactId: string) {
  const told = { type: 'InboundMessage', webhookId: body, messageType: 'SMS', direction: 'inbound', contactId, body };
  const path = `/hooks/highlevel/${connection}`;
  const headers = { 'x-rekindle-secret': 'a-secret-of-this-test', 'content-type': 'application/json' };
  const call = { provider: 'highlevel', connection, method: 'POST', path, headers };
  return hookDesk(stage.engine, [])({ ...call, body: Buffer.from(JSON.stringify(told)) });
}

const refusals = () => stage.sql('SELECT value, channel, reason FROM suppression');

test('a lead that did not come from HighLevel is known by its number', async () => {
  await begin();
  crm.contacts.set('contact1', { id: 'contact1', phone: ANN });
  expect(await texted('STOP', 'contact1')).toEqual({ kind: 'taken' });
  expect(refusals()).toEqual([{ value: ANN, channel: 'sms', reason: 'stop-keyword' }]);
  expect(stage.count(`SELECT COUNT(*) FROM event WHERE kind = 'opted-out'`)).toBe(1);
});

test('of whoever is no lead the number is refused', async () => {
  await begin();
  crm.contacts.set('contact2', { id: 'contact2', phone: '+12125550999' });
  await texted('STOP', 'contact2');
  expect(refusals()).toEqual([{ value: '+12125550999', channel: 'sms', reason: 'stop-keyword' }]);
});

test('STOP of whom HighLevel cannot tell just now is asked to come again; an answer is passed over', async () => {
  await begin();
  crm.contacts.set('contact1', { id: 'contact1', phone: ANN });
  isDown = true;
  expect(await texted('STOP', 'contact1')).toEqual({ kind: 'later', afterMs: 10_000 });
  expect(await texted('Hello', 'contact1')).toEqual({ kind: 'taken' });
  isDown = false;
  expect(await texted('STOP', 'contact1')).toEqual({ kind: 'taken' });
  expect(refusals()).toEqual([{ value: ANN, channel: 'sms', reason: 'stop-keyword' }]);
});

test('whom HighLevel does not know either changes nothing', async () => {
  await begin();
  expect(await texted('STOP', 'contact3')).toEqual({ kind: 'taken' });
  expect(refusals()).toEqual([]);
});
