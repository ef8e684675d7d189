/**
 * The REST interface: one route for each operation of the table that has an address. Finds out who asks, hands the input on, tells the
 * answer or the problem. Adds no rule.
 */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS } from '../../domain/limits.ts';
import { refusalOf } from '../../engine/access/caller.ts';
import { isPacked, notJson, textOfBody } from '../../engine/access/json-body.ts';
import { isLong, type Operation } from '../../engine/operations/operation.ts';
import type { ApiAnswer, ApiCall, ApiDesk, Caller } from '../../engine/serve/api-port.ts';
import { remoteShape } from '../../engine/serve/remote-input.ts';
import { untilGone } from '../../engine/serve/until-gone.ts';
import { noteFault } from '../fault.ts';
import { sendProblem } from '../problem.ts';
import { wordReader } from './input.ts';
import { type ExampleOf, openApi } from './openapi.ts';
import { pathOf } from './paths.ts';
import { problemOf, tellProblem } from './problems.ts';
import { asksForLines, LINES_TYPE, tellProgress } from './progress.ts';
import { callerOf, sessionRoutes } from './sessions.ts';
import { streamRoute } from './stream.ts';

/** Where the interface begins. */
export const API_ROOT = '/api/v1';
/** Names the workspace that is meant, for whoever has several. */
const WORKSPACE_HEADER = 'rekindle-workspace';
/** Names the plan by which an agent asks. */
const PLAN_HEADER = 'rekindle-plan';
/** Source: draft-ietf-httpapi-idempotency-key-header §2.1; a bare word is taken as well as a quoted one. */
const ONCE_KEY = /^"?([\x21\x23-\x7e]{1,255})"?$/;

/** Adds a route for each operation. Answers 400, 401, 403, 404, 409 and 422 with a reason code. */
export function apiRoutes(app: FastifyInstance, desk: ApiDesk, exampleOf: ExampleOf): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    return problem ? tellProblem(reply, problem) : sendProblem(reply, noteFault(desk, error, request));
  });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = textOfBody(body as Buffer, request.headers['content-encoding']);
    if (typeof text !== 'string') done(text);
    else if (text === '') done(null, undefined);
    else parse(request, text, (error, read) => done(error && notJson(text), read));
  });
  sessionRoutes(app, desk, API_ROOT);
  streamRoute(app, desk, API_ROOT, WORKSPACE_HEADER);
  let described: string | null = null;
  app.get('/api/openapi.json', async (_request, reply) => {
    described ??= JSON.stringify(openApi(desk.operations, exampleOf, desk.address));
    return reply.type('application/json; charset=utf-8').send(described);
  });
  // A file as it is, of any type; its words stand in the address then.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, ({ headers }, body, done) => {
    // What gzip packed is known by its bytes, wherever a file is read.
    const packed = headers['content-encoding'];
    done(isPacked(packed) && packed !== 'gzip' ? refusalOf('body-packed') : null, body);
  });
  for (const operation of desk.operations) addRoute(app, desk, operation);
}

function addRoute(app: FastifyInstance, desk: ApiDesk, operation: Operation): void {
  const at = pathOf(operation);
  if (at === null) return;
  const read = wordReader(operation);
  const isQuery = at.method === 'GET';
  const { takesFile } = remoteShape(operation);
  app.route({
    method: at.method,
    url: `${API_ROOT}${at.path.replace(/\{(\w+)\}/g, ':$1')}`,
    bodyLimit: takesFile ? LIMITS.apiFileBytes : LIMITS.apiBodyBytes,
    async handler(request, reply) {
      const caller = await callerOf(desk, request);
      const { body } = request;
      if (Buffer.isBuffer(body) && !takesFile) throw refusalOf('body-of-other-type');
      const inAddress = isQuery || Buffer.isBuffer(body) ? (request.query as object) : {};
      const words = read({ ...inAddress, ...(request.params as object) });
      const input = isQuery ? words : { ...bodyOf(body), ...words };
      return perform(desk, operation, caller, input, request, reply);
    },
  });
}

/** A query is over before anybody could tell it to stop; a signal of its own for each would take longer than some of them. */
const UNENDED = new AbortController().signal;

async function perform(
  desk: ApiDesk,
  operation: Operation,
  caller: Caller,
  input: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const call = {
    ...{ caller, operation, input, requestId: request.id },
    signal: operation.kind === 'query' ? UNENDED : untilGone(reply.raw),
    workspace: textOf(request.headers[WORKSPACE_HEADER]),
    plan: textOf(request.headers[PLAN_HEADER]),
    onceKey: operation.kind === 'query' ? null : onceKeyOf(request),
  };
  const noted = ({ output, toldAgain }: ApiAnswer) => {
    if (toldAgain) reply.header('idempotency-replayed', 'true');
    return output;
  };
  if (isLong(operation) && asksForLines(request)) {
    const work = (progress: ApiCall['progress']) => desk.perform({ ...call, progress }).then(noted);
    return tellProgress(desk.log, request, reply, work);
  }
  const output = await desk.perform(call).then(noted);
  if (operation.kind === 'stream') return tellLines(reply, output as AsyncIterable<unknown>);
  // An answer that is no object is text or nothing to Fastify, and JSON to everybody else.
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(output ?? null));
}

/** A line of JSON for each item, as they come. */
function tellLines(reply: FastifyReply, items: AsyncIterable<unknown>): FastifyReply {
  return reply.type(LINES_TYPE).send(Readable.from(linesOf(items)));
}

async function* linesOf(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`;
}

/** Source: RFC 9110 §8.3: a POST without a body is an operation without words. */
function bodyOf(body: unknown): Record<string, unknown> {
  if (body === undefined || body === null) return {};
  if (Buffer.isBuffer(body)) return { content: body };
  if (typeof body === 'object' && !Array.isArray(body)) return body as Record<string, unknown>;
  throw refusalOf('body-no-object');
}

function onceKeyOf({ headers }: FastifyRequest): string | null {
  const given = textOf(headers['idempotency-key']);
  if (given === null) return null;
  const key = ONCE_KEY.exec(given)?.[1];
  if (key === undefined) throw refusalOf('bad-idempotency-key');
  return key;
}

function textOf(given: string | readonly string[] | undefined): string | null {
  return typeof given === 'string' && given !== '' ? given : null;
}
