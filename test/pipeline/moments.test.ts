/** Moments that a mailbox has given to messages which are called off are free again for whatever else leaves by it. */
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/domain/consent/pace/send-limits.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
let stage: Stage;
afterEach(() => stage.close());

/** A live campaign whose first message is due for this many people. */
async function launch(name: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => `Ann,${name}${i}@${name}${i}.example,US,Software`);
  const file = stage.file(`${name}.csv`, `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name, days: [0] });
  const where = `lead.email.startsWith("${name}")`;
  await stage.run('campaign create', { ...SENDER, name, playbook, where });
  await stage.run('assess', { campaign: name });
  await stage.run('campaign launch', { campaign: name });
  await stage.run('work');
}

const sent = (name: string) =>
  stage.count(`SELECT COUNT(*) FROM message WHERE recipient LIKE '${name}%' AND state = 'sent'`);

test('a wrong campaign is cancelled, and the right one leaves the same day', async () => {
  stage = await openStage({ limits: { ...DEFAULT_LIMITS, warmUp: null, canary: null } });
  const start = stage.clock.now();
  await launch('wrong', 40);
  expect(sent('wrong')).toBe(1);
  expect(stage.count('SELECT COUNT(*) FROM message WHERE slot_at IS NOT NULL')).toBe(29);
  await stage.run('campaign cancel', { campaign: 'wrong' });
  await launch('right', 5);
  await stage.liveUntil(start + HOUR_MS);
  expect(sent('right')).toBe(5);
  expect(sent('wrong')).toBe(1);
});

test('moments are not given twice: what is due beyond a day waits for the next', async () => {
  stage = await openStage({ limits: { ...DEFAULT_LIMITS, warmUp: null, canary: null } });
  const start = stage.clock.now();
  await launch('first', 20);
  await launch('second', 20);
  await stage.liveUntil(start + 4 * HOUR_MS);
  expect(sent('first') + sent('second')).toBe(30);
});
