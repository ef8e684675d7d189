/**
 * The addresses that providers call: `POST /hooks/:provider/:connection`. Hands on the bytes as they came, and answers once they
 * are stored. Believes nothing and reads nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS } from '../domain/limits.ts';
import type { HookAnswer } from '../engine/hook-port.ts';
import type { PublicHouse } from '../engine/ports.ts';
import { problemIn, tellProblem } from './api/problems.ts';
import { sendProblem } from './problem.ts';

type HookHttp = FastifyRequest<{ Params: { provider: string; connection: string } }>;

/**
 * Adds the route where the house takes calls. Answers: 204 stored, or 303 to the page that a form shows then; 404 no such address; 401 without a signature, 403 with a
 * wrong one; 400 not to be read; 413 above `LIMITS.hookBodyBytes`; 429 with Retry-After while the desk is full, or where the fault is ours.
 */
export function hookRoutes(app: FastifyInstance, house: PublicHouse): void {
  const { hook } = house;
  if (hook === undefined) return;
  // Every type, and none: a parser would change the bytes that are signed.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/hooks/:provider/:connection', { bodyLimit: LIMITS.hookBodyBytes }, async (request: HookHttp, reply) =>
    answer(
      reply,
      await hook({
        provider: request.params.provider,
        connection: request.params.connection,
        method: request.method,
        path: request.raw.url ?? '',
        headers: headersOf(request),
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        from: request.ip,
      }),
    ),
  );
}

/** A header that comes several times counts as its first: none that proves anything may be a list. */
function headersOf({ headers }: HookHttp): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}

function answer(reply: FastifyReply, given: HookAnswer): FastifyReply {
  switch (given.kind) {
    case 'taken':
      return given.thanks === undefined ? reply.code(204).send() : reply.redirect(given.thanks, 303);
    case 'unknown':
      return sendProblem(reply, 404);
    case 'later':
      return sendProblem(reply.header('retry-after', String(Math.ceil(given.afterMs / 1_000))), 429);
    case 'refused':
      // Whoever proved themselves is told what to do; nobody else is told more than that they did not.
      if (given.code === 'hook-unreadable') return tellProblem(reply, { ...problemIn(given.code), status: 400 });
      return sendProblem(reply, STATUSES[given.code] ?? 403);
  }
}

const STATUSES: Readonly<Record<string, number>> = { 'hook-unsigned': 401 };
