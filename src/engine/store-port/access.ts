/** Keys, people, sessions, kept answers and the log of acts, as the engine asks a store for them. */
import type { AccessRole } from '../../domain/access/role.ts';

/** A key on record: what it is known by is a hash. */
export interface ApiKey {
  /** '' = the whole instance. */
  readonly workspaceId: string;
  readonly id: string;
  readonly name: string;
  /** How the key begins: enough to tell it from others, and no more. */
  readonly prefix: string;
  /** SHA-256 (hex) of the whole key. */
  readonly hash: string;
  readonly role: AccessRole;
  /** An agent sends only by plans. */
  readonly kind: 'program' | 'agent';
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** Noted once an hour at most. */
  readonly usedAt: number | null;
}

/** A person who logs in. */
export interface UserAccount {
  readonly id: string;
  /** Normalised, small letters. */
  readonly email: string;
  readonly name: string;
  /** As `engine/access/passwords` writes it. */
  readonly password: string;
  readonly createdAt: number;
  readonly createdBy: string;
}

/** An account of an identity provider that is a person’s. */
export interface UserIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly userId: string;
  readonly boundAt: number;
}

/** What a person may do in a workspace; '' = in all of them. */
export interface UserRole {
  readonly workspaceId: string;
  readonly userId: string;
  readonly role: AccessRole;
  readonly givenAt: number;
  readonly givenBy: string;
}

/** A login that lasts. */
export interface UserSession {
  /** SHA-256 (hex) of the token that the browser bears. */
  readonly hash: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly expiresAt: number;
}

/** Somebody who is logged in, with all roles. */
export interface LoggedIn {
  readonly session: UserSession;
  readonly user: UserAccount;
  readonly roles: readonly UserRole[];
}

/** A request that may come twice. */
export interface AnswerKey {
  readonly workspaceId: string;
  readonly caller: string;
  readonly key: string;
}

/** What is known of such a request. */
export type AnswerKept =
  | { readonly kind: 'yours' }
  | { readonly kind: 'under-way' }
  | { readonly kind: 'other-request' }
  | { readonly kind: 'done'; readonly answer: string | null };

/** A request that is begun: who works on it, and until when another must keep off. */
export interface AnswerBegin extends AnswerKey {
  readonly requestHash: string;
  readonly owner: string;
  readonly now: number;
  readonly until: number;
}

/** Verbs of access. */
export interface AccessVerbs {
  addKey(key: ApiKey): Promise<void>;
  keyByHash(hash: string): Promise<ApiKey | null>;
  /** Keys of a workspace, oldest first. */
  keys(workspaceId: string, limit: number): Promise<ApiKey[]>;
  /** By id or prefix; the key as it was, null = there is none. */
  revokeKey(workspaceId: string, ref: string, now: number): Promise<ApiKey | null>;
  noteKeyUse(key: Pick<ApiKey, 'workspaceId' | 'id'>, now: number): Promise<void>;
  /** Whether somebody may decide on everything: a person or a key, admin of the whole instance, and good at this time. */
  hasAdmin(now: number): Promise<boolean>;
  /** False = the address is taken. */
  addUser(user: UserAccount): Promise<boolean>;
  userById(userId: string): Promise<UserAccount | null>;
  userByEmail(email: string): Promise<UserAccount | null>;
  users(limit: number): Promise<UserAccount[]>;
  setPassword(userId: string, password: string): Promise<void>;
  /** With roles, sessions and what is bound to them. */
  removeUser(userId: string): Promise<void>;
  /** False = the account, or another of this provider, is bound already. */
  bindIdentity(identity: UserIdentity): Promise<boolean>;
  /** Who is bound to an account; null = nobody. */
  identityOf(issuer: string, subject: string): Promise<UserIdentity | null>;
  /** The account of a provider that is this person’s; null = none is. */
  identityAt(userId: string, issuer: string): Promise<UserIdentity | null>;
  /** Of one provider, or of all where it is null; the count. */
  forgetIdentities(userId: string, issuer: string | null): Promise<number>;
  giveRole(role: UserRole): Promise<void>;
  takeRole(workspaceId: string, userId: string): Promise<boolean>;
  rolesOf(userId: string): Promise<UserRole[]>;
  /** Roles given in this very workspace. */
  rolesIn(workspaceId: string, limit: number): Promise<UserRole[]>;
  addSession(session: UserSession): Promise<void>;
  loggedIn(hash: string): Promise<LoggedIn | null>;
  noteSessionSeen(hash: string, now: number): Promise<void>;
  endSession(hash: string): Promise<void>;
  /** All of a person, but for the one given; the count. */
  endSessions(userId: string, but: string | null): Promise<number>;
  beginAnswer(begin: AnswerBegin): Promise<AnswerKept>;
  keepAnswer(key: AnswerKey, owner: string, answer: string | null, until: number): Promise<void>;
  dropAnswer(key: AnswerKey, owner: string): Promise<void>;
  /** Sessions and answers whose time is over; the count. */
  forgetOld(now: number): Promise<number>;
}
