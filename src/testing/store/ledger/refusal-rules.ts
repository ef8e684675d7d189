/** What every store does with refusals that others brought, that a merge brought along, and that a yes takes away. */
import assert from 'node:assert/strict';
import { MERGED, SHARED_SENDER } from '../../../domain/consent/suppression.ts';
import { STOP_KEYWORD } from '../../../domain/conversation/keyword-answer.ts';
import type { Lifted, Store, Suppression, Telling } from '../../../engine/store-port.ts';
import { addLeads, event, lead, MAIN, NOTHING_FOLLOWS, NOW, refusal, stored, suppressionKeys } from '../samples.ts';

const OTHER = 'other';

async function standing(store: Store, workspaceId: string, id: string): Promise<readonly Suppression[]> {
  return (await store.leads.story(workspaceId, id, suppressionKeys))?.suppressions ?? [];
}

/** Two of one lead, one of another. */
async function refused(store: Store): Promise<void> {
  await addLeads(store, [lead('ann'), lead('bob')]);
  await store.leads.suppress(MAIN, [
    { leadId: 'ann', suppression: refusal('ann') },
    { leadId: 'ann', suppression: refusal('ann', { channel: 'all' }) },
    { leadId: 'bob', suppression: refusal('bob') },
  ]);
}

/** A refusal of a lead that came along as it was merged into Ann. */
function alongWith(id: string, at: number): Suppression {
  const about = { kind: 'lead', value: 'ann', keyHash: 'lead:ann' } as const;
  return { ...about, channel: 'email', reason: 'opted-out', origin: `${MERGED}${id}`, at };
}

async function mergeIntoAnn(store: Store, id: string, refusals: readonly Suppression[]): Promise<void> {
  const [survivor, other] = [await stored(store, 'ann'), await stored(store, id)];
  assert.ok(survivor && other);
  await store.leads.merge({ workspaceId: MAIN, survivor, other, merged: survivor, refusals }, NOW + 1);
}

/** Rules of refusals. */
export const REFUSAL_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'an event that refuses in other workspaces is stored with them, and says so there': async (store) => {
    await addLeads(store, [lead('ann')]);
    await store.workspaces.ensure(OTHER, NOW);
    await addLeads(store, [lead('ann', {}, OTHER)]);
    const own = refusal('ann');
    const elsewhere = [{ workspaceId: OTHER, suppression: { ...own, origin: SHARED_SENDER } }];
    const decide = () => ({ ...NOTHING_FOLLOWS, suppressions: [{ leadId: 'ann', suppression: own }], elsewhere });
    await store.work.record({ events: [event('ann', 'opted-out')], decide });
    assert.deepEqual(await standing(store, MAIN, 'ann'), [own]);
    assert.deepEqual(await standing(store, OTHER, 'ann'), [{ ...own, origin: SHARED_SENDER, list: 'sender' }]);
  },

  'START takes away what a STOP refused, up to its time and of its reason, wherever it names it': async (store) => {
    await store.workspaces.ensure(OTHER, NOW);
    for (const workspaceId of [MAIN, OTHER]) await addLeads(store, [lead('ann', {}, workspaceId)]);
    const stop = refusal('ann', { channel: 'sms', reason: STOP_KEYWORD });
    const { keyHash } = stop;
    const one = { leadId: '', keyHash, channel: 'sms', reason: STOP_KEYWORD, until: NOW } as const;
    const lifted = [MAIN, OTHER].map((workspaceId) => ({ ...one, workspaceId }));
    const refuse = async (workspaceId: string, suppression: Suppression) =>
      store.leads.suppress(workspaceId, [{ leadId: 'ann', suppression }]);
    const start = (originId: string) =>
      store.work.record({
        events: [event('ann', 'opted-in', { id: `evt_${originId}`, originId })],
        decide: () => ({ ...NOTHING_FOLLOWS, lifted }),
      });
    for (const workspaceId of [MAIN, OTHER]) await refuse(workspaceId, stop);
    await start('first');
    for (const workspaceId of [MAIN, OTHER]) assert.deepEqual(await standing(store, workspaceId, 'ann'), []);
    const later = { ...stop, at: NOW + 1 };
    const others = { ...stop, channel: 'all', reason: 'manual' } as const;
    await refuse(MAIN, later);
    await refuse(MAIN, others);
    await start('second');
    assert.deepEqual(await standing(store, MAIN, 'ann'), [others, later]);
  },

  'a refusal that a CRM is to be told waits with its event, once, until it is told or given up': async (store) => {
    await addLeads(store, [lead('ann')]);
    const opted = event('ann', 'opted-out');
    const record = () =>
      store.work.record({ events: [opted], decide: () => ({ ...NOTHING_FOLLOWS, tellAt: NOW + 5 }) });
    await record();
    await record();
    assert.deepEqual(await store.handOffs.tellings(NOW + 4, 10), []);
    const due = await store.handOffs.tellings(NOW + 5, 10);
    const [first] = due;
    assert.ok(first);
    assert.deepEqual(due, [{ workspaceId: MAIN, eventId: opted.id, leadId: 'ann', attempts: 0, dueAt: NOW + 5 }]);
    const again = { state: 'queued', dueAt: NOW + 9, detail: '503' } as const;
    assert.equal(await store.handOffs.settleTelling(first, again), true);
    assert.equal(await store.handOffs.settleTelling(first, again), false, 'of two who tried one writes');
    const [second] = await store.handOffs.tellings(NOW + 9, 10);
    assert.equal(second?.attempts, 1);
    assert.equal(await store.handOffs.settleTelling(second as Telling, { ...again, state: 'failed' }), true);
    assert.deepEqual(await store.handOffs.tellings(NOW + 99, 10), []);
    assert.equal(await store.handOffs.settleTelling(second as Telling, null), true);
  },

  'a refusal that is more than a keyword stands in its place, whichever was told first': async (store) => {
    await addLeads(store, [lead('ann'), lead('bob')]);
    const stop = refusal('ann', { channel: 'sms', reason: STOP_KEYWORD, at: NOW });
    const words = refusal('ann', { channel: 'sms', at: NOW + 5 });
    for (const [who, told] of [
      ['ann', [stop, words]],
      ['bob', [words, stop]],
    ] as const) {
      const { keyHash, value } = refusal(who);
      for (const one of told) {
        await store.leads.suppress(MAIN, [{ leadId: who, suppression: { ...one, keyHash, value } }]);
      }
      assert.deepEqual(await standing(store, MAIN, who), [{ ...words, keyHash, value }]);
    }
  },

  'what a lead refused holds for the one it is merged into until that is taken back, but for what another one brought':
    async (store) => {
      await addLeads(store, [lead('ann'), lead('bob'), lead('cid')]);
      await mergeIntoAnn(store, 'bob', [alongWith('bob', NOW - 1)]);
      assert.deepEqual(await standing(store, MAIN, 'ann'), [alongWith('bob', NOW - 1)]);
      await mergeIntoAnn(store, 'cid', [alongWith('cid', NOW - 2)]);
      assert.deepEqual(await standing(store, MAIN, 'ann'), [alongWith('cid', NOW - 2)]);
      await store.leads.unmerge(MAIN, 'cid', NOW + 2);
      assert.deepEqual(await standing(store, MAIN, 'ann'), [alongWith('bob', NOW - 1)]);
      await store.leads.unmerge(MAIN, 'bob', NOW + 3);
      assert.deepEqual(await standing(store, MAIN, 'ann'), []);
    },

  'what was said to a lead itself, before a merge or since, stands when that is taken back': async (store) => {
    await addLeads(store, [lead('ann'), lead('bob')]);
    const said = (at: number, channel: 'email' | 'sms') => ({ ...alongWith('bob', at), channel, origin: 'test' });
    const tell = (suppression: Suppression) => store.leads.suppress(MAIN, [{ leadId: 'ann', suppression }]);
    await tell(said(NOW, 'email'));
    const along = alongWith('bob', NOW - 1);
    await mergeIntoAnn(store, 'bob', [along, { ...along, channel: 'sms' }]);
    await tell(said(NOW + 2, 'sms'));
    await store.leads.unmerge(MAIN, 'bob', NOW + 3);
    assert.deepEqual(await standing(store, MAIN, 'ann'), [said(NOW, 'email'), said(NOW + 2, 'sms')]);
  },

  'what was said while two leads were one holds for both when that is taken back': async (store) => {
    await addLeads(store, [lead('ann'), lead('bob')]);
    const said = (who: string, at: number, channel: 'email' | 'sms') => ({
      ...({
        kind: 'lead',
        value: who,
        keyHash: `lead:${who}`,
        reason: 'opted-out',
        origin: 'test',
        at,
        channel,
      } as const),
    });
    const tell = (suppression: Suppression) => store.leads.suppress(MAIN, [{ leadId: 'ann', suppression }]);
    await tell(said('ann', NOW, 'email'));
    await mergeIntoAnn(store, 'bob', []);
    await tell(said('ann', NOW + 2, 'sms'));
    await store.leads.unmerge(MAIN, 'bob', NOW + 3);
    assert.deepEqual(await standing(store, MAIN, 'bob'), [said('bob', NOW + 2, 'sms')]);
    assert.deepEqual(await standing(store, MAIN, 'ann'), [said('ann', NOW, 'email'), said('ann', NOW + 2, 'sms')]);
  },

  'what a yes has taken away is not brought back as another merge is taken back': async (store) => {
    await addLeads(store, [lead('ann'), lead('bob'), lead('cid')]);
    for (const id of ['bob', 'cid']) await mergeIntoAnn(store, id, [alongWith(id, NOW)]);
    await store.leads.lift(MAIN, 'ann', suppressionKeys, (gone): Lifted => ({ gone, instead: [] }));
    await store.leads.unmerge(MAIN, 'bob', NOW + 2);
    assert.deepEqual(await standing(store, MAIN, 'ann'), []);
  },

  'a list is read page by page, and added to without a word lost': async (store) => {
    await refused(store);
    const before = (await store.leads.story(MAIN, 'ann', suppressionKeys))?.lead.revision ?? 0;
    const listed = (id: string, part: Partial<Suppression> = {}) => ({
      ...{ suppression: refusal(id, part), leadKey: `e:${id}@example.com` },
    });
    const list = [listed('ann', { channel: 'sms' }), listed('bob', { at: NOW - 9 }), listed('zoe')];
    assert.equal(await store.leads.suppressListed(MAIN, list), 2);
    assert.ok(((await store.leads.story(MAIN, 'ann', suppressionKeys))?.lead.revision ?? 0) > before);
    const told: string[] = [];
    let after: Suppression | null = null;
    for (let pages = 0; pages < 3; pages++) {
      const page: Suppression[] = await store.leads.suppressions({ workspaceId: MAIN, after, limit: 2 });
      told.push(...page.map(({ value, channel, at }) => `${value} ${channel} ${at - NOW}`));
      after = page.at(-1) ?? null;
    }
    assert.deepEqual(told, [
      ...['ann@example.com all 0', 'ann@example.com email 0', 'ann@example.com sms 0'],
      ...['bob@example.com email -9', 'zoe@example.com email 0'],
    ]);
    assert.deepEqual(await store.leads.suppressions({ workspaceId: OTHER, after: null, limit: 2 }), []);
  },

  'a yes takes away what it says, and leaves the rest in its place': async (store) => {
    await refused(store);
    const before = (await store.leads.story(MAIN, 'ann', suppressionKeys))?.lead.revision ?? 0;
    const lifted = await store.leads.lift(MAIN, 'ann', suppressionKeys, (found): Lifted => {
      const all = found.filter(({ channel }) => channel === 'all');
      return { gone: all, instead: all.map((one) => ({ ...one, channel: 'sms' })) };
    });
    assert.equal(lifted?.gone.length, 1);
    assert.deepEqual(await standing(store, MAIN, 'ann'), [refusal('ann'), refusal('ann', { channel: 'sms' })]);
    assert.deepEqual(await standing(store, MAIN, 'bob'), [refusal('bob')]);
    const after = (await store.leads.story(MAIN, 'ann', suppressionKeys))?.lead.revision ?? 0;
    assert.ok(after > before, 'its campaigns must look at it anew');
  },

  'what was said is kept to be noted, the last under each key, without its words, until it is noted': async (store) => {
    await refused(store);
    const words = refusal('bob', { channel: 'sms', reason: 'Jane called on Monday' });
    const along = alongWith('cid', NOW);
    await store.leads.suppress(
      MAIN,
      [words, along].map((suppression) => ({ leadId: 'bob', suppression })),
    );
    const [mail, whole] = [refusal('ann'), refusal('ann', { channel: 'all' })];
    await store.leads.lift(MAIN, 'ann', suppressionKeys, () => ({ gone: [whole], instead: [] }));
    const note = ({ keyHash, channel, at }: Suppression, reason: string | null = 'opted-out') => ({
      workspaceId: MAIN,
      keyHash,
      channel,
      reason,
      at,
    });
    const kept = [note(whole, null), note(mail), note(refusal('bob')), note(words, 'refused')];
    assert.deepEqual(await store.people.refusalsKept(9), kept);
    assert.deepEqual(await store.people.refusalsKept(1), kept.slice(0, 1));
    await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: whole }]);
    await store.people.refusalsNoted(kept);
    assert.deepEqual(await store.people.refusalsKept(9), [note(whole)], 'what was said meanwhile is to be noted yet');
  },

  'what was noted is refused again where it does not stand, and was not lifted after it': async (store) => {
    await refused(store);
    await addLeads(store, [lead('cid'), lead('dan')]);
    await store.people.refusalsNoted(await store.people.refusalsKept(9));
    const note = (id: string, reason: string | null = 'bounced') => {
      const { keyHash, channel, at } = refusal(id);
      return { workspaceId: MAIN, keyHash, channel, reason, at: at - 5 };
    };
    const notes = [
      { note: note('ann'), place: 0, lifted: null },
      { note: note('cid'), place: 1, lifted: null },
      { note: note('cid'), place: 2, lifted: null },
      { note: note('dan'), place: 3, lifted: 4 },
      { note: note('dan', null), place: 4, lifted: 4 },
    ];
    assert.equal(await store.people.refuseAgain(MAIN, notes), 1);
    assert.deepEqual(await standing(store, MAIN, 'ann'), [refusal('ann', { channel: 'all' }), refusal('ann')]);
    const again = { ...refusal('cid'), value: null, reason: 'bounced', origin: 'noted', at: note('cid').at };
    assert.deepEqual(await standing(store, MAIN, 'cid'), [again]);
    assert.deepEqual(await standing(store, MAIN, 'dan'), []);
    assert.equal(await store.people.refuseAgain(MAIN, notes), 0);
  },

  'a yes that takes nothing away changes nothing, and nobody’s is none': async (store) => {
    await refused(store);
    const before = await store.leads.story(MAIN, 'ann', suppressionKeys);
    await store.leads.lift(MAIN, 'ann', suppressionKeys, () => ({ gone: [], instead: [] }));
    assert.deepEqual(await store.leads.story(MAIN, 'ann', suppressionKeys), before);
    const nobody = await store.leads.lift(MAIN, 'nobody', suppressionKeys, () => assert.fail('nothing to decide'));
    assert.equal(nobody, null);
  },
};
