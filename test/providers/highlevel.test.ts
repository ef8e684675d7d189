/** Texts and mails by HighLevel against a server on the loopback that answers, refuses, throttles and loses answers as HighLevel does. */
import { afterEach, describe, expect, test } from 'vitest';
import { type HighLevelWays, highlevelWays } from '../../src/channels/highlevel/adapter.ts';
import { HighLevelSettingsSchema } from '../../src/channels/highlevel/settings.ts';
import { Pace } from '../../src/channels/pace.ts';
import { TokenFault, type TokenSource } from '../../src/domain/connection/asked.ts';
import type { Mail } from '../../src/domain/message.ts';
import { faultLine, type SendFault } from '../../src/testing/providers/api-server.ts';
import { type HighLevelServerOptions, startHighLevelServer } from '../../src/testing/providers/highlevel-server.ts';
import { Contract, NO_CONTRACTS } from './contract.ts';
import { drive, MESSAGES, VirtualClock } from './drive.ts';

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const text = (n: number, to = `+1202555${String(n).padStart(4, '0')}`) => {
  return { id: `msg_${n}`, intentKey: `intent ${n}`, from: null, to, body: `Hello ${n}, é 😀` };
};
const mail = (n: number, to = `ann${n}@acme.example`): Mail => ({
  ...{ id: `msg_${n}`, from: { name: 'Sam', address: 'sam@sender.example' }, replyTo: null },
  ...{ to: { name: null, address: to }, subject: `Hello ${n}`, text: `Hello ${n} & <all>\nof you`, html: null },
  ...{ messageId: `<${n}@sender.example>`, references: [], unsubscribeUrl: null, date: 0, headers: [] },
});
const doubt = (n: number, attemptedAt: number, to = text(n).to) => {
  return { id: `msg_${n}`, messageId: '<m@example.com>', providerRef: null, to, attemptedAt };
};
const KINDS: readonly (readonly [keyof HighLevelWays, string])[] = [
  ['texts', 'SMS'],
  ['mails', 'Email'],
];

async function stage(more: Partial<HighLevelServerOptions> = {}, settings: object = {}, token?: TokenSource) {
  const clock = new VirtualClock();
  const takes = (given: string) => given === 'pit-1';
  const server = await startHighLevelServer({ takes, location: 'loc', now: clock.now, ...more });
  endings.push(() => server.close());
  const pace = { now: clock.now, sleep: async (ms: number) => clock.pass(ms) };
  const parsed = HighLevelSettingsSchema.parse({ location: 'loc', baseUrl: server.url, ...settings });
  const open = () => highlevelWays(parsed, token ?? (async () => 'pit-1'), pace);
  const ways = open();
  endings.push(() => ways.texts.close());
  const send = (kind: keyof HighLevelWays, n: number) =>
    kind === 'texts' ? ways.texts.send(text(n)) : ways.mails.send(mail(n));
  return { clock, server, ways, open, send };
}

const once = (fault: SendFault) => {
  const faults = [fault];
  return () => faults.pop() ?? null;
};

describe.each(KINDS)('%s', (kind, word) => {
  const to = (n: number) => (kind === 'texts' ? text(n).to : mail(n).to.address);

  test('a message reaches a contact that is made once, and found the next time', async () => {
    const { server, send } = await stage({}, { from: '+12025550100' });
    expect(await send(kind, 1)).toMatchObject({ kind: 'sent', providerRef: 'msg0' });
    expect(await send(kind, 1)).toMatchObject({ kind: 'sent', providerRef: 'msg1' });
    expect(server.contacts).toHaveLength(1);
    const from = kind === 'texts' ? '+12025550100' : 'sam@sender.example';
    expect(server.taken[0]).toMatchObject({ type: word, to: to(1), from });
    expect(server.taken[0]?.body).toContain(
      kind === 'texts' ? 'Hello 1, é 😀' : '<div>Hello 1 &amp; &lt;all&gt;<br>\nof you</div>',
    );
  });

  test.each<[string, object, object]>([
    [
      'no such field',
      { refuses: () => ({ status: 422, message: ['property x should not exist'] }) },
      { code: 'content-refused' },
    ],
    ['busy', { fault: once('busy') }, { kind: 'retry', code: 'sender-throttled', afterMs: 10_000 }],
    ['broken', { fault: once('broken') }, { kind: 'unconfirmed' }],
    ['a lost answer', { fault: once('lose-answer') }, { kind: 'unconfirmed' }],
    ['a token that is not taken', { takes: () => false }, { kind: 'refused', code: 'login-refused' }],
    ['another location', { location: 'other' }, { kind: 'refused', code: 'sender-refused' }],
  ])('%s', async (_, options, expected) => {
    const { send } = await stage(options);
    expect(await send(kind, 1)).toMatchObject(expected);
  });

  test.each([
    { dnd: true, dndSettings: {} },
    { dnd: false, dndSettings: { [word]: { status: 'active' } } },
    { dnd: false, dndSettings: { [word]: { status: 'permanent' } } },
  ])('whoever is to be left alone is not written to: %j', async (wish) => {
    const { server, send } = await stage();
    await send(kind, 1);
    Object.assign(server.contacts[0] ?? {}, wish);
    expect(await send(kind, 1)).toMatchObject({ kind: 'refused', code: 'do-not-contact', blame: 'recipient' });
    expect(server.taken).toHaveLength(1);
    Object.assign(server.contacts[0] ?? {}, { dnd: false, dndSettings: { [word]: { status: 'inactive' } } });
    expect(await send(kind, 1)).toMatchObject({ kind: 'sent' });
  });

  test('what became of one whose answer was lost is found, also by another process; what it never got is absent', async () => {
    const { clock, server, ways, open, send } = await stage({ fault: once('lose-answer') });
    expect(await send(kind, 1)).toMatchObject({ kind: 'unconfirmed' });
    expect(await open()[kind].lookup?.ask(doubt(1, clock.now(), to(1)))).toBe('accepted');
    expect(await ways[kind].lookup?.ask(doubt(1, clock.now(), to(1)))).toBe('accepted');
    await send(kind, 2);
    expect(await ways[kind].lookup?.ask(doubt(3, clock.now(), to(2)))).toBe('absent');
    await server.close();
    expect(await ways[kind].lookup?.ask(doubt(1, clock.now(), to(1)))).toBe('unknown');
  });

  test('what a workflow sent to the same contact is not taken for ours', async () => {
    const { clock, server, open, send } = await stage({ fault: once('broken') });
    expect(await send(kind, 1)).toMatchObject({ kind: 'unconfirmed' });
    const contactId = server.contacts[0]?.id ?? '';
    const theirs = { contactId, type: word as 'SMS' | 'Email', to: to(1), from: null, subject: 'x', body: 'Theirs' };
    server.sends({ ...theirs, source: 'workflow' });
    expect(await open()[kind].lookup?.ask(doubt(1, clock.now(), to(1)))).toBe('absent');
    for (let n = 0; n < 2; n++) server.sends({ ...theirs, source: 'api' });
    expect(await open()[kind].lookup?.ask(doubt(1, clock.now(), to(1)))).toBe('unknown');
  });

  const sends = `${MESSAGES} sends, 5 % of answers lost, 5 % busy, 5 % broken: none twice, none lost`;
  test(sends, { timeout: 240_000 }, async () => {
    const fault = faultLine(11, { 'lose-answer': 5, busy: 5, broken: 2.5, 'broken-accepted': 2.5 });
    const { clock, server, ways, send } = await stage({ fault, lagMs: 30_000 });
    const messages = Array.from({ length: MESSAGES }, (_, n) => ({ id: text(n).id, to: to(n) }));
    const { concurrency, lookup } = ways[kind];
    if (!lookup) throw new Error('a lookup is missing');
    const report = await drive({ concurrency, lookup, clock, messages, send: (n) => send(kind, n) });
    const got = server.taken.map((one) => one.to);
    expect(new Set(got).size).toBe(got.length);
    expect(new Set(got)).toEqual(new Set(messages.map((one) => one.to)));
    expect([report.sent.size, report.refused.size, report.open.size]).toEqual([MESSAGES, 0, 0]);
    expect(report.unconfirmed.size).toBeGreaterThan(MESSAGES / 20);
    expect(report.verdicts.accepted * report.verdicts.absent).toBeGreaterThan(0);
    const throttled = server.replies.filter(({ status }) => status === 429).length;
    expect(throttled, 'only the planted ones: our own pace keeps within the limits').toBeLessThan(MESSAGES / 8);
  });
});

test('a token that is no longer taken is asked for anew, once', async () => {
  const asked: boolean[] = [];
  const token = async (anew: boolean) => {
    asked.push(anew);
    return anew ? 'pit-1' : 'old';
  };
  const { ways } = await stage({}, {}, token);
  expect(await ways.texts.send(text(1))).toMatchObject({ kind: 'sent' });
  expect(asked.slice(0, 2)).toEqual([false, true]);
});

test.each([
  ['login-refused', { kind: 'refused', code: 'login-refused' }],
  ['no-connection', { kind: 'retry', code: 'no-connection' }],
] as const)('no token (%s): nothing is sent', async (code, expected) => {
  const { server, ways } = await stage({}, {}, async () => {
    throw new TokenFault(code, 'no token');
  });
  expect(await ways.texts.send(text(1))).toMatchObject(expected);
  expect(server.calls).toEqual([]);
});

test('words that no text may have are not sent', async () => {
  const { server, ways } = await stage();
  for (const body of ['', ' ', 'x'.repeat(1_601)])
    expect(await ways.texts.send({ ...text(1), body })).toMatchObject({ kind: 'refused', code: 'content-refused' });
  expect(server.calls).toEqual([]);
});

describe('the pace', () => {
  const paced = () => {
    const clock = new VirtualClock();
    const slept: number[] = [];
    const pace = new Pace({
      now: clock.now,
      sleep: async (ms) => {
        slept.push(ms);
        clock.pass(ms);
      },
    });
    return { clock, pace, slept };
  };

  test('a hundred calls go at once, the next waits for the interval', async () => {
    const { pace, slept } = paced();
    for (let n = 0; n < 100; n++) await pace.turn();
    expect(slept).toEqual([]);
    await pace.turn();
    expect(slept).toEqual([10_500]);
  });

  test('limits are taken from the headers, and a 429 stops all for the interval', async () => {
    const { pace, slept } = paced();
    pace.hears(200, new Headers({ 'x-ratelimit-max': '2', 'x-ratelimit-interval-milliseconds': '1000' }));
    for (let n = 0; n < 3; n++) await pace.turn();
    expect(slept).toEqual([1_500]);
    pace.hears(429, new Headers());
    await pace.turn();
    expect(slept.at(-1)).toBe(1_500);
  });

  test('a day that is used up is over at midnight, UTC', async () => {
    const { clock, pace } = paced();
    pace.hears(200, new Headers({ 'x-ratelimit-daily-remaining': '0' }));
    expect(await pace.turn()).toBe(12 * 3_600_000);
    clock.pass(12 * 3_600_000);
    expect(await pace.turn()).toBe(0);
  });
});

describe.skipIf(NO_CONTRACTS)('HighLevel’s description (skipped where it is not at hand)', () => {
  const COMMON = ['highlevel/apps/common/common-schemas.json', 'highlevel/common/common-schemas.json'];
  const contractOf = (name: 'contacts' | 'conversations') => new Contract(`highlevel/apps/${name}.json`, COMMON);
  const described = (path: string) =>
    path
      .replace(/^\/contacts\/contact\d+$/, '/contacts/{contactId}')
      .replace(/^\/conversations\/messages\/email\/.*/, '/conversations/messages/email/{id}')
      .replace(/^\/conversations\/conv-.*/, '/conversations/{conversationId}/messages');

  test.each(KINDS)('our requests and the answers of the server here: %s', async (kind) => {
    const contracts = { contacts: contractOf('contacts'), conversations: contractOf('conversations') };
    const { clock, server, ways, send } = await stage({ fault: once('lose-answer') });
    await send(kind, 1);
    await send(kind, 2);
    const to = kind === 'texts' ? text(1).to : mail(1).to.address;
    await ways[kind].lookup?.ask(doubt(1, clock.now(), to));
    const wrong: string[] = [];
    for (const [n, { method, path, body }] of server.calls.entries()) {
      const contract = path.startsWith('/contacts') ? contracts.contacts : contracts.conversations;
      const way = method.toLowerCase();
      // Nothing is described of the answer to a search; a list is nested once more than it says.
      if (body !== '') wrong.push(...contract.request(described(path), way, 'application/json', JSON.parse(body)));
      const { status = 0, body: answered } = server.replies[n] ?? {};
      const isList = described(path).endsWith('{conversationId}/messages');
      const told = isList ? (answered as { messages: unknown }).messages : answered;
      if (!path.endsWith('/duplicate')) wrong.push(...contract.answer(described(path), way, status, told));
    }
    // A `status` and a `subType` are demanded of messages that nobody can give before one is sent.
    expect(wrong.filter((one) => !/required property '(status|subType)'/.test(one))).toEqual([]);
    expect(contracts.contacts.checked).toBeGreaterThan(3);
    expect(contracts.conversations.checked).toBeGreaterThan(5);
  });

  test('a planted fault is seen', () => {
    const contract = contractOf('conversations');
    const path = '/conversations/messages';
    expect(contract.request(path, 'post', 'application/json', { type: 'Letter', contactId: 'x' }).join()).toMatch(
      /enum|allowed/,
    );
    expect(contract.answer(path, 'post', 200, { messageId: 1 })).not.toEqual([]);
  });
});

describe('files of a mail', () => {
  const file = (name: string, type = 'application/pdf') => ({
    ...{ name, type, hash: name },
    content: Buffer.from(`%PDF of ${name}`),
  });
  const withFiles = (n: number, ...names: string[]): Mail => ({
    ...mail(n),
    attachments: names.map((name) => file(name)),
  });

  test('are laid beside the conversation, which is opened where there is none, and named by the mail', async () => {
    const { server, ways } = await stage();
    expect(await ways.mails.send(withFiles(1, 'estimate.pdf', 'plan.png'))).toMatchObject({ kind: 'sent' });
    expect(server.files.map(({ name }) => name)).toEqual(['estimate.pdf', 'plan.png']);
    expect(server.files[0]?.content).toContain('%PDF of estimate.pdf');
    const urls = ['https://storage.example/1/estimate.pdf', 'https://storage.example/2/plan.png'];
    expect(server.taken[0]?.attachments).toEqual(urls);
    expect(server.calls.filter(({ path }) => path === '/conversations/')).toHaveLength(1);
    await ways.mails.send(withFiles(1, 'again.pdf'));
    expect(server.calls.filter(({ path }) => path === '/conversations/')).toHaveLength(1);
    expect(server.taken).toHaveLength(2);
  });

  test('that HighLevel does not take are refused before anything is asked; one that could not be laid down keeps the mail back', async () => {
    const { server, ways } = await stage();
    const refused = await ways.mails.send(withFiles(1, 'prices.xlsx'));
    expect(refused).toMatchObject({
      kind: 'refused',
      code: 'content-refused',
      detail: expect.stringContaining('prices.xlsx'),
    });
    expect(server.calls).toEqual([]);
    const slow = await stage({ limits: { calls: 5, intervalMs: 10_000, day: 5 } });
    expect(await slow.ways.mails.send(withFiles(1, 'a.pdf', 'b.pdf', 'c.pdf'))).toMatchObject({ kind: 'retry' });
    expect(slow.server.taken).toEqual([]);
  });

  test.skipIf(NO_CONTRACTS)('as described (skipped where the contracts are not at hand)', async () => {
    const { server, ways } = await stage();
    await ways.mails.send(withFiles(1, 'estimate.pdf'));
    const contract = new Contract('highlevel/apps/conversations.json', ['highlevel/common/common-schemas.json']);
    const of = (path: string) => server.calls.findIndex((call) => call.path === path);
    const [opened, laid] = [of('/conversations/'), of('/conversations/messages/upload')];
    const { body, status } = server.replies[opened] ?? {};
    expect(
      contract.request('/conversations/', 'post', 'application/json', JSON.parse(server.calls[opened]?.body ?? '')),
    ).toEqual([]);
    expect(contract.answer('/conversations/', 'post', status ?? 0, body)).toEqual([]);
    const answer = server.replies[laid];
    expect(contract.answer('/conversations/messages/upload', 'post', answer?.status ?? 0, answer?.body)).toEqual([]);
  });
});
