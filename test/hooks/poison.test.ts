/** One event of a call that cannot be taken in: the others of the call are stored all the same, and the call is told again for its sake. */
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../src/domain/limits.ts';
import type { HookConnection } from '../../src/engine/hook-port.ts';
import { hookDesk } from '../../src/engine/react/hooks.ts';
import { HOOKS } from '../../src/hooks/hooks.ts';
import { GENUINE } from '../../src/hooks/proof.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, SENDER, type Stage } from '../pipeline/stage.ts';
import { postmark } from './calls.ts';

const PROVEN = { verify: () => GENUINE };
const CONNECTION: HookConnection = {
  ...{ adapter: { ...HOOKS.sendgrid, ...PROVEN }, name: 'one', workspaceId: 'main', secrets: [] },
};

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ log: { info: () => undefined, error: () => undefined } });
  const people = ['ann', 'bob', 'cat'].map((name) => `${name},${name}@acme.example,US,Software\n`).join('');
  const csv = `First Name,Email,Country,Industry\n${people}`;
  await stage.run('import', { file: stage.file('leads.csv', csv), basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0, 5] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
});
afterEach(() => stage.close());

const complaint = (name: string, i: number, timestamp: number = 1_772_000_000) => ({
  ...{ event: 'spamreport', email: `${name}@acme.example`, sg_event_id: `e${i}`, timestamp },
});
const told = (events: readonly object[]) => {
  const body = Buffer.from(JSON.stringify(events));
  return hookDesk(stage.engine, [CONNECTION])({ ...postmark({}), provider: 'sendgrid', body });
};
const refused = () => stage.sql('SELECT value FROM suppression ORDER BY value').map(({ value }) => value);
/** What is true of Ann no code of ours can go on with, or it can again. */
function breakAnn(sequence: string): void {
  const database = new DatabaseSync(`${stage.folder}/rekindle.db`);
  database
    .prepare(`UPDATE enrollment SET sequence = ? WHERE lead_id = (SELECT id FROM lead WHERE email LIKE 'ann@%')`)
    .run(sequence);
  database.close();
}

test('the others are stored with what follows, in this batch and in the next, and the whole call may come again', async () => {
  const [{ sequence } = {}] = stage.sql('SELECT sequence FROM enrollment');
  breakAnn('nowhere');
  const strangers = Array.from({ length: LIMITS.hookBatchEvents }, (_, i) => complaint(`stranger${i}`, 100 + i));
  const call = [complaint('ann', 0), complaint('bob', 1), ...strangers, complaint('cat', 2)];
  expect(await told(call)).toEqual({ kind: 'later', afterMs: 10_000 });
  expect(refused()).toEqual(expect.arrayContaining(['bob@acme.example', 'cat@acme.example']));
  expect(refused()).not.toContain('ann@acme.example');
  breakAnn(String(sequence));
  expect(await told(call)).toEqual({ kind: 'taken' });
  expect(refused()).toContain('ann@acme.example');
  expect(stage.count("SELECT COUNT(*) FROM event WHERE kind = 'complained'")).toBe(3);
});

test.each([1e300, 8.64e12 + 1])('a time that no calendar has, %d, is none', async (timestamp) => {
  expect(await told([complaint('ann', 0, timestamp)])).toEqual({ kind: 'taken' });
  expect(stage.sql('SELECT at FROM event')).toEqual([{ at: stage.clock.now() }]);
});
