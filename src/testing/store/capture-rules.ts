/** What every store does with leads coming in, and with the imports that bring them. */
import assert from 'node:assert/strict';
import type { LeadValues } from '../../domain/lead/lead.ts';
import type {
  CaptureRow,
  ChangedLead,
  ImportLease,
  ImportWish,
  KnownLeads,
  NewLead,
  RowTrace,
  Store,
} from '../../engine/store-port.ts';
import {
  addLeads,
  enroll,
  event,
  lead,
  MAIN,
  NOTHING_FOLLOWS,
  NOW,
  refusal,
  stored,
  suppressionKeys,
} from './samples.ts';

/** A row of a pretended file. */
interface Row {
  readonly line: number;
  readonly key?: string;
  readonly content?: string;
  readonly values?: Partial<LeadValues>;
}

const OWNER = 'one';

function wish(id: string, part: Partial<ImportWish> = {}): ImportWish {
  const file = { source: 'csv', fileName: 'a.csv', fileHash: `hash of ${id}`, optionsHash: 'o', options: {} };
  return { workspaceId: MAIN, id, ...file, startedAt: NOW, ...part };
}

function begin(store: Store, id: string, part: Partial<ImportWish> = {}, owner = OWNER, now = NOW) {
  return store.imports.begin(wish(id, part), { owner, until: now + 60_000, now, isGone: () => false });
}

/** Captures rows of an import the plain way: known by the first holder of the key, values laid over. */
function capture(store: Store, importId: string, rows: readonly Row[], owner = OWNER, rejected = 0) {
  const captured: CaptureRow[] = rows.map(({ line, key, content }) => ({
    line,
    keys: key === undefined ? [] : [key],
    content: content ?? null,
  }));
  const position = { line: rows.at(-1)?.line ?? 0 };
  return store.leads.capture({
    workspaceId: MAIN,
    source: 'sample',
    now: NOW,
    rows: captured,
    progress: { id: importId, position, rejectsBytes: 0, rejected, owner, leaseUntil: NOW + 60_000 },
    decide: (known) => settle(known, importId, rows),
  });
}

function settle(known: KnownLeads, importId: string, rows: readonly Row[]) {
  const created: NewLead[] = [];
  const changed: ChangedLead[] = [];
  const traces: RowTrace[] = [];
  for (const { line, key, values = {} } of rows) {
    const found = key ?? known.contentKey(line) ?? '';
    const [holder] = known.holders(found);
    if (holder === undefined) {
      const id = `lead_${importId}_${String(line).padStart(3, '0')}`;
      created.push({ lead: { ...lead(id, { email: null, ...values }), importId }, keys: [found] });
      continue;
    }
    const before = known.lead(holder);
    const after = { ...before, values: { ...before.values, ...values } };
    const same = JSON.stringify(before.values) === JSON.stringify(after.values);
    if (!same) changed.push({ lead: after, newKeys: [`x:${importId}`] });
    const change = same ? null : { before, after, newKeys: [`x:${importId}`] };
    traces.push({ line, leadId: holder, outcome: same ? 'unchanged' : 'merged', change });
  }
  return { created, changed, traces, suppressions: [], reviews: [] };
}

const countsOf = async (store: Store, id: string) => (await store.imports.get(MAIN, id))?.counts;

/** Capturing rows. */
export const CAPTURE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'new, changed and unchanged rows are told apart, and the counts add up': async (store) => {
    await addLeads(store, [lead('ann', { email: 'a@x.co' })]);
    await begin(store, 'imp_1');
    const rows = [
      { line: 2, key: 'e:a@x.co', values: { title: 'CEO' } },
      { line: 3, key: 'e:b@x.co' },
    ];
    await capture(store, 'imp_1', rows, OWNER, 2);
    await capture(store, 'imp_1', [{ line: 4, key: 'e:b@x.co' }]);
    assert.deepEqual(await countsOf(store, 'imp_1'), { read: 5, created: 1, merged: 1, unchanged: 1, rejected: 2 });
    assert.equal((await stored(store, 'ann'))?.values.title, 'CEO');
    assert.deepEqual((await store.imports.get(MAIN, 'imp_1'))?.position, { line: 4 });
  },

  'a change raises the revision, what is unchanged keeps it': async (store) => {
    await addLeads(store, [lead('ann', { email: 'a@x.co' }), lead('bob', { email: 'b@x.co' })]);
    const before = [await stored(store, 'ann'), await stored(store, 'bob')].map((one) => one?.revision ?? 0);
    await begin(store, 'imp_1');
    await capture(store, 'imp_1', [
      { line: 1, key: 'e:a@x.co', values: { title: 'CEO' } },
      { line: 2, key: 'e:b@x.co' },
    ]);
    const after = [await stored(store, 'ann'), await stored(store, 'bob')].map((one) => one?.revision ?? 0);
    assert.ok((after[0] ?? 0) > Math.max(...before));
    assert.equal(after[1], before[1]);
  },

  'a lead comes back as it was given': async (store) => {
    const given = {
      ...lead('ann', {
        email: 'ann@x.co',
        tags: ['a', 'ü'],
        technologies: ['js'],
        employees: 12.5,
        revenue: 1e9,
        notes: '“”',
      }),
      attributes: { zeta: '1', alpha: '"quoted"' },
    };
    await addLeads(store, [given]);
    const found = await stored(store, 'ann');
    assert.deepEqual(found, { ...given, revision: found?.revision });
  },

  'of a key that thousands hold the oldest are found, beside all others of the batch': async (store) => {
    const namesakes = Array.from({ length: 2_000 }, (_, i) =>
      lead(`lead_${String(i).padStart(4, '0')}`, { email: null }),
    );
    const keys = (i: number) => ['n:ann lee', `x:${i}`];
    const nothing = { changed: [], traces: [], suppressions: [], reviews: [] };
    const batch = { workspaceId: MAIN, source: 'sample', now: NOW, progress: null } as const;
    await store.leads.capture({
      ...batch,
      rows: [],
      decide: () => ({ ...nothing, created: namesakes.map((one, i) => ({ lead: one, keys: keys(i) })) }),
    });
    const asked = { 'n:ann lee': 25, 'x:1999': 1, 'n:ann leer': 0 };
    const found = new Map<string, readonly string[]>();
    await store.leads.capture({
      ...batch,
      rows: [{ line: 1, keys: Object.keys(asked), content: null }],
      decide(known) {
        for (const key of Object.keys(asked)) found.set(key, known.holders(key));
        return { ...nothing, created: [] };
      },
    });
    for (const [key, count] of Object.entries(asked)) assert.equal(found.get(key)?.length, count, key);
    assert.equal(found.get('n:ann lee')?.at(-1), 'lead_0024');
    assert.deepEqual(found.get('x:1999'), ['lead_1999']);
  },

  'equal rows without a key are told apart by their count, also across batches': async (store) => {
    await begin(store, 'imp_1');
    await capture(store, 'imp_1', [
      { line: 1, content: 'r:same' },
      { line: 2, content: 'r:same' },
    ]);
    await capture(store, 'imp_1', [
      { line: 3, content: 'r:same' },
      { line: 4, content: 'r:other' },
    ]);
    await begin(store, 'imp_2');
    await capture(store, 'imp_1', [{ line: 5, content: 'r:same' }]);
    await capture(store, 'imp_2', [
      { line: 1, content: 'r:same' },
      { line: 2, content: 'r:same' },
    ]);
    assert.equal((await countsOf(store, 'imp_1'))?.created, 5);
    assert.deepEqual(await countsOf(store, 'imp_2'), { read: 2, created: 0, merged: 0, unchanged: 2, rejected: 0 });
  },

  'a refusal is kept once, the earlier telling stands, its lead is looked at again': async (store) => {
    await addLeads(store, [lead('ann')]);
    const before = (await stored(store, 'ann'))?.revision ?? 0;
    const add = (at: number, reason: string) =>
      store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann', { at, reason }) }]);
    assert.equal(await add(NOW, 'bounced'), 1);
    assert.ok(((await stored(store, 'ann'))?.revision ?? 0) > before);
    assert.equal(await add(NOW - 5, 'opted-out'), 0);
    assert.equal(await add(NOW + 5, 'complained'), 0);
    const story = await store.leads.story(MAIN, 'ann', suppressionKeys);
    assert.deepEqual(story?.suppressions, [refusal('ann', { at: NOW - 5, reason: 'opted-out' })]);
  },

  'a pair waits once, in order, whichever way it was found, until it is settled': async (store) => {
    await addLeads(store, [lead('ann'), lead('bob'), lead('cid')]);
    const pair = (leadId: string, otherId: string, score: number) => ({
      leadId,
      otherId,
      score,
      reasons: [{ code: 'x' }],
    });
    const propose = (reviews: ReturnType<typeof pair>[]) =>
      store.leads.capture({
        workspaceId: MAIN,
        source: 'sample',
        now: NOW,
        rows: [],
        progress: null,
        decide: () => ({ created: [], changed: [], traces: [], suppressions: [], reviews }),
      });
    await propose([pair('bob', 'ann', 800), pair('ann', 'cid', 900)]);
    await propose([pair('ann', 'bob', 700)]);
    assert.deepEqual(await store.leads.openPairs(MAIN, 10), [pair('ann', 'cid', 900), pair('ann', 'bob', 800)]);
    await store.leads.settlePair(MAIN, ['cid', 'ann'], 'distinct');
    await propose([pair('ann', 'cid', 900)]);
    assert.deepEqual(await store.leads.openPairs(MAIN, 10), [pair('ann', 'bob', 800)]);
  },
};

/** The life of an import. */
export const IMPORT_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'the same file with the same options is one import': async (store) => {
    const file = { fileHash: 'f' };
    assert.equal((await begin(store, 'imp_1', file)).kind, 'begun');
    assert.equal((await begin(store, 'imp_2', file, 'two')).kind, 'busy');
    const resumed = await begin(store, 'imp_3', file, 'two', NOW + 60_000);
    assert.deepEqual([resumed.kind, 'record' in resumed && resumed.record.id], ['resumed', 'imp_1']);
    const done = await store.imports.finish(MAIN, 'imp_1', 'two', NOW + 1);
    assert.deepEqual([done.state, done.finishedAt], ['done', NOW + 1]);
    assert.equal((await begin(store, 'imp_4', file)).kind, 'done');
    assert.equal((await begin(store, 'imp_5', { ...file, optionsHash: 'other' })).kind, 'begun');
    assert.deepEqual(
      (await store.imports.list(MAIN, 10)).map(({ id }) => id),
      ['imp_5', 'imp_1'],
    );
  },

  'no more imports run at once than may; those of owners that are gone, and whose lease is over, are none': async (
    store,
  ) => {
    const kindOf = async (id: string, part: Partial<ImportLease> = {}) => {
      const lease = { owner: id, until: NOW + 60_000, now: NOW, isGone: () => false, atOnce: 2, ...part };
      return (await store.imports.begin(wish(id), lease)).kind;
    };
    assert.deepEqual(
      [await kindOf('imp_1'), await kindOf('imp_2'), await kindOf('imp_3')],
      ['begun', 'begun', 'crowded'],
    );
    assert.equal(await kindOf('imp_1'), 'resumed');
    assert.equal(await kindOf('imp_3', { isGone: (owner) => owner === 'imp_1' }), 'begun');
    assert.equal(await kindOf('imp_4', { now: NOW + 60_000, until: NOW + 120_000 }), 'begun');
    await store.imports.finish(MAIN, 'imp_4', 'imp_4', NOW);
    const begun = await Promise.all(['imp_5', 'imp_6', 'imp_7'].map((id) => kindOf(id, { atOnce: 4 })));
    assert.deepEqual(begun.sort(), ['begun', 'crowded', 'crowded']);
  },

  'who lost the lease writes nothing and cannot finish': async (store) => {
    await begin(store, 'imp_1', { fileHash: 'f' });
    await begin(store, 'imp_1', { fileHash: 'f' }, 'two', NOW + 60_000);
    await assert.rejects(capture(store, 'imp_1', [{ line: 1, key: 'e:a@x.co' }]), { code: 'import-taken-over' });
    await assert.rejects(store.imports.finish(MAIN, 'imp_1', OWNER, NOW), { code: 'import-taken-over' });
    assert.deepEqual(await store.leads.list({ workspaceId: MAIN, after: null, limit: 10 }), []);
    await capture(store, 'imp_1', [{ line: 1, key: 'e:a@x.co' }], 'two');
  },

  'undo puts back what an import changed, newest row first, and takes away what it alone brought': async (store) => {
    await addLeads(store, [lead('ann', { email: 'a@x.co', title: 'CTO' })]);
    await begin(store, 'imp_1');
    await capture(store, 'imp_1', [
      { line: 1, key: 'e:a@x.co', values: { title: 'CEO' } },
      { line: 2, key: 'e:b@x.co' },
    ]);
    await capture(store, 'imp_1', [
      { line: 3, key: 'e:a@x.co', values: { title: 'Founder', city: 'Rome' } },
      { line: 4, key: 'e:b@x.co', values: { city: 'Oslo' } },
    ]);
    await store.imports.finish(MAIN, 'imp_1', OWNER, NOW);
    assert.deepEqual(await store.imports.undo(MAIN, 'imp_1', NOW + 9), { restored: 1, removed: 1, kept: 0 });
    const ann = await stored(store, 'ann');
    assert.deepEqual([ann?.values.title, ann?.values.city, ann?.changedAt], ['CTO', null, NOW + 9]);
    assert.deepEqual(await store.leads.find(MAIN, '', ['e:b@x.co', 'x:imp_1']), []);
    assert.deepEqual(await store.leads.find(MAIN, '', ['e:a@x.co']), ['ann']);
    assert.equal((await store.imports.get(MAIN, 'imp_1'))?.state, 'undone');
    assert.deepEqual(await store.imports.undo(MAIN, 'imp_1', NOW), { restored: 0, removed: 0, kept: 0 });
    assert.equal((await begin(store, 'imp_2', { fileHash: 'hash of imp_1' })).kind, 'begun');
  },

  'undo counts a lead once, however many of its rows changed it': async (store) => {
    await addLeads(store, [lead('ann', { email: 'a@x.co', title: 'CTO' })]);
    await begin(store, 'imp_1');
    const titles = Array.from({ length: 1_100 }, (_, i) => `title ${i}`);
    for (const [line, title] of titles.entries()) {
      await capture(store, 'imp_1', [{ line, key: 'e:a@x.co', values: { title } }]);
    }
    assert.deepEqual(await store.imports.undo(MAIN, 'imp_1', NOW), { restored: 1, removed: 0, kept: 0 });
    assert.equal((await stored(store, 'ann'))?.values.title, 'CTO');
  },

  'undo leaves alone what was changed again since': async (store) => {
    await addLeads(store, [lead('ann', { email: 'a@x.co' })]);
    await begin(store, 'imp_1');
    await capture(store, 'imp_1', [{ line: 1, key: 'e:a@x.co', values: { title: 'CEO', city: 'Rome' } }]);
    await begin(store, 'imp_2');
    await capture(store, 'imp_2', [{ line: 1, key: 'e:a@x.co', values: { title: 'Founder', phone: '+15550100' } }]);
    await store.imports.undo(MAIN, 'imp_1', NOW);
    const { title, city, phone } = (await stored(store, 'ann'))?.values ?? {};
    assert.deepEqual([title, city, phone], ['Founder', null, '+15550100']);
  },

  'undo keeps leads with which something happened, and those that another import brought too': async (store) => {
    await enroll(store, []);
    await begin(store, 'imp_1');
    await capture(
      store,
      'imp_1',
      [1, 2, 3].map((line) => ({ line, key: `e:${line}@x.co` })),
    );
    await begin(store, 'imp_2');
    await capture(store, 'imp_2', [{ line: 1, key: 'e:2@x.co' }]);
    const written = { ...event('lead_imp_1_001', 'note'), messageId: null };
    await store.work.record({ events: [written], decide: () => NOTHING_FOLLOWS });
    assert.deepEqual(await store.imports.undo(MAIN, 'imp_1', NOW), { restored: 0, removed: 1, kept: 2 });
    assert.equal((await stored(store, 'lead_imp_1_002'))?.importId, 'imp_2');
    assert.deepEqual(await store.imports.undo(MAIN, 'imp_2', NOW), { restored: 0, removed: 1, kept: 0 });
    assert.deepEqual(
      (await store.leads.list({ workspaceId: MAIN, after: null, limit: 9 })).map(({ id }) => id),
      ['lead_imp_1_001'],
    );
  },

  'undo stops an import that is running, and never brings back who said no': async (store) => {
    await begin(store, 'imp_1');
    await capture(store, 'imp_1', [{ line: 1, key: 'e:a@x.co' }]);
    const suppression = refusal('a', { keyHash: 'address:a@x.co', value: 'a@x.co' });
    await store.leads.suppress(MAIN, [{ leadId: 'lead_imp_1_001', suppression }]);
    await store.imports.undo(MAIN, 'imp_1', NOW);
    await assert.rejects(capture(store, 'imp_1', [{ line: 2, key: 'e:b@x.co' }]), { code: 'import-taken-over' });
    await addLeads(store, [lead('ann', { email: 'a@x.co' })]);
    assert.deepEqual((await store.leads.story(MAIN, 'ann', suppressionKeys))?.suppressions, [suppression]);
  },
};
