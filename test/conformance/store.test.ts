/** The suite of the store on SQLite, in memory and in a file, and the law that the order of events makes no difference. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/engine/store-port.ts';
import { openSqliteStore } from '../../src/store/store.ts';
import { react, stateAfter, TOLD } from '../../src/testing/store/event-rules.ts';
import { OPEN_GATE, sendingMessage, update } from '../../src/testing/store/samples.ts';
import { describeStore } from '../../src/testing/store-conformance.ts';
import { THOROUGH } from '../thorough.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
describeStore('SQLite in memory', () => openSqliteStore({ path: ':memory:' }), { describe, test });
// Left to the gate: the same statements, and a file for each of seven hundred rules.
describe.skipIf(!THOROUGH)('in a file', () => {
  describeStore(
    'SQLite in a file',
    () => openSqliteStore({ path: join(folder, `${files++}.db`), durability: 'none' }),
    {
      describe,
      test,
    },
  );
});

describe('the order in which events are told', () => {
  /** The message is marked sent at `sentAfter`: before, between or after what is heard of it. */
  async function endOf(order: readonly number[], sentAfter: number): Promise<unknown> {
    const store: Store = await openSqliteStore({ path: ':memory:' });
    try {
      const sending = await sendingMessage(store);
      const finish = () => store.work.deliverTurn([update(sending, 'sending', 'sent')], [], OPEN_GATE);
      for (const [i, n] of order.entries()) {
        if (i === sentAfter) await finish();
        const told = TOLD[n];
        if (told) await store.work.record({ events: [{ ...told, id: `evt_${i}` }], decide: react });
      }
      if (sentAfter >= order.length) await finish();
      return await stateAfter(store, 'ann');
    } finally {
      await store.close();
    }
  }

  test('makes no difference to what is true in the end', async () => {
    const all = TOLD.map((_, i) => i);
    const expected = await endOf(all, 0);
    const orders = fc
      .tuple(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.array(fc.nat({ max: all.length - 1 }), { maxLength: 4 }),
      )
      .map(([once, again]) => [...once, ...again]);
    const law = fc.asyncProperty(orders, fc.nat({ max: 9 }), async (order, sentAfter) => {
      const found = (await endOf(order, sentAfter)) as { events: string[] };
      expect({ ...found, events: [...found.events].sort() }).toEqual({
        ...(expected as object),
        events: [...(expected as { events: string[] }).events].sort(),
      });
    });
    await fc.assert(law, { numRuns: 150 });
  });
});
