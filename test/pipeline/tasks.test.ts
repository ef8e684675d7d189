/** Steps that a person does: they wait, they branch by what came of them, and nobody is asked to call who is through. */
import { afterEach, expect, test } from 'vitest';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage, TUESDAY } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const DAY_MS = 86_400_000;
const STEPS = [
  '{ kind: task, id: call, day: 0, title: Call them, outcomes: [reached, missed, call] }',
  '{ kind: email, id: missed, day: 1, template: missed }',
  '{ kind: email, id: reached, day: 2, template: reached }',
];

async function enrolled(steps: readonly string[]): Promise<void> {
  stage = await openStage();
  const file = stage.file('leads.csv', 'First Name,Email,Country,Industry\nAnn,ann@acme.example,US,Software\n');
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', steps });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
}

const open = async () => (await stage.run('task list')).tasks as Row[];
const sent = () =>
  stage.sql('SELECT template FROM message WHERE sent_at IS NOT NULL ORDER BY sent_at').map(({ template }) => template);
const enrollment = () => stage.sql('SELECT state, step, visit, reason_code AS reason FROM enrollment')[0];

test('a task waits for a person, and nothing leaves before it is done', async () => {
  await enrolled(STEPS);
  expect(await open()).toMatchObject([
    { kind: 'task', title: 'Call them', email: 'ann@acme.example', outcomes: ['reached', 'missed', 'call'] },
  ]);
  await stage.liveUntil(TUESDAY + 30 * DAY_MS);
  expect(sent()).toEqual([]);
  expect(enrollment()).toMatchObject({ state: 'waiting', reason: 'task-open' });
});

test('what came of it chooses the step that follows, however long it took', async () => {
  await enrolled(STEPS);
  await stage.liveUntil(TUESDAY + 10 * DAY_MS);
  const [task] = await open();
  await stage.run('task done', { task: task?.id, outcome: 'reached' });
  await stage.run('work');
  expect(sent()).toEqual(['reached']);
  expect(stage.sql('SELECT state, outcome, done_by FROM task')).toEqual([
    { state: 'done', outcome: 'reached', done_by: 'test' },
  ]);
  expect(enrollment()).toMatchObject({ state: 'ended', reason: 'completed' });
});

test('a step may follow itself: the next call is another task', async () => {
  await enrolled(STEPS);
  const [first] = await open();
  await stage.run('task done', { task: first?.id, outcome: 'call' });
  expect(enrollment()).toMatchObject({ state: 'due', step: 'call', visit: 2 });
  await stage.run('work');
  const [second, ...others] = await open();
  expect(others).toEqual([]);
  expect(second?.id).not.toBe(first?.id);
});

test('without outcomes the next step follows', async () => {
  await enrolled([
    '{ kind: task, id: look, day: 0, title: Look them up }',
    '{ kind: email, id: then, day: 0, template: after-that }',
  ]);
  await stage.run('task done', { task: (await open())[0]?.id });
  await stage.run('work');
  expect(sent()).toEqual(['after-that']);
});

test('an outcome that is missing, or none of the task, is refused with those there are, and nothing changes', async () => {
  await enrolled(STEPS);
  const [task] = await open();
  const before = enrollment();
  for (const outcome of [null, 'lost']) {
    const refused = stage.run('task done', { task: task?.id, outcome });
    await expect(refused).rejects.toMatchObject({
      code: 'which-outcome',
      remedy: 'say --outcome reached or missed or call',
    });
  }
  expect(enrollment()).toEqual(before);
  expect(await open()).toHaveLength(1);
  await expect(stage.run('task done', { task: 'task_1' })).rejects.toMatchObject({ code: 'no-such-task' });
});

test('who answers in the meantime is not to be called any more', async () => {
  await enrolled(STEPS);
  const [task] = await open();
  await stage.run('event record', { lead: 'ann@acme.example', kind: 'replied' });
  expect(await open()).toEqual([]);
  const refused = stage.run('task done', { task: task?.id, outcome: 'reached' });
  await expect(refused).rejects.toMatchObject({ code: 'task-over', message: expect.stringContaining('cancelled') });
});

test('a hand-off is a task too: it outlives the sequence that led to it', async () => {
  await enrolled(['{ kind: hand-off, id: over, day: 0, to: sales }']);
  expect(enrollment()).toMatchObject({ state: 'ended', reason: 'completed' });
  const [task] = await open();
  expect(task).toMatchObject({ kind: 'hand-off', title: 'Hand off to sales' });
  expect(await stage.run('task done', { task: task?.id })).toMatchObject({ state: 'done' });
  expect(await open()).toEqual([]);
});

test('a campaign that is finished ends who waits for a task, and cancels it', async () => {
  await enrolled(STEPS);
  await stage.run('campaign finish');
  await stage.run('work');
  expect(enrollment()).toMatchObject({ state: 'ended', reason: 'campaign-finished' });
  expect(await open()).toEqual([]);
});
