/** What every store does with the instance: its mark, stops, connections. */
import assert from 'node:assert/strict';
import type { Halt } from '../../domain/delivery/queue.ts';
import type { Store } from '../../engine/store-port.ts';
import { enroll, NOW, suppressionKeys } from './samples.ts';

const halt = (workspaceId: string, channel: string, why = ''): Halt => ({
  workspaceId,
  channel,
  why,
  by: 'ann',
  at: NOW,
});

/** The instance. */
export const INSTANCE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'of two that mark a new database the first one wins': async ({ instance }) => {
    assert.equal(await instance.mark(), null);
    assert.deepEqual(await instance.begin('one', NOW), { token: 'one', epoch: 1 });
    assert.deepEqual(await instance.begin('two', NOW), { token: 'one', epoch: 1 });
    assert.deepEqual(await instance.mark(), { token: 'one', epoch: 1 });
  },
  'an epoch grows under its token only': async ({ instance }) => {
    await instance.begin('one', NOW);
    assert.deepEqual(await instance.grow('one'), { token: 'one', epoch: 2 });
    assert.equal(await instance.grow('two'), null);
    assert.deepEqual(await instance.mark(), { token: 'one', epoch: 2 });
  },
  'a claim gives a new token and a later epoch, whether there was a mark or not': async ({ instance }) => {
    assert.deepEqual(await instance.claim('one', 'ann', NOW), { token: 'one', epoch: 1 });
    await instance.grow('one');
    assert.deepEqual(await instance.claim('two', 'ann', NOW), { token: 'two', epoch: 3 });
    assert.equal(await instance.grow('one'), null);
  },
  'the proof of the secret is the one that was noted first': async ({ instance }) => {
    assert.equal(await instance.secretProof(), null);
    assert.equal(await instance.noteSecretProof('one'), 'one');
    assert.equal(await instance.noteSecretProof('two'), 'one');
    assert.equal(await instance.secretProof(), 'one');
  },
  'a stop stands once for a workspace and channel, and can be lifted': async ({ instance }) => {
    await instance.halt(halt('main', ''));
    await instance.halt(halt('main', '', 'wrong list'));
    await instance.halt(halt('', 'email'));
    assert.deepEqual(await instance.halts(), [halt('', 'email'), halt('main', '', 'wrong list')]);
    assert.equal(await instance.lift('main', 'email'), false);
    assert.equal(await instance.lift('main', ''), true);
    assert.equal(await instance.lift('main', ''), false);
    assert.deepEqual(await instance.halts(), [halt('', 'email')]);
  },
  'who advances sees the stops of that moment, and is not asked while everything is stopped': async (store) => {
    await enroll(store, ['ann']);
    const seen: (readonly Halt[])[] = [];
    const look = () =>
      store.work.advance({
        now: NOW,
        limit: 9,
        suppressionKeys,
        needsFacts: () => false,
        decide(_, halts) {
          seen.push(halts);
          return { messages: [], enrollments: [], tasks: [] };
        },
      });
    await store.instance.halt(halt('', ''));
    assert.equal((await look()).taken, 0);
    await store.instance.lift('', '');
    await store.instance.halt(halt('main', ''));
    assert.equal((await look()).taken, 1);
    assert.deepEqual(seen, [[halt('main', '')]]);
  },
  'a database on which nothing failed has no connections at rest': async ({ instance }) => {
    assert.deepEqual(await instance.rests(), []);
  },
};
