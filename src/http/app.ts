/**
 * The HTTP face: health for machines, the unsubscribe address for people and mail programs, and the addresses that providers
 * call. Listens to nothing by itself;
 * the caller binds it (to 127.0.0.1, a proxy in front). Decides nothing: what a request does is handed in.
 */
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { LIMITS } from '../domain/limits.ts';
import type { PublicHouse, UnsubscribeWay } from '../engine/ports.ts';
import { hookRoutes } from './hooks.ts';
import { sendProblem, statusOf } from './problem.ts';
import { PAGE_POLICY, type PageState, pageLanguage, unsubscribePage } from './unsubscribe-page.ts';

/** Milliseconds a client may take to send its request. */
const REQUEST_MS = 10_000;

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'interest-cohort=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
} as const;

/**
 * The app, not yet listening.
 * Routes: `GET /healthz`, `GET /readyz` (503 while not ready), `GET /u/:token` (a page, changes nothing), `POST /u/:token`
 * (unsubscribes; the same answer every time), `POST /hooks/:provider/:connection`. Anything else is 404 as problem details.
 * Limits: bodies of `LIMITS.httpBodyBytes`, of `LIMITS.hookBodyBytes` for providers. Tokens are never logged.
 * Source: RFC 8058 §3.2 for the POST: no login, no redirect, no question.
 */
export function buildHttp(house: PublicHouse): FastifyInstance {
  const app = Fastify({
    bodyLimit: LIMITS.httpBodyBytes,
    requestTimeout: REQUEST_MS,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: LIMITS.unsubscribeTokenCharacters },
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...HEADERS, 'x-request-id': request.id });
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 404));
  app.setErrorHandler((error, request, reply) => sendProblem(reply, note(house, error, request)));
  app.get('/healthz', async () => ({ alive: true, ...house.health() }));
  app.get('/readyz', async (_request, reply) => {
    const state = await house.ready();
    return reply.code(state.ready ? 200 : 503).send(state);
  });
  void app.register(async (pages) => unsubscribeRoutes(pages, house));
  void app.register(async (hooks) => hookRoutes(hooks, house));
  return app;
}

type TokenRequest = FastifyRequest<{ Params: { token: string } }>;

function unsubscribeRoutes(pages: FastifyInstance, house: PublicHouse): void {
  // Mail programs send one of two form types, and some none: whatever comes is taken as text.
  pages.removeAllContentTypeParsers();
  pages.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  pages.setErrorHandler((error, request, reply) => {
    const status = note(house, error, request);
    return status < 500 ? sendProblem(reply, status) : sendPage(request, reply.code(status), 'failed', null);
  });

  pages.get('/u/:token', async (request: TokenRequest, reply) => {
    const about = house.describe === undefined ? { name: null } : await house.describe(request.params.token);
    if (about === null) return sendPage(request, reply.code(404), 'invalid', null);
    return sendPage(request, reply, 'ask', about.name);
  });

  pages.post('/u/:token', async (request: TokenRequest, reply) => {
    const way = wayOf(request.body);
    const outcome = await house.unsubscribe(request.params.token, way);
    reply.code(outcome === 'done' ? 200 : 404);
    if (way === 'one-click') return reply.type('text/plain; charset=utf-8').send(`${outcome}\n`);
    return sendPage(request, reply, outcome, null);
  });
}

/** Source: RFC 8058 §3.1; the pair comes as a form field in either of the two form types. */
function wayOf(body: unknown): UnsubscribeWay {
  return typeof body === 'string' && /List-Unsubscribe\W+One-Click/i.test(body) ? 'one-click' : 'page';
}

function sendPage(request: FastifyRequest, reply: FastifyReply, state: PageState, sender: string | null): FastifyReply {
  const language = pageLanguage(request.headers['accept-language']);
  return reply
    .headers({ 'content-security-policy': PAGE_POLICY, 'content-language': language, vary: 'accept-language' })
    .type('text/html; charset=utf-8')
    .send(unsubscribePage(state, language, sender));
}

/** Logs what is our fault, by route and not by address, which holds the token. Returns the status to answer with. */
function note(house: PublicHouse, error: unknown, request: FastifyRequest): number {
  const status = statusOf(error);
  if (status >= 500) {
    const stack = error instanceof Error ? error.stack : String(error);
    house.log?.error('a request failed', { requestId: request.id, route: request.routeOptions.url ?? null, stack });
  }
  return status;
}
