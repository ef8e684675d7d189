/** What a lead refuses is told to HighLevel as do-not-disturb, way by way: once, tried again, and given up with a note that somebody reads. */
import { afterEach, expect, test } from 'vitest';
import type { SendFault } from '../../src/testing/providers/api-server.ts';
import { type HighlevelCrmServer, startHighlevelCrm } from '../../src/testing/providers/highlevel-crm-server.ts';
import { environment } from '../connections/stage.ts';
import type { Stage } from '../pipeline/stage.ts';
import { openHot } from './stage.ts';

let stage: Stage;
let crm: HighlevelCrmServer;
afterEach(async () => {
  await stage.close();
  await crm.close();
});

const HOUR_MS = 3_600_000;
const ANN = 'ann@acme.example';
const CONTACT = { id: 'contact1', email: ANN, firstName: 'Anna', tags: ['vip'], locationId: 'loc1' };
const WHATSAPP = { WhatsApp: { status: 'active', message: 'theirs' } };

async function begin(fault: (call: string) => SendFault = () => null, known = true): Promise<void> {
  stage = await openHot({ live: true });
  crm = await startHighlevelCrm({ location: 'loc1', token: 'pit-1', fault });
  environment.HIGHLEVEL_TOKEN = 'pit-1';
  const set = { location: 'loc1', baseUrl: crm.url, sends: 'nothing' };
  await stage.run('connection add', { name: 'crm', provider: 'highlevel', set, env: { token: 'HIGHLEVEL_TOKEN' } });
  if (known) crm.contacts.set('contact1', { ...CONTACT, dndSettings: WHATSAPP });
}

const says = (channel: string, text: string) =>
  stage.run('event record', { lead: ANN, kind: 'replied', channel, text });
const dnd = () => {
  const settings = (crm.contacts.get('contact1')?.dndSettings ?? {}) as Record<string, { status: string }>;
  return Object.entries(settings)
    .map(([name, { status }]) => `${name} ${status}`)
    .sort();
};
const puts = () => crm.calls.filter(({ method }) => method === 'PUT').length;
const queued = () => stage.sql('SELECT state, attempts FROM refusal_telling');
const later = (ms: number) => stage.clock.moveTo(stage.clock.now() + ms);

test('STOP by text sets it for texts; what stands there stays, and nothing else of the contact changes', async () => {
  await begin();
  await says('sms', 'STOP');
  await stage.run('work');
  expect(dnd()).toEqual(['SMS active', 'WhatsApp active']);
  expect(crm.contacts.get('contact1')).toMatchObject({ firstName: 'Anna', tags: ['vip'] });
  expect([queued(), puts()]).toEqual([[], 1]);
  await says('sms', 'STOPALL');
  await stage.run('work');
  expect([queued(), puts()]).toEqual([[], 1]);
});

test('an address at which mail bounces is no wish of theirs: only what they refused is told', async () => {
  await begin();
  await stage.run('event record', { lead: ANN, kind: 'bounced', channel: 'email', outcome: 'hard' });
  expect(queued()).toEqual([]);
  await says('sms', 'STOP');
  await stage.run('work');
  expect(dnd()).toEqual(['SMS active', 'WhatsApp active']);
});

test('“stop contacting me” sets it for every way', async () => {
  await begin();
  await says('email', 'Please stop contacting me');
  await stage.run('work');
  expect(dnd()).toEqual(['Call active', 'Email active', 'SMS active', 'WhatsApp active']);
});

test('who is no contact there is made none, and an answer refuses nothing', async () => {
  await begin(undefined, false);
  await says('sms', 'STOP');
  await says('email', 'Yes, I am interested');
  await stage.run('event record', { lead: ANN, kind: 'bounced', channel: 'email', outcome: 'hard' });
  expect(queued()).toHaveLength(1);
  await stage.run('work');
  expect([crm.contacts.size, queued()]).toEqual([0, []]);
});

test('an answer that is lost, and a busy server, are tried again; messages do not wait for it', async () => {
  const faults: SendFault[] = ['lose-answer', 'broken', 'broken'];
  await begin((call) => (call.startsWith('PUT') ? (faults.pop() ?? null) : null));
  await says('sms', 'STOP');
  for (let i = 0; i < 4; i++) {
    await stage.run('work');
    later(HOUR_MS);
  }
  expect([dnd(), queued()]).toEqual([['SMS active', 'WhatsApp active'], []]);
});

test('what HighLevel never takes is given up with a note on the lead', async () => {
  await begin((call) => (call.startsWith('PUT') ? 'broken' : null));
  await says('sms', 'STOP');
  for (let i = 0; i < 16; i++) {
    await stage.run('work');
    later(12 * HOUR_MS);
  }
  expect(queued()).toEqual([{ state: 'failed', attempts: 13 }]);
  const [note] = stage.sql(`SELECT text FROM event WHERE origin = 'refusal-telling'`);
  expect(note?.text).toMatch(/set it there by hand. 500/);
});

test('START, and a yes that a person writes down, lift what we set and leave what was set there', async () => {
  await begin();
  await says('sms', 'STOP');
  await says('email', 'Please stop contacting me');
  await stage.run('work');
  expect(dnd()).toEqual(['Call active', 'Email active', 'SMS active', 'WhatsApp active']);
  later(HOUR_MS);
  const proof = 'Form on acme.example/news: write to me again';
  const saidAt = new Date(stage.clock.now() - 1).toISOString();
  await stage.run('suppress lift', { lead: ANN, way: 'email', proof, saidAt });
  later(HOUR_MS);
  await stage.run('work');
  expect(dnd()).toContain('Email inactive');
  expect(dnd()).toContain('WhatsApp active');
  await stage.run('suppress lift', {
    lead: ANN,
    way: 'phone',
    proof,
    saidAt: new Date(stage.clock.now() - 1).toISOString(),
  });
  later(HOUR_MS);
  await stage.run('work');
  expect(dnd()).toEqual(['Call inactive', 'Email inactive', 'SMS inactive', 'WhatsApp active']);
  await says('sms', 'STOP');
  await stage.run('work');
  expect(dnd()).toContain('SMS active');
  later(HOUR_MS);
  await says('sms', 'START');
  later(HOUR_MS);
  await stage.run('work');
  expect([dnd(), queued()]).toEqual([['Call inactive', 'Email inactive', 'SMS inactive', 'WhatsApp active'], []]);
});
