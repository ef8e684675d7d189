/** What a simulation counts: each step, each wait, each cap by its day, each end; and of this campaign alone. */
import { afterEach, expect, test } from 'vitest';
import { NO_LIMITS } from '../../src/domain/consent/pace/send-limits.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage, TUESDAY } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const NOBODY = { bounced: 0, opened: 0, clicked: 0, replied: 0, optedOut: 0, complained: 0, booked: 0 };
const simulate = (more: Row = {}) =>
  stage.run('simulate', { campaign: 'spring', for: '20d', start: '2026-03-04T00:00:00Z', assume: NOBODY, ...more });

async function ready(count: number, more: Partial<typeof NO_LIMITS> = {}): Promise<void> {
  stage = await openStage({ limits: { ...NO_LIMITS, ...more } });
  await campaign('spring', count);
}

/** A campaign to people of its own. */
async function campaign(name: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => `Ann${i},ann${i}@${name}${i}.example,US,Software,${name}`);
  const file = stage.file(`${name}.csv`, `First Name,Email,Country,Industry,Tags\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name, days: [0, 3] });
  await stage.run('campaign create', { ...SENDER, name, playbook, tag: [name] });
  await stage.run('assess', { campaign: name });
}

const sum = (tally: unknown) => Object.values(tally as Record<string, number>).reduce((all, n) => all + n, 0);

test('a cap of five a day moves seven of twelve, and two of them once more; each day says so', async () => {
  await ready(12, { email: { ...NO_LIMITS.email, senderDay: 5 } });
  const told = await simulate();
  expect(told.messages).toBe(24);
  const caps = told.caps as { day: string; cap: string; limit: number; moved: number }[];
  expect(caps.slice(0, 2)).toEqual([
    { day: '2026-03-04', cap: 'sender-day', limit: 5, moved: 7 },
    { day: '2026-03-05', cap: 'sender-day', limit: 5, moved: 2 },
  ]);
  expect((told.waits as Row)['cap-reached']).toBe(caps.reduce((all, { moved }) => all + moved, 0));
  expect(Math.max(...Object.values(told.byDay as Record<string, number>))).toBe(5);
});

test('the steps of a sequence add up to the messages, its ends to those who began it', async () => {
  await ready(8);
  const told = await simulate();
  const [fast] = told.sequences as {
    enrolled: number;
    ended: number;
    steps: { step: string; day: number; sent: number }[];
  }[];
  expect(fast).toMatchObject({ enrolled: 8, ended: 8 });
  expect(fast?.steps.map(({ day, sent }) => [day, sent])).toEqual([
    [0, 8],
    [3, 8],
  ]);
  expect(told.audience).toBe(8);
  expect(sum(told.endsByDay)).toBe(8);
  expect(told.open).toBe(0);
  expect((told.reasons as Record<string, Row>).completed?.says).toBe('The lead went through every step.');
  expect(told.byDayAndChannel).toEqual({ '2026-03-04': { email: 8 }, '2026-03-07': { email: 8 } });
});

test('answers stand at the step that they are to; what is not over is open', async () => {
  await ready(10);
  const told = await simulate({ assume: { ...NOBODY, replied: 1, withinHours: 1 } });
  const [fast] = told.sequences as { steps: { sent: number; answers: Row }[] }[];
  expect(fast?.steps.map(({ sent, answers }) => [sent, answers])).toEqual([
    [10, { replied: 10 }],
    [0, {}],
  ]);
  expect((await simulate({ for: '1d' })).open).toBe(10);
});

test('another live campaign runs along, and is not counted', async () => {
  await ready(6);
  const alone = await simulate();
  await campaign('autumn', 6);
  await stage.run('campaign launch', { campaign: 'autumn' });
  const beside = await simulate();
  expect(alone.others).toBe(0);
  expect(beside.others).toBe(12);
  expect(beside.byTemplate).toEqual(alone.byTemplate);
  expect(sum((beside.sequences as { steps: { made: number }[] }[])[0]?.steps.map(({ made }) => made))).toBe(12);
});

test('the same seed is the same answer to the byte; nothing of the instance moved', async () => {
  await ready(20, { email: { ...NO_LIMITS.email, senderDay: 6 } });
  const assume = { replied: 0.2, bounced: 0.1 };
  const [one, two, other] = [
    await simulate({ assume }),
    await simulate({ assume }),
    await simulate({ assume, seed: 2 }),
  ];
  expect(JSON.stringify(one)).toBe(JSON.stringify(two));
  expect(other.digest).not.toBe(one.digest);
  expect(stage.count('SELECT COUNT(*) FROM message')).toBe(0);
  expect(stage.clock.now()).toBe(TUESDAY);
});
