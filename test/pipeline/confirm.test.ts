import { afterEach, expect, test } from 'vitest';
import type { Mail } from '../../src/domain/message.ts';
import type { MailChannel } from '../../src/engine/ports.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

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

async function live(channel: MailChannel): Promise<void> {
  stage = await openStage({ channels: { outbox: channel, live: channel }, publicUrl: 'https://go.sender.example' });
  const rows = ['ann', 'bob'].map((name) => `${name},${name}@acme.example,US,Software`);
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('workspace go-live', { yes: true });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
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
