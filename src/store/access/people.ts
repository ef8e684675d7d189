/** People who log in: accounts of the whole instance, a role for each workspace, sessions. Knows hashes only. */
import type { AccessRole } from '../../domain/access/role.ts';
import type { LoggedIn, UserAccount, UserIdentity, UserRole, UserSession } from '../../engine/store-port.ts';
import { all, first, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const ADD_USER = insert(
  'user_account',
  ['id', 'email', 'name', 'password', 'createdAt', 'createdBy'],
  'ON CONFLICT (email) DO NOTHING',
);
const USER = statement<SqlRow>('SELECT * FROM user_account WHERE id = :userId');
const BY_EMAIL = statement<SqlRow>('SELECT * FROM user_account WHERE email = :email');
const USERS = statement<SqlRow>('SELECT * FROM user_account ORDER BY id LIMIT :limit', {
  scans: 'all people of an instance are asked for',
});
const PASSWORD = statement('UPDATE user_account SET password = :password WHERE id = :userId');
const REMOVE_USER = statement('DELETE FROM user_account WHERE id = :userId');
const BIND = insert('user_identity', ['issuer', 'subject', 'userId', 'boundAt'], 'ON CONFLICT DO NOTHING');
const IDENTITY = statement<SqlRow>('SELECT * FROM user_identity WHERE issuer = :issuer AND subject = :subject');
const IDENTITY_AT = statement<SqlRow>('SELECT * FROM user_identity WHERE user_id = :userId AND issuer = :issuer');
const UNBIND_AT = statement('DELETE FROM user_identity WHERE user_id = :userId AND issuer = :issuer');
const UNBIND = statement('DELETE FROM user_identity WHERE user_id = :userId');
const GIVE = insert(
  'user_role',
  ['workspaceId', 'userId', 'role', 'givenAt', 'givenBy'],
  `ON CONFLICT (workspace_id, user_id) DO UPDATE SET role = excluded.role, given_at = excluded.given_at,
    given_by = excluded.given_by`,
);
const TAKE = statement('DELETE FROM user_role WHERE workspace_id = :workspaceId AND user_id = :userId');
const TAKE_ALL = statement('DELETE FROM user_role WHERE user_id = :userId');
const ROLES_OF = statement<SqlRow>('SELECT * FROM user_role WHERE user_id = :userId ORDER BY workspace_id LIMIT 1000');
const ROLES_IN = statement<SqlRow>(
  'SELECT * FROM user_role WHERE workspace_id = :workspaceId ORDER BY user_id LIMIT :limit',
);
const ADD_SESSION = insert('user_session', ['hash', 'userId', 'createdAt', 'seenAt', 'expiresAt']);
const SESSION = statement<SqlRow>('SELECT * FROM user_session WHERE hash = :hash');
const SEEN = statement('UPDATE user_session SET seen_at = :now WHERE hash = :hash');
const END = statement('DELETE FROM user_session WHERE hash = :hash');
const END_OTHERS = statement('DELETE FROM user_session WHERE user_id = :userId AND hash <> :but');
const OLD = statement('DELETE FROM user_session WHERE expires_at < :now', {
  scans: 'once a day; one short row for each login',
});

/** Adds a person; false = the address is taken. */
export function* addUser(user: UserAccount): Program<boolean> {
  return (yield* run(ADD_USER, { ...user })) === 1;
}

/** By id. */
export function* userById(userId: string): Program<UserAccount | null> {
  const row = yield* first(USER, { userId });
  return row ? userOf(row) : null;
}

/** By address. */
export function* userByEmail(email: string): Program<UserAccount | null> {
  const row = yield* first(BY_EMAIL, { email });
  return row ? userOf(row) : null;
}

/** All of an instance, oldest first. */
export function* listUsers(limit: number): Program<UserAccount[]> {
  return (yield* all(USERS, { limit })).map(userOf);
}

/** Gives another password. */
export function* setPassword(userId: string, password: string): Program<void> {
  yield* run(PASSWORD, { userId, password });
}

/** Binds an account of an identity provider; false = it, or another of this provider, is bound already. */
export function* bindIdentity(identity: UserIdentity): Program<boolean> {
  return (yield* run(BIND, { ...identity })) === 1;
}

/** Who is bound to an account. */
export function* identityOf(issuer: string, subject: string): Program<UserIdentity | null> {
  const row = yield* first(IDENTITY, { issuer, subject });
  return row ? identityIn(row) : null;
}

/** The account of a provider that is a person’s. */
export function* identityAt(userId: string, issuer: string): Program<UserIdentity | null> {
  const row = yield* first(IDENTITY_AT, { userId, issuer });
  return row ? identityIn(row) : null;
}

/** Lets the account of a provider go, or all. */
export function* forgetIdentities(userId: string, issuer: string | null): Program<number> {
  return issuer === null ? yield* run(UNBIND, { userId }) : yield* run(UNBIND_AT, { userId, issuer });
}

/** Removes a person, with roles, sessions and what is bound to them. */
export function* removeUser(userId: string): Program<void> {
  yield* run(END_OTHERS, { userId, but: '' });
  yield* run(TAKE_ALL, { userId });
  yield* run(UNBIND, { userId });
  yield* run(REMOVE_USER, { userId });
}

/** Gives a role, in place of the one there was. */
export function* giveRole(role: UserRole): Program<void> {
  yield* run(GIVE, { ...role });
}

/** Takes a role away; false = there was none. */
export function* takeRole(workspaceId: string, userId: string): Program<boolean> {
  return (yield* run(TAKE, { workspaceId, userId })) === 1;
}

/** Roles of a person. */
export function* rolesOf(userId: string): Program<UserRole[]> {
  return (yield* all(ROLES_OF, { userId })).map(roleOf);
}

/** Roles in a workspace. */
export function* rolesIn(workspaceId: string, limit: number): Program<UserRole[]> {
  return (yield* all(ROLES_IN, { workspaceId, limit })).map(roleOf);
}

/** Adds a session. */
export function* addSession(session: UserSession): Program<void> {
  yield* run(ADD_SESSION, { ...session });
}

/** Who has this session; null = there is none. */
export function* loggedIn(hash: string): Program<LoggedIn | null> {
  const row = yield* first(SESSION, { hash });
  if (!row) return null;
  const session = sessionOf(row);
  const user = yield* first(USER, { userId: session.userId });
  if (!user) return null;
  return { session, user: userOf(user), roles: yield* rolesOf(session.userId) };
}

/** Notes that it was used. */
export function* noteSessionSeen(hash: string, now: number): Program<void> {
  yield* run(SEEN, { hash, now });
}

/** Ends one. */
export function* endSession(hash: string): Program<void> {
  yield* run(END, { hash });
}

/** Ends all of a person, but for one. */
export function* endSessions(userId: string, but: string | null): Program<number> {
  return yield* run(END_OTHERS, { userId, but: but ?? '' });
}

/** Forgets those whose time is over. */
export function* forgetSessions(now: number): Program<number> {
  return yield* run(OLD, { now });
}

function userOf(row: SqlRow): UserAccount {
  return {
    ...{ id: row.id as string, email: row.email as string, name: row.name as string },
    ...{ password: row.password as string, createdAt: row.created_at as number, createdBy: row.created_by as string },
  };
}

function identityIn(row: SqlRow): UserIdentity {
  return {
    ...{ issuer: row.issuer as string, subject: row.subject as string },
    ...{ userId: row.user_id as string, boundAt: row.bound_at as number },
  };
}

function roleOf(row: SqlRow): UserRole {
  return {
    ...{ workspaceId: row.workspace_id as string, userId: row.user_id as string, role: row.role as AccessRole },
    ...{ givenAt: row.given_at as number, givenBy: row.given_by as string },
  };
}

function sessionOf(row: SqlRow): UserSession {
  return {
    ...{ hash: row.hash as string, userId: row.user_id as string, createdAt: row.created_at as number },
    ...{ seenAt: row.seen_at as number, expiresAt: row.expires_at as number },
  };
}
