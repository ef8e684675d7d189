/** What every store does when a person is erased: what goes, what stays, who is waited for, and what is told of them afterwards. */
import assert from 'node:assert/strict';
import { refusalsLeft } from '../../../domain/person/erasure.ts';
import type { ErasureWish, Store } from '../../../engine/store-port.ts';
import {
  addLeads,
  assess,
  claim,
  decision,
  event,
  lead,
  MAIN,
  member,
  NOTHING_FOLLOWS,
  NOW,
  OPEN_GATE,
  openCampaign,
  queueMessages,
  refusal,
  sendingMessage,
  stored,
  update,
} from '../samples.ts';

/** Erases the plain way: under unhashed keys, unless something is on its way. */
function erase(store: Store, leadId = 'ann', part: Partial<ErasureWish> & { readonly id?: string } = {}) {
  const { id = 'era_1', ...rest } = part;
  return store.people.erase({
    workspaceId: MAIN,
    leadId,
    decide({ ids, emails, phones }, { messages, handOffs }) {
      if (messages + handOffs > 0) return null;
      const keyHashes = [
        ...ids.map((one) => `lead:${one}`),
        ...emails.map((one) => `address:${one}`),
        ...phones.map((one) => `phone:${one}`),
      ];
      return {
        ...{ id, at: NOW + 5, by: 'me', keyHashes },
        refusals: (keyHash, standing) =>
          refusalsLeft(standing).map(({ channel, reason }) => ({
            ...{ keyHash, channel, reason, value: null, origin: 'erased', at: NOW + 5 },
            kind: keyHash.slice(0, keyHash.indexOf(':')) as 'lead',
          })),
      };
    },
    ...rest,
  });
}

/** One whose mail left, with another one beside. */
async function mailed(store: Store): Promise<void> {
  const sending = await sendingMessage(store);
  await store.work.deliverTurn([update(sending, 'sending', 'sent', { providerRef: 'p-1' })], [], OPEN_GATE);
  await addLeads(store, [lead('bob')]);
}

const held = async (store: Store, id = 'ann') =>
  Object.fromEntries(((await store.people.held(MAIN, id))?.held ?? []).map(({ kind, rows }) => [kind, rows.length]));

/** Erasing. */
export const PERSON_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'all rows of a person are told, by kind': async (store) => {
    await mailed(store);
    await store.work.record({ events: [event('ann', 'opened')], decide: () => NOTHING_FOLLOWS });
    const told = await held(store);
    assert.deepEqual(told, {
      ...{ passages: 1, person: 1, keys: 1, 'places in campaigns': 1, events: 1, messages: 1, decisions: 1 },
      'what webhooks and streams are told': 1,
    });
    assert.equal(await store.people.held(MAIN, 'nobody'), null);
  },

  'who is erased is nobody any more, and only the proof of a touch stays': async (store) => {
    await mailed(store);
    await store.work.record({ events: [event('ann', 'opened')], decide: () => NOTHING_FOLLOWS });
    const erased = await erase(store);
    assert.deepEqual(erased?.counts, {
      ...{ passages: { gone: 1, kept: 0 }, person: { gone: 1, kept: 0 }, keys: { gone: 1, kept: 0 } },
      ...{ events: { gone: 1, kept: 0 }, 'places in campaigns': { gone: 1, kept: 0 } },
      'what webhooks and streams are told': { gone: 1, kept: 0 },
      ...{ messages: { gone: 0, kept: 1 }, decisions: { gone: 0, kept: 1 }, refusals: { gone: 0, kept: 2 } },
    });
    assert.equal(await stored(store, 'ann'), null);
    assert.deepEqual(await store.leads.find(MAIN, 'ann', ['e:ann@example.com']), []);
    const message = await store.messages.get(MAIN, 'msg_ann');
    assert.deepEqual(
      [message?.state, message?.recipient, message?.subject, message?.providerRef, message?.bodyHash, message?.sentAt],
      ['sent', 'erased', 'erased', null, 'hash', NOW],
    );
    assert.deepEqual(await held(store, 'bob'), { person: 1, keys: 1 });
  },

  'a message that never left goes; a worker that has it in hand sends it no more': async (store) => {
    await queueMessages(store, ['ann']);
    const claimed = await claim(store);
    const erased = await erase(store);
    assert.deepEqual(erased?.counts.messages, { gone: 1, kept: 0 });
    assert.deepEqual((await store.work.deliverTurn([], claimed, OPEN_GATE)).sending, []);
    assert.equal(await store.messages.get(MAIN, 'msg_ann'), null);
  },

  'what is on its way out is waited for': async (store) => {
    const sending = await sendingMessage(store);
    assert.equal(await erase(store), null);
    assert.equal((await stored(store, 'ann'))?.id, 'ann');
    await store.work.deliverTurn([update(sending, 'sending', 'unconfirmed')], [], OPEN_GATE);
    assert.equal((await erase(store))?.counts.messages?.kept, 1);
    assert.equal((await store.messages.get(MAIN, 'msg_ann'))?.state, 'unconfirmed');
  },

  'one in doubt is not sent again, whoever asks for it': async (store) => {
    const sending = await sendingMessage(store);
    await store.work.deliverTurn([update(sending, 'sending', 'unconfirmed')], [], OPEN_GATE);
    await erase(store);
    const again = { workspaceId: MAIN, campaignId: 'cmp_1', code: null, from: 'unconfirmed', to: 'queued' } as const;
    await store.messages.settle({ ...again, id: 'msg_ann', reason: null, now: NOW, after: '', limit: 1 });
    assert.deepEqual(await claim(store), []);
    const message = await store.messages.get(MAIN, 'msg_ann');
    assert.deepEqual([message?.state, message?.reason?.code], ['refused', 'erased']);
  },

  'members are counted without them': async (store) => {
    await openCampaign(store);
    await addLeads(store, [lead('ann'), lead('bob')]);
    await assess(store, (id) => ({ decision: decision(id), member: member(id, { stage: 'ready' }) }));
    await erase(store);
    const counts = await store.campaigns.count(MAIN, 'cmp_1');
    assert.equal(
      Object.values(counts.stages).reduce((sum, n) => sum + n, 0),
      1,
    );
    const reasons = await store.campaigns.reasons(MAIN, 'cmp_1');
    assert.ok(reasons);
  },

  'who was merged into them goes with them': async (store) => {
    await addLeads(store, [lead('ann'), lead('ann2')]);
    const [survivor, other] = [await stored(store, 'ann'), await stored(store, 'ann2')];
    assert.ok(survivor && other);
    await store.leads.merge({ workspaceId: MAIN, survivor, other, merged: survivor }, NOW);
    const erased = await erase(store);
    assert.deepEqual(erased?.keyHashes.toSorted(), [
      ...['address:ann2@example.com', 'address:ann@example.com', 'lead:ann', 'lead:ann2'],
    ]);
    assert.deepEqual(erased?.counts.merges, { gone: 1, kept: 0 });
    assert.equal((await store.people.erasureUnder(MAIN, ['lead:ann2']))?.id, 'era_1');
  },

  'refusals stand as hashes, without words, and hold for whoever comes with the address': async (store) => {
    await addLeads(store, [lead('ann')]);
    await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann', { reason: 'Jane said so' }) }]);
    await erase(store);
    await addLeads(store, [{ ...lead('ann3'), values: { ...lead('ann3').values, email: 'ann@example.com' } }]);
    const keys = () => ['address:ann@example.com'];
    const found = (await store.leads.story(MAIN, 'ann3', keys))?.suppressions ?? [];
    assert.deepEqual(
      found.map(({ channel, value, reason, origin }) => [channel, value, reason, origin]),
      [
        ['all', null, 'erased', 'erasure era_1'],
        ['email', null, 'erased', 'erasure era_1'],
      ],
    );
  },

  'twice is once, and the receipt is there to be shown': async (store) => {
    await addLeads(store, [lead('ann')]);
    const first = await erase(store);
    assert.equal(await erase(store, 'ann', { id: 'era_2' }), null);
    assert.deepEqual(await store.people.erasures({ workspaceId: MAIN, before: null, limit: 10 }), [first]);
    assert.deepEqual(await store.people.erasureUnder(MAIN, ['address:ann@example.com']), first);
    assert.equal(await store.people.erasureUnder(MAIN, ['address:bob@example.com']), null);
    assert.deepEqual(await store.people.erasures({ workspaceId: MAIN, before: 'era_1', limit: 10 }), []);
  },

  'what is told of them afterwards is not kept': async (store) => {
    await mailed(store);
    await erase(store);
    const told = event('ann', 'replied', { text: 'It is Ann' });
    assert.deepEqual(await store.work.record({ events: [told], decide: () => NOTHING_FOLLOWS }), [false]);
    await addLeads(store, [lead('ann')]);
    assert.deepEqual(await held(store), { person: 1, keys: 1, messages: 1, decisions: 1 });
  },

  'the log of acts keeps who did what, without what was typed': async (store) => {
    await store.workspaces.ensure(MAIN, NOW);
    await addLeads(store, [lead('ann'), lead('mann')]);
    const act = { workspaceId: MAIN, at: NOW, actor: 'me', operation: 'suppress add' };
    const typed = (value: string) => JSON.stringify({ value });
    await store.audit({ ...act, id: 'aud_1', input: typed('Ann@Example.com'), change: typed('ann@example.com') });
    await store.audit({ ...act, id: 'aud_2', input: typed('mann@example.com') });
    assert.deepEqual((await erase(store))?.counts.acts, { gone: 0, kept: 1 });
    const log = await store.audits({ workspaceId: MAIN, before: null, limit: 10 });
    assert.deepEqual(
      log.map(({ id, actor, input, change }) => [id, actor, input, change]),
      [
        ['aud_2', 'me', typed('mann@example.com'), null],
        ['aud_1', 'me', '{"erased":true}', null],
      ],
    );
  },

  'another workspace knows its own': async (store) => {
    await store.workspaces.ensure('other', NOW);
    await addLeads(store, [lead('ann')]);
    await addLeads(store, [lead('ann', {}, 'other')]);
    await erase(store);
    assert.equal((await stored(store, 'ann', 'other'))?.id, 'ann');
    assert.equal(await store.people.erasureUnder('other', ['lead:ann']), null);
  },
};
