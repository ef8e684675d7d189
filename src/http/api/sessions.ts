/**
 * Logging in and out: the cookie, the origin of a request, the token that a page shows beside its cookie. Believes no request of a
 * logged-in person that another page may have sent.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusalOf } from '../../engine/access/caller.ts';
import type { ApiDesk, Caller, LoginOutcome } from '../../engine/serve/api-port.ts';
import { cookie, cookieIn } from './cookies.ts';
import { oidcRoutes } from './login-oidc.ts';
import { tellProblem } from './problems.ts';

const Login = z.strictObject({ email: z.string().min(1).max(254), password: z.string().min(1).max(1_000) });
const Logout = z.strictObject({ everywhere: z.boolean().default(false) });
const NewPassword = z.strictObject({ before: z.string().min(1).max(1_000), after: z.string().min(1).max(1_000) });

/** Adds `/login` (by password, and by identity provider: `login-oidc.ts`), `/logout`, `/session` and `/session/password` below `root`. */
export function sessionRoutes(app: FastifyInstance, desk: ApiDesk, root: string): void {
  app.post(`${root}/login`, async (request, reply) => {
    refuseForeignPage(request);
    const outcome = await desk.login({ ...Login.parse(request.body ?? {}), from: request.ip, requestId: request.id });
    return outcome.kind === 'in' ? welcome(reply, desk, outcome) : turnAway(reply, outcome);
  });
  oidcRoutes(app, desk, root);
  app.post(`${root}/logout`, async (request, reply) => {
    const caller = await callerOf(desk, request);
    await desk.logout(caller, Logout.parse(request.body ?? {}).everywhere, request.id);
    return reply.header('set-cookie', cookie(desk, 'session', '', 0)).send({ loggedOut: true });
  });
  app.get(`${root}/session`, async (request) => sessionShown(await callerOf(desk, request)));
  app.post(`${root}/session/password`, async (request) => {
    const caller = await callerOf(desk, request);
    const { before, after } = NewPassword.parse(request.body ?? {});
    await desk.changePassword(caller, { before, after, requestId: request.id });
    return { changed: true };
  });
}

const BEARER = /^Bearer +(\S+)$/i;
/** Methods that change nothing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Who asks: by key, or by cookie. Errors: refusals `not-known`, `foreign-origin`, `csrf-missing`. */
export async function callerOf(desk: ApiDesk, request: FastifyRequest): Promise<Caller> {
  const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
  const caller = key === undefined ? await byCookie(desk, request) : await desk.byKey(key);
  if (caller === null) throw refusalOf('not-known');
  return caller;
}

async function byCookie(desk: ApiDesk, request: FastifyRequest): Promise<Caller | null> {
  const token = cookieIn(desk, 'session', request.headers.cookie);
  const caller = token === null ? null : await desk.bySession(token);
  if (caller === null || SAFE.has(request.method)) return caller;
  refuseForeignPage(request);
  if (request.headers['x-csrf-token'] !== caller.session?.csrf) throw refusalOf('csrf-missing');
  return caller;
}

/**
 * Source: OWASP CSRF Prevention Cheat Sheet, "Verifying origin with standard headers"; Fetch Metadata for browsers that leave the origin
 * out. A program sends neither.
 */
function refuseForeignPage({ headers, host, protocol }: FastifyRequest): void {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (origin !== undefined && origin !== `${protocol}://${host}`) throw refusalOf('foreign-origin');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refusalOf('foreign-origin');
}

function welcome(reply: FastifyReply, desk: ApiDesk, outcome: LoginOutcome & { readonly kind: 'in' }): FastifyReply {
  const { token, csrf, email, name } = outcome.session;
  const expiresAt = new Date(outcome.expiresAt).toISOString();
  return reply
    .header('set-cookie', cookie(desk, 'session', token, outcome.expiresAt))
    .send({ email, name, csrf, expiresAt });
}

const STATUSES: Readonly<Record<string, number>> = { 'login-too-often': 429, 'passwords-off': 403 };

function turnAway(reply: FastifyReply, outcome: Exclude<LoginOutcome, { readonly kind: 'in' }>): FastifyReply {
  if (outcome.kind === 'later') reply.header('retry-after', String(Math.ceil(outcome.afterMs / 1_000)));
  const code = outcome.kind === 'later' ? 'login-too-often' : outcome.code;
  const { message, remedy } = refusalOf(code);
  return tellProblem(reply, { status: STATUSES[code] ?? 401, code, detail: message, remedy });
}

function sessionShown({ actor, accesses, session }: Caller): object {
  return {
    actor,
    roles: accesses.map(({ role, workspaceId }) => ({ role, workspace: workspaceId || null })),
    person: session && { email: session.email, name: session.name, csrf: session.csrf },
  };
}
