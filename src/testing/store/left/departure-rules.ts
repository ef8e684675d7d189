/** What every store does with what left since the backup that it was brought back from (directives/departures-noted.md). */
import assert from 'node:assert/strict';
import type { DepartureNote, LeftNote } from '../../../domain/delivery/departed.ts';
import type { ClaimedMessage, Departure, SendVerdict, Store } from '../../../engine/store-port.ts';
import { claim, MAIN, NOW, OPEN_GATE, queueMessages, update } from '../samples.ts';

const DAY_MS = 86_400_000;
const THEN = NOW - DAY_MS;

const out = (id: string, part: Partial<DepartureNote> = {}): DepartureNote => ({
  ...{ workspaceId: MAIN, messageId: `msg_${id}`, intent: `intent of ${id}`, whom: `step to ${id}`, at: THEN },
  ...{ way: 'smtp', bodyHash: `words to ${id}`, ...part },
});
const said = (id: string, left: boolean): LeftNote => ({
  ...{ workspaceId: MAIN, messageId: `msg_${id}`, left, providerRef: left ? `ref ${id}` : null },
});
const asked = (id: string, part: { intent?: string; whom?: string | null } = {}) => ({
  ...{ workspaceId: MAIN, intent: `intent of ${id}`, whom: `step to ${id}`, ...part },
});
const found = (id: string, part: Partial<Departure> = {}): Departure => ({
  ...{ messageId: `msg_${id}`, by: 'intent', at: THEN, way: 'smtp', bodyHash: `words to ${id}` },
  ...{ state: 'left', providerRef: `ref ${id}`, ...part },
});

/** One turn in which what is claimed left before, as `departure` says. */
async function enter(store: Store, departure: Departure, part: Partial<SendVerdict> = {}): Promise<ClaimedMessage> {
  const [claimed] = await claim(store);
  assert.ok(claimed);
  const words = { subject: 'Hello', bodyHash: departure.bodyHash };
  const { providerRef, at: sentAt } = departure;
  const verdict = {
    ...{ kind: 'left', departure, subject: 'Hello' },
    update: update(claimed, 'sending', 'sent', { ...words, providerRef, sentAt }),
    ...part,
  } as SendVerdict;
  const { sending } = await store.work.deliverTurn([], [claimed], { ...OPEN_GATE, decide: () => verdict });
  assert.deepEqual(sending, []);
  return claimed;
}

/** What left before. */
export const DEPARTURE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'what the database does not know to have left is kept, by its last departure and what was said of it': async (
    store,
  ) => {
    await queueMessages(store, ['ann', 'bob']);
    const [ann] = await claim(store, { limit: 1 });
    assert.ok(ann);
    await store.work.deliverTurn([], [ann], OPEN_GATE);
    await store.departures.keep(MAIN, [
      ...[out('ann', { at: NOW }), said('ann', true)],
      ...[out('bob', { at: THEN - 1 }), said('bob', false), out('bob'), said('bob', true)],
      ...[out('cid'), out('dan'), said('eve', true)],
    ]);
    assert.equal(await store.departures.count(), 3);
    await store.departures.keep(MAIN, [said('cid', true), said('dan', false)]);
    assert.deepEqual(await store.departures.of(['ann', 'bob', 'cid', 'dan', 'eve'].map((id) => asked(id))), [
      null,
      found('bob'),
      found('cid'),
      null,
      null,
    ]);
    assert.deepEqual([await store.departures.count(), await store.departures.isOpen()], [2, true]);
    await store.departures.keep(MAIN, [out('dan', { at: NOW })]);
    assert.deepEqual(await store.departures.of([asked('dan')]), [
      found('dan', { at: NOW, state: 'unknown', providerRef: null }),
    ]);
  },

  'of a message that was tried before the backup, only what left later is unknown': async (store) => {
    await queueMessages(store, ['ann']);
    const [ann] = await claim(store);
    assert.ok(ann);
    await store.work.deliverTurn([], [ann], OPEN_GATE);
    await store.work.deliverTurn([update(ann, 'sending', 'queued', { dueAt: NOW })], [], OPEN_GATE);
    await store.departures.keep(MAIN, [out('ann', { at: NOW }), said('ann', false)]);
    assert.equal(await store.departures.count(), 0);
    await store.departures.keep(MAIN, [out('ann', { at: NOW + 1 }), said('ann', true)]);
    assert.deepEqual(await store.departures.of([asked('ann')]), [found('ann', { at: NOW + 1 })]);
  },

  'a message finds its own by intent, else by step and address, and no two find the same': async (store) => {
    const others = [out('bob', { whom: 'step to ann', at: THEN + 1 }), out('cid', { workspaceId: 'other' })];
    await store.departures.keep(MAIN, [out('ann'), said('ann', true), others[0] as LeftNote]);
    await store.departures.keep('other', [others[1] as LeftNote]);
    const anew = asked('ann', { intent: 'another' });
    const second = found('bob', { by: 'whom', at: THEN + 1, state: 'unknown', providerRef: null });
    assert.deepEqual(await store.departures.of([anew, anew, anew]), [found('ann', { by: 'whom' }), second, null]);
    assert.deepEqual(await store.departures.of([asked('cid'), asked('ann', { intent: 'none', whom: null })]), [
      null,
      null,
    ]);
  },

  'it is entered as handed over then, counted on that day, and stands for one message': async (store) => {
    await queueMessages(store, ['ann']);
    const notes = [out('old', { intent: 'intent of ann' }), said('old', true)];
    await store.departures.keep(MAIN, notes);
    const departure = found('old', { bodyHash: 'words to old' });
    await enter(store, departure);
    const { state, attempts, attemptedAt, sentAt, bodyHash, subject, providerRef, leftBy } = (await store.messages.get(
      MAIN,
      'msg_ann',
    ))!;
    assert.deepEqual(
      { state, attempts, attemptedAt, sentAt, bodyHash, subject, providerRef, leftBy },
      {
        ...{ state: 'sent', attempts: 1, attemptedAt: THEN, sentAt: THEN, bodyHash: 'words to old', subject: 'Hello' },
        ...{ providerRef: 'ref old', leftBy: 'smtp' },
      },
    );
    const days = (await store.senders.days(MAIN, 2, NOW)).map(({ sent }) => sent.email);
    assert.deepEqual(days, [1, 0]);
    assert.deepEqual([await store.departures.isOpen(), await store.departures.of([asked('ann')])], [false, [null]]);
    await store.departures.keep(MAIN, notes);
    assert.equal(await store.departures.count(), 0, 'noted once more, it is still taken');
  },

  'of one whose end nobody noted, nobody is asked where it is known by its address alone': async (store) => {
    await queueMessages(store, ['ann']);
    await store.departures.keep(MAIN, [out('old', { whom: 'step to ann' })]);
    const departure = found('old', { by: 'whom', state: 'unknown', providerRef: null, way: null });
    const [claimed] = await claim(store);
    assert.ok(claimed);
    const reason = { code: 'left-before-restore' };
    const verdict: SendVerdict = {
      ...{ kind: 'left', departure, subject: 'Hello' },
      update: update(claimed, 'sending', 'unconfirmed', { reason, subject: 'Hello', bodyHash: departure.bodyHash }),
    };
    await store.work.deliverTurn([], [claimed], { ...OPEN_GATE, decide: () => verdict });
    const { state, leftBy, reason: why } = (await store.messages.get(MAIN, 'msg_ann'))!;
    assert.deepEqual({ state, leftBy, why }, { state: 'unconfirmed', leftBy: null, why: reason });
  },
};
