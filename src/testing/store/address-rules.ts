/** What every store does where a lead has another address by now than the one that its message was written for. */
import assert from 'node:assert/strict';
import type { Store } from '../../engine/store-port.ts';
import { claim, enroll, event, MAIN, message, NOW, OPEN_GATE, refusal, suppressionKeys, update } from './samples.ts';

/** Queues a message to old@example.com; its lead has ann@example.com. */
async function queueToOld(store: Store): Promise<void> {
  await enroll(store, ['ann']);
  await store.work.advance({
    now: NOW,
    limit: 1,
    suppressionKeys,
    needsFacts: () => false,
    decide: () => ({ messages: [message('ann', { recipient: 'old@example.com' })], enrollments: [], tasks: [] }),
  });
}

/** Messages to an address that the lead no longer has. */
export const ADDRESS_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'refusals of the address that a message leaves to count, whatever address its lead has by now': async (store) => {
    await queueToOld(store);
    await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('old') }]);
    let told: unknown;
    await store.work.deliverTurn([], await claim(store), {
      ...OPEN_GATE,
      decide(claimed, { suppressions }) {
        told = [claimed.recipient.email, suppressions];
        return { kind: 'stay', update: update(claimed, 'claimed', 'refused') };
      },
    });
    assert.deepEqual(told, ['old@example.com', [refusal('old')]]);
  },

  'an event brings the address that its message went to, whatever address its lead has by now': async (store) => {
    await queueToOld(store);
    const told: unknown[] = [];
    const about = [event('ann', 'opened'), event('ann', 'note', { messageId: null })];
    await store.work.record({
      events: about,
      decide(_event, { values }, _open, mailedTo) {
        told.push([values.email, mailedTo]);
        return { enrollments: [], suppressions: [], messageState: null };
      },
    });
    assert.deepEqual(told, [
      ['ann@example.com', 'old@example.com'],
      ['ann@example.com', null],
    ]);
  },
};
