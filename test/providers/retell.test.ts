/** Calls by Retell against a server on the loopback that answers, refuses, is busy and loses answers as Retell does. */
import { afterEach, describe, expect, test } from 'vitest';
import { retellChannel } from '../../src/channels/retell/adapter.ts';
import { RetellSettingsSchema } from '../../src/channels/retell/settings.ts';
import { faultLine, type SendFault } from '../../src/testing/providers/api-server.ts';
import { type RetellServerOptions, startRetellServer } from '../../src/testing/providers/retell-server.ts';
import { Contract, NO_CONTRACTS } from './contract.ts';
import { drive, MESSAGES, VirtualClock } from './drive.ts';

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const call = (n: number) => ({
  ...{ id: `msg_${n}`, intentKey: `intent ${n}`, from: null, to: `+1202555${String(n).padStart(4, '0')}` },
  ...{ agent: 'agent_ann', variables: { first_name: 'Ana' } },
});
const doubt = (n: number) => {
  return { id: `msg_${n}`, messageId: '<m@example.com>', providerRef: null, to: call(n).to, attemptedAt: 0 };
};

async function stage(more: Partial<RetellServerOptions> = {}, settings: object = {}) {
  const clock = new VirtualClock();
  const server = await startRetellServer({ apiKey: 'key', now: clock.now, ...more });
  endings.push(() => server.close());
  const given = { apiKey: 'key', from: '+12025550100', baseUrl: server.url, ...settings };
  const channel = retellChannel(RetellSettingsSchema.parse(given));
  endings.push(() => channel.close());
  return { clock, server, channel };
}

/** Befalls the first call only. */
const once = (fault: SendFault) => {
  const faults = [fault];
  return () => faults.pop() ?? null;
};

describe('what Retell answers', () => {
  test('a call is placed with its agent, its words and our id', async () => {
    const { server, channel } = await stage();
    expect(await channel.place(call(1))).toMatchObject({ kind: 'sent', providerRef: 'call_0' });
    expect(server.placed).toMatchObject([
      {
        ...{ from_number: '+12025550100', to_number: '+12025550001', override_agent_id: 'agent_ann' },
        ...{ metadata: { rekindle_message: 'msg_1' }, retell_llm_dynamic_variables: { first_name: 'Ana' } },
      },
    ]);
  });

  const refuses = (status: number, message: string) => ({ refuses: () => ({ status, message }) });
  test.each<[string, object, object]>([
    ['a wrong key', { apiKey: 'other' }, { kind: 'refused', code: 'login-refused', blame: 'sender' }],
    ['no money', refuses(402, 'Trial has ended'), { kind: 'refused', code: 'sender-refused', blame: 'sender' }],
    ['a bad number', refuses(422, 'Invalid to_number'), { kind: 'refused', code: 'number-unusable' }],
    ['busy', { fault: once('busy') }, { kind: 'retry', code: 'sender-throttled', afterMs: 60_000 }],
    ['broken', { fault: once('broken') }, { kind: 'unconfirmed' }],
    ['a lost answer', { fault: once('lose-answer') }, { kind: 'unconfirmed' }],
  ])('%s', async (_, options, expected) => {
    const { channel } = await stage(options);
    expect(await channel.place(call(1))).toMatchObject(expected);
  });

  test('nobody listens, or there is no number of ours', async () => {
    const { server, channel } = await stage({}, { from: undefined });
    expect(await channel.place(call(1))).toMatchObject({ kind: 'refused', code: 'sender-refused' });
    await server.close();
    expect(await channel.place({ ...call(1), from: '+12025550100' })).toMatchObject({ code: 'no-connection' });
  });
});

describe('what became of a call', () => {
  test('it is found by our id, whatever else was placed', async () => {
    const { server, channel } = await stage({ fault: once('lose-answer') });
    await channel.place(call(1));
    await channel.place({ ...call(2), to: call(1).to });
    expect(await channel.lookup?.ask(doubt(1))).toBe('accepted');
    expect(await channel.lookup?.ask({ ...doubt(3), to: call(1).to })).toBe('absent');
    await server.close();
    expect(await channel.lookup?.ask(doubt(1))).toBe('unknown');
  });

  test('how it ended comes in Retell’s own words, and only once it is over', async () => {
    const end = { status: 'ended', reason: 'voicemail_reached', seconds: 21 };
    const { clock, channel } = await stage({ ends: ({ call_id: id }) => (id === 'call_0' ? end : null) });
    const at = clock.now();
    await channel.place(call(1));
    await channel.place(call(2));
    expect(await channel.outcome('call_0')).toEqual({
      ...{ outcome: null, reason: 'voicemail_reached', endedAt: at + 21_000 },
    });
    expect([await channel.outcome('call_1'), await channel.outcome('no such/call')]).toEqual([null, null]);
  });
});

const places = `${MESSAGES} calls, 5 % of answers lost, 5 % busy, 5 % broken: none rings twice, none is lost`;
test(places, { timeout: 120_000 }, async () => {
  const fault = faultLine(7, { 'lose-answer': 5, busy: 5, broken: 2.5, 'broken-accepted': 2.5 });
  const { clock, server, channel } = await stage({ fault, lagMs: 30_000 });
  const messages = Array.from({ length: MESSAGES }, (_, n) => call(n));
  const lookup = channel.lookup ?? { settleMs: 0, ask: async () => 'unknown' as const };
  const send = (n: number) => channel.place(call(n));
  const report = await drive({ concurrency: channel.concurrency, lookup, clock, messages, send });
  const ids = server.placed.map(({ metadata }) => metadata?.rekindle_message);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(ids)).toEqual(new Set(messages.map(({ id }) => id)));
  expect([report.sent.size, report.refused.size, report.open.size]).toEqual([MESSAGES, 0, 0]);
  expect(report.unconfirmed.size).toBeGreaterThan(MESSAGES / 20);
  expect(report.verdicts).toMatchObject({ unknown: 0, accepted: expect.any(Number) });
  expect(report.verdicts.accepted * report.verdicts.absent).toBeGreaterThan(0);
});

describe.skipIf(NO_CONTRACTS)('Retell’s description (skipped where it is not at hand)', () => {
  const FILE = 'retell/retell-openapi.min.json';
  const pathOf = (path: string) => path.replace(/^(\/v2\/get-call)\/.*/, '$1/{call_id}');

  test('our requests, and the answers of the server here', async () => {
    const contract = new Contract(FILE);
    const end = { status: 'ended', reason: 'user_hangup', seconds: 21 };
    const refuses = (to: string) => (to === call(9).to ? { status: 422, message: 'to_number is invalid' } : null);
    const { server, channel } = await stage({ fault: once('busy'), ends: () => end, refuses });
    for (const n of [1, 2, 9]) await channel.place(call(n));
    await channel.lookup?.ask(doubt(2));
    await channel.outcome('call_0');
    for (const [n, { method, path, body }] of server.calls.entries()) {
      const [at, way] = [pathOf(path), method.toLowerCase()];
      if (body !== '') expect(contract.request(at, way, 'application/json', JSON.parse(body))).toEqual([]);
      expect(contract.answer(at, way, server.replies[n]?.status ?? 0, server.replies[n]?.body)).toEqual([]);
    }
    expect(contract.checked).toBe(9);
  });

  test('a planted fault is seen', () => {
    const contract = new Contract(FILE);
    const json = 'application/json';
    expect(contract.request('/v2/create-phone-call', 'post', json, { to_number: '+1' })).not.toEqual([]);
    const filter = { metadata: [{ key: 'a', type: 'string', op: 'is', value: 'b' }] };
    expect(contract.request('/v3/list-calls', 'post', json, { filter_criteria: filter })).not.toEqual([]);
    expect(contract.answer('/v2/create-phone-call', 'post', 201, { call_id: 'x' })).not.toEqual([]);
  });
});
