/**
 * Renewing tokens by OAuth 2: one POST, never tried again here, since a refresh token may be good for one time only. Owns the request and
 * what its answer means; keeps nothing.
 * Source: RFC 6749 §6 and §5.2; for HighLevel its oauth.json (`/oauth/token`, `/oauth/locationToken`).
 */
import { z } from 'zod';
import type { Asked, Renewed } from '../domain/connection/asked.ts';
import { PROVIDERS, type ProviderName } from '../domain/connection/providers.ts';
import type { RenewalWay } from '../domain/connection/tokens.ts';
import { type ApiAnswer, ApiLine } from './api-line.ts';
import { given, TEST_MS } from './opener.ts';

const TokensSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1).optional(),
});
const NoSchema = z.object({
  error: z.string().optional(),
  error_description: z.string().optional(),
  message: z.string().optional(),
});
/** Errors of ours, or of whoever must allow it again; all others pass. Source: RFC 6749 §5.2. */
const LASTING: ReadonlySet<string> = new Set([
  'invalid_grant',
  'invalid_client',
  'unauthorized_client',
  'invalid_scope',
  'interaction_required',
]);
const SAYS_CHARACTERS = 300;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const HIGHLEVEL_VERSION = '2021-07-28';

/** Asks once for new tokens. `now` is when it is asked: what they are good for counts from there. */
export async function renewTokens(asked: Asked, by: RenewalWay, now: number): Promise<Renewed> {
  const answer = await (by === 'location' ? askForLocation(asked) : askByRefresh(asked));
  if (answer.kind !== 'answered') return { kind: 'later', says: answer.detail };
  const tokens = TokensSchema.safeParse(answer.json).data;
  if ((answer.status !== 200 && answer.status !== 201) || !tokens) return refusalOf(answer);
  const brought = {
    token: tokens.access_token,
    refreshToken: tokens.refresh_token ?? null,
    expiresAt: now + Math.floor(tokens.expires_in * 1_000),
  };
  return { kind: 'renewed', secrets: renewedSecrets(asked.secrets, by, brought) };
}

/** Secrets after a renewal: the refresh token stays where no other came, and whatever was made by the former one goes. */
function renewedSecrets(
  secrets: Readonly<Record<string, string>>,
  by: RenewalWay,
  brought: { readonly token: string; readonly refreshToken: string | null; readonly expiresAt: number },
): Record<string, string> {
  const { locationToken: _, locationExpiresAt: __, ...rest } = secrets;
  const expiresAt = String(brought.expiresAt);
  if (by === 'location') return { ...rest, locationToken: brought.token, locationExpiresAt: expiresAt };
  const refreshToken = brought.refreshToken ?? rest.refreshToken;
  return { ...rest, accessToken: brought.token, expiresAt, ...(refreshToken === undefined ? {} : { refreshToken }) };
}

function askByRefresh({ provider, settings, secrets }: Asked): Promise<ApiAnswer> {
  const form = given({
    ...{ grant_type: 'refresh_token', refresh_token: secrets.refreshToken },
    ...{
      client_id: settings.clientId,
      client_secret: secrets.clientSecret,
      scope: oauthOf(provider)?.scope ?? undefined,
    },
    ...(provider === 'highlevel' ? { user_type: settings.company === undefined ? 'Location' : 'Company' } : {}),
  });
  return post(tokenUrl(provider, settings), FORM, new URLSearchParams(form as Record<string, string>));
}

/** An agency’s token gets one for a location. */
function askForLocation({ settings, secrets }: Asked): Promise<ApiAnswer> {
  const { location = '', company = '' } = settings;
  const headers = { ...FORM, authorization: `Bearer ${secrets.accessToken}`, version: HIGHLEVEL_VERSION };
  const url = tokenUrl('highlevel', settings).replace(/\/token$/, '/locationToken');
  return post(url, headers, new URLSearchParams({ companyId: company, locationId: location }));
}

function tokenUrl(provider: string, { tokenUrl: own, tenant = 'common', baseUrl }: Asked['settings']): string {
  if (own !== undefined) return own;
  const url = oauthOf(provider)?.tokenUrl ?? '';
  if (baseUrl !== undefined) return `${baseUrl.replace(/\/$/, '')}/oauth/token`;
  return url.replace('{tenant}', encodeURIComponent(tenant));
}

function oauthOf(provider: string) {
  return PROVIDERS[provider as ProviderName]?.oauth;
}

async function post(url: string, headers: Record<string, string>, form: URLSearchParams): Promise<ApiAnswer> {
  const { origin, pathname, search } = new URL(url);
  const line = new ApiLine({ baseUrl: origin, headers, concurrency: 1, timeoutMs: TEST_MS });
  return line.call({ method: 'POST', path: pathname + search, body: form.toString() });
}

/** Never the request, which holds secrets: the provider’s own words alone. */
function refusalOf({ status, json }: Extract<ApiAnswer, { kind: 'answered' }>): Renewed {
  const { error = '', error_description: description, message } = NoSchema.safeParse(json).data ?? {};
  const says = `${status} ${[error, description ?? message].filter(Boolean).join(': ')}`
    .trim()
    .slice(0, SAYS_CHARACTERS);
  return { kind: LASTING.has(error) || status === 401 ? 'refused' : 'later', says };
}
