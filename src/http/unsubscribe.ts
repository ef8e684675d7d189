/**
 * The routes of opt-out addresses: pages that change nothing, and the one POST that does. Owns how a request becomes a wish; what is
 * wished is handed to the house.
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Brand } from '../domain/brand.ts';
import type { OptOutAbout, PublicHouse, UnsubscribeWay } from '../engine/serve/house-port.ts';
import { branded } from './brand.ts';
import { noteFault } from './fault.ts';
import { sendProblem } from './problem.ts';
import { CHOOSE, PAGE_POLICY, type PageState, unsubscribePage } from './unsubscribe-page.ts';
import { pageLanguage } from './unsubscribe-words.ts';

type TokenRequest = FastifyRequest<{ Params: { token: string } }>;

const NOTHING_KNOWN: OptOutAbout = { name: null, by: 'email', ofCampaign: false };

/**
 * `GET /u/:token` (one button), `GET /u/:token?choose` (the choices): neither changes anything, whoever looks. `POST /u/:token`
 * unsubscribes, the same answer every time.
 * Source: RFC 8058 §3.2 for the POST: no login, no redirect, no question.
 */
export function unsubscribeRoutes(pages: FastifyInstance, house: PublicHouse): void {
  // Mail programs send one of two form types, and some none: whatever comes is taken as text.
  pages.removeAllContentTypeParsers();
  pages.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  pages.setErrorHandler((error, request, reply) => {
    const status = noteFault(house, error, request);
    return status < 500 ? sendProblem(reply, status) : sendPage(request, reply.code(status), 'failed', null);
  });

  pages.get('/u/:token', async (request: TokenRequest, reply) => {
    const about = house.describe === undefined ? NOTHING_KNOWN : await house.describe(request.params.token);
    if (about === null) return sendPage(request, reply.code(404), 'invalid', null);
    return sendPage(request, reply, wantsChoices(request) ? 'choose' : 'ask', about);
  });

  pages.post('/u/:token', async (request: TokenRequest, reply) => {
    const way = wayOf(request.body);
    const outcome = await house.unsubscribe(request.params.token, way, way === 'page' ? choiceIn(request.body) : null);
    reply.code(outcome === 'invalid' ? 404 : 200);
    if (way === 'one-click') {
      return reply.type('text/plain; charset=utf-8').send(outcome === 'invalid' ? 'invalid\n' : 'done\n');
    }
    if (outcome === 'invalid') return sendPage(request, reply, outcome, null);
    const about = (await house.describe?.(request.params.token)) ?? null;
    return sendPage(request, reply, { done: outcome }, null, about?.brand ?? null);
  });
}

/** Says that a link leads nowhere. */
export function sendBrokenLink(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendPage(request, reply.code(404), 'broken', null);
}

function wantsChoices({ query }: FastifyRequest): boolean {
  return typeof query === 'object' && query !== null && CHOOSE in query;
}

/** Source: RFC 8058 §3.1; the pair comes as a form field in either of the two form types. */
function wayOf(body: unknown): UnsubscribeWay {
  return typeof body === 'string' && /List-Unsubscribe\W+One-Click/i.test(body) ? 'one-click' : 'page';
}

/** What the form of choices sent; null = the button, which sends nothing. */
function choiceIn(body: unknown): string | null {
  return typeof body === 'string' ? new URLSearchParams(body).get('what') : null;
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  state: PageState,
  about: OptOutAbout | null,
  brand: Brand | null = about?.brand ?? null,
): FastifyReply {
  const language = pageLanguage(request.headers['accept-language']);
  const { html, policy } = branded({ html: unsubscribePage(state, language, about), policy: PAGE_POLICY }, brand);
  return reply
    .headers({ 'content-security-policy': policy, 'content-language': language, vary: 'accept-language' })
    .type('text/html; charset=utf-8')
    .send(html);
}
