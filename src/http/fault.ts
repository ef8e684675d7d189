/** What went wrong with a request, for the log: by route and not by address, which may hold a token. */
import type { FastifyRequest } from 'fastify';
import type { PublicHouse } from '../engine/ports.ts';
import { statusOf } from './problem.ts';

/** Logs what is our fault, and not that whoever asked ended it. Returns the status to answer with. */
export function noteFault(house: Pick<PublicHouse, 'log'>, error: unknown, request: FastifyRequest): number {
  const status = statusOf(error);
  const isEnded = error instanceof Error && error.name === 'AbortError';
  if (status >= 500 && !isEnded) {
    const stack = error instanceof Error ? error.stack : String(error);
    house.log?.error('a request failed', { requestId: request.id, route: request.routeOptions.url ?? null, stack });
  }
  return status;
}
