/**
 * Long work that is told line by line where that is asked for: how far it is, then its answer or what is wrong. Whoever asks for nothing but
 * JSON waits for the answer, as ever. Owns the wire; how far it is says whoever works.
 */
import { PassThrough } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Progress } from '../../engine/operations/operation.ts';
import type { Log } from '../../engine/ports.ts';
import { noteFault } from '../fault.ts';
import { plainProblem } from '../problem.ts';
import { problemBody, problemOf } from './problems.ts';

/** Media type of lines of JSON. */
export const LINES_TYPE = 'application/x-ndjson';

/** Whether the request asks for them. Source: RFC 9110 §12.5.1. */
export function asksForLines({ headers }: FastifyRequest): boolean {
  return (headers.accept ?? '').split(',').some((one) => one.split(';', 1)[0]?.trim().toLowerCase() === LINES_TYPE);
}

/** Work that says how far it is. */
type Work = (progress: (progress: Progress) => void) => Promise<unknown>;

/**
 * Does it. What ends before anything is told of it is answered as without lines, with its own status; from the first line on the status is
 * 200, and the last line is `{"output": …}` or `{"problem": {…}}`.
 */
export async function tellProgress(log: Log | undefined, request: FastifyRequest, reply: FastifyReply, work: Work) {
  const lines = new PassThrough({ objectMode: true });
  const say = (line: object) => {
    if (!lines.destroyed) lines.write(`${JSON.stringify(line)}\n`);
  };
  const begun = Promise.withResolvers<void>();
  const done = work((progress) => {
    say({ progress });
    begun.resolve();
  });
  await Promise.race([begun.promise, done]);
  if (lines.readableLength === 0) return reply.type('application/json; charset=utf-8').send(JSON.stringify(await done));
  void done
    .then(
      (output) => say({ output: output ?? null }),
      (error: unknown) => say({ problem: toldOf(log, error, request) }),
    )
    .finally(() => lines.end());
  return reply.type(LINES_TYPE).send(lines);
}

function toldOf(log: Log | undefined, error: unknown, request: FastifyRequest): object {
  const problem = problemOf(error);
  if (problem) return problemBody(problem, request.id);
  return plainProblem(noteFault({ ...(log && { log }) }, error, request), request.id);
}
