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

test('a value is tried for one run: the wait moves what comes after, the same values give the same bytes, nothing of it is kept', async () => {
  await ready(8);
  const plain = await simulate();
  const set = { 'steps.fast.email-3.wait': '5d' };
  const tried = await simulate({ set });
  expect(tried.trial).toEqual([{ name: 'steps.fast.email-3.wait', was: '3d', is: '5d' }]);
  const [fast] = tried.sequences as { steps: { day: number; sent: number }[] }[];
  expect(fast?.steps.map(({ day, sent }) => [day, sent])).toEqual([
    [0, 8],
    [5, 8],
  ]);
  expect(tried.digest).not.toBe(plain.digest);
  expect((await simulate({ set })).digest).toBe(tried.digest);
  expect((await simulate({ set: { 'steps.email-3.wait': '3d' } })).digest).toBe(plain.digest);
  expect((await simulate()).digest).toBe(plain.digest);
});

test('caps of playbook and workspace are tried on the copy alone', async () => {
  await ready(8, { email: { ...NO_LIMITS.email, campaignDay: 4 } });
  const most = (told: Row) => Math.max(...Object.values(told.byDay as Record<string, number>));
  expect(most(await simulate())).toBe(4);
  expect(most(await simulate({ set: { 'limits.email.campaignDay': '2' } }))).toBe(2);
  // A playbook only tightens; the workspace’s own limit is tried by its own name.
  expect(most(await simulate({ set: { 'limits.email.campaignDay': '6' } }))).toBe(4);
  const wider = await simulate({ set: { 'workspace.email.campaignDay': '6' } });
  expect(wider.trial).toEqual([{ name: 'workspace.email.campaignDay', was: '4', is: '6' }]);
  expect(most(wider)).toBe(6);
  expect(((await stage.run('workspace show')).limits as { email: Row }).email.campaignDay).toBe(4);
});

test('a value that cannot be is refused with its place and remedy; what may be tried is told', async () => {
  await ready(1);
  const said = { code: 'bad-trial-value', remedy: 'Write days, such as 90d.' };
  await expect(simulate({ set: { 'steps.fast.email-3.wait': '-3' } })).rejects.toMatchObject(said);
  await expect(simulate({ set: { 'workspace.email.campaignDay': 'few' } })).rejects.toThrow(
    /workspace\.email\.campaignDay/,
  );
  await expect(simulate({ set: { 'steps.fast.email-9.wait': '3d' } })).rejects.toMatchObject({
    remedy: 'Did you mean "steps.fast.email-0.wait"?',
  });
  const { values } = await stage.run('trial list', { campaign: 'spring' });
  expect(values).toContainEqual({
    ...{ name: 'steps.fast.email-3.wait', kind: 'wait', sequence: 'fast', step: 'email-3', value: '3d' },
  });
  expect(values).toContainEqual({
    ...{ name: 'workspace.email.campaignDay', kind: 'cap', sequence: null, step: null, value: 'none' },
  });
});
