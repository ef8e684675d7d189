/**
 * The HTTP face: health for machines, the unsubscribe address for people and mail programs, and the addresses that providers
 * call. Listens to nothing by itself;
 * the caller binds it (to 127.0.0.1, a proxy in front). Decides nothing: what a request does is handed in.
 */
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { LIMITS } from '../domain/limits.ts';
import type { PublicHouse } from '../engine/ports.ts';
import { countAnswers, metricsRoute } from './api/metrics.ts';
import type { ExampleOf } from './api/openapi.ts';
import { problemOf, tellProblem } from './api/problems.ts';
import { tellInReadersLanguage } from './api/reader-language.ts';
import { API_ROOT, apiRoutes } from './api/routes.ts';
import { refuseUnreadable, unroutedBelow } from './api/unread.ts';
import { classRoutes } from './class.ts';
import { noteFault } from './fault.ts';
import { hookRoutes } from './hooks.ts';
import { sendProblem, statusOf } from './problem.ts';
import { slackRoutes } from './slack.ts';
import { trackingRoutes } from './tracking.ts';
import { unsubscribeRoutes } from './unsubscribe.ts';
import { valuationRoutes } from './valuation/routes.ts';
import { webRoutes } from './web/routes.ts';

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
 * Routes: `GET /healthz`, `GET /readyz` (503 while not ready), `/u/:token` (`unsubscribe.ts`), `/o/:token` and
 * `/c/:token` (`tracking.ts`), `/class/:token` (`class.ts`), `POST /hooks/:provider/:connection`, `POST /slack/interactions` (`slack.ts`).
 * `/api/v1/…` (`api/routes.ts`) and its description, with examples by `exampleOf`, where the house has a desk for it.
 * The web app built into the folder `web`, at `/` and wherever a browser asks for a page that nobody else has (`web/routes.ts`).
 * Anything else is 404 as problem details, of the interface's addresses 404 or 405 with a reason code.
 * Limits: bodies of `LIMITS.httpBodyBytes`, of `LIMITS.hookBodyBytes` for providers. Tokens are never logged.
 */
export function buildHttp(
  house: PublicHouse,
  exampleOf: ExampleOf = () => ({}),
  web: string | null = null,
): FastifyInstance {
  const app = Fastify({
    bodyLimit: LIMITS.httpBodyBytes,
    requestTimeout: REQUEST_MS,
    // Only a proxy on this machine is believed when it says for whom it asks.
    trustProxy: 'loopback',
    genReqId: () => randomUUID(),
    // What has no route by its address alone: no hook has run for it yet.
    frameworkErrors: (error, request, reply) => {
      reply.headers({ ...HEADERS, 'x-request-id': request.id });
      const problem = request.url.startsWith(`${API_ROOT}/`) ? problemOf(error) : null;
      void (problem ? tellProblem(reply, problem) : sendProblem(reply, statusOf(error)));
    },
    clientErrorHandler: refuseUnreadable,
    routerOptions: { maxParamLength: LIMITS.trackingTokenCharacters },
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...HEADERS, 'x-request-id': request.id });
  });
  const { api } = house;
  const unrouted = api ? unroutedBelow(app, API_ROOT) : () => null;
  if (api) tellInReadersLanguage(app, API_ROOT);
  const page = web === null ? () => null : webRoutes(app, web);
  app.setNotFoundHandler(
    (request, reply) => page(request, reply) ?? unrouted(request, reply) ?? sendProblem(reply, 404),
  );
  app.setErrorHandler((error, request, reply) => sendProblem(reply, noteFault(house, error, request)));
  app.get('/healthz', async () => ({ alive: true, ...house.health() }));
  app.get('/readyz', async (_request, reply) => {
    const state = await house.ready();
    return reply.code(state.ready ? 200 : 503).send(state);
  });
  void app.register(async (pages) => unsubscribeRoutes(pages, house));
  void app.register(async (tracked) => trackingRoutes(tracked, house));
  void app.register(async (rooms) => classRoutes(rooms, house));
  void app.register(async (pages) => valuationRoutes(pages, house));
  void app.register(async (hooks) => hookRoutes(hooks, house));
  void app.register(async (clicks) => slackRoutes(clicks, house));
  if (api) {
    const counts = countAnswers(app);
    void app.register(async (rest) => {
      apiRoutes(rest, api, exampleOf);
      metricsRoute(rest, api, counts);
    });
  }
  return app;
}
