/** What every store does with differences to a CRM: found, kept while they are, decided once, and gone with the person. */
import assert from 'node:assert/strict';
import type { CrmReading, Difference, LinkQuery, NotedPage, Store } from '../../../engine/store-port.ts';
import { addLeads, lead, MAIN, NOW } from '../samples.ts';

const READING: CrmReading = {
  ...{ workspaceId: MAIN, connection: 'crm', phase: 'handed', after: '', startedAt: NOW, endedAt: null },
  counts: { compared: 1 },
};

const difference = (part: Partial<Difference> = {}): Difference => ({
  ...{ workspaceId: MAIN, connection: 'crm', contactId: 'c1', field: 'phone', id: 'diff_1', leadId: 'ann' },
  ...{ ours: '1', theirs: '2', verdict: 'propose', because: 'reconcile-asks', state: 'open', seenAt: NOW },
  ...{ settledAt: null, settledBy: null, detail: null },
  ...part,
});

const page = (part: Partial<NotedPage>): NotedPage => ({
  ...{ reading: READING, found: [], over: [], forgotten: [], provider: 'some' },
  ...part,
});
const open = { workspaceId: MAIN, state: 'open', before: null, limit: 10 } as const;
const SETTLED = { state: 'settled', settledAt: NOW, settledBy: 'eve' } as const;

/** Rules of reconciliation. */
export const RECONCILE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a page is noted with where the reading stands': async (store) => {
    assert.equal(await store.reconcile.reading(MAIN, 'crm'), null);
    await store.reconcile.note(page({ found: [difference()] }));
    assert.deepEqual(await store.reconcile.reading(MAIN, 'crm'), READING);
    const done = { ...READING, phase: 'done', after: 'x', endedAt: NOW + 1 } as const;
    await store.reconcile.note(page({ reading: done }));
    assert.deepEqual(await store.reconcile.reading(MAIN, 'crm'), done);
    assert.deepEqual(await store.reconcile.of(MAIN, 'crm', ['c1', 'c2']), [difference()]);
  },

  'of one field there is one difference; one that is over goes, one that was settled stays on record': async (
    store,
  ) => {
    const later = difference({ id: 'diff_2', theirs: '3' });
    const settled = difference({ id: 'diff_3', field: 'company', ...SETTLED });
    await store.reconcile.note(page({ found: [difference(), settled] }));
    await store.reconcile.note(page({ found: [later] }));
    assert.deepEqual(await store.reconcile.list(open), [later]);
    await store.reconcile.note(page({ over: [later, settled] }));
    assert.deepEqual(await store.reconcile.list(open), []);
    assert.deepEqual(await store.reconcile.of(MAIN, 'crm', ['c1']), [settled]);
  },

  'a difference is decided once, the latest stand first': async (store) => {
    const second = difference({ id: 'diff_2', contactId: 'c2' });
    await store.reconcile.note(page({ found: [difference(), second] }));
    assert.deepEqual(await store.reconcile.list(open), [second, difference()]);
    assert.deepEqual(await store.reconcile.list({ ...open, before: 'diff_2' }), [difference()]);
    const decided = { ...second, ...SETTLED };
    assert.equal(await store.reconcile.settle(decided, 'open'), true);
    assert.equal(await store.reconcile.settle(decided, 'open'), false);
    assert.deepEqual(await store.reconcile.get(MAIN, 'diff_2'), decided);
    assert.equal(await store.reconcile.get(MAIN, 'diff_9'), null);
  },

  'who came from a provider is found by its ids, page by page': async (store) => {
    await addLeads(store, [lead('ann'), lead('bob')]);
    await store.leads.capture({
      ...{ workspaceId: MAIN, source: 'crm', now: NOW, progress: null },
      rows: ['ann', 'bob'].map((id, line) => ({ line, keys: [`e:${id}@example.com`], content: null })),
      decide: (known) => ({
        ...{ created: [], traces: [], suppressions: [], reviews: [] },
        changed: ['ann', 'bob'].map((id) => ({
          lead: known.lead(id),
          newKeys: [`x:some|c-${id}`, `x:sometimes|${id}`],
        })),
      }),
    });
    const query: LinkQuery = {
      ...{ workspaceId: MAIN, connection: 'crm', provider: 'some', phase: 'harvested', after: '', limit: 1 },
    };
    const first = await store.reconcile.links(query);
    assert.deepEqual(first.links, [{ contactId: 'c-ann', leadId: 'ann' }]);
    const rest = await store.reconcile.links({ ...query, after: first.next ?? '', limit: 5 });
    assert.deepEqual(rest, { links: [{ contactId: 'c-bob', leadId: 'bob' }], next: null });
    assert.deepEqual((await store.reconcile.links({ ...query, phase: 'handed' })).links, []);
  },
};
