/** Text messages lived through on the whole engine, against a provider that behaves badly. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_LIMITS, NO_LIMITS, type SendLimits } from '../../src/domain/consent/pace/send-limits.ts';
import type { TextMessage } from '../../src/domain/message.ts';
import type { MailChannel, SendResult, TextChannel } from '../../src/engine/ports.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const PROOF = { kind: 'opted-in', channel: 'sms', text: 'Box ticked on sender.example/join, 2026-02-01' };

type Fate = 'taken' | 'taken, answer lost' | 'not taken, answer lost' | SendResult;

/** A provider of texts that does to each what it is told, and everything after that well. */
function provider(fates: readonly Fate[] = [], recovery: TextChannel['recovery'] = 'lookup') {
  const got: TextMessage[] = [];
  let calls = 0;
  const channel: TextChannel = {
    name: 'texts',
    concurrency: 2,
    recovery,
    lookup: {
      settleMs: 10 * MINUTE_MS,
      ask: async ({ id, to }) => (got.some((text) => text.id === id && text.to === to) ? 'accepted' : 'absent'),
    },
    async send(text) {
      const fate = fates[calls++] ?? 'taken';
      if (typeof fate === 'object') return fate;
      if (fate !== 'not taken, answer lost') got.push(text);
      if (fate === 'taken') return { kind: 'sent', providerRef: `SM${got.length}`, detail: '' };
      return { kind: 'unconfirmed', detail: 'no answer' };
    },
    close: async () => undefined,
  };
  return { channel, got };
}

const mails: MailChannel = {
  name: 'mails',
  concurrency: 2,
  recovery: 'held',
  send: async ({ id }) => ({ kind: 'sent', providerRef: id, detail: '' }),
  close: async () => undefined,
};

const PEOPLE = ['Ann,+12125550101', 'Bob,+12125550102'];

interface Wish {
  readonly steps?: readonly string[];
  readonly words?: string;
  readonly minGap?: string;
  readonly people?: readonly string[];
  readonly state?: string;
  readonly proof?: boolean;
  readonly limits?: SendLimits;
  readonly text?: TextChannel | null;
}

async function begin({ text = null, limits = NO_LIMITS }: Wish): Promise<void> {
  stage = await openStage({
    limits,
    channels: { outbox: mails, live: mails, text },
    publicUrl: 'https://go.sender.example',
  });
  await stage.run('workspace go-live', { yes: true });
}

async function launch(wish: Wish = {}): Promise<void> {
  const {
    steps = ['{ kind: sms, day: 0, template: sms-hello }'],
    people = PEOPLE,
    proof = true,
    state = 'NY',
    words,
    minGap,
  } = wish;
  const rows = people.map((row) => `${row},${row.split(',')[0]?.toLowerCase()}@acme.example,US,${state},Software`);
  const file = stage.file('leads.csv', `First Name,Phone,Email,Country,State,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  for (const row of proof ? people : [])
    await stage.run('event record', { ...PROOF, lead: `${row.split(',')[0]?.toLowerCase()}@acme.example` });
  const playbook = writePlaybook(stage.folder, {
    name: 'spring',
    steps,
    ...(words && { words }),
    ...(minGap && { minGap }),
  });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
}

const messages = (columns = 'channel, state, reason_code AS code') =>
  stage.sql(`SELECT ${columns} FROM message ORDER BY id`);

test('a text leaves by the number, names the brand and says how to stop, once', async () => {
  const { channel, got } = provider();
  await begin({ text: channel });
  await launch({
    steps: ['{ kind: sms, day: 0, template: sms-hello }', '{ kind: sms, day: 2, template: sms-again }'],
    people: ['Ann,+12125550101'],
  });
  await stage.liveUntil(stage.clock.now() + 3 * DAY_MS);
  expect(got.map(({ to, body }) => [to, body])).toEqual([
    ['+12125550101', 'Sender: Hello Ann Reply STOP to opt out.'],
    ['+12125550101', 'Hello Ann'],
  ]);
  expect(messages()).toEqual([
    { channel: 'sms', state: 'sent', code: null },
    { channel: 'sms', state: 'sent', code: null },
  ]);
  expect(stage.sql('SELECT state, reason_code AS code FROM enrollment')).toEqual([
    { state: 'ended', code: 'completed' },
  ]);
});

test('of lost answers none is sent twice, and what never arrived is sent', async () => {
  const { channel, got } = provider(['taken, answer lost', 'not taken, answer lost']);
  await begin({ text: channel });
  await launch();
  expect(messages('state')).toEqual([{ state: 'unconfirmed' }, { state: 'unconfirmed' }]);
  stage.clock.moveTo(stage.clock.now() + 10 * MINUTE_MS);
  await stage.run('work');
  expect(messages('state')).toEqual([{ state: 'sent' }, { state: 'sent' }]);
  expect(got.map(({ to }) => to).sort()).toEqual(['+12125550101', '+12125550102']);
});

test('without proof of an opt-in nothing leaves, and the proof lets it go', async () => {
  const { channel, got } = provider();
  await begin({ text: channel });
  await launch({ proof: false, people: ['Ann,+12125550101'] });
  expect(stage.sql('SELECT state, reason_code AS code FROM enrollment')).toEqual([
    { state: 'waiting', code: 'opt-in-proof-missing' },
  ]);
  await stage.run('event record', { ...PROOF, lead: 'ann@acme.example' });
  await stage.run('work');
  expect(got).toHaveLength(1);
});

test('who has no number or no proof goes on by another step where the playbook names one', async () => {
  const { channel, got } = provider();
  await begin({ text: channel });
  await launch({
    proof: false,
    people: ['Ann,+12125550101', 'Bob,'],
    steps: [
      '{ kind: sms, day: 0, template: sms-hello, otherwise: mail }',
      '{ kind: goal, id: done, day: 0, when: "true" }',
      '{ kind: email, id: mail, day: 0, template: hello }',
    ],
  });
  expect(got).toEqual([]);
  expect(messages()).toEqual([
    { channel: 'email', state: 'sent', code: null },
    { channel: 'email', state: 'sent', code: null },
  ]);
});

test('a live campaign whose texts have no way out holds them, says what to connect, and e-mails go on', async () => {
  await begin({});
  await launch({
    people: ['Ann,+12125550101'],
    steps: ['{ kind: email, day: 0, template: hello }', '{ kind: sms, day: 1, template: sms-hello }'],
  });
  await stage.liveUntil(stage.clock.now() + 2 * DAY_MS);
  expect(messages()).toEqual([
    { channel: 'email', state: 'sent', code: null },
    { channel: 'sms', state: 'held', code: 'texts-not-connected' },
  ]);
});

test('a STOP between deciding and leaving is seen: nothing leaves to that number, by whichever lead', async () => {
  const { channel, got } = provider();
  await begin({ text: channel });
  await stage.run('halt add', { channel: 'sms' });
  await launch({ people: ['Ann,+12125550101'] });
  expect(messages('state')).toEqual([{ state: 'queued' }]);
  await stage.run('event record', { lead: 'ann@acme.example', kind: 'opted-out', channel: 'sms', text: 'STOP' });
  await stage.run('halt lift', { channel: 'sms' });
  await stage.liveUntil(stage.clock.now() + 2 * DAY_MS);
  expect(got).toEqual([]);
});

test('BOT-15 the third text of a day leaves, the fourth waits until the first is a day old', async () => {
  const { channel, got } = provider();
  await begin({ text: channel, limits: { ...NO_LIMITS, sms: DEFAULT_LIMITS.sms } });
  const steps = [0, 1, 2, 3].map((i) => `{ kind: sms, id: s${i}, day: 0, template: sms-hello }`);
  await launch({ people: ['Ann,+12125550101'], steps, minGap: '1h' });
  const start = stage.clock.now();
  await stage.liveUntil(start + 5 * HOUR_MS);
  expect(got).toHaveLength(3);
  expect(messages().at(-1)).toEqual({ channel: 'sms', state: 'held', code: 'cap-reached' });
  await stage.liveUntil(start + DAY_MS - 1);
  expect(got).toHaveLength(3);
  await stage.liveUntil(start + DAY_MS);
  expect(got).toHaveLength(4);
});

test('what the law allows a number three times a day, four people who share it are texted three times together', async () => {
  const { channel, got } = provider();
  await begin({ text: channel });
  await launch({ people: ['Ann', 'Bob', 'Cid', 'Dan'].map((name) => `${name},+13055550101`), state: 'FL' });
  expect(got).toHaveLength(3);
  expect(messages().at(-1)).toEqual({ channel: 'sms', state: 'held', code: 'cap-reached' });
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  expect(got).toHaveLength(4);
});

test('BOT-13 07:59:59 of the place of the number waits for 08:00:00, 20:59:59 leaves, 21:00:00 waits', async () => {
  const at = async (wall: string) => {
    const { channel, got } = provider();
    stage = await openStage({
      start: Date.parse(`2026-03-03T${wall}Z`),
      channels: { outbox: mails, live: mails, text: channel },
      publicUrl: 'https://go.sender.example',
    });
    await stage.run('workspace go-live', { yes: true });
    await launch({ people: ['Ann,+12125550101'] });
    const left = got.length;
    const due = stage.sql('SELECT due_at AS due FROM enrollment UNION ALL SELECT due_at FROM message')[0];
    if (wall !== '02:00:00') await stage.close();
    return left === 1 ? 'left' : new Date(Number(due?.due)).toISOString();
  };
  expect(await at('12:59:59')).toBe('2026-03-03T13:00:00.000Z');
  expect(await at('13:00:00')).toBe('left');
  expect(await at('01:59:59')).toBe('left');
  expect(await at('02:00:00')).toBe('2026-03-03T13:00:00.000Z');
});

test('a text of too many segments is refused and not sent', async () => {
  const { channel, got } = provider();
  await begin({ text: channel });
  await launch({ people: ['Ann,+12125550101'], words: 'я'.repeat(800) });
  expect(got).toEqual([]);
  expect(messages()).toEqual([{ channel: 'sms', state: 'refused', code: 'text-too-long' }]);
});

test('a dry workspace writes texts as files', async () => {
  stage = await openStage();
  await launch({ people: ['Ann,+12125550101'] });
  const outbox = join(stage.folder, 'outbox');
  const [day = ''] = existsSync(outbox) ? readdirSync(outbox) : [];
  const [name = ''] = readdirSync(join(outbox, day));
  expect(name).toMatch(/\.sms\.txt$/);
  expect(readFileSync(join(outbox, day, name), 'utf8')).toMatch(
    /^To: \+12125550101\nIntent: enr:.*\n\nSender: Hello Ann Reply STOP to opt out\.\n$/,
  );
});
