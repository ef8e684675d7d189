/** Errors as a program reads them. Never tells what went wrong inside: that is in the log, under the same request id. */
import type { FastifyReply } from 'fastify';
import { reasonText } from '../domain/reason.ts';

/** Titles of the statuses that we answer with. Source: RFC 9110 §15. */
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** The code of what went wrong inside. */
const OUR_FAULT = 'fault-inside';

/** Media type of problem details. */
export const PROBLEM_TYPE = 'application/problem+json';

/** The title of a status. */
export function titleOf(status: number): string {
  return TITLES[status] ?? 'Error';
}

/**
 * Answers with problem details, `{type, title, status, requestId}`; what is our own fault has a code of ours too, and what to do. Statuses
 * outside 400–599 become 500. Source: RFC 9457.
 */
export function sendProblem(reply: FastifyReply, status: number): FastifyReply {
  const known = status >= 400 && status < 600 ? status : 500;
  return reply.code(known).type(PROBLEM_TYPE).send(plainProblem(known, reply.request.id));
}

/** A problem of which no more is told than its status; from 500 on, that the log tells what it was. */
export function plainProblem(status: number, requestId: string): object {
  const plain = { title: titleOf(status), status, requestId };
  if (status < 500) return { type: 'about:blank', ...plain };
  const { says: detail, remedy } = reasonText(OUR_FAULT);
  return { type: reasonUrn(OUR_FAULT), ...plain, code: OUR_FAULT, detail, remedy };
}

/** What the type of a problem with this code is. */
export function reasonUrn(code: string): string {
  return `urn:rekindle:reason:${code}`;
}

/** The status that an error asks for; 500 where it asks for none. */
export function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}
