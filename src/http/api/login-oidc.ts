/**
 * Logging in by an identity provider: to it and back, as pages. Whoever is turned away lands on the log-in of the web app, which is told
 * why by a code. Leads to no address but the provider’s and our own.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ApiDesk, LoginOutcome } from '../../engine/serve/api-port.ts';
import { cookie, cookieIn } from './cookies.ts';

/** Adds `GET /login`, `/login/oidc` and `/login/oidc/back` below `root`. */
export function oidcRoutes(app: FastifyInstance, desk: ApiDesk, root: string): void {
  app.get(`${root}/login`, async ({ headers }) => {
    const token = cookieIn(desk, 'session', headers.cookie);
    const { passwords, oidc } = desk.ways;
    return {
      passwords,
      // At the address of the instance, whatever name it was asked by: the cookie must be there when they come back.
      oidc: oidc && { name: oidc.name, address: `${desk.address}${root}/login/oidc` },
      loggedIn: token !== null && (await desk.bySession(token)) !== null,
    };
  });
  app.get(`${root}/login/oidc`, async ({ query, ip }, reply) => {
    const { to } = query as { readonly to?: unknown };
    const begun = await desk.beginOidc({ page: typeof to === 'string' ? to : null, from: ip });
    if (begun.kind !== 'go') return turnAway(reply, begun, '/');
    return reply.header('set-cookie', cookie(desk, 'flow', begun.flow, begun.until)).redirect(begun.url, 303);
  });
  app.get(`${root}/login/oidc/back`, async (request, reply) => {
    const { headers, url, ip: from, id: requestId } = request;
    const query = url.includes('?') ? url.slice(url.indexOf('?')) : '';
    const flow = cookieIn(desk, 'flow', headers.cookie);
    const { page, outcome } = await desk.endOidc({ flow, query, from, requestId });
    // It is over, however it went: the same address opened again finds nothing to end.
    const over = cookie(desk, 'flow', '', 0);
    if (outcome.kind !== 'in') return turnAway(reply.header('set-cookie', over), outcome, page);
    const session = cookie(desk, 'session', outcome.session.token, outcome.expiresAt);
    return reply.header('set-cookie', [over, session]).redirect(page, 303);
  });
}

function turnAway(
  reply: FastifyReply,
  outcome: Exclude<LoginOutcome, { readonly kind: 'in' }>,
  page: string,
): FastifyReply {
  const refused = outcome.kind === 'later' ? 'login-too-often' : outcome.code;
  const words = new URLSearchParams({ refused, ...(page === '/' ? {} : { to: page }) });
  return reply.redirect(`/login?${words}`, 303);
}
