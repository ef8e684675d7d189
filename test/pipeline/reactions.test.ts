/** What comes back, on a clock that the test moves: touches, calls, answers and signals move the sequence by the playbook. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { scenarioSchema } from '../../src/domain/playbook/format/scenario.ts';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { recordTogether } from '../../src/engine/react/together.ts';
import { type EventReport, recordEvents } from '../../src/engine/react.ts';
import { routinesUntilIdle } from '../../src/engine/routines/keep.ts';
import { runScenario } from '../../src/engine/simulate/scenario.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const DAY_MS = 86_400_000;
const ANN = { lead: 'ann@acme.example' };
const STEPS = [
  '{ kind: email, day: 0, template: hello }',
  '{ kind: email, id: idea, day: 3, template: idea, reactions: [{ on: clicked, then: go-to, step: offer }] }',
  '{ kind: task, id: call, day: 6, title: Call them }',
  '{ kind: email, id: offer, day: 30, template: offer }',
];
const REACTIONS = [
  '{ on: call-completed, outcome: [no-answer, busy], then: go-to, step: offer }',
  '{ on: tool-touch, then: carry-on }',
  '{ on: "signal:hot", then: hand-off, to: sales }',
  '{ on: converted, then: exit }',
  '{ on: booked, then: hold }',
];

/** One lead in a sequence of these reactions, its first message sent. */
async function enroll(reactions: readonly string[] = REACTIONS, steps = STEPS): Promise<void> {
  stage = await openStage();
  const path = writePlaybook(stage.folder, { name: 'spring', steps });
  const yaml = readFileSync(join(path, 'playbook.yaml'), 'utf8');
  const list = reactions.map((one) => `      - ${one}`).join('\n');
  const own = reactions.length === 0 ? '' : `    reactions:\n${list}\n`;
  writeFileSync(join(path, 'playbook.yaml'), yaml.replace('    title: Fast\n', `    title: Fast\n${own}`));
  const rows = 'First Name,Email,Country,Industry\nAnn,ann@acme.example,US,Software\n';
  await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook: path });
  await stage.run('assess');
  await stage.run('campaign launch');
}

const live = (days: number) => stage.liveUntil(stage.clock.now() + days * DAY_MS);
const tell = (kind: string, part: Row = {}) => stage.run('event record', { ...ANN, kind, ...part });
const enrollment = () =>
  stage.sql('SELECT state, step, visit, reason_code AS reason, due_at AS due FROM enrollment')[0];
const sent = () =>
  stage
    .sql('SELECT template, sent_at FROM message WHERE sent_at IS NOT NULL ORDER BY sent_at')
    .map(({ template, sent_at }) => `${template} ${new Date(Number(sent_at)).toISOString().slice(5, 10)}`);
const explained = async () => (await stage.run('explain', ANN)) as { reasons: Row[]; next: string };

test('BOT-2 a reply that comes while the last message is queued keeps it from leaving', async () => {
  await enroll([], ['{ kind: email, day: 0, template: hello }']);
  await advanceBatch(stage.engine);
  expect([stage.sql('SELECT state FROM message'), enrollment()?.reason]).toEqual([[{ state: 'queued' }], 'completed']);
  await tell('replied', { text: 'Thanks, let us talk.' });
  await live(30);
  expect(stage.sql('SELECT state, reason_code, sent_at FROM message')).toEqual([
    { state: 'refused', reason_code: 'taken-back', sent_at: null },
  ]);
});

test('an absence that is told by hand is waited for until the day that it names, and says so', async () => {
  await enroll([]);
  await live(1);
  const back = new Date(stage.clock.now() + 20 * DAY_MS).toISOString().slice(0, 10);
  await tell('replied', { text: `I am out of office until ${back}. Regards` });
  const { due } = enrollment() as Row;
  expect(enrollment()).toMatchObject({ state: 'waiting', reason: 'held-replied' });
  // A working day after their first day back.
  expect(Number(due)).toBeGreaterThan(Date.parse(back) + DAY_MS - 1);
  expect(Number(due)).toBeLessThan(Date.parse(back) + 4 * DAY_MS);
});

test('BOT-2 nothing leaves after a reply, a STOP in words, a complaint, whatever the sequence says of them', async () => {
  await enroll();
  await live(1);
  await tell('replied', { text: 'STOP' });
  await live(60);
  expect([sent(), enrollment()]).toEqual([
    ['hello 03-03'],
    expect.objectContaining({ state: 'ended', reason: 'opted-out' }),
  ]);
});

test('a touch by a colleague holds the sequence a week, says so, and it goes on by itself', async () => {
  await enroll();
  await live(1);
  await tell('human-touch', { channel: 'voice', direction: 'out' });
  const until = stage.clock.now() + 7 * DAY_MS;
  expect(enrollment()).toMatchObject({ state: 'waiting', reason: 'held-human-touch', due: until });
  const { reasons, next } = await explained();
  expect(reasons[0]).toMatchObject({ code: 'held-human-touch', remedy: expect.stringContaining('enrollment resume') });
  expect(next).toContain(new Date(until).toISOString());
  await live(8);
  expect(sent()).toEqual(['hello 03-03', 'idea 03-11']);
});

test('a touch while a message is queued: it is taken back, and made anew after the hold', async () => {
  await enroll();
  await advanceBatch(stage.engine);
  await tell('human-touch');
  expect(enrollment()).toMatchObject({ state: 'waiting', step: 'email-0', visit: 2 });
  await live(6);
  expect(sent()).toEqual([]);
  await live(1.5);
  expect(sent()).toEqual(['hello 03-10']);
  expect(stage.sql('SELECT state FROM message ORDER BY id')).toEqual([{ state: 'refused' }, { state: 'sent' }]);
});

/** A worker dies with Ann's first message in its hands; then `meanwhile`, and a person has the message sent again. */
async function sentAgainAfter(meanwhile: () => Promise<unknown>): Promise<void> {
  await enroll();
  await advanceBatch(stage.engine);
  const { work, messages } = stage.engine.store;
  const now = stage.clock.now();
  const wish = { owner: 'dead', until: now, limit: 1, connectionOf: () => 'outbox' };
  const claimed = await work.claim(now, {
    ...wish,
    giveOut: () => ({ allotments: [{ share: 1, most: 1 }], tried: [] }),
  });
  const leave = () => ({ kind: 'leave', subject: 's', bodyHash: 'h' }) as const;
  const { suppressionKeys } = stage.engine;
  await work.deliverTurn([], claimed, { now, contacts: [], way: 'post', suppressionKeys, decide: leave });
  await work.recoverLeases({ leaseNow: now, limit: 1, isGone: () => true, isRepeatable: () => false });
  await meanwhile();
  const again = {
    from: 'unconfirmed',
    to: 'queued',
    reason: null,
    mayHaveLeft: true,
    now,
    after: '',
    limit: 1,
  } as const;
  const { workspaceId, id } = claimed[0]!.message;
  await messages.settle({ workspaceId, id, campaignId: '', code: null, ...again });
}

test('a touch while a message is in doubt: sent again, it waits for the end of the hold', async () => {
  await sentAgainAfter(() => tell('human-touch'));
  await live(6);
  expect(stage.sql('SELECT state, reason_code FROM message')).toEqual([
    { state: 'held', reason_code: 'held-human-touch' },
  ]);
  await live(1.5);
  expect(sent()).toEqual(['hello 03-10']);
});

test('a reply while a message is in doubt: sent again, it does not leave any more', async () => {
  await sentAgainAfter(() => tell('replied', { text: 'Thanks, let us talk.' }));
  await live(6);
  expect(stage.sql('SELECT state, reason_code, sent_at FROM message')).toEqual([
    { state: 'unconfirmed', reason_code: 'outcome-unknown', sent_at: null },
  ]);
});

test('a hold until resumed lasts until a person resumes it, and only holds are resumed', async () => {
  await enroll();
  await live(1);
  await expect(stage.run('enrollment resume', ANN)).rejects.toMatchObject({ code: 'not-held' });
  await tell('booked');
  expect(enrollment()).toMatchObject({ state: 'waiting', reason: 'held-booked', due: null });
  expect((await explained()).next).toContain('when a person resumes it');
  await live(100);
  expect(sent()).toHaveLength(1);
  expect(await stage.run('enrollment resume', ANN)).toMatchObject({ resumed: 1 });
  await live(1);
  expect(sent()).toHaveLength(2);
});

test('a touch that the playbook lets pass still counts for the gap', async () => {
  await enroll();
  await live(2.9);
  await tell('tool-touch');
  expect(enrollment()).toMatchObject({ state: 'due', due: stage.clock.now() + 20 * 3_600_000 });
  await live(1);
  expect(sent()).toEqual(['hello 03-03', 'idea 03-07']);
});

test('a call without answer goes on elsewhere at once; its outcome must be one of a call', async () => {
  await enroll();
  await live(1);
  await expect(tell('call-completed', { outcome: 'no-anwser' })).rejects.toMatchObject({ code: 'unknown-outcome' });
  await tell('call-completed', { outcome: 'no-answer', direction: 'out' });
  expect(enrollment()).toMatchObject({ state: 'due', step: 'offer', visit: 1 });
  await live(2);
  expect(sent()).toEqual(['hello 03-03', 'offer 03-05']);
  expect(enrollment()).toMatchObject({ state: 'ended', reason: 'completed' });
});

test('a click counts where the playbook says so: after that step’s e-mail, by a person', async () => {
  await enroll();
  await live(1);
  await tell('clicked');
  expect(enrollment()).toMatchObject({ step: 'idea' });
  await live(3);
  expect(sent()).toEqual(['hello 03-03', 'idea 03-06']);
  const { lead_id: leadId } = stage.sql('SELECT lead_id FROM enrollment')[0] ?? {};
  const key = { workspaceId: 'main', leadId: String(leadId), campaignId: null, messageId: null, text: null };
  const click = { ...key, kind: 'clicked', at: stage.clock.now(), origin: 'gate', verdict: 'machine' } as const;
  await recordEvents(stage.engine, [{ ...click, originId: '1' }]);
  expect(enrollment()).toMatchObject({ step: 'call' });
  await recordEvents(stage.engine, [{ ...click, originId: '2', verdict: 'human' }]);
  await live(1);
  expect(sent()).toEqual(['hello 03-03', 'idea 03-06', 'offer 03-07']);
});

test('webhooks that come at once share a transaction: each is told of its own, and a broken one takes none with it', async () => {
  await enroll();
  const { lead_id: leadId } = stage.sql('SELECT lead_id FROM enrollment')[0] ?? {};
  const key = { workspaceId: 'main', leadId: String(leadId), campaignId: null, messageId: null, text: null };
  const opened = (originId: string): EventReport => {
    return { ...key, kind: 'opened', at: stage.clock.now(), origin: 'hook', originId, verdict: 'unknown' };
  };
  const { work } = stage.engine.store as { work: { record: Engine['store']['work']['record'] } };
  const { record } = work;
  const batches: number[] = [];
  work.record = async (batch) => {
    batches.push(batch.events.length);
    if (batch.events.some(({ originId }) => originId === 'broken')) throw new Error('this one breaks');
    return record(batch);
  };
  const callers = [['1'], ['2', '1'], ['broken'], ['3'], ['1']].map((ids) =>
    recordTogether(stage.engine, ids.map(opened)).catch(({ message }: Error) => message),
  );
  expect(await Promise.all(callers)).toEqual([1, 1, 'this one breaks', 1, 0]);
  expect(batches).toEqual([1, 5, 2, 1, 1, 1]);
  expect(stage.count("SELECT COUNT(*) FROM event WHERE kind = 'opened'")).toBe(3);
  expect(
    await Promise.all(Array.from({ length: 250 }, (_, i) => recordTogether(stage.engine, [opened(`m${i}`)]))),
  ).toEqual(Array(250).fill(1));
  expect(Math.max(...batches)).toBe(100);
  work.record = record;
});

test('a conversion that is an exit ends it with its goal reached', async () => {
  await enroll();
  await live(1);
  await tell('converted');
  expect(enrollment()).toMatchObject({ state: 'ended', reason: 'goal-reached' });
});

test('an interested reply makes the lead hot: a person gets it, and everybody can see why', async () => {
  await enroll();
  await live(1);
  await tell('replied', { text: "I'm interested, please call me" });
  expect(enrollment()).toMatchObject({ state: 'ended', reason: 'replied' });
  expect(((await stage.run('task list')).tasks as Row[]).map(({ kind, title }) => [kind, title])).toEqual([
    ['hand-off', 'Hand off to sales'],
  ]);
  const { signals } = (await stage.run('signal list', { signal: 'hot' })) as { signals: Row[] };
  expect(signals).toMatchObject([
    { email: 'ann@acme.example', signal: 'hot', state: 'up', points: 60, because: [{ kind: 'replied', points: 60 }] },
  ]);
  expect((await explained()).reasons.map(({ code }) => code)).toContain('signal-rose');
  const shown = (await stage.run('lead show', ANN)) as { signals: Row[]; timeline: Row[] };
  expect(shown.timeline.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['replied', 'signal hot rose', 'task open']),
  );
});

test('a signal falls by itself: lists show it at once, and the sweep writes it down with its time, once', async () => {
  await enroll();
  await live(1);
  await tell('replied', { text: "I'm interested" });
  const rose = stage.clock.now();
  await live(6.9);
  expect((await stage.run('signal list', { signal: 'hot' })).signals).toHaveLength(1);
  expect(await stage.run('signal decay')).toEqual({ fell: 0 });
  await live(0.2);
  expect((await stage.run('signal list', { signal: 'hot' })).signals).toEqual([]);
  expect(await stage.run('signal decay')).toEqual({ fell: 1 });
  expect(await stage.run('signal decay')).toEqual({ fell: 0 });
  expect(stage.sql("SELECT state, at, points FROM signal_change WHERE name = 'hot' ORDER BY at")).toEqual([
    { state: 'up', at: rose, points: 60 },
    { state: 'down', at: rose + 7 * DAY_MS + 60_000, points: 29 },
  ]);
  expect((await stage.run('lead show', ANN)).signals).toMatchObject([{ state: 'up' }, { state: 'down', points: 29 }]);
});

test('the hourly upkeep writes down what faded, each once, no more at a time than it may', async () => {
  await enroll();
  const rows = ['Bob', 'Cem', 'Dan'].map((name) => `${name},${name}@acme.example,US,Software\n`).join('');
  const file = stage.file('more.csv', `First Name,Email,Country,Industry\n${rows}`);
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('assess');
  await live(1);
  for (const name of ['ann', 'bob', 'cem', 'dan']) {
    await tell('replied', { lead: `${name}@acme.example`, text: "I'm interested" });
  }
  const fallsAt = stage.clock.now() + 7 * DAY_MS + 60_000;
  await routinesUntilIdle(stage.engine);
  const after = async (days: number) => {
    await live(days);
    await routinesUntilIdle(stage.engine);
    const [run] = stage.sql("SELECT details FROM routine_run WHERE routine = 'decay' ORDER BY slot_at DESC LIMIT 1");
    const fallen = stage.sql("SELECT at FROM signal_change WHERE state = 'down'").map(({ at }) => at);
    return [run?.details, fallen];
  };
  expect(await after(6.9)).toEqual(['{"fell":0}', []]);
  await stage.run('routine set', { name: 'decay', batch: 2, most: 3 });
  expect(await after(0.2)).toEqual(['{"fell":3}', Array(3).fill(fallsAt)]);
  expect(await after(0.2)).toEqual(['{"fell":1}', Array(4).fill(fallsAt)]);
});

test('an opt-out takes every signal down', async () => {
  await enroll();
  await live(1);
  await tell('replied', { text: "I'm interested" });
  await tell('opted-out');
  expect((await stage.run('signal list')).signals).toEqual([]);
});

test('opens alone raise nothing, and a refusal hands nobody off', async () => {
  await enroll();
  await live(1);
  for (let i = 0; i < 30; i++) await tell('opened');
  await tell('replied', { text: 'I am not interested' });
  expect(stage.count("SELECT count(*) FROM signal WHERE state = 'up'")).toBe(0);
  expect((await stage.run('task list')).tasks).toEqual([]);
});

test('scenarios tell of holds, rises, tasks and resumption, and say what came otherwise', async () => {
  await enroll();
  const { playbook } = await stage.engine.sources.readPlaybook(join(stage.folder, 'spring'), {});
  if (!playbook) throw new Error('the playbook has mistakes');
  const lead = { email: 'ann@acme.example', firstName: 'Ann', country: 'US', industry: 'Software' };
  const play = (when: Row[], then: Row[]) => {
    const story = scenarioSchema.parse({
      title: 'x',
      given: { lead, start: '2026-03-03T08:00', basis: 'consent' },
      when,
      then,
    });
    return runScenario(stage.engine, playbook, story);
  };
  const when = [
    { day: 1, event: 'booked' },
    { day: 5, resume: true },
    { day: 6, event: 'call-completed', outcome: 'interested', direction: 'in' },
  ];
  const told = [
    { day: 1, held: 'booked' },
    { day: 5, template: 'idea' },
    { day: 1, signal: 'hot' },
    { day: 1, task: 'Hand off to sales' },
  ];
  expect(await play(when, [{ day: 0, template: 'hello' }, ...told, { day: 30, template: 'offer' }])).toEqual([
    'day 30: offer did not leave (it left: never)',
  ]);
  expect(
    await play(when, [
      { day: 2, held: 'booked' },
      { day: 2, signal: 'hot' },
      { day: 1, signal: 'cool' },
      { day: 2, task: 'Hand off to sales' },
    ]),
  ).toEqual([
    'day 2: a hold by booked did not come (it came: day 1)',
    'day 2: a rise of signal hot did not come (it came: day 1)',
    'day 1: a rise of signal cool did not come (it came: never)',
    'day 2: the task “Hand off to sales” did not come (it came: day 1)',
  ]);
});

test('the stories of the built-in playbook come as told', async () => {
  stage = await openStage();
  const result = await stage.run('playbook test', { playbook: 'acquisition' });
  expect(result).toMatchObject({ failed: 0 });
  expect(Number(result.passed)).toBeGreaterThanOrEqual(11);
});
