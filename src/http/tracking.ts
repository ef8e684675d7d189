/**
 * The routes of pixels and links in our mails. They lead where the signed token says and nowhere else: no part of a request can change
 * it. Owns how a request is told; who made it is judged elsewhere.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PublicHouse, TouchRequest } from '../engine/serve/house-port.ts';
import { sendBrokenLink } from './unsubscribe.ts';

/** One transparent point. Source: GIF89a specification. */
const POINT = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

type TokenRequest = FastifyRequest<{ Params: { token: string } }>;

/**
 * `GET /o/:token` (a point), `GET /c/:token` (302 to the target). HEAD is answered alike, and told as what it is. A token that is not
 * ours is 404, and leads nowhere.
 */
export function trackingRoutes(app: FastifyInstance, house: PublicHouse): void {
  app.get('/o/:token', async (request: TokenRequest, reply) => {
    const known = await house.touch?.(touchOf('opened', request));
    return known ? reply.type('image/gif').send(POINT) : reply.callNotFound();
  });
  app.get('/c/:token', async (request: TokenRequest, reply) => {
    const known = await house.touch?.(touchOf('clicked', request));
    if (!known?.target) return sendBrokenLink(request, reply);
    return reply.redirect(new URL(known.target).href, 302);
  });
}

function touchOf(kind: TouchRequest['kind'], { method, headers, params }: TokenRequest): TouchRequest {
  return { kind, token: params.token, method, userAgent: headers['user-agent'] ?? null, prefetch: isAhead(headers) };
}

/** Source: Sec-Purpose of the Fetch standard; the older names are those of Chromium, Firefox and Safari. */
const AHEAD = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const;

function isAhead(headers: FastifyRequest['headers']): boolean {
  return AHEAD.some((name) => /prefetch|prerender|preview/i.test(String(headers[name] ?? '')));
}
