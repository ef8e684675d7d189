/** Who tries a connection once its rest is over: whoever would truly leave by it, and a paused campaign is nobody's turn. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import type { MailChannel, SendResult } from '../../src/engine/ports.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

const MINUTE = 60_000;
const SENT: SendResult = { kind: 'sent', providerRef: null, detail: '' };
const DOWN: SendResult = { kind: 'retry', afterMs: null, code: 'no-connection', detail: 'ECONNREFUSED' };

let stage: Stage;
let isDown: boolean;
let given: string[];

afterEach(() => stage.close());

async function opened(): Promise<void> {
  isDown = true;
  given = [];
  const outbox: MailChannel = {
    ...{ name: 'post', concurrency: 1, recovery: 'held', close: async () => undefined },
    async send({ to }) {
      given.push(to.address);
      return isDown ? DOWN : SENT;
    },
  };
  stage = await openStage({ channels: { outbox, live: null } });
}

/** A campaign of its own leads, whose messages are made and wait. */
async function queued(name: string, leads: number): Promise<void> {
  const rows = Array.from({ length: leads }, (_, i) => `Ann,${name}${i}@${name}${i}.example,US,Software`);
  const file = stage.file(`${name}.csv`, ['First Name,Email,Country,Industry', ...rows, ''].join('\n'));
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name });
  await stage.run('campaign create', { ...SENDER, name, playbook, where: `lead.email.startsWith("${name}")` });
  await stage.run('assess', { campaign: name });
  await stage.run('campaign launch', { campaign: name });
  while ((await advanceBatch(stage.engine)).taken > 0);
}

test('messages that stay for a reason of their own keep nobody from trying', async () => {
  await opened();
  await queued('first', 3);
  await stage.run('work');
  expect([given.length, stage.count('SELECT COUNT(*) FROM connection_rest WHERE until IS NOT NULL')]).toEqual([3, 1]);
  isDown = false;
  await stage.run('campaign pause', { campaign: 'first' });
  await queued('kept', 45);
  const paused = stage.sql("SELECT id, lead_id AS lead FROM message WHERE recipient LIKE 'kept%' ORDER BY id LIMIT 40");
  for (const { lead } of paused) await stage.run('lead pause', { lead, why: 'holiday' });
  // A pause takes a message out of the queue; one that comes back to it meets the last gate, before the five behind it.
  const file = new DatabaseSync(join(stage.folder, 'rekindle.db'));
  const back = file.prepare(
    "UPDATE message SET state = 'queued', reason = NULL, reason_code = NULL, due_at = ? WHERE id = ?",
  );
  for (const { id } of paused) back.run(stage.clock.now() - 1_000, String(id));
  file.close();
  given = [];
  await stage.liveUntil(stage.clock.now() + MINUTE);
  expect(given.length).toBe(5);
});

test('what a paused campaign has due stays where it is, and leaves once it goes on', async () => {
  await opened();
  isDown = false;
  await queued('first', 200);
  await stage.run('campaign pause', { campaign: 'first' });
  const before = stage.sql('SELECT SUM(fence) AS n FROM message')[0]?.n;
  await stage.liveUntil(stage.clock.now() + 30 * MINUTE);
  expect([given.length, stage.sql('SELECT SUM(fence) AS n FROM message')[0]?.n]).toEqual([0, before]);
  await stage.run('campaign resume', { campaign: 'first' });
  await stage.liveUntil(stage.clock.now() + MINUTE);
  expect(given.length).toBe(200);
});
