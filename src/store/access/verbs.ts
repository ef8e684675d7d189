/** The verbs of access over a database. */
import type { AccessVerbs } from '../../engine/store-port.ts';
import type { Database, Program } from '../program.ts';
import * as keys from './keys.ts';
import * as people from './people.ts';

/** Each verb is one transaction. */
export function accessVerbs(db: Database): AccessVerbs {
  return {
    addKey: (key) => db.write(() => keys.addKey(key)),
    keyByHash: (hash) => db.read(() => keys.keyByHash(hash)),
    keys: (workspaceId, limit) => db.read(() => keys.listKeys(workspaceId, limit)),
    revokeKey: (workspaceId, ref, now) => db.write(() => keys.revokeKey(workspaceId, ref, now)),
    noteKeyUse: (key, now) => db.write(() => keys.noteKeyUse(key, now)),
    hasAdmin: (now) => db.read(() => keys.hasAdmin(now)),
    addUser: (user) => db.write(() => people.addUser(user)),
    userById: (userId) => db.read(() => people.userById(userId)),
    userByEmail: (email) => db.read(() => people.userByEmail(email)),
    users: (limit) => db.read(() => people.listUsers(limit)),
    setPassword: (userId, password) => db.write(() => people.setPassword(userId, password)),
    removeUser: (userId) => db.write(() => people.removeUser(userId)),
    bindIdentity: (identity) => db.write(() => people.bindIdentity(identity)),
    identityOf: (issuer, subject) => db.read(() => people.identityOf(issuer, subject)),
    identityAt: (userId, issuer) => db.read(() => people.identityAt(userId, issuer)),
    forgetIdentities: (userId, issuer) => db.write(() => people.forgetIdentities(userId, issuer)),
    giveRole: (role) => db.write(() => people.giveRole(role)),
    takeRole: (workspaceId, userId) => db.write(() => people.takeRole(workspaceId, userId)),
    rolesOf: (userId) => db.read(() => people.rolesOf(userId)),
    rolesIn: (workspaceId, limit) => db.read(() => people.rolesIn(workspaceId, limit)),
    addSession: (session) => db.write(() => people.addSession(session)),
    loggedIn: (hash) => db.read(() => people.loggedIn(hash)),
    noteSessionSeen: (hash, now) => db.write(() => people.noteSessionSeen(hash, now)),
    endSession: (hash) => db.write(() => people.endSession(hash)),
    endSessions: (userId, but) => db.write(() => people.endSessions(userId, but)),
    beginAnswer: (begin) => db.write(() => keys.beginAnswer(begin)),
    keepAnswer: (key, owner, answer, until) => db.write(() => keys.keepAnswer(key, owner, answer, until)),
    dropAnswer: (key, owner) => db.write(() => keys.dropAnswer(key, owner)),
    forgetOld: (now) => db.write(() => forgetOld(now)),
  };
}

function* forgetOld(now: number): Program<number> {
  return (yield* people.forgetSessions(now)) + (yield* keys.forgetAnswers(now));
}
