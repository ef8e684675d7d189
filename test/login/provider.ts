/**
 * A real identity provider on a port of this machine (oidc-provider, certified by the OpenID Foundation). Whoever comes is logged in at
 * once as the person who sits before it. Can be made to answer what no honest provider does.
 */
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** By which the provider knows the instance. */
export const CLIENT = { clientId: 'rekindle', clientSecret: 'a-secret-of-the-client-0123456789' };

/** What the provider says of an account. */
export interface Account {
  readonly email?: string;
  readonly email_verified?: boolean;
}

/** A provider that runs. */
export interface TestProvider {
  readonly issuer: string;
  /** Accounts by their subject. */
  readonly accounts: Map<string, Account>;
  /** Who sits before it; null = who comes ends the log-in. */
  who: string | null;
  /** Changes what is signed of the person; null = nothing is. */
  forge: ((claims: Readonly<Record<string, unknown>>) => object) | null;
  /** Signs what is forged by a key that is not the provider’s. */
  otherKey: boolean;
  /** Requests by their path, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

const keyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const OURS = keyPair();
const NOT_OURS = keyPair();

/** Runs one that sends people back to `back`. `inToken`: whether it signs the address, or tells it to who asks. */
export async function openProvider({ back = '', inToken = true, port = 0 } = {}): Promise<TestProvider> {
  let handler: (request: IncomingMessage, response: ServerResponse) => unknown = () => undefined;
  const server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made = {
    ...{ issuer, accounts: new Map<string, Account>(), who: null, forge: null, otherKey: false, asked: [] },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  } as TestProvider;
  const provider = new Provider(
    issuer,
    settingsOf(made, back, inToken, () => provider),
  );
  const answer = provider.callback();
  handler = (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    made.asked.push(path);
    if (path === '/token' && made.forge) forging(made, made.forge, response);
    if (!path.startsWith('/interaction/')) return answer(request, response);
    const result = made.who === null ? { error: 'access_denied' } : { login: { accountId: made.who } };
    return provider.interactionFinished(request, response, result);
  };
  return made;
}

function settingsOf(made: TestProvider, back: string, inToken: boolean, provider: () => Provider): object {
  return {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [back],
        grant_types: ['authorization_code'],
      },
    ],
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: !inToken,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
    jwks: { keys: [{ ...OURS.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'ours' }] },
    cookies: { keys: ['a key of this test alone'] },
    pkce: { required: () => true },
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, ...made.accounts.get(accountId) }),
    }),
    // Nobody is asked whether they agree: the company has.
    async loadExistingGrant({ oidc }: { readonly oidc: GrantOf }) {
      const { Grant } = provider();
      const grant = new Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  };
}

interface GrantOf {
  readonly session: { readonly accountId: string };
  readonly client: { readonly clientId: string };
}

/** Takes the answer on its way out, and signs something else. */
function forging(
  { otherKey }: TestProvider,
  forge: NonNullable<TestProvider['forge']>,
  response: ServerResponse,
): void {
  const end = response.end.bind(response);
  response.end = ((body?: string | Buffer) => {
    const told = JSON.parse(String(body)) as Record<string, unknown>;
    if (typeof told.id_token === 'string') told.id_token = resigned(told.id_token, forge, otherKey ? NOT_OURS : OURS);
    const text = JSON.stringify(told);
    response.setHeader('content-length', Buffer.byteLength(text));
    return end(text);
  }) as typeof response.end;
}

function resigned(token: string, forge: NonNullable<TestProvider['forge']>, key: KeyObject): string {
  const [head = '', body = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
  const signed = `${head}.${Buffer.from(JSON.stringify(forge(claims))).toString('base64url')}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}
