/** From a provider’s call over HTTP to what is stored: believed or not, whose it is, told twice, too much at once. */
import { afterEach, describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/domain/limits.ts';
import type { HookAdapter, HookCall } from '../../src/engine/hook-port.ts';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { HOOKS } from '../../src/hooks/hooks.ts';
import { buildHttp } from '../../src/http/app.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from '../pipeline/stage.ts';
import { CONNECTIONS, highlevel, PUBLIC_URL, postmark, retell, twilio } from './calls.ts';

let stage: Stage;
let app: ReturnType<typeof buildHttp>;
const lines: object[] = [];
afterEach(async () => {
  await app.close();
  await stage.close();
});

async function open(connections = CONNECTIONS): Promise<void> {
  lines.length = 0;
  stage = await openStage({
    publicUrl: PUBLIC_URL,
    hooks: connections,
    log: { info: (line, facts) => void lines.push({ line, ...facts }), error: (line) => void lines.push({ line }) },
  });
  app = buildHttp(publicHouse(stage.engine, () => true));
  const rows = 'First Name,Email,Phone,Country,Industry\nAnn,ann@acme.example,+12022000001,US,Software\n';
  await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
  const steps = ['{ kind: email, day: 0, template: hello }', '{ kind: email, day: 3, template: idea }'];
  const playbook = writePlaybook(stage.folder, { name: 'spring', steps });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
}

const answer = ({ path, headers, body }: HookCall) =>
  app.inject({ method: 'POST', url: path, headers: { ...headers }, payload: Buffer.from(body) });
const status = async (call: HookCall) => (await answer(call)).statusCode;
const events = () => stage.sql('SELECT kind, outcome, channel, origin, origin_id, message_id FROM event ORDER BY id');
const refusals = () => stage.sql('SELECT kind, value, channel, reason, origin FROM suppression ORDER BY kind, value');
const message = () => stage.sql('SELECT id, state FROM message')[0] ?? {};
const sms = (Body: string, more: Readonly<Record<string, string>> = {}) =>
  twilio({ MessageSid: `SM${Body.length}`, SmsStatus: 'received', From: '+12022000001', Body, ...more });

describe('what is stored', () => {
  test('a bounce of our message: by our id that comes back, with what follows, once', async () => {
    await open();
    const { id } = message();
    const bounce = postmark({
      RecordType: 'Bounce',
      ID: 7,
      Type: 'HardBounce',
      Email: 'ann@acme.example',
      Metadata: { rekindle_message: id },
    });
    expect(await status(bounce)).toBe(204);
    expect(await status(bounce)).toBe(204);
    expect(events()).toEqual([
      {
        ...{ kind: 'bounced', outcome: 'hard', channel: 'email', message_id: id },
        ...{ origin: 'postmark:one', origin_id: 'Bounce:7' },
      },
    ]);
    expect(message().state).toBe('bounced');
    expect(refusals()).toMatchObject([{ kind: 'address', value: 'ann@acme.example', reason: 'bounced' }]);
  });

  test('STOP by text: texts and calls end, a person decides about the rest', async () => {
    await open();
    expect(await status(sms('STOP'))).toBe(204);
    expect(refusals()).toEqual([
      {
        ...{ kind: 'phone', value: '+12022000001', channel: 'sms' },
        ...{ reason: 'stop-keyword', origin: 'twilio:one' },
      },
    ]);
    expect(stage.sql('SELECT state, reason_code, due_at FROM enrollment')).toEqual([
      { state: 'waiting', reason_code: 'opt-out-review', due_at: null },
    ]);
  });

  test('an answer by text is read for what it means', async () => {
    await open();
    expect(await status(sms('Yes, I am interested'))).toBe(204);
    expect(await status(sms('Please stop contacting me'))).toBe(204);
    expect(events()).toMatchObject([{ kind: 'replied', outcome: 'interested' }, { kind: 'opted-out' }]);
    expect(refusals().map(({ kind, channel }) => `${kind} ${channel}`)).toEqual([
      'address all',
      'lead all',
      'phone all',
    ]);
  });

  test('a refusal by somebody whom we do not know stands before they are imported', async () => {
    await open();
    expect(await status(twilio({ MessageSid: 'SM1', SmsStatus: 'received', From: '+12022000099', Body: 'stop' }))).toBe(
      204,
    );
    const complaint = { RecordType: 'SpamComplaint', ID: 8, Type: 'SpamComplaint', Email: 'Bob@New.example' };
    expect(await status(postmark(complaint))).toBe(204);
    expect(events()).toEqual([]);
    expect(refusals()).toMatchObject([
      { kind: 'address', value: 'bob@new.example', channel: 'email' },
      { kind: 'phone', value: '+12022000099', channel: 'sms' },
    ]);
    expect(await status(sms('Hello', { From: '+12022000098' }))).toBe(204);
    expect(lines).toContainEqual(expect.objectContaining({ connection: 'twilio/one', 'about nobody known': 1 }));
  });

  test('who is set to do-not-disturb again after a yes has refused again; the first time told late has not', async () => {
    await open();
    const dnd = (minutes: number) =>
      highlevel({
        ...{ type: 'ContactDndUpdate', id: 'c1', email: 'ann@acme.example', phone: '+12022000001' },
        ...{ dnd: true, dndSettings: { SMS: { status: 'active' }, Email: { status: 'inactive' } } },
        timestamp: new Date(stage.clock.now() + minutes * 60_000).toISOString(),
      });
    const first = dnd(0);
    expect(await status(first)).toBe(204);
    expect(refusals()).toMatchObject([{ kind: 'phone', channel: 'sms', origin: 'highlevel:one' }]);
    stage.clock.moveTo(stage.clock.now() + 3_600_000);
    const saidAt = new Date(stage.clock.now()).toISOString();
    await stage.run('suppress lift', { lead: 'ann@acme.example', way: 'phone', proof: 'yes, by letter', saidAt });
    expect(await status(first)).toBe(204);
    expect(refusals()).toEqual([]);
    stage.clock.moveTo(stage.clock.now() + 3_600_000);
    for (const call of [dnd(0), dnd(1)]) expect(await status(call)).toBe(204);
    expect(refusals()).toMatchObject([{ kind: 'phone', channel: 'sms', origin: 'highlevel:one' }]);
    expect(events().filter(({ kind }) => kind === 'opted-out')).toHaveLength(2);
  });

  test('a complaint that names no mail is about the last one that left, and one that names another’s about none', async () => {
    await open();
    const [{ id } = {}] = stage.sql('SELECT id FROM message');
    const complaint = (ID: number, more: Row = {}) =>
      postmark({ RecordType: 'SpamComplaint', Type: 'SpamComplaint', ID, Email: 'ann@acme.example', ...more });
    expect(await status(complaint(8, { MessageID: 'theirs' }))).toBe(204);
    expect(await status(complaint(9))).toBe(204);
    expect(stage.sql('SELECT message_id AS about FROM event ORDER BY id')).toEqual([{ about: null }, { about: id }]);
  });

  test('what another tool sends is a touch; what we had it send is none', async () => {
    await open();
    const [{ provider_ref: ref } = {}] = stage.sql('SELECT provider_ref FROM message');
    const sent = (messageId: unknown) =>
      highlevel({
        ...{ type: 'OutboundMessage', messageType: 'Email', direction: 'outbound', source: 'workflow' },
        ...{ to: 'ann@acme.example', messageId },
      });
    expect(await status(sent(ref))).toBe(204);
    expect(events()).toEqual([]);
    expect(await status(sent('theirs'))).toBe(204);
    expect(events()).toMatchObject([{ kind: 'tool-touch', origin_id: 'message:theirs' }]);
  });

  test('the end of a call is told by either of two calls, and counts once', async () => {
    await open();
    const call = {
      ...{ call_id: 'c1', to_number: '+12022000001', disconnection_reason: 'dial_no_answer' },
      ...{ end_timestamp: stage.clock.now(), call_analysis: { call_summary: 'Nobody there.' } },
    };
    for (const event of ['call_started', 'call_analyzed', 'call_ended', 'call_analyzed'])
      expect(await status(retell(event, call, stage.clock.now()))).toBe(204);
    expect(events()).toMatchObject([
      { kind: 'call-completed', outcome: 'no-answer', origin_id: 'c1:ended' },
      { kind: 'note', origin_id: 'c1:analysed' },
    ]);
  });

  test('what means nothing to us is taken and counted, and is no fault', async () => {
    await open();
    expect(await status(postmark({ RecordType: 'Horoscope' }))).toBe(204);
    expect(lines).toContainEqual(expect.objectContaining({ 'passed over: Horoscope': 1 }));
    for (let n = 0; n < 50; n++) await answer(postmark({ RecordType: `Kind${n}` }));
    expect(lines).toHaveLength(1);
    stage.clock.moveTo(stage.clock.now() + 60_000);
    await answer(postmark({ RecordType: 'Kind0' }));
    expect(Object.keys(lines[1] ?? {}).length).toBeLessThanOrEqual(LIMITS.hookNames + 2);
  });

  test('text that no database takes is made such that it does', async () => {
    await open();
    expect(await status(sms('a\0b\ud800c'))).toBe(204);
    expect(stage.sql('SELECT text FROM event')).toEqual([{ text: 'ab\ufffdc' }]);
  });
});

describe('what is answered', () => {
  test('an address that is not there is one like any other', async () => {
    await open();
    const nowhere = await app.inject({ method: 'POST', url: '/nowhere' });
    for (const path of ['/hooks/twilio/two', '/hooks/nobody/one', '/hooks/twilio', '/hooks/twilio/one/more']) {
      const { statusCode, body } = await app.inject({ method: 'POST', url: path, payload: 'x' });
      const said = (text: string) => ({ ...JSON.parse(text), requestId: '' });
      expect([statusCode, said(body)]).toEqual([404, said(nowhere.body)]);
    }
  });

  test('GET and others change nothing and find nothing', async () => {
    await open();
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'] as const)
      expect((await app.inject({ method, url: sms('STOP').path, headers: sms('STOP').headers })).statusCode).toBe(404);
    expect(events()).toEqual([]);
  });

  test('without a proof 401, with a wrong one 403, and nothing is stored', async () => {
    await open();
    const call = sms('STOP');
    expect(await status({ ...call, headers: { 'content-type': 'application/x-www-form-urlencoded' } })).toBe(401);
    expect(await status({ ...call, body: Buffer.from('Body=STOP') })).toBe(403);
    expect(await status({ ...call, path: `${call.path}?x=1` })).toBe(403);
    // The name that a proxy or a forger gives us is not the address that was signed.
    expect(await status({ ...call, headers: { ...call.headers, host: 'evil.example' } })).toBe(204);
    expect(events()).toHaveLength(1);
    expect(lines).toContainEqual(expect.objectContaining({ 'hook-unsigned': 1 }));
  });

  test('a body of any type is taken byte by byte; one that cannot be read is 400', async () => {
    await open();
    const { headers } = postmark({});
    for (const type of ['application/json', 'text/plain; charset=UTF-8', 'application/x-www-form-urlencoded', 'a/b'])
      expect(
        await status({ ...postmark({ RecordType: 'Delivery' }), headers: { ...headers, 'content-type': type } }),
      ).toBe(204);
    expect(await status({ ...postmark({}), body: Buffer.from('{broken') })).toBe(400);
    expect(await status({ ...postmark({}), body: Buffer.from('') })).toBe(400);
  });

  test('more than the bound is 413 and is not looked at', async () => {
    await open();
    const large = { ...postmark({}), body: Buffer.alloc(LIMITS.hookBodyBytes + 1, 32) };
    expect(await status(large)).toBe(413);
    expect(await status({ ...large, body: Buffer.alloc(LIMITS.hookBodyBytes, 32) })).toBe(400);
  });

  test('a fault of ours is 429, after which whoever calls again at all does', async () => {
    await open();
    await stage.engine.store.close();
    const reply = await answer(sms('STOP'));
    expect([reply.statusCode, reply.headers['retry-after']]).toEqual([429, '10']);
    expect(reply.body).not.toContain('database');
    expect(lines).toContainEqual({ line: expect.stringContaining('could not be taken in') });
    stage = await openStage();
  });

  test('with as many in hand as may be, the next is asked to come again, and is taken then', async () => {
    const waiting: (() => void)[] = [];
    const slow: HookAdapter = {
      ...HOOKS.postmark,
      verify: async () => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return { kind: 'genuine' };
      },
    };
    await open([{ adapter: slow, name: 'one', workspaceId: 'main', secrets: ['a:b'] }]);
    const call = postmark({ RecordType: 'Delivery', Email: 'ann@acme.example' });
    const inHand = Array.from({ length: LIMITS.hooksAtOnce }, () => answer(call));
    while (waiting.length < LIMITS.hooksAtOnce) await new Promise((resolve) => setTimeout(resolve, 1));
    const full = await answer(call);
    expect([full.statusCode, full.headers['retry-after']]).toEqual([429, '10']);
    expect(events()).toEqual([]);
    for (const go of waiting) go();
    expect((await Promise.all(inHand)).map(({ statusCode }) => statusCode)).toEqual(inHand.map(() => 204));
    const again = answer(call);
    while (waiting.length === LIMITS.hooksAtOnce) await new Promise((resolve) => setTimeout(resolve, 1));
    waiting.at(-1)?.();
    expect((await again).statusCode).toBe(204);
    expect(events()).toHaveLength(1);
  });

  test('a certificate that cannot be had is our trouble: it may come again', async () => {
    const adapter: HookAdapter = { ...HOOKS.ses, verify: () => ({ kind: 'refused', code: 'hook-no-certificate' }) };
    await open([{ adapter, name: 'one', workspaceId: 'main', secrets: ['arn'] }]);
    const call = { ...postmark({}), path: '/hooks/ses/one' };
    expect(await status(call)).toBe(429);
  });
});

test('a subscription is told in the log, and nobody is called', async () => {
  const adapter: HookAdapter = { ...HOOKS.ses, verify: () => ({ kind: 'genuine' }) };
  await open([{ adapter, name: 'one', workspaceId: 'main', secrets: ['arn'] }]);
  const SubscribeURL = 'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription';
  const body = JSON.stringify({ Type: 'SubscriptionConfirmation', MessageId: 'n', TopicArn: 'arn', SubscribeURL });
  expect(await status({ ...postmark({}), path: '/hooks/ses/one', body: Buffer.from(body) })).toBe(204);
  expect(lines).toContainEqual(expect.objectContaining({ kind: 'confirm-subscription', url: SubscribeURL }));
});

test('an app without connections has no such address', async () => {
  await open([]);
  expect(await status(sms('STOP'))).toBe(404);
});
