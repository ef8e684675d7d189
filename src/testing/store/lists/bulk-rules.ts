/** What every store does with acts on many leads: batch by batch in one pair of hands, and back again. */
import assert from 'node:assert/strict';
import { bulkOutcome, undoSkip } from '../../../domain/bulk/act.ts';
import type { Lead } from '../../../domain/lead/lead.ts';
import { cancelled, paused, pauseOfLead, underneath } from '../../../domain/sequence/pause.ts';
import type {
  BulkLease,
  BulkRecord,
  BulkStep,
  BulkUndoStep,
  LeadPause,
  PassageChange,
  Store,
} from '../../../engine/store-port.ts';
import {
  addLeads,
  CAMPAIGN,
  decision,
  enroll,
  enrollment,
  lead,
  MAIN,
  member,
  NOW,
  openCampaign,
  refusal,
  stored,
  suppressionKeys,
} from '../samples.ts';

const RECORD: Omit<BulkRecord, 'untilId'> = {
  ...{
    workspaceId: MAIN,
    id: 'blk_1',
    key: null,
    state: 'running',
    act: 'tag',
    value: 'vip',
    why: '',
    campaignId: null,
  },
  ...{ asked: '', filter: null, position: '', fits: 5, changed: 0, skipped: 0, restored: 0, kept: 0, reasons: {} },
  ...{ startedBy: 'ann', startedAt: NOW, finishedAt: null },
};
const PAUSE: LeadPause = { kind: 'person', by: 'ann', why: '', at: NOW };

const step = (part: Partial<BulkStep> = {}, act: BulkRecord['act'] = 'tag'): BulkStep => ({
  ...{ workspaceId: MAIN, id: 'blk_1', owner: 'a', leaseUntil: NOW + 60, now: NOW + 5, limit: 2, suppressionKeys },
  decide: ({ lead: { id, values }, pause, refusals }) => {
    const subject = { values, isPaused: pause !== null, isRefused: refusals.length > 0, entry: null };
    const outcome = bulkOutcome(act, 'vip', subject);
    if ('skip' in outcome) return outcome;
    const refused = act === 'suppress' ? [{ leadId: id, suppression: refusal(id, { channel: 'all' }) }] : [];
    const pausing: PassageChange['decide'] | null =
      act === 'pause'
        ? ({ passages }) => ({
            enrollments: passages.map(({ enrollment }) => paused(enrollment, pauseOfLead(PAUSE))),
            messages: [],
            pause: PAUSE,
          })
        : null;
    return { values: outcome.values, refusals: refused, pausing, entry: null };
  },
  ...part,
});

const undo = (part: Partial<BulkUndoStep> = {}, act: BulkRecord['act'] = 'tag'): BulkUndoStep => ({
  ...{ workspaceId: MAIN, id: 'blk_1', owner: 'a', leaseUntil: NOW + 60, now: NOW + 9, limit: 2 },
  judge: (of) => undoSkip(act, of && { ...of, isOurPause: of.pause?.by === 'ann' }),
  lifting: ({ passages }) => ({
    enrollments: passages.map(({ enrollment }) => underneath(enrollment)),
    messages: [],
    pause: null,
  }),
  ending: (begun) => (of) => {
    const mine = of.passages.map(({ enrollment }) => enrollment).filter(({ id }) => id === begun);
    const reason = { code: 'enrollment-cancelled' };
    return { enrollments: mine.map((one) => cancelled(one, reason, NOW + 9)), messages: [] };
  },
  ...part,
});

const lease = (part: Partial<BulkLease> = {}): BulkLease => {
  return { owner: 'a', now: NOW, until: NOW + 60, isGone: () => false, ...part };
};

async function begun(store: Store, part: Partial<BulkRecord> = {}): Promise<BulkRecord> {
  const record = await store.bulk.begin({ ...RECORD, ...part }, lease());
  assert.equal(await store.bulk.take(MAIN, record.id, lease(), false), true);
  return record;
}

async function untilOver(store: Store, next: () => Promise<BulkRecord | null>): Promise<BulkRecord> {
  for (let turn = 0; turn < 20; turn++) {
    const record = await next();
    assert.ok(record);
    if (record.state === 'done' || record.state === 'undone') return record;
  }
  throw new Error(`it does not end: ${JSON.stringify(await store.bulk.get(MAIN, 'blk_1'))}`);
}

const IDS = ['a', 'b', 'c', 'd', 'e'];

async function people(store: Store): Promise<void> {
  await addLeads(
    store,
    IDS.map((id) => lead(id, id === 'b' ? { tags: ['vip'] } : id === 'c' ? { tags: ['x'] } : {})),
  );
}

/** Rows as they are, but for how often they were written. */
async function rows(store: Store): Promise<Omit<Lead, 'revision'>[]> {
  const found = await Promise.all(IDS.map((id) => stored(store, id)));
  return found.map((one) => {
    const { revision: _, ...row } = one as Lead;
    return row;
  });
}

const tagged = async (store: Store) =>
  (await rows(store)).filter(({ values }) => values.tags.includes('vip')).map(({ id }) => id);

/** Acts on many leads. */
export const BULK_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'an act goes on batch by batch, changes each lead once, and counts whom it passes over': async (store) => {
    await people(store);
    await begun(store);
    const first = await store.bulk.step(step());
    assert.deepEqual([first?.changed, first?.skipped, first?.state, first?.position], [1, 1, 'running', 'b']);
    assert.deepEqual(first?.reasons, { 'already-tagged': 1 });
    const over = await untilOver(store, () => store.bulk.step(step()));
    assert.deepEqual([over.changed, over.skipped, over.finishedAt], [4, 1, NOW + 5]);
    assert.deepEqual(await tagged(store), IDS);
    assert.deepEqual((await stored(store, 'c'))?.values.tags, ['x', 'vip']);
    const page = { workspaceId: MAIN, id: 'blk_1', after: '', limit: 10 };
    assert.deepEqual(await store.bulk.rows({ ...page, code: 'already-tagged' }), [
      { leadId: 'b', code: 'already-tagged', undone: null },
    ]);
    assert.equal((await store.bulk.rows({ ...page, code: null })).length, 4);
    assert.equal((await store.bulk.rows({ ...page, code: 'any', after: 'd' })).length, 1);
    assert.equal(await store.bulk.step(step()), null);
    assert.equal((await store.bulk.list(MAIN, 5)).length, 1);
  },

  'it goes on in other hands once the first are gone, and not before': async (store) => {
    await people(store);
    await begun(store);
    await store.bulk.step(step());
    assert.equal(await store.bulk.take(MAIN, 'blk_1', lease({ owner: 'b', now: NOW + 59 }), false), false);
    assert.equal(
      await store.bulk.take(MAIN, 'blk_1', lease({ owner: 'b', isGone: (who) => who === 'a' }), false),
      true,
    );
    assert.equal(await store.bulk.step(step()), null);
    const over = await untilOver(store, () => store.bulk.step(step({ owner: 'b' })));
    assert.deepEqual([over.changed, over.skipped], [4, 1]);
    assert.equal(await store.bulk.take(MAIN, 'blk_1', lease(), false), false);
  },

  'what nobody has in hand is found for whoever runs, in all workspaces, and nothing else is': async (store) => {
    await people(store);
    await store.workspaces.ensure('other', NOW);
    const found = async (now: number, isGone = (_: string) => false) =>
      (await store.bulk.cutOff({ now, isGone }, 2)).map(({ id }) => id).sort();
    assert.deepEqual(await found(NOW), []);
    await begun(store);
    await store.bulk.begin({ ...RECORD, workspaceId: 'other', id: 'blk_2' }, lease({ owner: 'b', until: NOW + 9 }));
    await store.bulk.begin({ ...RECORD, id: 'blk_3' }, lease());
    await store.bulk.begin({ ...RECORD, id: 'blk_4' }, lease());
    assert.deepEqual(await found(NOW), []);
    assert.deepEqual(await found(NOW, (owner) => owner === 'b'), ['blk_2']);
    assert.deepEqual(await found(NOW + 9), ['blk_2']);
    assert.equal((await found(NOW + 60)).length, 2);
    await store.bulk.release(MAIN, 'blk_1', 'a');
    assert.deepEqual(await found(NOW), ['blk_1']);
    assert.equal(await store.bulk.cancel(MAIN, 'blk_1', NOW), true);
    assert.deepEqual(await found(NOW), []);
    assert.equal(await store.bulk.take(MAIN, 'blk_1', lease({ until: NOW + 1 }), true), true);
    assert.deepEqual(await found(NOW + 1), ['blk_1']);
  },

  'a lease that ran out, or was given up, is free': async (store) => {
    await people(store);
    await begun(store);
    assert.equal(await store.bulk.take(MAIN, 'blk_1', lease({ owner: 'b', now: NOW + 60 }), false), true);
    await store.bulk.release(MAIN, 'blk_1', 'b');
    assert.equal(await store.bulk.take(MAIN, 'blk_1', lease({ owner: 'c' }), false), true);
  },

  'a batch that breaks leaves nothing of itself': async (store) => {
    await people(store);
    await begun(store);
    const before = await rows(store);
    let seen = 0;
    const breaks = step({
      decide: (of) => {
        if (seen++ === 1) throw new Error('planted');
        return step().decide(of);
      },
    });
    await assert.rejects(store.bulk.step(breaks), /planted/);
    assert.deepEqual(await rows(store), before);
    assert.equal((await store.bulk.get(MAIN, 'blk_1'))?.position, '');
    await untilOver(store, () => store.bulk.step(step()));
    assert.deepEqual(await tagged(store), IDS);
  },

  'who comes in after it began is not meant, and a filter is asked of each': async (store) => {
    await people(store);
    await begun(store, { filter: { field: 'lead.id', is: 'in', value: ['c', 'e', 'f'] } });
    await addLeads(store, [lead('f')]);
    const over = await untilOver(store, () => store.bulk.step(step()));
    assert.deepEqual([over.changed, over.skipped], [2, 0]);
    assert.deepEqual((await stored(store, 'f'))?.values.tags, []);
    assert.deepEqual(await tagged(store), ['b', 'c', 'e']);
  },

  'a key begins one act, whoever comes first; an empty workspace is done at once': async (store) => {
    await store.workspaces.ensure(MAIN, NOW);
    const asked = ['blk_1', 'blk_2'].map((id) => store.bulk.begin({ ...RECORD, id, key: 'k' }, lease()));
    const [one, two] = await Promise.all(asked);
    assert.equal(one?.id, two?.id);
    const { id } = one as BulkRecord;
    assert.equal(await store.bulk.take(MAIN, id, lease(), false), true);
    assert.equal((await store.bulk.step(step({ id })))?.state, 'done');
  },

  'what is cancelled stays where it is, and can be taken back': async (store) => {
    await people(store);
    const before = await rows(store);
    await begun(store);
    await store.bulk.step(step());
    assert.equal(await store.bulk.cancel(MAIN, 'blk_1', NOW), true);
    assert.equal(await store.bulk.cancel(MAIN, 'blk_1', NOW), false);
    assert.equal(await store.bulk.step(step()), null);
    assert.deepEqual(await tagged(store), ['a', 'b']);
    assert.equal(await store.bulk.take(MAIN, 'blk_1', lease(), true), true);
    const back = await untilOver(store, () => store.bulk.undoStep(undo()));
    assert.deepEqual([back.restored, back.kept], [1, 0]);
    assert.deepEqual(await rows(store), before);
  },

  'taken back, rows are as they were, and who was changed since stays and is named': async (store) => {
    await people(store);
    const before = await rows(store);
    await begun(store);
    await untilOver(store, () => store.bulk.step(step()));
    const changed = (await stored(store, 'd')) as Lead;
    await store.leads.capture({
      ...{ workspaceId: MAIN, source: 'sample', now: NOW + 6, rows: [], progress: null },
      decide: () => {
        const later = { ...changed, values: { ...changed.values, title: 'CEO' }, changedAt: NOW + 6 };
        return { created: [], changed: [{ lead: later, newKeys: [] }], traces: [], suppressions: [], reviews: [] };
      },
    });
    assert.equal(await store.bulk.take(MAIN, 'blk_1', lease(), true), true);
    const first = await store.bulk.undoStep(undo());
    assert.deepEqual([first?.state, first?.restored], ['undoing', 2]);
    assert.equal(await store.bulk.take(MAIN, 'blk_1', lease({ owner: 'b', isGone: () => true }), true), true);
    assert.equal(await store.bulk.undoStep(undo()), null);
    const back = await untilOver(store, () => store.bulk.undoStep(undo({ owner: 'b' })));
    assert.deepEqual([back.restored, back.kept, back.reasons], [3, 1, { 'already-tagged': 1, 'changed-since': 1 }]);
    const page = { workspaceId: MAIN, id: 'blk_1', after: '', limit: 10, code: 'changed-since' };
    assert.deepEqual(await store.bulk.rows(page), [{ leadId: 'd', code: null, undone: 'changed-since' }]);
    const now = await rows(store);
    assert.deepEqual(
      now.filter(({ id }) => id !== 'd'),
      before.filter(({ id }) => id !== 'd'),
    );
    assert.deepEqual(now.find(({ id }) => id === 'd')?.values.tags, ['vip']);
    assert.equal(await store.bulk.take(MAIN, 'blk_1', lease(), true), false);
  },

  'passages are paused in the batch of their lead, and are as before once that is taken back': async (store) => {
    await enroll(store, ['a', 'b']);
    const passages = async () => (await store.leads.story(MAIN, 'a', suppressionKeys))?.enrollments;
    const before = await passages();
    await begun(store, { act: 'pause' });
    await untilOver(store, () => store.bulk.step(step({}, 'pause')));
    assert.equal((await passages())?.[0]?.reason?.code, 'lead-paused');
    assert.equal((await store.leads.story(MAIN, 'b', suppressionKeys))?.pause?.by, 'ann');
    assert.equal(await store.bulk.take(MAIN, 'blk_1', lease(), true), true);
    const back = await untilOver(store, () => store.bulk.undoStep(undo({}, 'pause')));
    assert.deepEqual([back.restored, back.kept], [2, 0]);
    assert.deepEqual(await passages(), before);
    assert.equal((await store.leads.story(MAIN, 'a', suppressionKeys))?.pause, null);
  },

  'an act puts leads into a campaign with member and decision, counted, and ends their passages when taken back':
    async (store) => {
      await openCampaign(store);
      await people(store);
      await begun(store, { act: 'enroll', value: CAMPAIGN });
      const decide: BulkStep['decide'] = ({ lead: { id }, entry }) => {
        assert.deepEqual([entry?.campaign.id, entry?.subject.lead.id], [CAMPAIGN, id]);
        if (id === 'b') return { skip: 'suppressed' };
        const after = { decisions: [decision(id)], members: [member(id)], enrollments: [enrollment(id)] };
        return { values: {}, refusals: [], pausing: null, entry: after };
      };
      const over = await untilOver(store, () => store.bulk.step(step({ decide })));
      assert.deepEqual([over.changed, over.reasons], [4, { suppressed: 1 }]);
      const stages = async () => (await store.campaigns.count(MAIN, CAMPAIGN)).stages;
      assert.equal((await stages()).enrolled, 4);
      const next = {
        workspaceId: MAIN,
        campaignId: null,
        filter: null,
        after: null,
        limit: 10,
        now: NOW,
        suppressionKeys,
      };
      assert.equal((await store.bulk.domains(next)).length > 0, true);
      assert.equal(await store.bulk.take(MAIN, 'blk_1', lease(), true), true);
      const back = await untilOver(store, () => store.bulk.undoStep(undo({}, 'enroll')));
      assert.deepEqual([back.restored, back.kept], [4, 0]);
      const { enrolled, ended } = await stages();
      assert.deepEqual([enrolled, ended], [0, 4]);
    },

  'refusals stand once their batch is committed, and a look counts what the act would do': async (store) => {
    await people(store);
    const look = { ...RECORD, after: null, limit: 3, suppressionKeys, decide: step({}, 'suppress').decide };
    const looked = await store.bulk.look({ ...look, act: 'suppress' });
    assert.deepEqual(looked, { changed: 3, reasons: {}, next: 'c' });
    assert.deepEqual(await store.bulk.look({ ...look, after: 'c' }), { changed: 2, reasons: {}, next: null });
    await begun(store, { act: 'suppress' });
    await untilOver(store, () => store.bulk.step(step({}, 'suppress')));
    assert.equal((await store.leads.story(MAIN, 'e', suppressionKeys))?.suppressions.length, 1);
    assert.deepEqual(await store.bulk.look({ ...look, limit: 9 }), {
      changed: 0,
      reasons: { 'already-refused': 5 },
      next: null,
    });
  },
};
