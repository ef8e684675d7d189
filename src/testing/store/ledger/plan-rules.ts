/** What every store does with plans of agents: keeps them, moves each by one of several, bounds those that are open, pages an audience. */
import assert from 'node:assert/strict';
import type { PlanRecord, Store } from '../../../engine/store-port.ts';
import { NOW } from '../samples.ts';

const BASIS = { people: 2, hash: 'h', members: ['ann', 'bob'], content: 'c' };
const NONE = { email: 0, sms: 0, voice: 0 };
const plan = (id: string, more: Partial<PlanRecord> = {}): PlanRecord => ({
  ...{ workspaceId: 'main', id, state: 'proposed', operation: 'campaign launch', input: '{}', digest: 'd'.repeat(64) },
  ...{ proposedBy: 'key:a', proposedAs: 'key:a (ä)', proposedAt: NOW, expiresAt: NOW + 1_000, why: 'so' },
  ...{ change: null, decidedBy: null, decidedAt: null, usedAt: null, outcome: null },
  about: { ...BASIS, campaigns: ['s'], excluded: { x: 1 }, planned: NONE, perDay: NONE, credits: null, mode: 'dry' },
  ...more,
});
const yes = { state: 'approved', decidedBy: 'cli', decidedAt: NOW } as const;

/** Plans. */
export const PLAN_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a plan is kept as it is, in its workspace alone, newest first': async ({ plans }) => {
    await plans.add(plan('a'), 9);
    await plans.add(plan('b', { ...yes, change: { was: 1, is: 2, moved: null, content: true, faster: ['sms'] } }), 9);
    await plans.add(plan('c', { workspaceId: 'other' }), 9);
    assert.deepEqual(await plans.get('main', 'a'), plan('a'));
    assert.equal(await plans.get('other', 'a'), null);
    const ids = async (state: PlanRecord['state'] | null, limit = 9) =>
      (await plans.list({ workspaceId: 'main', state, limit })).map(({ id }) => id);
    assert.deepEqual([await ids(null), await ids('approved'), await ids(null, 1)], [['b', 'a'], ['b'], ['b']]);
  },
  'no more are open than may be; those that are over do not count': async ({ plans }) => {
    assert.equal(await plans.add(plan('a'), 2), true);
    assert.equal(await plans.add(plan('b'), 2), true);
    assert.equal(await plans.add(plan('c'), 2), false);
    assert.equal(await plans.get('main', 'c'), null);
    await plans.move({ was: 'proposed', plan: plan('a', { state: 'withdrawn' }) });
    assert.equal(await plans.add(plan('c'), 2), true);
    assert.equal(await plans.add(plan('d', { proposedAt: NOW + 1_000, expiresAt: NOW + 2_000 }), 2), true);
  },
  'of several that use a plan at once, one does': async ({ plans }) => {
    await plans.add(plan('a', yes), 9);
    const used = plan('a', { ...yes, state: 'used', usedAt: NOW });
    const moved = await Promise.all([1, 2, 3, 4].map(() => plans.move({ was: 'approved', plan: used })));
    assert.equal(moved.filter((one) => one).length, 1);
    assert.equal(await plans.move({ was: 'proposed', plan: plan('a') }), false);
    assert.deepEqual(await plans.get('main', 'a'), used);
  },
};
