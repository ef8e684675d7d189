/** What runs on a schedule: each slot once whoever works, missed ones caught up once, a failing stage that stops no other. */
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { mapColumns } from '../../src/domain/lead/columns.ts';
import { draftOf } from '../../src/domain/lead/draft.ts';
import { type Engine, type EngineParts, openEngine } from '../../src/engine/engine.ts';
import { allOperations } from '../../src/engine/operations/table.ts';
import { keepRoutines, routinesUntilIdle } from '../../src/engine/routines/keep.ts';
import type { HarvestPage, LeadSource } from '../../src/engine/source-port.ts';
import { openSqliteStore } from '../../src/store/store.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;
/** A Monday at noon, UTC. */
const NOON = Date.parse('2026-06-08T12:00:00Z');
const STAGES = ['harvest', 'score', 'qualify', 'route', 'nurture'];

let stage: Stage;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await stage.close();
});

const drafts = (...emails: readonly string[]) => {
  const mapping = mapColumns(['email', 'country', 'industry']);
  return emails.map((email) => {
    const reading = draftOf([email, 'US', 'Software'], mapping, { defaultCountry: null, basis: 'consent' });
    if (!reading.ok) throw new Error(reading.code);
    return reading.draft;
  });
};

/** A source that answers each time what `next` says. */
function source(next: () => Promise<HarvestPage> | HarvestPage): LeadSource {
  return { name: 'list', configured: () => true, fetch: async () => next() };
}
const page = (...emails: readonly string[]): HarvestPage => {
  return { kind: 'leads', vendor: null, drafts: drafts(...emails), rejects: [], cursor: emails.at(-1), more: false };
};
const DOWN: HarvestPage = { kind: 'failed', code: 'http-503', detail: 'the server is down' };

/** A stage at noon, its routines known, with one campaign that is live. */
async function opened(...sources: readonly LeadSource[]): Promise<void> {
  stage = await openStage({ start: NOON, leadSources: sources, operations: allOperations });
  await stage.engine.store.workspaces.ensure('main', NOON);
  const playbook = writePlaybook(stage.folder, { name: 'spring' });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  const { campaigns } = stage.engine.store;
  const spring = await campaigns.get('main', 'spring');
  // A launch wants a lead that was assessed; these stories begin with none.
  if (spring) await campaigns.save({ ...spring, state: 'live', launchedAt: NOON, launchedBy: 'test' }, spring.state);
  await routinesUntilIdle(stage.engine);
}

/** Lives on until `until`: every routine runs at its time. */
async function live(until: number): Promise<void> {
  for (;;) {
    await routinesUntilIdle(stage.engine);
    const next = await stage.engine.store.routines.nextAt();
    if (next === null || next > until) break;
    stage.clock.moveTo(next);
  }
  stage.clock.moveTo(until);
}

/** Nobody works until `until`; then somebody does. */
async function asleep(until: number): Promise<void> {
  stage.clock.moveTo(until);
  await routinesUntilIdle(stage.engine);
}

const runs = (name: string) =>
  stage.sql(
    `SELECT slot_at, state, cause, missed, attempts, code, processed FROM routine_run WHERE routine = '${name}' ORDER BY slot_at`,
  );
const states = (name: string) => runs(name).map(({ state }) => state);
const healthOf = async (name: string) =>
  ((await stage.run('routine health')).routines as Row[]).find((one) => one.name === name)?.health;

/** Another process on the same file: its own connection, the same time. */
async function neighbour(name: string): Promise<Engine> {
  const store = await openSqliteStore({
    path: join(stage.folder, 'rekindle.db'),
    durability: 'none',
    now: stage.clock.now,
  });
  const peers = { self: name, isGone: () => false };
  const engine = openEngine({ ...stage.engine.parts, store, peers, instance: name });
  closing.push(() => store.close());
  return engine;
}

test('PIPE-37 the slots of three days run once each, though four work on the same file at once', async () => {
  let asked = 0;
  await opened(source(() => page(`lead${asked++}@acme.example`)));
  const engines = [stage.engine, ...(await Promise.all(['b', 'c', 'd'].map(neighbour)))];
  for (let hour = 1; hour <= 72; hour++) {
    stage.clock.moveTo(NOON + hour * HOUR_MS);
    await Promise.all(engines.map((engine) => routinesUntilIdle(engine)));
  }
  expect(asked).toBe(3);
  for (const name of STAGES) {
    expect(runs(name).map(({ state, attempts, missed }) => [state, attempts, missed])).toEqual(
      Array(3).fill(['completed', 1, 0]),
    );
  }
  const hours = STAGES.flatMap((name) => runs(name).map(({ slot_at: at }) => (Number(at) % DAY_MS) / HOUR_MS));
  expect(hours).toEqual([2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6]);
  expect(stage.count("SELECT COUNT(DISTINCT slot_at) FROM routine_run WHERE routine = 'watch'")).toBe(72);
});

test('PIPE-38 a night that nobody worked is caught up, in the order of the pipeline; three nights are caught up once', async () => {
  const order: string[] = [];
  await opened(source(() => page(`lead${order.push('harvest')}@acme.example`)));
  await asleep(NOON + DAY_MS);
  for (const name of STAGES) expect(runs(name)).toMatchObject([{ state: 'completed', cause: 'catch-up', missed: 0 }]);
  expect(runs('score')[0]?.processed).toBe(1);
  expect(stage.count('SELECT COUNT(*) FROM message WHERE sent_at IS NOT NULL')).toBe(1);
  await asleep(NOON + 4 * DAY_MS);
  for (const name of STAGES) expect(runs(name)[1]).toMatchObject({ state: 'completed', cause: 'catch-up', missed: 2 });
  expect(order).toHaveLength(2);
  await live(NOON + 5 * DAY_MS);
  expect(runs('harvest')[2]).toMatchObject({ cause: 'schedule', missed: 0 });
});

test('PIPE-39 a stage that fails stops no other, is tried again, and its leads wait', async () => {
  let up = false;
  await opened(source(() => (up ? page('late@acme.example') : DOWN)));
  const file = stage.file('leads.csv', 'Email,Country,Industry\nann@acme.example,US,Software\n');
  await stage.run('import', { file, basis: 'consent' });
  await live(NOON + 14 * HOUR_MS + MINUTE_MS);
  expect(runs('harvest')).toMatchObject([{ state: 'waiting', attempts: 1, code: 'routine-failed' }]);
  await live(NOON + 19 * HOUR_MS);
  expect(runs('harvest')).toMatchObject([{ state: 'failed', attempts: 4, code: 'routine-failed' }]);
  expect(STAGES.slice(1).map(states)).toEqual(Array(4).fill(['completed']));
  expect(stage.sql('SELECT recipient, state FROM message')).toEqual([{ recipient: 'ann@acme.example', state: 'sent' }]);
  up = true;
  await live(NOON + DAY_MS + 19 * HOUR_MS);
  expect(states('harvest')).toEqual(['failed', 'completed']);
  expect(stage.count("SELECT COUNT(*) FROM message WHERE recipient = 'late@acme.example' AND state = 'sent'")).toBe(1);
});

test('PIPE-39 a campaign that cannot be judged stops no other campaign, and its leads wait until it can', async () => {
  await opened();
  const playbook = writePlaybook(stage.folder, { name: 'autumn' });
  await stage.run('campaign create', { ...SENDER, name: 'autumn', playbook });
  const file = stage.file('leads.csv', 'Email,Country,Industry\nann@acme.example,US,Software\n');
  await stage.run('import', { file, basis: 'consent' });
  const campaigns = stage.engine.store.campaigns as { assess: Engine['store']['campaigns']['assess'] };
  const { assess } = campaigns;
  const autumn = stage.sql("SELECT id FROM campaign WHERE name = 'autumn'")[0]?.id;
  campaigns.assess = async (wish) => {
    if (wish.campaignId === autumn) throw new Error('a bug in this campaign');
    return assess(wish);
  };
  const members = (name: string) =>
    stage.count(
      `SELECT COUNT(*) FROM campaign_member m JOIN campaign c ON c.id = m.campaign_id WHERE c.name = '${name}'`,
    );
  await live(NOON + 15 * HOUR_MS + MINUTE_MS);
  expect(runs('score')).toMatchObject([{ state: 'waiting', code: 'routine-failed', processed: 1 }]);
  expect([members('spring'), members('autumn')]).toEqual([1, 0]);
  expect((await stage.run('routine show', { name: 'score' })).runs).toMatchObject([
    { error: expect.stringContaining('autumn: Error: a bug in this campaign') },
  ]);
  campaigns.assess = assess;
  await live(NOON + 15 * HOUR_MS + 6 * MINUTE_MS);
  expect(runs('score')).toMatchObject([{ state: 'completed', attempts: 2, processed: 1 }]);
  expect(members('autumn')).toBe(1);
});

test('a stage of which one source of two breaks off has failed, though what the other gave is in', async () => {
  const down: LeadSource = { ...source(() => DOWN), name: 'down' };
  await opened(
    down,
    source(() => page('late@acme.example')),
  );
  await live(NOON + 19 * HOUR_MS);
  expect(runs('harvest')).toMatchObject([{ state: 'failed', code: 'routine-failed' }]);
  const { runs: told } = (await stage.run('routine history', { name: 'harvest' })) as { runs: object[] };
  expect(JSON.stringify(told)).toContain('down: the server is down');
  expect(stage.count('SELECT COUNT(*) FROM lead')).toBe(1);
});

test('an answer of a source with what no database keeps fails its own run, and nothing else', async () => {
  await opened(source(() => ({ ...DOWN, detail: 'down\0 \ud83d' }) as HarvestPage));
  await live(NOON + DAY_MS);
  expect(runs('harvest')).toMatchObject([{ state: 'failed', attempts: 4 }]);
  expect(runs('score')).toMatchObject([{ state: 'completed' }]);
});

test('PIPE-40 three failures in a row are a failed routine, told once; successes make it degraded, then well again', async () => {
  let answer: HarvestPage = DOWN;
  await opened(source(() => answer));
  await stage.run('routine set', { name: 'harvest', retries: 0 });
  expect(await healthOf('harvest')).toBe('healthy');
  await live(NOON + 3 * DAY_MS);
  expect(await healthOf('harvest')).toBe('failed');
  await live(NOON + 4 * DAY_MS);
  answer = page('ann@acme.example');
  await live(NOON + 5 * DAY_MS);
  expect(states('harvest')).toEqual(['failed', 'failed', 'failed', 'failed', 'completed']);
  expect(await healthOf('harvest')).toBe('degraded');
  await live(NOON + 8 * DAY_MS);
  expect(await healthOf('harvest')).toBe('healthy');
  const told = ((await stage.run('alert list')).alerts as Row[]).filter(({ subject }) => subject === 'routine:harvest');
  expect(told.reverse().map(({ was, status }) => [was, status])).toEqual([
    ['healthy', 'degraded'],
    ['degraded', 'failed'],
    ['failed', 'degraded'],
    ['degraded', 'healthy'],
  ]);
});

test('PIPE-41 a month later the first runs are gone', async () => {
  await opened();
  for (const name of ['watch', 'recover', 'decay']) await stage.run('routine set', { name, cron: '0 0 * * *' });
  await live(NOON + 33 * DAY_MS);
  const [first] = (await stage.run('routine history', { limit: 1000 })).runs as Row[];
  const slots = stage.sql('SELECT MIN(slot_at) AS first, MAX(slot_at) AS last FROM routine_run')[0];
  expect(stage.clock.now() - Number(slots?.first)).toBeLessThanOrEqual(31 * DAY_MS);
  expect(stage.clock.now() - Number(slots?.first)).toBeGreaterThan(29 * DAY_MS);
  expect(first?.slot).toBe(new Date(Number(slots?.last)).toISOString());
});

test('PIPE-43 a routine that is switched off is skipped, and the history says so', async () => {
  await opened(source(() => page('ann@acme.example')));
  await stage.run('routine disable', { name: 'score' });
  await live(NOON + DAY_MS);
  expect(runs('score')).toMatchObject([{ state: 'skipped', code: 'routine-disabled', attempts: 0 }]);
  expect(states('qualify')).toEqual(['completed']);
  expect(await healthOf('score')).toBe('healthy');
  await stage.run('routine enable', { name: 'score' });
  await live(NOON + 2 * DAY_MS);
  expect(states('score')).toEqual(['skipped', 'completed']);
});

test('PIPE-44 the whole pipeline runs now: leads are fetched, judged, enrolled and written to, and every count is true', async () => {
  await opened(source(() => page('ann@acme.example', 'bob@acme.example', 'info@acme.example')));
  await stage.run('routine disable', { name: 'qualify' });
  const { runs: made, notRun } = (await stage.run('routine run-all')) as { runs: Row[]; notRun: Row[] };
  expect(notRun).toEqual([{ name: 'qualify', code: 'routine-disabled' }]);
  expect(made.map(({ routine, state, processed }) => [routine, state, processed])).toEqual([
    ['harvest', 'completed', stage.count('SELECT COUNT(*) FROM lead')],
    ['score', 'completed', stage.count('SELECT COUNT(*) FROM campaign_member')],
    ['route', 'completed', 0],
    ['nurture', 'completed', stage.count('SELECT COUNT(*) FROM enrollment')],
  ]);
  expect(made[3]?.succeeded).toBe(stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'"));
  expect(stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'")).toBe(2);
  expect(runs('harvest')).toMatchObject([{ cause: 'manual' }]);
  expect(runs('qualify')).toEqual([]);
});

test('a stage waits for the one before it, also when another process runs that', async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<HarvestPage>();
  await opened(
    source(() => {
      asked.resolve();
      return answer.promise;
    }),
  );
  const other = await neighbour('other');
  stage.clock.moveTo(NOON + DAY_MS);
  const first = routinesUntilIdle(stage.engine);
  await asked.promise;
  const second = await routinesUntilIdle(other);
  expect(second.map(({ routine }) => routine).filter((name) => STAGES.includes(name))).toEqual([]);
  expect(await stage.run('routine run', { name: 'harvest' }).catch((error: unknown) => error)).toMatchObject({
    code: 'routine-under-way',
  });
  answer.resolve(page('ann@acme.example'));
  const ended = (await first).map(({ routine }) => routine).filter((name) => STAGES.includes(name));
  expect(ended).toEqual(STAGES);
});

test('an attempt that takes too long is cut off, and tried again after five minutes', async () => {
  let hangs = true;
  await opened(source(() => (hangs ? new Promise<HarvestPage>(() => undefined) : page('ann@acme.example'))));
  await stage.run('routine set', { name: 'harvest', timeout: 1, retries: 1 });
  const began = performance.now();
  await asleep(NOON + 14 * HOUR_MS);
  expect(performance.now() - began).toBeLessThan(9_000);
  expect(runs('harvest')).toMatchObject([{ state: 'waiting', code: 'routine-timeout' }]);
  hangs = false;
  await asleep(NOON + 14 * HOUR_MS + 5 * MINUTE_MS - 1);
  expect(states('harvest')).toEqual(['waiting']);
  await asleep(NOON + 14 * HOUR_MS + 5 * MINUTE_MS);
  expect(runs('harvest')).toMatchObject([{ state: 'completed', attempts: 2 }]);
}, 20_000);

test('what a dead process had in hand is taken over once its lease is over, and what it brings late is refused', async () => {
  await opened();
  const dead = await neighbour('dead');
  stage.clock.moveTo(NOON + DAY_MS);
  const { planOf } = await import('../../src/engine/routines/plan.ts');
  const judge = { targets: [], ofRun: () => null };
  const decide: Parameters<Engine['store']['routines']['claim']>[0]['decide'] = (scene) => {
    const due = scene.due.filter(({ name }) => name === 'nurture');
    return planOf(dead, { ...scene, due }, stage.clock.now());
  };
  const { run } = await dead.store.routines.claim({ now: stage.clock.now(), limit: 99, judge, decide });
  expect(run).toMatchObject({ routine: 'nurture', leaseOwner: 'dead', fence: 1 });
  await routinesUntilIdle(stage.engine);
  expect(states('nurture')).toEqual(['running']);
  stage.clock.moveTo(NOON + DAY_MS + MINUTE_MS);
  await routinesUntilIdle(stage.engine);
  expect(runs('nurture')).toMatchObject([{ state: 'completed', attempts: 2 }]);
  const late = { ...run, state: 'failed', code: 'routine-failed', finishedAt: 1 };
  expect(await dead.store.routines.finish(late as never, judge)).toBe(false);
});

test('a process that is told to stop gives back what it has in hand, and no attempt is lost', async () => {
  const stop = new AbortController();
  await opened(
    source(() => {
      stop.abort();
      return page('ann@acme.example');
    }),
  );
  stage.clock.moveTo(NOON + 14 * HOUR_MS);
  await routinesUntilIdle(stage.engine, stop.signal);
  expect(runs('harvest')).toMatchObject([{ state: 'waiting', attempts: 0, code: null }]);
  await routinesUntilIdle(stage.engine);
  expect(runs('harvest')).toMatchObject([{ state: 'completed', attempts: 1 }]);
});

test('the next slot ends the wait of one that failed', async () => {
  await opened(source(() => DOWN));
  await stage.run('routine set', { name: 'harvest', cron: '0,3 * * * *' });
  await live(NOON + HOUR_MS + 4 * MINUTE_MS);
  // From 12:03 there is time for every attempt until 13:00, from 13:00 for one until 13:03.
  expect(runs('harvest').map(({ state, attempts }) => [state, attempts])).toEqual([
    ['failed', 4],
    ['failed', 1],
    ['waiting', 1],
  ]);
});

test('sources of the configuration belong to one workspace, and no routine brings their leads into another', async () => {
  await opened(source(() => page('ann@acme.example')));
  await stage.engine.store.workspaces.ensure('agency-client', NOON);
  await live(NOON + DAY_MS);
  const harvests = stage.sql("SELECT workspace_id, state, code FROM routine_run WHERE routine = 'harvest' ORDER BY 1");
  expect(harvests).toEqual([
    { workspace_id: 'agency-client', state: 'skipped', code: 'no-source-configured' },
    { workspace_id: 'main', state: 'completed', code: null },
  ]);
  expect(stage.sql('SELECT DISTINCT workspace_id FROM lead')).toEqual([{ workspace_id: 'main' }]);
});

test('any operation runs on a schedule of its own, with its input; what it refuses is not tried again', async () => {
  await opened();
  const add = (name: string, part: Row) =>
    stage.run('routine add', { name, cron: '*/30 * * * *', operation: 'assess', ...part });
  await add('spring-again', { input: '{"campaign":"spring"}' });
  await add('of-nothing', { input: '{"campaign":"gone"}', retries: 3 });
  for (const [part, code] of [
    [{ cron: '61 * * * *' }, 'bad-schedule'],
    [{ cron: '0 0 30 2 *' }, 'bad-schedule'],
    [{ zone: 'Mars/Olympus' }, 'bad-zone'],
    [{ operation: 'serve' }, 'not-by-schedule'],
    [{ operation: 'routine run' }, 'not-by-schedule'],
    [{ operation: 'assess everything' }, 'no-such-operation'],
    [{ input: '{' }, 'bad-input'],
    [{ input: '{"colour":"red"}' }, 'bad-input'],
  ] as const) {
    expect(await add('odd', part).catch((error: unknown) => error)).toMatchObject({ code });
  }
  await live(NOON + HOUR_MS);
  expect(states('spring-again')).toEqual(['completed', 'completed']);
  expect(runs('of-nothing')).toMatchObject(Array(2).fill({ state: 'failed', code: 'no-such-campaign', attempts: 1 }));
  await stage.run('routine remove', { name: 'of-nothing' });
  expect(await stage.run('routine remove', { name: 'score' }).catch((error: unknown) => error)).toMatchObject({
    code: 'built-in',
  });
  await live(NOON + 2 * HOUR_MS);
  expect(runs('of-nothing')).toHaveLength(2);
  expect(stage.count("SELECT COUNT(*) FROM audit WHERE actor = 'routine spring-again'")).toBe(4);
});

test('a routine is due by its own zone, and is set without losing the rest', async () => {
  await opened();
  const set = await stage.run('routine set', { name: 'score', cron: '30 7 * * mon-fri', zone: 'America/New_York' });
  expect(set).toMatchObject({ next: '2026-06-09T11:30:00.000Z', batch: 1000, order: 2 });
  const again = await stage.run('routine set', { name: 'score', batch: 10, timeout: 60, most: 5, order: 0 });
  expect(again).toMatchObject({ cron: '30 7 * * mon-fri', batch: 10, timeout: 60, most: 5, order: null });
  expect(await stage.run('routine set', { name: 'score', zone: 'instance', most: 0 })).toMatchObject({
    zone: 'UTC',
    most: null,
    next: '2026-06-09T07:30:00.000Z',
  });
});

test('a slot that nobody has worked at yet is not lost by a setting that leaves the schedule as it is', async () => {
  await opened();
  stage.clock.moveTo(NOON + DAY_MS);
  await stage.run('routine set', { name: 'score', batch: 10 });
  await stage.run('routine enable', { name: 'route' });
  await stage.run('routine set', { name: 'qualify', cron: '0 5 * * *' });
  await routinesUntilIdle(stage.engine);
  expect([runs('score'), runs('route'), runs('qualify')]).toMatchObject([[{ cause: 'catch-up' }], [{}], []]);
});

/** A stage whose clock can be set back; what it says. */
async function openedOn(clock: { at: number }, parts: Partial<EngineParts> = {}): Promise<void> {
  stage = await openStage({ start: NOON, operations: allOperations, clock: { now: () => clock.at }, ...parts });
  await stage.engine.store.workspaces.ensure('main', NOON);
  await routinesUntilIdle(stage.engine);
}
const nextOf = (name: string) => stage.count(`SELECT next_at FROM routine WHERE name = '${name}'`);

test('a clock that was a year ahead silences no routine once it is right, and no slot runs twice', async () => {
  const clock = { at: NOON };
  await openedOn(clock);
  for (const at of [NOON + 365 * DAY_MS, NOON + 2 * HOUR_MS, NOON + DAY_MS, NOON + 4 * HOUR_MS, NOON + DAY_MS]) {
    clock.at = at;
    await routinesUntilIdle(stage.engine);
  }
  expect(runs('score').map(({ slot_at: at }) => at)).toEqual([15, 365 * 24 - 9].map((hour) => NOON + hour * HOUR_MS));
  expect(nextOf('score')).toBe(NOON + 39 * HOUR_MS);
  expect(nextOf('watch')).toBe(NOON + DAY_MS + 5 * MINUTE_MS);
});

test('what fails after a clock was ahead is told, though a run of a day to come is the newest', async () => {
  const clock = { at: NOON };
  let up = true;
  await openedOn(clock, { leadSources: [source(() => (up ? page('ann@acme.example') : DOWN))] });
  await stage.run('routine set', { name: 'harvest', retries: 0 });
  clock.at = NOON + 365 * DAY_MS;
  await routinesUntilIdle(stage.engine);
  up = false;
  for (const day of [1, 2, 3, 4]) {
    clock.at = NOON + day * DAY_MS;
    await routinesUntilIdle(stage.engine);
  }
  expect(states('harvest')).toEqual(['failed', 'failed', 'failed', 'completed']);
  expect(await healthOf('harvest')).toBe('failed');
  expect(stage.sql("SELECT status FROM alert WHERE subject = 'routine:harvest' ORDER BY turn DESC LIMIT 1")).toEqual([
    { status: 'failed' },
  ]);
});

test('a clock that is set right while somebody works is noticed', async () => {
  const clock = { at: NOON };
  await openedOn(clock);
  const stop = new AbortController();
  clock.at = NOON + 365 * DAY_MS;
  const kept = keepRoutines(stage.engine, stop.signal);
  await expect.poll(() => nextOf('watch')).toBeGreaterThan(clock.at);
  clock.at = NOON + HOUR_MS;
  await expect.poll(() => nextOf('watch'), { timeout: 5_000 }).toBe(clock.at + 5 * MINUTE_MS);
  stop.abort();
  await kept;
});

test('a run takes no more than it may, a batch at a time', async () => {
  await opened(source(() => page('a@x.example', 'b@x.example', 'c@x.example', 'd@x.example', 'e@x.example')));
  await stage.run('routine run', { name: 'harvest' });
  await stage.run('routine set', { name: 'score', batch: 2, most: 4 });
  expect(await stage.run('routine run', { name: 'score' })).toMatchObject({ processed: 4 });
  stage.clock.moveTo(NOON + 1);
  expect(await stage.run('routine run', { name: 'score' })).toMatchObject({ processed: 1 });
});

test('a clock that is years ahead has the nightly purge forget a week more, and doctor tells; a person may forget at once', async () => {
  stage = await openStage();
  stage.clock.moveTo(NOON);
  const purge = () => stage.run('routine run', { name: 'purge' });
  const kept = () => stage.count("SELECT COUNT(*) FROM audit WHERE operation = 'import'");
  const behind = async () =>
    ((await stage.run('doctor')).symptoms as Row[]).filter(
      ({ check, verdict }) => check === 'clock' && verdict === 'weak',
    );
  const file = stage.file('l.csv', 'First Name,Email,Country\nAnn,ann@acme.example,US\n');
  await stage.run('import', { file, basis: 'consent' });
  await purge();
  expect([kept(), await behind()]).toEqual([1, []]);
  stage.clock.moveTo(NOON + 4_000 * DAY_MS);
  await purge();
  expect(kept()).toBe(1);
  expect(await behind()).toMatchObject([{ says: expect.stringContaining('forgot as of 2026-06-15T12:00:00') }]);
  await stage.run('workspace purge');
  expect(kept()).toBe(0);
});
