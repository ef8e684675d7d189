/** What every store does with saved views. */
import assert from 'node:assert/strict';
import type { SavedView, Store } from '../../../engine/store-port.ts';
import { MAIN, NOW } from '../samples.ts';

const VIEW: SavedView = {
  ...{ workspaceId: MAIN, list: 'lead', owner: 'ann', name: 'Mine', asked: 'country == "DE"', sort: '-employees' },
  ...{ columns: ['name', 'owner'], words: { search: 'ü' }, savedBy: 'ann', savedAt: NOW },
};

/** Saved views. */
export const VIEW_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a view is kept under its name, and seen by its owner or, shared, by all of the workspace': async ({
    views: { list, ...views },
  }) => {
    const seen = async (by: string) => (await list(MAIN, by)).map(({ isDefault: _, ...view }) => view);
    const shared = { ...VIEW, owner: '', name: 'Ours' };
    for (const view of [VIEW, shared, { ...VIEW, workspaceId: 'other' }]) assert.equal(await views.save(view, 9), true);
    assert.deepEqual(await seen('ann'), [shared, VIEW]);
    assert.deepEqual(await seen('bob'), [shared]);
    const anew = { ...shared, asked: '', sort: '', columns: [], words: {}, savedBy: 'bob', savedAt: NOW + 1 };
    assert.equal(await views.save(anew, 2), true);
    assert.deepEqual(await seen('bob'), [anew]);
    assert.equal(await views.save({ ...VIEW, name: 'One too many' }, 2), false);
    assert.equal(await views.remove({ ...VIEW, owner: 'bob' }), false);
    assert.equal(await views.remove(VIEW), true);
    assert.deepEqual(await seen('ann'), [anew]);
  },
  'a list opens for each person with the view that they chose, while there is one of its name': async ({ views }) => {
    const ours = { ...VIEW, owner: '', name: 'Ours' };
    for (const view of [VIEW, ours]) await views.save(view, 9);
    const opens = async (by: string) =>
      (await views.list(MAIN, by)).filter(({ isDefault }) => isDefault).map(({ name }) => name);
    const of = (openedBy: string, list = 'lead') => ({ workspaceId: MAIN, list, openedBy });
    assert.equal(await views.openWith(of('ann'), VIEW), true);
    assert.equal(await views.openWith(of('bob'), ours), true);
    assert.equal(await views.openWith(of('bob', 'account'), ours), false);
    assert.equal(await views.openWith({ ...of('bob'), workspaceId: 'other' }, ours), false);
    assert.deepEqual([await opens('ann'), await opens('bob'), await opens('eve')], [['Mine'], ['Ours'], []]);
    assert.equal(await views.openWith(of('ann'), ours), true);
    assert.equal(await views.openWith(of('ann'), { owner: 'ann', name: 'Nowhere' }), false);
    assert.deepEqual(await opens('ann'), ['Ours']);
    await views.remove(ours);
    assert.deepEqual([await opens('ann'), await opens('bob')], [[], []]);
    await views.save(ours, 9);
    assert.deepEqual([await opens('ann'), await opens('bob')], [['Ours'], ['Ours']]);
    assert.equal(await views.openWith(of('ann'), null), true);
    assert.deepEqual([await opens('ann'), await opens('bob')], [[], ['Ours']]);
  },
};
