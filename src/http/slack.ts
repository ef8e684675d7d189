/**
 * The address that Slack calls when somebody clicks: `POST /slack/interactions`. Hands on the bytes as they came, and answers at once; what
 * came of it is said in Slack after that. Believes nothing and reads nothing.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LIMITS } from '../domain/limits.ts';
import type { PublicHouse } from '../engine/ports.ts';
import { noteFault } from './fault.ts';
import { sendProblem } from './problem.ts';

const STATUSES: Readonly<Record<string, number>> = { 'hook-unsigned': 401, 'hook-unreadable': 400 };

/** Adds the route where the house takes clicks. Answers: 200 taken; 401 without a signature, 403 with a wrong or an old one; 400 not to be read. */
export function slackRoutes(app: FastifyInstance, house: PublicHouse): void {
  const { click } = house;
  if (click === undefined) return;
  // Every type, and none: a parser would change the bytes that are signed.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/slack/interactions', { bodyLimit: LIMITS.hookBodyBytes }, async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const taken = await click({ headers: headersOf(request), body }, request.id);
    if (taken.kind === 'refused') return sendProblem(reply, STATUSES[taken.code] ?? 403);
    // Source: docs.slack.dev/interactivity/handling-user-interaction: 200 within three seconds.
    await reply.code(200).send();
    await taken.after().catch((error: unknown) => noteFault(house, error as Error, request));
    return reply;
  });
}

/** A header that comes several times counts as its first: none that proves anything may be a list. */
function headersOf({ headers }: FastifyRequest): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}
