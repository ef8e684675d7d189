/** Texts by Twilio against a server on the loopback that answers, refuses, is busy and loses answers as Twilio does. */
import { afterEach, describe, expect, test } from 'vitest';
import { twilioChannel } from '../../src/channels/twilio/adapter.ts';
import { TwilioSettingsSchema } from '../../src/channels/twilio/settings.ts';
import { faultLine, type SendFault } from '../../src/testing/providers/api-server.ts';
import { startTwilioServer, type TwilioServerOptions } from '../../src/testing/providers/twilio-server.ts';
import { Contract, NO_CONTRACTS } from './contract.ts';
import { drive, MESSAGES, VirtualClock } from './drive.ts';

const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token' };
const CALLBACK = 'https://x.example/hook?rekindle_message=msg_1';
const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const text = (n: number, to = `+1202555${String(n).padStart(4, '0')}`) => {
  return { id: `msg_${n}`, intentKey: `intent ${n}`, from: null, to, body: `Hello ${n}, é 😀` };
};
const doubt = (n: number, attemptedAt: number, more: object = {}) => {
  return { id: `msg_${n}`, messageId: '<m@example.com>', providerRef: null, to: text(n).to, attemptedAt, ...more };
};

async function stage(more: Partial<TwilioServerOptions> = {}, settings: object = {}) {
  const clock = new VirtualClock();
  const server = await startTwilioServer({ ...ACCOUNT, now: clock.now, ...more });
  endings.push(() => server.close());
  const given = { ...ACCOUNT, from: '+12025550100', baseUrl: server.url, statusCallback: 'https://x.example/hook' };
  const channel = twilioChannel(TwilioSettingsSchema.parse({ ...given, ...settings }));
  endings.push(() => channel.close());
  return { clock, server, channel };
}

/** Befalls the first send only. */
const once = (fault: SendFault) => {
  const faults = [fault];
  return () => faults.pop() ?? null;
};

describe('what Twilio answers', () => {
  test('a text arrives as it was written, and its id comes back in the callback', async () => {
    const { server, channel } = await stage();
    expect(await channel.send(text(1))).toMatchObject({ kind: 'sent', providerRef: server.taken[0]?.sid });
    expect(server.taken).toMatchObject([
      { to: '+12025550001', from: '+12025550100', body: 'Hello 1, é 😀', callback: CALLBACK },
    ]);
  });

  test.each<[string, object, object]>([
    ['STOP', { refuses: () => 21610 }, { kind: 'refused', code: 'number-opted-out', blame: 'recipient' }],
    ['no mobile', { refuses: () => 21614 }, { kind: 'refused', code: 'number-unusable', blame: 'recipient' }],
    ['our sender', { refuses: () => 21606 }, { kind: 'refused', code: 'sender-refused', blame: 'sender' }],
    ['a wrong login', { authToken: 'other' }, { kind: 'refused', code: 'login-refused', blame: 'sender' }],
    ['busy', { fault: once('busy') }, { kind: 'retry', code: 'sender-throttled', afterMs: 1_000 }],
    ['broken', { fault: once('broken') }, { kind: 'unconfirmed' }],
    ['a lost answer', { fault: once('lose-answer') }, { kind: 'unconfirmed' }],
  ])('%s', async (_, options, expected) => {
    const { channel } = await stage(options);
    expect(await channel.send(text(1))).toMatchObject(expected);
  });

  test('nobody listens: it may be tried again', async () => {
    const { server, channel } = await stage();
    await server.close();
    expect(await channel.send(text(1))).toMatchObject({ kind: 'retry', code: 'no-connection' });
  });

  test('words that no text may have are not sent', async () => {
    const { server, channel } = await stage();
    for (const body of ['', ' ', 'x'.repeat(1_601)])
      expect(await channel.send({ ...text(1), body })).toMatchObject({ kind: 'refused', code: 'content-refused' });
    await expect(channel.send({ ...text(1), id: "o'neil" })).rejects.toThrow('plain');
    expect(server.calls).toEqual([]);
  });

  test('closing ends what waits, and waits for what is under way', async () => {
    const { channel } = await stage({}, { concurrency: 1 });
    const first = channel.send(text(1));
    const second = channel.send(text(2));
    await new Promise(setImmediate);
    await channel.close();
    expect([(await first).kind, await second]).toMatchObject(['sent', { kind: 'retry', code: 'channel-closed' }]);
  });
});

describe('what became of a text', () => {
  test('two to the same number in the same minutes are told apart by their words', async () => {
    const { clock, server, channel } = await stage({ fault: once('lose-answer') });
    const other = { ...text(2), to: text(1).to };
    expect(await channel.send(text(1))).toMatchObject({ kind: 'unconfirmed' });
    expect(await channel.send(other)).toMatchObject({ kind: 'sent' });
    expect(server.taken).toHaveLength(2);
    expect(await channel.lookup?.ask(doubt(1, clock.now()))).toBe('accepted');
    expect(await channel.lookup?.ask(doubt(3, clock.now(), { to: text(1).to }))).toBe('absent');
  });

  test('after a restart one is found by its number and time, and two leave it open', async () => {
    const { clock, server, channel } = await stage();
    await channel.send(text(1));
    const restarted = twilioChannel(
      TwilioSettingsSchema.parse({ ...ACCOUNT, from: '+12025550100', baseUrl: server.url }),
    );
    expect(await restarted.lookup?.ask(doubt(1, clock.now() + 3_600_000))).toBe('absent');
    await channel.send({ ...text(2), to: text(1).to });
    expect(await restarted.lookup?.ask(doubt(1, clock.now()))).toBe('unknown');
    await channel.send(text(3));
    expect(await restarted.lookup?.ask(doubt(3, clock.now()))).toBe('accepted');
  });

  test('a Twilio that does not answer leaves it open', async () => {
    const { clock, server, channel } = await stage();
    await server.close();
    expect(await channel.lookup?.ask(doubt(1, clock.now()))).toBe('unknown');
  });
});

const sends = `${MESSAGES} sends, 5 % of answers lost, 5 % busy, 5 % broken: none twice, none lost`;
test(sends, { timeout: 120_000 }, async () => {
  const fault = faultLine(11, { 'lose-answer': 5, busy: 5, broken: 2.5, 'broken-accepted': 2.5 });
  const { clock, server, channel } = await stage({ fault, lagMs: 30_000 });
  // Every tenth goes to the number of the one before.
  const messages = Array.from({ length: MESSAGES }, (_, n) => text(n, n % 10 === 9 ? text(n - 1).to : text(n).to));
  const send = (n: number) => channel.send(messages[n] ?? text(n));
  const { concurrency, lookup } = channel;
  const report = await drive({ concurrency, lookup: lookup ?? never(), clock, messages, send });
  const bodies = server.taken.map(({ body }) => body);
  expect(new Set(bodies).size).toBe(bodies.length);
  expect(new Set(bodies)).toEqual(new Set(messages.map(({ body }) => body)));
  expect([report.sent.size, report.refused.size, report.open.size]).toEqual([MESSAGES, 0, 0]);
  expect(report.unconfirmed.size).toBeGreaterThan(MESSAGES / 20);
  expect(report.verdicts.accepted).toBeGreaterThan(0);
  expect(report.verdicts.absent).toBeGreaterThan(0);
});

function never(): never {
  throw new Error('a lookup is missing');
}

describe.skipIf(NO_CONTRACTS)('Twilio’s description (skipped where it is not at hand)', () => {
  const path = '/2010-04-01/Accounts/{AccountSid}/Messages.json';

  test('our requests, and the answers of the server here', async () => {
    const contract = new Contract('twilio/twilio_api_v2010.min.json');
    const { clock, server, channel } = await stage({ fault: once('lose-answer') });
    await channel.send(text(1));
    await channel.send(text(2));
    await channel.lookup?.ask(doubt(1, clock.now()));
    for (const [n, call] of server.calls.entries()) {
      const method = call.method.toLowerCase();
      const form = Object.fromEntries(new URLSearchParams(call.body));
      if (method === 'post')
        expect(contract.request(path, method, 'application/x-www-form-urlencoded', form, closed)).toEqual([]);
      expect(contract.answer(path, method, server.replies[n]?.status ?? 0, server.replies[n]?.body)).toEqual([]);
    }
    expect(contract.checked).toBe(5);
  });

  test('a planted fault is seen', () => {
    const contract = new Contract('twilio/twilio_api_v2010.min.json');
    const type = 'application/x-www-form-urlencoded';
    expect(contract.request(path, 'post', type, { To: '+1', Text: 'x' }, closed)).not.toEqual([]);
    expect(contract.request(path, 'post', type, { From: '+1' }, closed)).not.toEqual([]);
    expect(contract.answer(path, 'get', 200, { messages: [{ sid: 1 }] })).not.toEqual([]);
  });
});

const closed = (schema: object) => ({ ...schema, additionalProperties: false });
