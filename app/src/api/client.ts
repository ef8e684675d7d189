/**
 * How the app speaks to the instance: by the typed client alone, as the logged-in person. The one
 * file that looks beyond the app.
 */
import { type Progress, type RekindleClient, RekindleError, rekindleClient } from '../../../src/client/client.ts';

export { type Progress, type RekindleClient, RekindleError };

/** Who acts, and where. */
export interface Standing {
  readonly csrf: string;
  /** Null = the only one that this person has. */
  readonly workspace: string | null;
}

/** A call of the client; `options` carry the signal that ends it. */
export type Call<Answer> = (client: RekindleClient, options: { readonly signal?: AbortSignal }) => Promise<Answer>;

/** A client for reading and acting. */
export function clientFor(standing: Standing, through: typeof fetch = plainFetch): RekindleClient {
  const { csrf, workspace } = standing;
  return rekindleClient({ url: location.origin, csrf, ...(workspace !== null && { workspace }), fetch: through });
}

/** The platform's own, called as it wants to be called. Reasons come in the language that the page is shown in, not in the browser's. */
const plainFetch: typeof fetch = (input, init = {}) => {
  const headers = new Headers(init.headers);
  headers.set('accept-language', document.documentElement.lang);
  return fetch(input, { ...init, headers });
};

/** Who is logged in, as `/session` tells it. */
export interface Session {
  readonly email: string;
  readonly name: string;
  readonly csrf: string;
  readonly roles: readonly { readonly role: string; readonly workspace: string | null }[];
}

interface SessionTold {
  readonly roles: Session['roles'];
  readonly person: { readonly email: string; readonly name: string; readonly csrf: string } | null;
}

/** Whether somebody logged in here: without it there is nobody to ask about. */
const HINT = 'rekindle-logged-in';

/** How people may log in, as `/login` tells it. */
export interface LoginWays {
  readonly passwords: boolean;
  readonly oidc: { readonly name: string; readonly address: string } | null;
  /** Whether this browser is logged in: whoever comes back from an identity provider is, and no page of ours has noted it. */
  readonly loggedIn: boolean;
}

/** Asks for them. */
export async function readWays(): Promise<LoginWays> {
  const answer = await fetch('/api/v1/login', { headers: { accept: 'application/json' } });
  if (!answer.ok) throw RekindleError.of(answer.status, await answer.text());
  return (await answer.json()) as LoginWays;
}

/** The session of this browser; null = nobody is logged in. */
export async function readSession(): Promise<Session | null> {
  if (localStorage.getItem(HINT) === null) {
    if (!(await readWays()).loggedIn) return null;
    localStorage.setItem(HINT, '1');
  }
  const answer = await fetch('/api/v1/session', { headers: { accept: 'application/json' } });
  if (answer.status === 401) return null;
  if (!answer.ok) throw RekindleError.of(answer.status, await answer.text());
  const { roles, person } = (await answer.json()) as SessionTold;
  return person && { ...person, roles };
}

/** Logs in. Errors: `RekindleError`, whose words may be shown. */
export async function logIn(email: string, password: string): Promise<void> {
  await send('/api/v1/login', { email, password }, {});
  localStorage.setItem(HINT, '1');
}

/** Logs out, here or everywhere. */
export async function logOut(csrf: string, everywhere: boolean): Promise<void> {
  await send('/api/v1/logout', { everywhere }, { 'x-csrf-token': csrf });
  localStorage.removeItem(HINT);
}

async function send(path: string, body: object, headers: Record<string, string>): Promise<void> {
  const all = { 'content-type': 'application/json', accept: 'application/json', ...headers };
  const answer = await plainFetch(path, { method: 'POST', headers: all, body: JSON.stringify(body) });
  if (!answer.ok) throw RekindleError.of(answer.status, await answer.text());
}
