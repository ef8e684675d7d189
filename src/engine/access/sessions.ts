/**
 * People who log in: passwords compared a few at a time, sessions kept as hashes, the tokens that a page must show beside its cookie.
 * What one may do is the domain's; how cookies are written is the face's.
 */
import { hash, randomBytes } from 'node:crypto';
import { loginWait, networkOf } from '../../domain/access/login-pace.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import type { Caller, CallerSession, LoginOutcome, LoginTry, PasswordChange } from '../serve/api-port.ts';
import type { LoggedIn, UserAccount } from '../store-port.ts';
import { refusalOf } from './caller.ts';
import { loginTries } from './login-tries.ts';
import { hashPassword, isPassword, PASSWORD_LEAST, PASSWORD_MOST } from './passwords.ts';

const TOKEN_BYTES = 32;
/** A login lasts so long, and ends earlier where nobody uses it. */
const SESSION_MS = 14 * 86_400_000;
const IDLE_MS = 86_400_000;
/** How often it is noted that a session is used. */
const SEEN_MS = 300_000;
const RETRY_MS = 1_000;

/** What the desk does for people. */
export interface SessionDesk {
  login(wish: LoginTry): Promise<LoginOutcome>;
  bySession(token: string): Promise<Caller | null>;
  /** Ends the session, or with `everywhere` all sessions of its person. */
  logout(caller: Caller, everywhere: boolean, requestId: string): Promise<void>;
  /** Errors: refusals `login-refused-here`, `password-too-weak`. Ends all other sessions. */
  changePassword(caller: Caller, change: PasswordChange): Promise<void>;
}

/** A desk over the people of an engine. */
export function sessionDesk(engine: Engine): SessionDesk {
  const tries = loginTries();
  const compare = fewAtOnce();
  const { access } = engine.store;
  return {
    async login({ email, password, from, requestId }) {
      if (engine.parts.identity?.passwords === false) return { kind: 'refused', code: 'passwords-off' };
      const now = engine.clock.now();
      const account = email.trim().toLowerCase();
      const network = networkOf(from);
      const wait = loginWait(tries.of(network, account), now);
      if (wait > 0) return { kind: 'later', afterMs: wait };
      tries.add(network, account, now);
      const user = await access.userByEmail(account);
      const right = await compare(() => isPassword(password.slice(0, PASSWORD_MOST), user?.password ?? null));
      if (right === null) return { kind: 'later', afterMs: RETRY_MS };
      if (!right || user === null) return { kind: 'refused', code: 'login-refused-here' };
      tries.forget(network, account);
      await noteAct(engine, user, 'login password', requestId);
      return beginSession(engine, user);
    },
    async bySession(token) {
      const found = await liveSession(engine, token);
      return found && callerOf(engine, found, token);
    },
    async logout({ session }, everywhere, requestId) {
      if (session === null) return;
      const found = await access.loggedIn(tokenHash(session.token));
      await access.endSession(tokenHash(session.token));
      if (!found) return;
      if (everywhere) await access.endSessions(found.user.id, null);
      await noteAct(engine, found.user, everywhere ? 'logout everywhere' : 'logout', requestId);
    },
    async changePassword({ session }, { before, after, requestId }) {
      const found = session && (await liveSession(engine, session.token));
      const right = found && (await compare(() => isPassword(before.slice(0, PASSWORD_MOST), found.user.password)));
      if (!found || !right) throw refusalOf('login-refused-here');
      if (after.length < PASSWORD_LEAST || after.length > PASSWORD_MOST) throw refusalOf('password-too-weak');
      await access.setPassword(found.user.id, await hashPassword(after));
      await access.endSessions(found.user.id, found.session.hash);
      await noteAct(engine, found.user, 'password change', requestId);
    },
  };
}

/** Who comes and goes stands in the log of acts beside what they did. */
function noteAct(engine: Engine, { email }: UserAccount, operation: string, requestId: string): Promise<void> {
  return engine.store.audit({
    ...{ workspaceId: engine.parts.homeWorkspace ?? 'main', id: engine.ids.next('aud'), at: engine.clock.now() },
    ...{ actor: `user:${email}`, operation, input: '{}', requestId },
  });
}

/** A session for somebody who is proven to be this person, by whatever way. */
export async function beginSession(engine: Engine, user: UserAccount): Promise<LoginOutcome> {
  const now = engine.clock.now();
  const token = randomBytes(TOKEN_BYTES).toString('hex');
  const session = { hash: tokenHash(token), userId: user.id, createdAt: now, seenAt: now, expiresAt: now + SESSION_MS };
  await engine.store.access.addSession(session);
  return { kind: 'in', session: sessionOf(engine, user, token), expiresAt: session.expiresAt };
}

async function liveSession(engine: Engine, token: string): Promise<LoggedIn | null> {
  if (!/^[0-9a-f]{64}$/.test(token)) return null;
  const now = engine.clock.now();
  const found = await engine.store.access.loggedIn(tokenHash(token));
  if (!found) return null;
  const { hash: hashed, expiresAt, seenAt } = found.session;
  if (expiresAt <= now || seenAt + IDLE_MS <= now) return null;
  if (seenAt + SEEN_MS <= now) await engine.store.access.noteSessionSeen(hashed, now);
  return found;
}

function callerOf(engine: Engine, { user, roles }: LoggedIn, token: string): Caller {
  return {
    actor: `user:${user.email}`,
    accesses: roles.map(({ role, workspaceId }) => ({ role, workspaceId, kind: 'person' as const })),
    session: sessionOf(engine, user, token),
  };
}

function sessionOf(engine: Engine, { email, name }: UserAccount, token: string): CallerSession {
  // Made from the session and the secret of the instance: nothing need be kept, and no page of another address can know it.
  return { token, csrf: engine.keyring.hash('csrf', tokenHash(token)).slice('csrf:'.length), email, name };
}

function tokenHash(token: string): string {
  return hash('sha256', token);
}

/** Runs a few at once and lets some wait; null = too many wait already. */
function fewAtOnce(): <T>(work: () => Promise<T>) => Promise<T | null> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= LIMITS.passwordsAtOnce) {
      if (waiting.length >= LIMITS.passwordsWaiting) return null;
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
