/** What every store does with mailboxes: one reader at a time, position and events together, what came to nothing. */
import assert from 'node:assert/strict';
import type { MailAside, MailboxBatch, Store } from '../../../engine/store-port.ts';
import { addLeads, event, lead, MAIN, NOTHING_FOLLOWS, NOW } from '../samples.ts';

const KEY = { workspaceId: MAIN, mailbox: 'sales' };
const aside = (id: string, at = NOW): MailAside => ({
  ...{ id, at, folder: 'INBOX', uid: 1, code: 'mail-unplaced', kind: 'reply', sender: 'jo@x.co', subject: null },
});

function lease(store: Store, owner: string, now = NOW, gone: readonly string[] = []): Promise<boolean> {
  return store.mailboxes.lease({ ...KEY, owner, now, until: now + 1_000, isGone: (one) => gone.includes(one) });
}

function batch(owner: string, lastUid: number, part: Partial<MailboxBatch> = {}): MailboxBatch {
  const position = { folder: 'INBOX', uidValidity: 7, lastUid };
  return { ...KEY, owner, position, events: { events: [], decide: () => NOTHING_FOLLOWS }, aside: [], ...part };
}

const replies = (...origins: readonly string[]): MailboxBatch['events'] => ({
  events: origins.map((originId) => event('a', 'replied', { id: `evt_${originId}`, originId, messageId: null })),
  decide: () => NOTHING_FOLLOWS,
});

/** Rules of mailboxes. */
export const MAILBOX_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a mailbox is read by one owner, until the right runs out, is given back, or its owner is gone': async (store) => {
    assert.deepEqual(
      [await lease(store, 'one'), await lease(store, 'two'), await lease(store, 'one')],
      [true, false, true],
    );
    assert.equal(await lease(store, 'two', NOW + 999), false);
    assert.equal(await lease(store, 'two', NOW + 1_000), true);
    await store.mailboxes.release(KEY, 'one');
    assert.equal(await lease(store, 'one', NOW + 1_000), false);
    await store.mailboxes.release(KEY, 'two');
    assert.equal(await lease(store, 'one', NOW + 1_000), true);
    assert.equal(await lease(store, 'three', NOW + 1_000, ['one']), true);
  },

  'events and position are written together, by the owner alone; the same mail twice is one event': async (store) => {
    await addLeads(store, [lead('a')]);
    await lease(store, 'one');
    assert.equal(await store.mailboxes.take(batch('one', 2, { events: replies('m1', 'm2') })), 2);
    assert.equal(await store.mailboxes.take(batch('one', 3, { events: replies('m2', 'm3') })), 1);
    assert.equal(await store.mailboxes.take(batch('two', 9, { events: replies('m4') })), null);
    const [record] = await store.mailboxes.list(MAIN);
    assert.deepEqual(
      [record?.owner, record?.recorded, record?.folders],
      ['one', 3, [{ folder: 'INBOX', uidValidity: 7, lastUid: 3 }]],
    );
  },

  'tries at reading on are counted, each for as much as it counts, until the position moves': async (store) => {
    await lease(store, 'one');
    await store.mailboxes.take(batch('one', 4));
    const at = { folder: 'INBOX', uidValidity: 7, lastUid: 4 };
    const begin = (by: number, part = {}) => store.mailboxes.begin(KEY, { ...at, ...part }, by);
    assert.deepEqual([await begin(1), await begin(1), await begin(0), await begin(3)], [1, 2, 2, 5]);
    assert.equal(await begin(1, { uidValidity: 8 }), 5);
    await store.mailboxes.take(batch('one', 5));
    assert.equal(await begin(1, { lastUid: 5 }), 1);
    assert.equal(await begin(1, { folder: 'Sent' }), 0);
  },

  'a batch whose decision fails leaves the position where it was': async (store) => {
    await addLeads(store, [lead('a')]);
    await lease(store, 'one');
    await store.mailboxes.take(batch('one', 1));
    const events = {
      ...replies('m1'),
      decide() {
        throw new Error('poison');
      },
    };
    await assert.rejects(store.mailboxes.take(batch('one', 2, { events })));
    assert.equal((await store.mailboxes.list(MAIN))[0]?.folders[0]?.lastUid, 1);
  },

  'what came to nothing is listed once, the latest first; a fault stays until all is read': async (store) => {
    await lease(store, 'one');
    await store.mailboxes.take(batch('one', 1, { aside: [aside('a'), aside('b', NOW + 1)] }));
    await store.mailboxes.take(batch('one', 2, { aside: [aside('a')] }));
    assert.deepEqual(await store.mailboxes.aside(KEY, 10), [aside('b', NOW + 1), aside('a')]);
    await store.mailboxes.note(KEY, 'mailbox-lost', NOW);
    const [lost] = await store.mailboxes.list(MAIN);
    await store.mailboxes.note(KEY, null, NOW + 5);
    const [read] = await store.mailboxes.list(MAIN);
    assert.deepEqual([lost?.fault, lost?.faultAt, lost?.passedOver, lost?.readAt], ['mailbox-lost', NOW, 2, null]);
    assert.deepEqual([read?.fault, read?.faultAt, read?.readAt], [null, null, NOW + 5]);
  },

  'why an event was read so, and until when somebody is away, are kept with it': async (store) => {
    await addLeads(store, [lead('a')]);
    const told = { why: [{ code: 'mail-placed', facts: { by: 'thread' } }], holdUntil: NOW + 9 };
    await store.work.record({ events: [event('a', 'replied', told)], decide: () => NOTHING_FOLLOWS });
    const story = await store.leads.story(MAIN, 'a', () => []);
    assert.deepEqual([story?.events[0]?.why, story?.events[0]?.holdUntil], [told.why, told.holdUntil]);
  },
};
