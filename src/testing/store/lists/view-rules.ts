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
  'a view is kept under its name, and seen by its owner or, shared, by all of the workspace': async ({ views }) => {
    const shared = { ...VIEW, owner: '', name: 'Ours' };
    for (const view of [VIEW, shared, { ...VIEW, workspaceId: 'other' }]) assert.equal(await views.save(view, 9), true);
    assert.deepEqual(await views.list(MAIN, 'ann'), [shared, VIEW]);
    assert.deepEqual(await views.list(MAIN, 'bob'), [shared]);
    const anew = { ...shared, asked: '', sort: '', columns: [], words: {}, savedBy: 'bob', savedAt: NOW + 1 };
    assert.equal(await views.save(anew, 2), true);
    assert.deepEqual(await views.list(MAIN, 'bob'), [anew]);
    assert.equal(await views.save({ ...VIEW, name: 'One too many' }, 2), false);
    assert.equal(await views.remove({ ...VIEW, owner: 'bob' }), false);
    assert.equal(await views.remove(VIEW), true);
    assert.deepEqual(await views.list(MAIN, 'ann'), [anew]);
  },
};
