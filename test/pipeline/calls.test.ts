/** Calls by an artificial voice lived through on the whole engine, against a provider that behaves badly. */
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { PhoneCall } from '../../src/domain/message.ts';
import type { HookEvent } from '../../src/engine/hook-port.ts';
import type { CallOutcome, MailChannel, VoiceChannel } from '../../src/engine/ports.ts';
import { hookDesk } from '../../src/engine/react/hooks.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ANN = 'ann@acme.example';
const CALL = '{ kind: voice, id: call, day: 0, agent: agent_1, template: voice-hello, tries: 3, again: 24h }';
const AFTER = '{ kind: email, id: after, day: 0, template: after }';

type Fate = 'placed' | 'placed, answer lost' | 'not placed, answer lost';

/** A provider whose calls end as told, one after the other; null = it does not tell. */
function provider(
  ends: readonly (readonly [reason: string, outcome: string | null] | null)[],
  fates: readonly Fate[] = [],
) {
  const placed: PhoneCall[] = [];
  let tries = 0;
  let asked = 0;
  const channel: VoiceChannel = {
    name: 'calls',
    concurrency: 1,
    recovery: 'lookup',
    lookup: {
      settleMs: 10 * MINUTE_MS,
      ask: async ({ id }) => (placed.some((call) => call.id === id) ? 'accepted' : 'absent'),
    },
    async place(call) {
      const fate = fates[tries++] ?? 'placed';
      if (fate !== 'not placed, answer lost') placed.push(call);
      return fate === 'placed'
        ? { kind: 'sent', providerRef: `call_${placed.length}`, detail: '' }
        : { kind: 'unconfirmed', detail: 'no answer' };
    },
    async outcome(ref): Promise<CallOutcome | null> {
      asked += 1;
      const end = ends[Number(ref.slice('call_'.length)) - 1] ?? null;
      return end && { reason: end[0], outcome: end[1], endedAt: null };
    },
    close: async () => undefined,
  };
  return { channel, placed, asked: () => asked };
}

const mails: MailChannel = {
  name: 'mails',
  concurrency: 2,
  recovery: 'held',
  send: async ({ id }) => ({ kind: 'sent', providerRef: id, detail: '' }),
  close: async () => undefined,
};

async function launch(
  voice: VoiceChannel | null,
  steps: readonly string[] = [CALL, AFTER],
  { on = true, outcome = 'artificial-voice' as string | null, others = [] as readonly string[] } = {},
): Promise<void> {
  stage = await openStage({
    channels: { outbox: mails, live: mails, voice },
    publicUrl: 'https://go.sender.example',
  });
  await stage.run('workspace go-live', { yes: true });
  await stage.run('workspace set-voice', { on });
  const leads = [ANN, ...others];
  const rows = leads.map((lead, at) => `Ann,+1212555010${at + 1},${lead},US,NY,Software\n`).join('');
  const file = stage.file('leads.csv', `First Name,Phone,Email,Country,State,Industry\n${rows}`);
  await stage.run('import', { file, basis: 'consent' });
  for (const lead of leads)
    await stage.run('event record', { lead, kind: 'opted-in', channel: 'voice', outcome, text: 'Signed, form 7' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', steps, minGap: '1h' });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
}

const messages = () =>
  stage.sql('SELECT channel, state FROM message ORDER BY id').map((row) => `${row.channel} ${row.state}`);
const enrollment = () => stage.sql('SELECT state, step, reason_code AS code FROM enrollment')[0];

test('a step that calls is over when the call is, and goes on by itself after a machine answered', async () => {
  const { channel, placed, asked } = provider([['voicemail_reached', 'voicemail']]);
  await launch(channel);
  expect(messages()).toEqual(['voice sent']);
  expect(enrollment()).toEqual({ state: 'waiting', step: 'call', code: 'call-under-way' });
  expect(asked()).toBe(0);
  await stage.liveUntil(stage.clock.now() + 2 * HOUR_MS);
  expect(asked()).toBe(1);
  expect(placed).toHaveLength(1);
  expect(placed[0]).toMatchObject({
    ...{ from: null, to: '+12125550101', agent: 'agent_1' },
    variables: { first_name: 'Ann', opening: expect.stringMatching(/AI assistant calling for Sender.*stop/) },
  });
  expect(messages()).toEqual(['voice delivered', 'email sent']);
});

test('nobody reached: called again on the next days, no more often than the step says, each call a message of its own', async () => {
  const { channel, placed } = provider([
    ['dial_no_answer', 'no-answer'],
    ['dial_busy', 'busy'],
    ['concurrency_limit_reached', 'failed'],
    ['dial_busy', 'busy'],
  ]);
  await launch(channel);
  const start = stage.clock.now();
  await stage.liveUntil(start + DAY_MS - 1);
  expect(placed).toHaveLength(1);
  await stage.liveUntil(start + 5 * DAY_MS);
  expect(placed).toHaveLength(3);
  expect(new Set(placed.map(({ intentKey }) => intentKey)).size).toBe(3);
  expect(messages()).toEqual(['voice delivered', 'voice delivered', 'voice delivered', 'email sent']);
});

test.each([
  ['invalid_destination', 'failed'],
  ['user_declined', 'busy'],
])('%s is not called again, and the sequence goes on', async (reason, outcome) => {
  const { channel, placed } = provider([[reason, outcome]]);
  await launch(channel);
  await stage.liveUntil(stage.clock.now() + 4 * DAY_MS);
  expect(placed).toHaveLength(1);
  expect(messages()).toEqual(['voice delivered', 'email sent']);
});

test('a conversation holds the sequence for a person, and so does a word that nobody knows', async () => {
  for (const end of [
    ['agent_hangup', 'answered'],
    ['lost_in_space', null],
  ] as const) {
    const { channel } = provider([end]);
    await launch(channel);
    await stage.liveUntil(stage.clock.now() + HOUR_MS);
    expect(enrollment()).toMatchObject({ state: 'waiting', code: 'held-call-completed' });
    expect(messages()).toEqual(['voice delivered']);
    if (end[0] === 'agent_hangup') await stage.close();
  }
});

test('an outcome leads where the step says', async () => {
  const { channel } = provider([['dial_no_answer', 'no-answer']]);
  const step = CALL.replace(
    ' }',
    ', reactions: [{ on: call-completed, outcome: no-answer, then: go-to, step: last }] }',
  );
  await launch(channel, [step, AFTER, '{ kind: goal, id: last, day: 0, when: "true" }']);
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  expect(messages()).toEqual(['voice delivered']);
  expect(enrollment()).toMatchObject({ state: 'ended', code: 'goal-reached' });
});

test('of lost answers no call is placed twice, and one that was never placed is', async () => {
  const { channel, placed } = provider([null, null], ['placed, answer lost']);
  await launch(channel);
  expect(messages()).toEqual(['voice unconfirmed']);
  await stage.liveUntil(stage.clock.now() + HOUR_MS);
  expect(messages()).toEqual(['voice sent']);
  expect(placed).toHaveLength(1);
  await stage.close();
  const never = provider([['voicemail_reached', 'voicemail']], ['not placed, answer lost']);
  await launch(never.channel);
  await stage.liveUntil(stage.clock.now() + 3 * HOUR_MS);
  expect(never.placed).toHaveLength(1);
  expect(messages()[0]).toBe('voice delivered');
});

test('a call whose end nobody tells is asked about for a day, and then left to a person', async () => {
  const { channel, asked } = provider([null]);
  await launch(channel);
  await stage.liveUntil(stage.clock.now() + 2 * DAY_MS);
  expect(asked()).toBe(144);
  expect(messages()).toEqual(['voice delivered']);
  expect(enrollment()).toMatchObject({ state: 'waiting', code: 'held-call-completed' });
});

test('several are asked about at once, as many as the provider takes', async () => {
  const { channel } = provider([]);
  let [now, most] = [0, 0];
  const outcome = async (): Promise<CallOutcome> => {
    now += 1;
    most = Math.max(most, now);
    await setImmediate();
    now -= 1;
    return { reason: 'voicemail_reached', outcome: 'voicemail', endedAt: null };
  };
  await launch({ ...channel, concurrency: 2, outcome }, [CALL], { others: ['bob@acme.example', 'cid@acme.example'] });
  await stage.liveUntil(stage.clock.now() + HOUR_MS);
  expect([messages(), most]).toEqual([Array(3).fill('voice delivered'), 2]);
});

/** A webhook that tells of the end of a call. */
function told(messageId: string): HookEvent {
  return {
    originId: 'call_1:ended',
    ...{ kind: 'call-completed', verdict: 'machine', at: null, channel: 'voice', direction: 'out' },
    ...{ outcome: 'no-answer', text: 'dial_no_answer' },
    about: { ours: messageId, providerRef: 'call_1', mailId: null, email: null, phone: null, contactId: null },
  } as HookEvent;
}

test('an end that is told and asked for, in any order, any number of times, is one', async () => {
  const { channel, placed } = provider([['dial_no_answer', 'no-answer']]);
  await launch(channel);
  const id = String(stage.sql('SELECT id FROM message')[0]?.id);
  const desk = hookDesk(stage.engine, [
    {
      adapter: {
        provider: 'test',
        verify: () => ({ kind: 'genuine' }),
        read: () => ({ events: [told(id)], passedOver: [] }),
      } as never,
      name: 'one',
      secrets: [],
      workspaceId: 'main',
    },
  ]);
  const call = { provider: 'test', connection: 'one', method: 'POST', headers: {}, body: Buffer.from(''), path: '/' };
  await desk(call);
  await desk(call);
  await stage.liveUntil(stage.clock.now() + HOUR_MS);
  await desk(call);
  expect(stage.count("SELECT COUNT(*) FROM event WHERE kind = 'call-completed'")).toBe(1);
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  expect(placed).toHaveLength(2);
});

test('switched off, or an opt-in that does not name a machine: nobody is called, and the sequence goes on', async () => {
  for (const wish of [{ on: false }, { outcome: null }]) {
    const { channel, placed } = provider([]);
    await launch(channel, [CALL.replace(' }', ', otherwise: after }'), AFTER], wish);
    await stage.liveUntil(stage.clock.now() + HOUR_MS);
    expect(placed).toEqual([]);
    expect(messages()).toEqual(['email sent']);
    if ('on' in wish) await stage.close();
  }
});

test('BOT-2 a STOP by voice while the call is under way: nobody calls again, and the sequence waits for a person', async () => {
  const { channel, placed } = provider([['dial_no_answer', 'no-answer']]);
  await launch(channel);
  await stage.run('event record', { lead: ANN, kind: 'opted-out', channel: 'voice', text: 'STOP' });
  await stage.liveUntil(stage.clock.now() + 5 * DAY_MS);
  expect(placed).toHaveLength(1);
  expect(enrollment()).toMatchObject({ state: 'waiting' });
});

test('a campaign that is paused while the call is under way goes on after it, with a call of its own', async () => {
  const { channel, placed } = provider([
    ['dial_no_answer', 'no-answer'],
    ['voicemail_reached', 'voicemail'],
  ]);
  await launch(channel);
  await stage.run('campaign pause');
  await stage.liveUntil(stage.clock.now() + 2 * DAY_MS);
  expect(placed).toHaveLength(1);
  await stage.run('campaign resume');
  await stage.liveUntil(stage.clock.now() + 2 * DAY_MS);
  expect(placed).toHaveLength(2);
  expect(messages()).toEqual(['voice delivered', 'voice delivered', 'email sent']);
});
