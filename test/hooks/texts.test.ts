/** What a provider of texts tells, on the whole engine: keywords, who shares a number, and what becomes of a text in doubt. */
import { afterEach, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { TextMessage } from '../../src/domain/message.ts';
import type { MailChannel, SendResult, TextChannel } from '../../src/engine/ports.ts';
import { hookDesk } from '../../src/engine/react/hooks.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from '../pipeline/stage.ts';
import { CONNECTIONS, highlevel, PUBLIC_URL, twilio } from './calls.ts';

let stage: Stage;
afterEach(() => stage.close());

const NUMBER = '+12125550101';
const PROOF = { kind: 'opted-in', channel: 'sms', text: 'Box ticked on sender.example/join, 2026-02-01' };

const mails: MailChannel = {
  ...{ name: 'mails', concurrency: 2, recovery: 'held' },
  send: async ({ id }) => ({ kind: 'sent', providerRef: id, detail: '' }),
  close: async () => undefined,
};

/** A live campaign that has texted Ann; `answer` = what the provider said to that. */
async function begin(answer: SendResult = { kind: 'sent', providerRef: 'SM1', detail: '' }) {
  const got: TextMessage[] = [];
  const text: TextChannel = {
    ...{ name: 'texts', concurrency: 1, recovery: 'held' },
    send: async (one) => {
      got.push(one);
      return answer;
    },
    close: async () => undefined,
  };
  stage = await openStage({ channels: { outbox: mails, live: mails, text }, publicUrl: PUBLIC_URL });
  await stage.run('workspace go-live', { yes: true });
  const rows = `First Name,Phone,Email,Country,State,Industry\nAnn,${NUMBER},ann@acme.example,US,NY,Software\n`;
  await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
  await stage.run('event record', { ...PROOF, lead: NUMBER });
  const steps = ['{ kind: sms, day: 0, template: sms-hello }', '{ kind: sms, day: 3, template: sms-again }'];
  const playbook = writePlaybook(stage.folder, { name: 'spring', steps });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
  return got;
}

const hear = (call: Parameters<ReturnType<typeof hookDesk>>[0]) => hookDesk(stage.engine, CONNECTIONS)(call);
const texted = (Body: string, MessageSid = `SM${Body}`) =>
  hear(twilio({ MessageSid, SmsStatus: 'received', From: NUMBER, To: '+12025550100', Body }));
const told = (MessageStatus: string, more: Record<string, string> = {}) =>
  hear(twilio({ MessageSid: 'SM1', MessageStatus, To: NUMBER, ...more }, messageOf()?.id as string));
const messageOf = () => stage.sql('SELECT id, state, sent_at FROM message ORDER BY id')[0];
const passage = () => stage.sql('SELECT state, reason_code AS code FROM enrollment')[0];
const refusals = () =>
  stage.sql(`SELECT workspace_id AS workspace, kind, channel, origin FROM suppression ORDER BY workspace_id, channel`);
const inbox = async (state = 'open') => (await stage.run('reply list', { state })).replies as Row[];
const IN_DOUBT: SendResult = { kind: 'unconfirmed', detail: 'no answer' };

test.each([
  'STOP',
  'stop.',
  'Revoke',
  'parar',
  'BAJA',
  'Arrêt',
  'opt-out',
])('%s by text ends texts and calls to that number, also in the workspaces that share it, and holds the rest', async (word) => {
  await begin();
  await stage.engine.store.workspaces.ensure('other', stage.clock.now());
  await texted(word);
  expect(refusals()).toEqual([
    { workspace: 'main', kind: 'phone', channel: 'sms', origin: 'twilio:one' },
    { workspace: 'other', kind: 'phone', channel: 'sms', origin: 'shared-sender' },
  ]);
  expect(passage()).toEqual({ state: 'waiting', code: 'opt-out-review' });
  expect(await inbox('done')).toMatchObject([{ class: 'opt-out', text: word }]);
});

test('START lifts what STOP refused, also in the workspaces that share the number; what was paused waits for a person', async () => {
  await begin();
  await stage.engine.store.workspaces.ensure('other', stage.clock.now());
  await texted('STOP');
  expect(refusals()).toHaveLength(2);
  stage.clock.moveTo(stage.clock.now() + 60_000);
  await texted('START');
  expect(refusals()).toEqual([]);
  expect(passage()).toEqual({ state: 'waiting', code: 'opt-out-review' });
  expect(await inbox()).toMatchObject([{ class: 'interested', text: 'START' }]);
});

test('START lifts nothing that a person must lift, whichever came first', async () => {
  await begin();
  await texted('STOP');
  await texted('START');
  expect(refusals()).toHaveLength(1);
  const saidAt = new Date(stage.clock.now() + 1).toISOString();
  stage.clock.moveTo(stage.clock.now() + 2);
  await stage.run('suppress lift', { lead: NUMBER, way: 'phone', proof: 'START by text', saidAt });
  expect(refusals()).toEqual([]);
});

test('HELP is no answer: what is sent goes on, and a person sees it', async () => {
  await begin();
  await texted('HELP');
  expect(passage()?.state).toBe('due');
  const [help] = await inbox();
  expect(help).toMatchObject({ class: 'question', text: 'HELP' });
  await stage.run('message reply', { reply: help?.id, text: 'Sender, +1 202 555 0100. Reply STOP to opt out.' });
  await stage.run('work');
  expect(stage.count(`SELECT COUNT(*) FROM message WHERE template = '' AND state = 'sent'`)).toBe(1);
});

test('21610 tells of a STOP that we have not heard: it is one', async () => {
  await begin();
  await told('failed', { ErrorCode: '21610' });
  expect(refusals()).toMatchObject([{ kind: 'phone', channel: 'sms' }]);
  expect(messageOf()?.state).toBe('bounced');
  expect(passage()).toEqual({ state: 'waiting', code: 'opt-out-review' });
});

test.each(['accepted', 'queued', 'sending', 'sent'])('“%s” settles a text of which no answer came', async (status) => {
  const got = await begin(IN_DOUBT);
  expect(messageOf()?.state).toBe('unconfirmed');
  await told(status);
  expect(messageOf()).toMatchObject({ state: 'sent', sent_at: stage.clock.now() });
  await told(status);
  await told('delivered');
  await told('sent');
  expect(messageOf()?.state).toBe('delivered');
  await stage.liveUntil(stage.clock.now() + 86_400_000);
  expect(got).toHaveLength(1);
});

test('“delivered” settles one as well, and “undelivered” says that it never came', async () => {
  await begin(IN_DOUBT);
  await told('delivered');
  expect(messageOf()?.state).toBe('delivered');
  await told('undelivered', { ErrorCode: '30003' });
  expect(messageOf()?.state).toBe('bounced');
});

test('a state of somebody else’s text settles nothing', async () => {
  await begin(IN_DOUBT);
  await hear(twilio({ MessageSid: 'SM9', MessageStatus: 'sent', To: NUMBER }));
  await hear(twilio({ MessageSid: 'SM9', MessageStatus: 'sent', To: NUMBER }, 'msg_none'));
  expect(messageOf()?.state).toBe('unconfirmed');
});

/** What HighLevel tells of a text that went out over there; Ann is known by its id. */
const outbound = (body: string, more: Record<string, string> = {}) =>
  hear(
    highlevel({
      ...{ type: 'OutboundMessage', webhookId: `w${body.length}`, contactId: 'c1', messageType: 'SMS', body },
      ...{ messageId: 'hl1', direction: 'outbound', source: 'api', status: 'sent', to: 'ann@acme.example' },
      ...more,
    }),
  );
const touches = () => stage.count(`SELECT COUNT(*) FROM event WHERE kind IN ('tool-touch', 'human-touch')`);

test('a text in doubt is settled by HighLevel’s own word of it, and told twice it is no touch by somebody else', async () => {
  const got = await begin(IN_DOUBT);
  const words = got[0]?.body as string;
  await outbound(words);
  expect([messageOf()?.state, touches()]).toEqual(['sent', 0]);
  await outbound(words);
  await outbound(words, { webhookId: 'another' });
  expect([messageOf()?.state, touches(), passage()?.state]).toEqual(['sent', 0, 'due']);
});

test.each([
  ['other words', 'Hello from our workflow', {}, 1],
  ['one that failed', null, { status: 'failed' }, 0],
])('%s settle nothing', async (_, words, more, count) => {
  const got = await begin(IN_DOUBT);
  await outbound(words ?? (got[0]?.body as string), more);
  expect([messageOf()?.state, touches()]).toEqual(['unconfirmed', count]);
});

test('an address of the configuration may have us answer, where texts leave by the configured way', async () => {
  const got = await begin();
  const answered = CONNECTIONS.map((one) => ({ ...one, answersBy: 'texts' }));
  const call = twilio({ MessageSid: 'SMstop', SmsStatus: 'received', From: NUMBER, To: '+12025550100', Body: 'STOP' });
  await hookDesk(stage.engine, answered)(call);
  await stage.run('work');
  expect(got.map(({ body }) => body).at(-1)).toMatch(/You are unsubscribed/);
  expect(got).toHaveLength(2);
});

test('what the configuration says of who answers must fit: Rekindle answers by the way that texts leave', async () => {
  stage = await openStage();
  const hooks = (provider: string) =>
    `hooks: [{ provider: ${provider}, name: one, secrets: [secret-12], confirms: rekindle }]`;
  const words = (text: string) => ({ config: stage.file('rekindle.yaml', text), db: null, workspace: null });
  const wrong = 'publicUrl: https://go.example\n';
  expect(() => readConfig(words(`${wrong}${hooks('highlevel')}`), {})).toThrow(/hooks: highlevel\/one says confirms/);
  const right = `${wrong}twilio: { accountSid: AC${'0'.repeat(32)}, from: '+12025550100' }\n${hooks('twilio')}`;
  expect(readConfig(words(right), { REKINDLE_TWILIO_AUTH_TOKEN: 'token' }).hooks).toMatchObject([
    { confirms: 'rekindle' },
  ]);
});
