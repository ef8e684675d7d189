/**
 * Streamable HTTP: `POST /mcp` with a key. Each request stands alone: there is no session to be taken over or to run full, and any process
 * answers any request. Source: Model Context Protocol, Transports, "Streamable HTTP".
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS } from '../domain/limits.ts';
import { refusalOf } from '../engine/access/caller.ts';
import type { ApiDesk } from '../engine/serve/api-port.ts';
import type { exchange } from './exchange.ts';

/** Loads what speaks the protocol, when the first agent comes. */
type LoadExchange = () => Promise<{ readonly exchange: typeof exchange }>;

const BEARER = /^Bearer +(\S+)$/i;

/** Adds `/mcp`. Answers 401 without a good key, 403 to a page of another address, 405 to all but POST, 503 where too many ask at once. */
export function agentRoutes(app: FastifyInstance, desk: ApiDesk, load: LoadExchange): void {
  let inHand = 0;
  app.route({
    method: ['GET', 'DELETE'],
    url: '/mcp',
    handler: (_request, reply) => tell(reply.header('allow', 'POST'), 405, 'only POST: there are no sessions here'),
  });
  app.post('/mcp', { bodyLimit: LIMITS.apiBodyBytes }, async (request, reply) => {
    if (isForeign(request, desk.address)) return tell(reply, 403, refusalOf('foreign-origin').message);
    const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const caller = key === undefined ? null : await desk.byKey(key);
    if (caller === null) return tell(reply.header('www-authenticate', 'Bearer'), 401, refusalOf('not-known').message);
    if (inHand >= LIMITS.agentCallsAtOnce) return tell(reply.header('retry-after', '1'), 503, 'too many ask at once');
    inHand++;
    try {
      const { exchange: answer } = await load();
      const { url, body, signal } = request;
      const asked = { url: `http://${request.host}${url}`, headers: plainHeaders(request), body, signal };
      const { status, headers, text } = await answer(desk, caller, asked);
      for (const [name, value] of headers) reply.header(name, value);
      return reply.code(status).send(text);
    } finally {
      inHand--;
    }
  });
}

/** Source: Model Context Protocol, Transports, "Security warning": the origin is checked against DNS rebinding. A program sends none. */
function isForeign({ headers, host, protocol }: FastifyRequest, address: string): boolean {
  const { origin } = headers;
  return origin !== undefined && origin !== `${protocol}://${host}` && origin !== address;
}

function plainHeaders({ headers }: FastifyRequest): Record<string, string> {
  const kept = ['accept', 'content-type', 'mcp-protocol-version'].map((name) => [name, String(headers[name] ?? '')]);
  return Object.fromEntries(kept.filter(([, value]) => value !== ''));
}

function tell(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } });
}
