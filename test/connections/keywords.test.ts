/** STOP, START and HELP by text where we answer them ourselves: a Twilio on the loopback takes the texts and tells us what people wrote, some of it twice. */
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { hookDesk } from '../../src/engine/react/hooks.ts';
import { startTwilioServer, type TwilioServer } from '../../src/testing/providers/twilio-server.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { type Row, SENDER, type Stage } from '../pipeline/stage.ts';
import { environment, openConnected } from './stage.ts';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const URL = 'https://go.sender.example';
const ANN = '+12125550101';
const BOB = '+12125550102';
const MINUTE_MS = 60_000;
const STOPPED = 'Sender: You are unsubscribed: no more texts or calls from us. Reply START to get texts again.';
const PROOF = { kind: 'opted-in', channel: 'sms', text: 'Box ticked on sender.example/join, 2026-02-01' };

let stage: Stage;
let server: TwilioServer;
let connection = '';
afterEach(async () => {
  await stage.close();
  await server.close();
});

/** A live campaign that has texted Ann and Bob by Twilio. */
async function begin(more: Row = { confirms: 'rekindle' }): Promise<void> {
  stage = await openConnected();
  server = await startTwilioServer({ accountSid: ACCOUNT, authToken: 'token', now: stage.clock.now });
  environment.TWILIO_TOKEN = 'token';
  const set = { accountSid: ACCOUNT, from: '+12025550100', baseUrl: server.url, ...more };
  const wish = { name: 'texts', provider: 'twilio', set, env: { authToken: 'TWILIO_TOKEN' } };
  const added = (await stage.run('connection add', wish)) as { connection: { id: string } };
  connection = added.connection.id;
  const people = [`Ann,${ANN},ann@acme.example`, `Bob,${BOB},bob@acme.example`];
  const rows = people.map((one) => `${one},US,NY,Software\n`).join('');
  const file = stage.file('leads.csv', `First Name,Phone,Email,Country,State,Industry\n${rows}`);
  await stage.run('import', { file, basis: 'consent' });
  for (const lead of [ANN, BOB]) await stage.run('event record', { ...PROOF, lead });
  const { workspaces } = stage.engine.store;
  await workspaces.save({ ...(await workspaces.get('main'))!, mode: 'live' });
  const steps = ['{ kind: sms, day: 0, template: sms-hello }', '{ kind: sms, day: 3, template: sms-again }'];
  const playbook = writePlaybook(stage.folder, { name: 'texting', steps });
  await stage.run('campaign create', { ...SENDER, name: 'texting', playbook });
  await stage.run('assess', { campaign: 'texting' });
  const { campaigns } = stage.engine.store;
  const made = (await campaigns.get('main', 'texting'))!;
  await campaigns.save({ ...made, state: 'checked' }, made.state);
  await campaigns.save({ ...made, state: 'live', assessedRevision: 0 }, 'checked');
  await stage.run('work');
  await stage.run('work');
  expect(server.taken).toHaveLength(2);
}

let told = 0;
/** What somebody texts to our number, as Twilio calls us. */
function texted(Body: string, fields: Readonly<Record<string, string>> = {}) {
  const form: Record<string, string> = {
    ...{ MessageSid: `SM${told++}`, SmsStatus: 'received', From: ANN, To: '+12025550100', Body },
    ...fields,
  };
  const path = `/hooks/twilio/${connection}`;
  const names = Object.keys(form).sort();
  const signed = `${URL}${path}${names.map((name) => name + form[name]).join('')}`;
  const signature = createHmac('sha1', 'token').update(signed).digest('base64');
  const headers = { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' };
  const body = Buffer.from(new URLSearchParams(form).toString());
  return hookDesk(stage.engine, [])({ provider: 'twilio', connection, method: 'POST', path, headers, body });
}

const later = (ms: number) => stage.clock.moveTo(stage.clock.now() + ms);
/** Texts after the first two, which the campaign sent. */
const answers = () => server.taken.slice(2).map(({ to, body }) => `${to} ${body}`);
const answerRows = () =>
  stage.sql(`SELECT template, state, reason_code AS code FROM message WHERE template LIKE 'keyword:%' ORDER BY id`);
const refusals = () => stage.sql('SELECT reason, origin FROM suppression ORDER BY origin');

describe('BOT-11 STOP where we confirm it', () => {
  test('is confirmed once, though the number is refused by then and the call comes twice, at once and later', async () => {
    await begin();
    const stop = { MessageSid: 'SMstop' };
    expect(await Promise.all([texted('STOP', stop), texted('STOP', stop)])).toEqual([
      { kind: 'taken' },
      { kind: 'taken' },
    ]);
    expect(refusals()).toMatchObject([{ reason: 'stop-keyword' }]);
    await stage.run('work');
    await texted('STOP', stop);
    await stage.run('work');
    expect(answers()).toEqual([`${ANN} ${STOPPED}`]);
    const [row] = stage.sql(`SELECT intent_key, lane, channel, state FROM message WHERE template = 'keyword:stop:en'`);
    const [event] = stage.sql(`SELECT id FROM event WHERE kind = 'opted-out'`);
    expect(row).toEqual({ intent_key: `system:keyword-stop:${event?.id}`, lane: 0, channel: 'sms', state: 'sent' });
    await stage.liveUntil(stage.clock.now() + 10 * 24 * 60 * MINUTE_MS);
    expect(server.taken.filter(({ to }) => to === ANN)).toHaveLength(2);
  });

  test('said again the same day is not confirmed again; nobody else is', async () => {
    await begin();
    await texted('stop.');
    later(MINUTE_MS);
    await texted('STOPALL');
    await texted('Please stop texting me', { From: BOB });
    await stage.run('work');
    expect(answers()).toEqual([`${ANN} ${STOPPED}`]);
  });

  test('is confirmed at night, and in Spanish to whoever writes Spanish', async () => {
    await begin();
    stage.clock.moveTo(Date.parse('2026-03-04T08:00:00Z'));
    await texted('Parar');
    await stage.run('work');
    expect(answers()).toEqual([
      `${ANN} Sender: Le hemos dado de baja: no le escribiremos ni llamaremos. Responda START para recibir mensajes otra vez.`,
    ]);
  });

  test('waits while a person has stopped the workspace’s texts, and comes too late after that', async () => {
    await begin();
    await stage.run('halt add', { channel: 'sms', why: 'looking' });
    await texted('STOP');
    await stage.run('work');
    expect(answerRows()).toEqual([{ template: 'keyword:stop:en', state: 'queued', code: null }]);
    later(6 * MINUTE_MS);
    await stage.run('halt lift', { channel: 'sms' });
    await stage.run('work');
    expect(answerRows()).toEqual([{ template: 'keyword:stop:en', state: 'refused', code: 'keyword-answer-late' }]);
    expect(answers()).toEqual([]);
  });
});

test.each([
  [{ confirms: 'rekindle' }, 5 * MINUTE_MS],
  [{}, 0],
])('a CRM, by which it may leave, is told of the refusal once the confirmation is out or too late: %o', async (more, afterMs) => {
  await begin(more);
  environment.CRM_TOKEN = 'pit-1';
  const set = { location: 'loc1', baseUrl: server.url };
  const wish = { name: 'crm', provider: 'highlevel', set, env: { token: 'CRM_TOKEN' }, test: false };
  await stage.run('connection add', wish);
  await texted('STOP');
  expect(stage.sql('SELECT due_at FROM refusal_telling')).toEqual([{ due_at: stage.clock.now() + afterMs }]);
});

describe('who confirms', () => {
  test.each([
    ['the provider, where nothing is said', {}, {}],
    ['the provider, where that is said', { confirms: 'provider' }, {}],
    ['the provider, which says that it has obeyed', { confirms: 'rekindle' }, { OptOutType: 'STOP' }],
  ])('%s', async (_, more, fields) => {
    await begin(more);
    await texted('STOP', fields);
    await stage.run('work');
    expect(refusals()).toMatchObject([{ reason: 'stop-keyword' }]);
    expect(answerRows()).toEqual([]);
    expect(server.taken).toHaveLength(2);
  });

  test('nobody but one of the two is taken', async () => {
    await expect(begin({ confirms: 'both' })).rejects.toThrow(/confirms/);
  });
});

describe('START', () => {
  test('lifts what STOP refused at that number, and of nobody else, and says so', async () => {
    await begin();
    await texted('STOP');
    await texted('STOP', { From: BOB });
    await stage.run('work');
    later(MINUTE_MS);
    await texted('Unstop');
    await stage.run('work');
    expect(answers().at(-1)).toBe(`${ANN} Sender: You get our texts again. Reply STOP to opt out, HELP for help.`);
    expect(answers()).toHaveLength(3);
    const [left] = stage.sql('SELECT value FROM suppression');
    expect([refusals().length, left?.value]).toEqual([1, BOB]);
  });

  test.each([
    [
      'said in words',
      (of: Stage) =>
        of.run('event record', { lead: ANN, kind: 'opted-out', channel: 'sms', text: 'Please stop texting me' }),
    ],
    ['put on the list by a person', (of: Stage) => of.run('suppress add', { value: ANN, channel: 'sms' })],
  ])('lifts nothing that was %s, though STOP came as well, and promises nothing', async (_, refuse) => {
    await begin();
    await texted('STOP');
    await refuse(stage);
    await stage.run('work');
    later(MINUTE_MS);
    await texted('START');
    await stage.run('work');
    expect(refusals().length).toBeGreaterThan(0);
    expect(answerRows()).toMatchObject([{ state: 'sent' }, { state: 'refused', code: 'suppressed' }]);
  });

  test('within seconds of STOP lifts nothing: which was written first is not known', async () => {
    await begin();
    await texted('STOP');
    later(9_000);
    await texted('START');
    expect(refusals()).toHaveLength(1);
    later(2_000);
    await texted('START');
    expect(refusals()).toHaveLength(0);
  });
});

describe('HELP', () => {
  test('says who we are and how to stop, also to somebody who is off, and ends nothing', async () => {
    await begin();
    await texted('HELP', { From: BOB });
    await texted('STOP');
    await texted('ayuda');
    await stage.run('work');
    const help = 'Sender: For help write to sam@sender.example. Reply STOP to opt out. Msg & data rates may apply.';
    const ayuda =
      'Sender: Para ayuda escriba a sam@sender.example. Responda STOP para darse de baja. Pueden aplicarse tarifas.';
    expect(answers().sort()).toEqual([`${ANN} ${ayuda}`, `${ANN} ${STOPPED}`, `${BOB} ${help}`].sort());
    expect(stage.count(`SELECT COUNT(*) FROM enrollment WHERE state = 'due'`)).toBe(1);
  });

  test('of two machines ends after five a day', async () => {
    await begin();
    for (let i = 0; i < 8; i++) {
      await texted('HELP');
      later(MINUTE_MS);
    }
    await stage.run('work');
    expect(answers()).toHaveLength(5);
  });
});
