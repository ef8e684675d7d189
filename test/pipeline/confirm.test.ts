/** What is in doubt, where its provider can be asked: it is sent, or sent again, each once. */
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Mail } from '../../src/domain/message.ts';
import type { Lookup, MailChannel } from '../../src/engine/ports.ts';
import { routinesUntilIdle } from '../../src/engine/routines/keep.ts';
import { launchTo } from './one-mail.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A provider whose first answers get lost, and that can be asked later. */
function forgetful(lost: readonly ('taken' | 'not taken')[], canTell = true) {
  const taken: Mail[] = [];
  const asked: string[] = [];
  let calls = 0;
  const channel: MailChannel = {
    name: 'provider',
    concurrency: 1,
    recovery: 'lookup',
    lookup: {
      settleMs: 10 * MINUTE_MS,
      async ask({ messageId }) {
        asked.push(messageId);
        if (!canTell) return 'unknown';
        return taken.some((mail) => mail.messageId === messageId) ? 'accepted' : 'absent';
      },
    },
    async send(mail) {
      const fate = lost[calls++];
      if (fate !== 'not taken') taken.push(mail);
      if (fate === undefined) return { kind: 'sent', providerRef: mail.id, detail: '' };
      return { kind: 'unconfirmed', detail: 'no answer' };
    },
    close: async () => undefined,
  };
  return { channel, taken, asked };
}

async function live(channel: MailChannel, leads = ['ann', 'bob']): Promise<void> {
  stage = await openStage({ channels: { outbox: channel, live: channel }, publicUrl: 'https://go.sender.example' });
  await stage.run('workspace go-live', { yes: true });
  await launchTo(
    stage,
    leads.map((name) => `${name}@acme.example`),
  );
  await stage.run('work');
}

const states = () => stage.sql('SELECT state FROM message ORDER BY id').map(({ state }) => state);

test('what it took is sent, what it never got is sent again, each once, and not before it had time', async () => {
  const { channel, taken, asked } = forgetful(['taken', 'not taken']);
  await live(channel);
  expect(states()).toEqual(['unconfirmed', 'unconfirmed']);
  stage.clock.moveTo(stage.clock.now() + 9 * MINUTE_MS);
  await stage.run('work');
  expect(asked).toEqual([]);
  stage.clock.moveTo(stage.clock.now() + MINUTE_MS);
  await stage.run('work');
  expect(states()).toEqual(['sent', 'sent']);
  expect(new Set(taken.map(({ messageId }) => messageId)).size).toBe(2);
  expect(taken).toHaveLength(2);
});

test('several are asked about at once, as many as it has connections', async () => {
  const { channel, taken } = forgetful(Array(4).fill('taken'));
  let [now, most] = [0, 0];
  const ask: Lookup['ask'] = async () => {
    now += 1;
    most = Math.max(most, now);
    await setImmediate();
    now -= 1;
    return 'accepted';
  };
  await live({ ...channel, concurrency: 2, lookup: { settleMs: 0, ask } }, ['ann', 'bob', 'cid', 'dan']);
  await stage.run('work');
  expect([taken.length, most, new Set(states())]).toEqual([4, 2, new Set(['sent'])]);
});

test('while it cannot tell, nothing is sent again', async () => {
  const { channel, taken, asked } = forgetful(['not taken', 'not taken'], false);
  await live(channel);
  for (let i = 0; i < 8; i++) {
    stage.clock.moveTo(stage.clock.now() + HOUR_MS);
    await stage.run('work');
  }
  expect(states()).toEqual(['unconfirmed', 'unconfirmed']);
  expect(asked).toHaveLength(16);
  expect(taken).toEqual([]);
});

test('the upkeep asks as well, and says what came of it', async () => {
  const { channel, asked } = forgetful(['taken', 'not taken']);
  await live(channel);
  await routinesUntilIdle(stage.engine);
  stage.clock.moveTo(stage.clock.now() + 10 * MINUTE_MS);
  await routinesUntilIdle(stage.engine);
  expect(asked).toHaveLength(2);
  expect(states().sort()).toEqual(['queued', 'sent']);
  const told = stage.sql("SELECT details FROM routine_run WHERE routine = 'recover' ORDER BY slot_at DESC LIMIT 1");
  expect(told).toEqual([{ details: '{"confirmed":1,"neverArrived":1,"requeued":0,"unconfirmed":0}' }]);
});
