/**
 * Logging in by an identity provider: what is begun is known by a sealed text that the browser bears, so that any process can end it, and
 * nobody else’s browser. Who gets in is the domain’s to say; each answer to somebody proven is written to the log of acts.
 */
import { randomBytes } from 'node:crypto';
import { type OidcAnswer, oidcAnswer } from '../../domain/access/log-in-oidc.ts';
import { loginWait, networkOf } from '../../domain/access/login-pace.ts';
import { ownPage } from '../../domain/access/own-page.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { LIMITS } from '../../domain/limits.ts';
import { normaliseEmail } from '../../domain/verify/email-key.ts';
import { makeSeal } from '../connections/seal.ts';
import type { Engine } from '../engine.ts';
import type { LoginOutcome, LoginWays, OidcBegin, OidcBegun, OidcEnd, OidcEnded } from '../serve/api-port.ts';
import type { UserAccount } from '../store-port.ts';
import type { IdentityProvider, LoginFlow, ProvenAccount } from './identity-port.ts';
import { loginTries } from './login-tries.ts';
import { beginSession } from './sessions.ts';

/** Where the provider sends people back to, below the address of the instance. */
export const OIDC_BACK = '/api/v1/login/oidc/back';
/** How long somebody may take at the provider. */
const FLOW_MS = 600_000;
const CHANCE_BYTES = 32;
/** What the seal of a log-in that was begun is bound to. */
const FLOW = { workspaceId: '', id: 'login' };

/** What the desk does for people who come by a provider. */
export interface OidcDesk {
  readonly ways: LoginWays;
  beginOidc(wish: OidcBegin): Promise<OidcBegun>;
  endOidc(wish: OidcEnd): Promise<OidcEnded>;
}

/** A desk over the identity provider of an engine; where there is none, whoever comes is told so. */
export function oidcDesk(engine: Engine): OidcDesk {
  const identity = engine.parts.identity ?? null;
  const seal = makeSeal([engine.keyring.secret]);
  // Of its own: while a provider is away, nobody who tries it again and again is kept from their password.
  const tries = loginTries();
  const tried = (from: string, state: string): number => {
    const [network, now] = [networkOf(from), engine.clock.now()];
    const wait = loginWait(tries.of(network, state), now);
    if (wait === 0) tries.add(network, state, now);
    return wait;
  };
  const back = `${engine.publicUrl ?? ''}${OIDC_BACK}`;
  return {
    ways: { passwords: identity?.passwords ?? true, oidc: identity && { name: identity.name } },
    async beginOidc({ page, from }) {
      if (identity === null) return { kind: 'refused', code: 'oidc-off' };
      const flow = makeFlow();
      const afterMs = tried(from, flow.state);
      if (afterMs > 0) return { kind: 'later', afterMs };
      const start = await identity.begin(flow, back);
      if (start.kind === 'away') return away(engine, start.why);
      const until = engine.clock.now() + FLOW_MS;
      const asked = page !== null && page.length <= LIMITS.loginPageCharacters ? page : null;
      const sealed = seal.close(FLOW, { ...flow, page: ownPage(asked), until: String(until) });
      return { kind: 'go', url: start.url, flow: sealed, until };
    },
    async endOidc({ flow: sealed, query, from, requestId }) {
      const { page = '/', until = '', ...flow } = (sealed !== null && seal.open(FLOW, sealed)) || {};
      const ended = (outcome: LoginOutcome): OidcEnded => ({ page, outcome });
      if (identity === null) return ended({ kind: 'refused', code: 'oidc-off' });
      if (!isFlow(flow) || Number(until) <= engine.clock.now()) return ended({ kind: 'refused', code: 'oidc-stale' });
      const afterMs = tried(from, flow.state);
      if (afterMs > 0) return ended({ kind: 'later', afterMs });
      const came = await identity.end(flow, back, query);
      if (came.kind === 'away') return ended(away(engine, came.why));
      if (came.kind !== 'proven') return ended(turnedAway(engine, `oidc-${came.kind}`, came.why));
      const outcome = await admitted(engine, identity, came, requestId);
      if (outcome.kind === 'in') tries.forget(networkOf(from), flow.state);
      return ended(outcome);
    },
  };
}

function makeFlow(): LoginFlow {
  const chance = () => randomBytes(CHANCE_BYTES).toString('base64url');
  return { state: chance(), nonce: chance(), verifier: chance() };
}

function isFlow(given: Partial<LoginFlow>): given is LoginFlow {
  return given.state !== undefined && given.nonce !== undefined && given.verifier !== undefined;
}

type Refused = Extract<LoginOutcome, { readonly kind: 'refused' }>;

function away(engine: Engine, why: string): Refused {
  return turnedAway(engine, 'oidc-away', why);
}

/** What came back proves nobody, so that there is no act of anybody to write down: it is for the log. */
function turnedAway({ log }: Engine, code: string, why: string): Refused {
  log.info('a log-in by the identity provider failed', { code, why });
  return { kind: 'refused', code };
}

async function admitted(
  engine: Engine,
  identity: IdentityProvider,
  account: ProvenAccount,
  requestId: string,
): Promise<LoginOutcome> {
  const email = (account.email === null ? null : normaliseEmail(account.email)?.toLowerCase()) ?? null;
  const { answer, user } = await decided(engine, identity, { ...account, email });
  const { issuer } = identity;
  const { subject } = account;
  const said = answer.kind === 'in' ? { binds: answer.binds } : { refused: answer.code };
  await engine.store.audit({
    ...{ workspaceId: engine.parts.homeWorkspace ?? 'main', id: engine.ids.next('aud'), at: engine.clock.now() },
    actor: user ? `user:${user.email}` : `oidc:${subject}`,
    operation: 'login oidc',
    input: canonicalJson({ issuer, subject, email, ...said }),
    requestId,
  });
  return user ? beginSession(engine, user) : { kind: 'refused', code: answer.kind === 'refused' ? answer.code : '' };
}

/** Binds the account where the answer says so; where another log-in was first, asks once more. */
async function decided(
  engine: Engine,
  identity: Pick<IdentityProvider, 'issuer' | 'terms'>,
  account: ProvenAccount,
  isAgain = false,
): Promise<{ readonly answer: OidcAnswer; readonly user: UserAccount | null }> {
  const { access } = engine.store;
  const { issuer, terms } = identity;
  const { subject, email } = account;
  const bound = await access.identityOf(issuer, subject);
  const invited = email === null ? null : await access.userByEmail(email);
  const roleCount = async (userId: string) => (await access.rolesOf(userId)).length;
  const answer = oidcAnswer(account, terms, {
    bound: bound && { userId: bound.userId, roleCount: await roleCount(bound.userId) },
    invited: invited && {
      ...{ userId: invited.id, roleCount: await roleCount(invited.id) },
      isBoundElsewhere: (await access.identityAt(invited.id, issuer)) !== null,
    },
  });
  if (answer.kind === 'refused') return { answer, user: null };
  const { userId, binds } = answer;
  if (binds && !(await access.bindIdentity({ issuer, subject, userId, boundAt: engine.clock.now() }))) {
    const lost: OidcAnswer = { kind: 'refused', code: 'oidc-other-account' };
    return isAgain ? { answer: lost, user: null } : decided(engine, identity, account, true);
  }
  const user = await access.userById(userId);
  // Taken away this very moment.
  return user ? { answer, user } : { answer: { kind: 'refused', code: 'oidc-no-role' }, user: null };
}
