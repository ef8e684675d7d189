/**
 * Requests that come to no operation: what the parser of HTTP and the router find wrong with them, as problems like all others, with
 * a code and what to do. Owns which of their errors is which code; the words are those of the reasons.
 */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE } from '../problem.ts';
import { problemBody, problemIn, tellProblem } from './problems.ts';

/** Errors of the parser of HTTP, which no request has come of. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-too-slow',
  HPE_HEADER_OVERFLOW: 'headers-too-long',
};

/** Answers what has no route below `root`; null = it is none of these. To be made before the routes are. */
export function unroutedBelow(
  app: FastifyInstance,
  root: string,
): (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`);
    if (url.startsWith(`${root}/`)) routes.push({ pattern, methods: [method].flat() });
  });
  return (request, reply) => {
    const path = request.url.split('?')[0] as string;
    if (!path.startsWith(`${root}/`)) return null;
    const methods = routes.flatMap(({ pattern, methods: taken }) => (pattern.test(path) ? taken : []));
    if (methods.length === 0) return tellProblem(reply, problemIn('no-such-address'));
    return tellProblem(reply.header('allow', [...new Set(methods)].join(', ')), problemIn('other-method'));
  };
}

/** Answers what is no request to the parser of HTTP, and ends the connection. */
export function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const problem = problemIn(UNREADABLE[error.code ?? ''] ?? 'request-unreadable');
  const body = JSON.stringify(problemBody(problem, randomUUID()));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroy();
}
