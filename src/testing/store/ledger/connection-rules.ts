/** What every store does with connections: keeps them apart, judges by revision, has one process renew, heals what was held. */
import assert from 'node:assert/strict';
import type { Connection } from '../../../domain/connection/connection.ts';
import { type Health, UNTRIED } from '../../../domain/connection/health.ts';
import type { RenewalLease, Store } from '../../../engine/store-port.ts';
import { NOW } from '../samples.ts';

const connection = (id: string, more: Partial<Connection> = {}): Connection => ({
  ...{ workspaceId: 'main', id, name: `name-${id}`, provider: 'smtp', settings: { host: 'h' }, sealed: 'v1.k.s' },
  ...{ revision: 1, createdAt: NOW, health: UNTRIED, ...more },
});
const FAILING: Health = {
  ...{ state: 'failing', successAt: NOW, checkedAt: NOW },
  failure: { code: 'login-refused', says: '535 no', at: NOW },
};
const KEY = { workspaceId: 'main', id: 'one' };
const WAY = 'smtp:main/name-one';
const lease = (owner: string, more: Partial<RenewalLease> = {}): RenewalLease => ({
  ...{ ...KEY, seen: 'v1.k.s', owner, now: NOW, until: NOW + 1_000, isGone: () => false, ...more },
});

/** Connections. */
export const CONNECTION_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'one is kept as it was given, and found by name and id in its workspace alone': async ({ connections }) => {
    const failing = connection('one', { health: FAILING, settings: { host: 'ü', from: 'a@x.example' } });
    assert.equal(await connections.add(failing), true);
    assert.equal(await connections.add(connection('two', { workspaceId: 'other' })), true);
    assert.deepEqual(await connections.get('main', 'one'), failing);
    assert.deepEqual(await connections.get('main', 'name-one'), failing);
    assert.equal(await connections.get('other', 'one'), null);
    assert.deepEqual(await connections.list('main', 9), [failing]);
    assert.equal((await connections.list(null, 9)).length, 2);
    assert.equal((await connections.list(null, 1)).length, 1);
  },
  'a name is given once in a workspace': async ({ connections }) => {
    await connections.add(connection('one'));
    assert.equal(await connections.add(connection('two', { name: 'name-one' })), false);
    assert.equal(await connections.add(connection('two', { name: 'name-one', workspaceId: 'other' })), true);
  },
  'the version grows with what a process must know of, and with nothing else': async ({ connections }) => {
    const versions = [await connections.version()];
    const note = async () => void versions.push(await connections.version());
    await connections.add(connection('one'));
    await note();
    await connections.judge({ ...KEY, revision: 1, health: { ...UNTRIED, checkedAt: NOW }, way: WAY });
    await note();
    await connections.judge({ ...KEY, revision: 1, health: FAILING, way: WAY });
    await note();
    await connections.change({ ...KEY, settings: {}, sealed: 'v1.k.t' });
    await note();
    await connections.remove(KEY);
    await note();
    await connections.remove(KEY);
    await note();
    assert.deepEqual(versions, [0, 1, 1, 2, 3, 4, 4]);
  },
  'given a new secret it is untried, and failing until it was asked': async ({ connections }) => {
    await connections.add(connection('one', { health: FAILING }));
    await connections.add(connection('two', { health: { ...FAILING, state: 'well' } }));
    const one = await connections.change({ ...KEY, settings: { host: 'i' }, sealed: 'v1.k.t' });
    assert.deepEqual([one?.settings, one?.sealed, one?.revision], [{ host: 'i' }, 'v1.k.t', 2]);
    assert.equal(one?.health.state, 'failing');
    const two = await connections.change({ workspaceId: 'main', id: 'two', settings: {}, sealed: 'v1.k.t' });
    assert.equal(two?.health.state, 'new');
    assert.equal(await connections.change({ workspaceId: 'main', id: 'none', settings: {}, sealed: 'v1.k.t' }), null);
  },
  'what was learnt with an earlier secret says nothing': async ({ connections }) => {
    await connections.add(connection('one'));
    await connections.change({ ...KEY, settings: {}, sealed: 'v1.k.t' });
    assert.equal(await connections.judge({ ...KEY, revision: 1, health: FAILING, way: WAY }), false);
    assert.equal((await connections.get('main', 'one'))?.health.state, 'new');
    assert.equal(await connections.judge({ ...KEY, revision: 2, health: FAILING, way: WAY }), true);
    assert.deepEqual((await connections.get('main', 'one'))?.health, FAILING);
    assert.equal(await connections.judge({ ...KEY, id: 'none', revision: 1, health: FAILING, way: WAY }), false);
  },
  'the tokens of one are renewed by one process at a time, and by none where they were': async ({ connections }) => {
    await connections.add(connection('one'));
    assert.equal(await connections.leaseRenewal(lease('a')), 'yours');
    assert.equal(await connections.leaseRenewal(lease('b', { now: NOW + 999 })), 'taken');
    assert.equal(await connections.leaseRenewal(lease('b', { isGone: (owner) => owner === 'a' })), 'yours');
    assert.equal(await connections.endRenewal(KEY, 'a', 'v1.k.lost'), false);
    assert.equal(await connections.endRenewal(KEY, 'b', 'v1.k.t'), true);
    assert.equal((await connections.get('main', 'one'))?.sealed, 'v1.k.t');
    assert.equal((await connections.get('main', 'one'))?.revision, 1);
    assert.equal(await connections.leaseRenewal(lease('a')), 'changed');
    assert.equal(await connections.leaseRenewal(lease('a', { id: 'none' })), 'gone');
  },
  'a renewal that is over its time, or given back, may be done by another': async ({ connections }) => {
    await connections.add(connection('one'));
    await connections.leaseRenewal(lease('a'));
    assert.equal(await connections.leaseRenewal(lease('b', { now: NOW + 1_000 })), 'yours');
    assert.equal(await connections.endRenewal(KEY, 'b', null), true);
    assert.equal(await connections.leaseRenewal(lease('c')), 'yours');
    assert.equal((await connections.get('main', 'one'))?.sealed, 'v1.k.s');
  },
  'a secret given by a person wins over a renewal under way': async ({ connections }) => {
    await connections.add(connection('one'));
    await connections.leaseRenewal(lease('a'));
    await connections.change({ ...KEY, settings: {}, sealed: 'v1.k.t' });
    assert.equal(await connections.endRenewal(KEY, 'a', 'v1.k.lost'), false);
    assert.equal((await connections.get('main', 'one'))?.sealed, 'v1.k.t');
  },
  'of two that ask for the renewal at once one is given it': async ({ connections }) => {
    await connections.add(connection('one'));
    const owners = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(owners.map((owner) => connections.leaseRenewal(lease(owner))));
    assert.deepEqual(answers.sort(), ['taken', 'taken', 'taken', 'yours']);
  },
  'a simulation has no connections': async (store) => {
    await store.connections.add(connection('one'));
    const copy = await store.copy(() => NOW);
    try {
      assert.deepEqual(await copy.connections.list(null, 9), []);
    } finally {
      await copy.close();
    }
  },
};
