/** What became of a text whose last callback was lost: Twilio is asked, an hour later and then more and more seldom, until it knows. */
import { afterEach, expect, test } from 'vitest';
import { startTwilioServer, type TwilioServer } from '../../src/testing/providers/twilio-server.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { SENDER, type Stage } from '../pipeline/stage.ts';
import { environment, openConnected } from './stage.ts';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const ANN = '+12125550101';
const HOUR_MS = 3_600_000;
const PROOF = { kind: 'opted-in', channel: 'sms', text: 'Box ticked on sender.example/join, 2026-02-01' };

let stage: Stage;
let server: TwilioServer;
let became: { readonly status: string; readonly code: number | null };
let asked: number[];
let began = 0;
afterEach(async () => {
  await stage.close();
  await server.close();
});

/** Ann was texted by Twilio, which calls nobody. */
async function begin(): Promise<void> {
  became = { status: 'sent', code: null };
  asked = [];
  stage = await openConnected();
  const answers = () => {
    asked.push((stage.clock.now() - began) / HOUR_MS);
    return became;
  };
  server = await startTwilioServer({
    accountSid: ACCOUNT,
    authToken: 'token',
    now: stage.clock.now,
    became: answers,
  });
  environment.TWILIO_TOKEN = 'token';
  const set = { accountSid: ACCOUNT, from: '+12025550100', baseUrl: server.url };
  await stage.run('connection add', { name: 'texts', provider: 'twilio', set, env: { authToken: 'TWILIO_TOKEN' } });
  const rows = `First Name,Phone,Email,Country,State,Industry\nAnn,${ANN},ann@acme.example,US,NY,Software\n`;
  await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
  await stage.run('event record', { ...PROOF, lead: ANN });
  const { workspaces, campaigns } = stage.engine.store;
  await workspaces.save({ ...(await workspaces.get('main'))!, mode: 'live' });
  const playbook = writePlaybook(stage.folder, {
    ...{ name: 'texting', steps: ['{ kind: sms, day: 0, template: sms-hello }'] },
  });
  await stage.run('campaign create', { ...SENDER, name: 'texting', playbook });
  await stage.run('assess', { campaign: 'texting' });
  const made = (await campaigns.get('main', 'texting'))!;
  await campaigns.save({ ...made, state: 'checked' }, made.state);
  await campaigns.save({ ...made, state: 'live', assessedRevision: 0 }, 'checked');
  await stage.run('work');
  await stage.run('work');
  began = stage.clock.now();
  expect(server.taken).toHaveLength(1);
}

const state = () => stage.sql('SELECT state FROM message')[0]?.state;
const events = () =>
  stage
    .sql(`SELECT kind, outcome, origin FROM event WHERE kind <> 'opted-in' ORDER BY id`)
    .map((one) => Object.values(one).join(' '));
const after = (hours: number) => stage.liveUntil(began + hours * HOUR_MS);

test('it arrived: it is delivered, and not asked about again', async () => {
  await begin();
  await after(0.99);
  expect(asked).toEqual([]);
  became = { status: 'delivered', code: null };
  await after(1);
  expect([state(), events(), asked]).toEqual(['delivered', ['delivered  text'], [1]]);
  await after(100);
  expect(asked).toEqual([1]);
});

test('it came back because they had said STOP, of which nobody told us: it is one', async () => {
  await begin();
  became = { status: 'failed', code: 21_610 };
  await after(1);
  expect(state()).toBe('bounced');
  expect(events()).toEqual(['bounced blocked text', 'opted-out  text']);
  expect(stage.sql('SELECT kind, channel FROM suppression')).toEqual([{ kind: 'phone', channel: 'sms' }]);
});

test('its end is never told: it is asked less and less often, and given up after two days', async () => {
  await begin();
  await after(24 * 30);
  expect(asked).toEqual([1, 2, 4, 8, 16, 32]);
  expect([state(), server.taken.length]).toEqual(['sent', 1]);
});

test('Twilio is away when it is asked: it is asked again', async () => {
  await begin();
  became = { status: 'undelivered', code: 30_003 };
  await server.close();
  await after(1);
  expect(state()).toBe('sent');
  expect(stage.count('SELECT due_at FROM message')).toBe(began + 2 * HOUR_MS);
});
