/** What every store does with routines and their runs. */
import assert from 'node:assert/strict';
import type { RoutinePlan, RoutineRun, RoutineScene, Store } from '../../engine/store-port.ts';
import { DAY_MS, over, QUIET, routine, run, waiting } from './routine-samples.ts';
import { claim as claimMessages, MAIN, NOW, OPEN_GATE, queueMessages, update } from './samples.ts';

const NOTHING: RoutinePlan = { ends: [], skips: [], start: null };

const claim = (store: Store, decide: (scene: RoutineScene) => RoutinePlan, now = NOW, judge = QUIET) =>
  store.routines.claim({ now, limit: 99, judge, decide });
/** Begins the first routine that is due. */
const begin = (store: Store, part: Partial<RoutineRun> = {}) =>
  claim(store, ({ due: [first] }) => ({
    ...NOTHING,
    start: first ? { run: run(first.name, { workspaceId: first.workspaceId, ...part }), nextAt: NOW + DAY_MS } : null,
  }));
const runs = (store: Store, name: string | null = null, workspaceId = MAIN) =>
  store.routines.runs({ workspaceId, routine: name, limit: 99 });
/** Routines and their runs. */
export const ROUTINE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'workspaces are listed in the order of their ids': async (store) => {
    for (const id of ['b', 'a', 'c']) await store.workspaces.ensure(id, NOW);
    const ids = async (limit: number) => (await store.workspaces.list(limit)).map(({ id }) => id);
    assert.deepEqual(
      [await ids(9), await ids(2)],
      [
        ['a', 'b', 'c'],
        ['a', 'b'],
      ],
    );
  },

  'a routine is added once, set as often as one likes, and removed': async (store) => {
    const set = routine('score', { said: { cron: '0 7 * * *' }, enabled: false, nextAt: null, changedAt: NOW + 1 });
    const own = routine('mine', { operation: 'assess', input: { campaign: 'Spring' } });
    await store.routines.ensure([routine('score'), own]);
    await store.routines.save(set);
    await store.routines.ensure([routine('score'), routine('score', { workspaceId: 'other' })]);
    assert.deepEqual(await store.routines.list(MAIN, 9), [own, set]);
    assert.deepEqual(await store.routines.list(MAIN, 1), [own]);
    assert.deepEqual(await store.routines.list('other', 9), [routine('score', { workspaceId: 'other' })]);
    assert.deepEqual(
      [await store.routines.remove(MAIN, 'mine'), await store.routines.remove(MAIN, 'mine')],
      [true, false],
    );
    assert.deepEqual(await store.routines.list(MAIN, 9), [set]);
  },

  'a routine is brought forward, and neither put off nor taken from a schedule that was set since': async (store) => {
    const dueAt = async () => (await store.routines.list(MAIN, 9)).map(({ nextAt }) => nextAt);
    const late = [
      routine('score', { nextAt: NOW + DAY_MS }),
      routine('route', { said: { order: 9 }, nextAt: NOW + 9 }),
    ];
    await store.routines.ensure(late);
    await store.routines.ensure([routine('score', { nextAt: NOW + 5 }), routine('route', { nextAt: NOW + 5 })]);
    assert.deepEqual(await dueAt(), [NOW + 9, NOW + 5]);
    await store.routines.ensure([routine('score', { nextAt: NOW + 7, enabled: false })]);
    assert.deepEqual(await dueAt(), [NOW + 9, NOW + 5]);
    assert.equal((await store.routines.list(MAIN, 9))[1]?.enabled, true);
  },

  'what is due comes in the order of its slots, of all workspaces': async (store) => {
    await store.routines.ensure([
      routine('late', { nextAt: NOW + 1 }),
      routine('never', { nextAt: null }),
      routine('b'),
      routine('a', { workspaceId: 'other' }),
      routine('early', { nextAt: NOW - 1 }),
      routine('a'),
    ]);
    const found: string[] = [];
    const look = (limit: number) =>
      store.routines.claim({
        now: NOW,
        limit,
        judge: QUIET,
        decide({ due }) {
          found.push(...due.map(({ workspaceId, name }) => `${workspaceId}/${name}`));
          return NOTHING;
        },
      });
    assert.deepEqual(await look(9), { run: null, moved: false });
    assert.deepEqual(found.splice(0), ['main/early', 'main/a', 'main/b', 'other/a']);
    await look(2);
    assert.deepEqual(found, ['main/early', 'main/a']);
    assert.equal(await store.routines.nextAt(), NOW - 1);
  },

  'a slot is taken once, and the routine is due for the next one': async (store) => {
    await store.routines.ensure([routine('score'), routine('score', { workspaceId: 'other' })]);
    assert.deepEqual(await begin(store), { run: run('score'), moved: true });
    assert.deepEqual(await runs(store), [run('score')]);
    assert.equal((await store.routines.list(MAIN, 9))[0]?.nextAt, NOW + DAY_MS);
    assert.equal((await store.routines.list('other', 9))[0]?.nextAt, NOW);
    const second = await begin(store);
    assert.equal(second.run?.workspaceId, 'other');
    assert.deepEqual(await begin(store), { run: null, moved: false });
  },

  'a claim sees what is under way, with its routine, of all workspaces': async (store) => {
    const [mine, theirs] = [routine('score'), routine('route', { workspaceId: 'other', nextAt: NOW + 9 })];
    await store.routines.ensure([mine, routine('harvest', { nextAt: null }), theirs]);
    await begin(store);
    await store.routines.startNow(run('route', { workspaceId: 'other' }));
    const scenes: RoutineScene[] = [];
    await claim(store, (scene) => {
      scenes.push(scene);
      return NOTHING;
    });
    assert.deepEqual(scenes, [
      {
        due: [],
        open: [run('score'), run('route', { workspaceId: 'other' })],
        routines: [routine('harvest', { nextAt: null }), { ...mine, nextAt: NOW + DAY_MS }, theirs],
      },
    ]);
  },

  'a slot that has its run is not run again': async (store) => {
    await store.routines.ensure([routine('score')]);
    await begin(store);
    await store.routines.finish(over(run('score')), QUIET);
    await store.routines.save(routine('score'));
    assert.deepEqual(await begin(store, { leaseOwner: 'somebody else' }), { run: null, moved: true });
    assert.equal((await runs(store))[0]?.state, 'completed');
    assert.deepEqual(await begin(store), { run: null, moved: false });
  },

  'one run of a routine at a time, whoever wants another': async (store) => {
    await store.routines.ensure([routine('score'), routine('route')]);
    assert.equal(await store.routines.startNow(run('nobody')), false);
    assert.equal(await store.routines.startNow(run('score', { slotAt: NOW - 9, cause: 'manual' })), true);
    assert.equal(await store.routines.startNow(run('score', { slotAt: NOW - 8, cause: 'manual' })), false);
    const claimed = await claim(store, () => ({ ...NOTHING, start: { run: run('score'), nextAt: NOW + 1 } }));
    assert.deepEqual(claimed, { run: null, moved: false });
    assert.equal((await store.routines.list(MAIN, 9)).find(({ name }) => name === 'score')?.nextAt, NOW);
    assert.equal(await store.routines.startNow(run('route', { cause: 'manual' })), true);
  },

  'a run ends under its fence, with what it did': async (store) => {
    await store.routines.ensure([routine('score'), routine('route')]);
    await store.routines.startNow(run('score'));
    await store.routines.startNow(run('route'));
    assert.equal(await store.routines.finish({ ...over(run('score')), fence: 2 }, QUIET), false);
    assert.deepEqual(await runs(store, 'score'), [run('score')]);
    assert.equal(await store.routines.finish(over(run('score')), QUIET), true);
    const ended = { ...run('score'), ...over(run('score')), leaseOwner: null, leaseUntil: null };
    assert.deepEqual(await runs(store, 'score'), [ended]);
    assert.deepEqual(await runs(store, 'route'), [run('route')]);
    assert.equal(await store.routines.finish(over(run('score')), QUIET), false);
  },

  'a lease is kept by its holder alone': async (store) => {
    await store.routines.ensure([routine('score')]);
    await store.routines.startNow(run('score'));
    assert.equal(await store.routines.keep(run('score', { fence: 2 }), NOW + 99), false);
    assert.equal(await store.routines.keep(run('score'), NOW + 100_000), true);
    assert.equal((await runs(store))[0]?.leaseUntil, NOW + 100_000);
    assert.equal(await store.routines.nextAt(), NOW);
    await store.routines.finish(over(run('score')), QUIET);
    assert.equal(await store.routines.keep(run('score'), NOW + 200_000), false);
  },

  'an attempt that failed waits, is tried again once, and what the first one brings late is refused': async (store) => {
    await store.routines.ensure([routine('score', { nextAt: NOW + DAY_MS })]);
    await store.routines.startNow(run('score'));
    await store.routines.finish(waiting(run('score')), QUIET);
    assert.equal(await store.routines.nextAt(), NOW + 300);
    const again = run('score', { attempts: 2, fence: 2, leaseOwner: 'you' });
    const retry = () => claim(store, () => ({ ...NOTHING, start: { run: again } }));
    assert.deepEqual(await retry(), { run: again, moved: true });
    assert.deepEqual(await retry(), { run: null, moved: false });
    assert.equal(await store.routines.finish(over(run('score')), QUIET), false);
    const [only] = await runs(store);
    assert.deepEqual([only?.state, only?.attempts, only?.leaseOwner, only?.error], ['running', 2, 'you', 'broke']);
  },

  'slots are passed over and lost runs ended in the same claim': async (store) => {
    await store.routines.ensure([routine('score', { enabled: false }), routine('route')]);
    await store.routines.startNow(run('route'));
    const skipped = { ...run('score'), leaseOwner: null, leaseUntil: null, state: 'skipped', code: 'routine-disabled' };
    const lost = { ...over(run('route')), state: 'failed', code: 'routine-lost' } as const;
    const { moved } = await claim(store, () => ({
      ends: [lost],
      skips: [{ run: { ...skipped, state: 'skipped', finishedAt: NOW }, nextAt: NOW + 7 }],
      start: null,
    }));
    assert.equal(moved, true);
    const states = (await runs(store)).map(({ routine: name, state, code }) => [name, state, code]);
    assert.deepEqual(states, [
      ['score', 'skipped', 'routine-disabled'],
      ['route', 'failed', 'routine-lost'],
    ]);
    assert.equal((await store.routines.list(MAIN, 9)).find(({ name }) => name === 'score')?.nextAt, NOW + 7);
  },

  'runs are listed from the newest slot on, of one routine or of all': async (store) => {
    await store.routines.ensure([routine('score'), routine('route'), routine('score', { workspaceId: 'other' })]);
    for (const [name, slotAt] of [
      ['score', NOW],
      ['route', NOW + 1],
      ['score', NOW + 2],
    ] as const) {
      await store.routines.startNow(run(name, { slotAt }));
      await store.routines.finish(over(run(name, { slotAt })), QUIET);
    }
    await store.routines.startNow(run('score', { workspaceId: 'other' }));
    const slots = async (name: string | null) => (await runs(store, name)).map(({ slotAt }) => slotAt - NOW);
    assert.deepEqual(
      [await slots(null), await slots('score')],
      [
        [2, 1, 0],
        [2, 0],
      ],
    );
    assert.equal((await store.routines.runs({ workspaceId: MAIN, routine: null, limit: 1 })).length, 1);
  },

  'PIPE-41 runs of more than 30 days ago are gone, and those that are not over stay': async (store) => {
    const old = (days: number) => NOW - days * DAY_MS;
    await store.routines.ensure([routine('score'), routine('route'), routine('score', { workspaceId: 'other' })]);
    for (const [days, workspaceId] of [
      [31, MAIN],
      [30, MAIN],
      [31, 'other'],
    ] as const) {
      const of = run('score', { slotAt: old(days), workspaceId });
      await store.routines.startNow(of);
      await store.routines.finish(over(of), QUIET);
    }
    await store.routines.startNow(run('route', { slotAt: old(40) }));
    const before = { event: 0, decision: 0, other: old(30) };
    assert.equal((await store.purge(MAIN, before)).others, 1);
    const left = (await runs(store)).map(({ routine: name, slotAt }) => [name, (NOW - slotAt) / DAY_MS]);
    assert.deepEqual(left, [
      ['score', 30],
      ['route', 40],
    ]);
    assert.equal((await runs(store, null, 'other')).length, 1);
  },

  'what is late or unconfirmed is found, of one workspace': async (store) => {
    const look = (due: number, unconfirmed = due, workspaceId = MAIN) =>
      store.routines.backlog(workspaceId, { due, unconfirmed, limit: 99 });
    await queueMessages(store, ['ann', 'bob']);
    assert.deepEqual(await look(NOW - 1), { oldestDueAt: null, unconfirmed: 0 });
    assert.deepEqual(await look(NOW), { oldestDueAt: NOW, unconfirmed: 0 });
    assert.deepEqual(await look(NOW, NOW, 'other'), { oldestDueAt: null, unconfirmed: 0 });
    const claimed = await claimMessages(store, { now: NOW, owner: 'me', until: NOW + 9, limit: 9 });
    const { sending } = await store.work.deliverTurn([], claimed, OPEN_GATE);
    await store.work.deliverTurn(
      sending.map((of) => update(of, 'sending', 'unconfirmed', { dueAt: NOW + 5 })),
      [],
      OPEN_GATE,
    );
    assert.deepEqual(await look(NOW, NOW - 1), { oldestDueAt: null, unconfirmed: 0 });
    assert.deepEqual(await look(NOW, NOW), { oldestDueAt: null, unconfirmed: 2 });
    assert.deepEqual(await look(NOW + DAY_MS, NOW - 1), { oldestDueAt: NOW + DAY_MS, unconfirmed: 0 });
  },

  'a message that is held past its time is late as well, and one whose time has not come is not': async (store) => {
    const look = (due: number, workspaceId = MAIN) =>
      store.routines.backlog(workspaceId, { due, unconfirmed: due, limit: 99 });
    await queueMessages(store, ['ann']);
    const [claimed] = await claimMessages(store, { now: NOW, owner: 'me', until: NOW + 9, limit: 9 });
    assert.ok(claimed);
    await store.work.deliverTurn([update(claimed, 'claimed', 'held', { dueAt: NOW + 5 })], [], OPEN_GATE);
    assert.deepEqual(
      [await look(NOW + 4), await look(NOW + 5), await look(NOW + 5, 'other')],
      [
        { oldestDueAt: null, unconfirmed: 0 },
        { oldestDueAt: NOW + 5, unconfirmed: 0 },
        { oldestDueAt: null, unconfirmed: 0 },
      ],
    );
  },
};
