/** Hand-offs to HubSpot: one contact, one note, one deal, whatever is lost on the way, and nothing of a person’s overwritten. */
import { afterEach, describe, expect, test } from 'vitest';
import { handOffsUntilIdle } from '../../src/engine/handoff/deliver.ts';
import type { SendFault } from '../../src/testing/providers/api-server.ts';
import { type HubspotServer, startHubspot } from '../../src/testing/providers/hubspot-server.ts';
import { environment } from '../connections/stage.ts';
import type { Row, Stage } from '../pipeline/stage.ts';
import { heat, openHot, sends } from './stage.ts';

let stage: Stage;
let crm: HubspotServer;
afterEach(async () => {
  await stage.close();
  await crm.close();
});

const MINUTE_MS = 60_000;
const POINTS = [
  ...['POST /crm/v3/objects/contacts/batch/upsert', 'PATCH /crm/v3/objects/contacts/101', 'POST /crm/v3/objects/notes'],
  ...['POST /crm/v3/objects/deals', 'POST /crm/v3/properties/contacts'],
];

async function openWith(fault: (call: string) => SendFault = () => null, set: Row = {}): Promise<void> {
  stage = await openHot({ live: true });
  crm = await startHubspot({ token: 'pat-1', fault });
  environment.HUBSPOT_TOKEN = 'pat-1';
  const settings = { baseUrl: crm.url, pipeline: 'default', stage: 'appointmentscheduled', ...set };
  await stage.run('connection add', {
    name: 'crm',
    provider: 'hubspot',
    set: settings,
    env: { token: 'HUBSPOT_TOKEN' },
  });
  await stage.run('team set', { name: 'sales', member: ['eve@team.example'], target: ['crm'] });
}

async function deliver(): Promise<void> {
  for (let round = 0; round < 8; round++) {
    await handOffsUntilIdle(stage.engine);
    stage.clock.moveTo(stage.clock.now() + 20 * MINUTE_MS);
  }
}

const made = () => [crm.contacts.length, crm.notes.length, crm.deals.length];

test('a hand-off is a contact with our properties, a note that says why, and a deal', async () => {
  await openWith(undefined, { fields: 'industry=Industry', assign: 'eve@team.example=77' });
  await heat(stage);
  await deliver();
  expect(sends(stage)).toEqual(['crm sent']);
  expect(crm.contacts[0]?.properties).toMatchObject({
    ...{ email: 'ann@acme.example', firstname: 'Ann', company: 'Acme', hubspot_owner_id: '77', industry: 'Software' },
    rekindle_team: 'sales',
  });
  expect(crm.notes[0]?.properties.hs_note_body).toMatch(/signal “hot”.*\[rekindle ho_/);
  expect(crm.deals[0]).toMatchObject({
    contacts: [crm.contacts[0]?.id],
    properties: { dealstage: 'appointmentscheduled' },
  });
});

test('what a person wrote there stays', async () => {
  await openWith();
  crm.contacts.push({ id: '7', properties: { email: 'ann@acme.example', firstname: 'Anna' }, contacts: [] });
  await heat(stage);
  await deliver();
  expect(crm.contacts[0]?.properties).toMatchObject({ firstname: 'Anna', lastname: 'Lee' });
  expect(made()).toEqual([1, 1, 1]);
});

test('replayed three times it is one contact, one note, one deal', async () => {
  await openWith();
  await heat(stage);
  await deliver();
  const [{ id } = { id: '' }] = (await stage.run('handoff list')).handOffs as { id: string }[];
  // As after a backup that was made before it left: nothing of what the CRM gave is known any more.
  for (let time = 0; time < 3; time++) {
    const change = (of: { sends: readonly object[] }) => ({
      ...of,
      sends: of.sends.map((send) => ({ ...send, state: 'queued', receipt: {} })),
    });
    await stage.engine.store.handOffs.change({ workspaceId: 'main', id, decide: change as never });
    await deliver();
  }
  expect([sends(stage), made()]).toEqual([['crm sent'], [1, 1, 1]]);
});

describe.each([
  'lose-answer',
  'broken-accepted',
  'broken',
  'busy',
] as const)('where HubSpot answers with %s', (fault) => {
  test.each(POINTS)('once at %s, it is one contact, one note, one deal all the same', async (point) => {
    let struck = false;
    await openWith((call) => {
      if (struck || call !== point) return null;
      struck = true;
      return fault;
    });
    await heat(stage);
    await deliver();
    expect(struck).toBe(true);
    expect(sends(stage)).toEqual(['crm sent']);
    expect(made()).toEqual([1, 1, 1]);
  });
});
