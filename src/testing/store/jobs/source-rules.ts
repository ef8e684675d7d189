/** What every store does with sources: credits never set aside twice over, questions settled once, values with their source, figures. */
import assert from 'node:assert/strict';
import { affordable } from '../../../domain/source/budget.ts';
import type { SpendTold, Store } from '../../../engine/store-port.ts';
import { addLeads, lead, MAIN, NOW, stored, suppressionKeys } from '../samples.ts';

const MONTH = '2026-11';
const BUDGET = { perRun: 1_000, perMonth: 25, each: 1 };

function aside(store: Store, id: string, people = 10, part: { month?: string; source?: string } = {}) {
  return store.sources.setAside({
    ...{ workspaceId: MAIN, id, source: 'more', vendor: 'vendor', month: MONTH, at: NOW, each: 1, ...part },
    decide: (month) => affordable(BUDGET, { run: 0, month }, people),
  });
}

const told = (id: string, part: Partial<SpendTold> = {}): SpendTold => ({
  ...{ workspaceId: MAIN, id, from: 'asked', to: 'settled', credits: 4, most: 10, request: null, ...part },
});
const spent = (store: Store) => store.sources.spent(MAIN, 'more', MONTH);

/** Credits, origins and figures. */
export const SOURCE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'credits are set aside until they are spent, by source and month': async (store) => {
    assert.deepEqual(await aside(store, 's1'), { people: 10, why: null });
    assert.deepEqual(await aside(store, 's2'), { people: 10, why: null });
    assert.deepEqual(await aside(store, 's3'), { people: 5, why: 'source-month-spent' });
    assert.deepEqual(await aside(store, 's4'), { people: 0, why: 'source-month-spent' });
    assert.equal(await store.sources.spend(MAIN, 's4'), null);
    assert.equal((await aside(store, 's5', 10, { month: '2026-12' })).people, 10);
    assert.equal((await aside(store, 's6', 10, { source: 'other' })).people, 10);
    assert.equal(await spent(store), 25);
  },

  'of those who set aside at once none gets what another has': async (store) => {
    const all = await Promise.all(Array.from({ length: 8 }, (_, i) => aside(store, `s${i}`)));
    assert.equal(
      all.reduce((sum, { people }) => sum + people, 0),
      25,
    );
    assert.equal(await spent(store), 25);
  },

  'what an answer says takes the place of what was set aside, once': async (store) => {
    await aside(store, 's1');
    assert.equal(await store.sources.settle(told('s1')), true);
    assert.equal(await store.sources.settle(told('s1')), false);
    assert.equal(await spent(store), 4);
    await aside(store, 's2');
    assert.equal(await spent(store), 14);
    assert.equal(
      await store.sources.settle(told('s2', { to: 'waiting', most: 18, request: '-9007199254740993' })),
      true,
    );
    assert.equal(await spent(store), 22);
    const waiting = await store.sources.waiting(MAIN, 'more', 9);
    assert.deepEqual(
      waiting.map(({ id, request, credits }) => [id, request, credits]),
      [['s2', '-9007199254740993', 4]],
    );
    assert.equal(await store.sources.settle(told('s2', { from: 'waiting', credits: 2.5, most: 18 })), true);
    assert.deepEqual(await store.sources.waiting(MAIN, 'more', 9), []);
    assert.equal(await spent(store), 10.5);
    await aside(store, 's3');
    assert.deepEqual(await store.sources.credits(MAIN, MONTH), [
      { source: 'more', vendor: 'vendor', month: 20.5, total: 20.5, open: 10 },
    ]);
  },

  'who was asked about lately or refused everything is not asked about': async (store) => {
    await addLeads(store, [lead('ann', {}), lead('bob', {}), lead('eve', {})]);
    await store.sources.asked(MAIN, 'more', [{ id: 'ann', found: true }], NOW);
    const page = { workspaceId: MAIN, source: 'more', after: '', limit: 9, suppressionKeys };
    const ids = async (askedSince: number, source = 'more') =>
      (await store.sources.toEnrich({ ...page, source, askedSince })).leads.map(({ id }) => id);
    assert.deepEqual(await ids(NOW), ['bob', 'eve']);
    assert.deepEqual(await ids(NOW + 1), ['ann', 'bob', 'eve']);
    assert.deepEqual(await ids(NOW, 'other'), ['ann', 'bob', 'eve']);
    const { leads, last } = await store.sources.toEnrich({ ...page, limit: 2, askedSince: NOW });
    assert.deepEqual([leads.map(({ id }) => id), last], [['bob'], 'bob']);
  },

  'a value that a later record brings is told with its source; a proof is kept once; figures count it': async (
    store,
  ) => {
    await addLeads(store, [lead('ann', { title: null })]);
    const before = await stored(store, 'ann');
    assert.ok(before);
    const after = { ...before, values: { ...before.values, title: 'CEO' } };
    const proof = { id: 'form 1', at: NOW, source: 'form', basis: 'consent' as const, told: { answer: 'on' } };
    const batch = {
      ...{ workspaceId: MAIN, source: 'form', now: NOW, progress: null },
      rows: [{ line: 1, keys: [], content: null, leadId: 'ann' }],
      decide: () => ({
        ...{ created: [], changed: [{ lead: after, newKeys: [] }], suppressions: [], reviews: [] },
        traces: [{ line: 1, leadId: 'ann', outcome: 'merged' as const, change: null, fields: ['title', 'seniority'] }],
        proofs: [{ leadId: 'ann', proof }],
      }),
    };
    await store.leads.capture(batch);
    await store.leads.capture(batch);
    const story = await store.leads.story(MAIN, 'ann', suppressionKeys);
    assert.deepEqual(story?.origins, [{ at: NOW, source: 'form', fields: ['title', 'seniority'] }]);
    assert.deepEqual(story?.proofs, [proof]);
    const [form] = (await store.sources.figures(MAIN)).filter(({ source }) => source === 'form');
    assert.deepEqual([form?.taken?.merged, form?.leads], [2, 0]);
    assert.deepEqual(await store.sources.figures('other'), []);
  },

  'of keys those are told that somebody holds': async (store) => {
    await addLeads(store, [lead('ann', { email: 'ann@acme.example' })]);
    const held = await store.sources.held(MAIN, ['e:ann@acme.example', 'x:vendor|1']);
    assert.deepEqual([...held], ['e:ann@acme.example']);
    assert.deepEqual([...(await store.sources.held('other', ['e:ann@acme.example']))], []);
  },
};
