/**
 * An identity provider by OpenID Connect: code flow with PKCE, state and nonce, what it signs checked by its keys. Decides nothing of
 * who gets in. Never tells a code, a token or the secret to anybody.
 * Source: OpenID Connect Core 1.0 §3.1; RFC 7636 (PKCE); RFC 9207 (issuer in the answer); RFC 9700 (current practice).
 */
import * as client from 'openid-client';
import { LIMITS } from '../../domain/limits.ts';
import type { Clock, IdentityProvider, LoginEnd, LoginFlow, LoginStart } from '../../engine/ports.ts';
import type { OidcSettings } from './settings.ts';

/** How long a provider’s description of itself is believed; its keys are asked for anew when an unknown one signs. */
const KNOWN_MS = 3_600_000;
/** How long a provider that did not answer is left alone: who logs in meanwhile is told at once. */
const LEFT_ALONE_MS = 5_000;

/** The provider of these settings; `clock` says how old what is known of it is. What it signs is dated by the machine’s own clock. */
export function oidcProvider(settings: OidcSettings, clock: Clock): IdentityProvider {
  const { name, issuer, allowedDomains, trustsAddresses, passwords } = settings;
  const describe = describing(settings, clock);
  return {
    ...{ name, issuer, passwords, terms: { allowedDomains, trustsAddresses } },
    begin: (flow, back) => orAway(async () => ({ kind: 'go', url: await addressOf(await describe(), flow, back) })),
    end: (flow, back, query) =>
      orAway<LoginEnd>(async () => {
        const known = await describe();
        try {
          return await redeemed(known, flow, back, query);
        } catch (error) {
          const denied = endOf(error);
          if (denied === null) throw error;
          return denied;
        }
      }),
    async look() {
      const looked = await orAway<LoginStart>(async () => {
        await describe(true);
        return { kind: 'go', url: issuer };
      });
      return looked.kind === 'away' ? looked.why : null;
    },
  };
}

async function addressOf(known: client.Configuration, { state, nonce, verifier }: LoginFlow, back: string) {
  const url = client.buildAuthorizationUrl(known, {
    ...{ redirect_uri: back, scope: 'openid email', state, nonce },
    ...{ code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  });
  return url.href;
}

async function redeemed(known: client.Configuration, flow: LoginFlow, back: string, query: string): Promise<LoginEnd> {
  const came = new URL(back);
  came.search = query;
  const tokens = await client.authorizationCodeGrant(known, came, {
    ...{ expectedState: flow.state, expectedNonce: flow.nonce, pkceCodeVerifier: flow.verifier, idTokenExpected: true },
  });
  const signed = tokens.claims();
  if (!signed) return { kind: 'unproven', why: 'nothing is signed' };
  const { sub: subject } = signed;
  // Some tell addresses only to who asks with the token that was given.
  const asks = signed.email === undefined && known.serverMetadata().userinfo_endpoint !== undefined;
  const said = asks ? await client.fetchUserInfo(known, tokens.access_token, subject) : signed;
  const { email, email_verified: verified } = said as { readonly email?: unknown; readonly email_verified?: unknown };
  return {
    ...{ kind: 'proven', subject, email: typeof email === 'string' ? email : null },
    // Some write it as text. Source: Amazon Cognito, Sign in with Apple.
    emailVerified: verified === undefined ? null : verified === true || verified === 'true',
  };
}

/** Asks the provider to describe itself, once for all who come meanwhile. */
function describing(settings: OidcSettings, clock: Clock): (anew?: boolean) => Promise<client.Configuration> {
  let known: { readonly until: number; readonly answer: Promise<client.Configuration> } | null = null;
  return (anew = false) => {
    const now = clock.now();
    if (known !== null && !anew && now < known.until) return known.answer;
    const asked = { until: now + KNOWN_MS, answer: discover(settings) };
    known = asked;
    asked.answer.catch(() => {
      if (known === asked) known = { ...asked, until: now + LEFT_ALONE_MS };
    });
    return asked.answer;
  };
}

function discover({ issuer, clientId, clientSecret, timeoutMs }: OidcSettings): Promise<client.Configuration> {
  const plain = issuer.startsWith('http:') ? [client.allowInsecureRequests] : [];
  return client.discovery(new URL(issuer), clientId, undefined, bySecret(clientSecret), {
    ...{ timeout: timeoutMs / 1_000, [client.customFetch]: boundedFetch },
    // The signature is checked although the answer came over TLS from the provider itself: some stand behind a proxy.
    execute: [client.enableNonRepudiationChecks, ...plain],
  });
}

/** As the provider asks for it. Source: OpenID Connect Discovery 1.0 §3: by the header where it says nothing. */
function bySecret(secret: string): client.ClientAuth {
  const [byHeader, inBody] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...request) => {
    const takes = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    (takes.includes('client_secret_basic') ? byHeader : inBody)(server, ...request);
  };
}

/** The platform’s own, with an end to what it reads. */
const boundedFetch: client.CustomFetch = async (url, options) => {
  const answer = await fetch(url, options as RequestInit);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.byteLength;
    if (length > LIMITS.oidcAnswerBytes)
      throw new TypeError(`its answer is longer than ${LIMITS.oidcAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  const { status, statusText, headers } = answer;
  // An answer without a body may not be given one. Source: Fetch, “null body status”.
  return new Response(length === 0 ? null : Buffer.concat(chunks), { status, statusText, headers });
};

/** Codes of what is a fault of the way, or of the provider as a whole; all others are of this log-in. */
const OF_THE_WAY: ReadonlySet<string> = new Set([
  ...['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'],
  ...['OAUTH_PARSE_ERROR', 'OAUTH_HTTP_REQUEST_FORBIDDEN'],
]);

/** Null = the way is at fault. */
function endOf(error: unknown): LoginEnd | null {
  if (error instanceof client.AuthorizationResponseError) return { kind: 'denied', why: whyOf(error) };
  if (error instanceof client.ResponseBodyError) return { kind: 'unproven', why: whyOf(error) };
  if (error instanceof client.WWWAuthenticateChallengeError) return { kind: 'unproven', why: whyOf(error) };
  if (error instanceof client.ClientError && !OF_THE_WAY.has(error.code ?? ''))
    return { kind: 'unproven', why: whyOf(error) };
  return null;
}

async function orAway<End extends LoginStart | LoginEnd>(work: () => Promise<End>): Promise<End | AwayOf> {
  try {
    return await work();
  } catch (error) {
    return { kind: 'away', why: whyOf(error) };
  }
}

type AwayOf = Extract<LoginStart, { readonly kind: 'away' }>;

/** What the library and the provider call it, and what lies beneath. Their words name claims and codes of errors, no tokens. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, error: name } = error as { readonly code?: unknown; readonly error?: unknown };
  const cause = error.cause instanceof Error ? error.cause.message : '';
  const parts = [error.message, typeof code === 'string' ? code : '', typeof name === 'string' ? name : '', cause];
  return [...new Set(parts.filter((part) => part !== ''))].join(': ').slice(0, 500);
}
