/** What every store does with keys, people, sessions and answers that are kept: knows hashes only, and gives each thing to one of several. */
import assert from 'node:assert/strict';
import type { AnswerBegin, ApiKey, Store, UserAccount, UserSession } from '../../../engine/store-port.ts';
import { NOW } from '../samples.ts';

const key = (id: string, more: Partial<ApiKey> = {}): ApiKey => ({
  ...{ workspaceId: 'main', id, name: 'site', prefix: `rk_${id}`, hash: id.repeat(64).slice(0, 64), role: 'operator' },
  ...{
    kind: 'program',
    createdAt: NOW,
    createdBy: 'cli',
    expiresAt: NOW + 1_000,
    revokedAt: null,
    usedAt: null,
    ...more,
  },
});
const user = (id: string, more: Partial<UserAccount> = {}): UserAccount => ({
  ...{
    id,
    email: `${id}@x.example`,
    name: 'Ä',
    password: '$argon2id$v=19$x',
    createdAt: NOW,
    createdBy: 'cli',
    ...more,
  },
});
const session = (id: string, userId: string): UserSession => ({
  ...{ hash: id.repeat(64).slice(0, 64), userId, createdAt: NOW, seenAt: NOW, expiresAt: NOW + 1_000 },
});
const role = (workspaceId: string, userId: string) =>
  ({ workspaceId, userId, role: 'admin', givenAt: NOW, givenBy: 'cli' }) as const;
const KEPT = { workspaceId: 'main', caller: 'key:rk_a', key: 'once' };
const begin = (more: Partial<AnswerBegin> = {}): AnswerBegin => ({
  ...{ ...KEPT, requestHash: 'r', owner: 'one', now: NOW, until: NOW + 1_000, ...more },
});

/** Access. */
export const ACCESS_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a key is found by its hash, and listed in its workspace alone': async ({ access }) => {
    await access.addKey(key('a'));
    await access.addKey(key('b', { workspaceId: '', role: 'admin', expiresAt: null }));
    assert.deepEqual(await access.keyByHash('a'.repeat(64)), key('a'));
    assert.equal(await access.keyByHash('c'.repeat(64)), null);
    assert.deepEqual(await access.keys('main', 9), [key('a')]);
    assert.equal((await access.keys('', 9)).length, 1);
    assert.equal((await access.keys('main', 0)).length, 0);
  },
  'a key is revoked once, by id or by how it begins; when it was used is noted': async ({ access }) => {
    await access.addKey(key('a'));
    await access.noteKeyUse({ workspaceId: 'main', id: 'a' }, NOW + 5);
    assert.equal(await access.revokeKey('other', 'a', NOW), null);
    assert.equal((await access.revokeKey('main', 'rk_a', NOW + 7))?.revokedAt, null);
    assert.equal((await access.revokeKey('main', 'a', NOW + 9))?.revokedAt, NOW + 7);
    assert.deepEqual(await access.keyByHash('a'.repeat(64)), key('a', { usedAt: NOW + 5, revokedAt: NOW + 7 }));
  },
  'an admin is a person or a good key, of the whole instance': async ({ access }) => {
    await access.addKey(key('a', { role: 'admin' }));
    await access.addKey(key('b', { workspaceId: '', role: 'manager' }));
    await access.addKey(key('c', { workspaceId: '', role: 'admin' }));
    assert.deepEqual([await access.hasAdmin(NOW), await access.hasAdmin(NOW + 1_000)], [true, false]);
    await access.revokeKey('', 'c', NOW);
    assert.equal(await access.hasAdmin(NOW), false);
    await access.giveRole(role('main', 'u'));
    assert.equal(await access.hasAdmin(NOW), false);
    await access.giveRole(role('', 'u'));
    assert.equal(await access.hasAdmin(NOW), true);
  },
  'an account of an identity provider is one person’s, and a person has one of each': async ({ access }) => {
    for (const id of ['u', 'v']) await access.addUser(user(id));
    const bound = (userId: string, subject: string, issuer = 'https://a.example') => ({
      ...{ issuer, subject, userId, boundAt: NOW },
    });
    assert.equal(await access.bindIdentity(bound('u', 's')), true);
    assert.equal(await access.bindIdentity(bound('u', 's')), false);
    assert.equal(await access.bindIdentity(bound('v', 's')), false);
    assert.equal(await access.bindIdentity(bound('u', 't')), false);
    assert.equal(await access.bindIdentity(bound('u', 's', 'https://b.example')), true);
    assert.deepEqual(await access.identityOf('https://a.example', 's'), bound('u', 's'));
    assert.equal(await access.identityOf('https://a.example', 't'), null);
    assert.deepEqual(await access.identityAt('u', 'https://b.example'), bound('u', 's', 'https://b.example'));
    assert.equal(await access.identityAt('v', 'https://a.example'), null);
    assert.deepEqual([await access.userById('v'), await access.userById('w')], [user('v'), null]);
    assert.equal(await access.forgetIdentities('u', 'https://b.example'), 1);
    assert.equal(await access.bindIdentity(bound('u', 's', 'https://b.example')), true);
    assert.deepEqual([await access.forgetIdentities('u', null), await access.forgetIdentities('u', null)], [2, 0]);
    assert.equal(await access.bindIdentity(bound('v', 's')), true);
    await access.removeUser('v');
    assert.equal(await access.identityOf('https://a.example', 's'), null);
  },
  'an address is one person’s; a role is given in place of the one before': async ({ access }) => {
    assert.equal(await access.addUser(user('u')), true);
    assert.equal(await access.addUser(user('v', { email: 'u@x.example' })), false);
    await access.giveRole(role('main', 'u'));
    await access.giveRole({ ...role('main', 'u'), role: 'viewer' });
    await access.giveRole(role('other', 'u'));
    assert.deepEqual(await access.rolesOf('u'), [{ ...role('main', 'u'), role: 'viewer' }, role('other', 'u')]);
    assert.deepEqual(await access.rolesIn('other', 9), [role('other', 'u')]);
    assert.deepEqual([await access.takeRole('other', 'u'), await access.takeRole('other', 'u')], [true, false]);
    await access.setPassword('u', '$argon2id$v=19$y');
    assert.deepEqual(await access.userByEmail('u@x.example'), user('u', { password: '$argon2id$v=19$y' }));
    assert.equal((await access.users(9)).length, 1);
  },
  'a session shows its person with roles, until it ends': async ({ access }) => {
    await access.addUser(user('u'));
    await access.giveRole(role('main', 'u'));
    for (const id of ['a', 'b', 'c']) await access.addSession(session(id, 'u'));
    await access.noteSessionSeen(session('a', 'u').hash, NOW + 5);
    const found = await access.loggedIn(session('a', 'u').hash);
    assert.deepEqual(found, {
      ...{ session: { ...session('a', 'u'), seenAt: NOW + 5 }, user: user('u'), roles: [role('main', 'u')] },
    });
    await access.endSession(session('b', 'u').hash);
    assert.equal(await access.loggedIn(session('b', 'u').hash), null);
    assert.equal(await access.endSessions('u', session('a', 'u').hash), 1);
    assert.notEqual(await access.loggedIn(session('a', 'u').hash), null);
    await access.removeUser('u');
    assert.equal(await access.loggedIn(session('a', 'u').hash), null);
    assert.deepEqual([await access.rolesOf('u'), await access.users(9)], [[], []]);
  },
  'a request that comes twice is one caller’s to do, and its answer is told again': async ({ access }) => {
    assert.deepEqual(await access.beginAnswer(begin()), { kind: 'yours' });
    assert.deepEqual(await access.beginAnswer(begin({ owner: 'two' })), { kind: 'under-way' });
    assert.deepEqual(await access.beginAnswer(begin({ requestHash: 'other' })), { kind: 'other-request' });
    assert.deepEqual(await access.beginAnswer(begin({ caller: 'key:rk_b' })), { kind: 'yours' });
    await access.keepAnswer(KEPT, 'two', '{"not":"theirs"}', NOW + 9_000);
    await access.keepAnswer(KEPT, 'one', '{"a":1}', NOW + 9_000);
    assert.deepEqual(await access.beginAnswer(begin({ now: NOW + 8_999 })), { kind: 'done', answer: '{"a":1}' });
    assert.deepEqual(await access.beginAnswer(begin({ now: NOW + 9_000 })), { kind: 'yours' });
  },
  'a request that failed, or whose process is gone, may be begun anew': async ({ access }) => {
    await access.beginAnswer(begin());
    await access.dropAnswer(KEPT, 'two');
    assert.deepEqual(await access.beginAnswer(begin({ owner: 'two' })), { kind: 'under-way' });
    await access.dropAnswer(KEPT, 'one');
    assert.deepEqual(await access.beginAnswer(begin({ owner: 'two' })), { kind: 'yours' });
    assert.deepEqual(await access.beginAnswer(begin({ owner: 'three', now: NOW + 1_000 })), { kind: 'yours' });
    await access.keepAnswer(KEPT, 'two', '{"late":1}', NOW + 9_000);
    assert.deepEqual(await access.beginAnswer(begin({ now: NOW + 1_500, owner: 'four' })), { kind: 'yours' });
  },
  'of several at once one gets it': async ({ access }) => {
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((owner) => access.beginAnswer(begin({ owner }))));
    assert.deepEqual(all.map(({ kind }) => kind).toSorted(), ['under-way', 'under-way', 'under-way', 'yours']);
  },
  'what is over is forgotten, and nothing else': async ({ access }) => {
    await access.addUser(user('u'));
    await access.addSession(session('a', 'u'));
    await access.beginAnswer(begin());
    assert.equal(await access.forgetOld(NOW + 1_000), 0);
    assert.equal(await access.forgetOld(NOW + 1_001), 2);
  },
  'the log of acts is read newest first, page by page': async (store) => {
    for (const id of ['aud_1', 'aud_2', 'aud_3']) {
      await store.audit({
        workspaceId: 'main',
        id,
        at: NOW,
        actor: 'me',
        operation: 'o',
        input: '{}',
        change: '{"a":1}',
      });
    }
    await store.audit({ workspaceId: 'other', id: 'aud_4', at: NOW, actor: 'me', operation: 'o', input: '{}' });
    const page = await store.audits({ workspaceId: 'main', before: null, limit: 2 });
    assert.deepEqual(
      page.map(({ id }) => id),
      ['aud_3', 'aud_2'],
    );
    assert.equal(page[0]?.change, '{"a":1}');
    assert.deepEqual(
      (await store.audits({ workspaceId: 'main', before: 'aud_2', limit: 2 })).map(({ id }) => id),
      ['aud_1'],
    );
  },
};
