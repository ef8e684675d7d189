/**
 * Opting out while messages are on their way: two processes on one file, one that delivers and one that refuses. No message
 * becomes `sending` after the refusal of its address was committed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const MESSAGES = 1_000;
const SECRET = 'a-secret-of-this-test-alone-0123456789';
const addressOf = (i: number) => `ann${i}@firm${i}.example`;
const clockNow = () => performance.timeOrigin + performance.now();

/** Refuses all addresses from the last one on, in a process of its own, while `work` goes on; when each was committed, by address. */
async function refuse(path: string, work: () => Promise<void>): Promise<Map<string, number>> {
  const addresses = Array.from({ length: MESSAGES }, (_, i) => addressOf(MESSAGES - 1 - i));
  const script = join(import.meta.dirname, '..', 'store', 'refusing-process.ts');
  const child = spawn(process.execPath, ['--no-warnings', script, path, SECRET, ...addresses]);
  const committed = new Map<string, number>();
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit');
  const ready = once(lines, 'line');
  lines.on('line', (line) => {
    const [address = '', at] = line.split(' ');
    if (at !== undefined) committed.set(address, Number(at));
  });
  await ready;
  await work();
  expect((await ended)[0]).toBe(0);
  return committed;
}

/** When the turn began in which each message became `sending`, by address: its transaction began no sooner. */
function watchTurns({ engine }: Stage): Map<string, number> {
  const { work } = engine.store;
  const deliverTurn = work.deliverTurn.bind(work);
  const begun = new Map<string, number>();
  Object.assign(work, {
    deliverTurn: async (...turn: Parameters<typeof deliverTurn>) => {
      const from = clockNow();
      const done = await deliverTurn(...turn);
      for (const { message } of done.sending) begun.set(message.recipient, from);
      return done;
    },
  });
  return begun;
}

const channel = {
  name: 'slow',
  concurrency: 4,
  recovery: 'held',
  send: async () => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    return { kind: 'sent', providerRef: null, detail: '' } as const;
  },
  close: async () => undefined,
} as const;

/** A thousand messages, all of them queued. */
async function queueAll(): Promise<void> {
  const rows = Array.from({ length: MESSAGES }, (_, i) => `Ann${i},${addressOf(i)},US,Software`);
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'race' });
  await stage.run('campaign create', { ...SENDER, name: 'race', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('halt add', { channel: 'email' });
  await stage.run('work');
  await stage.run('halt lift', { channel: 'email' });
}

test('while a thousand are in flight: none becomes sending in a transaction that began after its refusal', {
  timeout: 60_000,
}, async () => {
  stage = await openStage({ channels: { outbox: channel, live: null }, secret: Buffer.from(SECRET) });
  await queueAll();
  const begun = watchTurns(stage);
  const refused = await refuse(join(stage.folder, 'rekindle.db'), async () => {
    await stage.run('work');
  });
  await stage.run('work');
  expect(refused.size).toBe(MESSAGES);
  const count = (state: string) => stage.count(`SELECT COUNT(*) FROM message WHERE state = '${state}'`);
  expect([count('sent'), count('refused')]).toEqual([begun.size, MESSAGES - begun.size]);
  // Both happened, or nothing was shown.
  expect(begun.size).toBeGreaterThan(20);
  expect(begun.size).toBeLessThan(MESSAGES - 20);
  const late = [...begun].filter(([address, from]) => (refused.get(address) ?? 0) + CLOCKS_MS < from);
  expect(late).toEqual([]);
});

/** Two processes of one machine read the same clock, to less than this. */
const CLOCKS_MS = 1;
