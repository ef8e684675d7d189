/** An opt-out that HubSpot tells by its own id alone, of somebody who did not come from there: it is asked who that is. */
import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { hookDesk } from '../../src/engine/react/hooks.ts';
import { type HubspotServer, startHubspot } from '../../src/testing/providers/hubspot-server.ts';
import type { Stage } from '../pipeline/stage.ts';
import { environment, openConnected } from './stage.ts';

let stage: Stage;
let crm: HubspotServer;
afterEach(async () => {
  await stage.close();
  await crm.close();
});

test('the address is refused, of a lead and of whoever is none yet', async () => {
  stage = await openConnected();
  crm = await startHubspot({ token: 'pat-1' });
  environment.HUBSPOT_TOKEN = 'pat-1';
  environment.HUBSPOT_SECRET = 'client-secret-of-this-test';
  const env = { token: 'HUBSPOT_TOKEN', signing: 'HUBSPOT_SECRET' };
  const wish = { name: 'hub', provider: 'hubspot', set: { baseUrl: crm.url }, env, test: false };
  const { connection } = (await stage.run('connection add', wish)) as { connection: { id: string } };
  const file = stage.file('leads.csv', 'First Name,Email,Country\nAnn,ann@acme.example,US\n');
  await stage.run('import', { file, basis: 'consent' });
  for (const [id, email] of [
    ['7', 'ann@acme.example'],
    ['8', 'new@acme.example'],
  ] as const)
    crm.contacts.push({ id, properties: { email }, contacts: [] });
  const told = ['7', '8', '9'].map((objectId, eventId) => ({
    ...{ subscriptionType: 'contact.propertyChange', propertyName: 'hs_email_optout', propertyValue: 'true' },
    ...{ objectId, eventId, subscriptionId: 1, occurredAt: stage.clock.now() },
  }));
  const body = Buffer.from(JSON.stringify(told));
  const proof = createHash('sha256').update(environment.HUBSPOT_SECRET).update(body).digest('hex');
  const at = { provider: 'hubspot', connection: connection.id, path: `/hooks/hubspot/${connection.id}` };
  const call = { ...at, method: 'POST', headers: { 'x-hubspot-signature': proof }, body };
  expect(await hookDesk(stage.engine, [])(call)).toEqual({ kind: 'taken' });
  expect(stage.sql('SELECT value, channel FROM suppression ORDER BY value')).toEqual([
    { value: 'ann@acme.example', channel: 'email' },
    { value: 'new@acme.example', channel: 'email' },
  ]);
  expect(stage.count("SELECT COUNT(*) FROM event WHERE kind = 'opted-out'")).toBe(1);
});
