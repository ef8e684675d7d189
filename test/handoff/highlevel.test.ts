/** Hand-offs to HighLevel: one contact, one note, one opportunity, whatever is lost on the way, and nothing of a person’s overwritten. */
import { afterEach, describe, expect, test } from 'vitest';
import { handOffsUntilIdle } from '../../src/engine/handoff/deliver.ts';
import type { SendFault } from '../../src/testing/providers/api-server.ts';
import { type HighlevelCrmServer, startHighlevelCrm } from '../../src/testing/providers/highlevel-crm-server.ts';
import { environment } from '../connections/stage.ts';
import type { Row, Stage } from '../pipeline/stage.ts';
import { Contract, NO_CONTRACTS } from '../providers/contract.ts';
import { heat, openHot, sends } from './stage.ts';

let stage: Stage;
let crm: HighlevelCrmServer;
afterEach(async () => {
  await stage.close();
  await crm.close();
});

const MINUTE_MS = 60_000;
const POINTS = [
  ...[
    'POST /contacts/upsert',
    'PUT /contacts/contact1',
    'POST /contacts/contact1/tags',
    'POST /contacts/contact1/notes',
  ],
  ...['POST /opportunities/', 'POST /locations/loc1/customFields', 'GET /contacts/search/duplicate'],
];

async function openWith(fault: (call: string) => SendFault = () => null, set: Row = {}): Promise<void> {
  stage = await openHot({ live: true });
  crm = await startHighlevelCrm({ location: 'loc1', token: 'pit-1', fault });
  environment.HIGHLEVEL_TOKEN = 'pit-1';
  const settings = {
    location: 'loc1',
    baseUrl: crm.url,
    pipeline: 'pipe1',
    stage: 'stage1',
    tags: 'hot, rekindle',
    ...set,
  };
  const env = { token: 'HIGHLEVEL_TOKEN' };
  await stage.run('connection add', { name: 'crm', provider: 'highlevel', set: settings, env });
  await stage.run('team set', { name: 'sales', member: ['eve@team.example'], target: ['crm'] });
}

/** Delivers, and whatever is tried again or asked about after it. */
async function deliver(): Promise<void> {
  for (let round = 0; round < 8; round++) {
    await handOffsUntilIdle(stage.engine);
    stage.clock.moveTo(stage.clock.now() + 20 * MINUTE_MS);
  }
}

const made = () => [crm.contacts.size, crm.notes.length, crm.opportunities.length];
const contact = () => crm.contacts.get('contact1');
const fieldOf = (name: string) => {
  const id = crm.customFields.find((field) => field.name === name)?.id;
  return (contact()?.customFields as { id: string; value: string }[]).find((one) => one.id === id)?.value;
};

test('a hand-off is a contact with fields, tags, a note that says why, and an opportunity', async () => {
  await openWith(undefined, { fields: 'industry=Industry', assign: 'eve@team.example=user7' });
  await heat(stage);
  await deliver();
  expect(sends(stage)).toEqual(['crm sent']);
  expect(contact()).toMatchObject({
    firstName: 'Ann',
    email: 'ann@acme.example',
    companyName: 'Acme',
    assignedTo: 'user7',
  });
  expect(contact()?.tags).toEqual(['hot', 'rekindle']);
  expect([fieldOf('Industry'), fieldOf('Rekindle team')]).toEqual(['Software', 'sales']);
  expect(crm.notes[0]?.body).toMatch(/signal “hot”[\s\S]*\[rekindle ho_/);
  expect(crm.opportunities[0]).toMatchObject({ contactId: 'contact1', pipelineStageId: 'stage1', assignedTo: 'user7' });
  const [{ receipt } = { receipt: '' }] = stage.sql('SELECT receipt FROM hand_off_send');
  expect(JSON.parse(String(receipt))).toMatchObject({ contact: 'contact1', note: crm.notes[0]?.id });
});

test('what a person wrote there stays: values, tags, whose it is; a second hand-off adds to it', async () => {
  await openWith(undefined, { assign: 'eve@team.example=user7' });
  const own = {
    id: 'contact1',
    firstName: 'Anna',
    email: 'ann@acme.example',
    tags: ['vip'],
    assignedTo: 'user1',
    locationId: 'loc1',
  };
  crm.contacts.set('contact1', own);
  await heat(stage);
  await deliver();
  expect(contact()).toMatchObject({
    firstName: 'Anna',
    lastName: 'Lee',
    assignedTo: 'user1',
    tags: ['vip', 'hot', 'rekindle'],
  });
  expect(made()).toEqual([1, 1, 1]);
});

test('replayed three times it is one contact, one note, one opportunity', async () => {
  await openWith();
  await heat(stage);
  await deliver();
  const [{ id } = { id: '' }] = (await stage.run('handoff list')).handOffs as Row[];
  // As after a backup that was made before it left: nothing of what the CRM gave is known any more.
  for (let time = 0; time < 3; time++) {
    const change = (of: { handOff: never; sends: readonly object[] }) => ({
      ...of,
      sends: of.sends.map((send) => ({ ...send, state: 'queued', receipt: {} })),
    });
    await stage.engine.store.handOffs.change({ workspaceId: 'main', id: String(id), decide: change as never });
    await deliver();
  }
  expect(sends(stage)).toEqual(['crm sent']);
  expect(made()).toEqual([1, 1, 1]);
  expect(crm.customFields.map(({ name }) => name)).toEqual([...new Set(crm.customFields.map(({ name }) => name))]);
});

describe.each([
  'lose-answer',
  'broken-accepted',
  'broken',
  'busy',
] as const)('where HighLevel answers with %s', (fault) => {
  test.each(POINTS)('once at %s, it is one contact, one note, one opportunity all the same', async (point) => {
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

test('what the lead has refused is do-not-disturb there; what stands there is not lifted', async () => {
  await openWith();
  crm.contacts.set('contact1', {
    ...{ id: 'contact1', email: 'ann@acme.example', tags: [] },
    dndSettings: { Call: { status: 'permanent' }, SMS: { status: 'inactive' } },
  });
  await heat(stage);
  await stage.run('suppress add', { value: 'ann@acme.example', channel: 'all' });
  await deliver();
  const { Call, Email } = (contact()?.dndSettings ?? {}) as Record<string, { status: string }>;
  expect([Call?.status, Email?.status]).toEqual(['permanent', 'active']);
});

test('an address and a number of two people stay two people', async () => {
  await openWith();
  const phone = stage.sql('SELECT phone FROM lead')[0]?.phone;
  crm.contacts.set('contact1', { id: 'contact1', email: 'ann@acme.example', tags: [] });
  crm.contacts.set('contact2', { id: 'contact2', phone, firstName: 'Bob', tags: [] });
  await heat(stage);
  await deliver();
  expect(contact()?.phone).toBeUndefined();
  expect(crm.contacts.get('contact2')).toMatchObject({ firstName: 'Bob', tags: [] });
});

test('a workflow whose answer was lost is shown to a person, and not started again', async () => {
  await openWith((call) => (call.includes('/workflow/') ? 'lose-answer' : null), { workflow: 'flow1' });
  await heat(stage);
  await deliver();
  expect(sends(stage)).toEqual(['crm unconfirmed hand-off-unanswered']);
  expect(crm.started).toEqual(['contact1 flow1']);
  expect(made()).toEqual([1, 1, 1]);
});

test('a token that is no good makes the connection fail and loses nothing', async () => {
  await openWith();
  environment.HIGHLEVEL_TOKEN = 'pit-wrong';
  await stage.run('connection rotate', { connection: 'crm', env: { token: 'HIGHLEVEL_TOKEN' }, test: false });
  await heat(stage);
  await handOffsUntilIdle(stage.engine);
  expect(sends(stage)).toEqual(['crm queued hand-off-later']);
  environment.HIGHLEVEL_TOKEN = 'pit-1';
  await stage.run('connection rotate', { connection: 'crm', env: { token: 'HIGHLEVEL_TOKEN' } });
  await deliver();
  expect(sends(stage)).toEqual(['crm sent']);
});

// Skipped where the descriptions are not at hand.
test.skipIf(NO_CONTRACTS)(
  'what is asked and answered is as HighLevel describes it (skipped without the contracts)',
  async () => {
    await openWith(undefined, { workflow: 'flow1' });
    await heat(stage);
    await deliver();
    const contracts = {
      contacts: new Contract('highlevel/apps/contacts.json', ['highlevel/common/common-schemas.json']),
      opportunities: new Contract('highlevel/apps/opportunities.json', ['highlevel/common/common-schemas.json']),
      locations: new Contract('highlevel/apps/locations.min.json', ['highlevel/common/common-schemas.json']),
    };
    const problems = crm.calls.flatMap((call, i) => {
      const path = described(call.path);
      const contract = contracts[path.split('/')[1] as keyof typeof contracts];
      const method = call.method.toLowerCase();
      const asked = call.body === '' ? [] : contract.request(path, method, 'application/json', JSON.parse(call.body));
      const reply = crm.replies[i];
      return path.endsWith('/duplicate') || !reply
        ? asked
        : [...asked, ...contract.answer(path, method, reply.status, reply.body)];
    });
    expect(problems).toEqual([]);
    expect(contracts.contacts.checked).toBeGreaterThan(6);
  },
);

function described(path: string): string {
  return path
    .replace(/^\/contacts\/contact\d+/, '/contacts/{contactId}')
    .replace(/\/workflow\/.+/, '/workflow/{workflowId}')
    .replace(/^\/locations\/[^/]+/, '/locations/{locationId}');
}
