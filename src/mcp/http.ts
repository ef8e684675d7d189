/**
 * Streamable HTTP: `POST /mcp` with a key. Each request stands alone: there is no session to be taken over or to run full, and any process
 * answers any request. Source: Model Context Protocol, Transports, "Streamable HTTP".
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS } from '../domain/limits.ts';
import { refusalOf } from '../engine/access/caller.ts';
import { notJson, textOfBody } from '../engine/access/json-body.ts';
import { Refusal } from '../engine/operations/operation.ts';
import type { ApiDesk } from '../engine/serve/api-port.ts';
import { untilGone } from '../engine/serve/until-gone.ts';
import type { exchange } from './exchange.ts';

/** Loads what speaks the protocol, when the first agent comes. */
type LoadExchange = () => Promise<{ readonly exchange: typeof exchange }>;

const BEARER = /^Bearer +(\S+)$/i;

/** Adds `/mcp`. Answers 401 without a good key, 403 to a page of another address, 405 to all but POST, 503 where too many ask at once. */
export function agentRoutes(app: FastifyInstance, desk: ApiDesk, load: LoadExchange): void {
  let inHand = 0;
  readBodies(app);
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
      const asked = { headers: plainHeaders(request), body: request.body, signal: untilGone(reply.raw) };
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

/** Source: JSON-RPC 2.0 §5.1. */
const NO_JSON = -32_700;
const REFUSED = -32_000;

/** Reads bodies, and tells in the terms of the protocol why one cannot be read. */
function readBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = textOfBody(body as Buffer, request.headers['content-encoding']);
    if (typeof text !== 'string') done(text);
    else parse(request, text, (error, read) => done(error && notJson(text), read));
  });
  app.setErrorHandler((error: { readonly code?: string }, _request, reply) => {
    const [status, code] = UNREAD[error.code ?? ''] ?? [];
    if (status === undefined) throw error;
    const { message, remedy } = error instanceof Refusal ? error : refusalOf(code ?? '');
    return tell(reply, status, `${message}\n→ ${remedy}`, status === 400 ? NO_JSON : REFUSED);
  });
}

/** Statuses of what cannot be read, by the code of the refusal or of Fastify; with the reason where the code is none. */
const UNREAD: Readonly<Record<string, readonly [status: number, reason?: string]>> = {
  'body-no-json': [400],
  'body-no-utf8': [400],
  'body-name-forbidden': [400],
  'body-packed': [415],
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'body-too-long'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'body-of-other-type'],
};

function tell(reply: FastifyReply, status: number, message: string, code = REFUSED): FastifyReply {
  return reply.code(status).send({ jsonrpc: '2.0', id: null, error: { code, message } });
}
